"""Makes the order of battle: historical tables in, the files of `forces/` out.

Run by `python main.py oobmake`; the result is committed and may be edited by hand. Every row of the
historical tables is found again in units.csv, assets.csv or offmap.csv (see sorting.py).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from game.hexes import Hex
from game.model.forces import NATION_SIDE, SIDES
from game.model.hexmap import HexMap
from game.scenario.common import load_terrains
from game.scenario.files import AssetRow, FormationRow, OffmapRow, Strict, UnitRow
from game.scenario.mapfiles import read_map
from game.scenario.placing import Seats
from game.scenario.plane import Plane
from game.scenario.problems import ScenarioFault
from game.scenario.reading import Reader
from game.scenario.sorting import Row, Sorted, sort_row

COMMON = Path(__file__).parents[2] / "scenarios" / "common"
DISPLACEMENTS = "id,name,lat,lon,hex,km,reason"


def build(history: Path, map_folder: Path, out: Path) -> dict[str, int]:
    """Read the historical tables and the map, write the files of `out`; how many rows of each."""
    hexmap, zone_of = _map(map_folder)
    plane = Plane.of(hexmap.projection, hexmap.columns, hexmap.rows)
    seats = Seats(hexmap, plane, zone_of)
    formations = [
        (row, side) for side in SIDES for row in _rows(history / f"{side}_formations.csv")
    ]
    rows = _rows(history / "soviet_units.csv") + _rows(history / "japan_units.csv")
    sorted_rows = [sort_row(row) for row in rows]
    kin = _middles(plane, sorted_rows)
    hexes: dict[str, Hex] = {}
    moved: list[tuple[object, ...]] = []
    # Garrisons that cannot move are seated first, then all in the order of the tables.
    units = [s for s in sorted_rows if s.place == "unit"]
    for s in sorted(units, key=lambda s: (s.mobility != "static", s.aggregate)):
        lat, lon = float(s.row["lat"]), float(s.row["lon"])
        side = NATION_SIDE[s.row["nation"]]
        seat = seats.seat(s.row["id"], side, s.mobility, s.stack, lat, lon, kin[s.row["parent_id"]])
        hexes[s.row["id"]] = seat.hex
        if seat.reason:
            moved.append(
                (s.row["id"], s.row["name"], s.row["lat"], s.row["lon"], f"{seat.hex:05d}",
                 f"{seat.km:.0f}", seat.reason)
            )  # fmt: skip
    files: dict[str, tuple[list[str], list[list[object]]]] = {
        "formations.csv": _table(FormationRow, (_formation(r, s, seats) for r, s in formations)),
        "units.csv": _table(
            UnitRow,
            ({**_troops(s), **_unit(s), "hex": f"{hexes[s.row['id']]:05d}"} for s in units),
        ),
        "assets.csv": _table(
            AssetRow,
            (
                {**_troops(s), "kind": s.kind, "type": s.row["type"], "hex": _hex(s, seats)}
                for s in sorted_rows
                if s.place == "asset"
            ),
        ),
        "offmap.csv": _table(
            OffmapRow,
            (
                {**_troops(s), **_unit(s), "kind": s.kind, "box": s.box, "reason": s.reason}
                for s in sorted_rows
                if s.place == "offmap"
            ),
        ),
        "displacements.csv": (DISPLACEMENTS.split(","), [list(m) for m in moved]),
    }
    out.mkdir(parents=True, exist_ok=True)
    for name, (header, lines) in files.items():
        with (out / name).open("w", encoding="utf-8", newline="") as f:
            writer = csv.writer(f, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(lines)
    return {name: len(lines) for name, (_, lines) in files.items()}


def _map(folder: Path) -> tuple[HexMap, dict[str, list[Hex]]]:
    """The map, and the hexes of the fortified zones that each unit garrisons."""
    reader = Reader(folder.parent, folder.parent.name)
    parts = read_map(reader, load_terrains(COMMON))
    if parts.hexmap is None or reader.problems:
        raise ScenarioFault(reader.problems)
    zone_of: dict[str, list[Hex]] = {}
    for _, zone in parts.zones.rows():
        for unit in filter(None, zone.garrison.split(";")):
            zone_of.setdefault(unit, []).append(Hex(zone.hex))
    return parts.hexmap, zone_of


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def _middles(plane: Plane, rows: list[Sorted]) -> dict[str, tuple[float, float]]:
    """The middle of the units of each formation, on the plane."""
    points: dict[str, list[tuple[float, float]]] = {}
    for s in rows:
        if s.place == "unit":
            point = plane.point(float(s.row["lat"]), float(s.row["lon"]))
            points.setdefault(s.row["parent_id"], []).append(point)
    return {
        f: (sum(x for x, _ in ps) / len(ps), sum(y for _, y in ps) / len(ps))
        for f, ps in points.items()
    }


def _table(
    kind: type[Strict], rows: Iterable[dict[str, object]]
) -> tuple[list[str], list[list[object]]]:
    """Header and lines of a table, the most read columns first."""
    first = ["id", "name", "nation", "kind", "type", "size", "level", "parent", "side", "formation",
             "commander", "box", "hex", "arrives", "mobility", "quality", "stack"]  # fmt: skip
    columns = sorted(kind.model_fields, key=lambda c: first.index(c) if c in first else len(first))
    return columns, [[row[c] for c in columns] for row in rows]


def _formation(row: Row, side: str, seats: Seats) -> dict[str, object]:
    h = seats.home(side, float(row["hq_lat"]), float(row["hq_lon"]))
    return {
        "id": row["id"], "name": row["name"], "level": row["level"], "parent": row["parent_id"],
        "side": side, "commander": row["commander"], "hex": f"{h:05d}" if h else 0,
        "lat": row["hq_lat"], "lon": row["hq_lon"], "role": row["role"],
        "confidence": row["confidence"], "source": row["source"],
    }  # fmt: skip


def _troops(s: Sorted) -> dict[str, object]:
    row = s.row
    return {
        "id": row["id"], "name": row["name"], "nation": row["nation"],
        "formation": row["parent_id"], "quality": row["quality"], "men": s.number("men"),
        "tanks": s.number("tanks"), "spg": s.number("spg"), "guns": s.number("guns_mortars"),
        "rockets": s.rockets, "aircraft": s.number("aircraft"), "vehicles": s.number("vehicles"),
        "arrives": row["available"][:10], "lat": row["lat"], "lon": row["lon"], "notes": s.notes,
        "confidence": row["confidence"], "source": row["source"],
    }  # fmt: skip


def _unit(s: Sorted) -> dict[str, object]:
    return {
        "type": s.type, "size": s.row["size"], "mobility": s.mobility, "stack": s.stack,
        "desertion": s.number("desertion_risk"), "aggregate": "yes" if s.aggregate else "no",
    }  # fmt: skip


def _hex(s: Sorted, seats: Seats) -> str:
    h = seats.home(NATION_SIDE[s.row["nation"]], float(s.row["lat"]), float(s.row["lon"]))
    if not h:
        raise ValueError(f"asset {s.row['id']}: no land of its side at its place")
    return f"{h:05d}"
