"""The names on the map: painted for a whole zoom step by another process, laid where they show."""

from __future__ import annotations

from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass

import pygame

from game.ui import painter
from game.ui.camera import Camera
from game.ui.painter import Sprite

CELL = 512
"""Side in pixels of the cells in which names are looked up."""
Boxes = tuple[tuple[int, int, int, int], ...]
Kind = tuple[int, bool]
"""Zoom step, and whether every name is on the sheet."""


@dataclass(frozen=True)
class _Sheet:
    """All names of one step: sprites by the cell of their corner."""

    cells: dict[tuple[int, int], list[tuple[pygame.Surface, tuple[int, int]]]]
    widest: int
    tallest: int


class NameSheet:
    """Names by zoom step. A step is painted when it is first wanted, and anew when the counters
    that names keep clear of have changed (`clear`)."""

    def __init__(
        self,
        land: str,
        low: tuple[float, float],
        high: tuple[float, float],
        painters: ProcessPoolExecutor | None,
    ) -> None:
        """`low` and `high` are the corners of the sheet in km."""
        self.land, self.low, self.high, self.painters = land, low, high, painters
        self.form = "1945"
        """1945 or modern: how towns are called."""
        self._sheets: dict[Kind, _Sheet] = {}
        self._waiting: dict[Kind, tuple[str, Future[list[Sprite]]]] = {}
        self._stale: set[Kind] = set()

    def clear(self) -> None:
        """Counters have moved: every step is painted again when it is next shown."""
        self._stale = set(self._sheets)

    def change(self, form: str) -> None:
        """Call towns as in 1945, or by their modern names."""
        if form != self.form:
            self.form = form
            self.clear()

    @property
    def busy(self) -> bool:
        """Whether names are being painted."""
        return bool(self._waiting)

    def update(self) -> bool:
        """Take in what has been painted; whether there is anything new."""
        done = [kind for kind, (_, future) in self._waiting.items() if future.done()]
        for kind in done:
            form, future = self._waiting.pop(kind)
            self._sheets[kind] = _sorted(future.result())
            if form != self.form:
                self._stale.add(kind)
        return bool(done)

    def lacks(self, step: int, every: bool = False) -> bool:
        """Whether the names of a step are still to be ordered from the painters."""
        kind = (step, every)
        if kind in self._waiting or self.painters is None:
            return False
        return kind not in self._sheets or kind in self._stale

    def wanted(self, step: int, boxes: Boxes, every: bool = False) -> None:
        """See to it that the names of a step come; `boxes` on the sheet are taken."""
        kind = (step, every)
        if self.painters is None or not self.lacks(step, every):
            return
        self._stale.discard(kind)
        job = self.painters.submit(painter.paint_names, self.land, step, boxes, self.form, every)
        self._waiting[kind] = self.form, job

    def draw(self, target: pygame.Surface, camera: Camera, every: bool = False) -> None:
        """Lay the names of the camera's step on a picture at that step."""
        step = camera.step
        sheet = self._sheets.get((step, every))
        if sheet is None:
            return
        km = camera.projection.size / step
        wide, tall = target.get_size()
        left = (camera.centre[0] - self.low[0]) / km - wide / 2
        top = (self.high[1] - camera.centre[1]) / km - tall / 2
        first = (int((left - sheet.widest) // CELL), int((top - sheet.tallest) // CELL))
        last = (int((left + wide) // CELL), int((top + tall) // CELL))
        laid = [
            (surface, (round(x - left), round(y - top)))
            for c in range(first[0], last[0] + 1)
            for r in range(first[1], last[1] + 1)
            for surface, (x, y) in sheet.cells.get((c, r), ())
        ]
        target.blits(laid, doreturn=False)


def _sorted(sprites: list[Sprite]) -> _Sheet:
    cells: dict[tuple[int, int], list[tuple[pygame.Surface, tuple[int, int]]]] = {}
    for sprite in sprites:
        surface = pygame.image.frombytes(sprite.pixels, sprite.size, "RGBA").convert_alpha()
        key = (sprite.at[0] // CELL, sprite.at[1] // CELL)
        cells.setdefault(key, []).append((surface, sprite.at))
    widest = max((s.size[0] for s in sprites), default=0)
    tallest = max((s.size[1] for s in sprites), default=0)
    return _Sheet(cells, widest, tallest)
