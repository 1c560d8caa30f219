"""The land behind the hexes: heights, ground cover, coasts and rivers for the picture of the map.

    python -m game.mapmaker.relief --geo DIR --history DIR --out assets/relief

Writes two rasters in the map's own projection and, beside them in `../geo`, the lines in degrees.
They are for drawing only; no rule reads them. Same input, same output.

`elevation.png`: red * 256 + green - 10000 is the height in metres (sea bed below 0); blue * 4 is
the local relief in metres. `ground.png`: red is the class of cover, green the distance of the sea
from the nearest coast in quarters of a km, blue fades to 0 where the data end.
"""

from __future__ import annotations

import argparse
import json
import struct
import sys
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj
import shapely
from shapely.geometry import MultiPolygon, mapping, shape

from game.mapmaker.grid import to_plane
from game.mapmaker.lattice import PROJ

Floats = npt.NDArray[np.float64]
Feature = dict[str, Any]

LEFT, TOP, STEP = -1500.0, 1170.0, 2.0
COLUMNS, ROWS = 1884, 1072
SEA, LAKE = 0, 1
STEPPE = 4
EDGE_DEGREES = 0.5
"""Width of the strip in which the picture fades to paper at the end of the data."""


def main() -> int:
    """Make the rasters and the lines."""
    parser = argparse.ArgumentParser(prog="python -m game.mapmaker.relief", description=__doc__)
    parser.add_argument("--geo", type=Path, required=True, help="folder with elevation.npz, ...")
    parser.add_argument(
        "--history", type=Path, required=True, help="folder of regions_1945.geojson"
    )
    parser.add_argument("--out", type=Path, required=True, help="assets/relief")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    write_rasters(options.geo, options.out)
    write_lines(options.geo, options.history, options.out.parent / "geo")
    return 0


def write_rasters(geo: Path, out: Path) -> None:
    """elevation.png, ground.png and the text that says where they lie."""
    x = LEFT + (np.arange(COLUMNS) + 0.5) * STEP
    y = TOP - (np.arange(ROWS) + 0.5) * STEP
    xx, yy = np.meshgrid(x, y)
    to_degrees = pyproj.Transformer.from_crs(PROJ, "EPSG:4326", always_xy=True)
    lon, lat = to_degrees.transform(xx, yy)
    data = np.load(geo / "elevation.npz")
    row, column = (55 - lat) * 30 - 0.5, (lon - 105) * 30 - 0.5
    height = np.rint(cubic(blurred(data["elevation"].astype(float)), row, column))
    height = np.where(height > 400, np.rint(height / 2) * 2, height)
    code = np.clip(height + 10000, 0, 65535).astype(np.uint16)
    rough = np.clip(linear(data["relief10km"].astype(float), row, column) / 4, 0, 255)
    pixels = np.stack([code >> 8, code & 255, np.rint(rough)], -1).astype(np.uint8)
    write_png(out / "elevation.png", pixels)

    cover = without_water(np.load(geo / "landcover.npz")["landcover"])
    # Classes meet in wandering lines, not in the steps of a grid.
    shift_row, shift_column = (0.55 * wander(xx, yy, seed) for seed in (11, 12))
    weights = [
        linear(blurred((cover == k).astype(float)), row / 2 + shift_row, column / 2 + shift_column)
        for k in range(9)
    ]
    classes = np.argmax(np.stack(weights), axis=0)
    edge = np.minimum.reduce([(lon - 105.1) * 0.7, (157.9 - lon) * 0.7, lat - 36.15, 54.9 - lat])
    fade = np.clip(edge / EDGE_DEGREES, 0, 1)
    fade = np.rint(255 * fade * fade * (3 - 2 * fade))
    shore = np.rint(np.clip(shore_distance(geo, xx, yy) * 4, 0, 255))
    write_png(out / "ground.png", np.stack([classes, shore, fade], -1).astype(np.uint8))
    (out / "relief.toml").write_text(
        "# Where the rasters lie on the plane of the projection: km of the upper left corner.\n"
        f'proj = "{PROJ}"\nleft_km = {LEFT}\ntop_km = {TOP}\nstep_km = {STEP}\n',
        encoding="utf-8",
        newline="\n",
    )


