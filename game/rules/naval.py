"""Passage by sea: ships, what they can carry, and the order `sail`.

Troops at sea stand on sea hexes; the ships are assets. A fleet serves as far from its base as the
scenario says, carries so many men at once, and gets its ships back when they are unloaded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from game.dice import Dice
from game.hexes import NOWHERE, Hex
from game.model.events import AnyEvent, Sailed
from game.model.forces import AssetId, Ships, Side, Unit, UnitId, enemy_of, updated
from game.model.orders import Refusal, Sail
from game.model.state import PlayerView, State
from game.rules import river
from game.rules.acts import arrival_turn
from game.rules.landing import at_sea
from game.rules.movement import take_hexes
from game.rules.sea import FAR, SEA, fleets_of, harbour, ports, sea, sea_distance, serves
from game.rules.shore import in_storm, kept_off, under_fire
from game.rules.stacking import hexside, room

BIGGEST = 2
"""A unit of up to so many times a fleet's lift may have all of it, in several trips."""


# -- the sea and its fleets ------------------------------------------------------------------------


def carried(state: State, side: Side) -> Mapping[AssetId, int]:
    """Men aboard the ships of each fleet of a side."""

    def build() -> dict[AssetId, int]:
        men: dict[AssetId, int] = {}
        for u in state.on_map(side):
            if u.aboard:
                men[u.aboard] = men.get(u.aboard, 0) + u.men
        return men

    return state.derived((side, "carried"), build)


def lift_left(state: State, fleet: AssetId) -> int:
    """Men that a fleet can still take aboard."""
    scenario = state.scenario
    sunk = state.ships.get(fleet, Ships()).sunk
    aboard = carried(state, scenario.assets[fleet].side).get(fleet, 0)
    return max(0, scenario.fleets[fleet].lift - sunk - aboard)


def fleet_for(
    state: State, unit: Unit, start: Hex, promised: Mapping[AssetId, int] | None = None
) -> AssetId | None:
    """The fleet that takes a unit aboard at `start`: of those with room the one with least to
    spare. `promised` counts men for whom room is kept. None when no fleet can."""
    scenario, best = state.scenario, None
    for asset in fleets_of(scenario, scenario.counters[unit.id].side):
        if asset.arrives > state.turn or not serves(state, asset.id, start):
            continue
        left = lift_left(state, asset.id) - (promised or {}).get(asset.id, 0)
        whole = scenario.fleets[asset.id].lift
        # A unit bigger than the fleet may have it alone, if it is not too big by far.
        alone = left == whole and unit.men <= BIGGEST * whole
        if (unit.men <= left or alone) and (best is None or left < best[0]):
            best = left, asset.id
    return best[1] if best else None


def is_fast(state: State, unit: Unit) -> bool:
    """Whether a unit is small enough for torpedo boats and frigates."""
    return state.scenario.counters[unit.id].size in state.scenario.tables.water.fast_sizes


def points_a_hex(state: State, unit: Unit) -> int:
    """Points of a unit for each hex at sea."""
    table = state.scenario.tables.water
    return table.fast_points if is_fast(state, unit) else table.slow_points


# -- where ships can go today ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Passage:
    """What a unit that is to sail starts from."""

    start: Hex
    points: int
    """For hexes at sea."""
    steps: int
    """Most hexes that it may go."""
    fleet: AssetId
    bound: int
    """Turns that it is bound afterwards, by loading or on its way to the map."""


def _fault(code: str, sentence: str, unit: Unit, *hexes: Hex) -> Refusal:
    return Refusal(code, sentence, hexes, (unit.id,))


