"""What a step costs: static tables of the map, and the parts that the state adds.

A step leads from a hex to a neighbour and is numbered like a hexside, ``hex * 6 + direction``.
Costs are points (ten minutes of marching); IMPASSABLE is no step. No single step costs more than
the points and the credit of a unit, so that every possible step can be made by one that waited.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from game.hexes import OFFSETS, STRIDE, Hex, direction_between
from game.model.forces import Asset, FormationId, Unit
from game.model.hexmap import HexMap
from game.model.scenario import Scenario
from game.model.state import HOLDER_OF, State
from game.model.tables import Tables
from game.model.terrain import (
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
)
from game.rules.stacking import column_points, hexside

Array = npt.NDArray[np.int32]
Row = tuple[tuple[Hex, int], ...]

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
    beyond = np.asarray((h[:, None] + offsets).ravel(), dtype=np.int32)
    beyond[(beyond < 0) | (beyond >= hexmap.size)] = 0
    beyond[hexmap.terrain[beyond] == 0] = 0
    beyond[np.repeat(hexmap.terrain == 0, 6)] = 0
    return beyond


@functools.cache
def _open(hexmap: HexMap) -> npt.NDArray[np.bool_]:
    """Steps from land to land without a barrier between."""
    land = np.frombuffer(hexmap.land, dtype=np.uint8).astype(bool)
    steps = np.repeat(land, 6) & land[_beyond(hexmap)] & (hexmap.barrier == 0)
    return np.asarray(steps, dtype=bool)


def _of_terrain(hexmap: HexMap, values: list[int]) -> Array:
    """A value of each terrain, by the terrain that a step enters."""
    return np.array(values, dtype=np.int32)[hexmap.terrain[_beyond(hexmap)]]


def _quarters(base: Array, multiplier: Array) -> Array:
    """Cost times quarters, rounded up; IMPASSABLE stays so, and nothing else becomes it."""
    cost = np.minimum(-(-base * multiplier // 4), IMPASSABLE - 1)
    return np.where(base >= IMPASSABLE, IMPASSABLE, cost)


@functools.cache
def _dry_shod(
    hexmap: HexMap, tables: Tables, mobility: Mobility, ground: int
) -> tuple[Array, Array]:
    """Points and fuel of all steps without rivers, when all sectors are in this state."""
    t, m = tables.movement, MOBILITY_INDEX[mobility]
    terrains = hexmap.terrains
    # Drained ground is one state better; some terrain never gets quite bad.
    states = [min(k.worst_ground, max(0, ground - k.drained)) for k in terrains]
    state = _of_terrain(hexmap, states)

    def by_state(wet: tuple[int, ...], mud: tuple[int, ...]) -> Array:
        return np.array([4, wet[m], mud[m]], dtype=np.int32)[state]

    off_road = _of_terrain(hexmap, [k.cost[m] for k in terrains])
    cost = _quarters(off_road, by_state(t.terrain_wet, t.terrain_mud))
    dry_fuel = _of_terrain(hexmap, [k.fuel for k in terrains])
    fuel = np.where(state >= WET, np.maximum(dry_fuel, t.fuel_wet), dry_fuel)

    groups = {"open": t.road_open, "hills": t.road_hills, "close": t.road_close}
    road = _of_terrain(hexmap, [groups[k.road_group][m] for k in terrains])
    road = _quarters(road, by_state(t.road_wet, t.road_mud))
    track = np.maximum(-(-off_road * t.track_quarters // 4), t.track_floor[m])
    track = np.where(off_road >= IMPASSABLE, t.track_only[m], track)
    track = _quarters(track, by_state(t.track_wet, t.track_mud))
    bank = np.full_like(cost, t.embankment[m])
    for has, way, use in (
        (hexmap.road >= TRACK, track, fuel),
        (hexmap.rail > 0, bank, np.full_like(fuel, t.fuel_embankment)),
        (hexmap.road >= ROAD, road, np.full_like(fuel, t.fuel_road)),
    ):
        better = has & (way <= cost) & (way < IMPASSABLE)
        cost = np.where(better, way, cost)
        fuel = np.where(better, use, fuel)
    cost = np.where(_open(hexmap), cost, IMPASSABLE)
    return cost, np.where(cost < IMPASSABLE, fuel, 0)


@functools.cache
def _unbridged(hexmap: HexMap) -> Array:
    """Size of the river on each hexside that has no road or railway over it."""
    return np.where((hexmap.road > 0) | (hexmap.rail > 0), 0, hexmap.river).astype(np.int32)


@functools.cache
def river_banks(hexmap: HexMap, in_spate: bool) -> frozenset[int]:
    """Hexes with an unbridged river on one of their sides that is major, or small `in_spate`."""
    least = SMALL_RIVER if in_spate else MAJOR_RIVER
    wet = (_unbridged(hexmap) >= least).reshape(-1, 6).any(axis=1)
    return frozenset(np.flatnonzero(wet).tolist())


@functools.cache
def _whole(
    hexmap: HexMap, tables: Tables, mobility: Mobility, ground: int, means: int
) -> npt.NDArray[np.uint8]:
    t = tables.movement
    river = _unbridged(hexmap)
    if ground == MUD:
        river = np.where(river == SMALL_RIVER, MAJOR_RIVER, river)
    price = np.array(t.river, dtype=np.int32)
    if mobility in MOTORISED:
        price[MAJOR_RIVER] = IMPASSABLE
    if means & PREPARED:
        price[MAJOR_RIVER] = t.prepared_crossing
    if means & FERRY:
        price[GREAT_RIVER] = t.ferried
    base, _ = _dry_shod(hexmap, tables, mobility, ground)
    shut = (base >= IMPASSABLE) | (price[river] >= IMPASSABLE)
    most = min(t.points + t.credit, IMPASSABLE - 1)
    return np.where(shut, IMPASSABLE, np.minimum(base + price[river], most)).astype(np.uint8)


def step_table(
    hexmap: HexMap, tables: Tables, mobility: Mobility, ground: int, means: int = UNABLE
) -> bytes:
    """Points of every step when all sectors have this ground; `means` of crossing rivers."""
    return bytes(_whole(hexmap, tables, mobility, ground, means).tobytes())


class _Rows(dict[int, Row]):
    """The possible steps out of each hex with their points, made when first asked for."""

    def __init__(self, hexmap: HexMap, steps: bytes, shared: dict[tuple[int, bytes], Row]) -> None:
        super().__init__()
        self._beyond = _beyond(hexmap)
        self._steps = steps
        self._shared = shared

    def __missing__(self, h: int) -> Row:
        costs = self._steps[h * 6 : h * 6 + 6]
        row = self._shared.get((h, costs))
        if row is None:
            beyond = self._beyond[h * 6 : h * 6 + 6].tolist()
            row = tuple((Hex(n), c) for n, c in zip(beyond, costs, strict=True) if c < IMPASSABLE)
            self._shared[(h, costs)] = row
        self[h] = row
        return row


@functools.cache
def _shared_rows(hexmap: HexMap) -> dict[tuple[int, bytes], Row]:
    return {}


@dataclass(frozen=True, eq=False)
class Steps:
    """The steps of one mobility on one day's ground."""

    costs: bytes
    rows: dict[int, Row]
    """Possible steps by hex: neighbour and points."""
    array: npt.NDArray[np.uint8] = field(repr=False)
    fuel: bytes
    least: int
    """Points of the cheapest step on the map."""
    thirst: int
    """Fuel of the thirstiest step."""


