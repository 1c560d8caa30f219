"""The keys of the battle, and what each does: for the loop, and for the sheet of keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.hexes import NOWHERE
from game.ui.actions import ACTIONS
from game.ui.framing import fit

if TYPE_CHECKING:
    from game.ui.screens.battle import Battle

KEYS: tuple[tuple[str, str], ...] = (
    ("Click", "Select a unit; again for the next of the stack; Ctrl adds to the selection"),
    ("Shift + drag", "Select all units in a box"),
    ("Drag, arrows", "Move the map; the wheel, + and - zoom; Home shows the whole theatre"),
    ("Right click", "March there, or attack what stands there; Shift: forced march; "
                    "Ctrl: list of all orders"),
    *((a.key, f"{a.name}: {a.tip}") for a in ACTIONS),
    ("U, Ctrl + Z", "Take the last order back"),
    ("N", "Next unit without orders; Shift: next threatened; Ctrl: next short of supply"),
    ("Space", "The selected units stay as they are; on to the next without orders"),
    ("Tab", "Next unit of the stack"),
    ("O", "Fold the order of battle, or open it, in a narrow window"),
    ("X", "Army orders for the army of the selected unit, for all armies without one; there: "
          "Page up and down for the formation above and below, Enter gives the draft, "
          "Shift + Enter plays the formation's day on, Ctrl + Shift + Enter that of all armies"),
    ("Ctrl + Enter", "End the phase"),
    ("Esc", "Drop the order in preparation, then the selection"),
)  # fmt: skip
"""Keys of the battle itself; overlays and other parts have their own."""

_PANS = {
    pygame.K_LEFT: (1, 0), pygame.K_RIGHT: (-1, 0), pygame.K_UP: (0, 1), pygame.K_DOWN: (0, -1),
}  # fmt: skip


def press(battle: Battle, event: pygame.event.Event) -> None:
    """Do what a key is for."""
    key = event.key
    control, shift = bool(event.mod & pygame.KMOD_CTRL), bool(event.mod & pygame.KMOD_SHIFT)
    if key in _PANS:
        step = max(40, battle.area.width // 12)
        battle.camera.pan(_PANS[key][0] * step, _PANS[key][1] * step)
    elif key in (pygame.K_PLUS, pygame.K_EQUALS, pygame.K_KP_PLUS):
        battle.camera.zoom(1)
    elif key in (pygame.K_MINUS, pygame.K_KP_MINUS):
        battle.camera.zoom(-1)
    elif key == pygame.K_HOME:
        fit(battle.camera, battle.session.scenario.map)
    elif key == pygame.K_u or (key == pygame.K_z and control):
        battle.undo()
    elif key == pygame.K_n:
        battle.next_unit("short" if control else "threatened" if shift else "idle")
    elif key == pygame.K_SPACE:
        at = battle.desk.rest()
        if at != NOWHERE:
            battle.look(at)
    elif key == pygame.K_TAB:
        battle.desk.turn_stack()
    elif key == pygame.K_o and not control:
        battle.tree.fold()
    elif key == pygame.K_RETURN and control:
        battle.end_phase()
    elif key == pygame.K_ESCAPE:
        if battle.desk.mode is not None:
            battle.desk.prepare(None)
        else:
            battle.desk.select(())
    elif not control:
        name = pygame.key.name(key).upper()
        for action in ACTIONS:
            if action.key == name:
                battle.begin(action)
