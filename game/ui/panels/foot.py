"""The buttons at the foot: next idle unit, and the end of the phase, which names what is undone."""

from __future__ import annotations

import pygame
from pygame_gui.elements import UIButton, UIPanel

from game.film.words import SIDE_NAMES
from game.model.state import PlayerView
from game.ui.app import App
from game.ui.attention import undone
from game.ui.desk import Desk
from game.ui.layout import Layout

_NONE = {"left": 0, "right": 0, "top": 0, "bottom": 0}
NEXT = (
    "N: next unit without orders. Space: this unit stays as it is. Shift+N: next threatened unit. "
    "Ctrl+N: next unit short of supply."
)


class Foot:
    """The row of buttons below the right panel."""

    def __init__(self, app: App, places: Layout, desk: Desk) -> None:
        self._desk, px, ui = desk, app.px, app.manager
        column = places.right.union(places.end)
        UIPanel(column, starting_height=0, manager=ui, margins=_NONE)
        panel = UIPanel(places.end, manager=ui, margins=_NONE)
        wide, high = places.end.size
        split = round(wide * 0.36)
        self.next = UIButton(
            pygame.Rect(px(6), px(4), split - px(10), high - px(10)), "Next idle N", ui,
            container=panel, tool_tip_text=NEXT,
        )  # fmt: skip
        self.end = UIButton(
            pygame.Rect(split, px(4), wide - split - px(6), high - px(10)), "End phase", ui,
            container=panel, object_id="#primary_button",
        )  # fmt: skip

    def refresh(self, view: PlayerView) -> None:
        """Say what the button of the phase would end."""
        desk = self._desk
        name = SIDE_NAMES[desk.session.side]
        if desk.session.match.over:
            text, tip = "The game is over", ""
        elif not desk.in_command:
            text, tip = f"{name} phase ...", "The other side moves."
        else:
            idle = len(desk.needing("idle"))
            text = f"End phase · {idle} idle" if idle else f"End {name} phase"
            tip = "; ".join(undone(view, desk.viewer, idle)) or "Everything is done."
        if self.end.text != text:
            self.end.set_text(text)
        self.end.tool_tip_text = tip or None
        if desk.in_command and not self.end.is_enabled:
            self.end.enable()
        elif not desk.in_command and self.end.is_enabled:
            self.end.disable()
