"""Zones of control: where the troops of either side hinder the other's marches."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pygame

from game.model.forces import Side, enemy_of
from game.rules.zoc import zoc
from game.ui.overlays.overlay import Entry, Overlay
from game.ui.scene import Same, Scene
from game.ui.sheet import Place, hatch

ENEMY, OWN = "#7a3510", "#1f4f7a"


class Zones(Overlay):
    """Hatching from the enemy's side and, thinner, from one's own."""

    key, name = "Z", "Zones of control"
    meaning = "where troops of either side hinder marches"

    def stamp(self, scene: Scene) -> object:
        """Troops alone."""
        return Same(scene.view.units), scene.side

    def under(self, picture: pygame.Surface, at: Place, scene: Scene) -> None:
        """Two hatchings; where both are, a lattice."""
        hatch(picture, at, _mask(scene, enemy_of(scene.side)), ENEMY, "rising")
        hatch(picture, at, _mask(scene, scene.side), OWN, "falling")

    def legend(self, scene: Scene) -> tuple[Entry, ...]:
        """Whose is which."""
        return (
            Entry("enemy zone, as far as he is seen", ENEMY, "hatch", "rising"),
            Entry("own zone", OWN, "hatch", "falling"),
        )


def _mask(scene: Scene, side: Side) -> npt.NDArray[np.bool_]:
    found = np.frombuffer(zoc(scene.view, side), np.uint8) > 0
    return np.append(found, False)
