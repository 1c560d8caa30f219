"""Names on the map: places with their signs, countries, ranges, waters and rivers."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable
from typing import Any

import numpy as np
import pygame

from game.film import palette
from game.film.counters import CARDS_FROM
from game.film.ink import Ink, beside, calm, evenly
from game.film.labels import Hand, Placer, along, font, lettering
from game.film.layers import LINES_FROM, river_courses
from game.film.palette import ASSETS, rgb
from game.film.projection import Floats, View
from game.film.symbols import star
from game.film.ways import drawn_at
from game.model.hexmap import HexMap, Place

SIZES = {
    0: ((9, 14), (46, 18), (76, 22)),
    1: ((9, 11.5), (46, 16), (76, 19)),
    2: ((9, 10.5), (46, 13.5), (76, 16)),
    3: ((9, 9.5), (46, 12), (76, 14)),
}
"""Size of a name by tier."""
AREA_STYLES = {
    "country": ("serif bold", palette.COUNTRY_INK, 1),
    "range": ("serif bold italic", palette.RANGE_INK, 1),
    "region": ("serif italic", palette.REGION_INK, 1),
    "water": ("serif italic", palette.WATER_INK, 0),
    "stop line": ("serif italic", palette.STOP_LINE, 1),
}
SHIFTS = (0, 8, -8, 16, -16, 24, -24, 36, -36, 50, -50, 65, -65, 80, -80)
"""Pixels to either side of its line that the name of an area may give way."""
MIDDLES = (0.5, 0.3, 0.7, 0.1, 0.9)
"""Stretches of its line on which a name may stand."""
UNNAMED = frozenset({"island", "pass"})
"""Kinds of places without a sign of their own."""


def tier(place: Place) -> int:
    """How important a place's name is: 0 great cities to 3 villages."""
    if place.population >= 300_000 or place.value >= 60:
        return 0
    if place.population >= 80_000 or place.value >= 30:
        return 1
    return 2 if place.population >= 15_000 or place.value >= 15 else 3


def lowest_tier(zoom: float) -> int:
    """The least important tier that is shown at a zoom."""
    return 1 if zoom < 10.5 else 2 if zoom < 32 else 3


def place_pixels(view: View, place: Place) -> tuple[float, float]:
    """Where the sign of a place is drawn: where the place is, but never outside its hex."""
    x, y = view.pixels(drawn_at(view.projection, place))
    return float(x), float(y)


def draw_signs(view: View, picture: pygame.Surface, hexmap: HexMap, placer: Placer) -> list[Place]:
    """The signs of the places that are shown; returns those places, the important first."""
    ink = Ink(view.size)
    found = []
    lowest = lowest_tier(view.zoom)
    for place in hexmap.places:
        x, y = place_pixels(view, place)
        if place.kind in UNNAMED or tier(place) > lowest or not placer.area.collidepoint(x, y):
            continue
        found.append(place)
        draw_town(ink, place, (x, y), view.style((9, 0.8), (46, 1.35), (76, 1.7)))
        half = round(4 * view.type_scale)
        placer.reserve([pygame.Rect(round(x) - half, round(y) - half, 2 * half, 2 * half)])
    ink.onto(picture)
    return sorted(found, key=lambda p: (tier(p), -p.value, p.id))


def name_of(place: Place, form: str = "1945") -> str:
    """The name of a place on the map: as it was called in 1945, or "modern"."""
    name = place.name_modern if form == "modern" and place.name_modern else place.name
    return name.split(" (")[0]


def draw_towns(
    view: View,
    picture: pygame.Surface,
    places: Iterable[Place],
    placer: Placer,
    form: str = "1945",
) -> list[tuple[pygame.Surface, pygame.Rect]]:
    """Names beside signs, in the order given.

    Returns the names of cities that found no room, to be laid below their hexes over the counters.
    """
    homeless = []
    halo = max(1, round(2 * min(1.5, view.type_scale)))
    for place in places:
        rank, at = tier(place), place_pixels(view, place)
        name, size = name_of(place, form), view.style(*SIZES[rank])
        if rank == 0:
            gap = max(1, round(view.type_scale))
            sign = lettering(name.upper(), "sans bold", size * 0.92, palette.INK, halo, gap)
        elif rank == 1:
            sign = lettering(name, "sans bold", size, palette.INK, halo)
        else:
            sign = lettering(name, "sans", size, palette.INK_MINOR, halo)
        reach = view.style((9, 5.5), (76, 8.5)) - rank * 0.6
        far = ((0, 10, 18, 27, 38, 50), (0, 10, 18, 27), (0,), (0,))[rank]
        rings = [reach + extra * view.type_scale for extra in far]
        if view.zoom >= CARDS_FROM:  # a card may cover the sign: stand off from the whole stack
            shares = (0.4, 0.5, 0.6, 0.8, 1.0) if rank < 2 else (0.4, 0.5, 0.6)
            rings += [view.hex_pixels * share for share in shares]
        box = placer.beside(sign.get_size(), at, rings)
        if box is not None:
            picture.blit(sign, box)
        elif rank < 2 and view.zoom >= CARDS_FROM:
            x, y = view.hex(place.hex)
            foot = (round(x), round(y + view.hex_pixels * 0.36))
            homeless.append((sign, sign.get_rect(midtop=foot)))
    return homeless


