"""The input files: rasters, line and polygon features (brought to the map plane), tables."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

from game.mapmaker.grid import Floats, to_plane

Row = dict[str, str]


@dataclass(frozen=True)
class Feature:
    """One GeoJSON feature."""

    properties: dict[str, Any]
    degrees: BaseGeometry
    plane: BaseGeometry
    """The same in km."""


@dataclass(frozen=True)
class Rasters:
    """Cell values of the 2 arc-minute grid, flattened; land cover is repeated onto it."""

    lon: Floats
    lat: Floats
    weight: Floats
    """Relative area of the cell."""
    elevation: Floats
    """Metres; below 0 is sea bed."""
    relief: Floats
    """Highest minus lowest land within 10 km, metres; a relative index."""
    surface: npt.NDArray[np.uint8]
    """0 sea, 1 land, 2 lake."""
    land: Floats
    """Share of the cell that is land (lakes count as none)."""
    cover: npt.NDArray[np.uint8]
    """0 sea, 1 lake, 2 forest, 3 open woodland, 4 steppe, 5 desert, 6 crops, 7 marsh, 8 alpine."""


@dataclass(frozen=True)
class Sources:
    """Everything the map is made from."""

    rasters: Rasters
    coast: tuple[Feature, ...]
    lakes: tuple[Feature, ...]
    """Only lakes that existed in 1945."""
    rivers: tuple[Feature, ...]
    regions: tuple[Feature, ...]
    territories: tuple[Feature, ...]
    borders: tuple[Feature, ...]
    railways: tuple[Feature, ...]
    roads: tuple[Feature, ...]
    places: tuple[Row, ...]
    zones: tuple[Row, ...]


def read(geo: Path, history: Path) -> Sources:
    """Read the two input directories."""
    regions_1945 = _features(history / "regions_1945.geojson")
    lakes = _features(geo / "lakes.geojson")
    return Sources(
        rasters=_rasters(geo),
        coast=_features(geo / "coast.geojson"),
        lakes=tuple(f for f in lakes if f.properties["existed_1945"]),
        rivers=_features(geo / "rivers.geojson") + _features(geo / "rivers_sketch.geojson"),
        regions=_features(geo / "regions.geojson"),
        territories=tuple(f for f in regions_1945 if f.properties["kind"] == "territory"),
        borders=tuple(f for f in regions_1945 if f.properties["kind"] == "border"),
        railways=_features(history / "railways_1945.geojson"),
        roads=_features(history / "roads_1945.geojson"),
        places=_places(history / "places.csv", _features(geo / "towns_reference.geojson")),
        zones=_table(history / "fortified_zones.csv"),
    )


def _features(path: Path) -> tuple[Feature, ...]:
    found = []
    for item in json.loads(path.read_text(encoding="utf-8"))["features"]:
        geometry = shape(item["geometry"])
        if geometry.geom_type.endswith("Polygon") and not geometry.is_valid:
            geometry = shapely.make_valid(geometry)
        found.append(Feature(item["properties"], geometry, to_plane(geometry)))
    return tuple(found)


SAME_KM = 12.0
"""A place and a town of the gazetteer this near are the same."""


def _places(path: Path, gazetteer: tuple[Feature, ...]) -> tuple[Row, ...]:
    """The list of places, each with where its position comes from in `source`."""
    found = []
    for row in _table(path):
        here = to_plane(Point(float(row["lon"]), float(row["lat"])))
        near = min(gazetteer, key=lambda town: here.distance(town.plane))
        apart = near.properties.get("ne_check_km")
        source = "list of places compiled for the project (CC0), from general knowledge"
        if here.distance(near.plane) > SAME_KM:
            source += "; position not checked"
        elif apart is None:
            source += "; position as in a second list (CC0)"
        else:
            source += f"; position checked with Natural Earth, {apart} km apart"
        found.append({**row, "source": source})
    return tuple(found)


def _table(path: Path) -> tuple[Row, ...]:
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _rasters(geo: Path) -> Rasters:
    with np.load(geo / "elevation.npz") as fine:
        lon, lat = np.meshgrid(fine["lon"].astype(np.float64), fine["lat"].astype(np.float64))
        elevation, relief = fine["elevation"], fine["relief10km"]
        surface, land_pct = fine["surface"], fine["land_pct"]
    with np.load(geo / "landcover.npz") as coarse:
        cover = coarse["landcover"]
    row = np.clip(((55 - lat) * 15).astype(np.int64), 0, cover.shape[0] - 1)
    column = np.clip(((lon - 105) * 15).astype(np.int64), 0, cover.shape[1] - 1)
    return Rasters(
        lon=lon.ravel(),
        lat=lat.ravel(),
        weight=np.cos(np.radians(lat)).ravel(),
        elevation=elevation.astype(np.float64).ravel(),
        relief=relief.astype(np.float64).ravel(),
        surface=surface.ravel(),
        land=np.where(surface == 2, 0.0, land_pct / 100.0).ravel(),
        cover=cover[row, column].ravel(),
    )
