"""What was forgotten in a phase, said once before it ends."""

from __future__ import annotations

import pygame
from pygame_gui.windows import UIConfirmationDialog

from game.ui.app import App


def ask_to_end(app: App, undone: tuple[str, ...]) -> UIConfirmationDialog:
    """A dialog that names what is undone; confirmed, it ends the phase."""
    px = app.px
    box = pygame.Rect(0, 0, px(440), px(210) + px(22) * len(undone))
    box.center = (app.size[0] // 2, app.size[1] // 2)
    lines = "<br>".join(f"- {line}" for line in undone)
    return UIConfirmationDialog(
        box, f"Still undone in this phase:<br>{lines}<br><br>End it all the same?",
        app.manager, window_title="End of the phase", action_short_name="End phase", blocking=True,
    )  # fmt: skip
