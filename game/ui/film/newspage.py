"""News written on a page in full, each line to be clicked where it has a place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

import pygame

from game.film.labels import font
from game.film.words import SIDE_NAMES, sentence
from game.hexes import NOWHERE
from game.model.events import AnyEvent
from game.model.forces import Side
from game.model.scenario import Scenario
from game.ui.chronicle import QUIET, News, place_of, rank_of
from game.ui.film.reel import Viewer
from game.ui.panels.page import Page, put, wrapped
from game.ui.theme import BAD, MUTED, TEXT, WARN

MARKS = {2: ("!", BAD), 1: ("•", WARN), 0: ("•", MUTED)}
LINK = "#8fc0e0"


def news_of(
    events: Iterable[AnyEvent], scenario: Scenario, viewer: Viewer, turn: int, side: Side
) -> list[News]:
    """What is told, as lines, in the order in which it came."""
    eyes = cast("Side", viewer)
    hour = f"{SIDE_NAMES[side]} phase"
    return [
        News(turn, hour, rank_of(event, eyes), sentence(event, scenario), place_of(event), n)
        for n, event in enumerate(events) if event.kind not in QUIET
    ]  # fmt: skip


def write_news(page: Page, news: Iterable[News], size: float = 14) -> None:
    """One paragraph for each; the key of a line with a place is its hex."""
    tall = page.px(size)
    high = font("figures", tall).get_linesize()
    left = page.margin
    for line in news:
        rows = wrapped(line.text, "figures", tall, page.inner - page.px(14))
        page.said.append(line.text)
        mark, colour = MARKS[line.rank]
        ink = TEXT if line.rank else MUTED

        def paint(
            target: pygame.Surface, y: int, rows: tuple[str, ...] = rows, mark: str = mark,
            colour: str = colour, ink: str = ink,
        ) -> None:  # fmt: skip
            put(target, (left + page.px(3), y), mark, "figures bold", tall, colour, "midtop")
            for i, words in enumerate(rows):
                put(target, (left + page.px(14), y + i * high), words, "figures", tall, ink)

        key = int(line.at) if line.at != NOWHERE else None
        page.line(high * len(rows) + page.px(3), paint, key, "Click to go there" if key else "")
