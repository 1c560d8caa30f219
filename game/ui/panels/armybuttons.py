"""The buttons of the panel of army orders, row by row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pygame
import pygame_gui
from pygame_gui.elements import UIButton, UIPanel

from game.hexes import NOWHERE, Hex
from game.model.orders import Move, Order
from game.players.staff.draft import units_of
from game.players.staff.plan import POSTURES, RISKS
from game.ui.army.words import POSTURE_TIPS
from game.ui.panels.popup import Entry

if TYPE_CHECKING:
    from game.ui.panels.army import ArmyOrders

BRASS = "Play on"
"""The one button of the panel that goes on with the game."""


@dataclass(frozen=True, slots=True)
class Key:
    """A button: what is written on it, its tip, what it does."""

    text: str
    tip: str
    do: Callable[[], object]


Rows = tuple[tuple[Key, ...], ...]


def upper(army: ArmyOrders) -> Rows:
    """Formation, posture and limits."""
    postures = [
        Key(p.capitalize(), POSTURE_TIPS[p], lambda p=p: army.office.order(posture=p))  # type: ignore[misc]
        for p in POSTURES
    ]
    risks = [
        Key(
            r.capitalize(), f"{r.capitalize()}: what an attack may cost, how hard men are driven",
            lambda r=r: army.office.order(risk=r),  # type: ignore[misc]
        )
        for r in RISKS
    ]  # fmt: skip
    return (
        (
            Key("Wider", "The formation above it (Page up)", lambda: army.widen(1)),
            Key("Narrower", "The formation below it (Page down)", lambda: army.widen(-1)),
            Key("All", "All armies of the side", army.open_all),
            Key("Close", "Close; what was ordered stands (X)", army.shut),
        ),
        tuple(postures[:4]),
        (*postures[4:], Key("Lift", "Take this directive back", army.lift)),
        tuple(risks),
        (
            Key("Garrisons", "Troops on what counts, with the enemy near, stay there", army.keep),
            Key("Reserve", "A quarter of the units, the hindmost, are kept back", army.reserve),
            Key("Pin", "Leave the selected units to me, or give them back", army.pin),
            Key("Aim", "Draw the axis anew: an arrow, or a click on the goal", army.aim),
        ),
    )


def lower(army: ArmyOrders) -> Rows:
    """What gives orders."""
    return (
        (
            Key("Give these", "Give the orders of the draft, up to the first thing that nobody can "
                "foresee (Enter)", army.give_shown),
            Key(BRASS, "Carry this formation's day through: the staff drafts anew after every "
                "surprise (Shift+Enter)", army.play_on),
        ),
        (
            Key("Play all armies", "Carry out all directives, army by army (Ctrl+Shift+Enter)",
                army.play_all),
        ),
    )  # fmt: skip


def lay(
    rows: Rows, manager: pygame_gui.UIManager, panel: UIPanel, box: pygame.Rect, high: int
) -> dict[UIButton, Key]:
    """Make rows of equal buttons from the top of a box in a panel on."""
    made: dict[UIButton, Key] = {}
    for i, row in enumerate(rows):
        made.update(_row(row, manager, panel, box.move(0, i * (high + 3)), high))
    return made


def _row(
    row: Sequence[Key], manager: pygame_gui.UIManager, panel: UIPanel, box: pygame.Rect, high: int
) -> dict[UIButton, Key]:
    wide = box.width // len(row)
    return {
        UIButton(
            pygame.Rect(box.left + i * wide, box.top, wide - 3, high), key.text, manager,
            container=panel, tool_tip_text=key.tip,
            object_id="#primary_button" if key.text == BRASS else "#small_button",
        ): key
        for i, key in enumerate(row)
    }  # fmt: skip


def choices(army: ArmyOrders, order: Order, at: Hex) -> list[Entry]:
    """What can be done with one order of the list; `at` is where its unit stands."""
    office, units = army.office, units_of(order)
    why = "" if office.in_command and not office.busy else "Not now."
    found = [Entry("Give this order", lambda: office.accept(order), why)]
    if isinstance(order, Move):
        found.append(Entry("Another way ...", lambda: army.redraw(order.unit), why))
    nobody = "" if units else "It binds no unit."
    found.append(Entry("Refuse: leave it to me", lambda: office.refuse(order), nobody))
    if isinstance(order, Move) and order.unit in office.edited:
        found.append(Entry("As the staff had it", lambda: office.pin((order.unit,), False)))
    if at != NOWHERE:
        found.append(Entry("Show", lambda: army.look(at)))
    return found
