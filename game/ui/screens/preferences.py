"""The settings: what is chosen holds at once and is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pygame
import pygame_gui
from pygame_gui.elements import (
    UIButton,
    UIHorizontalSlider,
    UILabel,
    UIScrollingContainer,
)

from game.film.labels import font
from game.ui.screens.page import Page
from game.ui.settings import SCALES, Settings, data_folder
from game.ui.text import fitted

ROW = 58
"""Design pixels of a setting."""
ON_OFF: tuple[tuple[Any, str], ...] = ((True, "On"), (False, "Off"))


@dataclass(frozen=True)
class Choice:
    """A setting with the values that it can have."""

    name: str
    text: str
    about: str
    values: tuple[tuple[Any, str], ...]


SIZES = ((0, "Automatic"), *((s, f"{s} %") for s in SCALES))
PALETTES = (("standard", "Standard"), ("high_contrast", "High contrast"))
SPEEDS = tuple((s, f"{s:g}x") for s in (0.5, 1.0, 2.0, 4.0, 8.0, 16.0))
FILMS = (("film", "Film"), ("report", "Report"), ("off", "Log only"))
CHOICES = (
    Choice("ui_scale", "Size of the interface",
           "Letters and panels; the map has a zoom of its own.", SIZES),
    Choice("palette", "Colours",
           "High contrast: paler land, darker lines. Both are measured for colour blindness.",
           PALETTES),
    Choice("counters", "Counters", "NATO symbols, or silhouettes of men, tanks and guns.",
           (("nato", "NATO"), ("silhouette", "Silhouettes"))),
    Choice("names", "Names of places", "As the maps of 1945 have them, or as those of today.",
           (("1945", "1945"), ("modern", "Modern"))),
    Choice("motion", "Motion",
           "Counters that march, panels that slide. Off: everything is there at once.", ON_OFF),
    Choice("film", "The enemy's turn",
           "As a film of what you could see, as a report, or in the log alone.", FILMS),
    Choice("event_cards", "Cards for news",
           "News and choices are laid down as cards; else they stand in the log.", ON_OFF),
    Choice("film_speed", "Speed of the film", "How fast it runs at first.", SPEEDS),
    Choice("autosave", "Saving by itself",
           "On: a game that is left can be gone on with. Off: only what you save by name stays.",
           ON_OFF),
    Choice("edge_pan", "Edges move the map",
           "The map moves when the pointer touches the window's edge.", ON_OFF),
    Choice("fullscreen", "Full screen", "The whole screen, or a window.", ON_OFF),
    Choice("sound", "Sound", "Clicks, guns, the teleprinter. Silent where there is no device.",
           ON_OFF),
)  # fmt: skip


class Preferences(Page):
    """All settings on one page that scrolls."""

    title = "Settings"

    def fill(self, body: pygame.Rect) -> None:
        """A row for each setting, the volume last."""
        from game.ui.screens.keys import Keys

        px, ui = self.app.px, self.app.manager
        foot = px(44)
        area = UIScrollingContainer(
            pygame.Rect(body.left, body.top, body.width, body.height - foot), ui,
            container=self.panel, allow_scroll_x=False,
        )  # fmt: skip
        wide, y = body.width - px(22), 0
        for choice in CHOICES:
            y = self._row(area, choice, wide, y)
        UILabel(pygame.Rect(0, y, px(250), px(28)), "Volume", ui, container=area, object_id="#row")
        self._volume = UIHorizontalSlider(
            pygame.Rect(px(260), y + px(2), min(px(360), wide - px(340)), px(24)),
            self.app.settings.volume, (0, 100), ui, container=area, click_increment=5,
        )  # fmt: skip
        self._loud = UILabel(
            pygame.Rect(self._volume.relative_rect.right + px(10), y, px(60), px(28)),
            f"{self.app.settings.volume} %", ui, container=area, object_id="#row",
        )  # fmt: skip
        area.set_scrollable_area_dimensions((wide, y + px(44)))
        y = body.bottom - foot + px(8)
        self.button(
            pygame.Rect(body.left, y, px(130), px(34)), "Keys (?)", lambda: self.app.over(Keys)
        )
        self.button(
            pygame.Rect(body.left + px(140), y, px(190), px(34)), "As they were at first",
            lambda: self.take(Settings()),
        )  # fmt: skip
        UILabel(
            pygame.Rect(body.left + px(346), y, body.width - px(346), px(34)),
            fitted(f"Kept in {data_folder()}", "figures", px(13), body.width - px(356)), ui,
            container=self.panel, object_id="#quiet",
        )  # fmt: skip

    def _row(self, area: UIScrollingContainer, choice: Choice, wide: int, y: int) -> int:
        px, ui = self.app.px, self.app.manager
        UILabel(
            pygame.Rect(0, y, px(250), px(30)), choice.text, ui, container=area, object_id="#row"
        )
        present = getattr(self.app.settings, choice.name)
        x = px(260)
        for value, text in choice.values:
            width = font("figures", px(15)).size(text)[0] + px(26)
            if x + width > wide and x > px(260):
                x, y = px(260), y + px(34)
            made = UIButton(
                pygame.Rect(x, y, width, px(30)), text, ui, container=area, object_id="#choice"
            )
            if value == present:
                made.select()
            self.actions[made] = self._taking(choice.name, value)
            x += width + px(6)
        y += px(31)
        UILabel(
            pygame.Rect(px(260), y, wide - px(260), px(20)),
            fitted(choice.about, "figures", px(13), wide - px(268)), ui, container=area,
            object_id="#quiet",
        )  # fmt: skip
        return y + px(ROW - 31)

    def _taking(self, name: str, value: object) -> Callable[[], None]:
        return partial(self._set, name, value)

    def _set(self, name: str, value: object) -> None:
        self.take(replace(self.app.settings, **{name: value}))  # type: ignore[arg-type]

    def take(self, settings: Settings) -> None:
        """These settings hold from now on."""
        self.app.change(settings)

    def handle(self, event: pygame.event.Event) -> None:
        """The slider is heard when it is let go."""
        moved = event.type == pygame_gui.UI_HORIZONTAL_SLIDER_MOVED
        if moved and event.ui_element == self._volume:
            volume = round(event.value)
            self._loud.set_text(f"{volume} %")
            self.app.settings = replace(self.app.settings, volume=volume)
            self.app.sounds.settings = self.app.settings
        elif event.type == pygame.MOUSEBUTTONUP:
            self.app.keep()
            self.app.sounds.play("click")
        elif event.type == pygame.KEYDOWN and event.unicode == "?":
            from game.ui.screens.keys import Keys

            self.app.over(Keys)
        else:
            super().handle(event)

    def close(self) -> None:
        """What was set is kept."""
        self.app.keep()
