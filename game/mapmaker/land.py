"""Which hexes exist, which are land, lake or sea, whose they are, and where straits part them.

A hex is land when half of it is, or when it holds a place or a point of FORCED_LAND, or when it is
a third of a larger island of the Kurils; lake when lakes outweigh its land. It belongs to the
territory of 1945 that holds most of its land.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import LineString

from game.hexes import Hex
from game.mapmaker import facts
from game.mapmaker.grid import Floats, Grid, Ints, plane_point, plane_polygon, plane_xy
from game.mapmaker.lattice import Side, side_of
from game.mapmaker.sources import Feature, Rasters, Sources

Bools = npt.NDArray[np.bool_]
SEA, LAND, LAKE = 0, 1, 2
ISLAND_SHARE = 0.3
SMALLEST_SEA = 60
PLACE_ID_COUNTRY = {"KWANTUNG": "JPN", "KARAFUTO": "JPN", "KURILS": "JPN", "CHN_OCC": "CHN"}


@dataclass(frozen=True)
class Cells:
    """Raster cells brought to hexes: which hex each lies in, and sums over hexes."""

    hexes: Ints
    """Hex of each cell used."""
    index: Ints
    """Position of that cell in the rasters."""
    weight: Floats
    size: int
    area: Floats
    """Total weight per hex."""

    def share(self, value: npt.NDArray[np.generic]) -> Floats:
        """Mean over the hex of a value per raster cell (0 where no cell lies)."""
        total = np.bincount(
            self.hexes,
            weights=self.weight * value[self.index].astype(np.float64),
            minlength=self.size,
        )
        return np.asarray(total / np.maximum(self.area, 1e-9))


@dataclass(frozen=True)
class Land:
    """Kind and owner of every hex number."""

    grid: Grid
    inside: Bools
    """The hex is part of the map."""
    kind: npt.NDArray[np.int8]
    """SEA, LAND or LAKE."""
    owner: npt.NDArray[np.int16]
    """Index into facts.COUNTRIES for land hexes, else -1."""
    mass: npt.NDArray[np.int16]
    """Index of the coast polygon (mainland, island) of a land hex, else -1."""
    land_share: Floats
    barriers: frozenset[Side]
    """Sides between neighbouring land hexes of different islands."""

    def is_land(self, h: int) -> bool:
        """Whether hex `h` is land of the map."""
        return bool(self.inside[h]) and self.kind[h] == LAND

    def country(self, h: int) -> str:
        """Id of the country of land hex `h`, "" for water."""
        return facts.COUNTRIES[self.owner[h]][0] if self.owner[h] >= 0 else ""


def gather(grid: Grid, rasters: Rasters) -> Cells:
    """Sort the raster cells into hexes."""
    x, y = plane_xy(rasters.lon, rasters.lat)
    number = grid.hexes_of(x, y)
    index = np.flatnonzero(number >= 0)
    hexes, weight = number[index], rasters.weight[index]
    area = np.asarray(np.bincount(hexes, weights=weight, minlength=grid.size), dtype=np.float64)
    return Cells(hexes, index, weight, grid.size, area)


def build_land(grid: Grid, sources: Sources, cells: Cells) -> Land:
    """Decide land, lake and sea, the limits of the map, owners and straits."""
    rasters = sources.rasters
    land_share = cells.share(rasters.land)
    lake_share = cells.share(rasters.surface == 2)
    forced = {
        grid.hex_of(*plane_point(lon, lat)): country for _, lon, lat, country in facts.FORCED_LAND
    }
    mass_share, mass_area = _mass_shares(grid, sources.coast, rasters, cells)
    mass = mass_share.argmax(axis=1).astype(np.int16)

    kind = np.where(land_share >= 0.5, LAND, SEA).astype(np.int8)
    kind[(lake_share > 0.3) & (lake_share > land_share)] = LAKE
    # The long narrow islands would fall to pieces under the half-land rule.
    kurils = np.isin(mass, [mass[h] for h, c in forced.items() if c == "KURILS"])
    island = kurils & (mass_share.max(axis=1) >= ISLAND_SHARE) & (mass_area[mass] > 900)
    kind[island & (kind == SEA)] = LAND
    _keep_greatest_hex_of_lakes(grid, sources.lakes, lake_share, kind)
    for h in forced:
        kind[h] = LAND
    place_hexes = [
        grid.hex_of(*plane_point(float(p["lon"]), float(p["lat"]))) for p in sources.places
    ]
    owner = _owners(grid, sources.territories, rasters, cells)
    for h, country in forced.items():
        owner[h] = _country_index(country)
    for p, h in zip(sources.places, place_hexes, strict=True):
        # A coast town makes its own hex land, if the hex's land is its country's.
        if h >= 0 and kind[h] == SEA and land_share[h] > 0.02 and owner[h] >= 0:
            own = facts.COUNTRIES[owner[h]][0]
            if PLACE_ID_COUNTRY.get(own, own) == p["country_1945"]:
                kind[h] = LAND
    _fill_bays(grid, kind)
    owner[kind != LAND] = -1
    _clean_exclaves(grid, owner, mass)
    inside = _theatre(grid, grid.framed & (cells.area > 0), kind, forced)
    mass[kind != LAND] = -1
    lost = inside & (kind == LAND) & (owner < 0)
    _own_by_neighbours(grid, owner, lost)
    return Land(grid, inside, kind, owner, mass, land_share, _barriers(grid, inside, kind, mass))


def _country_index(country: str) -> int:
    return [c[0] for c in facts.COUNTRIES].index(country)


def _mass_shares(
    grid: Grid, coast: tuple[Feature, ...], rasters: Rasters, cells: Cells
) -> tuple[Floats, Floats]:
    """Share of each hex on each coast polygon, (size, polygons); area of the polygons, km2."""
    shares = np.zeros((grid.size, len(coast)), dtype=np.float64)
    candidates = np.flatnonzero(rasters.land > 0)
    for k, feature in enumerate(coast):
        hit = _cells_in(feature.degrees, rasters, candidates)
        value = np.zeros(rasters.land.shape)
        value[hit] = 1.0
        shares[:, k] = cells.share(value)
    return shares, np.array([f.plane.area for f in coast])


def _cells_in(polygon: shapely.Geometry, rasters: Rasters, candidates: Ints) -> Ints:
    """Those of the candidate cells whose centre lies in the polygon (degrees)."""
    west, south, east, north = polygon.bounds
    lon, lat = rasters.lon[candidates], rasters.lat[candidates]
    near = candidates[(lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)]
    shapely.prepare(polygon)
    inside = np.asarray(shapely.contains_xy(polygon, rasters.lon[near], rasters.lat[near]))
    picked: Ints = near[inside]
    return picked


def _owners(
    grid: Grid, territories: tuple[Feature, ...], rasters: Rasters, cells: Cells
) -> npt.NDArray[np.int16]:
    """Country with the greatest share of each hex's land, -1 where none has any."""
    shares = np.zeros((grid.size, len(facts.COUNTRIES)))
    candidates = np.flatnonzero((rasters.surface == 1) | (rasters.land > 0))
    for feature in territories:
        value = np.zeros(rasters.land.shape)
        value[_cells_in(feature.degrees, rasters, candidates)] = 1.0
        shares[:, _country_index(feature.properties["id"])] = cells.share(value)
    return np.where(shares.sum(axis=1) > 0, shares.argmax(axis=1), -1).astype(np.int16)


