"""Water, frontiers, ways and works: everything between the ground and the names.

Each function draws one layer of a scenario's map, as a view shows it, onto a picture.
Widths stand for hexes of 9, 46 and 76 pixels.
"""

from __future__ import annotations

import itertools
import math

import numpy as np
import pygame

from game.film import palette
from game.film.ink import Ink, beside, evenly, smooth
from game.film.labels import font
from game.film.palette import rgb, rgba, vector
from game.film.projection import Floats, View
from game.film.raster import blur, noise
from game.film.relief import Ground, fill, lines
from game.film.ways import course, railways, roads
from game.hexes import DIRECTIONS, name, neighbours
from game.model.hexmap import HexMap

RIVER_WIDTHS = {
    1: ((9, 1.5), (46, 4.2), (76, 7.5)),
    2: ((9, 0.8), (46, 2.2), (76, 3.4)),
    3: ((9, 0.45), (46, 1.3), (76, 2.0)),
}
LINES_FROM = 14
"""Zoom from which small rivers, roads and light railways are drawn, and the grid begins."""
BANKS_FROM = 26
"""Zoom from which great rivers have two banks and railways a core."""
BROAD_GAUGE = 1500
VEIL = 150
"""How much of the country around a map is covered, of 255."""


def river_courses(view: View) -> list[tuple[str, int, Floats]]:
    """Name, rank and line in pixels of the rivers in a view, small ones first."""
    found = []
    for about, line in lines("rivers"):
        rank = int(about["rank"])
        if rank == 3 and view.zoom < LINES_FROM:
            continue
        points = view.degrees(line)
        if not view.shows(points):
            continue
        if view.zoom >= BANKS_FROM:
            points = smooth(points, 2)
        if view.zoom >= BANKS_FROM and (about["sketch"] or len(line) < 14):
            points = _bend(view, points)
        found.append((str(about["name"]), rank, points))
    return sorted(found, key=lambda r: -r[1])


def _bend(view: View, points: Floats) -> Floats:
    """Bends, fixed to the ground, for rivers that the source draws with a ruler."""
    points = evenly(points, max(2, 1.2 / view.km_per_pixel))
    near_end = np.minimum(np.arange(len(points)), np.arange(len(points))[::-1])
    shift = np.zeros(len(points))
    x = view.left + points[:, 0] * view.km_per_pixel
    y = view.top - points[:, 1] * view.km_per_pixel
    for wave, reach in ((14, 1.5), (6, 0.7)):
        values = [float(noise(x[i : i + 1], y[i : i + 1], wave, 21)[0, 0]) for i in range(len(x))]
        shift += reach * np.array(values)
    return beside(points, shift * np.clip(near_end / 6, 0, 1) / view.km_per_pixel)


def draw_lakes(view: View, picture: pygame.Surface, ground: Ground) -> None:
    """Lakes with a paler rim."""
    lake = fill(view, "lakes") * ground.edge
    rows, columns = np.flatnonzero(lake.any(axis=1)), np.flatnonzero(lake.any(axis=0))
    if not len(rows):
        return
    part = (slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1))
    # A soft blur lets the rim shine; lakes of a few pixels have no room for one.
    fine = view.zoom < LINES_FROM
    inner = (lake[part] if fine else blur(lake[part], max(2.0, 2 / view.km_per_pixel)))[..., None]
    share = lake[part][..., None]
    pixels = pygame.surfarray.pixels3d(picture)
    old = pixels[part[1], part[0]].swapaxes(0, 1)
    water = vector(palette.LAKE) + (vector(palette.LAKE_RIM) - vector(palette.LAKE)) * (
        1 - np.clip(inner * 1.6 - 0.6, 0, 1)
    )
    pixels[part[1], part[0]] = (old * (1 - share) + water * share).swapaxes(0, 1).astype(np.uint8)


