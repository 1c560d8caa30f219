"""What a step costs: static tables of the map, and the parts that the state adds.

A step leads from a hex to a neighbour and is numbered like a hexside, ``hex * 6 + direction``.
Costs are points (ten minutes of marching); IMPASSABLE is no step. No single step costs more than
the points and the credit of a unit, so that every possible step can be made by one that waited.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from game.hexes import OFFSETS, STRIDE, Hex, direction_between
from game.model.forces import FormationId, Unit
from game.model.hexmap import Bytes, HexMap
from game.model.scenario import Scenario
from game.model.state import HOLDER_OF, State
from game.model.tables import Tables
from game.model.terrain import (
    DRY,
    FLOOD,
    GREAT_RIVER,
    IMPASSABLE,
    MAJOR_RIVER,
    MOBILITY_INDEX,
    MUD,
    ROAD,
    SMALL_RIVER,
    TRACK,
    WET,
    Mobility,
    Terrain,
)
from game.rules.damage import AS_PRINTED, Altered, altered, links, open_rivers
from game.rules.stacking import column_points, hexside

Array = npt.NDArray[np.intp]

UNABLE, PREPARED, FERRY = 0, 1, 2
"""Means of crossing rivers: prepared crossings and ferries, or both (3)."""
MOTORISED = frozenset({"motor", "mech", "tank"})
"""Classes that need fuel, and means to cross a major river."""
NO_STEP = 0xFFFF
"""An impossible step in `step_arrays`."""


@functools.cache
def _beyond(hexmap: HexMap) -> Array:
    """The neighbour that each step leads to; 0 (void) where it leaves the theatre."""
    h = np.arange(hexmap.size)
    offsets = np.array(OFFSETS)[(h // STRIDE) & 1]
    beyond = np.asarray((h[:, None] + offsets).ravel(), dtype=np.intp)
    beyond[(beyond < 0) | (beyond >= hexmap.size)] = 0
    beyond[hexmap.terrain[beyond] == 0] = 0
    beyond[np.repeat(hexmap.terrain == 0, 6)] = 0
    return beyond


@functools.cache
def _unbridged(hexmap: HexMap) -> Bytes:
    """Size of the river on each hexside that has no road or railway over it."""
    return np.where((hexmap.road > 0) | (hexmap.rail > 0), 0, hexmap.river).astype(np.uint8)


@functools.cache
def river_banks(hexmap: HexMap, in_spate: bool) -> frozenset[int]:
    """Hexes with an unbridged river on one of their sides that is major, or small `in_spate`."""
    least = SMALL_RIVER if in_spate else MAJOR_RIVER
    wet = (_unbridged(hexmap) >= least).reshape(-1, 6).any(axis=1)
    return frozenset(np.flatnonzero(wet).tolist())


def step_of(
    tables: Tables, terrain: Terrain, road: int, rail: int, river: int, mobility: Mobility,
    ground: int, means: int,
) -> tuple[int, int]:  # fmt: skip
    """Points and fuel of one step into `terrain` over a hexside with these links, in a sector with
    this ground. `river` is 0 where a link bridges it."""
    t, m = tables.movement, MOBILITY_INDEX[mobility]
    # Drained ground is one state better; some terrain never gets quite bad.
    state = min(terrain.worst_ground, max(DRY, min(ground, MUD) - terrain.drained))

    def quarters(base: int, wet: tuple[int, ...], mud: tuple[int, ...]) -> int:
        return -(-base * (4, wet[m], mud[m])[state] // 4)

    ways: list[tuple[int, int]] = []
    dry = terrain.cost[m]
    off_road_fuel = terrain.fuel if state == DRY else max(terrain.fuel, t.fuel_wet)
    if road >= ROAD:
        group = {"open": t.road_open, "hills": t.road_hills, "close": t.road_close}
        base = group[terrain.road_group][m]
        if base < IMPASSABLE:
            ways.append((quarters(base, t.road_wet, t.road_mud), t.fuel_road))
    if rail and t.embankment[m] < IMPASSABLE:
        ways.append((t.embankment[m], t.fuel_embankment))
    if road >= TRACK:
        base = t.track_only[m]
        if dry < IMPASSABLE:
            base = max(-(-dry * t.track_quarters // 4), t.track_floor[m])
        if base < IMPASSABLE:
            ways.append((quarters(base, t.track_wet, t.track_mud), off_road_fuel))
    if dry < IMPASSABLE:
        ways.append((quarters(dry, t.terrain_wet, t.terrain_mud), off_road_fuel))
    water = _river_cost(tables, river, mobility, ground, means)
    if not ways or water >= IMPASSABLE:
        return IMPASSABLE, 0
    points, fuel = min(ways)
    return min(points + water, t.points + t.credit), fuel if mobility in MOTORISED else 0


def _river_cost(tables: Tables, river: int, mobility: Mobility, ground: int, means: int) -> int:
    t = tables.movement
    if river == MAJOR_RIVER and ground == FLOOD:
        return t.swollen_crossing if means & PREPARED else IMPASSABLE
    if river == SMALL_RIVER and ground >= MUD:
        river = MAJOR_RIVER
    if river == MAJOR_RIVER and means & PREPARED:
        return t.prepared_crossing
    if river == MAJOR_RIVER and mobility in MOTORISED:
        return IMPASSABLE
    if river == GREAT_RIVER and means & FERRY:
        return t.ferried
    return t.river[river]


# All steps of the map fall into some hundred kinds: by terrain, road, railway and river.
_ROADS, _RAILS, _RIVERS = ROAD + 1, 2, GREAT_RIVER + 1


@functools.cache
def _kinds(hexmap: HexMap) -> Array:
    """The kind of each step; 0 (the void, without links) for water and barriers too."""
    terrain = hexmap.terrain[_beyond(hexmap)].astype(np.intp)
    kind = ((terrain * _ROADS + hexmap.road) * _RAILS + (hexmap.rail > 0)) * _RIVERS
    kind += _unbridged(hexmap)
    land = np.frombuffer(hexmap.land, dtype=np.uint8).astype(bool)
    possible = np.repeat(land, 6) & land[_beyond(hexmap)] & (hexmap.barrier == 0)
    return np.where(possible, kind, 0)


@functools.cache
def _by_kind(hexmap: HexMap, tables: Tables, mobility: Mobility, means: int) -> tuple[Bytes, Bytes]:
    """Points and fuel by ground and kind of step, one after the other."""
    kinds = len(hexmap.terrains) * _ROADS * _RAILS * _RIVERS
    points, fuel = np.full(4 * kinds, IMPASSABLE, np.uint8), np.zeros(4 * kinds, np.uint8)
    for kind in np.flatnonzero(np.bincount(_kinds(hexmap))).tolist():
        rest, river = divmod(kind, _RIVERS)
        rest, rail = divmod(rest, _RAILS)
        terrain, road = divmod(rest, _ROADS)
        for ground in (DRY, WET, MUD, FLOOD):
            points[ground * kinds + kind], fuel[ground * kinds + kind] = step_of(
                tables, hexmap.terrains[terrain], road, rail, river, mobility, ground, means
            )
    return points, fuel


@functools.cache
def _sectors(hexmap: HexMap) -> Array:
    """The sector that each step enters."""
    return hexmap.sector[_beyond(hexmap)].astype(np.intp)


@functools.lru_cache(maxsize=4)
def _kinds_on(hexmap: HexMap, ground: tuple[int, ...]) -> Array:
    """The kind of each step together with the ground of the sector it enters."""
    kinds = len(hexmap.terrains) * _ROADS * _RAILS * _RIVERS
    offsets = np.array(ground, dtype=np.intp) * kinds
    return _kinds(hexmap) + offsets[_sectors(hexmap)]


def step_table(
    hexmap: HexMap, tables: Tables, mobility: Mobility, ground: int, means: int = UNABLE
) -> bytes:
    """Points of every step when all sectors have this ground; `means` of crossing rivers."""
    return steps_on(hexmap, tables, mobility, (ground,) * len(hexmap.sectors), means).costs


Ways = tuple[tuple[Hex, ...], tuple[int, ...]]
"""The six steps out of a hex: where to (0, the void, for none), and over which hexsides."""


class _Ways(dict[int, Ways]):
    """The steps out of each hex, put together when first asked for."""

    def __init__(self, hexmap: HexMap) -> None:
        super().__init__()
        self._beyond = _beyond(hexmap)

    def __missing__(self, h: int) -> Ways:
        there = tuple(Hex(n) for n in self._beyond[h * 6 : h * 6 + 6].tolist())
        found = self[h] = there, tuple(hexside(h, n) if n else 0 for n in there)
        return found


@functools.cache
def ways_out(hexmap: HexMap) -> dict[int, Ways]:
    """The steps out of each hex."""
    return _Ways(hexmap)


@dataclass(frozen=True, eq=False)
class Steps:
    """The steps of one mobility on one day's ground."""

    costs: bytes
    array: Bytes = field(repr=False)
    """The same for whole maps."""
    fuel: bytes
    least: int
    """Points of the cheapest step there is; no unit makes more steps than its points by this."""
    thirst: int
    """Fuel of the thirstiest step there is."""


