"""Where hexes lie in the window, for layers that are drawn with every picture."""

from __future__ import annotations

import math
from collections.abc import Iterable

from game.film.projection import Point
from game.ui.camera import Camera


def hexes_in(
    camera: Camera, hexes: Iterable[int], margin: float = 0.0
) -> list[tuple[int, Point]]:
    """Those of the hexes that can be seen, with their middles in the window."""
    wide, tall = camera.size
    edge = camera.hex_pixels + margin
    found = []
    for h in hexes:
        x, y = camera.hex_screen(h)
        if -edge < x < wide + edge and -edge < y < tall + edge:
            found.append((h, (x, y)))
    return found


def outline(camera: Camera, h: int, share: float = 1.0) -> list[Point]:
    """The corners of a hex in the window."""
    x, y = camera.hex_screen(h)
    radius = camera.hex_pixels / math.sqrt(3) * share
    return [
        (x + radius * math.cos(math.radians(a)), y + radius * math.sin(math.radians(a)))
        for a in range(0, 360, 60)
    ]
