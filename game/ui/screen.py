"""What the window can show one at a time: menu, battle, report. Each is a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

if TYPE_CHECKING:
    from game.ui.app import App


class Screen:
    """One full window of the game. A screen makes its elements when it is opened or resized."""

    def __init__(self, app: App) -> None:
        self.app = app

    def open(self) -> None:
        """Make the elements for the present size of the window."""

    def close(self) -> None:
        """The screen is left for good: let go of what it holds."""

    def handle(self, event: pygame.event.Event) -> None:
        """An event that no element of the interface has taken."""

    def update(self, seconds: float) -> None:
        """Time has passed."""

    def draw(self, target: pygame.Surface) -> None:
        """Paint everything below the elements of the interface."""

    def draw_above(self, target: pygame.Surface) -> None:
        """Paint what lies above them: pictures in dialogs, hints."""
