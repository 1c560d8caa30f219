"""Reasons: every decision keeps the terms of its arithmetic, so that they can be shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a score: a feature of the position times a weight of the doctrine."""

    name: str
    feature: int
    weight: int
    points: int


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that could be done, with its score. The terms add up to the score exactly."""

    name: str
    score: int
    terms: tuple[Term, ...] = ()

    def __post_init__(self) -> None:
        if self.terms and sum(t.points for t in self.terms) != self.score:
            raise ValueError(f"the terms of {self.name!r} do not add up to {self.score}")


@dataclass(frozen=True, slots=True)
class Why:
    """Why something was decided: what was chosen and what else there was."""

    layer: str
    """theatre, army or unit."""
    turn: int
    subject: str
    """The order in its one-line form, or the formation the decision is for."""
    chosen: Option
    others: tuple[Option, ...] = ()
    """At most three that scored less, best first."""

    def sentence(self) -> str:
        """The reason in words: the terms that counted most, and the next best choice."""
        terms = sorted(self.chosen.terms, key=lambda t: -abs(t.points))[:4]
        reckoning = ", ".join(f"{t.name} {t.points:+d}" for t in terms)
        line = f"{self.subject}: {self.chosen.name} ({self.chosen.score:+d}"
        line += f": {reckoning})" if reckoning else ")"
        if self.others:
            line += f"; next best {self.others[0].name} ({self.others[0].score:+d})"
        return line


def option(name: str, *terms: tuple[str, int, int, int]) -> Option:
    """An option from its terms (name, feature, weight, points); its score is their sum."""
    made = tuple(Term(*t) for t in terms)
    return Option(name, sum(t.points for t in made), made)
