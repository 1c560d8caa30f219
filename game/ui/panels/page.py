"""A column of text, bars and counters that is painted line by line, and only where it is seen."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import pygame

from game.film.counters import Card, card
from game.film.labels import font
from game.film.palette import rgb
from game.ui.theme import BRASS, EDGE, GOOD, LEAST, MUTED, TEXT, WARN

Paint = Callable[[pygame.Surface, int], None]
"""Paints one line on a surface at a height."""
ROW, ROW_CHOSEN, TROUGH = "#2b3136", "#4a3f22", "#30363b"


@dataclass(frozen=True, slots=True)
class Spot:
    """A part of a page that can be clicked, or says more when the pointer rests on it."""

    box: pygame.Rect
    key: object = None
    tip: str = ""


def type_of(face: str, size: float) -> pygame.font.Font:
    """A typeface of the interface, never too small to read."""
    return font(face, max(LEAST, size))


@functools.lru_cache(8192)
def fitted(text: str, face: str, size: float, width: int) -> str:
    """The text, cut with dots where it is wider than so many pixels."""
    type_ = type_of(face, size)
    if type_.size(text)[0] <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if type_.size(text[:middle] + "…")[0] <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"


@functools.lru_cache(2048)
def wrapped(text: str, face: str, size: float, width: int) -> tuple[str, ...]:
    """The text in lines that are at most so many pixels wide."""
    type_, lines = type_of(face, size), []
    for part in text.split("\n"):
        line = ""
        for word in part.split(" "):
            longer = f"{line} {word}" if line else word
            if line and type_.size(longer)[0] > width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return tuple(lines)


@functools.lru_cache(4096)
def inked(text: str, face: str, size: float, colour: str) -> pygame.Surface:
    """A word in ink."""
    return type_of(face, size).render(text, True, rgb(colour))


def put(
    target: pygame.Surface,
    at: tuple[int, int],
    text: str,
    face: str,
    size: float,
    colour: str,
    anchor: str = "topleft",
) -> pygame.Rect:
    """Write a word; `anchor` names the point of it that lies at `at`."""
    ink = inked(text, face, size, colour)
    box = ink.get_rect()
    setattr(box, anchor, at)
    target.blit(ink, box)
    return box


class Page:
    """What is written one below the other. Sizes are in design pixels, places in pixels."""

    def __init__(self, width: int, px: Callable[[float], int], margin: float = 12) -> None:
        self.width, self.px = width, px
        self.margin = px(margin)
        self.height = 0
        self.spots: list[Spot] = []
        self._lines: list[tuple[int, int, Paint]] = []
        self.said: list[str] = []
        """All words of the page, for tests and for those who cannot see it."""

    @property
    def inner(self) -> int:
        """Pixels between the margins."""
        return self.width - 2 * self.margin

    def paint(self, target: pygame.Surface, top: int) -> None:
        """Paint what lies between `top` and the height of the target."""
        foot = top + target.get_height()
        for y, high, line in self._lines:
            if y < foot and y + high > top:
                line(target, y - top)

    def line(self, high: int, paint: Paint, key: object = None, tip: str = "") -> None:
        """Add a line of so many pixels."""
        if key is not None or tip:
            self.spots.append(Spot(pygame.Rect(0, self.height, self.width, high), key, tip))
        self._lines.append((self.height, high, paint))
        self.height += high

    def space(self, size: float) -> None:
        """Leave room."""
        self.height += self.px(size)

    def rule(self, colour: str = EDGE) -> None:
        """A fine line from margin to margin."""
        left, right = self.margin, self.width - self.margin
        self.space(4)
        self.line(1, lambda s, y: pygame.draw.line(s, colour, (left, y), (right, y)) and None)
        self.space(4)

    def heading(self, text: str, right: str = "") -> None:
        """A title in brass with a line below."""
        size, left = self.px(17), self.margin
        self.said += [text, right] if right else [text]
        shown = fitted(text, "serif bold", size, self.inner - self.px(8) * len(right))

        def paint(target: pygame.Surface, y: int) -> None:
            put(target, (left, y + self.px(3)), shown, "serif bold", size, BRASS)
            if right:
                at = (self.width - left, y + self.px(7))
                put(target, at, right, "figures", self.px(13), MUTED, "topright")
            foot = y + self.px(28)
            pygame.draw.line(target, EDGE, (0, foot), (self.width, foot))

        self.line(self.px(32), paint)

    def text(
        self,
        text: str,
        face: str = "figures",
        size: float = 14,
        colour: str = TEXT,
        tip: str = "",
        indent: int = 0,
    ) -> None:
        """A paragraph."""
        self.said.append(text)
        tall, left = self.px(size), self.margin + indent
        high = type_of(face, tall).get_linesize()
        lines = wrapped(text, face, tall, self.inner - indent)

        def paint(target: pygame.Surface, y: int) -> None:
            for i, words in enumerate(lines):
                put(target, (left, y + i * high), words, face, tall, colour)

        self.line(high * len(lines), paint, None, tip)

    def bar(self, label: str, share: float, word: str, colour: str = GOOD, tip: str = "") -> None:
        """A measure as a bar and as a word."""
        size, left = self.px(13), self.margin
        high = self.px(20)
        start, end = left + self.px(82), self.width - left - self.px(92)
        share = min(1.0, max(0.0, share))
        self.said.append(f"{label}: {word}")
        shown = fitted(word, "figures medium", size, self.px(88))

        def paint(target: pygame.Surface, y: int) -> None:
            middle = y + high // 2
            put(target, (left, middle), label, "figures", size, MUTED, "midleft")
            trough = pygame.Rect(start, middle - self.px(3), end - start, self.px(6))
            pygame.draw.rect(target, TROUGH, trough, border_radius=self.px(2))
            trough.width = round(trough.width * share)
            if trough.width:
                pygame.draw.rect(target, colour, trough, border_radius=self.px(2))
            at = (self.width - left, middle)
            put(target, at, shown, "figures medium", size, TEXT, "midright")

        self.line(high, paint, None, tip)

    def row(
        self,
        face: Card,
        title: str,
        below: str,
        right: str = "",
        share: float | None = None,
        key: object = None,
        chosen: bool = False,
        tick: bool | None = None,
        tip: str = "",
        colour: str = GOOD,
    ) -> None:
        """A unit: counter, name, a line about it, a figure or a bar, and a tick if it can be taken
        in or left out."""
        high, left = self.px(46), self.margin // 2
        side = self.px(36)
        self.said += [title, below, *([right] if right else [])]
        start = left + side + self.px(14) + (self.px(22) if tick is not None else 0)
        end = self.width - left - self.px(8)
        room = end - start - (self.px(52) if right or share is not None else 0)
        name = fitted(title, "figures medium", self.px(14), room)
        about = fitted(below, "figures", self.px(13), room)
        faded = tick is False

        def paint(target: pygame.Surface, y: int) -> None:
            box = pygame.Rect(left, y, self.width - 2 * left, high - self.px(4))
            pygame.draw.rect(target, ROW_CHOSEN if chosen else ROW, box, border_radius=self.px(3))
            x = left + self.px(6)
            if tick is not None:
                mark = pygame.Rect(x, 0, self.px(16), self.px(16))
                mark.centery = box.centery
                tick_box(target, mark, tick)
                x += self.px(22)
            sign = card(face, side)
            if faded:
                sign = sign.copy()
                sign.set_alpha(110)
            target.blit(sign, sign.get_rect(center=(x + side // 2, box.centery)))
            ink = MUTED if faded else TEXT
            put(target, (start, box.top + self.px(3)), name, "figures medium", self.px(14), ink)
            foot = box.bottom - self.px(3)
            put(target, (start, foot), about, "figures", self.px(13), MUTED, "bottomleft")
            if right:
                at = (end, box.centery)
                put(target, at, right, "figures bold", self.px(19), ink, "midright")
            elif share is not None:
                bar = pygame.Rect(end - self.px(44), box.centery - self.px(3), self.px(44), 0)
                bar.height = self.px(6)
                pygame.draw.rect(target, TROUGH, bar, border_radius=self.px(2))
                bar.width = round(bar.width * min(1.0, max(0.0, share)))
                pygame.draw.rect(target, colour, bar, border_radius=self.px(2))

        self.line(high, paint, key, tip)


def tick_box(target: pygame.Surface, box: pygame.Rect, ticked: bool) -> None:
    """A small box with or without its tick."""
    pygame.draw.rect(target, "#1d2124", box, border_radius=2)
    pygame.draw.rect(target, BRASS if ticked else MUTED, box, 1, border_radius=2)
    if ticked:
        a, b, c = (0.2, 0.55), (0.42, 0.78), (0.82, 0.22)
        points = [(box.left + x * box.width, box.top + y * box.height) for x, y in (a, b, c)]
        for p, q in pairwise(points):
            pygame.draw.line(target, BRASS, p, q, max(2, box.width // 7))


def health(share: float) -> str:
    """The colour of a bar: good above half, warning above a third, bad below."""
    return GOOD if share > 0.5 else WARN if share > 0.33 else "#d8573f"
