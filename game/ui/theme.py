"""The look of panels, buttons and texts: one theme file, scaled to the size of the interface."""

from __future__ import annotations

import json
from typing import Any

import pygame_gui

from game.film.palette import ASSETS

DARK, PANEL, EDGE = "#1d2124", "#262b2f", "#4a4436"
TEXT, MUTED, BRASS = "#efe7d6", "#a59f90", "#c8a55a"
GOOD, WARN, BAD = "#79c7d0", "#f0c24a", "#d8573f"
LEAST = 12
"""Pixels below which no letters are made, however small the interface is set."""
SELECTED = "#ffd34d"


def theme(scale: int) -> dict[str, Any]:
    """The theme of assets/theme.json for an interface of `scale` per cent: sizes of fonts and
    bars multiplied, paths of fonts made whole."""
    text = (ASSETS / "theme.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    for element in found.values():
        font = element.get("font")
        if font is not None:
            font["size"] = str(max(LEAST, px(int(font["size"]), scale)))
            for key, value in font.items():
                if key.endswith("_path"):
                    font[key] = str(ASSETS / value)
        misc = element.get("misc", {})
        for key in ("title_bar_height", "rect_width", "list_item_height", "sliding_button_width"):
            if key in misc:
                misc[key] = str(px(int(misc[key]), scale))
    return found


def px(size: float, scale: int) -> int:
    """Design pixels at 100 % as pixels of the window."""
    return max(1, round(size * scale / 100))


TEXT_FONTS = (
    *(("fira", size, bold, False) for size in (12, 13, 15, 17) for bold in (False, True)),
    *(("alegreya", size, True, False) for size in (17, 22, 26)),
    *(("alegreya", size, False, True) for size in (15, 17)),
    ("fira", 13, False, True), ("fira", 15, False, True), ("fira", 15, True, True),
)  # fmt: skip
"""Faces that texts use beside the theme's own, for `<b>`, `<i>`, headings, small print: name,
design pixels, bold, italic."""


def manager_of(size: tuple[int, int], scale: int) -> pygame_gui.UIManager:
    """An empty interface for a window of this size, with all faces that texts may use."""
    manager = pygame_gui.UIManager(size, theme(scale))
    known = manager.get_theme().get_font_dictionary()
    for name, design, bold, italic in TEXT_FONTS:
        key = known.create_font_id(px(design, scale), name, bold, italic, True)
        if not known.check_font_preloaded(key):
            known.preload_font(px(design, scale), name, bold, italic)
    return manager
