"""The map plane with PROJ and numpy: degrees to km, and which hex many points lie in.

The geometry itself (numbers of corners, formula of the centres) stands in `lattice`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyproj
import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from game.hexes import STRIDE, Hex
from game.mapmaker.lattice import COLUMN_KM, HEX_KM, PROJ, Corner, corner_point

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Grid:
    """A frame of hexes on the map plane. Arrays over hexes have length `size`, by number."""

    x0: float
    y0: float
    columns: int
    rows: int

    @property
    def size(self) -> int:
        """Length of arrays indexed by hex number."""
        return self.columns * STRIDE

    @cached_property
    def framed(self) -> npt.NDArray[np.bool_]:
        """Hex numbers that lie in the frame (column 0 is left empty: hex 0 is nowhere)."""
        h = np.arange(self.size)
        return (h >= STRIDE) & (h % STRIDE < self.rows)

    @cached_property
    def centres(self) -> Floats:
        """Centre of every hex number, (size, 2), km."""
        column, row = np.divmod(np.arange(self.size), STRIDE)
        x = self.x0 + column * COLUMN_KM
        y = self.y0 - (row + 0.5 * (column % 2)) * HEX_KM
        return np.stack([x, y], axis=1)

    @cached_property
    def lonlat(self) -> Floats:
        """Centre of every hex number, (size, 2), degrees."""
        lon, lat = _TO_PLANE.transform(
            self.centres[:, 0],
            self.centres[:, 1],
            direction=pyproj.enums.TransformDirection.INVERSE,
        )
        return np.stack([np.asarray(lon), np.asarray(lat)], axis=1)

    def hexes_of(self, x: Floats, y: Floats) -> Ints:
        """The hex number of each point (km); -1 outside the frame."""
        guess = np.rint((x - self.x0) / COLUMN_KM).astype(np.int64)
        best_d = np.full(np.shape(x), np.inf)
        best = np.full(np.shape(x), -1, dtype=np.int64)
        for shift in (-1, 0, 1):
            column = guess + shift
            row = np.rint((self.y0 - y) / HEX_KM - 0.5 * (column % 2)).astype(np.int64)
            dx = self.x0 + column * COLUMN_KM - x
            dy = self.y0 - (row + 0.5 * (column % 2)) * HEX_KM - y
            d = dx * dx + dy * dy
            inside = (column >= 1) & (column < self.columns) & (row >= 0) & (row < self.rows)
            number = np.where(inside, column * STRIDE + row, -1)
            best = np.where(d < best_d, number, best)
            best_d = np.minimum(d, best_d)
        return best

    def hex_of(self, x: float, y: float) -> Hex:
        """The hex a point (km) lies in, or -1 outside the frame."""
        return Hex(int(self.hexes_of(np.array([x]), np.array([y]))[0]))

    @cached_property
    def neighbours(self) -> list[list[tuple[int, Hex]]]:
        """For each hex number the (direction, neighbour) pairs that lie in the frame."""
        table: list[list[tuple[int, Hex]]] = []
        for h in range(self.size):
            c, r = divmod(h, STRIDE)
            up = r - 1 + (c & 1)  # row of the upper neighbours in the columns beside
            spots = (
                (c, r - 1),
                (c + 1, up),
                (c + 1, up + 1),
                (c, r + 1),
                (c - 1, up + 1),
                (c - 1, up),
            )
            table.append(
                [
                    (d, Hex(cc * STRIDE + rr))
                    for d, (cc, rr) in enumerate(spots)
                    if 1 <= cc < self.columns and 0 <= rr < self.rows
                ]
            )
        return table

    def around(self, h: int) -> list[tuple[int, Hex]]:
        """(direction, neighbour) of the neighbours of `h` in the frame."""
        return self.neighbours[h]

    def corner_xy(self, corner: Corner) -> tuple[float, float]:
        """A corner in km."""
        return corner_point(corner, self.x0, self.y0)


_TO_PLANE = pyproj.Transformer.from_crs("EPSG:4326", PROJ, always_xy=True)


def plane_xy(lon: Floats | float, lat: Floats | float) -> tuple[Floats, Floats]:
    """Degrees to km."""
    x, y = _TO_PLANE.transform(lon, lat)
    return np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)


def plane_point(lon: float, lat: float) -> tuple[float, float]:
    """One point in degrees to km."""
    x, y = _TO_PLANE.transform(lon, lat)
    return float(x), float(y)


def degrees(x: float, y: float) -> tuple[float, float]:
    """One point in km to (lon, lat)."""
    lon, lat = _TO_PLANE.transform(x, y, direction=pyproj.enums.TransformDirection.INVERSE)
    return float(lon), float(lat)


def to_plane(shape: BaseGeometry) -> BaseGeometry:
    """A geometry in degrees to km."""

    def move(points: Floats) -> Floats:
        return np.stack(plane_xy(points[:, 0], points[:, 1]), axis=1)

    return shapely.transform(shape, move)


def plane_polygon(points: tuple[tuple[float, float], ...]) -> BaseGeometry:
    """A polygon drawn in degrees, in km. Its sides are cut finely: parallels are curves here."""
    return to_plane(shapely.segmentize(Polygon(points), 0.25))
