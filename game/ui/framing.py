"""Where the camera looks when a scenario is opened."""

from __future__ import annotations

from game.model.hexmap import HexMap
from game.ui.camera import STEPS, Camera

SPARE = 1.15
"""By how much the theatre may be larger than the window: its rim is sea and steppe."""


def fit(camera: Camera, hexmap: HexMap) -> None:
    """Show the whole theatre of a scenario, as near as it fits."""
    points = [camera.projection.centre(h) for h in hexmap.hexes]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    wide, tall = max(xs) - min(xs), max(ys) - min(ys)
    km = camera.projection.size
    fitting = [
        s for s in STEPS
        if wide / km * s <= camera.size[0] * SPARE and tall / km * s <= camera.size[1] * SPARE
    ]  # fmt: skip
    camera.fit()
    if fitting and fitting[-1] > camera.wanted:
        camera.hex_pixels = camera.wanted = float(fitting[-1])
    camera.centre = [(max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2]
    camera.pan(0, 0)
