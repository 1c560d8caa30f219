"""The whole map in small: land, front line, troops, alerts, and the frame of what is shown."""

from __future__ import annotations

from collections.abc import Iterable

import pygame

from game.film.palette import NATIONS, PAPER, rgb
from game.film.projection import Point
from game.film.sheet import TILE, grid
from game.hexes import Hex
from game.ui.camera import Camera
from game.ui.front import LINE, Front
from game.ui.scene import Scene
from game.ui.theme import SELECTED
from game.ui.tiles import Tiles

SOURCE = 19
"""Zoom step of the tiles that it is made of."""
A_PICTURE = 1
"""Tiles taken in with each picture of the window: the land appears within a second."""
ALERT = "#e5482d"


class Minimap:
    """A small picture of the map, and the way from its pixels to the land."""

    def __init__(self, tiles: Tiles, camera: Camera) -> None:
        self.tiles, self.camera = tiles, camera
        self.front = Front(tiles.projection)
        self.alerts: tuple[Hex, ...] = ()
        """Hexes that want attention: they blink."""
        self._land: pygame.Surface | None = None
        self._todo: list[tuple[int, int]] = []
        self._still: tuple[object, pygame.Surface | None] = (None, None)
        self.size = (0, 0)
        self._scale = 1.0
        self._left = self._top = 0.0

    def resize(self, size: tuple[int, int]) -> None:
        """Take a size in pixels; the land is laid in anew, bit by bit."""
        self.size = size
        low, high = self.camera.low, self.camera.high
        wide, tall = high[0] - low[0], high[1] - low[1]
        self._scale = max(wide / max(1, size[0]), tall / max(1, size[1]))
        self._left = (low[0] + high[0]) / 2 - size[0] / 2 * self._scale
        self._top = (low[1] + high[1]) / 2 + size[1] / 2 * self._scale
        self._land = pygame.Surface(size)
        self._land.fill(rgb(PAPER))
        columns, rows = grid(self.tiles.hexmap, self.tiles.projection, SOURCE)
        self._todo = [
            (c, r) for r in range(rows) for c in range(columns)
            if self._box(c, r).colliderect(self._land.get_rect())
        ]  # fmt: skip
        self._still = (None, None)

    def _box(self, column: int, row: int) -> pygame.Rect:
        side = TILE * self.tiles.projection.size / SOURCE
        left = float(self.tiles.low[0]) + column * side
        top = float(self.tiles.high[1]) - row * side
        x, y = self.to_pixel((left, top))
        right, low = self.to_pixel((left + side, top - side))
        return pygame.Rect(round(x), round(y), round(right) - round(x), round(low) - round(y))

    def to_pixel(self, km: Point) -> Point:
        """Where a point of the plane lies in the small picture."""
        return (km[0] - self._left) / self._scale, (self._top - km[1]) / self._scale

    def to_km(self, at: Point) -> Point:
        """Which point of the plane lies under a pixel of it."""
        return self._left + at[0] * self._scale, self._top - at[1] * self._scale

    @property
    def busy(self) -> bool:
        """Whether land is still to be laid in."""
        return bool(self._todo)

    def update(self, count: int = A_PICTURE) -> None:
        """Lay in some more land."""
        for column, row in self._todo[:count]:
            box = self._box(column, row)
            tile = self.tiles.tile((SOURCE, column, row))
            assert self._land is not None
            if box.width and box.height:
                self._land.blit(pygame.transform.smoothscale(tile, box.size), box)
            self._still = (None, None)
        self._todo = self._todo[count:]

    def look(self, at: Point) -> None:
        """Centre the map on a pixel of the small picture."""
        self.camera.centre = list(self.to_km(at))
        self.camera.pan(0, 0)

    def picture(self, scene: Scene, blink: bool) -> pygame.Surface:
        """The picture now."""
        about = (scene.view.control, scene.view.units)
        still = self._still[1]
        if still is None or not isinstance(self._still[0], tuple) or any(
            a is not b for a, b in zip(self._still[0], about, strict=True)
        ):
            still = self._drawn(scene)
            self._still = (about, still)
        out = still.copy()
        if blink:
            for h in self.alerts:
                spot = self.to_pixel(self.camera.projection.centre(h))
                pygame.draw.circle(out, "#fff7e6", spot, 6, 2)
                pygame.draw.circle(out, ALERT, spot, 4)
        camera = self.camera
        corner = self.to_pixel(camera.to_km((0, 0)))
        far = self.to_pixel(camera.to_km(camera.size))
        frame = pygame.Rect(
            round(corner[0]), round(corner[1]),
            max(4, round(far[0] - corner[0])), max(4, round(far[1] - corner[1])),
        ).clip(out.get_rect())  # fmt: skip
        pygame.draw.rect(out, "#1a1405", frame.inflate(2, 2), 3)
        pygame.draw.rect(out, SELECTED, frame, 1)
        return out

    def _drawn(self, scene: Scene) -> pygame.Surface:
        assert self._land is not None
        out = self._land.copy()
        for chain in self.front.chains(scene.view):
            points = [self.to_pixel((x, y)) for x, y in chain[::3].tolist()]
            if len(points) > 1:
                pygame.draw.lines(out, "#f6f0df", False, points, 3)
                pygame.draw.lines(out, LINE, False, points, 1)
        for side in ("japan", "soviet"):
            self._dots(out, scene, scene.view.index, side)
        return out

    def _dots(
        self, out: pygame.Surface, scene: Scene, hexes: Iterable[Hex], side: str
    ) -> None:
        colour = NATIONS["USSR" if side == "soviet" else "JPN"]
        for h in hexes:
            if scene.view.side_at(h) == side:
                x, y = self.to_pixel(self.camera.projection.centre(h))
                out.fill(rgb(colour["edge"]), (round(x) - 1, round(y) - 1, 3, 3))
                out.fill(rgb(colour["ground"]), (round(x) - 1, round(y) - 1, 2, 2))
