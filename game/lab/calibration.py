"""A batch held against the record of August 1945: dates of capture, losses, prisoners."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from game.lab.batch import Batch, games_of, head_of
from game.model.scenario import Objective, Scenario
from game.scenario.load import load

LOW, HIGH = 5, 95
"""Quantiles, per cent, between which the record is to lie."""
NEAR = 4
"""Days by which a median may miss the record."""
RECORD = {
    "soviet_casualties": (36_456, "killed, missing, wounded and sick (Krivosheev)"),
    "japan_killed": (21_389, "killed by the Japanese count; 83,737 by the Soviet claim"),
    "prisoners": (600_000, "594,000 to 609,000 Japanese, up to 640,276 in all"),
}
"""Figures of the record, with what they count (calibration data of the campaign)."""


@dataclass(frozen=True, slots=True)
class Dated:
    """One objective over all games. A game that never takes it counts as later than its last."""

    objective: Objective
    taken: int
    """Games in which it fell."""
    low: int | None
    """Turn of the 5th quantile; None for never. So the next two."""
    median: int | None
    high: int | None
    earlier: int
    """Per cent of games in which it fell before the date of the record, equal dates by half."""

    @property
    def within(self) -> bool:
        """Whether the record lies between the 5th and the 95th quantile."""
        early = self.low is not None and self.low <= self.objective.par
        return early and (self.high is None or self.objective.par <= self.high)

    @property
    def error(self) -> int | None:
        """Days between the median and the record; None when half of the games never take it."""
        return None if self.median is None else self.median - self.objective.par


def quantile(values: Sequence[int], percent: int) -> int:
    """The value below or at which `percent` of the values lie: no value is invented between two."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -(-len(ordered) * percent // 100) - 1))]


def dated(scenario: Scenario, rows: Sequence[Mapping[str, Any]]) -> Iterator[Dated]:
    """Each objective over the rows of a batch."""
    never = scenario.turns + 1
    for o in scenario.objectives:
        turns = [row[f"taken_{o.place}"] or never for row in rows]
        points = (quantile(turns, q) for q in (LOW, 50, HIGH))
        low, median, high = (None if t >= never else t for t in points)
        halves = sum(2 if t < o.par else 1 if t == o.par else 0 for t in turns)
        taken = sum(t < never for t in turns)
        yield Dated(o, taken, low, median, high, 100 * halves // (2 * len(turns)))


@dataclass(frozen=True)
class Calibration:
    """What a batch says of the record."""

    batch: Batch
    scenario: Scenario
    rows: tuple[Mapping[str, Any], ...]
    objectives: tuple[Dated, ...]

    @property
    def mean_error(self) -> float:
        """Mean absolute error of the medians in days; never taken counts as the day after."""
        last = self.scenario.turns + 1
        errors = [abs((d.median or last) - d.objective.par) for d in self.objectives]
        return sum(errors) / len(errors) if errors else 0.0

    def spread(self, column: str) -> tuple[int, int, int]:
        """5th quantile, median and 95th of a figure."""
        values = [int(row[column]) for row in self.rows]
        return quantile(values, LOW), quantile(values, 50), quantile(values, HIGH)


def calibration_of(folder: Path) -> Calibration:
    """The calibration of the batch in a folder; BadBatch when there is none."""
    from game.lab.batch import BadBatch

    batch = head_of(folder)
    rows = tuple(game["row"] for game in games_of(folder))
    if not rows:
        raise BadBatch(f"{folder}: the batch has no finished game")
    scenario = load(batch.scenario)
    return Calibration(batch, scenario, rows, tuple(dated(scenario, rows)))


def markdown(found: Calibration) -> str:
    """The calibration as a page of docs/."""
    scenario, batch = found.scenario, found.batch
    games = len(found.rows)
    seeds = f"{batch.first_seed} to {batch.first_seed + games - 1}"
    within = sum(d.within for d in found.objectives)
    near = sum(d.error is not None and abs(d.error) <= NEAR for d in found.objectives)
    lines = [
        "# Calibration",
        "",
        f"Written by `python main.py calibrate --games {games}`: {games} games of `{scenario.id}`, "
        f"{batch.players['soviet']} against {batch.players['japan']}, seeds {seeds}, options "
        f"{_options(batch)}. Figures as measured; quantiles are dates that occurred.",
        "",
        f"The record lies between the 5th and the 95th quantile for **{within} of "
        f"{len(found.objectives)}** objectives; the median is within {NEAR} days of it for "
        f"**{near}**. Mean absolute error of the medians: **{found.mean_error:.1f} days** (an "
        "objective that half of the games never take counts as the day after the last).",
        "",
        "| objective | record | taken in | 5 % | median | 95 % | days off | sooner than the record "
        "| within 5-95 % |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for d in found.objectives:
        off = "" if d.error is None else f"{d.error:+d}"
        lines.append(
            f"| {d.objective.name} | {_date(scenario, d.objective.par)} | "
            f"{100 * d.taken // len(found.rows)} % | {_date(scenario, d.low)} | "
            f"{_date(scenario, d.median)} | {_date(scenario, d.high)} | {off} | {d.earlier} % | "
            f"{'yes' if d.within else '**no**'} |"
        )
    lines += ["", "| | record | 5 % | median | 95 % | what the record counts |"]
    lines.append("|---|---|---|---|---|---|")
    for column, (value, what) in RECORD.items():
        low, median, high = found.spread(column)
        name = column.replace("_", " ").replace("japan", "Japanese side")
        lines.append(f"| {name} | {value:,} | {low:,} | {median:,} | {high:,} | {what} |")
    low, median, high = found.spread("points")
    lines.append(f"| Soviet points | 0 | {low} | {median} | {high} | the record is the draw |")
    return "\n".join(lines) + "\n"


def _options(batch: Batch) -> str:
    return ", ".join(f"{k}={v}" for k, v in batch.options.items()) or "as the scenario has them"


def _date(scenario: Scenario, turn: int | None) -> str:
    if turn is None or turn > scenario.turns:
        return "never"
    return f"{scenario.date_of(turn).day} {scenario.date_of(turn):%b}"
