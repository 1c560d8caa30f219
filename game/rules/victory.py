"""Victory: points for objectives by date, for casualties and prisoners, and the level they make.

All of it can be asked of a view too: what a side does not know of the other's losses is then left
out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from game.model.forces import NATION_SIDE, Side, Unit
from game.model.happening import Happening, Redoubt, Score, Stop
from game.model.scenario import Objective, Options, Scenario
from game.model.state import State
from game.rules.acts import in_force, units_inside
from game.rules.morale import PUPPETS

Kind = Literal["objective", "event", "losses"]


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the ledger."""

    what: str
    points: int
    why: str
    kind: Kind = "event"


@dataclass(frozen=True, slots=True)
class Ledger:
    """All points so far. Positive points are Soviet, negative ones Japanese."""

    lines: tuple[Line, ...]
    total: int
    level: str

    def of_kind(self, kind: Kind) -> int:
        """The points of one kind of lines."""
        return sum(line.points for line in self.lines if line.kind == kind)


@dataclass(frozen=True, slots=True)
class Prospect:
    """What an objective that is not yet taken can still bring, in points."""

    objective: Objective
    par: int
    """Turn that scores nothing, as the options have it."""
    today: int
    tomorrow: int
    never: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How the game stands: what is counted, what is open, and what the end would make of it."""

    counted: Ledger
    """As the points stand. An objective whose date has passed counts as if it fell today."""
    if_ended: Ledger
    """If this were the end: losses counted, and nothing more taken."""
    prospects: tuple[Prospect, ...]
    thresholds: tuple[int, int, int]
    """Most points either way for a draw, a marginal, a substantial victory."""


def par_of(state: State, objective: Objective) -> int:
    """The turn in which an objective scores nothing."""
    return par_after(state, objective.par)


def par_after(state: State, turn: int) -> int:
    """The turn that scores nothing where `turn` is that of the record: it is moved by the handicap
    and, where par follows the rescript, by its delay."""
    table, options, scenario = state.scenario.tables, state.options, state.scenario
    par = turn + int(options.handicap)
    spoken = (table.politics.rescript_day - scenario.start).days + 1
    if options.par == "fixed" or turn <= spoken:
        return par
    most = table.victory.follow_most
    if state.rescript:
        delay = state.rescript - spoken
    elif options.rescript == "never":
        delay = most
    else:
        delay = max(0, state.turn - spoken)
    return par + max(-most, min(most, delay))


def points_on(state: State, objective: Objective, turn: int) -> int:
    """Points of an objective that falls in `turn`: its weight for each day before or after par."""
    table = state.scenario.tables.victory
    early = par_of(state, objective) - turn
    return objective.weight * max(-table.late_days, min(table.early_days, early))


def points_never(scenario: Scenario, objective: Objective) -> int:
    """Points of an objective that is not taken by the end."""
    table = scenario.tables.victory
    return -objective.weight * (table.late_days + table.never)


def objective_points(state: State, objective: Objective, *, final: bool) -> int:
    """Points of one objective.

    One that is not yet taken counts as if it fell today when its date has passed, and in the final
    reckoning as never taken.
    """
    taken = state.captures.get(objective.place)
    if taken is not None:
        return points_on(state, objective, taken)
    if final:
        return points_never(state.scenario, objective)
    return min(0, points_on(state, objective, state.turn))


def ledger(state: State, *, final: bool = False) -> Ledger:
    """The points as they stand, or at the end of the game with `final`."""
    scenario = state.scenario
    lines = []
    for objective in scenario.objectives:
        points = objective_points(state, objective, final=final)
        taken = state.captures.get(objective.place)
        par = _day(scenario, par_of(state, objective))
        when = f"taken {_day(scenario, taken)}" if taken else "not taken"
        lines.append(Line(objective.name, points, f"{when}, par {par}", "objective"))
    lines += _declared(state, final=final)
    if final:
        lines += _losses(state)
        lines += _even(state)
    total = sum(line.points for line in lines)
    return Ledger(tuple(lines), total, level_of(scenario, total))


def standing(state: State) -> Standing:
    """How the game stands; after its end `if_ended` is the result."""
    prospects = [
        Prospect(
            o, par_of(state, o), points_on(state, o, state.turn),
            points_on(state, o, state.turn + 1), points_never(state.scenario, o),
        )
        for o in state.scenario.objectives
        if o.place not in state.captures
    ]  # fmt: skip
    table = state.scenario.tables.victory
    return Standing(
        ledger(state), ledger(state, final=True), tuple(prospects),
        (table.draw, table.marginal, table.substantial),
    )  # fmt: skip


def level_of(scenario: Scenario, total: int) -> str:
    """The level that these points make: draw, or whose victory and how great."""
    word = _word(scenario, total)
    winner = "Soviet" if total > 0 else "Japanese"
    return word if word == "draw" else f"{word} {winner} victory"


def level_for(scenario: Scenario, total: int, side: Side) -> str:
    """The same as one side sees it: draw, or a victory or a defeat and how great."""
    word = _word(scenario, total)
    won = (total > 0) == (side == "soviet")
    return word if word == "draw" else f"{word} {'victory' if won else 'defeat'}"


def _word(scenario: Scenario, total: int) -> str:
    table, size = scenario.tables.victory, abs(total)
    return (
        "draw" if size <= table.draw
        else "marginal" if size <= table.marginal
        else "substantial" if size <= table.substantial
        else "decisive"
    )  # fmt: skip


def _day(scenario: Scenario, turn: int) -> str:
    return f"{scenario.start + timedelta(days=turn - 1):%d %b}"


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
    # A date of the record counts from the attack, whenever that comes.
    attack = scenario.start - timedelta(days=int(state.options.start) - int(Options().start))
    turn = par_after(state, (par - attack).days + 1)
    early = turn - (when or state.turn)
    days = max(-table.late_days, min(table.early_days, early))
    if when is None:
        days = -table.late_days if final else min(0, days)
    said = _day(scenario, when) if when else "not yet"
    return Line(happening.title, score.points * days, f"{said}, par {_day(scenario, turn)}")


def _signed(side: Side, points: int) -> int:
    return points if side == "soviet" else -points


def _area(state: State, area: str) -> str:
    return state.scenario.areas[area].name


def _in_the_field(state: State, unit: Unit) -> bool:
    """Whether a unit is a fighting unit of the field army, and no puppet troops, in supply."""
    counter = state.scenario.counters[unit.id]
    kind = state.scenario.unit_types[counter.type]
    return (
        kind.combat and not kind.rear and counter.nation not in PUPPETS and unit.cut_off == 0
    )


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
             f"{casualties(state, 'soviet'):,} men; record {table.par_losses * table.men:,}",
             "losses"),
        Line("prisoners", _toward_zero(taken, table.prisoners_per_point),
             f"{prisoners(state):,}; record {table.par_prisoners * table.men:,}", "losses"),
    ]  # fmt: skip


def _even(state: State) -> list[Line]:
    """What a level game makes in a small scenario, whose days the record does not fit as a whole:
    found by playing it many times, and taken off at the end."""
    even = state.scenario.tables.victory.even
    return [Line("a level game", -even, "points that equal play makes", "event")] if even else []


def _toward_zero(value: int, step: int) -> int:
    return value // step if value >= 0 else -(-value // step)
