"""The bar below a film: step back, play, step on, speed, all at once, skip, and a track."""

from __future__ import annotations

import pygame
import pygame_gui
from pygame_gui.elements import UIButton, UIDropDownMenu, UIHorizontalSlider, UILabel, UIPanel

from game.ui.film.projector import SPEEDS, Projector
from game.ui.theme import GOOD, MUTED, WARN

HEIGHT = 48
"""Design pixels."""
NARROW, TINY = 820, 520
"""Design pixels of width below which buttons have signs instead of words, and one gives way."""
WHOLE = 10_000
"""Steps of the track."""
Mark = tuple[float, str]
"""Where on the track, 0 to 1, and what it tells: turn, capture or loss."""
COLOURS = {"turn": MUTED, "capture": GOOD, "loss": WARN}


def speed_name(speed: float) -> str:
    """`0.5x`, `2x`."""
    return f"{speed:g}x"


class FilmBar:
    """The controls of a projector. `pick` names the viewers that can be chosen, if any."""

    def __init__(
        self,
        box: pygame.Rect,
        manager: pygame_gui.UIManager,
        projector: Projector,
        scale: int,
        viewers: tuple[str, ...] = (),
        viewer: str = "",
    ) -> None:
        self.projector = projector
        self.marks: list[Mark] = []
        self.goal: float | None = None
        """Where the track was dragged to, 0 to 1, until somebody takes it."""
        self.viewer = viewer
        self._shown = (-1, False)

        def px(size: float) -> int:
            return max(1, round(size * scale / 100))

        self.panel = UIPanel(box, starting_height=6, manager=manager, margins=_NONE)
        tall, gap, y = box.height - px(14), px(4), px(7)
        narrow = box.width < px(NARROW)
        x = px(8)

        def button(text: str, wide: float, tip: str) -> UIButton:
            nonlocal x
            made = UIButton(
                pygame.Rect(x, y, px(wide), tall), text, manager, self.panel, tool_tip_text=tip
            )
            x += px(wide) + gap
            return made

        short = 34 if narrow else 64
        self.back = button("«" if narrow else "« Back", short, "One shot back (comma)")
        self.play = button("Pause", 62, "Play or pause (space)")
        self.on = button("»" if narrow else "Step »", short, "One shot on (full stop)")
        self._speed_box = pygame.Rect(x, y, px(74), tall)
        self._limit = px(200)
        self.manager = manager
        self.speed = self._speeds()
        x += px(74) + gap
        self._crowds = ("1", "All") if narrow else ("One by one", "All at once")
        self.crowds = button(
            self._crowds[0], 40 if narrow else 96, "Marches one by one, or all at once (semicolon)"
        )
        if box.width < px(TINY):
            # Its key remains.
            self.crowds.hide()
            x -= px(40) + gap
        self.who: UIDropDownMenu | None = None
        if viewers:
            self.who = UIDropDownMenu(
                list(viewers), viewer, pygame.Rect(x, y, px(108), tall), manager, self.panel
            )
            x += px(108) + gap
        right = box.width - px(8)
        last = px(40 if narrow else 70)
        self.skip = UIButton(
            pygame.Rect(right - last, y, last, tall), "»|" if narrow else "Skip »|", manager,
            self.panel, tool_tip_text="To the end: the report tells the rest (End)",
        )  # fmt: skip
        right -= last + gap
        self.track = UIHorizontalSlider(
            pygame.Rect(x, box.height - px(20), max(px(60), right - x), px(16)), 0, (0, WHOLE),
            manager, self.panel, click_increment=WHOLE // 100,
        )  # fmt: skip
        wide = max(px(60), right - x)
        self.label = UILabel(pygame.Rect(x, px(1), wide, px(19)), "", manager, self.panel)
        self.box = box
        self._share = 0.0

    def _speeds(self) -> UIDropDownMenu:
        return UIDropDownMenu(
            [speed_name(s) for s in SPEEDS], speed_name(self.projector.speed), self._speed_box,
            self.manager, self.panel, expansion_height_limit=self._limit,
        )  # fmt: skip

    def kill(self) -> None:
        """Away with it."""
        self.panel.kill()

    def show(self, share: float, words: str) -> None:
        """Where the film is, 0 to 1, and what is told of it."""
        state = (self.projector.index, self.projector.playing)
        self.play.set_text("Pause" if self.projector.playing else "Play")
        self.crowds.set_text(self._crowds[self.projector.crowds])
        room = self.label.rect.width
        if self.label.text != words and (state != self._shown or not words):
            self.label.set_text(_fitted(self.label, words, int(room)))
        self._shown = state
        knob = self.track.sliding_button
        held = knob is not None and knob.held
        if not held and abs(share - self._share) > 0.0005:
            self._share = share
            self.track.set_current_value(round(share * WHOLE), warn=False)

    def handle(self, event: pygame.event.Event) -> bool:
        """Whether an event was meant for the bar; then it has been done."""
        p = self.projector
        if event.type == pygame_gui.UI_BUTTON_PRESSED:
            match event.ui_element:
                case self.back:
                    p.step(-1)
                case self.play:
                    p.playing = not p.playing
                case self.on:
                    p.step(1)
                case self.crowds:
                    p.crowds = not p.crowds
                case self.skip:
                    p.skip()
                case _:
                    return False
            return True
        if event.type == pygame_gui.UI_DROP_DOWN_MENU_CHANGED:
            if event.ui_element == self.speed:
                p.speed = float(event.text.rstrip("x"))
                return True
            if event.ui_element == self.who:
                self.viewer = event.text
                return True
        if event.type == pygame_gui.UI_HORIZONTAL_SLIDER_MOVED and event.ui_element == self.track:
            self.goal = self._share = event.value / WHOLE
            return True
        return event.type == pygame.KEYDOWN and self._key(event)

    def _key(self, event: pygame.event.Event) -> bool:
        p = self.projector
        match event.key:
            case pygame.K_SPACE:
                p.playing = not p.playing
            case pygame.K_COMMA:
                p.step(-1)
            case pygame.K_PERIOD:
                p.step(1)
            case pygame.K_END:
                p.skip()
            case pygame.K_SEMICOLON:
                p.crowds = not p.crowds
            case pygame.K_LEFTBRACKET | pygame.K_RIGHTBRACKET:
                p.faster(1 if event.key == pygame.K_RIGHTBRACKET else -1)
                self.speed.kill()
                self.speed = self._speeds()
            case _:
                return False
        return True

    def draw_above(self, target: pygame.Surface) -> None:
        """Marks on the track: a tick for each turn, coloured ones for captures and losses."""
        box = self.track.rect
        left, wide = box.left + box.height, box.width - 2 * box.height
        for share, what in self.marks:
            x = round(left + share * wide)
            high = box.height // 4 if what == "turn" else box.height // 2
            top = box.top - high
            pygame.draw.rect(target, COLOURS[what], (x, top, 1 if what == "turn" else 2, high))


_NONE = {"left": 0, "right": 0, "top": 0, "bottom": 0}


def _fitted(label: UILabel, words: str, room: int) -> str:
    """Words cut with dots where they are too long for a label."""
    type_ = label.font
    assert type_ is not None
    if type_.size(words)[0] <= room:
        return words
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if type_.size(words[:middle] + "…")[0] <= room:
            low = middle
        else:
            high = middle - 1
    return words[:low].rstrip() + "…"
