"""Places that count: a coin with the weight on each, and the date of the record below."""

from __future__ import annotations

import pygame

from game.film.ink import Ink
from game.film.labels import font
from game.film.palette import rgb
from game.model.state import HOLDER_OF
from game.rules.victory import par_of
from game.ui.faces import MONTHS
from game.ui.overlays.overlay import Entry, Overlay
from game.ui.scene import Same, Scene
from game.ui.sheet import Place, lay

GILT, RIM, HOLLOW = "#fbf3da", "#6e5312", "#efe6c8"


class Victory(Overlay):
    """Coins: filled where the viewer holds the place, hollow where the enemy does."""

    key, name = "V", "Victory"
    meaning = "what places are worth, and when they fell in history"

    def stamp(self, scene: Scene) -> object:
        """Ground, and what was taken when."""
        view = scene.view
        return Same(view.control), Same(view.captures), view.turn, scene.side

    def over(self, picture: pygame.Surface, at: Place, scene: Scene) -> None:
        """Coins of one tile."""
        view, spot = scene.view, at.view
        objectives = {o.hex: o for o in view.scenario.objectives}
        hexes, points = at.hexes(list(objectives), 2.5)
        radius = spot.style((9, 8), (27, 10), (54, 12), (108, 15))
        face, small = font("figures bold", radius * 1.3), font("figures bold", radius * 1.05)
        for h, (x, y) in zip(hexes, points.tolist(), strict=True):
            objective = objectives[h]  # type: ignore[index]
            left = x - (spot.hex_pixels * 0.42 if spot.zoom > 22 else 0)
            ink = Ink((radius * 2 + 6, radius * 2 + 6), 4)
            middle = (radius + 3, radius + 3)
            mine = view.control[h] == HOLDER_OF[scene.side]
            ink.circle(middle, radius + 1.5, rgb("#fffdf2"))
            ink.circle(middle, radius, rgb(RIM))
            ink.circle(middle, radius - 1.8, rgb("#d9b24a" if mine else HOLLOW))
            ink.onto(picture, (round(left - radius - 3), round(y - radius - 3)))
            text = face.render(str(objective.weight), True, rgb("#2c2006"))
            lay(picture, text, text.get_rect(center=(round(left), round(y))))
            if spot.zoom < 17:
                continue
            taken = view.captures.get(objective.place)
            date = view.scenario.date_of(taken or par_of(view, objective))
            words = f"{date.day} {MONTHS[date.month - 1]}"
            colour = "#1c5b2e" if taken else "#3d342a"
            plate = small.render(words, True, rgb(colour))
            box = plate.get_rect(midtop=(round(left), round(y + radius + 1)))
            back = pygame.Surface((box.width + 6, box.height), pygame.SRCALPHA)
            back.fill((251, 243, 218, 215))
            lay(picture, back, back.get_rect(center=box.center))
            lay(picture, plate, box)

    def legend(self, scene: Scene) -> tuple[Entry, ...]:
        """Coins and dates."""
        return (
            Entry("held by us; figure: points a day early or late", "#d9b24a", "disc"),
            Entry("held by the enemy", HOLLOW, "disc"),
            Entry("date of the record that scores nothing", "#fbf3da", "text", "16 Aug"),
        )
