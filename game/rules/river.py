"""Up and down the rivers: flotillas carry troops along the banks with the order `sail`.

Troops go from bank to bank of the scenario's waterways and stand on land all the time. A flotilla
gets some hexes further from its base with every turn, and carries so many men a day; a bigger unit
goes in several trips, its head first, and is bound until its tail has come.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from game.hexes import NOWHERE, Hex, distance, neighbour
from game.model.events import AnyEvent, Sailed
from game.model.forces import AssetId, Ships, Side, Unit, enemy_of, updated
from game.model.hexmap import HexMap
from game.model.orders import Refusal, Sail
from game.model.scenario import Scenario
from game.model.state import HOLDER_OF, PlayerView, State
from game.rules.movement import take_hexes
from game.rules.stacking import room

TRIPS = 8
"""Most trips of all its ships in which a flotilla brings a unit along."""


@functools.lru_cache(maxsize=8)
def _banks(hexmap: HexMap, waterways: tuple[str, ...]) -> Mapping[Hex, frozenset[str]]:
    found: dict[Hex, set[str]] = {}
    for side, name in hexmap.river_names.items():
        if name in waterways:
            for h in (Hex(side // 6), neighbour(Hex(side // 6), side % 6)):
                if hexmap.land[h]:
                    found.setdefault(h, set()).add(name)
    return {h: frozenset(names) for h, names in sorted(found.items())}


@functools.lru_cache(maxsize=8)
def _along(hexmap: HexMap, waterways: tuple[str, ...]) -> Mapping[Hex, tuple[Hex, ...]]:
    here = _banks(hexmap, waterways)
    return {
        h: tuple(n for n in hexmap.around[h] if n in here and here[n] & names)
        for h, names in here.items()
    }


@functools.lru_cache(maxsize=64)
def _way_from(hexmap: HexMap, waterways: tuple[str, ...], start: Hex) -> Mapping[Hex, int]:
    beside = _along(hexmap, waterways)
    if start not in beside:
        return {}
    found, edge = {start: 0}, [start]
    for h in edge:
        for n in beside[h]:
            if n not in found:
                found[n] = found[h] + 1
                edge.append(n)
    return found


@functools.lru_cache(maxsize=8)
def _below(hexmap: HexMap, waterways: tuple[str, ...], towards: Hex) -> Mapping[Hex, int]:
    """How far up the rivers each bank lies: hexes from the mouth."""
    on_it = [h for h, names in _banks(hexmap, waterways).items() if waterways[0] in names]
    if not on_it:
        return {}
    mouth = min(on_it, key=lambda h: (distance(h, towards), h))
    return _way_from(hexmap, waterways, mouth)


def banks(scenario: Scenario) -> Mapping[Hex, frozenset[str]]:
    """For each hex on the bank of a waterway the rivers it lies on."""
    return _banks(scenario.map, scenario.waterways)


def along(scenario: Scenario, h: Hex) -> tuple[Hex, ...]:
    """The hexes next to a bank that ships reach from there along the same river."""
    return _along(scenario.map, scenario.waterways).get(h, ())


def way_from(scenario: Scenario, start: Hex) -> Mapping[Hex, int]:
    """Hexes of river from a bank to all others that ships reach from there."""
    return _way_from(scenario.map, scenario.waterways, start)


def step_points(scenario: Scenario, a: Hex, b: Hex) -> int:
    """Points of a step from bank to bank: more upstream."""
    table = scenario.tables.water
    below = _below(scenario.map, scenario.waterways, scenario.river_mouth)
    return table.river_up if below.get(b, 0) > below.get(a, 0) else table.river_down


@dataclass(frozen=True, slots=True)
class Boats:
    """The flotillas that can carry troops from a bank today."""

    ids: tuple[AssetId, ...]
    lift: int
    """Men they can still carry today."""


def boats_at(state: State, side: Side, *hexes: Hex) -> Boats:
    """The flotillas of a side that reach all these banks today."""
    s = state.scenario
    ids, lift = [], 0
    for name, fleet in s.fleets.items():
        asset = s.assets.get(name)
        if asset is None or asset.kind != "flotilla" or asset.side != side:
            continue
        if asset.arrives > state.turn or asset.box:
            continue
        far = min(fleet.reach, s.tables.combat.flotilla_hexes * state.turn)
        away = way_from(s, asset.hex)
        ships = state.ships.get(name, Ships())
        left = fleet.lift - ships.sunk - ships.busy
        if left > 0 and all(away.get(h, far + 1) <= far for h in hexes):
            ids.append(name)
            lift += left
    return Boats(tuple(ids), lift)


def is_river(state: State, order: Sail) -> bool:
    """Whether a passage goes along a river: from bank to bank."""
    here = banks(state.scenario)
    return len(order.path) > 1 and all(h in here for h in order.path)


def check_river(view: PlayerView, order: Sail) -> Refusal | None:
    """Why troops cannot go along a river, as far as their side can know."""
    s, path = view.scenario, order.path
    if len(order.units) != 1:
        return Refusal("one_unit", "On a river one unit goes at a time.", path, order.units)
    name = order.units[0]
    unit = view.units.get(name)
    if unit is None or view.side_of(name) != view.phase:
        sentence = f"{name} is no unit of the side whose phase it is."
        return Refusal("not_yours", sentence, path[:1], (name,))
    why = _unable(view, unit, path[0])
    if why is not None:
        return Refusal(why[0], why[1], path[:1], (name,))
    label, end = s.map.label, path[-1]
    for a, b in pairwise(path):
        if b not in along(s, a):
            why_ = f"No river leads from {label(a)} to {label(b)}."
            return Refusal("no_path", why_, (a, b), (name,))
        if view.side_at(b) == enemy_of(view.phase):
            return Refusal("enemy_there", f"Enemy troops stand on {label(b)}.", (b,), (name,))
    need = sum(step_points(s, a, b) for a, b in pairwise(path))
    if need > unit.points:
        why_ = f"{s.counters[name].name} has {unit.points} points; this way takes {need}."
        return Refusal("too_far", why_, path[-1:], (name,))
    if s.counters[name].stack > room(view, view.phase, end):
        return Refusal("no_room", f"{label(end)} has no room for it.", (end,), (name,))
    boats = boats_at(view, view.phase, path[0], end)
    if not boats.ids or unit.men > TRIPS * boats.lift:
        left = f"can still carry {boats.lift:,} today" if boats.ids else "do not get there today"
        why_ = f"{s.counters[name].name} has {unit.men:,} men; the flotillas {left}."
        return Refusal("no_ships", why_, path, (name,))
    return None


def _unable(view: State, unit: Unit, start: Hex) -> tuple[str, str] | None:
    """Code and reason why a unit cannot go aboard here today."""
    s = view.scenario
    counter, full = s.counters[unit.id], s.tables.movement.points
    if not unit.on_map:
        return "no_such_unit", f"{counter.name} is not on the map."
    if unit.hex != start:
        return "not_there", f"{counter.name} stands on {s.map.label(unit.hex)}."
    if s.unit_types[counter.type].fixed or counter.mobility == "static":
        return "fixed", f"{counter.name} is bound to its hex."
    if unit.railing or unit.spent or unit.fought or unit.points < full:
        why = f"{counter.name} needs the whole day to go aboard: {full} points, no march before."
        return "not_rested", why
    if view.control[start] != HOLDER_OF[counter.side]:
        return "no_port", f"{s.map.label(start)} is not in our hands."
    return None


def resolve_river(state: State, order: Sail) -> tuple[AnyEvent, ...]:
    """Go along the river on the truth: unseen troops on the bank end the journey before them."""
    s = state.scenario
    unit = state.units[order.units[0]]
    side = s.counters[unit.id].side
    path, stopped = order.path, ""
    for i, h in enumerate(order.path[1:], start=1):
        if state.side_at(h) == enemy_of(side):
            path, stopped = order.path[:i], "enemy"
            break
    while len(path) > 1 and s.counters[unit.id].stack > room(state, side, path[-1]):
        path = path[:-1]
    boats = boats_at(state, side, order.path[0], order.path[-1])
    trips = -(-unit.men // boats.lift)
    moved = len(path) > 1
    after = updated(
        unit, hex=path[-1], points=0, railing=trips - 1 if moved else 0,
        entrenched=0 if moved else unit.entrenched, digging=0,
    )  # fmt: skip
    taken = take_hexes(state, side, path[1:][-1:])
    sailed = Sailed(
        units=order.units, path=path, by_river=True, landed=bool(taken.held), stopped=stopped,
        by=side, at=path[-1], after=(after,), held=taken.held, works=taken.works,
        ships=_used(state, boats, unit.men),
    )  # fmt: skip
    return (sailed, *taken.captured)


def _used(state: State, boats: Boats, men: int) -> tuple[tuple[AssetId, Ships], ...]:
    """The flotillas with the men they have carried today."""
    found = []
    for name in boats.ids:
        was = state.ships.get(name, Ships())
        left = state.scenario.fleets[name].lift - was.sunk - was.busy
        load = min(left, men)
        men -= load
        if load:
            found.append((name, replace(was, busy=was.busy + load)))
    return tuple(found)


def rested(state: State, side: Side) -> tuple[tuple[AssetId, Ships], ...]:
    """Flotillas of a side that are free again on a new day."""
    return tuple(
        (name, replace(ships, busy=0))
        for name, ships in state.ships.items()
        if ships.busy and state.scenario.assets[name].side == side
    )


def course(view: PlayerView, unit: Unit, goal: Hex) -> tuple[Hex, ...] | None:
    """The shortest way along a river towards the bank `goal`, as far as a unit gets today past no
    enemy that is seen; None when it cannot go or is there."""
    s = view.scenario
    if unit.hex == goal or _unable(view, unit, unit.hex) is not None:
        return None
    way = route(view, unit.hex, goal)
    if way is None:
        return None
    path, left, best = [unit.hex], unit.points, 1
    for a, b in pairwise(way):
        left -= step_points(s, a, b)
        if left < 0:
            break
        path.append(b)
        order = Sail((unit.id,), tuple(path))
        if check_river(view, order) is None:
            best = len(path)
    return tuple(path[:best]) if best > 1 else None


def route(view: State, start: Hex, goal: Hex) -> tuple[Hex, ...] | None:
    """The shortest way by river between two banks past no enemy that is seen."""
    s, enemy = view.scenario, enemy_of(view.phase)
    if start not in banks(s) or goal not in banks(s):
        return None
    before: dict[Hex, Hex] = {start: NOWHERE}
    edge = [start]
    for h in edge:
        if h == goal:
            path = [h]
            while path[-1] != start:
                path.append(before[path[-1]])
            return tuple(reversed(path))
        for n in along(s, h):
            if n not in before and view.side_at(n) != enemy:
                before[n] = h
                edge.append(n)
    return None


def days_by_river(view: State, start: Hex, goal: Hex) -> int | None:
    """Days of a journey by river between two banks; None where there is no way."""
    way = route(view, start, goal)
    if way is None:
        return None
    points = sum(step_points(view.scenario, a, b) for a, b in pairwise(way))
    return -(-points // view.scenario.tables.movement.points)
