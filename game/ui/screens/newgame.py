"""A new game: the scenarios as cards, and what is chosen before the first day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import pygame
from pygame_gui.elements import UIButton, UIImage, UILabel, UIScrollingContainer, UITextBox
from pygame_gui.elements.ui_text_entry_line import UITextEntryLine

from game.film.labels import font, lettering
from game.film.words import day
from game.players import registry
from game.scenario.heads import Head, heads
from game.ui.app import App
from game.ui.screens.page import Page
from game.ui.setup import SEAT_WORDS, SEATS, Seats, Setup, general, new_seed
from game.ui.text import escaped, fitted

CARD = 94
"""Design pixels of a card's height."""
EDGES = {"normal": "#545c62", "hovered": "#e5cb8d", "selected": "#c8a55a"}
GROUNDS = {"normal": "#30363b", "hovered": "#3b4349", "selected": "#4a3f22"}


class NewGame(Page):
    """Scenario, side, opponent, options and dice."""

    title = "New game"

    def __init__(self, app: App, scenario: str = "manchuria_1945") -> None:
        super().__init__(app)
        self.heads: tuple[Head, ...] = heads()
        self.setup = Setup(scenario, seed=new_seed())
        self._cards: dict[str, UIButton] = {}
        self._bare: list[str] = []
        """Cards that have no picture yet."""

    @property
    def head(self) -> Head:
        """The scenario that is chosen."""
        return next(h for h in self.heads if h.id == self.setup.scenario)

    def fill(self, body: pygame.Rect) -> None:
        """Cards on the left, choices on the right, the start below."""
        px, ui = self.app.px, self.app.manager
        foot = px(44)
        left = min(px(356), body.width * 2 // 5)
        shelf = UIScrollingContainer(
            pygame.Rect(body.left, body.top, left, body.height), ui, container=self.panel,
            allow_scroll_x=False,
        )  # fmt: skip
        wide = left - px(18)
        tall = px(CARD)
        self._cards, self._bare = {}, [h.id for h in self.heads]
        for i, head in enumerate(self.heads):
            card = UIButton(
                pygame.Rect(0, i * (tall + px(8)), wide, tall), "", ui, container=shelf,
                object_id="#card", tool_tip_text=head.title,
            )  # fmt: skip
            self._cards[head.id] = card
            self.actions[card] = self._choosing(head.id)
            self._paint(head, None)
        shelf.set_scrollable_area_dimensions((wide, len(self.heads) * (tall + px(8))))
        self.side = pygame.Rect(
            body.left + left + px(16), body.top, body.width - left - px(16),
            body.height - foot - px(8),
        )  # fmt: skip
        self._choices: UIScrollingContainer | None = None
        y = body.bottom - foot + px(4)
        self.button(
            pygame.Rect(body.right - px(190), y, px(190), px(38)), "Start the game", self.start,
            primary=True,
        )  # fmt: skip
        self._options_button = self.button(
            pygame.Rect(self.side.left, y, min(px(300), self.side.width - px(200)), px(38)), "",
            self.options, tip="Weather, rescript, forces, fog: what may differ from August 1945.",
        )  # fmt: skip
        self._fill_choices()

    def _choosing(self, scenario: str) -> Callable[[], None]:
        return lambda: self.choose(scenario)

    def choose(self, scenario: str) -> None:
        """Take this scenario; options are its own again."""
        self.setup = replace(self.setup, scenario=scenario, options={})
        for name in self._cards:
            self._bare.append(name)
        self._fill_choices()

    def _fill_choices(self) -> None:
        """What can be chosen for the scenario."""
        px, ui = self.app.px, self.app.manager
        if self._choices is not None:
            self._choices.kill()
        self.actions = {e: a for e, a in self.actions.items() if e.alive()}
        area = self._choices = UIScrollingContainer(
            self.side, ui, container=self.panel, allow_scroll_x=False
        )
        wide, head = self.side.width - px(20), self.head
        UILabel(
            pygame.Rect(0, 0, wide, px(32)),
            fitted(head.title, "serif bold", px(22), wide - px(8)),
            ui,
            container=area,
            object_id="#heading",
        )
        UILabel(
            pygame.Rect(0, px(30), wide, px(22)),
            fitted(_length(head), "figures", px(13), wide - px(8)), ui, container=area,
            object_id="#quiet",
        )  # fmt: skip
        y = px(58)
        beside = wide >= px(640)
        tall = max(px(200), self.side.height - px(320))
        picture = (round(wide * 0.46) if beside else wide, tall)
        self._picture = UIImage(
            pygame.Rect((0, y), picture), pygame.Surface(picture, pygame.SRCALPHA), ui,
            container=area,
        )  # fmt: skip
        self._picture_size, self._pictured = picture, ""
        if not beside:
            y += picture[1] + px(8)
        words = pygame.Rect(picture[0] + px(14) if beside else 0, y, 0, tall)
        words.width = wide - words.left
        UITextBox(escaped(head.briefing), words, ui, container=area, object_id="#plain_text")
        y = words.bottom + px(12)
        y = self._row(area, wide, y, "You lead", SEATS.items(), self.setup.seats, self.seat)
        self._seat_words = self._words(area, wide, y)
        y += px(28)
        titles = [(name, general(name)[0]) for name in registry.NAMES]
        y = self._row(area, wide, y, "Against", titles, self.setup.opponent, self.oppose)
        self._general_words = self._words(area, wide, y, px(60))
        y += px(64)
        UILabel(pygame.Rect(0, y, px(84), px(32)), "Dice", ui, container=area, object_id="#row")
        self._seed = UITextEntryLine(
            pygame.Rect(px(88), y, px(150), px(32)), ui, container=area,
            initial_text=str(self.setup.seed),
        )  # fmt: skip
        self._seed.set_allowed_characters("numbers")
        self._seed.set_text_length_limit(9)
        again = UIButton(
            pygame.Rect(px(246), y, px(110), px(32)), "Other dice", ui, container=area,
            tool_tip_text="The same number and the same orders give the same game.",
        )  # fmt: skip
        self.actions[again] = self.shake
        area.set_scrollable_area_dimensions((wide, y + px(44)))
        self._tell_choices()

    def _row(
        self,
        area: UIScrollingContainer,
        wide: int,
        y: int,
        label: str,
        values: Iterable[tuple[str, str]],
        chosen: str,
        take: Callable[[str], None],
    ) -> int:
        """A choice between a few values as buttons; returns where the next thing may stand."""
        px, ui = self.app.px, self.app.manager
        UILabel(pygame.Rect(0, y, px(84), px(32)), label, ui, container=area, object_id="#row")
        x = px(88)
        for value, text in values:
            width = font("figures", px(15)).size(text)[0] + px(26)
            if x + width > wide and x > px(88):
                x, y = px(88), y + px(36)
            made = UIButton(
                pygame.Rect(x, y, width, px(32)), text, ui, container=area, object_id="#choice"
            )
            if value == chosen:
                made.select()
            self.actions[made] = lambda value=value: take(value)  # type: ignore[misc]
            x += width + px(6)
        return y + px(36)

    def _words(self, area: UIScrollingContainer, wide: int, y: int, tall: int = 0) -> UITextBox:
        px = self.app.px
        box = pygame.Rect(px(84), y, wide - px(84), tall or px(26))
        return UITextBox("", box, self.app.manager, container=area, object_id="#plain_text")

    def _tell_choices(self) -> None:
        self._seat_words.set_text(SEAT_WORDS[self.setup.seats])
        both = self.setup.seats == "both"
        self._general_words.set_text(
            "Nobody: the other side is a player too." if both else general(self.setup.opponent)[1]
        )
        n = len(self.setup.options)
        text = f"Options: {n} changed" if n else "Options: as in August 1945"
        room = self._options_button.rect.width - self.app.px(20)
        self._options_button.set_text(fitted(text, "figures", self.app.px(15), room))

    def _read_seed(self) -> None:
        text = self._seed.get_text()
        if text:
            self.setup = replace(self.setup, seed=int(text))

    def seat(self, seats: str) -> None:
        """Take these seats."""
        self._read_seed()
        taken: Seats = next(s for s in SEATS if s == seats)
        self.setup = replace(self.setup, seats=taken)
        self._fill_choices()

    def oppose(self, general: str) -> None:
        """Play against this general."""
        self._read_seed()
        self.setup = replace(self.setup, opponent=general)
        self._fill_choices()

    def shake(self) -> None:
        """Other dice."""
        self.setup = replace(self.setup, seed=new_seed())
        self._seed.set_text(str(self.setup.seed))

    def options(self) -> None:
        """Choose the options on a page of their own."""
        from game.ui.screens.options import OptionsPage

        self._read_seed()
        self.app.over(lambda app: OptionsPage(app, self))

    def start(self) -> None:
        """Begin the game."""
        from game.ui.screens.wait import start_game

        self._read_seed()
        start_game(self.app, self.setup)

    def key(self, event: pygame.event.Event) -> None:
        """The arrows go through the scenarios."""
        if event.key in (pygame.K_DOWN, pygame.K_UP):
            names = [h.id for h in self.heads]
            step = 1 if event.key == pygame.K_DOWN else -1
            self.choose(names[(names.index(self.setup.scenario) + step) % len(names)])
        else:
            super().key(event)

    # Pictures

    def update(self, seconds: float) -> None:
        """One picture at a time, as the scenarios are read."""
        super().update(seconds)
        scenario = self.app.shelf.ready(self.setup.scenario)
        if scenario is not None and self._pictured != scenario.id:
            found = self.backdrop.cut(scenario, self._picture_size)
            if found is not None:
                self._picture.set_image(found)
                self._pictured = scenario.id
            return
        for name in self._bare:
            scenario = self.app.shelf.ready(name)
            if scenario is None:
                return
            small = (self.app.px(118), self.app.px(CARD) - self.app.px(12))
            found = self.backdrop.cut(scenario, small)
            if found is None:
                return
            self._bare.remove(name)
            self._paint(next(h for h in self.heads if h.id == name), found)
            return

    def _paint(self, head: Head, picture: pygame.Surface | None) -> None:
        """The face of a card in each state of its button."""
        card = self._cards[head.id]
        chosen = head.id == self.setup.scenario
        for state in ("normal", "hovered", "selected", "disabled"):
            look = "selected" if chosen and state == "normal" else state
            face = self._face(head, picture, card.rect.size, look)
            setattr(card, f"{state}_images", [face])
        card.rebuild()

    def _face(
        self, head: Head, picture: pygame.Surface | None, size: tuple[int, int], state: str
    ) -> pygame.Surface:
        px = self.app.px
        face = pygame.Surface(size, pygame.SRCALPHA)
        box = face.get_rect()
        pygame.draw.rect(face, GROUNDS.get(state, GROUNDS["normal"]), box, border_radius=4)
        edge = 2 if state == "selected" else 1
        pygame.draw.rect(face, EDGES.get(state, EDGES["normal"]), box, edge, border_radius=4)
        if picture is not None:
            face.blit(picture, (px(6), px(6)))
        left = px(118) + px(16)
        y = px(10)
        for line in _wrapped(head.title, "serif bold", px(16), size[0] - left - px(8))[:2]:
            face.blit(lettering(line, "serif bold", px(16), "#efe7d6", halo=0), (left, y))
            y += px(20)
        for line in (f"from {day(head.start)}", f"{head.turns} turns of a day"):
            face.blit(lettering(line, "figures", px(13), "#a59f90", halo=0), (left, y + px(2)))
            y += px(16)
        return face


def _length(head: Head) -> str:
    """How long a scenario is, in days of the calendar and of the player."""
    from datetime import timedelta

    last = head.start + timedelta(days=head.turns - 1)
    size = "a campaign" if not head.base else "an evening" if head.turns > 8 else "an hour or two"
    if head.lessons:
        size = "ten minutes to half an hour"
    return f"{day(head.start)} to {day(last)}: {head.turns} turns of a day, {size}"


def _wrapped(text: str, face: str, size: int, width: int) -> list[str]:
    """A text in lines no wider than this."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font(face, size).size(longer)[0] > width and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
