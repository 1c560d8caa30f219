"""A recorded game as GeoJSON (RFC 7946, WGS84) for geographic programs: a file for each subject.

Each feature carries turn, date and moment, so that a program can step through time (in QGIS:
Temporal Controller, field `date`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from game.film import outline
from game.film.tables import DIGITS, HOLDERS, Row, Tables
from game.model.state import JAPAN, SOVIET

Feature = dict[str, object]
SUBJECTS = ("units", "front", "control", "captures")


def write_geojson(tables: Tables, folder: Path) -> list[Path]:
    """A file for each of SUBJECTS; the files."""
    folder.mkdir(parents=True, exist_ok=True)
    features = {
        "units": _points(tables.rows("units")), "front": _front(tables),
        "control": _control(tables), "captures": _points(tables.rows("captures")),
    }  # fmt: skip
    return [_write(folder / f"{name}.geojson", name, features[name]) for name in SUBJECTS]


def _write(path: Path, name: str, features: Iterable[Feature]) -> Path:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'{{"type":"FeatureCollection","name":"{name}","features":[\n')
        for n, feature in enumerate(features):
            text = json.dumps(feature, ensure_ascii=False, separators=(",", ":"))
            file.write((",\n" if n else "") + text)
        file.write("\n]}\n")
    return path


def _feature(properties: Row, kind: str, coordinates: object) -> Feature:
    return {
        "type": "Feature", "properties": properties,
        "geometry": {"type": kind, "coordinates": coordinates},
    }  # fmt: skip


def _points(rows: Iterable[Row]) -> Iterator[Feature]:
    for row in rows:
        told = {k: v for k, v in row.items() if k not in ("longitude", "latitude")}
        yield _feature(told, "Point", [row["longitude"], row["latitude"]])


def _front(tables: Tables) -> Iterator[Feature]:
    """The front line of each moment; going along it Soviet ground lies on the right."""
    for moment in tables.moments:
        lines = outline.chained((a, b) for _, _, a, b in outline.front(moment.state))
        found = [_degrees(tables, line) for line in lines]
        yield _feature(moment.when, "MultiLineString", found)


def _control(tables: Tables) -> Iterator[Feature]:
    """The land that each side holds at each moment."""
    hexmap = tables.scenario.map
    land = np.frombuffer(hexmap.land, np.uint8)[: hexmap.size] > 0
    size = tables.projection.size
    for moment in tables.moments:
        control = np.frombuffer(moment.state.control, np.uint8)
        for holder in (SOVIET, JAPAN):
            hexes = np.flatnonzero(land & (control == holder)).tolist()
            if not hexes:
                continue
            parts = [[_degrees(tables, r) for r in part] for part in outline.areas(hexes)]
            about: Row = {
                **moment.when, "holder": HOLDERS[holder],
                "km2": round(len(hexes) * size * size * 3**0.5 / 2),
            }  # fmt: skip
            yield _feature(about, "MultiPolygon", parts)


def _degrees(tables: Tables, line: outline.Line) -> list[list[float]]:
    found: list[list[float]] = outline.degrees(tables.projection, line).round(DIGITS).tolist()
    return found