def blurred(values: Floats) -> Floats:
    """A light blur over the neighbouring cells."""
    kernel = np.array([0.2, 0.6, 0.2])
    for axis in (0, 1):
        padded = np.pad(values, [(1, 1) if a == axis else (0, 0) for a in (0, 1)], mode="edge")
        n = values.shape[axis]
        values = sum(
            (k * np.take(padded, range(i, i + n), axis=axis) for i, k in enumerate(kernel)),
            start=np.zeros(values.shape),
        )
    return values


def linear(values: Floats, row: Floats, column: Floats) -> Floats:
    """Sample between cells; beyond the edge the edge goes on."""
    r = np.clip(row, 0, values.shape[0] - 1.001)
    c = np.clip(column, 0, values.shape[1] - 1.001)
    i, j = r.astype(int), c.astype(int)
    v, u = r - i, c - j
    upper = values[i, j] * (1 - u) + values[i, j + 1] * u
    lower = values[i + 1, j] * (1 - u) + values[i + 1, j + 1] * u
    result: Floats = upper * (1 - v) + lower * v
    return result


def cubic(values: Floats, row: Floats, column: Floats) -> Floats:
    """Sample with Catmull-Rom splines, so that slopes have no creases."""
    padded = np.pad(values, 2, mode="edge")
    r = np.clip(row, 0, values.shape[0] - 1.001)
    c = np.clip(column, 0, values.shape[1] - 1.001)
    i, j = r.astype(int), c.astype(int)
    down, across = catmull_rom(r - i), catmull_rom(c - j)
    total = np.zeros(row.shape)
    for a in range(4):
        for b in range(4):
            total += down[a] * across[b] * padded[i + a + 1, j + b + 1]
    return total


