"""A page of the program outside the battle: a title, a way back, and what stands between."""

from __future__ import annotations

from collections.abc import Callable

import pygame
import pygame_gui
from pygame_gui.core import UIElement
from pygame_gui.elements import UIButton, UILabel, UIPanel
from pygame_gui.windows import UIConfirmationDialog, UIMessageWindow

from game.ui.app import App
from game.ui.backdrop import Backdrop
from game.ui.breaks import close_window
from game.ui.focus import Focus
from game.ui.screen import Screen
from game.ui.text import fitted

Action = Callable[[], object]
WIDEST, TALLEST = 1240, 900
"""Design pixels of a page, where the window has room for them."""


class Page(Screen):
    """A panel over the dimmed sheet. Escape and the button go back to where it was opened from."""

    title = ""
    widest, tallest = WIDEST, TALLEST

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self.backdrop = app.shelf.backdrop(app, Backdrop)
        self.actions: dict[UIElement, Action] = {}
        """What the buttons of the page do."""
        self._yes: Action | None = None

    def open(self) -> None:
        """The panel with its title; `fill` makes the rest."""
        px, (wide, tall) = self.app.px, self.app.size
        self.actions = {}
        self.focus = Focus(self.app.manager)
        size = (min(wide - px(32), px(self.widest)), min(tall - px(32), px(self.tallest)))
        box = pygame.Rect((0, 0), size)
        box.center = wide // 2, tall // 2
        self.panel = UIPanel(box, manager=self.app.manager, object_id="#page")
        inner = [round(side) for side in self.panel.get_container().get_size()]
        UILabel(
            pygame.Rect(px(20), px(10), inner[0] - px(200), px(36)),
            fitted(self.title, "serif bold", px(22), inner[0] - px(220)), self.app.manager,
            container=self.panel, object_id="#page_title",
        )  # fmt: skip
        self.button(
            pygame.Rect(inner[0] - px(132), px(12), px(116), px(32)), "Back (Esc)", self.leave
        )
        body = pygame.Rect(px(20), px(56), inner[0] - px(40), inner[1] - px(56) - px(16))
        self.fill(body)

    def fill(self, body: pygame.Rect) -> None:
        """Make the elements of the page within this part of the panel."""

    def leave(self) -> None:
        """Back to where the page was opened from."""
        self.app.back()

    def button(
        self, box: pygame.Rect, text: str, action: Action, primary: bool = False, tip: str = ""
    ) -> UIButton:
        """A button on the panel that does something."""
        made = UIButton(
            box, text, self.app.manager, container=self.panel, tool_tip_text=tip or None,
            object_id="#primary_button" if primary else None,
        )  # fmt: skip
        self.actions[made] = action
        return made

    def tell(self, title: str, text: str) -> None:
        """Say something that the player has to read."""
        px = self.app.px
        box = pygame.Rect(0, 0, px(460), px(260))
        box.center = self.app.size[0] // 2, self.app.size[1] // 2
        UIMessageWindow(box, text, self.app.manager, window_title=title)

    def ask(self, title: str, text: str, yes: str, action: Action) -> None:
        """Ask before something that cannot be taken back is done."""
        px = self.app.px
        box = pygame.Rect(0, 0, px(460), px(240))
        box.center = self.app.size[0] // 2, self.app.size[1] // 2
        self._yes = action
        UIConfirmationDialog(
            box, text, self.app.manager, window_title=title, action_short_name=yes, blocking=True
        )

    def handle(self, event: pygame.event.Event) -> None:
        """Buttons, and the keyboard's way through them."""
        if event.type == pygame_gui.UI_BUTTON_PRESSED and event.ui_element in self.actions:
            self.app.sounds.play("click")
            self.actions[event.ui_element]()
        elif event.type == pygame_gui.UI_CONFIRMATION_DIALOG_CONFIRMED and self._yes is not None:
            action, self._yes = self._yes, None
            action()
        elif event.type == pygame.KEYDOWN:
            self.key(event)

    def key(self, event: pygame.event.Event) -> None:
        """A key that no control has taken."""
        if event.key == pygame.K_ESCAPE:
            if not close_window(self.app):
                self.leave()
        elif event.key == pygame.K_TAB:
            self.focus.move(-1 if event.mod & pygame.KMOD_SHIFT else 1)
        elif event.key in (pygame.K_RETURN, pygame.K_KP_ENTER):
            self.focus.press()

    def update(self, seconds: float) -> None:
        """The names of the sheet may have been painted."""
        self.backdrop.update()

    def draw(self, target: pygame.Surface) -> None:
        """The sheet, in the dark."""
        self.backdrop.draw(target, dimmed=True)

    def draw_above(self, target: pygame.Surface) -> None:
        """Which control has the keyboard."""
        self.focus.draw(target)
