"""An element of the interface that shows a page, scrolls it, and knows what was clicked on it."""

from __future__ import annotations

from collections.abc import Callable

import pygame
import pygame_gui
from pygame_gui.core.interfaces import IContainerLikeInterface
from pygame_gui.elements import UIImage, UIVerticalScrollBar

from game.ui.panels.page import Page
from game.ui.theme import PANEL

DOUBLE = 0.35
"""Seconds between two clicks that make one double click."""
STEP = 60
"""Pixels that a notch of the wheel scrolls."""


class Sheet(UIImage):
    """A page in a panel. `on_click` is told the key of what was clicked, and whether twice."""

    def __init__(
        self,
        box: pygame.Rect,
        manager: pygame_gui.UIManager,
        container: IContainerLikeInterface | None,
        on_click: Callable[[object, bool], None] | None = None,
        ground: str = PANEL,
        bar: int = 10,
    ) -> None:
        self.page: Page | None = None
        self.top = 0
        self._ground, self._bar_width = ground, bar
        self._on_click = on_click
        self._clicked: tuple[object, float] = (None, DOUBLE)
        self._tip = ""
        self.on_hover: Callable[[object], None] | None = None
        """Is told the key of what the pointer comes over; None for nothing."""
        self._over: object = None
        self._bar: UIVerticalScrollBar | None = None
        self._paper = pygame.Surface(box.size)
        super().__init__(box, self._paper, manager, container=container)
        self.tool_tip_delay = 0.35

    @property
    def inner_width(self) -> int:
        """Pixels that a page may be wide, so that a scroll bar finds room beside it."""
        return int(self.rect.width) - self._bar_width

    def show_page(self, page: Page, keep: bool = True) -> None:
        """Show another page; `keep` says whether to stay at the same height."""
        self.page = page
        most = max(0, page.height - int(self.rect.height))
        self.top = min(self.top, most) if keep else 0
        if most and self._bar is None and self._bar_width:
            right = int(self.relative_rect.right)
            box = pygame.Rect(
                right - self._bar_width, int(self.relative_rect.top), self._bar_width,
                int(self.rect.height),
            )  # fmt: skip
            self._bar = UIVerticalScrollBar(
                box, self.rect.height / page.height, self.ui_manager, container=self.ui_container
            )
        elif not most and self._bar is not None:
            self._bar.kill()
            self._bar = None
        self._follow()
        self._repaint()

    def reveal(self, key: object) -> None:
        """Scroll so that what has this key can be seen."""
        if self.page is None:
            return
        for spot in self.page.spots:
            if spot.key == key:
                if not self.top <= spot.box.top <= self.top + self.rect.height - spot.box.height:
                    self._scroll(spot.box.centery - int(self.rect.height) // 2)
                return

    def _follow(self) -> None:
        if self._bar is not None and self.page is not None:
            share = self.rect.height / self.page.height
            if abs(self._bar.visible_percentage - share) > 0.001:
                self._bar.set_visible_percentage(share)
            self._bar.set_scroll_from_start_percentage(self.top / self.page.height)

    def _repaint(self) -> None:
        self._paper.fill(self._ground)
        if self.page is not None:
            self.page.paint(self._paper, self.top)
        self.set_image(self._paper, image_is_alpha_premultiplied=True)

    def _scroll(self, top: int) -> None:
        if self.page is None:
            return
        top = max(0, min(top, self.page.height - int(self.rect.height)))
        if top != self.top:
            self.top = top
            self._follow()
            self._repaint()

    def spot_at(self, at: tuple[int, int]) -> object:
        """The key of what lies under a point of the window; None for nothing."""
        found = self._spot(at)
        return found[0] if found else None

    def place_of(self, key: object) -> tuple[int, int] | None:
        """The middle of what has this key, in the window, if it can be seen."""
        for spot in self.page.spots if self.page else ():
            if spot.key == key:
                x, y = int(self.rect.left) + spot.box.centerx, spot.box.centery - self.top
                if 0 <= y < self.rect.height:
                    return x, int(self.rect.top) + y
        return None

    def _spot(self, at: tuple[int, int]) -> tuple[object, str] | None:
        if self.page is None or not self.rect.collidepoint(at):
            return None
        inside = (at[0] - self.rect.left, at[1] - self.rect.top + self.top)
        for spot in reversed(self.page.spots):
            if spot.box.collidepoint(inside):
                return spot.key, spot.tip
        return None

    def process_event(self, event: pygame.event.Event) -> bool:
        """Clicks and the wheel."""
        if event.type == pygame.MOUSEWHEEL and self.hovered:
            self._scroll(self.top - event.y * STEP)
            return True
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            if not self.hover_point(*event.pos):
                return False
            found = self._spot(event.pos)
            if found is not None and found[0] is not None and self._on_click is not None:
                key, since = self._clicked
                double = key == found[0] and since < DOUBLE
                self._clicked = (found[0], 0.0)
                self._on_click(found[0], double)
            return True
        return False

    def update(self, time_delta: float) -> None:
        """Follow the scroll bar, and hold the hint of what lies under the pointer ready."""
        super().update(time_delta)
        self._clicked = (self._clicked[0], self._clicked[1] + time_delta)
        if self._bar is not None and self.page is not None and self._bar.has_moved_recently:
            self._scroll(round(self._bar.start_percentage * self.page.height))
        self._look_under()
        if self.hovered:
            found = self._spot(self.ui_manager.get_mouse_position())
            tip = found[1] if found else ""
            if tip != self._tip:
                self._tip = tip
                self.hover_time = 0.0
                if self.tool_tip is not None:
                    self.tool_tip.kill()
                    self.tool_tip = None
                self.tool_tip_text = tip or None

    def _look_under(self) -> None:
        """Tell who wants to know what lies under the pointer."""
        if self.on_hover is None:
            return
        found = self._spot(self.ui_manager.get_mouse_position()) if self.hovered else None
        over = found[0] if found else None
        if over != self._over:
            self._over = over
            self.on_hover(over)

    def kill(self) -> None:
        """The bar goes too."""
        if self._bar is not None:
            self._bar.kill()
            self._bar = None
        UIImage.kill(self)
