"""Charts drawn on a page: lines over the days of a game, with the record beside them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import pygame

from game.film.words import day
from game.model.scenario import Scenario
from game.ui.panels.page import Page, put
from game.ui.theme import EDGE, MUTED, TEXT

GROUND = "#22272b"


@dataclass(frozen=True, slots=True)
class Curve:
    """One line: a value for some turns. A dashed one is that of the record."""

    name: str
    colour: str
    values: dict[int, int]
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Curves over the days of a scenario, from nought upwards."""

    title: str
    unit: str
    curves: tuple[Curve, ...]
    note: str = ""


def round_up(value: int) -> int:
    """A round number not below it, for the top of an axis."""
    step = 1
    while True:
        for part in (1, 2, 3, 4, 5, 6, 8):
            if part * step >= value:
                return part * step
        step *= 10


def write_chart(page: Page, chart: Chart, scenario: Scenario, height: float = 240) -> None:
    """Draw it over the width of a page."""
    px = page.px
    page.heading(chart.title, chart.unit)
    if chart.note:
        page.text(chart.note, size=13, colour=MUTED)
    top = round_up(max((v for c in chart.curves for v in c.values.values()), default=1) or 1)
    last = max(2, scenario.turns)
    high, left, foot = px(height), page.margin + px(64), px(26)
    wide = page.inner - px(64) - px(16)
    page.said += [f"{c.name}: {c.values[max(c.values)]:,}" for c in chart.curves if c.values]

    def x_of(turn: int) -> int:
        return left + round((turn - 1) / (last - 1) * wide)

    def y_of(value: int) -> int:
        return px(8) + round((1 - value / top) * (high - foot - px(8)))

    def paint(target: pygame.Surface, y: int) -> None:
        box = pygame.Rect(left, y + px(8), wide, high - foot - px(8))
        pygame.draw.rect(target, GROUND, box)
        for quarter in range(5):
            value = top * quarter // 4
            at = y + y_of(value)
            pygame.draw.line(target, EDGE, (left, at), (left + wide, at))
            put(target, (left - px(6), at), f"{value:,}", "figures", px(13), MUTED, "midright")
        for turn in range(1, last + 1, max(1, -(-last // 9))):
            at = x_of(turn)
            pygame.draw.line(target, EDGE, (at, box.bottom), (at, box.bottom + px(4)))
            date = day(scenario.date_of(turn)).replace("August", "Aug").replace("September", "Sep")
            put(target, (at, box.bottom + px(5)), date, "figures", px(12), MUTED, "midtop")
        for curve in chart.curves:
            points = [(x_of(t), y + y_of(v)) for t, v in sorted(curve.values.items())]
            _line(target, points, curve, px(2))

    page.line(high, paint)
    _legend(page, chart)
    page.space(12)


def _line(
    target: pygame.Surface, points: list[tuple[int, int]], curve: Curve, width: int
) -> None:
    if curve.dashed:
        for (ax, ay), (bx, by) in pairwise(points):
            pieces = max(1, round(((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5 / (width * 4)))
            for i in range(0, pieces, 2):
                a, b = i / pieces, min(1.0, (i + 1) / pieces)
                start = (ax + (bx - ax) * a, ay + (by - ay) * a)
                end = (ax + (bx - ax) * b, ay + (by - ay) * b)
                pygame.draw.line(target, curve.colour, start, end, width)
        return
    if len(points) > 1:
        pygame.draw.lines(target, curve.colour, False, points, width + 1)
    for point in points:
        pygame.draw.circle(target, curve.colour, point, width + 1)


def _legend(page: Page, chart: Chart) -> None:
    """Each curve with its line and its last value: colour is not all that tells them apart."""
    px, high = page.px, page.px(20)

    def paint(target: pygame.Surface, y: int) -> None:
        x, middle = page.margin + px(64), y + high // 2
        for curve in chart.curves:
            ends = [(x, middle), (x + px(26), middle)]
            _line(target, ends, curve, px(2))
            value = f" {curve.values[max(curve.values)]:,}" if curve.values else ""
            box = put(
                target, (x + px(32), middle), curve.name + value, "figures", px(13), TEXT,
                "midleft",
            )  # fmt: skip
            x = box.right + px(22)

    page.line(high, paint)