@functools.lru_cache(maxsize=64)
def steps_on(
    hexmap: HexMap, tables: Tables, mobility: Mobility, ground: tuple[int, ...], means: int
) -> Steps:
    """Steps with each entered hex in the state of its sector."""
    state = np.array(ground, dtype=np.uint8)[hexmap.sector[_beyond(hexmap)]]
    array = _whole(hexmap, tables, mobility, 0, means)
    for g in sorted(set(ground) - {0}):
        array = np.where(state == g, _whole(hexmap, tables, mobility, g, means), array)
    costs = bytes(array.tobytes())
    fuel = _fuel_on(hexmap, tables, mobility, ground)
    rows = _Rows(hexmap, costs, _shared_rows(hexmap))
    return Steps(costs, rows, array, fuel, min(costs), max(fuel))


@functools.lru_cache(maxsize=64)
def _fuel_on(hexmap: HexMap, tables: Tables, mobility: Mobility, ground: tuple[int, ...]) -> bytes:
    """Fuel points of every step on this day's ground; nothing for foot and horse."""
    if mobility not in MOTORISED:
        return bytes(hexmap.size * 6)
    state = np.array(ground, dtype=np.uint8)[hexmap.sector[_beyond(hexmap)]]
    fuel = np.choose(state, [_dry_shod(hexmap, tables, mobility, g)[1] for g in range(3)])
    return bytes(fuel.astype(np.uint8).tobytes())


