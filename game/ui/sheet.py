"""Transparent tiles over the land: a layer is painted once for each zoom step and then only laid.

A layer whose picture has changed is painted anew tile by tile, a few milliseconds in each picture
of the window; until then its old tiles stay. All tiles are premultiplied.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pygame

from game.film import sheet as lattice
from game.film.palette import rgb
from game.film.projection import Floats, Point, Projection, View
from game.film.sheet import TILE
from game.hexes import STRIDE
from game.model.hexmap import HexMap
from game.ui.camera import Camera
from game.ui.scene import Scene

KEPT = 60
"""Tiles in memory of one layer; most are small, for they are cut to what is painted."""
GROUNDS = 20
"""Tiles of hex numbers in memory (half a megabyte each)."""
Key = tuple[int, int, int]
Numbers = npt.NDArray[np.uint16]
PERIOD = 8
"""Pixels after which hatching repeats; it divides the side of a tile, so that tiles join."""


class Painting(Protocol):
    """One layer's picture."""

    def stamp(self, scene: Scene) -> object:
        """All that the picture depends on but the zoom; equal stamps give equal pictures."""

    def paint(self, picture: pygame.Surface, at: Place, scene: Scene) -> None:
        """Paint one tile, premultiplied."""


class Budget:
    """How much longer tiles may be painted before the window must be shown."""

    def __init__(self, seconds: float) -> None:
        self.end = time.perf_counter() + seconds
        self.late = False
        """Whether something had to be put off."""

    def spent(self) -> bool:
        """Whether the time is over."""
        over = time.perf_counter() > self.end
        self.late = self.late or over
        return over


class Place:
    """One tile: where it lies, and which hex each of its pixels belongs to."""

    def __init__(self, ground: Ground, key: Key) -> None:
        self.ground, self.key = ground, key
        self.view = ground.view(key)

    @property
    def numbers(self) -> Numbers:
        """The hex under each pixel, indexed by x and y; 0 where there is none."""
        return self.ground.numbers(self.key)

    def hexes(self, hexes: npt.ArrayLike, margin: float = 1.0) -> tuple[list[int], Floats]:
        """Those of the hexes that can touch the tile, with their middles in its pixels; `margin`
        in hexes."""
        found = np.asarray(hexes, np.int64).reshape(-1)
        if not len(found):
            return [], np.zeros((0, 2))
        points = self.view.pixels(self.view.projection.centres(found.tolist()))
        edge = self.view.hex_pixels * margin
        inside = ((points > -edge) & (points < TILE + edge)).all(axis=1)
        return found[inside].tolist(), points[inside]


class Ground:
    """The grid of tiles of one map, shared by all its layers."""

    def __init__(self, hexmap: HexMap, projection: Projection) -> None:
        self.hexmap, self.projection = hexmap, projection
        self.low, self.high = lattice.corners(hexmap, projection)
        self.inside = np.zeros(hexmap.size + 1, bool)
        self.inside[list(hexmap.hexes)] = True
        self._numbers: OrderedDict[Key, Numbers] = OrderedDict()

    def grid(self, step: int) -> tuple[int, int]:
        """Columns and rows of tiles at a zoom step."""
        return lattice.grid(self.hexmap, self.projection, step)

    def view(self, key: Key) -> View:
        """A tile as the painters of the map understand it."""
        step, column, row = key
        km = self.projection.size / step
        centre = (
            float(self.low[0]) + (column + 0.5) * TILE * km,
            float(self.high[1]) - (row + 0.5) * TILE * km,
        )
        return View(self.projection, (TILE, TILE), centre, km)

    def numbers(self, key: Key) -> Numbers:
        """The hex under each pixel of a tile."""
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = self._find(key)
            while len(self._numbers) > GROUNDS:
                self._numbers.popitem(last=False)
        self._numbers.move_to_end(key)
        return found

    def _find(self, key: Key) -> Numbers:
        view, p = self.view(key), self.projection
        wide = p.size * math.sqrt(3) / 2
        x = (view.left + (np.arange(TILE) + 0.5) * view.km_per_pixel - p.x0) / wide
        y = (p.y0 - (view.top - (np.arange(TILE) + 0.5) * view.km_per_pixel)) / p.size
        best = np.full((TILE, TILE), 1e9, np.float32)
        found = np.zeros((TILE, TILE), np.int32)
        for column in (np.floor(x), np.floor(x) + 1):
            odd = (column % 2) * 0.5
            row = np.round(y[None, :] - odd[:, None])
            across = ((x - column) * math.sqrt(3) / 2) ** 2
            apart = (across[:, None] + (y[None, :] - row - odd[:, None]) ** 2).astype(np.float32)
            number = column[:, None] * STRIDE + row
            valid = (column >= 0)[:, None] & (row >= 0) & (row < STRIDE)
            number = np.where(valid, number, 0)
            nearer = apart < best
            best[nearer] = apart[nearer]
            found[nearer] = number[nearer].astype(np.int32)
        found[(found < 0) | (found >= self.hexmap.size)] = 0
        found[~self.inside[found]] = 0
        return found.astype(np.uint16)