def steps_on(
    hexmap: HexMap,
    tables: Tables,
    mobility: Mobility,
    ground: tuple[int, ...],
    means: int,
    changed: Altered = AS_PRINTED,
) -> Steps:
    """Steps with each entered hex in the state of its sector, and these hexsides changed."""
    if changed is AS_PRINTED:
        return _printed(hexmap, tables, mobility, ground, means)
    return _changed(hexmap, tables, mobility, ground, means, changed)


@functools.lru_cache(maxsize=64)
def _changed(
    hexmap: HexMap,
    tables: Tables,
    mobility: Mobility,
    ground: tuple[int, ...],
    means: int,
    changed: Altered,
) -> Steps:
    plain = _printed(hexmap, tables, mobility, ground, means)
    costs, fuel = bytearray(plain.costs), bytearray(plain.fuel)
    for step, link in links(hexmap, changed).items():
        into = int(_beyond(hexmap)[step])
        if not _kinds(hexmap)[step]:
            continue
        points, used = _step_over(
            tables, hexmap, hexmap.terrain_bytes[into], link.road, int(link.rail > 0), link.river,
            mobility, ground[hexmap.sector_bytes[into]], means,
        )  # fmt: skip
        if link.pontoon and points < IMPASSABLE:
            points += tables.engineering.pontoon_cost
            points = min(points, tables.movement.points + tables.movement.credit)
        costs[step] = points
        fuel[step] = used if mobility in MOTORISED else 0
    made = bytes(costs)
    return Steps(
        made, np.frombuffer(made, dtype=np.uint8), bytes(fuel), plain.least, plain.thirst
    )