def catmull_rom(t: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """The four weights of a Catmull-Rom spline at 0 <= t < 1."""
    t2, t3 = t * t, t * t * t
    return (
        (-t3 + 2 * t2 - t) / 2,
        (3 * t3 - 5 * t2 + 2) / 2,
        (-3 * t3 + 4 * t2 + t) / 2,
        (t3 - t2) / 2,
    )


def wander(x: Floats, y: Floats, seed: int) -> Floats:
    """Smooth noise of about 14 km, fixed to the ground."""
    lattice = np.random.default_rng(seed).standard_normal((256, 256))
    return cubic(np.tile(lattice, (2, 3)), (y - y.min()) / 7 % 256, (x - x.min()) / 7 % 512)


def without_water(cover: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Cover with sea and lakes filled from their shores: the coast line cuts them, not the grid."""
    filled = np.where(cover <= LAKE, 0, cover)
    for _ in range(12):
        padded = np.pad(filled, 1)
        beside = [padded[1:-1, 2:], padded[1:-1, :-2], padded[2:, 1:-1], padded[:-2, 1:-1]]
        filled = np.where(filled == 0, np.maximum.reduce(beside), filled)
    return np.where(filled == 0, STEPPE, filled).astype(np.uint8)


def shore_distance(geo: Path, x: Floats, y: Floats) -> Floats:
    """Km from each point of the sea to the nearest coast; 0 on land, large far out."""
    rings = _coast_rings(geo)
    land = shapely.union_all([shapely.make_valid(shapely.polygons(ring)) for ring in rings])
    shapely.prepare(land)
    wet = ~shapely.contains_xy(land, x.ravel(), y.ravel())
    segments = shapely.linestrings(
        np.concatenate([np.stack([ring[:-1], ring[1:]], axis=1) for ring in rings])
    )
    tree = shapely.STRtree(segments)
    points = shapely.points(x.ravel()[wet], y.ravel()[wet])
    (which, _), reach = tree.query_nearest(
        points, max_distance=64.0, return_distance=True, all_matches=False
    )
    near = np.full(len(points), 64.0)
    near[which] = reach
    distance = np.zeros(x.size)
    distance[wet] = near
    return distance.reshape(x.shape)


def _coast_rings(geo: Path) -> list[Floats]:
    rings = []
    for feature in features(geo / "coast.geojson"):
        whole = to_plane(shape(feature["geometry"]))
        for polygon in whole.geoms if isinstance(whole, MultiPolygon) else [whole]:
            rings.append(np.array(polygon.exterior.coords))
    return rings


def write_lines(geo: Path, history: Path, out: Path) -> None:
    """Coasts, lakes, rivers and frontiers, simplified, as GeoJSON in degrees."""
    out.mkdir(parents=True, exist_ok=True)
    write_features(out / "coast.geojson", [({}, f) for f in features(geo / "coast.geojson")])
    lakes = [
        f for f in features(geo / "lakes.geojson") if f["properties"].get("existed_1945", True)
    ]
    write_features(
        out / "lakes.geojson",
        [({"name": f["properties"].get("name_1945") or ""}, f) for f in lakes],
    )
    rivers = []
    for file, sketch in (("rivers.geojson", False), ("rivers_sketch.geojson", True)):
        for feature in features(geo / file):
            about = feature["properties"]
            if about.get("featurecla") == "Lake Centerline":
                continue
            name = (about.get("name_1945") or about.get("name") or "").split(" (")[0]
            name = name.split("/")[-1]
            name = name.removesuffix(" River")
            rivers.append(({"name": name, "rank": about.get("rank", 3), "sketch": sketch}, feature))
    write_features(out / "rivers.geojson", rivers)
    kinds = ("border", "stop_line")
    regions = features(history / "regions_1945.geojson")
    write_features(
        out / "frontiers.geojson",
        [
            ({"id": f["properties"]["id"], "kind": f["properties"]["kind"]}, f)
            for f in regions
            if f["properties"]["kind"] in kinds
        ],
    )


def features(path: Path) -> list[Feature]:
    """The features of a GeoJSON file."""
    found: list[Feature] = json.loads(path.read_text(encoding="utf-8"))["features"]
    return found


def write_features(path: Path, rows: list[tuple[dict[str, object], Feature]]) -> None:
    """Write features with these properties, simplified to about 500 m, one on each line."""
    lines = []
    for about, feature in rows:
        simple = shape(feature["geometry"]).simplify(0.005)
        geometry = mapping(shapely.transform(simple, lambda points: np.round(points, 3)))
        row = {"type": "Feature", "properties": about, "geometry": geometry}
        lines.append(json.dumps(row, ensure_ascii=False, separators=(",", ":")))
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def write_png(path: Path, pixels: npt.NDArray[np.uint8]) -> None:
    """Write an RGB picture, every line with the Paeth filter."""
    height, width, depth = pixels.shape
    now = pixels.astype(np.int16)
    left = np.pad(now, ((0, 0), (1, 0), (0, 0)))[:, :-1]
    above = np.pad(now, ((1, 0), (0, 0), (0, 0)))[:-1]
    corner = np.pad(now, ((1, 0), (1, 0), (0, 0)))[:-1, :-1]
    guess = left + above - corner
    a, b, c = abs(guess - left), abs(guess - above), abs(guess - corner)
    paeth = np.where((a <= b) & (a <= c), left, np.where(b <= c, above, corner))
    body = ((now - paeth) & 255).astype(np.uint8).reshape(height, width * depth)
    lines = np.concatenate([np.full((height, 1), 4, np.uint8), body], axis=1)

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = zlib.compress(lines.tobytes(), 9)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )


if __name__ == "__main__":
    sys.exit(main())
