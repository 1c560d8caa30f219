"""Victory: points for objectives by date, for casualties and prisoners, and the level they make."""

from __future__ import annotations

from dataclasses import dataclass

from game.model.forces import NATION_SIDE, Side
from game.model.scenario import Objective
from game.model.state import State


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the ledger."""

    what: str
    points: int
    why: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """All points so far. Positive points are Soviet, negative ones Japanese."""

    lines: tuple[Line, ...]
    total: int
    level: str


def objective_points(state: State, objective: Objective, *, final: bool) -> int:
    """Points of one objective: days before or after par, times its weight.

    One that is not yet taken counts as if it fell today, in the final reckoning as never taken.
    """
    table = state.scenario.tables.victory
    taken = state.captures.get(objective.place)
    day = state.turn if taken is None else taken
    days = max(-table.late_days, min(table.early_days, objective.par - day))
    if taken is None:
        if final:
            return -objective.weight * (table.late_days + table.never)
        return min(0, objective.weight * days)
    return objective.weight * days


def ledger(state: State, *, final: bool = False) -> Ledger:
    """The points as they stand, or at the end of the game with `final`."""
    table = state.scenario.tables.victory
    lines = []
    for objective in state.scenario.objectives:
        points = objective_points(state, objective, final=final)
        taken = state.captures.get(objective.place)
        par = f"{state.scenario.date_of(objective.par):%d %b}"
        when = f"taken {state.scenario.date_of(taken):%d %b}" if taken else "not taken"
        lines.append(Line(objective.name, points, f"{when}, record {par}"))
    if final:
        lines += _losses(state)
    total = sum(line.points for line in lines)
    lowest, low, high = table.draw, table.marginal, table.substantial
    size = abs(total)
    word = (
        "draw" if size <= lowest
        else "marginal" if size <= low
        else "substantial" if size <= high
        else "decisive"
    )  # fmt: skip
    winner = "Soviet" if total > 0 else "Japanese"
    return Ledger(tuple(lines), total, word if word == "draw" else f"{word} {winner} victory")


def casualties(state: State, side: Side) -> int:
    """Killed, wounded and captured of a side, all nations."""
    tolls = [t for n, t in state.losses.items() if NATION_SIDE[n] == side]
    return sum(t.killed + t.wounded + t.captured for t in tolls)


def prisoners(state: State) -> int:
    """Japanese-side soldiers in Soviet hands."""
    return sum(t.captured for n, t in state.losses.items() if NATION_SIDE[n] == "japan")


def _losses(state: State) -> list[Line]:
    """Casualties and prisoners against the record, in so many men at a time, rounded down."""
    table = state.scenario.tables.victory
    if not state.scenario.scored_losses:
        return []
    dear = casualties(state, "soviet") // table.men - table.par_losses
    taken = prisoners(state) // table.men - table.par_prisoners
    return [
        Line("Soviet casualties", -_toward_zero(dear, table.losses_per_point),
             f"{casualties(state, 'soviet'):,} men; record {table.par_losses * table.men:,}"),
        Line("prisoners", _toward_zero(taken, table.prisoners_per_point),
             f"{prisoners(state):,}; record {table.par_prisoners * table.men:,}"),
    ]  # fmt: skip


def _toward_zero(value: int, step: int) -> int:
    return value // step if value >= 0 else -(-value // step)