def draw_water(view: View, picture: pygame.Surface, ground: Ground) -> None:
    """Lakes, rivers and coast lines."""
    draw_lakes(view, picture, ground)
    ink = Ink(view.size)
    rivers = river_courses(view)
    if view.zoom >= BANKS_FROM:
        for _, rank, points in rivers:
            width = view.style(*RIVER_WIDTHS[rank]) + 1.3 * view.type_scale
            ink.line(points, rgb(palette.WATER_EDGE), width)
    for _, rank, points in rivers:
        great = rank == 1 and view.zoom >= BANKS_FROM
        colour = palette.GREAT_RIVER if great else palette.WATER
        ink.line(points, rgb(colour), view.style(*RIVER_WIDTHS[rank]))
    shore = view.style((9, 0.9), (26, 1.4))
    for kind, colour, thin in (("lakes", palette.WATER_EDGE, 0.8), ("coast", palette.COAST, 1.0)):
        for _, ring in lines(kind):
            points = view.degrees(ring)
            if view.shows(points):
                ink.line(points, rgba(colour, 215), shore * thin, round_ends=False)
    lay_within(ink, picture, ground)


def lay_within(ink: Ink, picture: pygame.Surface, ground: Ground, alpha: int = 255) -> None:
    """Lay ink on the picture, fading with the ground where the data end."""
    small = pygame.transform.smoothscale(ink.surface.premul_alpha(), ink.size)
    share = ground.edge * (alpha / 255)
    if share.min() < 1:
        pixels = pygame.surfarray.pixels3d(small)
        pixels[:] = (pixels * share.T[..., None]).astype(np.uint8)
        del pixels
        veil = pygame.surfarray.pixels_alpha(small)
        veil[:] = (veil * share.T).astype(np.uint8)
        del veil
    picture.blit(small, (0, 0), special_flags=pygame.BLEND_PREMULTIPLIED)


def draw_frontiers(view: View, picture: pygame.Surface, ground: Ground) -> None:
    """Frontiers of 1945 on a coloured band; stop lines dotted."""
    band, stroke = Ink(view.size, 1), Ink(view.size)
    grow = view.style((9, 0.55), (46, 1.0), (76, 1.4))
    for about, line in lines("frontiers"):
        points = smooth(view.degrees(line), 1)
        if not view.shows(points):
            continue
        if about["kind"] == "stop_line":
            spots = (2 * view.type_scale, 4 * view.type_scale)
            stroke.dashes(points, rgb(palette.STOP_LINE), 1.2 * view.type_scale, spots)
            continue
        outer = any(word in about["id"] for word in ("USSR", "MPR", "karafuto"))
        widths = ((9, 4.5), (46, 13), (76, 17)) if outer else ((9, 3), (46, 8), (76, 10))
        band.line(points, rgb(palette.FRONTIER_BAND), view.style(*widths))
        pattern = [d * grow for d in (9, 3.5, 1.6, 3.5)]
        stroke.dashes(points, rgb(palette.FRONTIER), view.style((9, 0.9), (46, 1.7)), pattern)
    lay_within(band, picture, ground, 70)
    lay_within(stroke, picture, ground, 235)


def draw_veil(view: View, picture: pygame.Surface, hexmap: HexMap) -> None:
    """The country around a map that is a part of a larger one, pale behind its edge."""
    veil = pygame.Surface(view.size, pygame.SRCALPHA)
    veil.fill(rgba(palette.PAPER, VEIL))
    edge = Ink(view.size)
    inside = set(hexmap.hexes)
    for h in hexmap.hexes:
        # A little larger, so that no seam is left between neighbours.
        ring = view.pixels(view.projection.corners(h, 1.03))
        pygame.draw.polygon(veil, (0, 0, 0, 0), ring.tolist())
        for direction, n in enumerate(neighbours(h)):
            if n not in inside:
                ends = [(direction + 4) % 6, (direction + 5) % 6]
                line = view.pixels(view.projection.corners(h))[ends]
                edge.line(line, rgb(palette.FRAME), 1.6 * view.type_scale)
    picture.blit(veil, (0, 0))
    edge.onto(picture)


