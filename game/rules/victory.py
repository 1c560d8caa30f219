"""Victory: points for objectives by date, for casualties and prisoners, and the level they make."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from game.model.forces import NATION_SIDE, Side, Unit
from game.model.happening import Happening, Redoubt, Score, Stop
from game.model.scenario import Objective
from game.model.state import State
from game.rules.acts import in_force, units_inside


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
    lines += _declared(state, final=final)
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


def _declared(state: State, *, final: bool) -> list[Line]:
    """Points that declared events give: once, by date, for lines crossed, for a redoubt held."""
    lines: list[Line] = []
    for title, score in in_force(state, Score):
        if score.par is None:
            lines.append(Line(title, score.points, "declared event"))
    for happening in state.scenario.happenings:
        for effect in happening.then:
            if isinstance(effect, Score) and effect.par is not None:
                lines.append(_dated(state, happening, effect, effect.par, final=final))
    for title, stop in in_force(state, Stop):
        across = len(units_inside(state, stop.area, stop.side))
        points = -_signed(stop.side, stop.cost * across)
        lines.append(Line(title, points, f"{across} units in {_area(state, stop.area)}"))
    for title, redoubt in in_force(state, Redoubt):
        inside = units_inside(state, redoubt.area, redoubt.side)
        there = sum(_in_the_field(state, u) for u in inside)
        points = _signed(redoubt.side, redoubt.points * there)
        why = f"{there} field units supplied in {_area(state, redoubt.area)}"
        lines.append(Line(title, points, why))
    return lines


def _dated(state: State, happening: Happening, score: Score, par: date, *, final: bool) -> Line:
    """An event with a date of the record: as an objective of that weight, that costs no more than
    its late days when it never happens."""
    table, scenario = state.scenario.tables.victory, state.scenario
    when = state.acts.get(happening.id)
    early = (par - scenario.date_of(when or state.turn)).days
    days = max(-table.late_days, min(table.early_days, early))
    if when is None:
        days = -table.late_days if final else min(0, days)
    said = f"{scenario.date_of(when):%d %b}" if when else "not yet"
    return Line(happening.title, score.points * days, f"{said}, record {par:%d %b}")


def _signed(side: Side, points: int) -> int:
    return points if side == "soviet" else -points


def _area(state: State, area: str) -> str:
    return state.scenario.areas[area].name


def _in_the_field(state: State, unit: Unit) -> bool:
    """Whether a unit is a fighting unit of the field army, in supply."""
    kind = state.scenario.unit_types[state.scenario.counters[unit.id].type]
    return kind.combat and not kind.rear and unit.cut_off == 0


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
