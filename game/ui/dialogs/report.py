"""The report of the other side's turn: what was learned, the gravest first."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import pygame
import pygame_gui
from pygame_gui.elements import UIButton, UIWindow

from game.film.words import SIDE_NAMES, day
from game.hexes import Hex
from game.model.events import AnyEvent
from game.model.forces import Side
from game.ui.chronicle import News
from game.ui.film.newspage import news_of, write_news
from game.ui.panels.page import Page
from game.ui.panels.sheet import Sheet
from game.ui.theme import DARK, MUTED

if TYPE_CHECKING:
    from game.ui.screens.battle import Battle

WIDE, TALL, FOOT = 760, 620, 54
"""Design pixels."""
Told = list[tuple[tuple[int, Side], tuple[AnyEvent, ...]]]
"""Turn and phase, and what was told."""


class ReportDialog:
    """What the film of a turn has shown, as a list. A click goes to the place; Escape and Enter
    close it."""

    def __init__(self, battle: Battle, told: Told, viewer: Side) -> None:
        self._battle, self._told, self._viewer = battle, told, viewer
        self.lay()

    def lay(self) -> None:
        """Make the window."""
        app, px = self._battle.app, self._battle.app.px
        wide, tall = app.size
        box = pygame.Rect(0, 0, min(px(WIDE), wide - px(16)), min(px(TALL), tall - px(16)))
        box.center = (wide // 2, tall // 2)
        self.window = UIWindow(box, app.manager, "Report", object_id="#combat", draggable=True)
        inside = self.window.get_container()
        width, height = (int(n) for n in inside.get_size())
        foot = px(FOOT)
        self.sheet = Sheet(
            pygame.Rect(0, 0, width, height - foot), app.manager, inside, self._clicked, DARK
        )
        self.close_button = UIButton(
            pygame.Rect(width - px(158), height - foot + px(8), px(150), foot - px(16)),
            "Close  Enter", app.manager, container=inside, object_id="#primary_button",
        )  # fmt: skip
        self.film = UIButton(
            pygame.Rect(px(8), height - foot + px(8), px(170), foot - px(16)), "Show the film",
            app.manager, container=inside, tool_tip_text="Play it again (Backspace)",
        )  # fmt: skip
        self._write()

    def _write(self) -> None:
        scenario = self._battle.session.scenario
        page = Page(self.sheet.inner_width, self._battle.app.px)
        phases: dict[tuple[int, Side], list[tuple[AnyEvent, ...]]] = {}
        for when, events in self._told:
            phases.setdefault(when, []).append(events)
        for (turn, side), found in phases.items():
            date = day(scenario.date_of(max(1, turn)))
            page.heading(f"{date}, {SIDE_NAMES[side]} phase")
            news = news_of(chain.from_iterable(found), scenario, self._viewer, turn, side)
            write_news(page, sorted(news, key=_gravest))
            if not news:
                page.text("Nothing was learned.", colour=MUTED)
            page.space(8)
        self.sheet.show_page(page, keep=False)

    def _clicked(self, key: object, double: bool) -> None:
        if isinstance(key, int):
            self._battle.look(Hex(key))

    def handle(self, event: pygame.event.Event) -> bool:
        """Buttons and keys."""
        if event.type == pygame_gui.UI_WINDOW_CLOSE and event.ui_element == self.window:
            self._gone()
            return True
        pressed = event.type == pygame_gui.UI_BUTTON_PRESSED
        if pressed and event.ui_element == self.film:
            self.leave()
            self._battle.film.again()
            return True
        keys = (pygame.K_ESCAPE, pygame.K_RETURN, pygame.K_KP_ENTER)
        if (pressed and event.ui_element == self.close_button) or (
            event.type == pygame.KEYDOWN and event.key in keys
        ):
            self.leave()
            return True
        return False

    def leave(self) -> None:
        """Close it."""
        self.window.kill()
        self._gone()

    def _gone(self) -> None:
        if self in self._battle.dialogs:
            self._battle.dialogs.remove(self)

    def update(self, seconds: float) -> None:
        """Nothing moves in it."""

    def refresh(self) -> None:
        """It tells of what is past."""


def _gravest(news: News) -> tuple[int, int]:
    return -news.rank, news.order
