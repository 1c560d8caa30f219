"""A page with a list on the left and what it says of the chosen line on the right."""

from __future__ import annotations

from dataclasses import dataclass

import pygame
import pygame_gui
from pygame_gui.elements import UIButton, UISelectionList, UITextBox

from game.ui.app import App
from game.ui.screens.page import Action, Page


@dataclass(frozen=True)
class Entry:
    """A line of the list."""

    key: str
    text: str
    """As it is listed; no two are the same."""


class Reader(Page):
    """Choose on the left, read on the right, act below."""

    empty = "There is nothing here yet."
    list_share = 0.34

    def __init__(self, app: App, chosen: str = "") -> None:
        super().__init__(app)
        self.chosen = chosen
        """Key of the line that is read."""
        self._entries: tuple[Entry, ...] = ()
        self._buttons: list[UIButton] = []

    def entries(self) -> tuple[Entry, ...]:
        """The lines of the list."""
        raise NotImplementedError

    def told(self, key: str) -> str:
        """What is said of a line, as HTML for a text box."""
        raise NotImplementedError

    def deeds(self, key: str) -> tuple[tuple[str, Action, bool, bool], ...]:
        """Buttons below: text, what they do, whether it is the page's main deed, whether it can be
        done for this line."""
        return ()

    def fill(self, body: pygame.Rect) -> None:
        """The list, the text, the deeds."""
        px, ui = self.app.px, self.app.manager
        left = min(px(400), round(body.width * self.list_share))
        self._list = UISelectionList(
            pygame.Rect(body.left, body.top, left, body.height), [], ui, container=self.panel,
            object_id="#reader",
        )  # fmt: skip
        foot = px(46) if self.deeds("") or self.deeds(self.chosen) else 0
        self._foot = pygame.Rect(
            body.left + left + px(16), body.bottom - foot, body.width - left - px(16), foot
        )
        self._text = UITextBox(
            "", pygame.Rect(self._foot.left, body.top, self._foot.width, body.height - foot), ui,
            container=self.panel, object_id="#reading",
        )  # fmt: skip
        self.renew()

    def renew(self) -> None:
        """The lines have changed."""
        self._entries = self.entries()
        keys = [entry.key for entry in self._entries]
        if self.chosen not in keys:
            self.chosen = keys[0] if keys else ""
        self._list.set_item_list([entry.text for entry in self._entries])
        self._mark()
        self.read()

    def _mark(self) -> None:
        """Show in the list which line is read."""
        for item in self._list.item_list:
            item["selected"] = self._key(item["text"]) == self.chosen
            button = item["button_element"]
            if button is not None:
                button.select() if item["selected"] else button.unselect()

    def choose(self, key: str) -> None:
        """Read this line."""
        self.chosen = key
        self._mark()
        self.read()

    def read(self) -> None:
        """Write the text and the buttons of the chosen line."""
        self._text.set_text(self.told(self.chosen) if self.chosen else self.empty)
        if self._text.scroll_bar is not None:
            self._text.scroll_bar.set_scroll_from_start_percentage(0.0)
        for button in self._buttons:
            self.actions.pop(button, None)
            button.kill()
        self._buttons = []
        px = self.app.px
        x, y = self._foot.right, self._foot.top + px(8)
        for text, action, primary, possible in self.deeds(self.chosen):
            width = max(px(112), px(9 * len(text) + 24))
            x -= width
            button = self.button(pygame.Rect(x, y, width, px(36)), text, action, primary)
            if not possible:
                button.disable()
            self._buttons.append(button)
            x -= px(8)

    def handle(self, event: pygame.event.Event) -> None:
        """A line may have been chosen, or a link pressed."""
        if event.type == pygame_gui.UI_SELECTION_LIST_NEW_SELECTION and (
            event.ui_element == self._list
        ):
            self.choose(self._key(event.text))
        elif event.type == pygame_gui.UI_SELECTION_LIST_DROPPED_SELECTION and (
            event.ui_element == self._list
        ):
            self._mark()
        elif event.type == pygame_gui.UI_TEXT_BOX_LINK_CLICKED:
            self.follow(event.link_target)
        else:
            super().handle(event)

    def _key(self, text: str) -> str:
        return next((entry.key for entry in self._entries if entry.text == text), "")

    def follow(self, goal: str) -> None:
        """A link in the text was pressed."""

    def key(self, event: pygame.event.Event) -> None:
        """The arrows go through the list."""
        if event.key in (pygame.K_DOWN, pygame.K_UP) and self._entries:
            keys = [entry.key for entry in self._entries]
            step = 1 if event.key == pygame.K_DOWN else -1
            self.choose(keys[max(0, min(len(keys) - 1, keys.index(self.chosen) + step))])
        else:
            super().key(event)
