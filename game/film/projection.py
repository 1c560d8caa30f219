"""From degrees and hexes to the plane of the map, and from the plane to pixels of a picture."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from game.hexes import STRIDE
from game.scenario.plane import E2, SEMI_MAJOR_KM, E, Plane

Floats = npt.NDArray[np.float64]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Projection:
    """Where the hexes lie: an equal-area cone, km, x to the east, y to the north.

    Hexes are flat-topped; the centre of hex (column, row) is x0 + column * size * sqrt(3) / 2,
    y0 - (row + half a row in odd columns) * size. The formulas of the
    cone stand in `game.scenario.plane`; here they work on whole lines at once.
    """

    text: str
    """PROJ text; only Albers' projection ("+proj=aea") is understood."""
    x0: float
    y0: float
    size: float
    """Km from a hex's centre to that of its neighbour."""

    @classmethod
    def of(cls, words: tuple[str, str, str, str]) -> Projection:
        """From the words of a map's header."""
        text, x0, y0, size = words
        return cls(text, float(x0), float(y0), float(size))

    def plane(self, lon: npt.ArrayLike, lat: npt.ArrayLike) -> Floats:
        """Degrees to km for whole lines at once; the last axis of the result holds x and y."""
        cone = _cone(self.text)
        sine = np.sin(np.radians(np.asarray(lat, float)))
        log = np.log((1 - E * sine) / (1 + E * sine))
        q = (1 - E2) * (sine / (1 - E2 * sine * sine) - log / (2 * E))
        rho = SEMI_MAJOR_KM * np.sqrt(cone.c - cone.n * q) / cone.n
        turn = cone.n * (np.radians(np.asarray(lon, float)) - cone.lon0)
        return np.stack([rho * np.sin(turn), cone.rho0 - rho * np.cos(turn)], axis=-1)

    def lonlat(self, km: npt.ArrayLike) -> Floats:
        """Points of the plane to degrees, longitude before latitude: the way back of `plane`."""
        cone, points = _cone(self.text), np.asarray(km, float)
        x, y = points[..., 0], cone.rho0 - points[..., 1]
        q = (cone.c - (np.hypot(x, y) * cone.n / SEMI_MAJOR_KM) ** 2) / cone.n
        lat = np.arcsin(q / 2)
        for _ in range(5):
            sine = np.sin(lat)
            e2s2 = 1 - E2 * sine * sine
            log = np.log((1 - E * sine) / (1 + E * sine))
            step = q / (1 - E2) - sine / e2s2 + log / (2 * E)
            lat += e2s2 * e2s2 / (2 * np.cos(lat)) * step
        lon = cone.lon0 + np.arctan2(x, y) / cone.n
        found: Floats = np.degrees(np.stack([lon, lat], axis=-1))
        return found

    def centre(self, h: int) -> Point:
        """The middle of a hex in km."""
        column, row = divmod(h, STRIDE)
        x = self.x0 + column * self.size * math.sqrt(3) / 2
        return x, self.y0 - (row + 0.5 * (column % 2)) * self.size

    def centres(self, hexes: Iterable[int]) -> Floats:
        """The middles of many hexes in km."""
        h = np.fromiter(hexes, np.int64)
        column, row = np.divmod(h, STRIDE)
        x = self.x0 + column * self.size * math.sqrt(3) / 2
        return np.stack([x, self.y0 - (row + 0.5 * (column % 2)) * self.size], axis=-1)

    def corners(self, h: int, scale: float = 1.0) -> Floats:
        """The six corners of a hex in km, from the east corner clockwise.

        The side in direction d (index into DIRECTIONS) runs from corner (d + 4) % 6 to the next.
        """
        x, y = self.centre(h)
        radius = self.size / math.sqrt(3) * scale
        turn = np.radians(np.arange(0, 360, 60))
        return np.stack([x + radius * np.cos(turn), y - radius * np.sin(turn)], axis=-1)


@functools.cache
def _cone(text: str) -> Plane:
    return Plane.of((text, "0", "0", "0"), 0, 0)


@dataclass(frozen=True, slots=True)
class View:
    """A window on the map: size in pixels, centre in km, km per pixel.

    `type_scale` enlarges lines, signs and letters; a print of 4,000 pixels wants larger ones than
    a screen. `zoom` is what styles depend on: pixels from hex to hex as if the scale were 1.
    """

    projection: Projection
    size: tuple[int, int]
    centre: Point
    km_per_pixel: float
    type_scale: float = 1.0

    @property
    def hex_pixels(self) -> float:
        """Pixels from a hex's centre to its neighbour's."""
        return self.projection.size / self.km_per_pixel

    @property
    def zoom(self) -> float:
        """Hex size that decides what is drawn and how wide."""
        return self.hex_pixels / self.type_scale

    @property
    def left(self) -> float:
        """Km of the left edge."""
        return self.centre[0] - self.size[0] / 2 * self.km_per_pixel

    @property
    def top(self) -> float:
        """Km of the upper edge."""
        return self.centre[1] + self.size[1] / 2 * self.km_per_pixel

    def pixels(self, km: npt.ArrayLike) -> Floats:
        """Points of the plane to pixels."""
        points = np.asarray(km, float)
        x = (points[..., 0] - self.left) / self.km_per_pixel
        return np.stack([x, (self.top - points[..., 1]) / self.km_per_pixel], axis=-1)

    def degrees(self, lonlat: npt.ArrayLike) -> Floats:
        """Points in degrees (lon, lat) to pixels."""
        points = np.asarray(lonlat, float)
        return self.pixels(self.projection.plane(points[..., 0], points[..., 1]))

    def hex(self, h: int) -> Point:
        """The middle of a hex in pixels."""
        x, y = self.pixels(self.projection.centre(h))
        return float(x), float(y)

    def shows(self, points: Floats, margin: float = 60) -> bool:
        """Whether anything of a line or area can lie in the picture."""
        if len(points) == 0:
            return False
        low, high = points.min(axis=0), points.max(axis=0)
        return bool(
            (high > -margin).all() and low[0] < self.size[0] + margin
            and low[1] < self.size[1] + margin
        )  # fmt: skip

    def style(self, *steps: tuple[float, float]) -> float:
        """A width or size that grows with the zoom between steps (zoom, value), in pixels."""
        zooms, values = zip(*steps, strict=True)
        return float(np.interp(self.zoom, zooms, values)) * self.type_scale
