"""The papers of the staff: pages with tabs over the battle, all from what one side knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pygame
import pygame_gui
from pygame_gui.elements import UIButton

from game.hexes import Hex
from game.model.state import PlayerView
from game.ui import keybook
from game.ui.screens.page import Page

if TYPE_CHECKING:
    from game.ui.app import App
    from game.ui.screens.battle import Battle

TABS: tuple[tuple[str, str, int], ...] = (
    ("forces", "Order of battle  F2", pygame.K_F2), ("course", "Course  F3", pygame.K_F3),
    ("points", "Victory  F4", pygame.K_F4), ("council", "Council  F6", pygame.K_F6),
    ("book", "Encyclopaedia  F7", pygame.K_F7), ("report", "Communiqué  F8", pygame.K_F8),
    ("epilogue", "Epilogue", 0),
)  # fmt: skip
"""Id, words on the tab, key."""
keybook.enter(
    "The battle",
    *((words.rpartition("  ")[2], words.rpartition("  ")[0]) for _, words, key in TABS if key),
    ("F9", "Lay the open choices on the map again"),
    ("Backspace", "Show the film of the last turn again"),
)
keybook.enter(
    "The film of a turn, replays",
    ("Space", "Play, pause"), (", .", "One shot back, one on"),
    ("[ ]", "Slower, faster"), (";", "Marches one by one, or all at once"),
    ("End", "Skip to the end"), ("Home, Page up, Page down", "Replay: start, turn back, turn on"),
)  # fmt: skip


class Leaf(Protocol):
    """What stands below one tab."""

    def lay(self, body: pygame.Rect) -> None:
        """Make the elements within this part of the panel."""

    def handle(self, event: pygame.event.Event) -> bool:
        """Take an event; False when it is none of its own."""

    def update(self, seconds: float) -> None:
        """Time has passed."""


class Papers(Page):
    """All papers of the side that looks; its tabs are turned without leaving."""

    title = "Papers of the staff"
    widest, tallest = 2400, 1600

    def __init__(self, app: App, battle: Battle, tab: str = "forces") -> None:
        super().__init__(app)
        self.battle = battle
        self.tab = tab
        self.leaf: Leaf | None = None
        self._tabs: dict[UIButton, str] = {}

    @property
    def view(self) -> PlayerView:
        """What the side that looks knows."""
        return self.battle.view

    def fill(self, body: pygame.Rect) -> None:
        """Tabs, and what stands below the chosen one."""
        px = self.app.px
        over = self.battle.session.match.over
        shown = [t for t in TABS if t[0] != "epilogue" or over]
        wide, gap = body.width // len(shown), px(4)
        self._tabs = {}
        for i, (tab, words, _) in enumerate(shown):
            box = pygame.Rect(body.left + i * wide, body.top, wide - gap, px(32))
            made = UIButton(box, words, self.app.manager, container=self.panel)
            if tab == self.tab:
                made.select()
            self._tabs[made] = tab
        rest = pygame.Rect(body.left, body.top + px(40), body.width, body.height - px(40))
        self.leaf = self._made()
        self.leaf.lay(rest)

    def _made(self) -> Leaf:
        from game.ui.screens import book, course, forces, points, told

        match self.tab:
            case "course":
                return course.Course(self)
            case "points":
                return points.Points(self)
            case "council":
                return points.Council(self)
            case "book":
                return book.Book(self)
            case "report":
                return told.Communique(self)
            case "epilogue":
                return points.Epilogue(self)
            case _:
                return forces.Forces(self)

    def turn(self, tab: str) -> None:
        """Turn to another tab."""
        self.tab = tab
        self.app.manager.clear_and_reset()
        self.open()

    def show(self, h: Hex, select: str = "") -> None:
        """Leave the papers for the map, at a hex, with a unit selected if it is an own one."""
        battle = self.battle
        self.leave()
        if select and select in battle.view.units:
            unit = battle.view.units[select]  # type: ignore[index]
            if battle.view.side_of(unit.id) == battle.viewer:
                battle.select((unit.id,))
        if h:
            battle.look(h)

    def handle(self, event: pygame.event.Event) -> None:
        """Tabs, then the leaf, then the page."""
        if event.type == pygame_gui.UI_BUTTON_PRESSED and event.ui_element in self._tabs:
            self.turn(self._tabs[event.ui_element])
            return
        if self.leaf is not None and self.leaf.handle(event):
            return
        if event.type == pygame.KEYDOWN:
            for tab, _, key in TABS:
                if key and key == event.key:
                    if tab == self.tab:
                        self.leave()
                    else:
                        self.turn(tab)
                    return
        super().handle(event)

    def update(self, seconds: float) -> None:
        """Time has passed."""
        super().update(seconds)
        if self.leaf is not None:
            self.leaf.update(seconds)


class PapersKeys:
    """A part of the battle: the keys that open its papers."""

    def __init__(self, battle: Battle) -> None:
        self.battle = battle
        self._ended = False

    def lay(self) -> None:
        """It has no elements."""

    def refresh(self) -> None:
        """It shows nothing."""

    def update(self, seconds: float) -> None:
        """When the game has ended and all has been shown, its epilogue is opened once."""
        battle = self.battle
        over = battle.session.match.over
        if over and not self._ended and not battle.film.running and not battle.dialogs:
            self._ended = True
            self.open("epilogue")

    def handle(self, event: pygame.event.Event) -> bool:
        """Open the papers at the tab of a key."""
        if event.type != pygame.KEYDOWN or self.battle.tree.writing:
            return False
        for tab, _, key in TABS:
            if key and key == event.key:
                self.open(tab)
                return True
        return False

    def open(self, tab: str) -> None:
        """Open the papers."""
        self.battle.app.over(lambda app: Papers(app, self.battle, tab))
