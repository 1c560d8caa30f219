"""Whether a scenario can be won by either side: many games between the computer's generals.

The same seeds are played three times: the best general on both sides, and the best one on each side
against a weaker one, who should lose more often than not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from statistics import median_low

from game.lab.simulate import play, standing
from game.model.forces import SIDES, Side
from game.model.scenario import Scenario
from game.rules import victory


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one game ended."""

    points: int
    """Positive ones are Soviet."""
    winner: Side | None
    """None for a draw."""
    cpu_seconds: float
    captures: Mapping[str, int]
    """Turn of the first capture, by place."""
    losses: int
    """Soviet killed, wounded and captured."""
    prisoners: int
    """Japanese-side soldiers in captivity."""


@dataclass(frozen=True, slots=True)
class Balance:
    """The games of one pair of generals in one scenario."""

    soviet: str
    japan: str
    outcomes: tuple[Outcome, ...]

    def won(self, side: Side | None) -> int:
        """Games won by a side, or drawn."""
        return sum(o.winner == side for o in self.outcomes)

    @property
    def median(self) -> int:
        """The middle of the points, the lower of two."""
        return median_low(o.points for o in self.outcomes)


def winner_of(points: int, level: str) -> Side | None:
    """Who won a game that ended at this level."""
    if level == "draw":
        return None
    return "soviet" if points > 0 else "japan"


def play_many(scenario: Scenario, soviet: str, japan: str, seeds: range) -> Balance:
    """A game for each seed."""
    outcomes = []
    for seed in seeds:
        game = play(scenario, seed, {"soviet": soviet, "japan": japan})
        points, level = standing(game.match)
        state = game.match.state
        outcomes.append(
            Outcome(
                points, winner_of(points, level), game.cpu_seconds, state.captures,
                victory.casualties(state, "soviet"), victory.prisoners(state),
            )
        )  # fmt: skip
    return Balance(soviet, japan, tuple(outcomes))


def details(scenario: Scenario, balance: Balance) -> dict[str, object]:
    """What an author sets pars by: the days on which the objectives fell in the middle game, and
    casualties and prisoners from the least to the most."""
    never = scenario.turns + 1
    days = {}
    for o in scenario.objectives:
        turns = sorted(x.captures.get(o.place, never) for x in balance.outcomes)
        known = [str(scenario.date_of(t)) if t < never else "never" for t in turns]
        days[o.place] = {
            "par": str(scenario.date_of(o.par)), "first": known[0],
            "median": known[(len(known) - 1) // 2], "last": known[-1],
        }  # fmt: skip
    return {
        "scenario": scenario.id,
        "captures": days,
        "soviet_losses": _spread(x.losses for x in balance.outcomes),
        "prisoners": _spread(x.prisoners for x in balance.outcomes),
        "points": sorted(x.points for x in balance.outcomes),
    }


def _spread(values: Iterable[int]) -> list[int]:
    """The least, the middle and the most."""
    ordered = sorted(values)
    return [ordered[0], median_low(ordered), ordered[-1]]


def measure(
    scenario: Scenario, seeds: range, best: str = "staff", weaker: str | None = "greedy"
) -> dict[str, object]:
    """One scenario's row: its size, what a game costs, and who won how often."""
    equal = play_many(scenario, best, best, seeds)
    row: dict[str, object] = {
        "scenario": scenario.id,
        "turns": scenario.turns,
        "units": len(scenario.counters),
        "cpu_seconds": round(sum(o.cpu_seconds for o in equal.outcomes) / len(seeds), 2),
        "soviet_won": equal.won("soviet"),
        "drawn": equal.won(None),
        "japan_won": equal.won("japan"),
        "lowest": min(o.points for o in equal.outcomes),
        "median": equal.median,
        "highest": max(o.points for o in equal.outcomes),
    }
    if weaker is not None:
        for side in SIDES:
            names = {side: best}
            pair = [names.get(s, weaker) for s in SIDES]
            uneven = play_many(scenario, pair[0], pair[1], seeds)
            row[f"{side}_better_won"] = uneven.won(side)
            row[f"{side}_better_median"] = uneven.median
    return row


def run_details(
    names: list[str], *, seeds: int, first: int = 1, player: str = "staff"
) -> list[dict[str, object]]:
    """The details of these scenarios, or of all cuts, with the same general on both sides."""
    from game.scenario import load

    found = []
    for name in names or load.cuts():
        scenario = load.load(name)
        games = play_many(scenario, player, player, range(first, first + seeds))
        found.append(details(scenario, games))
    return found


def run_balance(
    names: list[str],
    *,
    seeds: int,
    first: int = 1,
    weaker: str | None = "greedy",
    tell: Callable[[dict[str, object]], None] | None = None,
) -> list[dict[str, object]]:
    """The rows of these scenarios; of all that are cut from another one, when none is named."""
    from game.scenario import load

    if not names:
        names = load.cuts()
    rows = []
    for name in names:
        rows.append(measure(load.load(name), range(first, first + seeds), weaker=weaker))
        if tell is not None:
            tell(rows[-1])
    return rows
