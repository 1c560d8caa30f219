"""The dated communiqué of a side: all that it was told, day by day, the gravest first."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import pygame
import pygame_gui
from pygame_gui.elements import UIDropDownMenu

from game.film.words import day
from game.hexes import Hex
from game.ui.chronicle import News
from game.ui.film.newspage import write_news
from game.ui.panels.page import Page
from game.ui.panels.sheet import Sheet
from game.ui.theme import MUTED

if TYPE_CHECKING:
    from game.ui.screens.papers import Papers

RANKS = {"Everything": 0, "Of note": 1, "Grave news only": 2}
MOST = 4000
"""Lines that are asked for: all of a game that was played at one sitting."""


class Communique:
    """One day at a time, its phases the latest first; a click goes to the place."""

    def __init__(self, papers: Papers) -> None:
        self._papers = papers
        self._rank = "Of note"
        self._day = 0
        """Turn that is told; 0 for the latest."""

    def lay(self, body: pygame.Rect) -> None:
        """The filter above, the news below."""
        papers, px = self._papers, self._papers.app.px
        row = px(34)
        self.sheet = Sheet(
            pygame.Rect(body.left, body.top + row + px(6), body.width, body.height - row - px(6)),
            papers.app.manager, papers.panel, self._clicked, bar=px(10),
        )  # fmt: skip
        self._menu = UIDropDownMenu(
            list(RANKS), self._rank, pygame.Rect(body.left, body.top, px(180), row),
            papers.app.manager, papers.panel,
        )  # fmt: skip
        self._news = papers.battle.chronicle.news(MOST)
        days = sorted({n.turn for n in self._news}, reverse=True)
        self._days = {day(papers.view.scenario.date_of(max(1, turn))): turn for turn in days}
        names = list(self._days) or [""]
        now = next((name for name, turn in self._days.items() if turn == self._day), names[0])
        self._day = self._days.get(now, 0)
        self._dates = UIDropDownMenu(
            [*names], now, pygame.Rect(body.left + px(190), body.top, px(180), row),
            papers.app.manager, papers.panel,
        )  # fmt: skip
        self._write()

    def _write(self) -> None:
        papers, least = self._papers, RANKS[self._rank]
        page = Page(self.sheet.inner_width, papers.app.px, 16)
        news = [n for n in self._news if n.rank >= least and n.turn == self._day]
        for (turn, hour), lines in groupby(news, key=_phase):
            date = day(papers.view.scenario.date_of(max(1, turn)))
            page.heading(date, hour)
            write_news(page, lines, 15)
            page.space(8)
        if not news:
            page.text("Nothing to report.", colour=MUTED)
        self.sheet.show_page(page, keep=False)

    def _clicked(self, key: object, double: bool) -> None:
        if isinstance(key, int):
            self._papers.show(Hex(key))

    def handle(self, event: pygame.event.Event) -> bool:
        """The filter."""
        if event.type == pygame_gui.UI_DROP_DOWN_MENU_CHANGED and event.ui_element == self._menu:
            self._rank = event.text
            self._write()
            return True
        if event.type == pygame_gui.UI_DROP_DOWN_MENU_CHANGED and event.ui_element == self._dates:
            self._day = self._days.get(event.text, 0)
            self._write()
            return True
        return False

    def update(self, seconds: float) -> None:
        """Nothing moves."""


def _phase(news: News) -> tuple[int, str]:
    return news.turn, news.hour
