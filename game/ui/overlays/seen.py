"""The enemy where he was last seen: rings round troops out of sight, by the age of the news."""

from __future__ import annotations

import math

import pygame

from game.film.ink import Ink
from game.film.labels import font
from game.film.palette import rgb
from game.ui.faces import VEILED
from game.ui.overlays.overlay import Entry, Overlay
from game.ui.scene import Same, Scene
from game.ui.sheet import Place, lay

TODAY, LATELY, OLD = "#a11d2e", "#b8741a", "#6d6a62"


class LastSeen(Overlay):
    """What is known of troops that are not in sight now."""

    key, name = "1", "Last seen"
    meaning = "enemy troops out of sight, where they were and how strong"

    def stamp(self, scene: Scene) -> object:
        """Memories, and the date."""
        return Same(scene.view.sightings), scene.view.turn, scene.side

    def over(self, picture: pygame.Surface, at: Place, scene: Scene) -> None:
        """A ring and the reckoned strength of each."""
        view = scene.view
        found: dict[int, tuple[int, int]] = {}
        for s in view.sightings.get(scene.side, {}).values():
            men, turn = found.get(s.hex, (0, 0))
            found[s.hex] = men + s.men, max(turn, s.turn)
        hexes, points = at.hexes(list(found), 1.5)
        size = at.view.hex_pixels
        ink = Ink(at.view.size)
        face = font("figures bold", max(11.0, min(17.0, size * 0.24)))
        texts = []
        for h, (x, y) in zip(hexes, points.tolist(), strict=True):
            men, turn = found[h]
            age = view.turn - turn
            colour = TODAY if age <= 0 else LATELY if age <= VEILED else OLD
            radius = max(4.0, size * 0.5)
            ink.circle((x, y), radius, (0, 0, 0, 0), rgb("#fffdf2"), max(2.0, size * 0.06) + 1.5)
            ring = _ring(x, y, radius)
            ink.line(ring, rgb("#fffdf2"), max(2.0, size * 0.05) + 2)
            if age <= VEILED:
                ink.line(ring, rgb(colour), max(2.0, size * 0.05))
            else:
                ink.dashes(ring, rgb(colour), max(1.6, size * 0.04), (6, 4))
            if at.view.zoom >= 24:
                words = f"{men / 1000:.0f}k" if men >= 1000 else "<1k"
                texts.append((words, x, y + radius, colour))
        ink.onto(picture)
        for words, x, y, colour in texts:
            text = face.render(words, True, rgb(colour))
            box = text.get_rect(center=(round(x), round(y)))
            back = pygame.Surface((box.width + 6, box.height), pygame.SRCALPHA)
            back.fill((255, 253, 242, 220))
            lay(picture, back, back.get_rect(center=box.center))
            lay(picture, text, box)

    def legend(self, scene: Scene) -> tuple[Entry, ...]:
        """Ages of the news."""
        return (
            Entry("seen today; figure: thousands of men", TODAY, "line"),
            Entry(f"seen up to {VEILED} days ago", LATELY, "line"),
            Entry("older news", OLD, "line"),
        )


def _ring(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    turns = [math.radians(a) for a in range(0, 361, 15)]
    return [(x + radius * math.cos(t), y + radius * math.sin(t)) for t in turns]
