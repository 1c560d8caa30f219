"""A table on a page: columns with heads that sort, rows to be clicked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pygame
import pygame_gui
from pygame_gui.core.interfaces import IContainerLikeInterface
from pygame_gui.elements import UIButton

from game.film.counters import Card, card
from game.ui.app import App
from game.ui.panels.page import Page, fitted, put
from game.ui.panels.sheet import Sheet
from game.ui.theme import MUTED, TEXT

STRIPES = ("#262b2f", "#2b3136")
CHOSEN = "#4a3f22"
ROW, HEAD, NARROW = 28, 30, 960
"""Design pixels of rows and heads, and of the width below which columns are left out."""
Value = int | str


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, its share of the width, and whether it holds numbers."""

    name: str
    share: float
    number: bool = False
    tip: str = ""
    optional: bool = False
    """Left out where the table is narrow."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `shown` are the words of the cells, `values` what they are sorted by."""

    key: str
    shown: tuple[str, ...]
    values: tuple[Value, ...]
    face: Card | None = None
    colour: str = TEXT
    tip: str = ""


class Table:
    """Rows under sorted heads, in a box of a panel."""

    def __init__(
        self,
        app: App,
        box: pygame.Rect,
        container: IContainerLikeInterface,
        columns: Sequence[Column],
        on_click: Callable[[str, bool], None],
    ) -> None:
        narrow = box.width < app.px(NARROW)
        self._app = app
        self._kept = [i for i, c in enumerate(columns) if not (narrow and c.optional)]
        """Which cells of a row are shown."""
        self.columns = tuple(columns[i] for i in self._kept)
        self._on_click = on_click
        self.rows: list[Row] = []
        self.sorted_by, self.down = 0, False
        self.chosen: frozenset[str] = frozenset()
        px = app.px
        bar = px(10)
        self.heads: list[UIButton] = []
        self._lefts: list[int] = []
        x, whole = box.left, sum(c.share for c in self.columns)
        for i, column in enumerate(self.columns):
            wide = round((box.width - bar) * column.share / whole)
            self._lefts.append(x - box.left)
            head = UIButton(
                pygame.Rect(x, box.top, wide, px(HEAD)), column.name, app.manager,
                container=container, tool_tip_text=column.tip or f"Sort by {column.name.lower()}",
            )  # fmt: skip
            self.heads.append(head)
            x += wide
            if i == len(self.columns) - 1:
                self._lefts.append(x - box.left)
        body = pygame.Rect(box.left, box.top + px(HEAD), box.width, box.height - px(HEAD))
        self.sheet = Sheet(body, app.manager, container, self._clicked, bar=bar)

    def _clicked(self, key: object, double: bool) -> None:
        if isinstance(key, str):
            self._on_click(key, double)

    def show(self, rows: Sequence[Row], keep: bool = False) -> None:
        """Show these rows, in the order of the chosen column."""
        self.rows = list(rows)
        self._write(keep)

    def sort(self, column: int) -> None:
        """Sort by a column; again for the other way round. Numbers begin with the greatest."""
        if column == self.sorted_by:
            self.down = not self.down
        else:
            self.sorted_by, self.down = column, self.columns[column].number
        self._write(False)

    def handle(self, event: pygame.event.Event) -> bool:
        """Heads."""
        if event.type == pygame_gui.UI_BUTTON_PRESSED and event.ui_element in self.heads:
            self.sort(self.heads.index(event.ui_element))
            return True
        return False

    def choose(self, keys: frozenset[str]) -> None:
        """Mark these rows, and show the first of them."""
        self.chosen = keys
        self._write(True)
        if keys:
            self.sheet.reveal(next(iter(sorted(keys))))

    def _write(self, keep: bool) -> None:
        n, cell = self.sorted_by, self._kept[self.sorted_by]
        self.rows.sort(key=lambda row: row.key)
        self.rows.sort(key=lambda row: row.values[cell], reverse=self.down)
        page = Page(self.sheet.inner_width, self._app.px)
        for i, row in enumerate(self.rows):
            self._line(page, row, i)
        for i, head in enumerate(self.heads):
            # Alegreya and Fira have no triangles: an arrow tells the way.
            mark = (" ↓" if self.down else " ↑") if i == n else ""
            words = self.columns[i].name + mark
            if head.text != words:
                head.set_text(words)
        self.sheet.show_page(page, keep)

    def _line(self, page: Page, row: Row, i: int) -> None:
        px, high = self._app.px, self._app.px(ROW)
        size = px(14)
        cells: list[tuple[int, str, str]] = []

        def fill() -> None:
            """Cut the words to their columns: only for rows that are seen."""
            for n, column in enumerate(self.columns):
                left, right = self._lefts[n] + px(6), self._lefts[n + 1] - px(6)
                if n == 0 and row.face is not None:
                    left += px(30)
                text = fitted(row.shown[self._kept[n]], "figures", size, right - left)
                at = right if column.number else left
                cells.append((at, text, "midright" if column.number else "midleft"))

        page.said.append("  ".join(row.shown))
        ground = CHOSEN if row.key in self.chosen else STRIPES[i % 2]

        def paint(target: pygame.Surface, y: int) -> None:
            if not cells:
                fill()
            pygame.draw.rect(target, ground, (0, y, page.width, high))
            middle = y + high // 2
            if row.face is not None:
                sign = card(row.face, px(22))
                target.blit(sign, sign.get_rect(center=(px(20), middle)))
            for n, (at, text, anchor) in enumerate(cells):
                ink = row.colour if n == 0 else TEXT if text != "0" else MUTED
                put(target, (at, middle), text, "figures", size, ink, anchor)

        page.line(high, paint, row.key, row.tip)
