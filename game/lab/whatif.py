"""What another option would change: the same seeds played with and without it.

Keyed dice give both games of a pair the same luck wherever they go the same way, so the difference
of a pair says more than two averages do, and no change gives exactly no difference.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any

from game.lab.batch import games_of, head_of
from game.scenario.load import load

Z = 1.96
"""Standard errors of an interval of 95 per cent."""


@dataclass(frozen=True, slots=True)
class Effect:
    """The change of one figure, over pairs."""

    name: str
    before: float
    """Mean without the change."""
    after: float
    mean: float
    """Mean difference of a pair; so the bounds of its interval at 95 per cent."""
    low: float
    high: float

    @property
    def sure(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0 or self.high < 0


def effect(name: str, before: Sequence[int], after: Sequence[int]) -> Effect:
    """The effect on one figure from its values in the same seeds."""
    differences = [b - a for a, b in zip(before, after, strict=True)]
    n = len(differences)
    mean = sum(differences) / n
    variance = sum((d - mean) ** 2 for d in differences) / (n - 1) if n > 1 else 0.0
    half = Z * sqrt(variance / n)
    return Effect(name, sum(before) / n, sum(after) / n, mean, mean - half, mean + half)


def effects(before: Path, after: Path) -> list[Effect]:
    """All effects between two batches with the same seeds; games that one of them lacks are left
    out. Dates are in days; an objective that is never taken counts as the day after the last."""
    scenario = load(head_of(before).scenario)
    rows = [{g["row"]["seed"]: g["row"] for g in games_of(folder)} for folder in (before, after)]
    seeds = sorted(set(rows[0]) & set(rows[1]))
    never = scenario.turns + 1

    def column(which: int, key: str, absent: int) -> list[int]:
        return [int(rows[which][seed][key] or absent) for seed in seeds]

    found = []
    for key, name in (
        ("points", "Soviet points"), ("soviet_casualties", "Soviet casualties"),
        ("japan_killed", "Japanese side, killed"), ("prisoners", "prisoners"),
        ("rescript", "day of the rescript"), ("turns", "days played"),
    ):  # fmt: skip
        absent = never if key == "rescript" else 0
        found.append(effect(name, column(0, key, absent), column(1, key, absent)))
    for o in scenario.objectives:
        key = f"taken_{o.place}"
        found.append(effect(f"day of {o.name}", column(0, key, never), column(1, key, never)))
    return found


def as_json(found: Sequence[Effect]) -> list[Mapping[str, Any]]:
    """The effects for programs."""
    return [
        {
            "name": e.name, "before": round(e.before, 3), "after": round(e.after, 3),
            "effect": round(e.mean, 3), "interval": [round(e.low, 3), round(e.high, 3)],
            "sure": e.sure,
        }
        for e in found
    ]  # fmt: skip
