"""Pictures of a game as it is now, one after the other on the same ground."""

from __future__ import annotations

import os

import numpy as np
import numpy.typing as npt
import pygame

from game.film.labels import Placer
from game.film.picture import draw_forces_and_names, draw_ground, theatre_view
from game.model.scenario import Scenario
from game.model.state import State


class Stills:
    """Pictures of the games of a scenario."""

    def __init__(self, scenario: Scenario, width: int) -> None:
        """Paint the ground once, `width` pixels wide."""
        os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
        self._view = theatre_view(scenario.map, width)
        self._ground = draw_ground(self._view, scenario)

    def draw(self, state: State) -> pygame.Surface:
        """The map with all troops of both sides where they are."""
        picture = self._ground.copy()
        units = tuple(u for u in state.units.values() if u.on_map)
        placer = Placer(picture.get_rect().inflate(-8, -8))
        draw_forces_and_names(self._view, picture, state.scenario, units, placer)
        return picture

    def array(self, state: State) -> npt.NDArray[np.uint8]:
        """The same as bytes of red, green and blue by row and column."""
        picture = self.draw(state)
        size = picture.get_size()
        found = np.frombuffer(pygame.image.tobytes(picture, "RGB"), dtype=np.uint8)
        return found.reshape(size[1], size[0], 3).copy()
