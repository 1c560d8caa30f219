"""Between two players at one computer: a page of paper that hides everything."""

from __future__ import annotations

from collections.abc import Callable

import pygame
import pygame_gui
from pygame_gui.elements import UIButton

from game.film.ink import Ink
from game.film.labels import lettering
from game.film.palette import FRAME, NATIONS, PAPER, rgb
from game.film.symbols import draw_nation
from game.film.words import SIDE_NAMES
from game.model.forces import Side
from game.ui.app import App
from game.ui.screen import Screen

INK, QUIET = "#2a241c", "#6b5a45"
NATION_OF: dict[Side, str] = {"soviet": "USSR", "japan": "JPN"}


class HandOver(Screen):
    """Shown until the player of a side is ready."""

    def __init__(self, app: App, side: Side, ready: Callable[[], object]) -> None:
        super().__init__(app)
        self.side: Side = side
        self._ready = ready

    def open(self) -> None:
        """One button."""
        px, (wide, tall) = self.app.px, self.app.size
        box = pygame.Rect(0, 0, px(300), px(46))
        box.center = wide // 2, round(tall * 0.72)
        self._button = UIButton(
            box, f"I lead the {SIDE_NAMES[self.side]} side", self.app.manager,
            object_id="#primary_button",
        )  # fmt: skip

    def handle(self, event: pygame.event.Event) -> None:
        """The button, or Enter."""
        pressed = event.type == pygame_gui.UI_BUTTON_PRESSED and event.ui_element == self._button
        if pressed or (event.type == pygame.KEYDOWN and event.key == pygame.K_RETURN):
            self.app.back()
            self._ready()

    def draw(self, target: pygame.Surface) -> None:
        """Paper, a double frame, the sign of the side: nothing of the game."""
        px, (wide, tall) = self.app.px, target.get_size()
        target.fill(rgb(PAPER))
        frame = target.get_rect().inflate(-px(48), -px(48))
        pygame.draw.rect(target, FRAME, frame, px(3))
        pygame.draw.rect(target, FRAME, frame.inflate(-px(14), -px(14)), 1)
        sign = _sign(self.side, px(72))
        target.blit(sign, sign.get_rect(center=(wide // 2, round(tall * 0.3))))
        title = lettering(f"{SIDE_NAMES[self.side]} phase", "serif bold", px(44), INK, halo=0)
        target.blit(title, title.get_rect(center=(wide // 2, round(tall * 0.52))))
        words = lettering(
            "The map is hidden. Change places, then go on.", "serif italic", px(22), QUIET, halo=0
        )
        target.blit(words, words.get_rect(center=(wide // 2, round(tall * 0.6))))


def _sign(side: Side, radius: int) -> pygame.Surface:
    """The sign of a side on a disc of its colour."""
    nation = NATIONS[NATION_OF[side]]
    ink = Ink((2 * radius, 2 * radius))
    ink.circle((radius, radius), radius - 1, nation["edge"])
    ink.circle((radius, radius), radius - 3, nation["ground"])
    draw_nation(ink, nation["sign"], (radius, radius), radius * 0.62, nation["symbol"])
    return pygame.transform.smoothscale(ink.surface, ink.size)
