"""Recorded games: what came of each, and watching them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pygame
import pygame_gui
from pygame_gui.windows import UIFileDialog

from game.replay import ReplayFault
from game.scenario.problems import ScenarioFault
from game.ui import saves
from game.ui.saves import Save
from game.ui.screens.load import Load
from game.ui.screens.page import Action
from game.ui.session import PERSON
from game.ui.text import escaped


class Replays(Load):
    """All recorded games, those that are over first; any other file can be opened too."""

    title = "Replays"
    empty = (
        "There is no recorded game yet. Every game that you play is recorded; so is one that "
        "`main.py simulate --replay FILE` plays."
    )

    def shown(self) -> list[Save]:
        """Those that are over first."""
        return sorted(self.saves.values(), key=lambda s: not s.finished)

    def deeds(self, key: str) -> tuple[tuple[str, Action, bool, bool], ...]:
        """Watch, open another file."""
        save = self.saves.get(key)
        return (
            ("Watch", partial(self.watch, key), True, save is not None and not save.fault),
            ("Open a file …", self.browse, False, True),
        )

    def watch(self, key: str) -> None:
        """Show this game from its first day."""
        save = self.saves[key]
        persons = any(who == PERSON for _, who in save.players)
        if persons and not save.finished:
            self.ask(
                "A game that is not over", "Watching it shows what you cannot see while you play.",
                "Watch all the same", partial(self._watch, save.path),
            )  # fmt: skip
        else:
            self._watch(save.path)

    def _watch(self, path: Path) -> None:
        from game.ui.screens.replay import ReplayViewer

        try:
            self.app.over(lambda app: ReplayViewer(app, path))
        except (ReplayFault, ScenarioFault) as fault:
            self.app.back()
            self.tell("A recorded game", escaped(str(fault)))

    def browse(self) -> None:
        """Look for a file of a recorded game."""
        px = self.app.px
        box = pygame.Rect(0, 0, px(620), px(460))
        box.center = self.app.size[0] // 2, self.app.size[1] // 2
        UIFileDialog(
            box, self.app.manager, window_title="A recorded game",
            allowed_suffixes={saves.SUFFIX}, initial_file_path=str(Path.home()),
            allow_existing_files_only=True,
        )  # fmt: skip

    def handle(self, event: pygame.event.Event) -> None:
        """A file may have been picked."""
        if event.type == pygame_gui.UI_FILE_DIALOG_PATH_PICKED:
            self.add(Path(event.text))
        else:
            super().handle(event)

    def add(self, path: Path) -> None:
        """List this file too."""
        save = saves.peek(path)
        if save.fault:
            self.tell("A recorded game", escaped(save.fault))
            return
        self.saves[str(path)] = replace(save, auto=False)
        self.chosen = str(path)
        self.renew()
