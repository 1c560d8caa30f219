"""Terrain class, mean height and relief index of every hex.

Land cover says what grows, the relief index how rough it is, the regions of the notes what it was
like to cross. Thresholds are those of the movement table: relief below 60 flat, 150 to 280 hills,
above 280 mountains, above 420 high mountains (vehicles by road only). Where the notes give a
theatre its own speed (Khingan, Lesser Khingan, Jehol, Karafuto) its thresholds differ.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from game.mapmaker import facts
from game.mapmaker.grid import Grid, plane_point, plane_polygon
from game.mapmaker.land import LAKE, LAND, Bools, Cells, Land
from game.mapmaker.places import Seated
from game.mapmaker.sources import Feature, Sources

CITY_MEN = 80_000
FOREST, WOOD, STEPPE, DESERT, CROPS, MARSH, ALPINE = range(2, 9)
Words = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Relief:
    """Height and roughness, and the result, per hex number."""

    terrain: Words
    """Terrain id; "" off the map."""
    elevation: npt.NDArray[np.int64]
    """Mean height of the land, metres; lakes hold their surface, the sea 0."""
    relief: npt.NDArray[np.int64]
    """Median of the 10 km relief index, metres."""


@dataclass(frozen=True)
class _Ground:
    """What the classification reads for one hex."""

    lon: float
    lat: float
    relief: float
    height: float
    wooded: float
    """Share of forest and half of the open woodland."""
    marsh: float
    desert: float
    crops: float
    regions: frozenset[str]
    country: str


def build_terrain(
    land: Land, sources: Sources, cells: Cells, seated: Seated, on_line: set[int]
) -> Relief:
    """Classify every hex. `on_line` are hexes on a railway or road: no trackless taiga there."""
    grid = land.grid
    rasters = sources.rasters
    dry = rasters.surface == 1
    height = _median(cells, rasters.elevation, dry)
    mean = _mean(cells, rasters.elevation, dry)
    rough = _median(cells, rasters.relief, dry)
    _fill_islands(land, height, mean, rough)
    cover = np.stack([cells.share(dry & (rasters.cover == k)) for k in range(9)], axis=1)
    cover[:, :2] = 0
    cover /= np.maximum(cover.sum(axis=1, keepdims=True), 1e-9)
    regions = _regions(grid, sources.regions)

    terrain: Words = np.full(grid.size, "", dtype=object)
    terrain[land.inside] = "sea"
    terrain[land.inside & (land.kind == LAKE)] = "lake"
    land_hexes = np.flatnonzero(land.inside & (land.kind == LAND)).tolist()
    for h in land_hexes:
        terrain[h] = _classify(
            _Ground(
                lon=float(grid.lonlat[h][0]),
                lat=float(grid.lonlat[h][1]),
                relief=float(rough[h]),
                height=float(height[h]),
                wooded=float(cover[h, FOREST] + cover[h, WOOD] / 2 + cover[h, ALPINE] / 2),
                marsh=float(cover[h, MARSH]),
                desert=float(cover[h, DESERT]),
                crops=float(cover[h, CROPS]),
                regions=regions[h],
                country=land.country(h),
            )
        )
    fixed = _marshes_and_dunes(grid, land, terrain, rough)
    _smooth(land, terrain, fixed)
    _taiga(land, terrain, rough, on_line)
    _towns(land, terrain, seated)
    lake = land.inside & (land.kind == LAKE)
    mean[lake] = cells.share(np.where(rasters.surface == 2, rasters.elevation, 0.0))[
        lake
    ] / np.maximum(cells.share(rasters.surface == 2)[lake], 1e-9)
    water = land.inside & (land.kind != LAND)
    rough[water] = 0
    mean[land.inside & (land.kind == 0)] = 0
    return Relief(
        terrain,
        np.rint(np.nan_to_num(mean)).astype(np.int64),
        np.rint(np.nan_to_num(rough)).astype(np.int64),
    )


def _classify(g: _Ground) -> str:
    """The terrain class of one land hex before marshes, dunes, taiga and towns are drawn in."""
    region = g.regions
    khingan = "Greater Khingan range" in region
    if g.marsh >= 0.45 and g.relief < 90:
        return "marsh"
    if g.relief >= 420 or (g.height > 1500 and g.wooded > 0.4 and g.relief > 260):
        return "high_mountains"
    if g.country == "KARAFUTO" and g.relief >= 190 and g.lat > 48.5:
        return "high_mountains"  # the flanks of the Poronai valley: no way for vehicles
    if khingan and g.lat < 46.8:
        # Grassy rounded hills with boggy valleys; only the crest's steepest parts are worse.
        if g.relief >= 330:
            return "mountains"
        return "hills" if g.relief >= 115 or g.wooded > 0.5 else "steppe"
    if khingan or "Lesser Khingan" in region:
        if g.relief >= 140 and g.wooded > 0.35:
            return "mountains"  # larch and peat bog, or forest hills with swamp valleys
        if g.wooded > 0.5:
            return "forest"
    if "Jehol uplands" in region and g.country in ("MCK", "MGJ", "CHN_OCC"):
        if g.relief >= 340:
            return "mountains"
        return "hills" if g.relief >= 110 else "plain"
    if g.relief >= 280:
        return "mountains"
    if g.country == "KURILS":
        return "mountains" if g.relief >= 220 else "hills"
    if g.relief >= 150:
        return "mountains" if g.wooded > 0.5 else "hills"
    open_valley = region & {"East Manchurian uplands", "Korean mountains", "Liaodong hills"}
    if open_valley and g.relief < 90:
        return "plain"  # farmed basins that the satellite's colours take for wood
    if g.wooded > 0.5:
        return "forest"
    if g.desert > 0.5 or ("Gobi / Inner Mongolian desert" in region and g.desert > 0.1):
        return "desert" if g.lon < 118 else "sand"  # east of it only the Horqin dunes
    if "Horqin sands / west Liao steppe" in region and g.relief < 60:
        return "plain"  # flood lowland of the Liao: mud after rain, never drained steppe
    if g.crops > 0.4 or (g.crops > 0.25 and g.relief < 60):
        return "plain"
    if g.country in ("KOR", "JPN", "KWANTUNG", "CHN_OCC", "CHN_FREE", "KARAFUTO"):
        return "hills" if g.relief >= 120 else "plain"
    if g.lon > 121:
        # Meadow and alkali land of the wet east: mud after rain, no steppe.
        return "plain" if g.lat < 51 else "forest"
    return "steppe"


def _median(cells: Cells, value: npt.NDArray[np.float64], use: Bools) -> npt.NDArray[np.float64]:
    """Median per hex over the used cells, NaN without any."""
    keep = use[cells.index]
    h, v = cells.hexes[keep], value[cells.index][keep]
    order = np.lexsort((v, h))
    h, v = h[order], v[order]
    out = np.full(cells.size, np.nan)
    number, first, count = np.unique(h, return_index=True, return_counts=True)
    out[number] = v[first + count // 2]
    return out


def _mean(cells: Cells, value: npt.NDArray[np.float64], use: Bools) -> npt.NDArray[np.float64]:
    """Mean per hex over the used cells, NaN without any."""
    total = cells.share(np.where(use, value, 0.0))
    part = cells.share(use)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(part > 0, total / part, np.nan)


def _fill_islands(
    land: Land,
    height: npt.NDArray[np.float64],
    mean: npt.NDArray[np.float64],
    rough: npt.NDArray[np.float64],
) -> None:
    """Land hexes without a land cell (islets drawn in by hand): low hills, or like next door."""
    for h in np.flatnonzero(land.inside & (land.kind == LAND) & np.isnan(mean)).tolist():
        beside = [n for _, n in land.grid.around(h) if land.is_land(n) and not np.isnan(mean[n])]
        height[h] = float(np.mean([height[n] for n in beside])) if beside else 120.0
        mean[h] = float(np.mean([mean[n] for n in beside])) if beside else 120.0
        rough[h] = float(np.mean([rough[n] for n in beside])) if beside else 180.0


def _regions(grid: Grid, features: tuple[Feature, ...]) -> list[frozenset[str]]:
    """Names of the hand-drawn regions each hex centre lies in."""
    found: list[set[str]] = [set() for _ in range(grid.size)]
    for f in features:
        shapely.prepare(f.plane)
        hit = shapely.contains_xy(f.plane, grid.centres[:, 0], grid.centres[:, 1])
        for h in np.flatnonzero(hit & grid.framed).tolist():
            found[h].add(f.properties["name"])
    return [frozenset(s) for s in found]


def _marshes_and_dunes(
    grid: Grid, land: Land, terrain: Words, rough: npt.NDArray[np.float64]
) -> set[int]:
    """Draw in the marshes and dune belts of the notes; gives the hexes set."""
    fixed: set[int] = set()
    x, y = grid.centres[:, 0], grid.centres[:, 1]
    for _, lon, lat, radius in facts.MARSHES:
        cx, cy = plane_point(lon, lat)
        hit = (np.hypot(x - cx, y - cy) <= radius) & (np.nan_to_num(rough) < 110)
        for h in np.flatnonzero(hit).tolist():
            if land.is_land(h):
                terrain[h] = "marsh"
                fixed.add(h)
    gravel = np.asarray(shapely.contains_xy(plane_polygon(facts.GRAVEL), x, y))
    terrain[gravel & (terrain == "steppe")] = "desert"
    for _, outline in facts.DUNES:
        belt = plane_polygon(outline)
        shapely.prepare(belt)
        for h in np.flatnonzero(shapely.contains_xy(belt, x, y)).tolist():
            if land.is_land(h) and terrain[h] in ("steppe", "desert", "plain", "hills"):
                # Dune strips lie between strips of grass, running west-north-west.
                if math.floor((y[h] + 0.3 * x[h]) / 20) % 3:
                    terrain[h] = "sand"
                fixed.add(h)
    return fixed


def _smooth(land: Land, terrain: Words, fixed: set[int]) -> None:
    """A lone hex amid four or more of one other class takes their class."""
    before = terrain.copy()
    for h in np.flatnonzero(land.inside & (land.kind == LAND)).tolist():
        if h in fixed or before[h] == "high_mountains":
            continue
        beside = [str(before[n]) for _, n in land.grid.around(h) if land.is_land(n)]
        if before[h] in beside or not beside:
            continue
        most = max(sorted(set(beside)), key=beside.count)
        if beside.count(most) >= 4:
            terrain[h] = most


def _taiga(land: Land, terrain: Words, rough: npt.NDArray[np.float64], on_line: set[int]) -> None:
    """Virgin forest: the border strip by Lake Khanka, and the trackless woods of the north.

    North of 51 N woods are wild two hexes from any railway or road; further south they must lie
    deeper and deeper, so that the edge of the taiga has no straight line.
    """
    grid = land.grid
    west, east, south, north = facts.BORDER_TAIGA
    remote = _steps_from(land, on_line)
    for h in np.flatnonzero(land.inside & (land.kind == LAND)).tolist():
        lon, lat = grid.lonlat[h]
        beside = [n for _, n in grid.around(h) if land.is_land(n)]
        in_strip = land.country(h) == "MCK" and west < lon < east and south < lat < north
        if in_strip and any(land.country(n) == "USSR" for n in beside):
            terrain[h] = "virgin_forest"
        wild = terrain[h] == "forest" or (
            terrain[h] == "mountains" and (land.country(h) == "MCK" or rough[h] < 180)
        )
        deep = remote.get(h, 99) >= 2 + 4 * max(0.0, facts.UPPER_TAIGA_LAT - lat)
        if wild and deep and lat > facts.UPPER_TAIGA_LAT - 1.5 and lon < 138:
            terrain[h] = "virgin_forest"


def _steps_from(land: Land, start: set[int]) -> dict[int, int]:
    """Hexes of land between each land hex and the nearest of `start`."""
    steps = dict.fromkeys(sorted(start), 0)
    todo = list(steps)
    for h in todo:
        for _, n in land.grid.around(h):
            if n not in steps and land.is_land(n):
                steps[n] = steps[h] + 1
                todo.append(n)
    return steps


def _towns(land: Land, terrain: Words, seated: Seated) -> None:
    """Cities; and towns of some size do not stand in a bog."""
    for row, h in seated.places:
        people = int(row["population_1945_est"] or 0)
        if terrain[h] == "marsh" and people >= 10_000:
            terrain[h] = "plain"
        elif terrain[h] == "virgin_forest" and people >= 1_000 and land.country(h) == "USSR":
            terrain[h] = "forest"
        if is_city(people, row["kind"]):
            terrain[h] = "city"


def is_city(people: int, kind: str) -> bool:
    """Built-up hexes: large towns and seats of government."""
    return people >= CITY_MEN or kind == "capital"
