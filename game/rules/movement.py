"""Marching: which marches are allowed, and what happens on the way.

What a step costs and where a unit can go stands in `reach` and `costs`, and can be had from here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from game.dice import Dice
from game.hexes import Hex
from game.model.events import AnyEvent, Captured, Moved
from game.model.forces import Side, Unit, UnitId, enemy_of, updated
from game.model.orders import Move, Refusal
from game.model.state import HOLDER_OF, PlayerView, State
from game.model.terrain import IMPASSABLE, MOBILITY_INDEX
from game.rules.command import in_command
from game.rules.costs import (
    FERRY,
    PREPARED,
    UNABLE,
    crossing_of,
    ferry_for,
    fuel_cost,
    needs_ferry,
    step_arrays,
    steps_of,
)
from game.rules.demolition import left_behind
from game.rules.desert import thirst
from game.rules.reach import (
    GOES_ON,
    allowance,
    march_path,
    path_to,
    reachable,
    step_cost,
    step_costs,
)
from game.rules.stacking import (
    column_points,
    columns_on,
    has_room,
    hexside,
    jammed,
    room,
    step_number,
)
from game.rules.zoc import FORT, obstacles

__all__ = [
    "Taken", "allowance", "check_move", "fuel_cost", "march_path", "path_to", "reachable",
    "resolve_move", "step_arrays", "step_cost", "take_hexes",
]  # fmt: skip

FULL_FATIGUE = 100


@dataclass(frozen=True, slots=True)
class March:
    """How far a unit comes along a path, and what keeps it from going on."""

    path: tuple[Hex, ...]
    costs: tuple[int, ...]
    """Points of each step made."""
    fuel: tuple[int, ...]
    """Fuel points of each step made."""
    stop: str
    """enemy_there, no_path, too_far, no_fuel, road_full; "" at the end of the path."""
    need: int = 0
    """Points, or fuel, that the next step needs in all so far."""


def march(state: State, unit: Unit, path: Sequence[Hex], points: int) -> March:
    """Walk along `path` with `points` until it ends or something forbids the next step."""
    enemy = enemy_of(state.scenario.counters[unit.id].side)
    columns, zones = column_points(state, unit), obstacles(state, enemy)
    step_cost, thirst = step_costs(state, unit), steps_of(state, unit, UNABLE).fuel
    costs: list[int] = []
    used: list[int] = []
    spent = fuel = 0

    def stopped(stop: str, need: int = 0) -> March:
        return March(tuple(path[: len(costs) + 1]), tuple(costs), tuple(used), stop, need)

    for a, b in pairwise(path):
        if state.side_at(b) == enemy and zones[b] != FORT:
            return stopped("enemy_there")
        step = step_cost(a, b)
        if step >= IMPASSABLE:
            return stopped("no_path")
        if jammed(state, hexside(a, b), columns):
            return stopped("road_full")
        if spent + step > points:
            return stopped("too_far", spent + step)
        drunk = thirst[step_number(a, b)]
        if fuel + drunk > unit.fuel and drunk:
            return stopped("no_fuel", fuel + drunk)
        costs.append(step)
        used.append(drunk)
        spent += step
        fuel += drunk
    return stopped("")


def check_unit(view: PlayerView, unit_id: UnitId, path: Sequence[Hex]) -> Unit | Refusal:
    """The unit that is to go along `path`, or why it may not move at all now."""
    unit = view.units.get(unit_id)
    if unit is None or not unit.on_map:
        return Refusal("no_such_unit", f"There is no unit {unit_id} on the map.", (), (unit_id,))
    counter = view.scenario.counters[unit_id]
    label, who = view.scenario.map.label, (unit_id,)
    if counter.side != view.phase:
        return Refusal("not_yours", f"{counter.name} is not yours to move.", (unit.hex,), who)
    if not view.scenario.map.land[unit.hex]:
        return Refusal(
            "at_sea", f"{counter.name} is at sea; `sail` takes it further or ashore.",
            (unit.hex,), who,
        )  # fmt: skip
    if len(path) < 2:
        return Refusal("no_path", "A path has at least two hexes.", tuple(path), who)
    if path[0] != unit.hex:
        return Refusal(
            "not_there",
            f"{counter.name} stands on {label(unit.hex)}, not on {label(path[0])}.",
            (unit.hex, path[0]),
            who,
        )
    if view.scenario.unit_types[counter.type].fixed or counter.mobility == "static":
        return Refusal(
            "fixed", f"{counter.name} is bound to its hex {label(unit.hex)}.", (unit.hex,), who
        )
    if unit.railing:
        return Refusal("railing", f"{counter.name} is still detraining.", (unit.hex,), who)
    return unit


def check_move(view: PlayerView, order: Move) -> Refusal | None:
    """Why a march is not allowed, as far as the moving side can know."""
    unit = check_unit(view, order.unit, order.path)
    if isinstance(unit, Refusal):
        return unit
    s = view.scenario
    counter, table, label, who = s.counters[unit.id], s.tables.movement, s.map.label, (unit.id,)
    if unit.fought and counter.mobility not in GOES_ON:
        return Refusal(
            "has_attacked",
            f"{counter.name} has attacked; only horse, mechanised and tank units march on.",
            (unit.hex,),
            who,
        )
    if order.forced and unit.forced:
        return Refusal(
            "forced_twice", f"{counter.name} has made its forced march today.", (unit.hex,), who
        )
    if order.forced and unit.fatigue >= table.forced_limit:
        return Refusal(
            "exhausted",
            f"{counter.name} has fatigue {unit.fatigue}; from {table.forced_limit} on there is no "
            "forced march.",
            (unit.hex,),
            who,
        )
    if order.forced and unit.frozen:
        return Refusal(
            "frozen", f"{counter.name} waits for orders today and makes no forced march.",
            (unit.hex,), who,
        )  # fmt: skip
    if order.forced and unit.escort >= view.turn:
        return Refusal(
            "escort", f"{counter.name} leads prisoners to the rear today: no forced march.",
            (unit.hex,), who,
        )  # fmt: skip
    if order.forced and not in_command(view, unit):
        return Refusal(
            "out_of_command",
            f"{counter.name} is out of command: no headquarters over it is within reach, so there "
            "is no forced march.",
            (unit.hex,),
            who,
        )
    points = allowance(view, unit, order.forced)
    going = march(view, unit, order.path, points)
    if going.stop:
        return _stopped(view, unit, order, going, points)
    end = order.path[-1]
    if view.side_at(end) == enemy_of(counter.side):
        return Refusal(
            "fort_there",
            f"A garrison holds the works of {label(end)}: one can march past it, not stop there.",
            (end,),
            who,
        )
    if end != unit.hex and not has_room(view, unit, end):
        return Refusal(
            "no_room",
            f"{label(end)} has no room for {counter.name}: it takes {counter.stack} stack points, "
            f"{max(0, room(view, counter.side, end))} are left.",
            (end,),
            who,
        )
    return None


def _stopped(view: PlayerView, unit: Unit, order: Move, going: March, points: int) -> Refusal:
    s = view.scenario
    name, label = s.counters[unit.id].name, s.map.label
    a, b = going.path[-1], order.path[len(going.path)]
    match going.stop:
        case "enemy_there":
            why = f"Enemy troops stand on {label(b)}; to fight them is an attack."
        case "no_path":
            why = f"{name} cannot go from {label(a)} to {label(b)}: {_barred(view, unit, a, b)}."
        case "road_full":
            used = view.traffic.get(hexside(a, b), 0)
            limit = columns_on(view, hexside(a, b))
            why = (
                f"The way from {label(a)} to {label(b)} is full: {used} of {limit} column points "
                f"are used, {name} needs {column_points(view, unit)}."
            )
        case "no_fuel":
            why = f"{name} has fuel {unit.fuel}; to {label(b)} it needs {going.need}."
        case _:
            why = f"{name} has {points} points; to {label(b)} it needs {going.need}."
    return Refusal(going.stop, why, (a, b), (unit.id,))


def _barred(view: PlayerView, unit: Unit, a: Hex, b: Hex) -> str:
    """Why there is no step between two hexes."""
    s = view.scenario
    if b not in s.map.around[a]:
        return "they do not touch"
    if not s.map.land[b]:
        return f"{s.map.terrain_at(b).name} is no way for troops"
    if s.map.barrier[hexside(a, b)]:
        return "nothing passes that hexside"
    able = steps_of(view, unit, PREPARED | FERRY).costs[step_number(a, b)] < IMPASSABLE
    if not able:
        return f"{s.map.terrain_at(b).name} is closed to {s.counters[unit.id].mobility} troops"
    crossing = crossing_of(s, view.turn, unit.formation)
    if needs_ferry(view, a, b):
        if not crossing.pools:
            return "the great river has no bridge, and its army has no ferries"
        if not ferry_for(view, unit):
            return "all ferries over the great river are taken for today"
    elif not crossing.prepares:
        return "the river has no bridge, and its army has no engineers for a crossing"
    return f"no crossing is prepared, for {s.map.label(a)} has not been held since an earlier turn"


def resolve_move(state: State, order: Move, dice: Dice) -> tuple[AnyEvent, ...]:
    """March on the truth: unseen troops stop the unit, unseen zones of control cost points."""
    unit = state.units[order.unit]
    side = state.scenario.counters[unit.id].side
    points = allowance(state, unit, order.forced)
    going = march(state, unit, order.path, points)
    path = going.path
    while len(path) > 1 and not has_room(state, unit, path[-1]):
        path = path[:-1]
    spent, fuel = sum(going.costs[: len(path) - 1]), sum(going.fuel[: len(path) - 1])
    if going.stop == "enemy_there":
        # The brush with the enemy takes the time that entering its zone of control would.
        spent += min(points - spent, _brush(state, unit))
    elif going.stop or len(path) < len(order.path):
        # Nobody feels his way forward in vain twice a day: the rest of the day is gone.
        spent = points
    past = [h for h in path[1:] if state.side_at(h) != enemy_of(side)]
    taken = take_hexes(state, side, past)
    moved = Moved(
        unit=unit.id, path=path, stopped=_STOPS.get(going.stop, going.stop), by=side, at=path[-1],
        after=(_marched(state, unit, path, points, spent, fuel, order.forced),), held=taken.held,
        works=taken.works, traffic=_traffic(state, unit, path),
    )  # fmt: skip
    towns = towns_passed(state, side, path[1:-1])
    return (moved, *taken.captured, *towns, *left_behind(state, unit, path, dice))


_STOPS = {"enemy_there": "enemy", "too_far": "zoc", "no_path": "river"}


def _brush(state: State, unit: Unit) -> int:
    mobility = MOBILITY_INDEX[state.scenario.counters[unit.id].mobility]
    return state.scenario.tables.movement.zoc[mobility]


def _marched(
    state: State, unit: Unit, path: Sequence[Hex], points: int, spent: int, fuel: int, forced: bool
) -> Unit:
    table = state.scenario.tables.movement
    total = unit.spent + spent
    fatigue = unit.fatigue + (table.forced_fatigue if forced else 0)
    if unit.spent <= table.march_fatigue_from < total:
        fatigue += table.march_fatigue
    gone = len(path) > 1
    if gone:
        fatigue += thirst(state, unit, path[-1])
    return updated(
        unit, hex=path[-1], points=points - spent, spent=total, forced=unit.forced or forced,
        fatigue=min(FULL_FATIGUE, fatigue), fuel=unit.fuel - fuel,
        entrenched=0 if gone else unit.entrenched, digging=0 if gone else unit.digging,
    )  # fmt: skip


def _traffic(state: State, unit: Unit, path: Sequence[Hex]) -> tuple[tuple[int, int], ...]:
    """Column points on the hexsides of `path`, and on the ferries, in all so far."""
    columns = column_points(state, unit)
    used: dict[int, int] = {}
    for a, b in pairwise(path):
        keys = [hexside(a, b)]
        if needs_ferry(state, a, b):
            keys.append(ferry_for(state, unit))
        for key in keys:
            used[key] = used.get(key, state.traffic.get(key, 0)) + columns
    return tuple(used.items())


def towns_passed(state: State, side: Side, hexes: Sequence[Hex]) -> tuple[Captured, ...]:
    """Towns of the enemy that fall to troops marching past the garrison of their works: it keeps
    the works and the hex, not the streets. Smaller places fall with their works."""
    s = state.scenario
    return tuple(
        Captured(place=p.id, name=p.name, by=side, at=h)
        for h in hexes
        if state.side_at(h) == enemy_of(side)
        for p in s.map.places_at.get(h, ())
        if p.population >= s.tables.engineering.town_people and p.id not in state.captures
        and s.map.country_sides[s.map.countries.index(p.country)] == enemy_of(side)
    )  # fmt: skip


# Ground that changes hands.


@dataclass(frozen=True, slots=True)
class Taken:
    """What a side takes by entering hexes: fields of the event, and events of their own."""

    held: tuple[Hex, ...]
    works: tuple[tuple[Hex, int], ...]
    captured: tuple[Captured, ...]


def take_hexes(state: State, side: Side, hexes: Sequence[Hex]) -> Taken:
    """Hexes that pass to `side` when its troops enter them, enemy works there (now useless), and
    the enemy's places that fall. The caller knows that no enemy troops are left in them."""
    s = state.scenario
    mine = HOLDER_OF[side]
    held = tuple(dict.fromkeys(h for h in hexes if s.map.land[h] and state.control[h] != mine))
    works = tuple((h, 0) for h in held if state.works.get(h, 0))
    theirs = {
        c for c, of in zip(s.map.countries, s.map.country_sides, strict=True)
        if of == enemy_of(side)
    }  # fmt: skip
    captured = tuple(
        Captured(place=p.id, name=p.name, by=side, at=h)
        for h in held
        for p in s.map.places_at.get(h, ())
        if p.country in theirs
    )
    return Taken(held, works, captured)
