"""The land as tiles: from memory, from the shipped sheet, stretched from another, or painted anew.

Two zoom steps are shipped with the game. What the window wants at another step is first stretched
from the nearest of them, at once; larger steps are then painted by another process, kept on
disk, and shown when they are ready.
"""

from __future__ import annotations

import functools
import math
from collections import OrderedDict
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pygame

from game.film import sheet
from game.film.palette import PAPER, rgb
from game.film.projection import Projection
from game.film.sheet import SHIPPED, TILE, TILES
from game.model.hexmap import HexMap
from game.ui import painter
from game.ui.camera import Camera

KEPT = 72
"""Tiles in memory: about four screens, or one of four times the size."""
PALE = "#f4f1e6"
"""Where the ground goes in the palette of high contrast."""
AT_ONCE = 2
"""Tiles that are waited for at the painter's at any time."""
Key = tuple[int, int, int]
"""Zoom step, column, row."""


class Tiles:
    """The tiles of one map."""

    def __init__(
        self,
        land: str,
        hexmap: HexMap,
        projection: Projection,
        cache: Path | None,
        painters: ProcessPoolExecutor | None,
    ) -> None:
        """`land` names the scenario whose map the painters draw; `cache` is a folder that may be
        emptied at any time; without painters large zooms stay stretched."""
        self.land, self.hexmap, self.projection = land, hexmap, projection
        self.cache, self.painters = cache, painters
        self.low, self.high = sheet.corners(hexmap, projection)
        self._kept: OrderedDict[Key, pygame.Surface] = OrderedDict()
        self._rough: set[Key] = set()
        """Tiles in memory that a painted one would improve."""
        self._waiting: dict[Key, Future[bytes]] = {}
        self._blank: pygame.Surface | None = None
        self._pale = False

    def pale(self, wanted: bool) -> None:
        """For the palette of high contrast: the ground paler, lines as they are."""
        if wanted != self._pale:
            self._pale = wanted
            self._kept.clear()
            self._rough.clear()

    @property
    def busy(self) -> bool:
        """Whether better tiles are being painted."""
        return bool(self._waiting)

    def draw(self, target: pygame.Surface, camera: Camera) -> None:
        """Lay the land on a picture at the camera's step."""
        self._lay(target, camera, camera.step, target.get_size())

    def _lay(
        self, target: pygame.Surface, camera: Camera, step: int, size: tuple[int, int]
    ) -> None:
        km = self.projection.size / step
        left = (camera.centre[0] - float(self.low[0])) / km - size[0] / 2
        top = (float(self.high[1]) - camera.centre[1]) / km - size[1] / 2
        columns, rows = sheet.grid(self.hexmap, self.projection, step)
        if left < 0 or top < 0 or left + size[0] > columns * TILE or top + size[1] > rows * TILE:
            target.fill(rgb(PAPER))
        for column, row in _covering(left, top, size, columns, rows):
            tile = self.tile((step, column, row))
            target.blit(tile, (round(column * TILE - left), round(row * TILE - top)))

    def tile(self, key: Key) -> pygame.Surface:
        """A tile, as good as it can be had at once."""
        found = self._kept.get(key)
        if found is None:
            found, rough = self._made(key)
            self._keep(key, found)
            if rough:
                self._rough.add(key)
        else:
            self._kept.move_to_end(key)
        if key in self._rough:
            self._order(key)
        return found

    def update(self) -> bool:
        """Take in what the painters have finished; whether anything new is to be seen."""
        done = [key for key, future in self._waiting.items() if future.done()]
        for key in done:
            pixels = self._waiting.pop(key).result()
            tile = pygame.image.frombytes(pixels, (TILE, TILE), "RGB")
            self._rough.discard(key)
            self._store(key, tile)
            self._keep(key, self._shaded(tile.convert()))
        return bool(done)

    def _keep(self, key: Key, tile: pygame.Surface) -> None:
        self._kept[key] = tile
        self._kept.move_to_end(key)
        while len(self._kept) > KEPT:
            old, _ = self._kept.popitem(last=False)
            self._rough.discard(old)

    def _made(self, key: Key) -> tuple[pygame.Surface, bool]:
        """A tile from the disk or stretched from another step, and whether it is only that."""
        path = self._file(key)
        if path is not None and path.is_file():
            return self._shaded(pygame.image.load(path).convert()), False
        step = key[0]
        if step in SHIPPED:
            return self._paper(), True
        source = next((s for s in SHIPPED if s >= step), SHIPPED[-1])
        return self._stretched(key, source), step > SHIPPED[-1]

    def _shaded(self, tile: pygame.Surface) -> pygame.Surface:
        """A tile in the palette that is set."""
        if self._pale:
            pixels = pygame.surfarray.pixels3d(tile)
            for channel, curve in enumerate(_paler()):
                pixels[..., channel] = curve[pixels[..., channel]]
        return tile

    def _file(self, key: Key) -> Path | None:
        step, column, row = key
        if step in SHIPPED:
            return TILES / str(step) / f"{column:02d}_{row:02d}.webp"
        return None if self.cache is None else self.cache / self.land / f"{step}_{column}_{row}.png"

    def _store(self, key: Key, tile: pygame.Surface) -> None:
        path = self._file(key)
        if path is None or key[0] in SHIPPED:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part.png")
        pygame.image.save(tile, part)
        part.replace(path)

    def _paper(self) -> pygame.Surface:
        if self._blank is None:
            self._blank = pygame.Surface((TILE, TILE))
            self._blank.fill(rgb(PAPER))
        return self._blank

    def _stretched(self, key: Key, source: int) -> pygame.Surface:
        """A tile made of those of another step."""
        step, column, row = key
        ratio = source / step
        side = TILE * ratio
        left, top = column * side, row * side
        land = pygame.Surface((math.ceil(side), math.ceil(side)))
        land.fill(rgb(PAPER))
        columns, rows = sheet.grid(self.hexmap, self.projection, source)
        for c, r in _covering(left, top, (side, side), columns, rows):
            part = self.tile((source, c, r))
            land.blit(part, (round(c * TILE - left), round(r * TILE - top)))
        return pygame.transform.smoothscale(land, (TILE, TILE))

    def _order(self, key: Key) -> None:
        """Ask the painters for a better tile, a few at a time."""
        if self.painters is None or key in self._waiting or len(self._waiting) >= AT_ONCE:
            return
        self._waiting[key] = self.painters.submit(painter.paint_tile, self.land, *key)