def passage(
    view: State, unit: Unit, promised: Mapping[AssetId, int] | None = None
) -> _Passage | Refusal:
    """From where and how far a unit can sail today, or why it cannot."""
    s = view.scenario
    counter, table = s.counters[unit.id], s.tables.water
    name, full = counter.name, s.tables.movement.points
    if unit.gone == "box":
        leads = s.exits.get(counter.box)
        if leads is None:
            return _fault("no_way", f"No way leads from {s.boxes[counter.box]} to the map.", unit)
        if arrival_turn(view, unit.id) > view.turn:
            day = f"{s.date_of(arrival_turn(view, unit.id)):%d %B}"
            return _fault("not_ready", f"{name} is not ready before {day}.", unit)
        if s.map.land[leads.hex] and not harbour(view, counter.side, leads.hex):
            where = s.map.label(leads.hex)
            return _fault("no_port", f"{where} is no port in our hands.", unit, leads.hex)
        fleet = fleet_for(view, unit, leads.hex, promised)
        if fleet is None:
            return _no_ships(view, unit, leads.hex)
        points = 0 if leads.days else full
        steps = points // points_a_hex(view, unit)
        return _Passage(leads.hex, points, steps, fleet, max(0, leads.days - 1))
    if not unit.on_map:
        return _fault("no_such_unit", f"{name} is not on the map.", unit)
    if unit.railing:
        return _fault("railing", f"{name} is still loading.", unit, unit.hex)
    if at_sea(view, unit):
        if unit.fought:
            return _fault("has_attacked", f"{name} has attacked today.", unit, unit.hex)
        steps = unit.points // points_a_hex(view, unit)
        return _Passage(unit.hex, unit.points, steps, unit.aboard, 0)
    if s.unit_types[counter.type].fixed or counter.mobility == "static":
        return _fault("fixed", f"{name} is bound to its hex.", unit, unit.hex)
    if not harbour(view, counter.side, unit.hex):
        where = s.map.label(unit.hex)
        return _fault("no_port", f"{where} is no port in our hands.", unit, unit.hex)
    if unit.spent or unit.fought or unit.points < full:
        why = f"{name} needs the whole day to load: {full} points, no march and no attack before."
        return _fault("not_rested", why, unit, unit.hex)
    fleet = fleet_for(view, unit, unit.hex, promised)
    if fleet is None:
        return _no_ships(view, unit, unit.hex)
    turns = table.load_turns if is_fast(view, unit) else table.load_turns_slow
    return _Passage(unit.hex, 0, 1, fleet, turns - 1)


def _no_ships(view: State, unit: Unit, h: Hex) -> Refusal:
    s = view.scenario
    side = s.counters[unit.id].side
    left = [
        f"{a.name} {lift_left(view, a.id):,}" for a in fleets_of(s, side)
        if a.arrives <= view.turn and serves(view, a.id, h)
    ]  # fmt: skip
    room_ = f"room is left for {' and '.join(left)} men" if left else "no ships serve that port"
    why = f"{s.counters[unit.id].name} has {unit.men:,} men; {room_}."
    return _fault("no_ships", why, unit, h)


def may_land(state: State, side: Side, a: Hex, b: Hex) -> bool:
    """Whether troops could step from sea hex `a` on to land hex `b`, weather and enemy aside."""
    s = state.scenario
    return bool(s.map.land[b]) and not s.map.barrier[hexside(a, b)]


def sail_reachable(view: PlayerView, units: Sequence[UnitId]) -> dict[Hex, tuple[Hex, ...]]:
    """Hexes that these units, all from one place, can sail to now, at sea and ashore: the shortest
    way to each from where they start. Empty when one of them cannot sail."""
    promised: dict[AssetId, int] = {}
    ways: list[_Passage] = []
    for u in units:
        going = passage(view, view.units[u], promised)
        if isinstance(going, Refusal):
            return {}
        promised[going.fleet] = promised.get(going.fleet, 0) + view.units[u].men
        ways.append(going)
    if not ways or len({p.start for p in ways}) > 1:
        return {}
    s, side = view.scenario, view.phase
    start, steps = ways[0].start, min(p.steps for p in ways)
    wet, enemy = sea(s.map), enemy_of(side)
    found: dict[Hex, tuple[Hex, ...]] = {start: (start,)}
    edge = [start]
    for _ in range(steps):
        coming: list[Hex] = []
        for h in edge:
            for n in s.map.around[h]:
                near = all(serves(view, p.fleet, n) for p in ways)
                if wet[n] and n not in found and near and view.side_at(n) != enemy:
                    found[n] = (*found[h], n)
                    coming.append(n)
        edge = coming
    table = s.tables.water
    for h, path in sorted(found.items()):
        if not wet[h]:
            continue
        used = [len(path) - 1] * len(ways)
        spare = min(
            p.points - n * points_a_hex(view, view.units[u])
            for p, n, u in zip(ways, used, units, strict=True)
        )
        if spare < table.landing_points or any(p.bound for p in ways):
            continue
        for n in s.map.around[h]:
            if n not in found and _landing_fault(view, units, h, n) is None:
                found[n] = (*path, n)
    if view.units[units[0]].on_map or s.map.land[start]:
        found.pop(start)
    return found


