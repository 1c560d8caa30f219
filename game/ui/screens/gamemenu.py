"""The menu within a battle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.film.words import day
from game.ui.app import App
from game.ui.screens.page import Action, Page

if TYPE_CHECKING:
    from game.ui.screens.battle import Battle

ROW = 48


class GameMenu(Page):
    """Save, load, settings, leave; the battle waits below."""

    widest, tallest = 460, 560

    def __init__(self, app: App, battle: Battle) -> None:
        super().__init__(app)
        self.battle = battle
        session = battle.session
        date = session.scenario.date_of(max(1, session.match.turn))
        self.title = f"{day(date)}, turn {session.match.turn}"

    def lines(self) -> dict[str, Action]:
        """All lines, from above."""
        from game.ui.screens.keys import Keys
        from game.ui.screens.library import Manual
        from game.ui.screens.load import Load
        from game.ui.screens.preferences import Preferences
        from game.ui.screens.savegame import SaveGame

        app, session = self.app, self.battle.session
        lines: dict[str, Action] = {"Go on": app.back}
        lines["Papers of the staff"] = self.papers
        if session.path is not None:
            lines["Save"] = lambda: app.over(lambda a: SaveGame(a, session))
        lines["Load"] = lambda: app.over(Load)
        lines["Settings"] = lambda: app.over(Preferences)
        lines["Keys"] = lambda: app.over(Keys)
        lines["Manual"] = lambda: app.over(Manual)
        lines["To the start menu"] = self.to_menu
        lines["Quit"] = self.quit
        return lines

    def fill(self, body: pygame.Rect) -> None:
        """The lines in the middle, one under the other."""
        px = self.app.px
        lines = self.lines()
        row = min(px(ROW), body.height // (len(lines) + 1))
        wide = min(px(320), body.width)
        x, y = body.centerx - wide // 2, body.top + max(0, body.height - row * len(lines)) // 2
        for i, (text, action) in enumerate(lines.items()):
            box = pygame.Rect(x, y + i * row, wide, row - px(8))
            self.button(box, text, action, primary=i == 0)

    def papers(self) -> None:
        """Forces, graphs, points, encyclopaedia."""
        self.app.back()
        self.battle.papers.open("forces")

    def to_menu(self) -> None:
        """Leave the game."""
        from game.ui.screens.menu import Menu

        self._leave(lambda: self.app.show(Menu))

    def quit(self) -> None:
        """Leave the program."""
        self._leave(self._stop)

    def _stop(self) -> None:
        self.app.running = False

    def _leave(self, go: Action) -> None:
        """At once where the game is kept; else ask first."""
        session = self.battle.session
        lost = session.path is not None and not self.app.settings.autosave
        if lost and not session.match.over:
            self.ask(
                "Leave the game", "Saving by itself is off: what was not saved by name is lost.",
                "Leave", go,
            )  # fmt: skip
        else:
            go()
