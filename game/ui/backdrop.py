"""The theatre as a sheet behind menus, and small cuts of it for cards: nothing of any game."""

from __future__ import annotations

import pygame

from game.film.labels import lettering
from game.film.palette import PAPER, rgb
from game.film.projection import Point, Projection
from game.model.scenario import Scenario
from game.ui.app import App
from game.ui.camera import STEPS, Camera
from game.ui.namesheet import NameSheet
from game.ui.tiles import Tiles

CAMPAIGN = "manchuria_1945"
VEIL = (20, 23, 26)
DIMMED = 150
"""Of 255: how dark the sheet lies behind a page of text."""


class Backdrop:
    """The sheet for one window; made once and kept by the program."""

    def __init__(self, app: App) -> None:
        self.app = app
        self._tiles: Tiles | None = None
        self._names: NameSheet | None = None
        self._sheet: pygame.Surface | None = None
        self._dark: pygame.Surface | None = None
        self._cuts: dict[tuple[str, tuple[int, int]], pygame.Surface] = {}

    def update(self) -> None:
        """Take in the names when they have been painted."""
        if self._names is not None and self._names.update():
            self._sheet = None

    def draw(self, target: pygame.Surface, dimmed: bool = False) -> None:
        """Lay the sheet on the window."""
        size = target.get_size()
        if self._sheet is None or self._sheet.get_size() != size:
            self._sheet = self._made(size)
            self._dark = None
        if self._sheet is None:
            target.fill(rgb(PAPER))
            return
        if not dimmed:
            target.blit(self._sheet, (0, 0))
            return
        if self._dark is None:
            self._dark = self._sheet.copy()
            veil = pygame.Surface(size)
            veil.fill(VEIL)
            veil.set_alpha(DIMMED)
            self._dark.blit(veil, (0, 0))
        target.blit(self._dark, (0, 0))

    def _land(self) -> Tiles | None:
        """The tiles, once the campaign's map has been read."""
        if self._tiles is None:
            scenario = self.app.shelf.ready(CAMPAIGN)
            if scenario is None:
                return None
            projection = Projection.of(scenario.map.projection)
            self._tiles = Tiles(CAMPAIGN, scenario.map, projection, None, self.app.painters)
        return self._tiles

    def _camera(self, tiles: Tiles, size: tuple[int, int]) -> Camera:
        low = (float(tiles.low[0]), float(tiles.low[1]))
        high = (float(tiles.high[0]), float(tiles.high[1]))
        return Camera(tiles.projection, size, low, high)

    def _made(self, size: tuple[int, int]) -> pygame.Surface | None:
        """The sheet for a window of this size: as small a scale as fills it."""
        tiles = self._land()
        if tiles is None:
            return None
        camera = self._camera(tiles, size)
        wide, tall = (h - w for w, h in zip(camera.low, camera.high, strict=True))
        km = min(wide / size[0], tall / size[1])
        camera.hex_pixels = next(
            (float(s) for s in STEPS if s * km >= tiles.projection.size), float(STEPS[-1])
        )
        camera.wanted = camera.hex_pixels
        camera.pan(0, 0)
        sheet = pygame.Surface(size)
        tiles.draw(sheet, camera)
        if self.app.painters is not None:
            if self._names is None:
                self._names = NameSheet(CAMPAIGN, camera.low, camera.high, self.app.painters)
            self._names.wanted(camera.step, ())
            self._names.draw(sheet, camera)
        return sheet

    def cut(self, scenario: Scenario, size: tuple[int, int]) -> pygame.Surface | None:
        """The country of a scenario with places that count; None while the map is being read."""
        key = (scenario.id, size)
        if key not in self._cuts:
            tiles = self._land()
            if tiles is None:
                return None
            self._cuts[key] = self._cut(tiles, scenario, size)
        return self._cuts[key]

    def _cut(self, tiles: Tiles, scenario: Scenario, size: tuple[int, int]) -> pygame.Surface:
        camera = self._camera(tiles, size)
        points = [camera.projection.centre(h) for h in scenario.map.hexes]
        west, east = min(p[0] for p in points), max(p[0] for p in points)
        south, north = min(p[1] for p in points), max(p[1] for p in points)
        camera.centre = [(west + east) / 2, (south + north) / 2]
        km = max((east - west) / size[0], (north - south) / size[1])
        # No farther out than the sheet fills the picture: paper tells nothing.
        sheet_km = [h - w for w, h in zip(camera.low, camera.high, strict=True)]
        km = min(km, 0.8 * sheet_km[0] / size[0], 0.8 * sheet_km[1] / size[1])
        wanted = max(1.5, min(54.0, camera.projection.size / km))
        camera.hex_pixels = camera.wanted = max(wanted, float(STEPS[0]))
        # Below the smallest step of the tiles a larger sheet is drawn and made small.
        share = camera.hex_pixels / wanted
        camera.size = (round(size[0] * share), round(size[1] * share))
        camera.pan(0, 0)
        land = pygame.Surface(camera.size)
        tiles.draw(land, camera)
        sheet = pygame.transform.smoothscale(land, size) if share > 1 else land
        self._name(sheet, [
            (o.name, (p[0] / share, p[1] / share))
            for o in sorted(scenario.objectives, key=lambda o: -o.weight)
            for p in (camera.hex_screen(o.hex),)
        ])  # fmt: skip
        return sheet

    def _name(self, sheet: pygame.Surface, goals: list[tuple[str, Point]]) -> None:
        """Mark the places that count; name those that find room, the weightiest first."""
        unit = self.app.scale / 100 * (1.0 if sheet.get_height() < 120 else 1.3)
        reach = round(3 * unit)
        taken = [
            pygame.Rect(round(x) - reach, round(y) - reach, 2 * reach, 2 * reach)
            for _, (x, y) in goals
        ]
        named = 0
        for name, (x, y) in goals:
            sign = lettering(name, "sans bold", 10.5 * unit, "#26211c")
            for anchor, at in (("midleft", x + reach), ("midright", x - reach)):
                box = sign.get_rect(**{anchor: (round(at), round(y))})
                if named < 8 and sheet.get_rect().contains(box) and box.collidelist(taken) < 0:
                    sheet.blit(sign, box)
                    taken.append(box)
                    named += 1
                    break
        for _, spot in goals:
            pygame.draw.circle(sheet, "#26211c", spot, 3 * unit)
            pygame.draw.circle(sheet, "#f6f0df", spot, 1.6 * unit)
        pygame.draw.rect(sheet, "#4a3f30", sheet.get_rect(), max(1, round(unit)))
