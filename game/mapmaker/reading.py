"""The map's files as they stand, for checking: plain tables by hex and by hexside."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from game.hexes import DIRECTIONS, Hex, direction_between, neighbours
from game.mapmaker.lattice import Side, albers, centre, hex_at_point, side_of

Row = dict[str, str]


@dataclass(frozen=True)
class MapFiles:
    """All tables of one map folder."""

    header: dict[str, Any]
    hexes: dict[Hex, Row]
    hexsides: dict[Side, Row]
    links: dict[Side, Row]
    places: dict[str, Row]
    zones: tuple[Row, ...]
    passes: tuple[Row, ...]
    stations: dict[str, list[tuple[str, Hex]]]
    """Stops of each railway in order."""

    def is_land(self, h: int) -> bool:
        """Whether this is a hex of the map that troops can stand on."""
        return h in self.hexes and self.hexes[Hex(h)]["terrain"] not in ("sea", "lake")

    def around(self, h: int) -> list[tuple[Hex, Side]]:
        """Neighbours on the map and the sides between."""
        found = []
        for n in neighbours(h):
            if n in self.hexes:
                d = direction_between(h, n)
                if d is not None:
                    found.append((n, side_of(h, d)))
        return found

    @property
    def origin(self) -> tuple[float, float]:
        """x0 and y0 in km."""
        p = self.header["projection"]
        return float(p["x0_km"]), float(p["y0_km"])

    def xy(self, h: int) -> tuple[float, float]:
        """Centre of a hex in km."""
        return centre(h, *self.origin)

    def hex_of(self, lon: float, lat: float) -> Hex:
        """The hex of a point in degrees."""
        return hex_at_point(*albers(lon, lat), *self.origin)

    def place_hex(self, place: str) -> Hex:
        """Hex of a place id."""
        return Hex(int(self.places[place]["hex"]))


def table(path: Path) -> list[Row]:
    """Rows of one CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_map(folder: Path) -> MapFiles:
    """Read a map folder."""
    stations: dict[str, list[tuple[str, Hex]]] = {}
    for r in table(folder / "stations.csv"):
        stations.setdefault(r["line"], []).append((r["name"], Hex(int(r["hex"]))))
    return MapFiles(
        header=tomllib.loads((folder / "map.toml").read_text(encoding="utf-8")),
        hexes={Hex(int(r["hex"])): r for r in table(folder / "hexes.csv")},
        hexsides={_side(r): r for r in table(folder / "hexsides.csv")},
        links={_side(r): r for r in table(folder / "links.csv")},
        places={r["id"]: r for r in table(folder / "places.csv")},
        zones=tuple(table(folder / "zones.csv")),
        passes=tuple(table(folder / "passes.csv")),
        stations=stations,
    )


def _side(row: Row) -> Side:
    return Hex(int(row["hex"])), DIRECTIONS.index(row["direction"])
