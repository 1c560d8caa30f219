"""Water in the desert: where there is some, and what a march that ends without it costs.

Caravan tracks of the Gobi lead from well to well, 30 to 60 km apart; away from them, from rivers,
lakes and places a column drinks what it carries. The armies' well-diggers went ahead in August 1945
and left little of the want.
"""

from __future__ import annotations

import functools

import numpy as np

from game.hexes import NOWHERE, Hex, distance
from game.model.forces import Unit
from game.model.hexmap import HexMap
from game.model.state import State
from game.model.tables import Tables
from game.rules.engineering import engineers
from game.rules.support import army_centre

DRINKS = frozenset({"foot", "horse"})


@functools.cache
def waterless(hexmap: HexMap, tables: Tables) -> frozenset[Hex]:
    """Desert hexes without a track, a river, a place, or a lake or sea beside them."""
    ids = [t.id for t in hexmap.terrains]
    dry = [ids.index(name) for name in tables.engineering.dry_ground if name in ids]
    linked = (hexmap.road.reshape(-1, 6) > 0).any(axis=1)
    watered = (hexmap.river.reshape(-1, 6) > 0).any(axis=1)
    found = np.flatnonzero(np.isin(hexmap.terrain, dry) & ~linked & ~watered).tolist()
    return frozenset(
        Hex(h) for h in found
        if h not in hexmap.places_at and all(hexmap.land[n] for n in hexmap.around[h])
    )  # fmt: skip


def has_water(state: State, h: Hex) -> bool:
    """Whether troops find water on a hex."""
    return h not in waterless(state.scenario.map, state.scenario.tables)


def wells_dug(state: State, unit: Unit, h: Hex) -> bool:
    """Whether the engineers of a unit's army or front are near enough to dig wells for it."""
    s = state.scenario
    side, army = s.counters[unit.id].side, s.army_of.get(unit.formation)
    front = s.front_of.get(unit.formation)
    if army is None or not any(
        (serves == army or (not serves and of == front)) and asset.arrives <= state.turn
        for asset, serves, of in engineers(s, side)
    ):
        return False
    centre = army_centre(state, army)
    return centre != NOWHERE and distance(centre, h) <= s.tables.engineering.reach


def thirst(state: State, unit: Unit, h: Hex) -> int:
    """Fatigue of a unit whose march ends on a hex for want of water: by the weather there, less
    where wells are dug."""
    s = state.scenario
    table = s.tables.engineering
    if has_water(state, h) or s.counters[unit.id].mobility not in DRINKS:
        return 0
    want = table.thirst.get(state.weather[s.map.sector_bytes[h]], 0)
    return want * table.thirst_wells // 100 if want and wells_dug(state, unit, h) else want
