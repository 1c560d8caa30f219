"""The painting of the map's still layers, done in another process so that the window never waits.

Two jobs: a tile of the land (relief, water, lines, grid, works), and the names of a whole zoom step
as sprites. Both know only the map, which never changes in a game.
"""

from __future__ import annotations

import functools
import os
from dataclasses import dataclass

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

import pygame

from game.film import names
from game.film.ink import Ink
from game.film.labels import Placer
from game.film.picture import draw_land
from game.film.projection import Projection, View
from game.film.sheet import TILE, corners
from game.model.hexmap import HexMap
from game.scenario.load import load

EDGE = 64
"""Pixels painted around a tile and cut off, so that light and blurs join without a seam."""


@dataclass(frozen=True, slots=True)
class Sprite:
    """A piece of lettering: RGBA bytes, its size, and where its corner lies on the sheet."""

    pixels: bytes
    size: tuple[int, int]
    at: tuple[int, int]


@functools.lru_cache(maxsize=2)
def map_of(scenario: str) -> tuple[HexMap, Projection]:
    """The map of a scenario and its projection, read once in each process."""
    os.environ["SDL_VIDEODRIVER"] = "dummy"
    pygame.display.init()
    hexmap = load(scenario).map
    return hexmap, Projection.of(hexmap.projection)


def paint_tile(scenario: str, step: int, column: int, row: int) -> bytes:
    """RGB bytes of one tile; rows from the top."""
    hexmap, projection = map_of(scenario)
    return pygame.image.tobytes(tile_surface(hexmap, projection, step, column, row), "RGB")


def tile_surface(
    hexmap: HexMap, projection: Projection, step: int, column: int, row: int
) -> pygame.Surface:
    """One tile of the land."""
    low, high = corners(hexmap, projection)
    km = projection.size / step
    centre = (
        float(low[0]) + (column + 0.5) * TILE * km,
        float(high[1]) - (row + 0.5) * TILE * km,
    )
    side = TILE + 2 * EDGE
    picture = draw_land(View(projection, (side, side), centre, km), hexmap)
    return picture.subsurface((EDGE, EDGE, TILE, TILE))


class _Recorder:
    """Takes what painters of names would put on a picture, and keeps it as sprites."""

    def __init__(self) -> None:
        self.found: list[tuple[pygame.Surface, pygame.Rect]] = []

    def blit(
        self, surface: pygame.Surface, at: object, area: object = None, special_flags: int = 0
    ) -> pygame.Rect:
        """Keep a surface and where it belongs."""
        box = surface.get_rect()
        box.topleft = at.topleft if isinstance(at, pygame.Rect) else at  # type: ignore[assignment]
        self.found.append((surface, box))
        return box


def paint_names(
    scenario: str,
    step: int,
    taken: tuple[tuple[int, int, int, int], ...],
    form: str = "1945",
    every: bool = False,
) -> list[Sprite]:
    """All names of the map at a zoom step, placed so that they keep clear of `taken` boxes
    (pixels of the sheet: left, top, width, height) where they can; of towns in the `form` of 1945
    or of today, with `every` down to the last village."""
    hexmap, projection = map_of(scenario)
    low, high = corners(hexmap, projection)
    km = projection.size / step
    size = tuple(round(float(d) / km) for d in high - low)
    middle = (low + high) / 2
    view = View(projection, (size[0], size[1]), (float(middle[0]), float(middle[1])), km)
    placer = Placer(pygame.Rect(0, 0, *size).inflate(-16, -16))
    placer.reserve([pygame.Rect(box) for box in taken])
    book = _Recorder()
    picture: pygame.Surface = book  # type: ignore[assignment]
    homeless = _places(view, picture, hexmap, placer, form, every)
    for sign, box in homeless:
        book.found.append((sign, box))
    return [
        Sprite(pygame.image.tobytes(s, "RGBA"), s.get_size(), (box.left, box.top))
        for s, box in book.found
    ]


def _places(
    view: View,
    picture: pygame.Surface,
    hexmap: HexMap,
    placer: Placer,
    form: str,
    every: bool,
) -> list[tuple[pygame.Surface, pygame.Rect]]:
    """Signs and names in the order of the printed map; returns the cities that found no room."""
    lowest = 3 if every else names.lowest_tier(view.zoom)
    shown = []
    unit = view.style((9, 0.8), (46, 1.35), (76, 1.7))
    half = round(6 * unit)
    for place in hexmap.places:
        x, y = names.place_pixels(view, place)
        if place.kind in names.UNNAMED or names.tier(place) > lowest:
            continue
        shown.append(place)
        ink = Ink((2 * half, 2 * half))
        names.draw_town(ink, place, (half + x % 1, half + y % 1), unit)
        small = pygame.transform.smoothscale(ink.surface, ink.size)
        picture.blit(small, (int(x) - half, int(y) - half))
        placer.reserve([pygame.Rect(round(x) - 4, round(y) - 4, 8, 8)])
    shown.sort(key=lambda p: (names.tier(p), -p.value, p.id))
    cities = [p for p in shown if names.tier(p) == 0]
    homeless = names.draw_towns(view, picture, cities, placer, form)
    names.draw_areas(view, picture, ("country",), placer)
    homeless += names.draw_towns(view, picture, shown[len(cities) :], placer, form)
    names.draw_areas(view, picture, ("range", "region", "water", "stop line"), placer)
    names.draw_river_names(view, picture, placer)
    return homeless
