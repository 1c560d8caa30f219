"""Saving a game under a name."""

from __future__ import annotations

import pygame
import pygame_gui
from pygame_gui.elements import UILabel, UITextBox, UITextEntryLine

from game.film.words import day
from game.ui import saves
from game.ui.app import App
from game.ui.screens.page import Page
from game.ui.session import Session
from game.ui.text import escaped


def keep(session: Session, name: str) -> str:
    """Save under a name; the sentence that says so. ValueError and OSError say why not."""
    path = saves.named_path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    session.keep(path)
    session.name = name
    return f"Saved as “{name}”."


class SaveGame(Page):
    """A name, and the button."""

    title = "Save the game"
    widest, tallest = 640, 330

    def __init__(self, app: App, session: Session) -> None:
        super().__init__(app)
        self.session = session
        date = session.scenario.date_of(max(1, session.match.turn))
        self.name = session.name or f"{session.scenario.title}, {day(date)}".replace(":", "")

    def fill(self, body: pygame.Rect) -> None:
        """A line for the name, and what there is already."""
        px, ui = self.app.px, self.app.manager
        wide = min(px(560), body.width)
        UILabel(
            pygame.Rect(body.left, body.top, wide, px(28)), "Name of the saved game", ui,
            container=self.panel, object_id="#row",
        )  # fmt: skip
        self._entry = UITextEntryLine(
            pygame.Rect(body.left, body.top + px(32), wide, px(36)), ui, container=self.panel,
            initial_text=self.name,
        )  # fmt: skip
        self._entry.set_text_length_limit(saves.LONGEST)
        self._entry.focus()
        ui.set_focus_set({self._entry})
        self.button(
            pygame.Rect(body.left, body.top + px(82), px(140), px(36)), "Save", self.save,
            primary=True,
        )  # fmt: skip
        self._words = UITextBox(
            "The game also saves itself while you play." if self.app.settings.autosave else
            "Saving by itself is off: only what you save here stays.",
            pygame.Rect(body.left, body.top + px(130), wide, px(120)), ui, container=self.panel,
            object_id="#plain_text",
        )  # fmt: skip

    def handle(self, event: pygame.event.Event) -> None:
        """Enter saves."""
        if event.type == pygame_gui.UI_TEXT_ENTRY_FINISHED and event.ui_element == self._entry:
            self.save()
        elif event.type == pygame_gui.UI_TEXT_ENTRY_CHANGED:
            self.name = self._entry.get_text()
        else:
            super().handle(event)

    def save(self) -> None:
        """Save, after asking where there is a game of that name already."""
        self.name = self._entry.get_text()
        try:
            path = saves.named_path(self.name)
        except ValueError as error:
            self._words.set_text(escaped(str(error)))
            return
        if path.exists() and self.name != self.session.name:
            self.ask(
                "Save the game", f"There is a saved game <b>{escaped(self.name)}</b> already.",
                "Replace it", self._save,
            )  # fmt: skip
        else:
            self._save()

    def _save(self) -> None:
        try:
            said = keep(self.session, self.name)
        except OSError as error:
            said = f"It could not be saved: {error.strerror} ({error.filename})."
        self._words.set_text(escaped(said))