@functools.cache
def _paler() -> tuple[npt.NDArray[np.uint8], ...]:
    """For each channel the curve that moves light tones half the way to PALE and leaves dark ones,
    which are lines, alone."""
    tone = np.arange(256, dtype=np.float64)
    share = 0.55 * np.clip((tone - 105) / 60, 0, 1)
    return tuple((tone + (goal - tone) * share).astype(np.uint8) for goal in rgb(PALE))


def _covering(
    left: float, top: float, size: tuple[float, float], columns: int, rows: int
) -> Iterator[tuple[int, int]]:
    """Column and row of the tiles that a window on the sheet touches."""
    last = min(columns, int((left + size[0] - 1) // TILE) + 1)
    lowest = min(rows, int((top + size[1] - 1) // TILE) + 1)
    for c in range(max(0, int(left // TILE)), last):
        for r in range(max(0, int(top // TILE)), lowest):
            yield c, r


def start_painters() -> ProcessPoolExecutor:
    """One process that paints for the window; it starts when it is first asked."""
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"))


def _shipped(land: str) -> list[Key]:
    hexmap, projection = painter.map_of(land)
    keys: list[Key] = []
    for step in SHIPPED:
        columns, rows = sheet.grid(hexmap, projection, step)
        keys += [(step, c, r) for c in range(columns) for r in range(rows)]
    return keys


def count(land: str) -> int:
    """How many tiles come with the game."""
    return len(_shipped(land))


def ship(folder: Path, land: str) -> Iterator[Path]:
    """Paint the tiles that come with the game into a folder (needs the extra `map`, for Pillow);
    yields the files as they are written."""
    from PIL import Image

    hexmap, projection = painter.map_of(land)
    for step, column, row in _shipped(land):
        tile = painter.tile_surface(hexmap, projection, step, column, row)
        picture = Image.frombytes("RGB", (TILE, TILE), pygame.image.tobytes(tile, "RGB"))
        out = folder / str(step) / f"{column:02d}_{row:02d}.webp"
        out.parent.mkdir(parents=True, exist_ok=True)
        picture.save(out, quality=80, method=6)
        yield out