@functools.lru_cache(maxsize=4096)
def _step_over(
    tables: Tables, hexmap: HexMap, terrain: int, road: int, rail: int, river: int,
    mobility: Mobility, ground: int, means: int,
) -> tuple[int, int]:  # fmt: skip
    # Looked up by the map, not by its terrains: those would be hashed field by field each time.
    return step_of(tables, hexmap.terrains[terrain], road, rail, river, mobility, ground, means)


@functools.lru_cache(maxsize=32)
def _printed(
    hexmap: HexMap, tables: Tables, mobility: Mobility, ground: tuple[int, ...], means: int
) -> Steps:
    points, fuel = _by_kind(hexmap, tables, mobility, means)
    kinds = _kinds_on(hexmap, ground)
    costs = points.take(kinds, mode="clip").tobytes()
    # Those who march on foot use none.
    used = fuel.take(kinds, mode="clip").tobytes() if mobility in MOTORISED else bytes(len(costs))
    array = np.frombuffer(costs, dtype=np.uint8)
    return Steps(costs, array, used, int(points.min()), int(fuel.max()))


@functools.lru_cache(maxsize=8)
def whole_map(
    hexmap: HexMap,
    tables: Tables,
    mobility: Mobility,
    ground: tuple[int, ...],
    means: int,
    changed: Altered = AS_PRINTED,
) -> npt.NDArray[np.uint16]:
    """Points of all steps of a class on this ground, with these means; NO_STEP for none."""
    array = steps_on(hexmap, tables, mobility, ground, means, changed).array
    whole = np.where(array == IMPASSABLE, np.uint16(NO_STEP), array)
    whole.flags.writeable = False
    return whole


