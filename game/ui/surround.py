"""Country around the map of a small scenario: the sheet goes on, pale behind the area's edge."""

from __future__ import annotations

import pygame

from game.film.ink import Ink
from game.film.palette import FRAME, PAPER, rgb
from game.hexes import neighbours
from game.ui.scene import Scene
from game.ui.sheet import Place, premultiplied

VEIL = 150
"""Opacity of the veil, of 255."""


class Surround:
    """The painting of what lies outside the area."""

    def stamp(self, scene: Scene) -> object:
        """It never changes."""
        return 0

    def paint(self, picture: pygame.Surface, at: Place, scene: Scene) -> None:
        """One tile: a veil, open over the area, and its edge."""
        hexmap, view = scene.view.scenario.map, at.view
        picture.fill(premultiplied(PAPER, VEIL))
        edge = Ink(view.size)
        hexes, _ = at.hexes(list(hexmap.hexes), 1.2)
        inside = at.ground.inside
        for h in hexes:
            ring = view.pixels(view.projection.corners(h, 1.04))
            pygame.draw.polygon(picture, (0, 0, 0, 0), ring.tolist())
        for h in hexes:
            ring = view.pixels(view.projection.corners(h))
            for direction, n in enumerate(neighbours(h)):
                if not (0 <= n < hexmap.size and inside[n]):
                    ends = ring[[(direction + 4) % 6, (direction + 5) % 6]]
                    edge.line(ends, rgb(FRAME), view.style((9, 1.4), (54, 2.4)))
        edge.onto(picture)
