"""The theatre in the large: sectors grown round towns and junctions, and the gates between them.

A staff that plans weeks ahead thinks of country, not of hexes. A sector is what lies nearest, by
time of march on dry ground, to one of the towns that the map names most, or to a point in the
empty country between; a gate is all hexsides that two sectors share. About 180 sectors and 430
gates cover the campaign. They follow from the map alone and are made once for each map.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from game.hexes import OFFSETS, STRIDE, Hex, distance
from game.model.hexmap import HexMap
from game.model.scenario import Scenario
from game.model.tables import Tables
from game.model.terrain import Mobility
from game.players.fields import FAR
from game.rules.costs import FERRY, NO_STEP, PREPARED, whole_map

Ways = npt.NDArray[np.int32]

APART = 5
"""Hexes between the middles of two sectors at least."""
REACH = 8
"""Land further than this from every middle gets a sector of its own."""
NO_SECTOR = 0
BITS = 9
"""Bits that the number of a sector takes in the array in which sectors grow."""
NO_WAY = 1_000_000


@dataclass(frozen=True, eq=False)
class Sectors:
    """Sectors of one map. Number 0 is no sector: sea, and land that nobody can get to."""

    middles: tuple[Hex, ...]
    """By number; the first is NOWHERE."""
    of: npt.NDArray[np.int16]
    """The sector of each hex."""
    width: dict[tuple[int, int], int]
    """Hexsides of each gate, by its two sectors, the lower first."""
    near: dict[Mobility, Ways]
    """Points of march between the middles of neighbours, by two sectors; NO_WAY for others."""
    ways: dict[Mobility, Ways]
    """The same between all sectors, by the shortest ways."""


def sectors_of(scenario: Scenario) -> Sectors:
    """The sectors of a scenario's map."""
    return _grown(scenario.map, scenario.tables)


