"""Cards of what has happened: news on paper, with what follows, a choice, and what history says.

One card lies on top, those that wait show as the edge of a pile below it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pygame
import pygame_gui
from pygame_gui.elements import UIButton, UIImage, UIPanel

from game.film.words import day
from game.model.events import AnyEvent, Ended, Happened, Proclaimed
from game.model.happening import Happening
from game.model.orders import Choose
from game.model.reference import on_day
from game.model.scenario import Scenario
from game.rules.happenings import days_left, open_choices
from game.ui.dialogs.effects import Line, consequences
from game.ui.panels.page import Page, put, wrapped
from game.ui.panels.sheet import Sheet

if TYPE_CHECKING:
    from game.ui.screens.battle import Battle

WIDE, FOOT = 560, 58
"""Design pixels of a card, and of its row of buttons."""
PAPER, INK, FAINT, RULE = "#efe6d0", "#2a241c", "#6b5a45", "#8a7a5e"
GAIN, LOSS = "#1769aa", "#a11d2e"
SLIDE = 0.16
"""Seconds in which a card comes in."""
EDGES = 3
"""Edges of the pile that are drawn at most."""
HISTORY = 2
"""Entries of the chronicle on a card, at most."""
PUBLIC = {
    "rescript": "The Emperor's broadcast", "ceasefire": "The order to cease fire",
    "coup": "The guard mutinies",
}  # fmt: skip
"""Proclamations that have a card."""
_NONE = {"left": 0, "right": 0, "top": 0, "bottom": 0}


@dataclass(frozen=True, slots=True)
class EventCard:
    """What stands on a card."""

    id: str
    date: str
    headline: str
    text: str
    lines: tuple[Line, ...] = ()
    history: tuple[str, ...] = ()
    source: str = ""
    choices: tuple[tuple[str, str, Choose], ...] = ()
    """Title, words and order of each way that is open."""


def card_of(event: AnyEvent, scenario: Scenario, turn: int) -> EventCard | None:
    """The card of an event that was told; None for those that have none. `scenario` is what the
    viewer knows of it."""
    today = scenario.date_of(max(1, turn))
    match event:
        case Happened():
            found = next((h for h in scenario.happenings if h.id == event.event), None)
            if found is not None and found.choice:
                return None  # It comes with its choice: see `choice_card`.
            then = found.then if found else ()
            return EventCard(
                event.event, day(today), event.title, event.text,
                tuple(consequences(then, scenario)), tuple(_history(scenario, turn)),
                found.source if found else "",
            )  # fmt: skip
        case Proclaimed() if event.what in PUBLIC:
            return EventCard(
                event.what, day(today), PUBLIC[event.what], event.text,
                history=tuple(_history(scenario, turn)),
            )  # fmt: skip
        case Ended():
            lines = ((_sign(event.points), f"{event.points:+d} points"),)
            return EventCard("ended", day(today), "The game is over", f"{event.level}.", lines)
        case _:
            return None


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def _history(scenario: Scenario, turn: int) -> Iterator[str]:
    """What the chronicle has of the politics of this day."""
    entries = [c for c in on_day(scenario, scenario.date_of(max(1, turn))) if c.kind == "political"]
    for entry in entries[:HISTORY]:
        yield f"{entry.place}: {entry.text}." if entry.place else f"{entry.text}."


def choice_card(happening: Happening, scenario: Scenario, turn: int, left: int) -> EventCard:
    """The card of an event that waits for an answer."""
    until = "It must be answered today." if left <= 1 else f"There are {left} days for the answer."
    usual = happening.way(happening.default)
    if usual is not None:
        until += f" Without one: {usual.title}."
    ways = []
    for way in happening.choice:
        follows = "; ".join(words for _, words in consequences(way.then, scenario))
        said = f"{way.text} {follows}".strip()
        title = way.title[:1].upper() + way.title[1:] + (" (1945)" if way.history else "")
        ways.append((title, said, Choose(happening.id, way.id)))
    return EventCard(
        happening.id, day(scenario.date_of(max(1, turn))), happening.title,
        f"{happening.text}\n{until}", tuple(consequences(happening.then, scenario)), (),
        happening.source, tuple(ways),
    )  # fmt: skip


class Pile:
    """The cards that wait, and the one that lies on top of them."""

    def __init__(self, battle: Battle) -> None:
        self._battle = battle
        self.cards: deque[EventCard] = deque()
        self._asked: set[str] = set()
        """Choices that have been laid before the viewer already."""
        self.panel: UIPanel | None = None
        self.buttons: dict[UIButton, Choose | None] = {}
        self._edges: list[UIImage] = []
        self._since = 0.0
        self._place = (0, 0)

    @property
    def top(self) -> EventCard | None:
        """The card to be read."""
        return self.cards[0] if self.cards else None

    def add(self, events: Iterable[AnyEvent], turn: int) -> None:
        """Lay the cards of told events below the pile."""
        if not self._battle.app.settings.event_cards:
            return
        scenario = self._battle.view.scenario
        for event in events:
            card = card_of(event, scenario, turn)
            if card is not None:
                self.cards.append(card)

    def look_for_choices(self, asked: bool = False) -> None:
        """Lay down what waits for the viewer's answer, once; take away what has been answered.
        Where cards are off they come only when they are asked for."""
        battle = self._battle
        if not battle.desk.in_command or not (asked or battle.app.settings.event_cards):
            return
        view = battle.view
        waiting = {h.id: h for h in open_choices(view, battle.viewer)}
        answered = [c for c in self.cards if c.choices and c.id not in waiting]
        for card in answered:
            self.cards.remove(card)
        if answered:
            self._clear()
        for id, happening in waiting.items():
            key = f"{id} {battle.viewer}"
            if key not in self._asked:
                self._asked.add(key)
                left = days_left(view, happening)
                self.cards.append(choice_card(happening, view.scenario, view.turn, left))

    def ask_again(self) -> None:
        """Lay the open choices down once more."""
        self._asked = set()
        self.look_for_choices(asked=True)

    # Elements

    def lay(self) -> None:
        """The window has another size: the card is made anew."""
        self.panel, self.buttons, self._edges = None, {}, []
        if self in self._battle.dialogs:
            self._battle.dialogs.remove(self)

    def update(self, seconds: float) -> None:
        """Show the next card; let it slide in."""
        if self.panel is None and self.cards:
            self._make()
        if self.panel is not None and self._since < SLIDE:
            self._since = min(SLIDE, self._since + seconds)
            self._slide()

    def refresh(self) -> None:
        """Cards tell of what is past."""

    def _slide(self) -> None:
        share = self._since / SLIDE if self._battle.app.settings.motion else 1.0
        shift = round((1 - share) ** 2 * -60)
        if self.panel is not None:
            self.panel.set_position((self._place[0], self._place[1] + shift))

    def _make(self) -> None:
        battle = self._battle
        app, px, card = battle.app, battle.app.px, self.cards[0]
        wide, tall = app.size
        width = min(px(WIDE), wide - px(32))
        page = card_page(card, width, px)
        rows = len(card.choices) or 1
        foot = px(FOOT) if not card.choices else px(10) + rows * px(42)
        height = min(page.height + foot, tall - px(48))
        box = pygame.Rect(0, 0, width, height)
        box.center = (wide // 2, tall // 2 - px(20))
        for i in range(min(EDGES, len(self.cards) - 1), 0, -1):
            edge = pygame.Surface(box.size)
            edge.fill(RULE)
            pygame.draw.rect(edge, "#ddd2b8", edge.get_rect().inflate(-2, -2))
            shifted = box.move(i * px(6), i * px(6))
            self._edges.append(UIImage(shifted, edge, app.manager, starting_height=20 - i))
        self.panel = UIPanel(box, starting_height=21, manager=app.manager, margins=_NONE)
        sheet = Sheet(
            pygame.Rect(0, 0, width, height), app.manager, self.panel, ground=PAPER, bar=0
        )
        page.height = max(page.height, height - foot) + foot
        sheet.show_page(page, keep=False)
        self._buttons(card, width, height, foot)
        self._place, self._since = box.topleft, 0.0
        self._slide()
        if self not in battle.dialogs:
            battle.dialogs.append(self)

    def _buttons(self, card: EventCard, width: int, height: int, foot: int) -> None:
        px, ui = self._battle.app.px, self._battle.app.manager
        self.buttons = {}
        top = height - foot
        if not card.choices:
            waiting = len(self.cards) - 1
            text = f"Next  ({waiting} more)" if waiting else "Continue  Enter"
            box = pygame.Rect(width - px(190), top + px(8), px(168), px(36))
            made = UIButton(box, text, ui, self.panel, object_id="#primary_button")
            self.buttons[made] = None
            return
        for i, (title, said, order) in enumerate(card.choices):
            box = pygame.Rect(px(22), top + i * px(42), width - px(44), px(36))
            made = UIButton(
                box, title, ui, self.panel, tool_tip_text=said, object_id="#primary_button"
            )
            self.buttons[made] = order

    def _clear(self) -> None:
        if self.panel is not None:
            self.panel.kill()
            self.panel = None
        for edge in self._edges:
            edge.kill()
        self._edges, self.buttons = [], {}
        if self in self._battle.dialogs:
            self._battle.dialogs.remove(self)

    def done(self) -> None:
        """The top card has been read."""
        if self.cards:
            self.cards.popleft()
        self._clear()

    # Hands

    def handle(self, event: pygame.event.Event) -> bool:
        """Buttons, Enter; Escape leaves a choice for later. While a card lies there the map has
        nothing to do."""
        if self.panel is None:
            return False
        if event.type == pygame_gui.UI_BUTTON_PRESSED and event.ui_element in self.buttons:
            self._pressed(self.buttons[event.ui_element])
            return True
        if event.type == pygame.KEYDOWN:
            choosing = bool(self.cards and self.cards[0].choices)
            if event.key == pygame.K_ESCAPE or (
                event.key in (pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_SPACE) and not choosing
            ):
                self.done()
            return True
        return event.type in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP)

    def _pressed(self, order: Choose | None) -> None:
        self.done()
        if order is not None:
            self._battle.give(order)


def card_page(card: EventCard, width: int, px: Callable[[float], int]) -> Page:
    """The paper of a card, without its buttons; the neatline goes round the whole sheet."""
    page = Page(width, px, 30)
    _neatline(page, px)
    page.space(26)
    page.text(card.date, "serif italic", 17, FAINT)
    page.text(card.headline, "serif bold", 26, INK)
    page.space(6)
    for part in card.text.split("\n"):
        page.text(part, "figures", 15, INK)
        page.space(6)
    for sign, text in card.lines:
        _signed(page, sign, text)
    if card.choices:
        page.space(4)
        for title, said, _ in card.choices:
            page.text(f"{title}: {said}", "figures", 14, INK)
            page.space(4)
    if card.history:
        page.space(6)
        page.text("In 1945", "serif bold italic", 15, FAINT)
        for text in card.history:
            page.text(text, "figures", 13, FAINT)
    if card.source:
        page.space(8)
        page.text(f"Source: {card.source}", "figures", 12, FAINT)
    page.space(10)
    return page


def _neatline(page: Page, px: Callable[[float], int]) -> None:
    """A double line round the sheet; painted first."""

    def paint(target: pygame.Surface, y: int) -> None:
        box = target.get_rect()
        pygame.draw.rect(target, RULE, box, px(2))
        pygame.draw.rect(target, RULE, box.inflate(-px(16), -px(16)), 2)
        pygame.draw.rect(target, RULE, box.inflate(-px(24), -px(24)), 1)

    page.line(1, paint)


def _signed(page: Page, sign: int, text: str) -> None:
    """A consequence: a triangle up or down, or a dot, and words."""
    px, left = page.px, page.margin
    tall = px(15)
    rows = wrapped(text, "figures medium", tall, page.inner - px(20))
    colour = GAIN if sign > 0 else LOSS if sign < 0 else FAINT
    page.said.append(text)

    def paint(target: pygame.Surface, y: int) -> None:
        x, middle, half = left + px(6), y + px(9), px(5)
        if sign:
            tip, foot = middle - sign * half, middle + sign * half
            pygame.draw.polygon(target, colour, [(x, tip), (x - half, foot), (x + half, foot)])
        else:
            pygame.draw.circle(target, colour, (x, middle), px(3))
        for i, words in enumerate(rows):
            at = (left + px(20), y + i * px(19))
            put(target, at, words, "figures medium", tall, INK)

    page.line(px(19) * len(rows) + px(3), paint)
