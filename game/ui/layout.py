"""Where the panels of the battle stand, for windows of any size and letters of any size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pygame

NARROW, WIDE = 1500, 2600
"""Design pixels of width below which the order of battle is a rail of icons, and from which
there is room for more of everything."""
SIZES: dict[str, tuple[int, int, int, int, int, int]] = {
    "narrow": (40, 44, 268, 80, 208, 118),
    "middle": (46, 288, 316, 150, 304, 162),
    "wide": (56, 400, 480, 200, 464, 348),
}
"""Height of the top bar, width of the left and right panels, height of the log, width and height
of the small map."""
TREE, END, GAP = 288, 42, 6
"""Width of the tree where it opens over the map; height of the row of the phase's buttons."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Rectangles of the window in pixels."""

    size: str
    """narrow, middle or wide."""
    top: pygame.Rect
    left: pygame.Rect
    tree: pygame.Rect
    """The order of battle: `left` itself, or opened over the map."""
    right: pygame.Rect
    bottom: pygame.Rect
    area: pygame.Rect
    """The map."""
    minimap: pygame.Rect
    end: pygame.Rect
    """The buttons that end the phase."""

    @property
    def narrow(self) -> bool:
        """Whether the order of battle is folded to a rail."""
        return self.size == "narrow"


def layout(size: tuple[int, int], scale: int, px: Callable[[float], int]) -> Layout:
    """The places of all panels for a window of this size and an interface of `scale` per cent."""
    wide, tall = size
    design = wide * 100 // scale
    name = "narrow" if design < NARROW else "middle" if design < WIDE else "wide"
    top, left, right, bottom, *mini = (px(n) for n in SIZES[name])
    end, gap = px(END), px(GAP)
    area = pygame.Rect(left, top, wide - left - right, tall - top - bottom)
    column = pygame.Rect(wide - right, top, right, tall - top - end)
    if name == "narrow":
        minimap = pygame.Rect(area.left + gap, area.bottom - mini[1] - gap, mini[0], mini[1])
    else:
        minimap = pygame.Rect(0, 0, min(mini[0], right - 2 * gap), mini[1])
        minimap.midbottom = (column.centerx, column.bottom - gap)
        column.height = minimap.top - gap - top
    tree = pygame.Rect(left, top, px(TREE), tall - top - bottom)
    side = pygame.Rect(0, top, left, tall - top)
    return Layout(
        name, pygame.Rect(0, 0, wide, top), side, side if name != "narrow" else tree, column,
        pygame.Rect(left, tall - bottom, wide - left - right, bottom), area, minimap,
        pygame.Rect(wide - right, tall - end, right, end),
    )  # fmt: skip
