"""How many troops fit into a hex, attack across one of its sides, and march over it in a turn."""

from __future__ import annotations

import functools

from game.hexes import OFFSETS, STRIDE, Hex
from game.model.forces import Side, Unit
from game.model.hexmap import HexMap
from game.model.state import State
from game.model.tables import Tables
from game.model.terrain import MAJOR_RIVER, NO_ROAD, ROAD
from game.rules.damage import AS_PRINTED, altered, links


def stacked(state: State, side: Side, h: int) -> int:
    """Stack points of a side's units in a hex."""
    counters = state.scenario.counters
    return sum(counters[u].stack for u in state.index.get(Hex(h), ()) if counters[u].side == side)


def room(state: State, side: Side, h: int) -> int:
    """Stack points that still fit into a hex; negative where it is overfull."""
    return state.scenario.map.terrain_at(h).stack - stacked(state, side, h)


def has_room(state: State, unit: Unit, h: int) -> bool:
    """Whether a unit may end its move in a hex (it may always stay where it is)."""
    counter = state.scenario.counters[unit.id]
    if state.side_at(h) not in (None, counter.side):
        return False
    return unit.hex == h or counter.stack <= room(state, counter.side, h)


def frontage(state: State, target: int) -> int:
    """Stack points that can attack into a hex across one hexside (11.5 km of front)."""
    return state.scenario.map.terrain_at(target).frontage


# Columns on hexsides.


def step_number(a: int, b: int) -> int:
    """The number of the step from a hex to its neighbour."""
    return a * 6 + _DIRECTION[(a // STRIDE) & 1][b - a]


def hexside(a: int, b: int) -> int:
    """The number of the hexside between neighbours, from the lower hex: its key for traffic."""
    if b < a:
        a, b = b, a
    return a * 6 + _DIRECTION[(a // STRIDE) & 1][b - a]


_DIRECTION = tuple({offset: d for d, offset in enumerate(row)} for row in OFFSETS)
"""The direction of each difference between neighbours' numbers, for even and for odd columns."""


def column_points(state: State, unit: Unit) -> int:
    """Length of a unit's march column: 2,500 men or 100 vehicles a point, at least one."""
    t = state.scenario.tables.movement
    by_men = -(-unit.men // t.column_men)
    return max(1, by_men, -(-(unit.vehicles + unit.armour) // t.column_vehicles))


@functools.cache
def column_limit(hexmap: HexMap, tables: Tables, side: int) -> int:
    """Column points that may use a hexside (`hex * 6 + direction`) in a turn.

    The better of its link and the open country beside it; roads in mountains are passes, and an
    unbridged major river narrows any march to one ford or pontoon bridge.
    """
    river = 0 if hexmap.road[side] or hexmap.rail[side] else int(hexmap.river[side])
    return _limit(hexmap, tables, side, int(hexmap.road[side]), int(hexmap.rail[side]), river)


def columns_on(state: State, side: int) -> int:
    """The same with bridges that are down, pontoons, tracks cut by engineers, and refugees."""
    hexmap, tables, changed = state.scenario.map, state.scenario.tables, altered(state)
    link = links(hexmap, changed).get(side) if changed is not AS_PRINTED else None
    if link is None:
        limit, road = column_limit(hexmap, tables, side), int(hexmap.road[side])
    else:
        river = MAJOR_RIVER if link.pontoon else link.river
        limit, road = _limit(hexmap, tables, side, link.road, link.rail, river), link.road
    if road != NO_ROAD and state.refugees and _thronged(state, side):
        return max(1, limit * tables.morale.refugees_share // 100)
    return limit


def _thronged(state: State, side: int) -> bool:
    """Whether people in flight fill the roads at one end of a hexside."""
    a, d = divmod(side, 6)
    ends = (Hex(a), Hex(a + OFFSETS[(a // STRIDE) & 1][d]))
    return any(state.refugees.get(h, 0) >= state.turn for h in ends)


def _limit(hexmap: HexMap, tables: Tables, side: int, road: int, rail: int, river: int) -> int:
    t = tables.movement
    a, d = divmod(side, 6)
    ends = (hexmap.terrain_at(a), hexmap.terrain_at(a + OFFSETS[(a // STRIDE) & 1][d]))
    beside = min(k.open_column for k in ends)
    link = t.columns_rail if rail else 0
    if road != NO_ROAD:
        link = t.columns_road if road >= ROAD else t.columns_track
        if any(k.mountain for k in ends):
            link = t.columns_pass
    if river == MAJOR_RIVER:
        return min(max(beside, link), t.columns_crossing)
    return max(beside, link)


def jammed(state: State, side: int, columns: int) -> bool:
    """Whether a hexside is closed to a column of this length because others have used the way
    today. A unit longer than the limit may still have a way that nobody else has used."""
    used = state.traffic.get(side, 0)
    return used > 0 and used + columns > columns_on(state, side)
