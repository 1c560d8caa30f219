"""A list of orders at the pointer, each with its reason where it cannot be given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pygame
import pygame_gui
from pygame_gui.core.interfaces import IContainerLikeInterface
from pygame_gui.elements import UIButton, UIPanel, UIScrollingContainer

from game.ui.app import App
from game.ui.panels.page import type_of
from game.ui.panels.side import OrderButton

MOST = 16
"""Lines that are shown at once; more of them scroll."""
_NONE = {"left": 0, "right": 0, "top": 0, "bottom": 0}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a popup."""

    text: str
    do: Callable[[], object]
    why_not: str = ""
    tip: str = ""


class Popup:
    """A column of buttons; a click elsewhere or Escape closes it."""

    def __init__(self, app: App, at: tuple[int, int], entries: Sequence[Entry]) -> None:
        px, ui = app.px, app.manager
        high = px(30)
        longest = max(type_of("figures", px(15)).size(e.text)[0] for e in entries)
        most = min(len(entries), MOST, (app.size[1] - px(40)) // high)
        scrolls = most < len(entries)
        wide = min(longest + px(40) + (px(14) if scrolls else 0), app.size[0] - px(20))
        box = pygame.Rect(0, 0, wide, high * most + px(8))
        box.topleft = at
        box.clamp_ip(pygame.Rect((0, 0), app.size))
        self.panel = UIPanel(box, starting_height=20, manager=ui, margins=_NONE,
                             object_id="#popup")  # fmt: skip
        inside: IContainerLikeInterface = self.panel
        width = wide - px(8)
        if scrolls:
            rolling = UIScrollingContainer(
                pygame.Rect(px(4), px(4), width, high * most), ui, container=self.panel,
                allow_scroll_x=False,
            )  # fmt: skip
            width -= px(20)
            rolling.set_scrollable_area_dimensions((width, high * len(entries)))
            inside = rolling
        left = 0 if scrolls else px(4)
        self.entries: dict[OrderButton, Entry] = {}
        for i, entry in enumerate(entries):
            line = pygame.Rect(left, left + i * high, width, high - px(2))
            button = OrderButton(line, entry.text, ui, container=inside,
                                 object_id="#popup_button")  # fmt: skip
            button.tool_tip_text = entry.why_not or entry.tip or None
            button.tool_tip_delay = 0.2
            if entry.why_not:
                UIButton.disable(button)
            self.entries[button] = entry

    @property
    def box(self) -> pygame.Rect:
        """Where it is in the window."""
        return pygame.Rect(self.panel.rect)

    def handle(self, event: pygame.event.Event) -> Entry | None:
        """The entry that was chosen, if this event chose one."""
        if event.type == pygame_gui.UI_BUTTON_PRESSED:
            return self.entries.get(event.ui_element)
        return None

    def close(self) -> None:
        """Take it away."""
        self.panel.kill()
