"""Towns, fortified zones and passes put on hexes.

A place stands in its own hex or, where an enemy town over the river or the sea has it, in the
nearest neighbouring hex of its own country; never further.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

from game.hexes import Hex
from game.mapmaker import facts
from game.mapmaker.grid import plane_point
from game.mapmaker.land import PLACE_ID_COUNTRY, Land
from game.mapmaker.sources import Row, Sources

SNAP_KM = 8.0
"""A fortified zone this near to a place of its side is meant to be at the place."""
SIDES = {country: side for country, _, side in facts.COUNTRIES}


@dataclass(frozen=True)
class Stop:
    """A town, a station of a railway or a bend of a road."""

    name: str
    hex: Hex
    x: float
    y: float
    """Where it really was, km."""


@dataclass(frozen=True)
class Seated:
    """Rows of the input tables with their hexes."""

    places: tuple[tuple[Row, Hex], ...]
    zones: tuple[tuple[Row, Hex], ...]
    passes: tuple[tuple[str, Hex], ...]

    @property
    def hex_of_place(self) -> dict[str, Hex]:
        """Hex of each place id."""
        return {row["id"]: h for row, h in self.places}


def seat(land: Land, lon: float, lat: float, countries: Collection[str]) -> Hex | None:
    """The land hex of one of the countries nearest to a point: its own hex or a neighbour."""
    x, y = plane_point(lon, lat)
    home = land.grid.hex_of(x, y)
    if home < 0:
        return None
    best: tuple[float, Hex] | None = None
    for h in [home] + [n for _, n in land.grid.around(home)]:
        if land.is_land(h) and land.country(h) in countries:
            cx, cy = land.grid.centres[h]
            d = math.hypot(cx - x, cy - y)
            if best is None or d < best[0]:
                best = d, h
    return best[1] if best else None


def map_countries(country_1945: str) -> tuple[str, ...]:
    """The countries of the map that the place list calls by this name."""
    return tuple(c for c, _, _ in facts.COUNTRIES if PLACE_ID_COUNTRY.get(c, c) == country_1945)


def seat_all(land: Land, sources: Sources) -> Seated:
    """Put places, zones and passes on hexes. Places off the map (the boxes) are left out."""
    boxes = {b[0] for b in facts.BOXES}
    places: list[tuple[Row, Hex]] = []
    for row in sources.places:
        if row["id"] in boxes:
            continue
        h = seat(land, float(row["lon"]), float(row["lat"]), map_countries(row["country_1945"]))
        if h is None:
            raise ValueError(f"place {row['id']}: no land of {row['country_1945']} here or beside")
        places.append((row, h))
    places = _part_the_banks(land, places)
    zones = tuple((row, _zone_hex(land, row, places)) for row in sources.zones)
    passes = []
    for pass_id, _, lon, lat, _, _ in facts.PASSES:
        h = seat(land, lon, lat, SIDES)
        if h is None:
            raise ValueError(f"pass {pass_id}: no land here or beside")
        passes.append((pass_id, h))
    return Seated(tuple(places), zones, tuple(passes))


def _part_the_banks(land: Land, places: list[tuple[Row, Hex]]) -> list[tuple[Row, Hex]]:
    """Towns on opposite banks of a river may not share a hex: the lesser moves away."""
    bank = {(p, river): side for p, river, side in facts.BANKS}
    worth = {row["id"]: int(row["victory_value"]) for row, _ in places}
    spot = {row["id"]: h for row, h in places}
    point = {row["id"]: plane_point(float(row["lon"]), float(row["lat"])) for row, _ in places}
    country = {row["id"]: map_countries(row["country_1945"]) for row, _ in places}
    for (a, river), side in bank.items():
        for b in [q for (q, r), s in bank.items() if r == river and s != side]:
            if a < b and spot[a] == spot[b]:
                small, other = sorted((a, b), key=lambda p: worth[p])
                ax, ay = point[small]
                ox, oy = point[other]
                options = [
                    n
                    for _, n in land.grid.around(spot[small])
                    if land.is_land(n) and land.country(n) in country[small]
                ]
                # The neighbour in the direction that leads from the other town to this one.
                spot[small] = max(
                    options,
                    key=lambda n: (
                        (land.grid.centres[n][0] - ox) * (ax - ox)
                        + (land.grid.centres[n][1] - oy) * (ay - oy)
                    ),
                )
    return [(row, spot[row["id"]]) for row, _ in places]


def _zone_hex(land: Land, row: Row, places: list[tuple[Row, Hex]]) -> Hex:
    """Hex of a fortified zone: the place it is known to bar, a place of its side within SNAP_KM, or
    the nearest own hex."""
    named = facts.ZONES_AT.get(row["id"])
    if named is not None:
        return next(h for place, h in places if place["id"] == named)
    side = zone_side(row)
    x, y = plane_point(float(row["lon"]), float(row["lat"]))
    near = []
    for place, h in places:
        px, py = plane_point(float(place["lon"]), float(place["lat"]))
        if SIDES[land.country(h)] == side:
            near.append((math.hypot(px - x, py - y), h))
    d, h = min(near)
    if d <= SNAP_KM:
        return h
    own = seat(
        land, float(row["lon"]), float(row["lat"]), [c for c, s in SIDES.items() if s == side]
    )
    if own is None:
        raise ValueError(f"zone {row['id']}: no land of its side here or beside")
    return own


def zone_side(row: Row) -> str:
    """ "soviet" or "japan" for a row of the table of fortified zones."""
    return "soviet" if row["side"] in ("USSR", "MPR") else "japan"