def _keep_greatest_hex_of_lakes(
    grid: Grid, lakes: tuple[Feature, ...], lake_share: Floats, kind: npt.NDArray[np.int8]
) -> None:
    """A lake of a hex and more in area has at least one lake hex (Buir Nor)."""
    for lake in lakes:
        if lake.plane.area < 450 or lake.properties["scalerank"] > 5:
            continue
        shapely.prepare(lake.plane)
        hexes = np.flatnonzero(
            shapely.dwithin(lake.plane, shapely.points(grid.centres), 8) & grid.framed
        )
        if len(hexes) and not (kind[hexes] == LAKE).any():
            kind[hexes[lake_share[hexes].argmax()]] = LAKE


def _theatre(grid: Grid, known: Bools, kind: npt.NDArray[np.int8], forced: Iterable[int]) -> Bools:
    """Land and lakes within the theatre's limit, and the sea near them and along the lanes."""
    limit = plane_polygon(facts.THEATRE)
    shapely.prepare(limit)
    in_limit = np.asarray(shapely.contains_xy(limit, grid.centres[:, 0], grid.centres[:, 1]))
    inside: Bools = in_limit & known & (kind != SEA)
    for h in forced:
        inside[h] = True
    land_points = shapely.multipoints(grid.centres[inside & (kind == LAND)])
    shapely.prepare(land_points)
    sea = np.flatnonzero(known & (kind == SEA))
    points = shapely.points(grid.centres[sea])
    near = shapely.dwithin(land_points, points, facts.SEA_REACH * 20.0 + 1)
    lanes = shapely.union_all([LineString([plane_point(*p) for p in lane]) for lane in facts.LANES])
    near |= shapely.dwithin(lanes, points, 25.0)
    inside[sea[near]] = True
    # Holes of open sea between lane and coast are filled; water cut off by the edge is dropped.
    outside = _groups(grid, known & (kind == SEA) & ~inside)
    for group in outside:
        edge = any(len(grid.around(h)) < 6 for h in group)
        beside = {n for h in group for _, n in grid.around(h)} - set(group)
        if not edge and all(inside[n] for n in beside):
            inside[group] = True
    for group in _groups(grid, inside & (kind == SEA)):
        if len(group) < SMALLEST_SEA:
            inside[group] = False
    return inside