def course(view: PlayerView, unit: Unit, goal: Hex) -> tuple[Hex, ...] | None:
    """The shortest way by sea to the coast hex `goal` as far as a unit gets on it today, and
    ashore if it can land there unopposed; None when it cannot sail or is as near as it can be."""
    going = passage(view, unit)
    if isinstance(going, Refusal):
        return None
    s, table = view.scenario, view.scenario.tables.water
    away = sea_distance(s.map, goal)
    path, wet, enemy = [going.start], sea(s.map), enemy_of(view.phase)
    for _ in range(going.steps):
        near = [
            (away[n], n) for n in s.map.around[path[-1]]
            if wet[n] and serves(view, going.fleet, n) and view.side_at(n) != enemy
        ]  # fmt: skip
        least = min(near, default=(FAR, NOWHERE))
        if least[0] >= (away[path[-1]] if wet[path[-1]] else FAR):
            break
        path.append(least[1])
    left = going.points - (len(path) - 1) * points_a_hex(view, unit)
    beside = wet[path[-1]] and goal in s.map.around[path[-1]]
    in_time = left >= table.landing_points and not going.bound
    if beside and in_time and _landing_fault(view, (unit.id,), path[-1], goal) is None:
        path.append(goal)
    if len(path) < 2 and unit.on_map:
        return None
    return tuple(path) if len(path) > 1 or not s.map.land[path[0]] else None


def _landing_fault(
    view: State, units: Sequence[UnitId], a: Hex, b: Hex
) -> tuple[str, str] | None:
    """Code and reason why troops cannot go ashore from `a` in `b` unopposed."""
    s = view.scenario
    side, label = s.counters[units[0]].side, s.map.label(b)
    if not may_land(view, side, a, b):
        return "no_path", f"There is no way ashore in {label}."
    if view.side_at(b) == enemy_of(side):
        return "enemy_there", f"Enemy troops stand on {label}; to land there is an attack."
    if in_storm(view, b) and b not in ports(s.map):
        return "storm", f"The storm lets nobody land on the open beach of {label}."
    size, free = sum(s.counters[u].stack for u in units), room(view, side, b)
    if size > free:
        return "no_room", f"{label} has room for {max(0, free)} stack points, these are {size}."
    return None


# -- the order -------------------------------------------------------------------------------------


def check_sail(view: PlayerView, order: Sail) -> Refusal | None:
    """Why a passage is not allowed, as far as the sailing side can know."""
    s, path = view.scenario, order.path
    if not order.units or not path:
        return Refusal("no_units", "A passage needs troops and a way.", path)
    if river.is_river(view, order):
        return river.check_river(view, order)
    if len(set(order.units)) < len(order.units):
        return Refusal("unit_twice", "A unit sails once.", path, order.units)
    if not all(0 <= h < s.map.size and s.map.terrain_bytes[h] for h in path):
        return Refusal("no_path", "The way leaves the map.", ())
    promised: dict[AssetId, int] = {}
    for name in order.units:
        if name not in view.units or view.side_of(name) != view.phase:
            sentence = f"{name} is no unit of the side whose phase it is."
            return Refusal("not_yours", sentence, path[:1], (name,))
        unit = view.units[name]
        going = passage(view, unit, promised)
        if isinstance(going, Refusal):
            return going
        if not at_sea(view, unit):
            promised[going.fleet] = promised.get(going.fleet, 0) + unit.men
        refusal = _check_way(view, unit, going, path)
        if refusal is not None:
            return refusal
    if len(path) > 1 and s.map.land[path[-1]]:
        fault = _landing_fault(view, order.units, path[-2], path[-1])
        if fault is not None:
            return Refusal(*fault, path[-2:], order.units)
    return None


