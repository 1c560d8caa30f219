"""Hands for the pages round a game: buttons by their text, lines of lists."""

from __future__ import annotations

import pygame
import pygame_gui
from pygame_gui.elements import UIButton

from game.ui.app import App
from game.ui.screens.menu import Menu
from game.ui.settings import Settings
from tests.ui.desktop import click, until

SIZE = (1366, 768)


def menu(size: tuple[int, int] = SIZE, scale: int = 100) -> App:
    """A window at its start menu, with the sheet of the theatre laid."""
    settings = Settings(ui_scale=scale, edge_pan=False)
    app = App(size=size, settings=settings, painters=False)
    app.show(Menu)
    until(app, lambda: app.shelf.ready("manchuria_1945") is not None)
    app.step(0.016)
    return app


def buttons(app: App) -> dict[str, UIButton]:
    """All buttons that can be pressed now, by their text."""
    found = [e for e in app.manager.get_sprite_group().sprites() if isinstance(e, UIButton)]
    return {b.text: b for b in found if b.visible and b.is_enabled}


def push(app: App, text: str) -> None:
    """Click the button with this text."""
    found = buttons(app)
    assert text in found, f"no button {text!r} among {sorted(found)}"
    click(app, found[text].rect.center)
    app.step(0.016)


def screen_is(app: App, name: str) -> bool:
    """Whether a screen of this class is shown."""
    return type(app.screen).__name__ == name


def pick_file(app: App, path: str) -> None:
    """As if a file had been picked in the dialog."""
    pygame.event.post(pygame.event.Event(pygame_gui.UI_FILE_DIALOG_PATH_PICKED, text=path))
    app.step(0.016)
