"""Passage by sea: ships, what they can carry, and the order `sail`.

Troops at sea stand on sea hexes; the ships are assets. A fleet serves as far from its base as the
scenario says, carries so many men at once, and gets its ships back when they are unloaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from game.dice import Dice
from game.hexes import NOWHERE, Hex
from game.model.events import AnyEvent, Sailed, Toll
from game.model.forces import AssetId, Ships, Side, Unit, UnitId, enemy_of, updated
from game.model.orders import Refusal, Sail
from game.model.state import HOLDER_OF, PlayerView, State
from game.rules.landing import at_sea, first_day
from game.rules.losses import Tally, shares
from game.rules.movement import take_hexes
from game.rules.sea import SEA, fleets_of, ports, sea, serves
from game.rules.siege import works_for
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
        if asset.arrives > state.turn or not serves(scenario, asset.id, start):
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
        if counter.arrives > view.turn:
            day = f"{s.date_of(counter.arrives):%d %B}"
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
        if a.arrives <= view.turn and serves(s, a.id, h)
    ]  # fmt: skip
    room_ = f"room is left for {' and '.join(left)} men" if left else "no ships serve that port"
    why = f"{s.counters[unit.id].name} has {unit.men:,} men; {room_}."
    return _fault("no_ships", why, unit, h)


def harbour(state: State, side: Side, h: Hex) -> bool:
    """Whether a hex is a port on the coast in the hands of `side`."""
    return h in ports(state.scenario.map) and state.control[h] == HOLDER_OF[side]


def may_land(state: State, side: Side, a: Hex, b: Hex) -> bool:
    """Whether troops could step from sea hex `a` on to land hex `b`, weather and enemy aside."""
    s = state.scenario
    return bool(s.map.land[b]) and not s.map.barrier[hexside(a, b)]


def in_storm(state: State, h: Hex) -> bool:
    """Whether a storm keeps boats off the coast of a hex today."""
    s = state.scenario
    return state.weather[s.map.sector_bytes[h]] in s.tables.water.storm


def _open_beach(state: State, side: Side, h: Hex) -> bool:
    return h not in ports(state.scenario.map)


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
                near = all(serves(s, p.fleet, n) for p in ways)
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
    if in_storm(view, b) and _open_beach(view, side, b):
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
        if not serves(s, going.fleet, b):
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
    stopped = _kept_off(state, side, target, order.units, dice)
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


def _kept_off(
    state: State, side: Side, target: Hex, units: Sequence[UnitId], dice: Dice
) -> str:
    """What keeps a landing off the coast today, on the truth: enemy, fog, storm; "" for nothing."""
    if state.side_at(target) == enemy_of(side):
        return "enemy"
    return _weather(state, side, target, units, dice)


def _weather(state: State, side: Side, target: Hex, units: Sequence[UnitId], dice: Dice) -> str:
    s = state.scenario
    table, sky = s.tables.water, state.weather[s.map.sector_bytes[target]]
    throw = dice.two_d6("landing", state.turn, target, *units)
    if sky in table.fog and throw < table.fog_need:
        return "fog"
    return "storm" if sky in table.storm and throw < table.storm_need else ""


# -- the coast's answer ----------------------------------------------------------------------------


def batteries(state: State, side: Side, off: Hex) -> tuple[Hex, ...]:
    """Hexes whose coast batteries can reach ships of `side` that land from sea hex `off`: coasts
    beside it with the enemy in works, or with his fortress troops."""
    s, enemy = state.scenario, enemy_of(side)
    found = []
    for h in s.map.around[off]:
        if not s.map.land[h] or state.side_at(h) != enemy:
            continue
        types = {s.counters[u].type for u in state.index.get(h, ())}
        if works_for(state, enemy, h) or types & set(s.tables.water.battery_types):
            found.append(h)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Fire:
    """What the coast does to troops who land: units as they are then, ships and men lost."""

    after: tuple[Unit, ...]
    ships: tuple[tuple[AssetId, Ships], ...]
    tally: tuple[Toll, ...]
    sunk: int
    """Men who were in ships that were sunk."""


def under_fire(state: State, units: Iterable[Unit], target: Hex, dice: Dice) -> Fire:
    """Batteries and mines at work on the ships of these units, off the coast of `target`."""
    s, table, tally = state.scenario, state.scenario.tables.water, Tally()
    after, lost_ships, sunk = [], dict(state.ships), 0
    side = None
    for unit in units:
        side = s.counters[unit.id].side
        hits = sum(
            dice.two_d6("battery", state.turn, target, h, unit.id) >= table.battery_need
            for h in batteries(state, side, unit.hex)
        )
        swimming = unit.men * min(100, hits * table.battery_sinks) // 100
        drowned = swimming * table.drowned // 100
        if swimming:
            was = lost_ships.get(unit.aboard, Ships())
            lost_ships[unit.aboard] = Ships(was.hex, was.sunk + swimming, was.busy)
            sunk += swimming
            killed, wounded = shares(drowned, (1, 1))
            tally.add(s.counters[unit.id].nation, killed=killed, wounded=wounded)
        after.append(updated(unit, men=unit.men - drowned) if drowned else unit)
    changed = tuple((a, x) for a, x in lost_ships.items() if state.ships.get(a) != x)
    return Fire(tuple(after), changed, tally.total(), sunk)


def approach(
    state: State, units: Sequence[UnitId], target: Hex, dice: Dice
) -> tuple[Sailed | None, bool]:
    """What happens to troops who attack from the sea before they set foot on the beach: an event,
    and whether they are kept off for today."""
    wet = [u for u in units if first_day(state, state.units[u], target)]
    if not wet:
        return None, False
    side = state.scenario.counters[wet[0]].side
    off = state.units[wet[0]].hex
    stopped = _weather(state, side, target, wet, dice)
    if stopped:
        waiting = tuple(updated(state.units[u], points=0) for u in wet)
        event = Sailed(
            units=tuple(wet), path=(off,), stopped=stopped, by=side, at=off, after=waiting
        )
        return event, True
    fire = under_fire(state, [state.units[u] for u in wet], target, dice)
    if not fire.sunk:
        return None, False
    event = Sailed(
        units=tuple(wet), path=(off,), by=side, at=off, ships=fire.ships, toll=fire.tally,
        sunk=fire.sunk,
        after=tuple(u for u in fire.after if u != state.units[u.id]),
    )  # fmt: skip
    return event, False