def draw_town(ink: Ink, place: Place, at: tuple[float, float], unit: float) -> None:
    """The sign of a place; a capital wears a star."""
    draw_sign(ink, tier(place), at, unit)
    if place.kind == "capital" and place.country in ("MCK", "MPR"):
        ink.polygon(star(at, 3.4 * unit), rgb(palette.STAR))


def draw_sign(ink: Ink, rank: int, at: tuple[float, float], unit: float) -> None:
    """Square in square, ring with dot, or smaller rings, by tier."""
    x, y = at
    dark, light = rgb("#241f1a"), rgb("#fbf6e8")
    if rank == 0:
        for half, colour in ((4.4, dark), (3.1, light), (1.9, dark)):
            ink.box((x - half * unit, y - half * unit, 2 * half * unit, 2 * half * unit), colour)
    elif rank == 1:
        ink.circle(at, 3.7 * unit, light, dark, 1.25 * unit)
        ink.circle(at, 1.2 * unit, dark)
    else:
        radius, line = ((2.7, 1.1), (1.9, 0.9))[rank - 2]
        ink.circle(at, radius * unit, light, dark, line * unit)


@functools.cache
def area_names() -> tuple[dict[str, Any], ...]:
    """The names of assets/names.toml."""
    text = (ASSETS / "names.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["name"])


def curve(points: Floats, count: int = 80) -> Floats:
    """A smooth curve through two or three points."""
    if len(points) == 2:
        points = np.array([points[0], points.mean(axis=0), points[1]])
    t = np.linspace(0, 1, count)[:, None]
    pull = 2 * points[1] - (points[0] + points[2]) / 2
    return np.asarray((1 - t) ** 2 * points[0] + 2 * t * (1 - t) * pull + t * t * points[2])


def draw_areas(view: View, picture: pygame.Surface, kinds: tuple[str, ...], placer: Placer) -> None:
    """Names of countries, ranges, plains and seas along their curves."""
    for name in area_names():
        if name["kind"] not in kinds:
            continue
        if not name.get("from", 0) <= view.zoom <= name.get("to", 1000):
            continue
        points = curve(view.degrees(name["line"]))
        if not view.shows(points, 0):
            continue
        face, colour, halo = AREA_STYLES[name["kind"]]
        grow = float(np.interp(view.zoom, [9, 26, 76], [1.1, 1.5, 1.9]))
        size = name["size"] * grow * view.type_scale
        length = float(np.hypot(*np.diff(points, axis=0).T).sum())
        hand = Hand(face, size, colour, halo, 0)
        room = (length - 14 - natural(name["text"], hand)) / max(1, len(name["text"]) - 1)
        spacing = min(name["spacing"] * grow * view.type_scale * 1.2, max(0.0, room))
        tries = ((squeeze, shift) for squeeze in (1.0, 0.6, 0.3) for shift in SHIFTS)
        for squeeze, shift in tries:
            hand = Hand(face, size, colour, halo, spacing * squeeze)
            line = beside(points, shift * view.type_scale)
            if along(picture, name["text"], line, hand, placer, MIDDLES, must=True):
                break


def natural(text: str, hand: Hand) -> int:
    """Width of a text whose letters are set one by one."""
    return sum(font(hand.face, hand.size).size(letter)[0] for letter in text)


def draw_river_names(view: View, picture: pygame.Surface, placer: Placer) -> None:
    """Names along rivers, great ones first, each once."""
    done: set[str] = set()
    width, height = view.size
    courses = sorted(river_courses(view), key=lambda r: (r[1], -len(r[2])))
    for name, rank, points in courses:
        if not name or name in done or rank > (1 if view.zoom < LINES_FROM else 3):
            continue
        inside = (points > 5).all(axis=1) & (points < (width - 5, height - 5)).all(axis=1)
        if inside.sum() < 4:
            continue
        size = view.style((9, 12 - rank), (46, 18 - 2 * rank), (76, 22 - 2.5 * rank))
        # Letters stand on the calm course of a river, not on each of its bends.
        path = evenly(calm(evenly(points[inside], 1), size * 0.8), 3)
        if path[-1][0] < path[0][0]:
            path = path[::-1]
        hand = Hand("serif italic", size, palette.WATER_INK, 1, size * 0.08)
        line = beside(path, -size * 0.52)
        if along(picture, name, line, hand, placer, (0.5, 0.35, 0.65, 0.2, 0.8)):
            done.add(name)
