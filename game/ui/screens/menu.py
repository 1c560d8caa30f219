"""The start menu: the theatre as a sheet, and on the left what can be done."""

from __future__ import annotations

from dataclasses import dataclass

import pygame
from pygame_gui.elements import UIButton, UILabel, UIPanel

from game import __version__
from game.ui import saves
from game.ui.app import App
from game.ui.focus import Focus
from game.ui.saves import Save
from game.ui.screens.page import Action, Page
from game.ui.text import fitted

WIDE = 360
"""Design pixels of the panel."""


@dataclass(frozen=True)
class Line:
    """A line of the menu."""

    text: str
    tip: str
    action: Action


class Menu(Page):
    """Where the program starts and comes back to."""

    def __init__(self, app: App, message: str = "") -> None:
        """`message` is said at once: why a game could not be opened."""
        super().__init__(app)
        self.message = message
        self.save: Save | None = saves.latest()
        """The game that Continue goes on with."""

    def lines(self) -> tuple[Line, ...]:
        """All lines, from above."""
        from game.ui.screens.library import Lab, Manual, Scenarios
        from game.ui.screens.load import Load
        from game.ui.screens.newgame import NewGame
        from game.ui.screens.preferences import Preferences
        from game.ui.screens.replays import Replays

        over = self.app.over
        save = self.save
        where = f"{save.title}, {save.when}" if save else "There is no game to go on with."
        tips: dict[str, tuple[str, Action]] = {
            "Continue": (where, self.proceed),
            "New game": ("Choose scenario, side, opponent and options.", lambda: over(NewGame)),
            "Load game": ("Saved games, and what the game saved itself.", lambda: over(Load)),
            "Scenarios": ("Their forces, places, dates and sources.", lambda: over(Scenarios)),
            "Tutorial": ("Five days on the Ussuri, a lesson for each.", self.tutorial),
            "Replays": ("Recorded games: watch them.", lambda: over(Replays)),
            "Lab": ("Hundreds of games at once: statistics, what-if.", lambda: over(Lab)),
            "Settings": ("Size, colours, sound, names, keys.", lambda: over(Preferences)),
            "Manual": ("The rules, chapter by chapter.", lambda: over(Manual)),
            "Quit": ("Leave the game.", self.leave),
        }
        return tuple(Line(text, tip, action) for text, (tip, action) in tips.items())

    def open(self) -> None:
        """The panel at the left third."""
        px, (wide, tall) = self.app.px, self.app.size
        self.actions = {}
        self.focus = Focus(self.app.manager)
        if self.message:
            self.tell("The game could not be opened", self.message)
            self.message = ""
        left = max(px(24), wide // 6 - px(WIDE) // 2 + px(40))
        self.panel = UIPanel(
            pygame.Rect(left, 0, min(px(WIDE), wide - 2 * left), tall), manager=self.app.manager,
            object_id="#menu",
        )  # fmt: skip
        inner = [round(side) for side in self.panel.get_container().get_size()]
        lines = self.lines()
        head, foot = px(150), px(54)
        if (inner[1] - head - foot) // len(lines) < px(38):
            head, foot = px(62), px(8)
        row = min(px(54), (inner[1] - head - foot) // len(lines))
        ui = self.app.manager
        rule = max(px(6), head - px(114))
        UILabel(
            pygame.Rect(px(24), rule, inner[0] - px(48), px(48)), "August Storm", ui,
            container=self.panel, object_id="#menu_title",
        )  # fmt: skip
        if head >= px(120):
            UILabel(
                pygame.Rect(px(24), rule + px(46), inner[0] - px(48), px(28)),
                "Manchuria, 9 August 1945", ui, container=self.panel, object_id="#menu_subtitle",
            )  # fmt: skip
        for i, line in enumerate(lines):
            made = UIButton(
                pygame.Rect(px(12), head + i * row, inner[0] - px(24), row - px(4)), line.text, ui,
                container=self.panel, object_id="#menu_line", tool_tip_text=line.tip,
            )  # fmt: skip
            self.actions[made] = line.action
            if line.text == "Continue" and self.save is None:
                made.disable()
        if foot < px(50):
            return
        about = f"{self.save.title}: {self.save.when}" if self.save else f"Version {__version__}"
        UILabel(
            pygame.Rect(px(24), inner[1] - foot + px(8), inner[0] - px(48), px(28)),
            fitted(about, "figures", px(13), inner[0] - px(52)), ui, container=self.panel,
            object_id="#menu_foot",
        )  # fmt: skip

    def proceed(self) -> None:
        """Go on with the game played last."""
        from game.ui.screens.wait import load_game

        if self.save is not None:
            load_game(self.app, self.save.path)

    def tutorial(self) -> None:
        """Begin the lesson."""
        from game.ui.screens.wait import start_game
        from game.ui.setup import Setup, new_seed

        start_game(self.app, Setup("tutorial", "soviet", "staff", new_seed()))

    def leave(self) -> None:
        """Quit."""
        self.app.running = False

    def key(self, event: pygame.event.Event) -> None:
        """The arrows go through the lines; Escape does not quit."""
        if event.key == pygame.K_ESCAPE:
            return
        if event.key in (pygame.K_DOWN, pygame.K_UP):
            self.focus.move(1 if event.key == pygame.K_DOWN else -1)
        else:
            super().key(event)

    def draw(self, target: pygame.Surface) -> None:
        """The sheet in full light."""
        self.backdrop.draw(target)
