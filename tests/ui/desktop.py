"""A window without a screen, and hands to work it: real events through the real loop."""

from __future__ import annotations

import time
from collections.abc import Callable

import pygame
from pygame_gui.windows import UIConfirmationDialog

from game.hexes import Hex
from game.model.forces import Side, UnitId
from game.scenario.load import load
from game.ui.app import App
from game.ui.screens.battle import Battle
from game.ui.session import Session
from game.ui.settings import Settings

SIZE = (1920, 1080)


def battle(
    scenario: str = "tutorial",
    side: Side = "soviet",
    other: str = "greedy",
    size: tuple[int, int] = SIZE,
    seed: int = 7,
) -> tuple[App, Battle]:
    """A battle in the middle of the map of a scenario, with a person on one side."""
    quiet = Settings(ui_scale=100, edge_pan=False, film="off", event_cards=False)
    app = App(size=size, settings=quiet, painters=False)
    players = {"soviet": other, "japan": other, side: "person"}
    loaded = load(scenario)
    session = Session.new(loaded, seed, loaded.options, players, None)  # type: ignore[arg-type]
    screen = app.show(lambda a: Battle(a, session))
    assert isinstance(screen, Battle)
    app.step(0.016)
    return app, screen


def until(app: App, done: Callable[[], bool], seconds: float = 60.0) -> None:
    """Let the window run until something is so."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "the window waits in vain"
        app.step(0.016)
        time.sleep(0.002)


def settle(app: App) -> None:
    """Let the window run until its panels show what is so."""
    screen = app.screen
    for _ in range(50):
        app.step(0.016)
        if not isinstance(screen, Battle) or screen.settled:
            return
    raise AssertionError("the panels never come to rest")


def press(app: App, key: int, mod: int = 0) -> None:
    """Press a key."""
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=key, mod=mod, unicode="", scancode=0))
    pygame.event.post(pygame.event.Event(pygame.KEYUP, key=key, mod=mod, unicode="", scancode=0))
    app.step(0.016)
    settle(app)


def point(app: App, at: tuple[float, float]) -> None:
    """Move the pointer."""
    place = (round(at[0]), round(at[1]))
    pygame.mouse.set_pos(place)
    pygame.event.post(
        pygame.event.Event(pygame.MOUSEMOTION, pos=place, rel=(0, 0), buttons=(0, 0, 0))
    )
    app.step(0.016)


def click(app: App, at: tuple[float, float], button: int = 1) -> None:
    """Press and let go a button of the mouse."""
    place = (round(at[0]), round(at[1]))
    point(app, place)
    for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
        pygame.event.post(pygame.event.Event(kind, pos=place, button=button))
        app.step(0.016)
    settle(app)


def click_hex(app: App, screen: Battle, h: Hex, button: int = 1) -> None:
    """Click the middle of a hex, which is brought into the window first."""
    screen.camera.look_at(h, 54)
    app.step(0.016)
    x, y = screen.camera.hex_screen(h)
    click(app, (x + screen.area.left, y + screen.area.top), button)


def pick(app: App, screen: Battle, unit: UnitId) -> None:
    """Click the hex of a unit until it is the one selected."""
    for _ in range(12):
        if screen.desk.selected == (unit,):
            return
        click_hex(app, screen, screen.view.units[unit].hex)
    raise AssertionError(f"clicks on its hex never select {unit}")


def choose(app: App, screen: Battle, begins: str) -> None:
    """Click the first line of the open popup that begins with these words and can be pressed."""
    assert screen.popup is not None, "no popup is open"
    for button, entry in screen.popup.entries.items():
        if entry.text.startswith(begins) and not entry.why_not:
            click(app, button.rect.center)
            return
    raise AssertionError(f"no line {begins!r} in {[e.text for e in screen.popup.entries.values()]}")


def end_phase(app: App, screen: Battle) -> None:
    """End the phase by its button, and confirm where something was forgotten."""
    click(app, screen.foot.end.rect.center)
    dialogs = [
        w for w in app.manager.get_window_stack().get_full_stack()
        if isinstance(w, UIConfirmationDialog)
    ]  # fmt: skip
    if dialogs:
        assert screen.desk.in_command, "the phase ended before it was confirmed"
        click(app, dialogs[0].confirm_button.rect.center)
        for _ in range(3):  # the dialog's answer comes as an event of its own
            app.step(0.016)
