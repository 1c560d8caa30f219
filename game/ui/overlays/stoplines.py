"""Lines that a side should not cross: ground beyond them, and what troops there cost."""

from __future__ import annotations

import numpy as np
import pygame

from game.film.ink import Ink, smooth
from game.film.palette import rgb
from game.film.relief import lines
from game.rules.acts import closed
from game.ui.overlays.overlay import Entry, Overlay
from game.ui.scene import Same, Scene
from game.ui.sheet import Place, hatch

LINE = "#7a2f2a"


class StopLines(Overlay):
    """Hatching beyond the lines that are in force; the lines that may come are dotted."""

    key, name = "5", "Stop lines"
    meaning = "lines that troops are not to cross, as far as they are in force"

    def stamp(self, scene: Scene) -> object:
        """What has happened."""
        return Same(scene.view.acts), scene.side

    def under(self, picture: pygame.Surface, at: Place, scene: Scene) -> None:
        """One tile."""
        beyond = closed(scene.view, scene.side)
        mask = np.zeros(scene.view.scenario.map.size + 1, bool)
        mask[[int(h) for h in beyond]] = True
        hatch(picture, at, mask, LINE, "rising")
        ink = Ink(at.view.size)
        for about, line in lines("frontiers"):
            if about["kind"] != "stop_line":
                continue
            points = smooth(at.view.degrees(line), 1)
            if at.view.shows(points):
                ink.line(points, rgb("#f6f0df"), 5.5)
                ink.dashes(points, rgb(LINE), 3, (9, 6))
        ink.onto(picture)

    def legend(self, scene: Scene) -> tuple[Entry, ...]:
        """Signs."""
        words = "closed to us" if closed(scene.view, scene.side) else "closed to us: nothing yet"
        return (
            Entry("38th parallel, Great Wall", LINE, "line"),
            Entry(words, LINE, "hatch", "rising"),
        )
