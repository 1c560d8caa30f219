"""Who holds the ground: the enemy's under a wash; what has changed hands more strongly."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pygame

from game.model.forces import Side, enemy_of
from game.model.state import HOLDER_OF, PlayerView, control_of
from game.ui.overlays.overlay import Entry, Overlay
from game.ui.scene import Same, Scene
from game.ui.sheet import Place, premultiplied, wash

COLOUR: dict[Side, str] = {"soviet": "#b23a2c", "japan": "#d8a72a"}
WHOLE, TAKEN = 44, 84
"""Opacity over the enemy's ground, and over what has changed hands."""


class Control(Overlay):
    """A wash over the enemy's ground and over all that has changed hands."""

    key, name = "C", "Control"
    meaning = "whose ground it is, and what has changed hands"

    def stamp(self, scene: Scene) -> object:
        """Ground alone."""
        return Same(scene.view.control), scene.side

    def under(self, picture: pygame.Surface, at: Place, scene: Scene) -> None:
        """Colours by holder."""
        wash(picture, at, colours(scene.view, enemy_of(scene.side), WHOLE, TAKEN))

    def legend(self, scene: Scene) -> tuple[Entry, ...]:
        """Colours of the sides."""
        enemy = enemy_of(scene.side)
        name = {"soviet": "Soviet", "japan": "Japanese"}
        return (
            Entry(f"{name[enemy]} ground", COLOUR[enemy]),
            Entry(f"taken by the {name[scene.side]} side", COLOUR[scene.side]),
            Entry("front line", "#7d1410", "line"),
        )


class Gains:
    """The painting of the ground that has changed hands, for the map of the whole theatre."""

    def stamp(self, scene: Scene) -> object:
        """Ground alone."""
        return Same(scene.view.control)

    def paint(self, picture: pygame.Surface, at: Place, scene: Scene) -> None:
        """One tile, far out; nothing near."""
        if at.view.zoom < 22:
            wash(picture, at, colours(scene.view, None, 0, 72))


def colours(
    view: PlayerView, whole_of: Side | None, whole: int, taken: int
) -> npt.NDArray[np.uint8]:
    """Premultiplied colours by hex: the ground of one side at one opacity, what changed hands
    at another."""
    hexmap = view.scenario.map
    now = np.frombuffer(view.control, np.uint8)
    first = np.frombuffer(control_of(view.scenario, {}), np.uint8)
    land = np.frombuffer(hexmap.land, np.uint8) > 0
    table = np.zeros((hexmap.size + 1, 4), np.uint8)
    for side, colour in COLOUR.items():
        mine = (now == HOLDER_OF[side]) & land
        if side == whole_of:
            table[:-1][mine] = premultiplied(colour, whole)
        table[:-1][mine & (now != first)] = premultiplied(colour, taken)
    return table
