"""What the window shows of the map: a middle, a scale, the way from pixels to hexes and back."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from game.film.projection import Point, Projection, View
from game.hexes import STRIDE, Hex, hex_at
from game.model.hexmap import HexMap

STEPS = (9, 13, 19, 27, 38, 54, 76, 108)
"""Pixels from hex to hex at which the map is drawn; between them the picture is stretched."""
SPILL = 1.06
"""How much larger than the window the map may be when all of it is to be seen."""
AREA_KM = 45
"""Country shown around the hexes of a small scenario."""
ZOOM_SECONDS = 0.12
"""How long a change of zoom takes."""


@dataclass
class Camera:
    """A window on the plane of the map, in km, with smooth changes of scale."""

    projection: Projection
    size: tuple[int, int]
    low: Point
    """The lower left corner of the map in km; the middle of the window stays within the map."""
    high: Point
    centre: list[float] = field(default_factory=list)
    hex_pixels: float = 19.0
    """Pixels from hex to hex now; on the way to `wanted` while zooming."""
    wanted: float = 19.0
    _anchor: tuple[Point, Point] | None = None

    def __post_init__(self) -> None:
        if not self.centre:
            self.centre = [(a + b) / 2 for a, b in zip(self.low, self.high, strict=True)]

    @property
    def km_per_pixel(self) -> float:
        """Scale now."""
        return self.projection.size / self.hex_pixels

    @property
    def step(self) -> int:
        """The step at which map and names are drawn now: the nearest one, by ratio."""
        return min(STEPS, key=lambda s: abs(math.log(s / self.hex_pixels)))

    @property
    def moving(self) -> bool:
        """Whether a change of zoom is under way."""
        return self.hex_pixels != self.wanted

    def view(self) -> View:
        """The same as the painters of the map understand it."""
        return View(self.projection, self.size, (self.centre[0], self.centre[1]), self.km_per_pixel)

    def to_screen(self, km: Point) -> Point:
        """Where a point of the plane lies in the window."""
        scale = self.km_per_pixel
        return (
            self.size[0] / 2 + (km[0] - self.centre[0]) / scale,
            self.size[1] / 2 - (km[1] - self.centre[1]) / scale,
        )

    def to_km(self, at: Point) -> Point:
        """Which point of the plane lies under a pixel of the window."""
        scale = self.km_per_pixel
        return (
            self.centre[0] + (at[0] - self.size[0] / 2) * scale,
            self.centre[1] - (at[1] - self.size[1] / 2) * scale,
        )

    def hex_screen(self, h: int) -> Point:
        """The middle of a hex in the window."""
        return self.to_screen(self.projection.centre(h))

    def hex_under(self, at: Point) -> Hex:
        """The hex under a pixel, on the map or not."""
        x, y = self.to_km(at)
        p = self.projection
        column = round((x - p.x0) / (p.size * math.sqrt(3) / 2))
        best: tuple[float, Hex] | None = None
        for c in (column - 1, column, column + 1):
            row = round((p.y0 - y) / p.size - 0.5 * (c % 2))
            for r in (row - 1, row, row + 1):
                if c < 0 or not 0 <= r < STRIDE:
                    continue
                h = hex_at(c, r)
                hx, hy = p.centre(h)
                apart = (hx - x) ** 2 + (hy - y) ** 2
                if best is None or apart < best[0]:
                    best = apart, h
        return best[1] if best is not None else Hex(0)

    def resize(self, size: tuple[int, int]) -> None:
        """The window has another size."""
        self.size = size
        self._clamp()

    def pan(self, dx: float, dy: float) -> None:
        """Move the map by so many pixels."""
        self.centre[0] -= dx * self.km_per_pixel
        self.centre[1] += dy * self.km_per_pixel
        self._clamp()

    def look_at(self, h: int, step: int | None = None) -> None:
        """Centre on a hex, at a zoom of its own if wanted."""
        self.centre = list(self.projection.centre(h))
        if step is not None:
            self.hex_pixels = self.wanted = float(step)
        self._anchor = None
        self._clamp()

    def zoom(self, steps: int, at: Point | None = None) -> None:
        """Zoom in (above 0) or out by so many steps; the point under `at` stays there."""
        nearest = min(range(len(STEPS)), key=lambda i: abs(math.log(STEPS[i] / self.wanted)))
        goal = STEPS[max(0, min(len(STEPS) - 1, nearest + steps))]
        at = at or (self.size[0] / 2, self.size[1] / 2)
        self._anchor = (at, self.to_km(at))
        self.wanted = float(goal)

    def fit(self) -> None:
        """The largest step at which the whole map is seen, if there is one; else the smallest."""
        wide, tall = (
            (high - low) / self.projection.size
            for low, high in zip(self.low, self.high, strict=True)
        )
        room = (self.size[0] * SPILL, self.size[1] * SPILL)
        fitting = [s for s in STEPS if wide * s <= room[0] and tall * s <= room[1]]
        self.hex_pixels = self.wanted = float(fitting[-1] if fitting else STEPS[0])
        self.centre = [(a + b) / 2 for a, b in zip(self.low, self.high, strict=True)]
        self._anchor = None
        self._clamp()

    def update(self, seconds: float) -> None:
        """Go on with a change of zoom."""
        if not self.moving:
            return
        if seconds >= ZOOM_SECONDS:
            self.hex_pixels = self.wanted
        else:
            share = min(1.0, seconds / ZOOM_SECONDS * 1.6)
            self.hex_pixels *= (self.wanted / self.hex_pixels) ** share
            if abs(math.log(self.wanted / self.hex_pixels)) < 0.01:
                self.hex_pixels = self.wanted
        if self._anchor is not None:
            at, km = self._anchor
            now = self.to_km(at)
            self.centre[0] += km[0] - now[0]
            self.centre[1] += km[1] - now[1]
        self._clamp()

    def _clamp(self) -> None:
        """Keep the window on the map: the sheet fills it, or lies in its middle."""
        for axis in (0, 1):
            half = self.size[axis] * self.km_per_pixel / 2
            low, high = self.low[axis] + half, self.high[axis] - half
            if low > high:
                self.centre[axis] = (self.low[axis] + self.high[axis]) / 2
            else:
                self.centre[axis] = min(max(self.centre[axis], low), high)


def area_of(hexmap: HexMap, projection: Projection) -> tuple[Point, Point]:
    """The lower left and upper right corner in km of the hexes of a map, with a margin."""
    centres = projection.centres(hexmap.hexes)
    low, high = centres.min(axis=0) - AREA_KM, centres.max(axis=0) + AREA_KM
    return (float(low[0]), float(low[1])), (float(high[0]), float(high[1]))