def draw_roads(view: View, picture: pygame.Surface, hexmap: HexMap) -> None:
    """Motor roads and tracks, from LINES_FROM."""
    if view.zoom < LINES_FROM:
        return
    ink, hexes = Ink(view.size), view.hex_pixels
    found = []
    for way in roads(hexmap):
        points = view.pixels(course(way, hexmap, view.projection))
        if view.shows(points):
            found.append((way.kind[0], smooth(points, 3)))
    for kind, points in found:
        if kind == 1:
            pattern = (hexes * 0.12, hexes * 0.07)
            width = view.style((14, 0.8), (46, 1.5), (76, 2.0))
            ink.dashes(points, rgb(palette.TRACK), width, pattern)
    width = view.style((14, 0.9), (46, 2.4), (76, 3.4))
    casing = view.style((14, 0.7), (46, 1.4))
    for colour, wide in ((palette.ROAD_EDGE, width + casing), (palette.ROAD, width)):
        for kind, points in found:
            if kind == 2:
                ink.line(points, rgb(colour), wide)
    ink.onto(picture, alpha=235)


def draw_railways(view: View, picture: pygame.Surface, hexmap: HexMap) -> None:
    """Railways: broad gauge with an unbroken white core, standard gauge chequered."""
    ink, hexes = Ink(view.size), view.hex_pixels
    for way in sorted(railways(hexmap), key=lambda w: w.kind):
        rank, gauge, tracks = way.kind
        if rank == 1 and view.zoom < LINES_FROM:
            continue
        points = view.pixels(course(way, hexmap, view.projection))
        if not view.shows(points):
            continue
        points = smooth(points, 3)
        width = view.style((9, 0.6 + 0.3 * rank), (46, 1.4 + 0.95 * rank), (76, 1.9 + 1.25 * rank))
        ink.line(points, rgb(palette.RAIL), width)
        if view.zoom < BANKS_FROM:
            continue
        if rank == 1:
            ties = evenly(points, hexes * 0.16)
            pairs = zip(beside(ties, hexes * 0.045), beside(ties, -hexes * 0.045), strict=True)
            for a, b in pairs:
                ink.line([a, b], rgb(palette.RAIL), max(1.0, hexes * 0.02), round_ends=False)
            continue
        core = width - view.style((26, 1.6), (76, 2.4))
        if gauge > BROAD_GAUGE:
            ink.line(points, rgb(palette.RAIL_CORE), core * 0.8)
        else:
            ink.dashes(points, rgb(palette.RAIL_CORE), core, (hexes * 0.15, hexes * 0.15))
        if tracks > 1:
            for hand in (-1, 1):
                second = beside(evenly(points, 4), hand * (width / 2 + 1.6 * view.type_scale))
                ink.line(second, rgb(palette.RAIL), 0.9 * view.type_scale, round_ends=False)
    ink.onto(picture)


def draw_grid(view: View, picture: pygame.Surface, hexmap: HexMap) -> None:
    """Hexes, and their numbers when they are large."""
    if view.zoom < LINES_FROM:
        return
    strength = np.interp(view.zoom, [14, 26, 46, 76], [14, 30, 46, 60])
    ink = Ink(view.size)
    projection = view.projection
    inside = set(hexmap.hexes)
    for h in hexmap.hexes:
        x, y = view.hex(h)
        if not (-view.hex_pixels < x < view.size[0] + view.hex_pixels):
            continue
        if not (-view.hex_pixels < y < view.size[1] + view.hex_pixels):
            continue
        ring = view.pixels(projection.corners(h))
        for direction, n in enumerate(neighbours(h)):
            if direction < len(DIRECTIONS) // 2 or n not in inside:
                a, b = (direction + 4) % 6, (direction + 5) % 6
                ink.line(ring[[a, b]], rgb(palette.GRID), 1.0, round_ends=False)
    ink.onto(picture, alpha=int(strength))
    if view.zoom >= 60:
        draw_numbers(view, picture, hexmap)


