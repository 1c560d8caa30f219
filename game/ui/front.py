"""The front line: along hexsides when hexes are large, a calm curve when they are small."""

from __future__ import annotations

import functools
import itertools

import numpy as np
import pygame

from game.film.ink import Ink, calm, evenly, smooth
from game.film.palette import rgb
from game.film.projection import Floats, Projection
from game.hexes import OFFSETS, STRIDE
from game.model.hexmap import HexMap
from game.model.state import HOLDER_OF, PlayerView
from game.ui.scene import Same, Scene
from game.ui.sheet import Place

LINE, CASING = "#7d1410", "#f6f0df"
CALM_UNTIL = 22
"""Zoom below which the line is a curve."""
Chain = Floats
"""Corners in km, one after the other, with the enemy of the Soviet side on the left hand."""


@functools.lru_cache(maxsize=4)
def _around(hexmap: HexMap) -> Floats:
    """The six neighbours of every hex."""
    h = np.arange(hexmap.size)
    table = np.array(OFFSETS)[(h // STRIDE) & 1]
    return np.clip(h[:, None] + table, 0, hexmap.size - 1)  # type: ignore[no-any-return]


def sides_of(view: PlayerView) -> list[tuple[int, int]]:
    """The hexsides on land between ground of the two sides: Soviet hex and direction."""
    hexmap = view.scenario.map
    control = np.frombuffer(view.control, np.uint8)
    land = np.frombuffer(hexmap.land, np.uint8) > 0
    around = _around(hexmap).astype(np.int64)
    soviet = (control == HOLDER_OF["soviet"]) & land
    japan = (control == HOLDER_OF["japan"]) & land
    hexes, ways = np.nonzero(soviet[:, None] & japan[around])
    return list(zip(hexes.tolist(), ways.tolist(), strict=True))


def chains_of(view: PlayerView, projection: Projection) -> list[Chain]:
    """The front as lines of corners in km; a pocket is a line that ends where it begins."""
    after: dict[tuple[int, int], list[tuple[int, int]]] = {}
    place: dict[tuple[int, int], tuple[float, float]] = {}
    ends: dict[tuple[int, int], int] = {}
    for h, d in sides_of(view):
        corners = projection.corners(h)
        pair = []
        for corner in (corners[(d + 4) % 6], corners[(d + 5) % 6]):
            key = (round(float(corner[0]) * 10), round(float(corner[1]) * 10))
            place[key] = (float(corner[0]), float(corner[1]))
            pair.append(key)
        after.setdefault(pair[0], []).append(pair[1])
        ends[pair[0]] = ends.get(pair[0], 0) + 1
        ends[pair[1]] = ends.get(pair[1], 0) - 1
    found = []
    starts = [k for k in after if ends[k] > 0]
    while after:
        at = starts.pop() if starts else next(iter(after))
        if at not in after:
            continue
        line = [at]
        while at in after:
            ways = after[at]
            at = ways.pop()
            if not ways:
                del after[line[-1]]
            line.append(at)
        found.append(np.array([place[k] for k in line]))
    return found


class Front:
    """The painting of the front line."""

    def __init__(self, projection: Projection) -> None:
        self.projection = projection
        self._chains: tuple[object, list[Chain]] = (None, [])

    def stamp(self, scene: Scene) -> object:
        """Ground alone."""
        return Same(scene.view.control), scene.side

    def chains(self, view: PlayerView) -> list[Chain]:
        """The front of a view."""
        if self._chains[0] is not view.control:
            self._chains = (view.control, chains_of(view, self.projection))
        return self._chains[1]

    def paint(self, picture: pygame.Surface, at: Place, scene: Scene) -> None:
        """One tile of it."""
        view = at.view
        curve = view.zoom < CALM_UNTIL
        width = view.style((9, 2.0), (27, 3.0), (54, 4.4), (76, 5.0))
        ink = Ink(view.size)
        lines = []
        for chain in self.chains(scene.view):
            points = view.pixels(chain)
            if not view.shows(points, 80):
                continue
            if curve and len(points) > 4:
                middles = np.concatenate(
                    [points[:1], (points[1:] + points[:-1]) / 2, points[-1:]]
                )
                points = calm(evenly(smooth(middles, 1), 3), 1.6)
            lines.append(points)
        for points in lines:
            ink.line(points, rgb(CASING), width + (1.6 if curve else 3))
        for points in lines:
            ink.line(points, rgb(LINE), width)
        # Sides are listed with the Soviet hex on one hand: teeth point away from the viewer.
        hand = 1 if scene.side == "soviet" else -1
        for points in lines:
            _teeth(ink, points, width, hand, 26.0 if curve else 0.0)
        ink.onto(picture)


def _teeth(ink: Ink, points: Floats, width: float, hand: int, every: float) -> None:
    """A tooth on each side of a hex, or every so many pixels of a curve."""
    if every:
        points = evenly(points, every)
    for a, b in itertools.pairwise(points):
        along = b - a
        length = float(np.hypot(*along))
        if length < 3:
            continue
        along = along / length
        away = np.array([along[1], -along[0]]) * hand
        middle, half, high = (a + b) / 2, width * 1.15, width * 1.75
        foot = middle + away * width * 0.3
        tip = middle + away * (width * 0.5 + high)
        ink.polygon([foot - along * half, foot + along * half, tip], rgb(LINE), rgb(CASING), 0.8)
        ink.polygon([foot - along * half, foot + along * half, tip], rgb(LINE))
