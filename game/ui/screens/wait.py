"""A page while a game is being made or read by a thread; then the battle, or why there is none."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pygame

from game.film.labels import lettering
from game.lab.simulate import BadOption
from game.model.forces import Side
from game.players.registry import UnknownPlayer
from game.replay import ReplayFault
from game.scenario.problems import ScenarioFault
from game.ui import saves
from game.ui.app import App
from game.ui.breaks import hide
from game.ui.screen import Screen
from game.ui.screens.page import Page
from game.ui.session import PERSON, Session
from game.ui.setup import Setup, begin

FAULTS = (BadOption, UnknownPlayer, ReplayFault, ScenarioFault, ValueError, OSError)
"""What a player can mend: told as a sentence in the menu."""
Then = Callable[[App, Session], Screen]


class Wait(Page):
    """Shown until a game is there."""

    def __init__(self, app: App, text: str, job: Callable[[], Session], then: Then) -> None:
        super().__init__(app)
        self.text, self._job, self._then = text, job, then
        self._game: Session | None = None
        self._fault = ""
        self._broken: BaseException | None = None
        self._worker: threading.Thread | None = None
        self._left = False

    def _work(self) -> None:
        try:
            self._game = self._job()
        except FAULTS as fault:
            self._fault = str(fault)
        except BaseException as error:  # a fault of the program belongs to the main thread
            self._broken = error

    def open(self) -> None:
        """Begin, once."""
        if self._worker is None:
            self._worker = threading.Thread(target=self._work, daemon=True)
            self._worker.start()

    def update(self, seconds: float) -> None:
        """Whether it is there."""
        super().update(seconds)
        if self._left or self._worker is None or self._worker.is_alive():
            return
        self._left = True
        if self._broken is not None:
            raise self._broken
        game = self._game
        if game is None:
            from game.ui.screens.menu import Menu

            self.app.show(lambda app: Menu(app, self._fault))
        else:
            self.app.show(lambda app: self._then(app, game))
            if all(who == PERSON for who in game.players.values()):
                # Who sits before the window is not known yet.
                hide(self.app, game.side, lambda: None)

    def handle(self, event: pygame.event.Event) -> None:
        """There is nothing to press."""

    def draw_above(self, target: pygame.Surface) -> None:
        """What is being waited for."""
        size = self.app.px(26)
        sign = lettering(self.text, "serif bold", size, "#efe7d6", halo=0)
        target.blit(sign, sign.get_rect(center=target.get_rect().center))


def battle_of(app: App, session: Session, viewer: Side | None = None) -> Screen:
    """The battle of a game, with its lessons if it has any."""
    from game.ui.screens.battle import Battle

    return Battle(app, session, viewer)


def start_game(app: App, setup: Setup) -> None:
    """Make a new game and show it."""
    job = lambda: begin(setup, app.shelf.get(setup.scenario))  # noqa: E731
    app.show(lambda a: Wait(a, "The maps are being laid out …", job, battle_of))


def load_game(app: App, path: Path) -> None:
    """Go on with a saved game."""

    def job() -> Session:
        header = saves.header_of(path)
        return saves.reopen(path, app.shelf.get(header.scenario))

    app.show(lambda a: Wait(a, "The orders so far are being read …", job, battle_of))