@functools.lru_cache(maxsize=4)
def _grown(hexmap: HexMap, tables: Tables) -> Sectors:
    middles = _middles(hexmap)
    of, far = _labels(hexmap, tables, "foot", middles)
    near: dict[Mobility, Ways] = {"foot": _neighbours(hexmap, tables, "foot", of, far, middles)}
    # For vehicles only the ways are new: the sectors are the same for all.
    _, far = _labels(hexmap, tables, "mech", middles)
    near["mech"] = _neighbours(hexmap, tables, "mech", of, far, middles)
    width: dict[tuple[int, int], int] = {}
    a, b = _borders(hexmap, of)
    for low, high in zip(np.minimum(a, b).tolist(), np.maximum(a, b).tolist(), strict=True):
        width[(low, high)] = width.get((low, high), 0) + 1
    # Every hexside has been met from both of its hexes.
    width = {gate: n // 2 for gate, n in sorted(width.items())}
    ways = {m: shortest(w) for m, w in near.items()}
    return Sectors(middles, of, width, near, ways)


def _middles(hexmap: HexMap) -> tuple[Hex, ...]:
    """Towns by importance, not too near to each other, then points of the empty country."""
    chosen: list[Hex] = []
    ranked = sorted(hexmap.places, key=lambda p: (-p.value, p.id))
    for place in ranked:
        if hexmap.land[place.hex] and all(distance(place.hex, m) >= APART for m in chosen):
            chosen.append(place.hex)
    left = np.array([h for h in hexmap.hexes if hexmap.land[h]], dtype=np.int64)
    for middle in chosen:
        left = left[_apart(left, middle) > REACH]
    while len(left):
        middle = Hex(int(left[0]))
        chosen.append(middle)
        left = left[_apart(left, middle) > REACH]
    return (Hex(0), *chosen[: (1 << BITS) - 1])


def _apart(hexes: npt.NDArray[np.int64], h: Hex) -> npt.NDArray[np.int64]:
    """Distances of many hexes from one: `hexes.distance`, all at once."""
    q, hq = hexes // STRIDE, h // STRIDE
    dq = q - hq
    dr = hexes % STRIDE - (q - (q & 1)) // 2 - (h % STRIDE - (hq - (hq & 1)) // 2)
    return np.asarray((abs(dq) + abs(dr) + abs(dq + dr)) // 2, dtype=np.int64)


def _steps(hexmap: HexMap, tables: Tables, kind: Mobility) -> npt.NDArray[np.int64]:
    """Points of each step on dry ground with all means of crossing; FAR where there is none."""
    dry = (0,) * len(hexmap.sectors)
    steps = whole_map(hexmap, tables, kind, dry, PREPARED | FERRY).astype(np.int64)
    return np.where(steps == NO_STEP, FAR, steps)


def _beyond(hexmap: HexMap) -> npt.NDArray[np.int64]:
    """The hex beyond each hexside; hexes off the map are 0."""
    h = np.arange(hexmap.size)
    beyond = (h[:, None] + np.array(OFFSETS)[(h // STRIDE) & 1]).ravel()
    beyond[(beyond < 0) | (beyond >= hexmap.size)] = 0
    return np.asarray(beyond, dtype=np.int64)


def _labels(
    hexmap: HexMap, tables: Tables, kind: Mobility, middles: tuple[Hex, ...]
) -> tuple[npt.NDArray[np.int16], npt.NDArray[np.int64]]:
    """The middle nearest to each hex by its number, and the way from there.

    Way and number grow together in one array, the number in the low bits, so that of two middles
    equally far away the lower one has the hex.
    """
    beyond = _beyond(hexmap).reshape(-1, 6)
    # What it costs to come into a hex from each neighbour.
    into = _steps(hexmap, tables, kind).reshape(-1, 6)
    back = np.array([3, 4, 5, 0, 1, 2])
    cost = into[beyond, back] << BITS
    grown = np.full(hexmap.size, FAR << BITS, dtype=np.int64)
    grown[list(middles[1:])] = np.arange(1, len(middles))
    land = np.frombuffer(hexmap.land, dtype=np.uint8) != 0
    hexes = np.flatnonzero(land)
    while True:
        best = np.minimum(grown[hexes], (grown[beyond[hexes]] + cost[hexes]).min(axis=1))
        if np.array_equal(best, grown[hexes]):
            break
        grown[hexes] = best
    far = grown >> BITS
    of = np.where(far < FAR, grown & ((1 << BITS) - 1), NO_SECTOR).astype(np.int16)
    return of, far


def _borders(
    hexmap: HexMap, of: npt.NDArray[np.int16]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The sectors on both sides of each hexside that lies between two."""
    a = np.repeat(of, 6).astype(np.int64)
    b = of[_beyond(hexmap)].astype(np.int64)
    between = (a != b) & (a > 0) & (b > 0)
    return a[between], b[between]


def _neighbours(
    hexmap: HexMap,
    tables: Tables,
    kind: Mobility,
    of: npt.NDArray[np.int16],
    far: npt.NDArray[np.int64],
    middles: tuple[Hex, ...],
) -> Ways:
    """Points of march between the middles of sectors that share a gate."""
    beyond = _beyond(hexmap)
    a = np.repeat(of, 6).astype(np.int64)
    b = of[beyond].astype(np.int64)
    steps = _steps(hexmap, tables, kind)
    mine = np.flatnonzero((a != b) & (a > 0) & (b > 0) & (steps < FAR))
    total = far[mine // 6] + steps[mine] + far[beyond[mine]]
    found = np.full((len(middles), len(middles)), NO_WAY, dtype=np.int64)
    np.minimum.at(found, (a[mine], b[mine]), total)
    np.fill_diagonal(found, 0)
    return found.astype(np.int32)


def shortest(near: Ways, toll: Mapping[int, int] | None = None) -> Ways:
    """The shortest ways between all sectors; `toll` is what it costs to enter one."""
    ways = near.copy()
    for sector, points in (toll or {}).items():
        ways[:, sector] = np.where(ways[:, sector] < NO_WAY, ways[:, sector] + points, NO_WAY)
    np.fill_diagonal(ways, 0)
    through = np.empty_like(ways)
    for k in range(1, len(ways)):
        np.add(ways[:, k, None], ways[None, k, :], out=through)
        np.minimum(ways, through, out=ways)
    return np.minimum(ways, NO_WAY)