class Sheet:
    """The tiles of one layer."""

    def __init__(self, ground: Ground, painting: Painting) -> None:
        self.ground, self.painting = ground, painting
        self._kept: OrderedDict[Key, tuple[object, pygame.Surface | None, Point]] = OrderedDict()

    def clear(self) -> None:
        """Forget all tiles."""
        self._kept.clear()

    def draw(self, target: pygame.Surface, camera: Camera, scene: Scene, budget: Budget) -> None:
        """Lay the layer on a picture at the camera's step; tiles that are missing are painted
        while there is time."""
        step = camera.step
        km = self.ground.projection.size / step
        left = (camera.centre[0] - float(self.ground.low[0])) / km - target.get_width() / 2
        top = (float(self.ground.high[1]) - camera.centre[1]) / km - target.get_height() / 2
        columns, rows = self.ground.grid(step)
        stamp = self.painting.stamp(scene)
        first = (max(0, int(left // TILE)), max(0, int(top // TILE)))
        last = (
            min(columns - 1, int((left + target.get_width() - 1) // TILE)),
            min(rows - 1, int((top + target.get_height() - 1) // TILE)),
        )
        for column in range(first[0], last[0] + 1):
            for row in range(first[1], last[1] + 1):
                key = (step, column, row)
                kept = self._kept.get(key)
                if (kept is None or kept[0] != stamp) and not budget.spent():
                    kept = self._kept[key] = self._painted(key, stamp, scene)
                    while len(self._kept) > KEPT:
                        self._kept.popitem(last=False)
                if kept is not None and kept[1] is not None:
                    self._kept.move_to_end(key)
                    at = (
                        round(column * TILE - left) + int(kept[2][0]),
                        round(row * TILE - top) + int(kept[2][1]),
                    )
                    target.blit(kept[1], at, special_flags=pygame.BLEND_PREMULTIPLIED)

    def _painted(
        self, key: Key, stamp: object, scene: Scene
    ) -> tuple[object, pygame.Surface | None, Point]:
        picture = pygame.Surface((TILE, TILE), pygame.SRCALPHA)
        self.painting.paint(picture, Place(self.ground, key), scene)
        box = picture.get_bounding_rect(min_alpha=1)
        if not box.width:
            return stamp, None, (0, 0)
        if box.size != picture.get_size():
            picture = picture.subsurface(box).copy()
        return stamp, picture, box.topleft


# -- what paintings are made of --------------------------------------------------------------------


def premultiplied(colour: str, alpha: int) -> tuple[int, int, int, int]:
    """A colour of some opacity as premultiplied pixels hold it."""
    r, g, b = rgb(colour)
    return r * alpha // 255, g * alpha // 255, b * alpha // 255, alpha


def wash(picture: pygame.Surface, at: Place, colours: npt.NDArray[np.uint8]) -> None:
    """Fill each hex with its colour: `colours` holds four premultiplied bytes for each hex."""
    _over(picture, colours[at.numbers])


def hatch(
    picture: pygame.Surface, at: Place, mask: npt.NDArray[np.bool_], colour: str, pattern: str
) -> None:
    """Hatch the hexes of a mask: `rising`, `falling`, `double`, `dots`, `stipple`, `waves`."""
    there = mask[at.numbers]
    if not there.any():
        return
    dots = there & _pattern(pattern)
    ink = np.zeros((TILE, TILE, 4), np.uint8)
    ink[dots] = premultiplied(colour, 150)
    _over(picture, ink)


def _pattern(name: str) -> npt.NDArray[np.bool_]:
    x, y = np.arange(TILE)[:, None], np.arange(TILE)[None, :]
    if name == "rising":
        return np.asarray((x + y) % PERIOD < 2)
    if name == "falling":
        return np.asarray((x - y) % PERIOD < 1)
    if name == "slant":
        return np.asarray(((2 * x + y) % 16 < 2) & (y % 16 < 10))
    if name == "double":
        return np.asarray((2 * x + y) % 16 < 4)
    if name == "dots":
        return np.asarray(((x % 8 - 3) ** 2 + ((y + 4 * (x // 8 % 2)) % 8 - 3) ** 2) <= 2)
    if name == "stipple":
        return np.asarray(((x * 7 + y * 13) % 16 < 2) & ((x // 2 + y // 2) % 2 == 0))
    if name == "waves":
        swell = np.round(2 * np.sin(x * np.pi / 8)).astype(int)
        return np.asarray((y + swell) % 16 < 2)
    raise ValueError(f"no pattern is called {name!r}")


def _over(picture: pygame.Surface, ink: npt.NDArray[np.uint8]) -> None:
    """Lay premultiplied pixels, indexed by x and y, on a picture."""
    sheet = pygame.image.frombuffer(
        np.ascontiguousarray(ink.swapaxes(0, 1)).tobytes(), (TILE, TILE), "RGBA"
    )
    picture.blit(sheet, (0, 0), special_flags=pygame.BLEND_PREMULTIPLIED)


def lay(picture: pygame.Surface, surface: pygame.Surface, box: pygame.Rect) -> None:
    """Lay a surface with plain opacity on a premultiplied picture."""
    picture.blit(surface.premul_alpha(), box, special_flags=pygame.BLEND_PREMULTIPLIED)
