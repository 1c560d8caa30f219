"""Zones of control: hexes that a unit dominates by patrols and fire without standing in them."""

from __future__ import annotations

import functools

from game.hexes import OFFSETS, STRIDE, Hex
from game.model.forces import Side, Unit
from game.model.hexmap import HexMap
from game.model.state import State
from game.model.terrain import GREAT_RIVER
from game.rules.siege import forts
from game.rules.strength import zoc_strength

FREE, ZONE, TROOPS, FORT = 0, 1, 2, 3
"""What a side puts in the way of the other: nothing, a zone of control, its troops, works with a
garrison so small that one can march past it."""


@functools.cache
def reach(hexmap: HexMap, h: Hex) -> tuple[Hex, ...]:
    """Neighbours that a zone of control from hex `h` covers.

    Not over great rivers, barriers and water, nor from ships; into close country along roads and
    railways only.
    """
    land, found = hexmap.land, []
    if not land[h]:
        return ()
    for n in hexmap.around[h]:
        step = h * 6 + OFFSETS[(h // STRIDE) & 1].index(n - h)
        linked = hexmap.road[step] > 0 or hexmap.rail[step] > 0
        shut = hexmap.river[step] == GREAT_RIVER or hexmap.barrier[step] > 0
        if land[n] and not shut and (linked or not hexmap.terrain_at(n).close):
            found.append(n)
    return tuple(found)


def exerts(state: State, unit: Unit) -> bool:
    """Whether a unit is strong, steady and willing enough to control the ground around it."""
    s = state.scenario
    table = s.tables.movement
    if unit.frozen and s.date_of(state.turn) == s.tables.command.attack_day:
        return False  # asleep, or waiting for orders that have not come
    return (
        s.unit_types[s.counters[unit.id].type].zoc
        and unit.disruption < table.zoc_disruption
        and zoc_strength(s, unit) >= table.zoc_strength
    )


def zoc(state: State, side: Side) -> bytes:
    """1 where a unit of `side` exerts a zone of control, by hex; its own hex is not counted."""

    def build() -> bytes:
        mask = bytearray(state.scenario.map.size)
        besieged = forts(state, side)
        for u in state.on_map(side):
            if u.hex not in besieged and exerts(state, u):
                for h in reach(state.scenario.map, u.hex):
                    mask[h] = ZONE
        return bytes(mask)

    return state.derived((side, "zoc"), build)


def obstacles(state: State, side: Side) -> bytes:
    """What `side` puts in the other's way, by hex: FREE, ZONE, TROOPS or FORT."""

    def build() -> bytes:
        mask = bytearray(zoc(state, side))
        for u in state.on_map(side):
            mask[u.hex] = TROOPS
        for h in forts(state, side):
            mask[h] = FORT
        return bytes(mask)

    return state.derived((side, "obstacles"), build)
