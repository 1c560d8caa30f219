"""The geography of a scenario: arrays indexed by hex number. Never changes during a game."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from game.hexes import OFFSETS, STRIDE, Hex
from game.model.terrain import Terrain

Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Place:
    """A named town, station, port, pass or island, on one hex."""

    id: str
    hex: Hex
    name: str
    name_modern: str
    names_alt: tuple[str, ...]
    country: str
    kind: str
    population: int
    value: int
    """Prestige value of the source list, 0 to 100; sets the importance of its label."""
    airfield: int
    port: int
    """0 none, 1 small to 3 great."""
    supply: str
    """The side it is a source of supply for in the source list ("" for none)."""
    notes: str
    lat: str
    lon: str
    """Degrees as written in the source; the rules never calculate with them."""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Zone:
    """Permanent fortification in one hex."""

    id: str
    hex: Hex
    name: str
    side: str
    level: int
    """1 (field works in concrete) to 9 (Hutou)."""
    facing: str
    historic_fate: str
    confidence: str
    source: str


class _Around(dict[int, tuple[Hex, ...]]):
    """Neighbours by hex, found when first asked for: most games never touch half of the map."""

    def __init__(self, inside: bytes) -> None:
        super().__init__()
        self._inside = inside

    def __missing__(self, h: int) -> tuple[Hex, ...]:
        inside, size = self._inside, len(self._inside)
        offsets = OFFSETS[(h // STRIDE) & 1] if inside[h] else ()
        found = self[h] = tuple(
            Hex(h + o) for o in offsets if 0 <= h + o < size and inside[h + o]
        )
        return found


@dataclass(frozen=True, eq=False)
class HexMap:
    """Terrain, hexsides, links and places. All arrays are read-only.

    Arrays over hexes have the length `size`; arrays over hexsides are indexed by
    ``hex * 6 + direction`` and hold each side twice, once from either hex.
    Compared and hashed by identity, so that tables derived from it can be cached.
    """

    columns: int
    rows: int
    terrains: tuple[Terrain, ...]
    """Index 0 is the void: no hex of the theatre."""
    countries: tuple[str, ...]
    country_sides: tuple[str, ...]
    """"soviet", "japan" or "neutral", for each country."""
    sectors: tuple[str, ...]
    terrain: Bytes
    elevation: npt.NDArray[np.int16]
    relief: npt.NDArray[np.int16]
    country: Bytes
    """Index into `countries`, 255 for none."""
    sector: Bytes
    river: Bytes
    barrier: Bytes
    road: Bytes
    rail: Bytes
    """Capacity class 0 to 3 of the best line on each hexside."""
    gauge: npt.NDArray[np.uint16]
    """Millimetres, 0 without a railway."""
    tracks: Bytes
    places: tuple[Place, ...]
    zones: tuple[Zone, ...]
    rail_lines: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """Names of the lines that use a hexside (`hex * 6 + direction`, from the lower hex)."""
    river_names: dict[int, str] = field(default_factory=dict)
    projection: tuple[str, str, str, str] = ("", "0", "0", "20")
    """PROJ text, x0 and y0 of hex 0 in km, size in km, as written; for drawing only."""
    passes: tuple[tuple[str, Hex], ...] = ()
    """The known mountain passes by name."""

    @property
    def size(self) -> int:
        """Length of the arrays over hexes."""
        return self.columns * STRIDE

    @cached_property
    def hexes(self) -> tuple[Hex, ...]:
        """All hexes of the theatre, land and water, in rising number."""
        return tuple(Hex(int(h)) for h in np.flatnonzero(self.terrain))

    @cached_property
    def land(self) -> bytes:
        """1 for each hex that troops can stand on, indexed by hex."""
        is_land = np.array([t.land for t in self.terrains], dtype=np.uint8)
        return bytes(is_land[self.terrain].tobytes())

    @cached_property
    def around(self) -> Mapping[int, tuple[Hex, ...]]:
        """For each hex number its neighbours in the theatre, in the order of DIRECTIONS."""
        return _Around(self.terrain_bytes)

    @cached_property
    def terrain_bytes(self) -> bytes:
        """`terrain` as bytes, for reading single hexes quickly."""
        return bytes(self.terrain.tobytes())

    @cached_property
    def sector_bytes(self) -> bytes:
        """`sector` as bytes, for reading single hexes quickly."""
        return bytes(self.sector.tobytes())

    @cached_property
    def places_by_id(self) -> dict[str, Place]:
        """Places by their id."""
        return {p.id: p for p in self.places}

    @cached_property
    def places_at(self) -> dict[int, tuple[Place, ...]]:
        """Places of each hex that has any, most important first."""
        found: dict[int, list[Place]] = {}
        for place in self.places:
            found.setdefault(place.hex, []).append(place)
        return {h: tuple(sorted(ps, key=lambda p: (-p.value, p.id))) for h, ps in found.items()}

    def terrain_at(self, h: int) -> Terrain:
        """The terrain of hex `h`."""
        return self.terrains[self.terrain_bytes[h]]

    def label(self, h: int) -> str:
        """The hex as people say it: its number and, if it has one, its place."""
        places = self.places_at.get(h)
        return f"{h:05d} ({places[0].name})" if places else f"{h:05d}"