def step_arrays(state: State, mobility: Mobility) -> npt.NDArray[np.uint16]:
    """Points of all steps on today's ground without the enemy, for fields over the whole map;
    NO_STEP where there is none. Rivers are crossed with the means the moving side has at all.
    Read-only."""
    s = state.scenario
    engineers, ferries = _means_by_owner(s, state.turn)
    sides = [s.formations[f].side for f in engineers]
    means = PREPARED if state.phase in sides else UNABLE
    if state.phase in [s.formations[f].side for f in ferries]:
        means |= FERRY
    return whole_map(s.map, s.tables, mobility, state.ground, means, altered(state))


# Rivers: who has the means.


@dataclass(frozen=True, slots=True)
class Crossing:
    """What a formation can call on to cross rivers."""

    prepares: bool
    """Engineers or pontoons of its army or front: crossings of major rivers are prepared."""
    pools: tuple[tuple[int, int], ...]
    """Ferries over great rivers: key in `State.traffic`, and column points a turn. The key is
    -1 - the place of the owner in the list of formations."""


@functools.lru_cache(maxsize=64)
def _means_by_owner(
    scenario: Scenario, turn: int
) -> tuple[tuple[FormationId, ...], dict[FormationId, tuple[int, bool]]]:
    """Armies and fronts with engineers; those with ferries: column points, and whether some are
    river ships."""
    t = scenario.tables.movement
    engineers: dict[FormationId, None] = {}
    ferries: dict[FormationId, tuple[int, bool]] = {}
    for asset in scenario.assets.values():
        owner = scenario.army_of.get(asset.formation)
        if owner is None or asset.arrives > turn or asset.box:
            continue
        if asset.kind in t.crossing_assets:
            engineers[owner] = None
        if asset.nation in t.ferry_nations and asset.kind in t.ferry_points:
            lift, ships = ferries.get(owner, (0, False))
            ships |= asset.kind == "flotilla"
            ferries[owner] = (lift + t.ferry_points[asset.kind], ships)
    return tuple(engineers), ferries


@functools.lru_cache(maxsize=4096)
def crossing_of(scenario: Scenario, turn: int, formation: FormationId) -> Crossing:
    """The means of a formation: those of its army and its front, and all river flotillas."""
    if formation not in scenario.formations:
        return Crossing(False, ())
    engineers, ferries = _means_by_owner(scenario, turn)
    above = dict.fromkeys((scenario.army_of[formation], scenario.front_of[formation]))
    side = scenario.formations[formation].side
    ships = [f for f, (_, s) in ferries.items() if s and scenario.formations[f].side == side]
    owners = [f for f in dict.fromkeys((*above, *ships)) if f in ferries]
    order = list(scenario.formations) if owners else []
    pools = tuple((-1 - order.index(f), ferries[f][0]) for f in owners)
    return Crossing(any(f in engineers for f in above), pools)


