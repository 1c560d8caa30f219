"""Opening the window: at the menu, in a new game, or in a saved one."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

import pygame

from game.lab.simulate import options_of
from game.players import registry
from game.replay import ReplayFault
from game.scenario.load import load
from game.ui.setup import Setup


class NoDisplay(Exception):
    """No window can be opened here; the message says why."""


def has_display() -> bool:
    """Whether this computer has something to open a window on, as far as can be told cheaply."""
    if os.environ.get("SDL_VIDEODRIVER"):
        return True
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def check(setup: Setup) -> None:
    """Whether a game can be played so. ScenarioFault, UnknownPlayer and BadOption say why not."""
    scenario = load(setup.scenario)
    if setup.seats != "both":
        registry.make(setup.opponent, "soviet")
    options_of(scenario, dict(setup.options))


def check_save(path: Path) -> None:
    """Whether a file is a saved game that can be gone on with. ReplayFault says why not."""
    from game.ui.saves import peek

    save = peek(path)
    if save.fault:
        raise ReplayFault(path, 0, "a file that cannot be gone on with", save.fault)
    if save.finished:
        raise ReplayFault(path, 0, "a game that is over", "an unfinished one; Replays shows this")


def run(setup: Setup | None = None, save: Path | None = None) -> None:
    """Open the window and stay until it is closed: in a new game, in a saved game, or at the menu.
    NoDisplay when there is no screen to open it on."""
    from game.ui.app import App
    from game.ui.screens.menu import Menu
    from game.ui.screens.wait import load_game, start_game

    if not has_display():
        raise NoDisplay("there is no display here")
    try:
        app = App()
    except pygame.error as error:
        raise NoDisplay(str(error)) from error
    if setup is not None:
        start_game(app, setup)
    elif save is not None:
        load_game(app, save)
    else:
        app.show(Menu)
    app.run()
