"""Icons of the filters of the order of battle, drawn, with their numbers."""

from __future__ import annotations

from collections.abc import Callable

import pygame

from game.ui.attention import Need
from game.ui.panels.page import Paint, put
from game.ui.theme import BRASS, MUTED, TEXT, WARN


def icon(need: Need, count: int, width: int, px: Callable[[float], int], chosen: bool) -> Paint:
    """A painter of one icon: lines of a list, an hourglass, a warning, crossed arms."""
    size, weight = px(22), max(2, px(2))

    def paint(target: pygame.Surface, y: int) -> None:
        x, top = width // 2, y + px(6)
        left, right, foot = x - size // 2, x + size // 2, top + size
        if chosen:
            box = pygame.Rect(px(3), y + px(1), width - px(6), px(56))
            pygame.draw.rect(target, "#4a3f22", box, border_radius=px(4))
            pygame.draw.rect(target, BRASS, box, 1, border_radius=px(4))
        if need == "all":
            for i in range(4):
                line = top + px(2) + i * size // 4
                inset = px(5) if i else 0
                pygame.draw.line(target, TEXT, (left + inset, line), (right, line), weight)
        elif need == "idle":
            glass = [(left + px(3), top), (right - px(3), top), (left + px(3), foot),
                     (right - px(3), foot)]  # fmt: skip
            pygame.draw.polygon(target, TEXT, glass, weight)
        elif need == "short":
            pygame.draw.polygon(target, WARN, [(x, top), (right, foot), (left, foot)], weight)
            pygame.draw.line(target, WARN, (x, top + px(8)), (x, foot - px(7)), weight)
            pygame.draw.circle(target, WARN, (x, foot - px(4)), weight // 2 + 1)
        else:
            pygame.draw.line(target, TEXT, (left, top), (right, foot), weight)
            pygame.draw.line(target, TEXT, (right, top), (left, foot), weight)
            for side in (-1, 1):
                hilt = (x + side * size // 2, foot - px(6))
                end = (x + side * (size // 2 - px(6)), foot)
                pygame.draw.line(target, TEXT, hilt, end, weight)
        ink = BRASS if chosen else MUTED
        put(target, (x, y + px(45)), str(count), "figures medium", px(13), ink, "center")

    return paint