def _check_way(
    view: PlayerView, unit: Unit, going: _Passage, path: Sequence[Hex]
) -> Refusal | None:
    """What stands against this unit's going this way today."""
    s = view.scenario
    name, label, table = s.counters[unit.id].name, s.map.label, s.tables.water
    if path[0] != going.start:
        why = f"{name} starts from {label(going.start)}, not from {label(path[0])}."
        return _fault("not_there", why, unit, going.start, path[0])
    if len(path) < 2 and unit.on_map:
        return _fault("no_path", "A path has at least two hexes.", unit, *path)
    ashore = len(path) > 1 and bool(s.map.land[path[-1]])
    if len(path) > 1 and s.map.land[path[0]] and ashore and len(path) < 3:
        return _fault("no_path", f"{name} goes by sea only.", unit, *path)
    wet = sea(s.map)
    for i, (a, b) in enumerate(pairwise(path)):
        if b not in s.map.around[a]:
            return _fault("no_path", f"{label(a)} and {label(b)} do not touch.", unit, a, b)
        if ashore and i == len(path) - 2:
            break
        if not wet[b]:
            return _fault("no_path", f"{label(b)} is no {SEA} for ships.", unit, a, b)
        if not serves(view, going.fleet, b):
            fleet = s.assets[going.fleet].name
            return _fault("too_far", f"{label(b)} is further than {fleet} goes.", unit, a, b)
    used = len(path) - 1 - ashore
    need = used * points_a_hex(view, unit)
    if used > going.steps and not going.points:
        where = "in the roads" if s.map.land[going.start] else "where they come on to the map"
        return _fault("loading", f"The ships of {name} lie {where} today.", unit, *path[:2])
    if ashore:
        need += table.landing_points
        if going.bound or not going.points:
            return _fault("loading", f"{name} is not off the coast today.", unit, *path)
    if need > going.points and going.points:
        why = f"{name} has {going.points} points; this way takes {need}."
        return _fault("too_far", why, unit, *path[-1:])
    return None


def resolve_sail(state: State, order: Sail, dice: Dice) -> tuple[AnyEvent, ...]:
    """Sail on the truth: weather, batteries and unseen troops meet those who go ashore."""
    if river.is_river(state, order):
        return river.resolve_river(state, order)
    s, path = state.scenario, order.path
    side = s.counters[order.units[0]].side
    ashore = len(path) > 1 and bool(s.map.land[path[-1]])
    way = path[:-1] if ashore else path
    promised: dict[AssetId, int] = {}
    after: list[Unit] = []
    for name in order.units:
        unit = state.units[name]
        going = passage(state, unit, promised)
        assert isinstance(going, _Passage)
        if not at_sea(state, unit):
            promised[going.fleet] = promised.get(going.fleet, 0) + unit.men
        left = max(0, going.points - (len(way) - 1) * points_a_hex(state, unit))
        after.append(
            updated(
                unit, hex=way[-1], gone="", points=left, railing=going.bound, aboard=going.fleet,
                landed=0, foothold=NOWHERE, entrenched=0, digging=0,
            )
        )  # fmt: skip
    if not ashore:
        return (Sailed(units=order.units, path=way, by=side, at=way[-1], after=tuple(after)),)
    target = path[-1]
    stopped = kept_off(state, side, target, order.units, dice)
    if stopped:
        waiting = tuple(
            u if stopped == "enemy" else updated(u, points=0) for u in after
        )
        return (
            Sailed(
                units=order.units, path=way, stopped=stopped, by=side, at=way[-1], after=waiting
            ),
        )  # fmt: skip
    toll = under_fire(state, after, target, dice)
    taken = take_hexes(state, side, (target,))
    landed = tuple(
        updated(u, hex=target, points=0, landed=state.turn) if u.on_map else u for u in toll.after
    )
    sailed = Sailed(
        units=order.units, path=path, landed=True, by=side, at=target, after=landed,
        held=taken.held, works=taken.works, ships=toll.ships, toll=toll.tally, sunk=toll.sunk,
    )  # fmt: skip
    return (sailed, *taken.captured)
