"""The foot of the combat dialog: one bar of all outcomes, and the losses of both sides."""

from __future__ import annotations

from collections.abc import Callable

import pygame

from game.film.palette import NATIONS
from game.rules.forecast import WAYS, Spread
from game.ui.dialogs.reckoning import Band, Reckoning
from game.ui.panels.page import TROUGH, Page, fitted, put, type_of
from game.ui.theme import BRASS, MUTED, TEXT

COLOURS = {
    "repulsed": "#c8573d", "held": "#e39a57", "shaken": "#dccfab", "works": "#c9d6b8",
    "stood": "#b5d0cd", "retreat": "#a5cbd3", "rout": "#66a5c8", "shattered": "#3b86b2",
}  # fmt: skip
"""From orange to blue, told apart by any eye; the figures say it too."""


def outcome_page(width: int, px: Callable[[float], int], found: Reckoning) -> Page:
    """Chances and losses of an attack."""
    page = Page(width, px)
    if not found.units or not found.defenders():
        return page
    bands = found.bands()
    page.said.append("What can happen")
    note = "exact chances, from the code that resolves the battle; the enemy as far as known"

    def title(target: pygame.Surface, y: int) -> None:
        box = put(target, (page.margin, y + px(2)), "What can happen", "serif bold", px(17), BRASS)
        put(target, (box.right + px(16), box.centery), note, "figures", px(13), MUTED, "midleft")

    page.line(px(26), title)
    _bar(page, bands)
    _legend(page, bands)
    page.space(6)
    own, other = found.losses()
    side = found.view.phase
    colours = NATIONS["USSR"]["frame"], NATIONS["JPN"]["ground"]
    if side == "japan":
        colours = colours[1], colours[0]
    _losses(page, (("Our losses", own, colours[0]), ("Their losses", other, colours[1])))
    return page


def _bar(page: Page, bands: list[Band]) -> None:
    px = page.px
    high, left, wide = px(32), page.margin, page.inner
    page.said += [f"{b.percent} % {b.text}" for b in bands]

    def paint(target: pygame.Surface, y: int) -> None:
        done = 0
        for band in bands:
            start = left + wide * done // WAYS
            done += band.ways
            box = pygame.Rect(start, y, left + wide * done // WAYS - start - 2, high)
            pygame.draw.rect(target, COLOURS[band.name], box, border_radius=px(3))
            text = f"{band.percent} %"
            if type_of("figures bold", px(15)).size(text)[0] < box.width - 4:
                put(target, box.center, text, "figures bold", px(15), "#14181b", "center")

    page.line(high, paint)
    page.space(6)


def _legend(page: Page, bands: list[Band]) -> None:
    px = page.px
    columns = 3 if page.inner > px(700) else 2
    wide, high = page.inner // columns, px(20)
    rows = -(-len(bands) // columns)

    def paint(target: pygame.Surface, y: int) -> None:
        for i, band in enumerate(bands):
            x, top = page.margin + i % columns * wide, y + i // columns * high
            sample = pygame.Rect(x, top + px(4), px(12), px(12))
            pygame.draw.rect(target, COLOURS[band.name], sample, border_radius=px(2))
            text = fitted(f"{band.percent} %  {band.text}", "figures", px(14), wide - px(24))
            put(target, (x + px(18), top + high // 2), text, "figures", px(14), TEXT, "midleft")

    page.line(rows * high, paint)


def _losses(page: Page, rows: tuple[tuple[str, Spread, str], ...]) -> None:
    """Medians with what lies between the tenth and the ninetieth per cent."""
    px = page.px
    wide, high = page.inner // len(rows), px(24)
    most = max(1, *(found.high for _, found, _ in rows))
    page.said += [
        f"{name}: {s.median:,} men ({s.low:,} to {s.high:,})" for name, s, _ in rows
    ]  # fmt: skip

    def paint(target: pygame.Surface, y: int) -> None:
        middle = y + high // 2
        for i, (name, found, colour) in enumerate(rows):
            x = page.margin + i * wide
            put(target, (x, middle), name, "figures", px(14), MUTED, "midleft")
            words = f"{found.median:,} men"
            if found.low != found.high:
                words += f" ({found.low:,} - {found.high:,})"
            room = type_of("figures medium", px(14)).size(words)[0] + px(24)
            start, end = x + px(86), x + wide - room
            if end - start > px(30):
                length = end - start
                trough = pygame.Rect(start, middle - px(2), length, px(4))
                pygame.draw.rect(target, TROUGH, trough, border_radius=px(2))
                a = start + length * found.low // most
                b = start + length * found.high // most
                body = pygame.Rect(a, middle - px(5), max(px(4), b - a), px(10))
                pygame.draw.rect(target, colour, body, border_radius=px(3))
                at = start + length * found.median // most
                mark = pygame.Rect(at - px(2), middle - px(8), px(4), px(16))
                pygame.draw.rect(target, TEXT, mark)
            at_right = (max(start, end) + px(12), middle)
            put(target, at_right, words, "figures medium", px(14), TEXT, "midleft")

    page.line(high, paint)
