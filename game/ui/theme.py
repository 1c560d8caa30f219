"""The look of panels, buttons and texts: one theme file, scaled to the size of the interface."""

from __future__ import annotations

import json
from typing import Any

from game.film.palette import ASSETS

DARK, PANEL, EDGE = "#1d2124", "#262b2f", "#4a4436"
TEXT, MUTED, BRASS = "#efe7d6", "#a59f90", "#c8a55a"
GOOD, WARN, BAD = "#79c7d0", "#f0c24a", "#d8573f"
SELECTED = "#ffd34d"


def theme(scale: int) -> dict[str, Any]:
    """The theme of assets/theme.json for an interface of `scale` per cent: sizes of fonts and
    bars multiplied, paths of fonts made whole."""
    text = (ASSETS / "theme.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    for element in found.values():
        font = element.get("font")
        if font is not None:
            font["size"] = str(px(int(font["size"]), scale))
            for key, value in font.items():
                if key.endswith("_path"):
                    font[key] = str(ASSETS / value)
        misc = element.get("misc", {})
        for key in ("title_bar_height", "rect_width"):
            if key in misc:
                misc[key] = str(px(int(misc[key]), scale))
    return found


def px(size: float, scale: int) -> int:
    """Design pixels at 100 % as pixels of the window."""
    return max(1, round(size * scale / 100))