def draw_numbers(view: View, picture: pygame.Surface, hexmap: HexMap) -> None:
    """The number of each hex under its upper edge."""
    face = font("figures", view.hex_pixels * 0.135)
    for h in hexmap.hexes:
        x, y = view.hex(h)
        if 0 < x < view.size[0] and 0 < y < view.size[1]:
            text = face.render(name(h), True, rgb("#4b4537"))
            text.set_alpha(88)
            at = (round(x), round(y - view.hex_pixels * 0.49))
            picture.blit(text, text.get_rect(midtop=at))


def draw_marks(view: View, picture: pygame.Surface, ground: Ground) -> None:
    """Trees, reeds and sand, scattered by their place on the ground; from 40-pixel hexes."""
    if view.zoom < 40:
        return
    ink = Ink(view.size)
    step = view.hex_pixels * 0.115
    width, height = view.size
    kinds = (palette.FOREST, palette.MARSH, palette.DESERT)
    forest, marsh, desert = (ground.cover(k) for k in kinds)
    hollow = ground.hollow()
    dice = np.random.default_rng(9)
    for y in np.arange(0, height, step):
        for x in np.arange(0, width, step):
            px, py = (float(v + dice.uniform(-0.45, 0.45) * step) for v in (x, y))
            roll, size = float(dice.random()), float(dice.uniform(0.019, 0.030))
            i, j = int(py), int(px)
            if not (0 <= j < width and 0 <= i < height) or ground.land[i, j] < 0.9:
                continue
            if forest[i, j] > 0.55 and hollow[i, j] > -25 and roll < 0.62:
                r = view.hex_pixels * size
                ink.circle((px + r * 0.55, py + r * 0.55), r, rgba("#5d7464", 105))
                ink.circle((px, py), r, rgba("#86a07c", 165))
                ink.circle((px - r * 0.25, py - r * 0.3), r * 0.55, rgba("#a9bf98", 190))
            elif marsh[i, j] > 0.5 and roll < 0.34:
                u = view.hex_pixels * 0.035
                ink.line([(px - u * 1.7, py), (px + u * 1.7, py)], rgba("#5c8fa3", 170), 1.0)
                for d in (-0.8, 0, 0.8):
                    blade = [(px + d * u, py - u * 0.25), (px + d * u * 1.3, py - u * 1.15)]
                    ink.line(blade, rgba("#5f8a70", 190), 1.0)
            elif desert[i, j] > 0.5 and roll < 0.5:
                ink.circle((px, py), 0.8 * view.type_scale, rgba("#a58a5e", 150))
    ink.onto(picture, alpha=int(200 * np.interp(view.zoom, [40, 76], [0.5, 1.0])))


def draw_forts(view: View, picture: pygame.Surface, hexmap: HexMap) -> None:
    """Fortified zones: a hexagon with battlements, from LINES_FROM."""
    if view.zoom < LINES_FROM:
        return
    ink, size = Ink(view.size), view.hex_pixels
    for zone in hexmap.zones:
        centre = view.hex(zone.hex)
        ring = view.pixels(view.projection.corners(zone.hex, 0.93))
        if not view.shows(ring):
            continue
        colour = rgb(palette.FORT_JAPAN if zone.side == "japan" else palette.FORT_SOVIET)
        ring = np.concatenate([ring, ring[:1]])
        ink.line(ring, colour, max(1.2, size * 0.024))
        for a, b in itertools.pairwise(ring):
            for t in (0.2, 0.5, 0.8):
                foot = a + (b - a) * t
                away = foot - centre
                top = foot + away / math.hypot(*away) * size * 0.07
                ink.line([foot, top], colour, max(1.4, size * 0.04), round_ends=False)
    ink.onto(picture)