def _fill_bays(grid: Grid, kind: npt.NDArray[np.int8]) -> None:
    """A bay of one or two hexes shut in by land is no sea to sail on: it becomes land."""
    for group in _groups(grid, grid.framed & (kind == SEA)):
        if len(group) <= 2:
            kind[group] = LAND


def _groups(grid: Grid, member: Bools) -> list[list[int]]:
    """Connected groups of member hexes, in rising order of their first hex."""
    left, groups = set(np.flatnonzero(member).tolist()), []
    for start in sorted(left):
        if start not in left:
            continue
        left.discard(start)
        group, todo = [], [start]
        while todo:
            h = todo.pop()
            group.append(h)
            for _, n in grid.around(h):
                if n in left:
                    left.discard(n)
                    todo.append(n)
        groups.append(sorted(group))
    return groups


def _clean_exclaves(grid: Grid, owner: npt.NDArray[np.int16], mass: npt.NDArray[np.int16]) -> None:
    """One or two hexes cut off from their country by a winding frontier go to the neighbour."""
    for country in range(len(facts.COUNTRIES)):
        for group in _groups(grid, owner == country):
            if len(group) > 2:
                continue
            beside = [
                int(owner[n])
                for h in group
                for _, n in grid.around(h)
                if owner[n] >= 0 and owner[n] != country and mass[n] == mass[h]
            ]
            if beside:
                owner[group] = max(sorted(set(beside)), key=beside.count)


def _own_by_neighbours(grid: Grid, owner: npt.NDArray[np.int16], lost: Bools) -> None:
    """Slivers of coast in no territory take the owner of most of their neighbours."""
    for h in np.flatnonzero(lost).tolist():
        beside = [int(owner[n]) for _, n in grid.around(h) if owner[n] >= 0]
        if beside:
            owner[h] = max(sorted(set(beside)), key=beside.count)


def _barriers(
    grid: Grid, inside: Bools, kind: npt.NDArray[np.int8], mass: npt.NDArray[np.int16]
) -> frozenset[Side]:
    """Sides between land hexes that stand on different coast polygons."""
    found = set()
    for h in np.flatnonzero(inside & (kind == LAND)).tolist():
        for d, n in grid.around(h):
            if n > h and inside[n] and kind[n] == LAND and mass[n] != mass[h]:
                found.add(side_of(Hex(h), d))
    return frozenset(found)
