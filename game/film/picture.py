"""The map of a scenario as a picture, whole or in part, without a window."""

from __future__ import annotations

import io
import os
from pathlib import Path

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

import pygame

from game.film import chips, counters, layers, names
from game.film.cartouche import CORNERS, Corner, cartouche_box, draw_cartouche, draw_frame
from game.film.counters import CARDS_FROM
from game.film.ink import Ink
from game.film.labels import Placer
from game.film.projection import Floats, Point, Projection, View
from game.film.relief import paint_ground
from game.model.forces import Unit
from game.model.hexmap import HexMap
from game.model.scenario import Scenario
from game.scenario.load import load

SHEET = 1920
"""Width in pixels of a sheet of scale 1."""
MARGIN_KM = 40


def draw_map(
    name: str,
    out: Path,
    width: int = 2400,
    at: str | None = None,
    across: float | None = None,
) -> None:
    """Draw the map of a scenario with its forces at the start and write it to `out`.

    `at` is the id or name of a place to centre on and `across` the width in km; without them the
    picture shows the whole theatre. Raises LookupError when there is no such place.
    """
    os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
    scenario = load(name)
    if at is None and across is None:
        picture = draw_theatre(scenario, width)
    else:
        picture = draw_part(scenario, width, at, across or 400.0)
    png = io.BytesIO()
    pygame.image.save(picture, png, "map.png")
    out.write_bytes(png.getvalue())


def draw_theatre(scenario: Scenario, width: int) -> pygame.Surface:
    """The whole map as a framed sheet with title and legend."""
    view = theatre_view(scenario.map, width)
    picture = draw_ground(view, scenario)
    scale = width / SHEET
    frame = picture.get_rect().inflate(-round(36 * scale), -round(36 * scale))
    placer = Placer(frame, slack=round(3 * view.type_scale))
    box = cartouche_box(picture, scale, free_corner(view, picture, scenario, scale))
    placer.reserve([box.inflate(8, 8)])
    units = counters.units_at_start(scenario)
    draw_forces_and_names(view, picture, scenario, units, placer)
    draw_frame(picture, scale)
    draw_cartouche(picture, scenario, view, scale, box)
    return picture


def draw_part(scenario: Scenario, width: int, at: str | None, across: float) -> pygame.Surface:
    """A part of the map, three wide and two high, with single units if the scale allows."""
    projection = Projection.of(scenario.map.projection)
    centre = middle(scenario.map, projection) if at is None else find(scenario.map, projection, at)
    size = (width, max(1, round(width * 2 / 3)))
    view = View(projection, size, centre, across / width, max(0.8, width / 1600))
    picture = draw_ground(view, scenario)
    units = counters.units_at_start(scenario)
    placer = Placer(picture.get_rect().inflate(-8, -8), slack=round(3 * view.type_scale))
    draw_forces_and_names(view, picture, scenario, units, placer)
    return picture


def free_corner(
    view: View, picture: pygame.Surface, scenario: Scenario, scale: float
) -> Corner:
    """Where the legend covers least of the map: over the open sea of the whole theatre; the
    emptiest corner of a part of it."""
    if not scenario.base:
        return CORNERS[0]
    middles = [view.hex(h) for h in scenario.map.hexes]

    def covered(corner: Corner) -> int:
        return sum(cartouche_box(picture, scale, corner).collidepoint(at) for at in middles)

    return min(CORNERS, key=covered)


def draw_ground(view: View, scenario: Scenario) -> pygame.Surface:
    """The land of a scenario; around a part of a larger map it is pale."""
    picture = draw_land(view, scenario.map)
    if scenario.base:
        layers.draw_veil(view, picture, scenario.map)
    return picture


def draw_land(view: View, hexmap: HexMap) -> pygame.Surface:
    """Ground, water, lines and works: all that does not move."""
    picture, ground = paint_ground(view)
    layers.draw_marks(view, picture, ground)
    layers.draw_water(view, picture, ground)
    layers.draw_grid(view, picture, hexmap)
    layers.draw_frontiers(view, picture, ground)
    layers.draw_roads(view, picture, hexmap)
    layers.draw_railways(view, picture, hexmap)
    layers.draw_forts(view, picture, hexmap)
    return picture


def draw_forces_and_names(
    view: View,
    picture: pygame.Surface,
    scenario: Scenario,
    units: tuple[Unit, ...],
    placer: Placer,
) -> None:
    """Forces first take their room, then names find theirs; forces lie on top."""
    if view.zoom >= CARDS_FROM:
        cards = pygame.Surface(view.size, pygame.SRCALPHA)
        placer.reserve(counters.draw_stacks(view, cards, scenario, units))
        homeless = draw_names(view, picture, scenario.map, placer)
        picture.blit(cards, (0, 0))
        for sign, box in homeless:
            picture.blit(sign, box)
        return
    scale = view.type_scale
    armies = chips.armies(scenario, units)
    cities = [names.place_pixels(view, p) for p in scenario.map.places if names.tier(p) == 0]
    placed = chips.place_chips(view, armies, scale, placer.area, cities)
    placer.reserve([chips.chip_box(army, spot, scale) for army, spot in placed])
    draw_names(view, picture, scenario.map, placer)
    threads = Ink(view.size)
    for army, spot in placed:
        chips.leader(threads, view, army, spot, scale)
    threads.onto(picture)
    for army, spot in sorted(placed, key=lambda c: c[1][1]):
        chips.draw_chip(picture, army, spot, scale)


def draw_names(
    view: View, picture: pygame.Surface, hexmap: HexMap, placer: Placer
) -> list[tuple[pygame.Surface, pygame.Rect]]:
    """All lettering, the important first; returns the names that must lie over the counters."""
    places = names.draw_signs(view, picture, hexmap, placer)
    cities = [p for p in places if names.tier(p) == 0]
    homeless = names.draw_towns(view, picture, cities, placer)
    names.draw_areas(view, picture, ("country",), placer)
    homeless += names.draw_towns(view, picture, places[len(cities) :], placer)
    names.draw_areas(view, picture, ("range", "region", "water", "stop line"), placer)
    names.draw_river_names(view, picture, placer)
    return homeless


def theatre_view(hexmap: HexMap, width: int) -> View:
    """A view of all hexes with a narrow margin."""
    projection = Projection.of(hexmap.projection)
    low, high = bounds(hexmap, projection)
    wide, tall = high - low + 2 * MARGIN_KM
    size = (width, max(1, round(width * tall / wide)))
    x, y = (float(v) for v in (low + high) / 2)
    return View(projection, size, (x, y), float(wide) / width, (width / SHEET) ** 0.7)


def bounds(hexmap: HexMap, projection: Projection) -> tuple[Floats, Floats]:
    """The lowest and highest x and y of the middles of a map's hexes."""
    centres = projection.centres(hexmap.hexes)
    return centres.min(axis=0), centres.max(axis=0)


def middle(hexmap: HexMap, projection: Projection) -> Point:
    """The middle of a map in km."""
    low, high = bounds(hexmap, projection)
    x, y = (float(v) for v in (low + high) / 2)
    return x, y


def find(hexmap: HexMap, projection: Projection, place: str) -> Point:
    """Where a place lies in km, by its id or any of its names."""
    wanted = place.casefold()
    for p in hexmap.places:
        if wanted in (n.casefold() for n in (p.id, p.name, p.name_modern, *p.names_alt)):
            return projection.centre(p.hex)
    raise LookupError(f"no place {place!r} on this map")


__all__ = ["draw_land", "draw_map", "draw_part", "draw_theatre", "theatre_view"]
