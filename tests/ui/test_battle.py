"""The battle screen through its real loop: a person selects, marches, fights and ends the turn."""

from __future__ import annotations

import pygame

from game.ui.modes.march import March
from tests.ui.desktop import battle, click_hex, pick, press


def test_select_march_and_undo() -> None:
    app, screen = battle()
    view = screen.view
    unit = next(
        u for u in view.on_map("soviet")
        if March((u.id,)).goals(view) and view.scenario.counters[u.id].mobility == "foot"
    )  # fmt: skip
    pick(app, screen, unit.id)
    assert screen.desk.selected == (unit.id,)
    goal = next(
        h for h in screen.desk.goals() if (p := screen.desk.propose(h)) is not None and p.possible
    )
    click_hex(app, screen, goal, button=3)
    assert screen.view.units[unit.id].hex == goal
    press(app, pygame.K_u)
    assert screen.view.units[unit.id].hex == unit.hex
    app.close()