def ferry_for(state: State, unit: Unit) -> int:
    """Key of the ferries that can still take the unit in this phase; 0 when there are none.

    A unit too big for a pool may still have it alone.
    """
    columns = column_points(state, unit)
    crossing = crossing_of(state.scenario, state.turn, unit.formation)
    for key, lift in crossing.pools:
        used = state.traffic.get(key, 0)
        if not used or used + columns <= lift:
            return key
    return 0


def banks_today(state: State) -> frozenset[int]:
    """Hexes from which a step may need means of crossing on today's ground."""
    hexmap, changed = state.scenario.map, altered(state)
    in_spate = max(state.ground) >= MUD
    banks = river_banks(hexmap, in_spate)
    if not changed.broken:
        return banks
    return _with_broken(hexmap, in_spate, changed)


@functools.lru_cache(maxsize=16)
def _with_broken(hexmap: HexMap, in_spate: bool, changed: Altered) -> frozenset[int]:
    least = SMALL_RIVER if in_spate else MAJOR_RIVER
    return river_banks(hexmap, in_spate) | open_rivers(hexmap, changed, least)


def means_at(state: State, unit: Unit, bank: int, means: int) -> int:
    """What of its `means` a unit can use from hex `bank` today.

    Crossings start from ground that its side has held since an earlier turn. A fresh engineer
    unit (one that has not marched today) prepares them anywhere, for itself and for others.
    """
    s = state.scenario
    side = s.counters[unit.id].side
    change = state.held.get(Hex(bank))
    fresh = change is not None and change[1] >= state.turn
    if fresh or state.control[bank] != HOLDER_OF[side]:
        means = UNABLE
    if not means & PREPARED:
        for other in state.index.get(Hex(bank), ()):
            counter = s.counters[other]
            if counter.side != side or not s.unit_types[counter.type].engineer:
                continue
            if not state.units[other].spent:
                return means | PREPARED
    return means


def means_of(state: State, unit: Unit) -> int:
    """Means of crossing rivers that its army gives a unit in this phase."""
    means = UNABLE
    if crossing_of(state.scenario, state.turn, unit.formation).prepares:
        means |= PREPARED
    return means | FERRY if ferry_for(state, unit) else means


def steps_of(state: State, unit: Unit, means: int) -> Steps:
    """The steps open to a unit's class today with these means of crossing rivers."""
    s = state.scenario
    changed = altered(state)
    return steps_on(s.map, s.tables, s.counters[unit.id].mobility, state.ground, means, changed)


def ground_costs(state: State, unit: Unit) -> Callable[[int, int], int]:
    """Points of a step without the enemy, for many steps; IMPASSABLE when there is none."""
    banks, means = banks_today(state), means_of(state, unit)
    plain = steps_of(state, unit, UNABLE).costs

    def cost(a: int, b: int) -> int:
        d = direction_between(a, b)
        if d is None:
            return IMPASSABLE
        if a not in banks:
            return plain[a * 6 + d]
        return steps_of(state, unit, means_at(state, unit, a, means)).costs[a * 6 + d]

    return cost


def fuel_cost(state: State, unit: Unit, a: int, b: int) -> int:
    """Fuel points that a unit uses for a step."""
    d = direction_between(a, b)
    if d is None:
        return 0
    return steps_of(state, unit, UNABLE).fuel[a * 6 + d]


def needs_ferry(state: State, a: int, b: int) -> bool:
    """Whether a great river without a bridge lies between two neighbours."""
    hexmap, side, changed = state.scenario.map, hexside(a, b), altered(state)
    link = links(hexmap, changed).get(side) if changed is not AS_PRINTED else None
    return side in _great_rivers(hexmap) if link is None else link.river == GREAT_RIVER


@functools.cache
def _great_rivers(hexmap: HexMap) -> frozenset[int]:
    return frozenset(np.flatnonzero(_unbridged(hexmap) == GREAT_RIVER).tolist())
