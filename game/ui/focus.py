"""The keyboard's way through the controls of a page: Tab and the arrows go on, Enter presses."""

from __future__ import annotations

import pygame
import pygame_gui
from pygame_gui.core import UIElement
from pygame_gui.elements import (
    UIButton,
    UICheckBox,
    UIDropDownMenu,
    UIHorizontalSlider,
    UITextBox,
    UITextEntryLine,
)

KINDS = (UIButton, UICheckBox, UIDropDownMenu, UIHorizontalSlider, UITextEntryLine)
RING = "#c8a55a"


class Focus:
    """Which control of an interface has the keyboard."""

    def __init__(self, manager: pygame_gui.UIManager) -> None:
        self.manager = manager
        self.at: UIElement | None = None

    def controls(self) -> list[UIElement]:
        """All that can be pressed or set now, line by line, without parts of other controls."""
        whole = (UIDropDownMenu, UIHorizontalSlider, UITextBox)
        found = []
        for element in self._all():
            if not isinstance(element, KINDS) or not (element.visible and element.is_enabled):
                continue
            if isinstance(element.parent_element, whole):
                continue
            found.append(element)
        return sorted(found, key=lambda e: (e.rect.top // 8, e.rect.left))

    def _all(self) -> list[UIElement]:
        return [e for e in self.manager.get_sprite_group().sprites() if isinstance(e, UIElement)]

    def move(self, step: int) -> None:
        """To the next control, or with -1 to the one before."""
        controls = self.controls()
        if not controls:
            return
        i = controls.index(self.at) + step if self.at in controls else (0 if step > 0 else -1)
        self.at = controls[i % len(controls)]
        self.manager.set_focus_set(self.at.get_focus_set())

    def press(self) -> bool:
        """Press the control that has the keyboard, if it is a button; whether it was one."""
        if not isinstance(self.at, UIButton) or not self.at.alive():
            return False
        pygame.event.post(
            pygame.event.Event(pygame_gui.UI_BUTTON_PRESSED, ui_element=self.at, mouse_button=1)
        )
        return True

    def draw(self, target: pygame.Surface) -> None:
        """A brass ring round the control, so that it is not colour alone that tells."""
        if self.at is not None and self.at.alive() and self.at.visible:
            pygame.draw.rect(target, RING, self.at.rect.inflate(6, 6), 2, border_radius=5)
