"""The lesson over the map: what it teaches, its steps, what is done, and a hint after a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame
import pygame_gui
from pygame_gui.elements import UIButton, UILabel, UIPanel, UITextBox

from game.hexes import NOWHERE
from game.ui.teacher import Teacher
from game.ui.text import escaped, fitted
from game.ui.theme import BRASS, GOOD, WARN

if TYPE_CHECKING:
    from game.ui.screens.battle import Battle

WIDE, TALL, FOLDED = 370, 420, 42
"""Design pixels of the panel, open and folded."""


class LessonPanel:
    """A part of the battle."""

    def __init__(self, battle: Battle) -> None:
        self.battle = battle
        self.teacher = Teacher("soviet")
        self.folded = False
        self._panel: UIPanel | None = None
        self._text: UITextBox | None = None
        self._show: UIButton | None = None
        self._hint: UIButton | None = None
        self._fold: UIButton | None = None
        self._shown = ""

    def lay(self) -> None:
        """Upper left on the map; folded it is a line."""
        app, px, area = self.battle.app, self.battle.app.px, self.battle.area
        if self._panel is not None and self._panel.alive():
            self._panel.kill()
        self._panel = self._text = self._show = self._hint = None
        if self.battle.viewer != self.teacher.side:
            return
        wide = min(px(WIDE), area.width - px(16))
        tall = px(FOLDED) if self.folded else min(px(TALL), area.height - px(16))
        box = pygame.Rect(area.left + px(8), area.top + px(8), wide, tall)
        self._panel = UIPanel(
            box, starting_height=3, manager=app.manager, margins=_NONE, object_id="#lesson"
        )
        self._title = UILabel(
            pygame.Rect(px(12), px(5), wide - px(110), px(30)), "", app.manager,
            container=self._panel, object_id="#lesson_title",
        )  # fmt: skip
        self._fold = UIButton(
            pygame.Rect(wide - px(86), px(6), px(78), px(28)), "Open" if self.folded else "Fold",
            app.manager, container=self._panel,
        )  # fmt: skip
        self._shown = ""
        if not self.folded:
            foot = px(44)
            self._text = UITextBox(
                "", pygame.Rect(px(6), px(38), wide - px(12), tall - px(38) - foot), app.manager,
                container=self._panel, object_id="#lesson_text",
            )  # fmt: skip
            y = tall - foot + px(6)
            self._show = UIButton(
                pygame.Rect(px(10), y, px(110), px(32)), "Show me", app.manager,
                container=self._panel, tool_tip_text="Go where this step begins.",
            )  # fmt: skip
            self._hint = UIButton(
                pygame.Rect(px(126), y, px(90), px(32)), "Hint", app.manager,
                container=self._panel,
            )  # fmt: skip
        self.refresh()

    def covers(self, at: tuple[int, int]) -> bool:
        """Whether the panel lies under a point of the window."""
        return self._panel is not None and bool(self._panel.rect.collidepoint(at))

    def refresh(self) -> None:
        """Something may have been done."""
        if self._panel is None:
            return
        self.teacher.look(self.battle.session.view(self.teacher.side))
        self._write()

    def _write(self) -> None:
        px, lesson = self.battle.app.px, self.teacher.lesson
        if self._panel is None or not self._panel.alive():
            return
        if lesson is None or self.battle.session.match.over:
            title, said = "The lessons are over", END
        else:
            title = f"Lesson {lesson.turn}: {lesson.title}"
            said = self._said()
        if said == self._shown:
            return
        self._shown = said
        self._title.set_text(fitted(title, "serif bold", px(17), self._title.rect.width - px(8)))
        if self._text is not None:
            self._text.set_text(said)

    def _said(self) -> str:
        lesson = self.teacher.lesson
        assert lesson is not None
        said = [escaped(lesson.text)]
        for i, step in enumerate(lesson.steps):
            if self.teacher.finished(i):
                said.append(f"<font color='{GOOD}'><b>Done:</b> {escaped(step.text)}</font>")
            elif step is self.teacher.step:
                said.append(f"<font color='{BRASS}'><b>Now: {escaped(step.text)}</b></font>")
            else:
                said.append(f"<b>Then:</b> {escaped(step.text)}")
        if self.teacher.step is None:
            said.append(
                "This lesson is learned. Do what else you like, then <b>End phase</b> "
                "(Ctrl + Enter): the Japanese move, and the next day brings the next lesson."
            )
        elif self.teacher.hinting:
            hint = self.teacher.hint(self.battle.view)
            said.append(f"<font color='{WARN}'><b>Hint:</b> {escaped(hint)}</font>")
        return "<br><br>".join(said)

    def update(self, seconds: float) -> None:
        """A hint may be due."""
        if self.battle.desk.in_command and self.teacher.wait(seconds):
            self._write()

    def handle(self, event: pygame.event.Event) -> bool:
        """Fold, show, hint."""
        if event.type != pygame_gui.UI_BUTTON_PRESSED:
            return False
        if self._panel is None:
            return False
        if event.ui_element == self._fold:
            self.folded = not self.folded
            self.lay()
        elif self._show is not None and event.ui_element == self._show:
            self.show()
        elif self._hint is not None and event.ui_element == self._hint:
            self.teacher.asked = True
            self._write()
        else:
            return False
        return True

    def show(self) -> None:
        """Select whom the step names, and go there."""
        view, step = self.battle.view, self.teacher.step
        at = self.teacher.where(view)
        if step is None or at == NOWHERE:
            return
        there = [u for u in step.units if u in view.units and view.units[u].hex == at]
        self.battle.desk.select(tuple(there[:1]))
        self.battle.look(at)


END = (
    "You know how to march, cross rivers, deal with fortresses, supply and attack. What is left "
    "are aircraft, ships, railways and politics: the manual has a chapter for each, and every "
    "button says what it does. The small scenarios are an hour or two; the campaign is August 1945."
)
_NONE = {"left": 0, "right": 0, "top": 0, "bottom": 0}
