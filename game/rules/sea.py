"""The sea: where it is, its coasts and ports, and how far fleets go on it."""

from __future__ import annotations

import functools

import numpy as np

from game.hexes import NOWHERE, Hex
from game.model.forces import Asset, AssetId, Side
from game.model.hexmap import HexMap
from game.model.scenario import Scenario, SupplySource
from game.model.state import HOLDER_OF, State

SEA = "sea"
"""Id of the terrain that ships use; lakes are not joined to it."""
FAR = 255
"""Distance of hexes that no ship reaches."""


@functools.cache
def sea(hexmap: HexMap) -> bytes:
    """1 for each hex of sea."""
    ids = bytes(t.id == SEA for t in hexmap.terrains)
    return bytes(hexmap.terrain_bytes.translate(ids + bytes(256 - len(ids))))


@functools.cache
def coasts(hexmap: HexMap) -> bytes:
    """1 for each land hex beside the sea."""
    wet, mask = sea(hexmap), bytearray(hexmap.size)
    for h in hexmap.hexes:
        if hexmap.land[h] and any(wet[n] for n in hexmap.around[h]):
            mask[h] = 1
    return bytes(mask)


@functools.cache
def ports(hexmap: HexMap) -> dict[Hex, int]:
    """Class of the best port of each hex on the coast that has one."""
    found: dict[Hex, int] = {}
    for p in hexmap.places:
        if p.port and coasts(hexmap)[p.hex]:
            found[p.hex] = max(p.port, found.get(p.hex, 0))
    return found


@functools.cache
def sea_distance(hexmap: HexMap, start: Hex) -> bytes:
    """Sea hexes on the way from a hex (a port counts as the shore) to each sea hex; FAR where
    there is no way by sea."""
    wet, found = sea(hexmap), bytearray((FAR,)) * hexmap.size
    edge: list[Hex] = [start]
    found[start] = 0
    for steps in range(1, FAR):
        coming = []
        for h in edge:
            for n in hexmap.around[h]:
                if wet[n] and found[n] == FAR:
                    found[n] = steps
                    coming.append(n)
        if not coming:
            break
        edge = coming
    return bytes(found)


def base_of(scenario: Scenario, fleet: AssetId) -> Hex:
    """Where a fleet's passages begin: its port, or where it comes on to the map."""
    asset = scenario.assets[fleet]
    if not asset.box:
        return asset.hex
    leads = scenario.exits.get(asset.box)
    return leads.hex if leads else NOWHERE


@functools.lru_cache(maxsize=16)
def fleets_of(scenario: Scenario, side: Side) -> tuple[Asset, ...]:
    """The sea-going fleets of a side."""
    return tuple(
        a for name in scenario.fleets
        if (a := scenario.assets.get(name)) and a.kind == "fleet" and a.side == side
        and base_of(scenario, name) != NOWHERE
    )  # fmt: skip


def harbour(state: State, side: Side, h: Hex) -> bool:
    """Whether a hex is a port on the coast in the hands of `side`."""
    return h in ports(state.scenario.map) and state.control[h] == HOLDER_OF[side]


def serves(state: State, fleet: AssetId, h: Hex) -> bool:
    """Whether a fleet goes as far as hex `h`, at sea or on a coast: within its reach of its base,
    or of a captured port that it serves."""
    return _served(state, fleet)[h] != 0


def _served(state: State, fleet: AssetId) -> bytes:
    return state.derived(("served", fleet), lambda: _find_served(state, fleet))


def _find_served(state: State, fleet: AssetId) -> bytes:
    s = state.scenario
    side, reach = s.assets[fleet].side, s.fleets[fleet].reach
    captured = [h for h in ports(s.map) if h in state.held and harbour(state, side, h)]
    bases: tuple[Hex, ...] = (base_of(s, fleet),)
    while True:
        mask = _within_reach(s.map, bases, reach)
        more = [h for h in captured if mask[h] and h not in bases]
        if not more:
            return mask
        bases = (*bases, *more)


@functools.lru_cache(maxsize=64)
def _within_reach(hexmap: HexMap, harbours: tuple[Hex, ...], reach: int) -> bytes:
    """1 for each hex at sea within reach of a harbour, and for each coast beside one."""
    mask = bytearray(hexmap.size)
    away = [np.frombuffer(sea_distance(hexmap, h), dtype=np.uint8) for h in harbours]
    near = np.minimum.reduce(away) <= reach
    wet = np.frombuffer(sea(hexmap), dtype=np.uint8) != 0
    for h in np.flatnonzero(near & wet).tolist():
        mask[h] = 1
        for n in hexmap.around[h]:
            if hexmap.land[n]:
                mask[n] = 1
    return bytes(mask)


def captured_ports(state: State, side: Side) -> tuple[SupplySource, ...]:
    """Ports that were the enemy's and are now open to ships of `side`: each brings supply."""
    s, mine = state.scenario, HOLDER_OF[side]
    after, tons = s.tables.water.port_after, s.tables.water.port_tons
    found = []
    for h, size in ports(s.map).items():
        holder, since = state.held.get(h, (0, 0))
        if holder != mine or state.turn - since < after:
            continue
        if any(a.arrives <= state.turn and serves(state, a.id, h) for a in fleets_of(s, side)):
            place = next(p for p in s.map.places_at[h] if p.port)
            found.append(
                SupplySource(
                    id=f"port_{place.id}", hex=h, side=side, commands=(), tons=tons[size],
                    note="captured port",
                )
            )  # fmt: skip
    return tuple(found)
