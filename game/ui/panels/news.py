"""The communique below the map: what happened, the gravest first; a click goes there."""

from __future__ import annotations

from collections.abc import Callable

import pygame
from pygame_gui.elements import UIPanel

from game.film.words import day
from game.hexes import NOWHERE, Hex
from game.model.state import PlayerView
from game.ui.app import App
from game.ui.chronicle import Chronicle, News
from game.ui.layout import Layout
from game.ui.panels.page import Page, fitted, put
from game.ui.panels.sheet import Sheet
from game.ui.theme import BAD, MUTED, TEXT, WARN

MARKS = {2: ("!", BAD), 1: ("•", WARN), 0: ("•", MUTED)}
LINK = "#5b9bc4"
_NONE = {"left": 0, "right": 0, "top": 0, "bottom": 0}


class NewsPanel:
    """The log, and above it the message about the last order."""

    def __init__(self, app: App, places: Layout, show: Callable[[Hex], None]) -> None:
        self._app, self._show = app, show
        box = places.bottom
        self._panel = UIPanel(box, manager=app.manager, margins=_NONE)
        self._sheet = Sheet(
            pygame.Rect(0, 0, box.width, box.height), app.manager, self._panel, self._clicked
        )
        self.sheet = self._sheet

    def _clicked(self, key: object, double: bool) -> None:
        if isinstance(key, int) and key != NOWHERE:
            self._show(Hex(key))

    def refresh(self, view: PlayerView, chronicle: Chronicle, message: str) -> None:
        """Write the log anew."""
        page = Page(self._sheet.inner_width, self._app.px)
        if message:
            page.space(4)
            page.text(message, "figures medium", 15, WARN)
            page.rule()
        else:
            page.heading("Communiqué")
        told: tuple[int, str] | None = None
        for line in chronicle.news():
            if told != (line.turn, line.hour):
                told = (line.turn, line.hour)
                date = day(view.scenario.date_of(max(1, line.turn)))
                page.space(3)
                page.text(f"{date}, {line.hour}", "figures", 13, MUTED)
            self._line(page, line)
        if told is None:
            page.text("Nothing to report.", colour=MUTED)
        self._sheet.show_page(page, keep=not message)

    def _line(self, page: Page, line: News) -> None:
        px = self._app.px
        mark, colour = MARKS[line.rank]
        high, left = px(20), page.margin
        room = page.inner - px(18) - px(48)
        text = fitted(line.text, "figures", px(14), room)
        page.said.append(line.text)
        ink = MUTED if line.rank == 0 else TEXT

        def paint(target: pygame.Surface, y: int) -> None:
            middle = y + high // 2
            put(target, (left + px(4), middle), mark, "figures bold", px(15), colour, "center")
            put(target, (left + px(16), middle), text, "figures", px(14), ink, "midleft")
            if line.at != NOWHERE:
                at = (page.width - left, middle)
                put(target, at, "show", "figures medium", px(13), LINK, "midright")

        tip = line.text if text != line.text else ""
        page.line(high, paint, int(line.at) if line.at != NOWHERE else None, tip)
