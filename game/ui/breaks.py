"""Where a battle is interrupted: the menu, the sheet of keys, and the page between two players."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pygame
import pygame_gui

from game.model.forces import Side
from game.ui import keybook, saves
from game.ui.app import App
from game.ui.session import Session

if TYPE_CHECKING:
    from game.ui.screens.battle import Battle

keybook.enter(
    "The battle",
    ("F10", "The menu: save, load, settings, leave"),
    ("F5", "Save under the name last used, or ask for one"),
)


class Breaks:
    """A part of the battle: its menu button, F10, F5, `?`, and Escape when nothing is selected."""

    def __init__(self, battle: Battle) -> None:
        self.battle = battle

    def lay(self) -> None:
        """The button belongs to the bar above the map."""

    def update(self, seconds: float) -> None:
        """Nothing goes on here."""

    def refresh(self) -> None:
        """Nothing is shown here."""

    def called(self, event: pygame.event.Event) -> bool:
        """Whether the event opens the menu, whatever else is open in the battle."""
        pressed = event.type == pygame_gui.UI_BUTTON_PRESSED
        if (pressed and event.ui_element == self.battle.top.menu) or (
            event.type == pygame.KEYDOWN and event.key == pygame.K_F10
        ):
            self.menu()
            return True
        return False

    def handle(self, event: pygame.event.Event) -> bool:
        """Whether the event opens one of the pages."""
        battle = self.battle
        if event.type != pygame.KEYDOWN or battle.tree.writing or battle.popup is not None:
            return False
        if event.key == pygame.K_F5:
            self.save()
        elif event.unicode == "?":
            from game.ui.screens.keys import Keys

            battle.app.over(Keys)
        elif event.key == pygame.K_ESCAPE and close_window(battle.app):
            return True
        elif event.key == pygame.K_ESCAPE and not self._holding():
            self.menu()
        else:
            return False
        return True

    def _holding(self) -> bool:
        """Whether Escape has something to let go of first."""
        battle, desk = self.battle, self.battle.desk
        open_ = bool(battle.dialogs) or battle.film.running or battle.army.panel is not None
        return open_ or desk.mode is not None or bool(desk.selected)

    def menu(self) -> None:
        """Interrupt the battle."""
        from game.ui.screens.gamemenu import GameMenu

        self.battle.app.over(lambda app: GameMenu(app, self.battle))

    def save(self) -> None:
        """Save at once, or ask for a name."""
        from game.ui.screens.savegame import SaveGame, keep

        if self.battle.session.path is None:
            self.battle.desk.say("This game is not kept in a file.")
        elif self.battle.session.name:
            self.battle.desk.say(keep(self.battle.session, self.battle.session.name))
        else:
            self.battle.app.over(lambda app: SaveGame(app, self.battle.session))


def close_window(app: App) -> bool:
    """Close the uppermost window of the interface, a question or a message; whether there was
    one."""
    stack = app.manager.get_window_stack().get_full_stack()
    if not stack:
        return False
    stack[-1].kill()
    return True


def hide(app: App, side: Side, ready: Callable[[], object]) -> None:
    """Hide everything until the player of this side says that he sits before the window."""
    from game.ui.screens.handover import HandOver

    app.over(lambda a: HandOver(a, side, ready))


def forget(app: App, session: Session) -> None:
    """Where nothing is to be saved by itself, what was written of a game goes when it is left."""
    path = session.path
    if path is not None and not app.settings.autosave and path.parent == saves.auto_folder():
        saves.remove(path)