def step_arrays(state: State, mobility: Mobility) -> npt.NDArray[np.uint16]:
    """Points of all steps on today's ground without the enemy, for fields over the whole map;
    NO_STEP where there is none. Rivers are crossed with the means the moving side has at all."""
    s = state.scenario
    t = s.tables.movement
    kinds = {a.kind for a in s.assets.values() if a.side == state.phase and _here(a, state.turn)}
    means = PREPARED if kinds & set(t.crossing_assets) else UNABLE
    means |= FERRY if kinds & t.ferry_points.keys() else UNABLE
    array = steps_on(s.map, s.tables, mobility, state.ground, means).array
    return np.where(array == IMPASSABLE, np.uint16(NO_STEP), array)


def _here(asset: Asset, turn: int) -> bool:
    return asset.arrives <= turn and not asset.box


# Rivers: who has the means.


@dataclass(frozen=True, slots=True)
class Crossing:
    """What a formation can call on to cross rivers."""

    prepares: bool
    """Engineers or pontoons of its army or front: crossings of major rivers are prepared."""
    pools: tuple[tuple[int, int], ...]
    """Ferries over great rivers: key in `State.traffic`, and column points a turn. The key is
    -1 - the place of the owner in the list of formations."""


@functools.lru_cache(maxsize=2048)
def crossing_of(scenario: Scenario, turn: int, formation: FormationId) -> Crossing:
    """The means of a formation: assets of its army and its front, and all river flotillas."""
    if formation not in scenario.formations:
        return Crossing(False, ())
    t = scenario.tables.movement
    side = scenario.formations[formation].side
    above = (scenario.army_of[formation], scenario.front_of[formation])
    order = {f: i for i, f in enumerate(scenario.formations)}
    prepares = False
    lift: dict[FormationId, int] = {}
    for asset in scenario.assets.values():
        owner = scenario.army_of.get(asset.formation)
        if asset.side != side or owner is None or not _here(asset, turn):
            continue
        prepares |= owner in above and asset.kind in t.crossing_assets
        points = t.ferry_points.get(asset.kind, 0)
        if points and (owner in above or asset.kind == "flotilla"):
            lift[owner] = lift.get(owner, 0) + points
    ranked = sorted(lift, key=lambda f: (above.index(f) if f in above else len(above), order[f]))
    return Crossing(prepares, tuple((-1 - order[f], lift[f]) for f in ranked))


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
    return river_banks(state.scenario.map, MUD in state.ground)


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
        for other in state.units_at(bank):
            counter = s.counters[other.id]
            if counter.side == side and s.unit_types[counter.type].engineer and not other.spent:
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
    return steps_on(s.map, s.tables, s.counters[unit.id].mobility, state.ground, means)


def ground_cost(state: State, unit: Unit, a: int, b: int) -> int:
    """Points of a step without the enemy; IMPASSABLE when there is none."""
    d = direction_between(a, b)
    if d is None:
        return IMPASSABLE
    means = UNABLE
    if a in banks_today(state):
        means = means_at(state, unit, a, means_of(state, unit))
    return steps_of(state, unit, means).costs[a * 6 + d]


def fuel_cost(state: State, unit: Unit, a: int, b: int) -> int:
    """Fuel points that a unit uses for a step."""
    d = direction_between(a, b)
    if d is None:
        return 0
    return steps_of(state, unit, UNABLE).fuel[a * 6 + d]


def needs_ferry(hexmap: HexMap, a: int, b: int) -> bool:
    """Whether a great river without a bridge lies between two neighbours."""
    return bool(_unbridged(hexmap)[hexside(a, b)] == GREAT_RIVER)
