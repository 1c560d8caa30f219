"""The ground as the rules see it: a flat colour and a letter for each hex, rivers on their sides,
and what the selected unit would pay."""

from __future__ import annotations

import functools

import numpy as np
import numpy.typing as npt
import pygame

from game.film.ink import Ink
from game.film.labels import font
from game.film.palette import rgb
from game.model.hexmap import HexMap
from game.rules import movement
from game.ui.camera import Camera
from game.ui.mapping import hexes_in
from game.ui.overlays.overlay import Entry, Overlay
from game.ui.scene import Same, Scene
from game.ui.sheet import Place, lay, premultiplied, wash

COLOURS = {
    "plain": "#f2ecc6", "city": "#d9a39a", "steppe": "#e3dc9f", "desert": "#f0cf95",
    "sand": "#e6b56e", "hills": "#cdb68c", "forest": "#a9cb8f", "mountains": "#b3977a",
    "high_mountains": "#8d7a86", "marsh": "#9fc9c9", "virgin_forest": "#6f9a68",
}  # fmt: skip
"""By the id of a terrain; others are grey."""
OTHER = "#c9c5bb"
RIVERS = {1: ("#5f93b3", 1.0), 2: ("#3f7596", 1.7), 3: ("#1f4f7a", 2.6)}
BARRIER = "#5b2c14"


@functools.lru_cache(maxsize=4)
def _kinds(hexmap: HexMap) -> npt.NDArray[np.uint8]:
    table = np.zeros((hexmap.size + 1, 4), np.uint8)
    for i, terrain in enumerate(hexmap.terrains):
        if i and terrain.land:
            mask = np.append(hexmap.terrain == i, False)
            table[mask] = premultiplied(COLOURS.get(terrain.id, OTHER), 178)
    return table


@functools.lru_cache(maxsize=4)
def letters(hexmap: HexMap) -> tuple[str, ...]:
    """A letter or two for each terrain, all different."""
    used: set[str] = set()
    found = []
    for terrain in hexmap.terrains:
        word = terrain.id.replace("_", " ").title().replace(" ", "")
        tries = [word[:1], *(word[0] + c.lower() for c in word[1:]), word]
        letter = next(t for t in tries if t and t not in used) if word else ""
        used.add(letter)
        found.append(letter)
    return tuple(found)


class Terrain(Overlay):
    """Flat colours, letters, rivers and barriers on the sides of hexes."""

    key, name = "T", "Terrain"
    meaning = "the ground as the rules see it, and what a step costs the selected unit"

    def stamp(self, scene: Scene) -> object:
        """The map, which never changes."""
        return Same(scene.view.scenario.map)

    def under(self, picture: pygame.Surface, at: Place, scene: Scene) -> None:
        """Colours, sides and letters of one tile."""
        hexmap, view = scene.view.scenario.map, at.view
        wash(picture, at, _kinds(hexmap))
        hexes, points = at.hexes(list(hexmap.hexes))
        ink = Ink(view.size)
        grow = view.style((9, 1.0), (27, 1.8), (76, 3.0))
        for h, _ in zip(hexes, points.tolist(), strict=True):
            sides = [d for d in range(6) if hexmap.river[h * 6 + d] or hexmap.barrier[h * 6 + d]]
            if not sides:
                continue
            ring = view.pixels(view.projection.corners(h))
            for d in sides:
                ends = ring[[(d + 4) % 6, (d + 5) % 6]]
                river = int(hexmap.river[h * 6 + d])
                if river:
                    colour, wide = RIVERS.get(river, RIVERS[3])
                    ink.line(ends, rgb(colour), wide * grow)
                if hexmap.barrier[h * 6 + d]:
                    ink.line(ends, rgb(BARRIER), 2.2 * grow)
        ink.onto(picture)
        if view.zoom < 24:
            return
        signs = letters(hexmap)
        face = font("figures bold", view.hex_pixels * 0.26)
        for h, (x, y) in zip(hexes, points.tolist(), strict=True):
            if hexmap.land[h]:
                text = face.render(signs[hexmap.terrain_bytes[h]], True, rgb("#4b4537"))
                lay(picture, text, text.get_rect(center=(round(x), round(y))))

    def live(self, target: pygame.Surface, camera: Camera, scene: Scene) -> None:
        """What a step into each hex near the selected unit costs it."""
        unit = scene.chosen
        if unit is None or camera.hex_pixels < 34:
            return
        found = movement.reachable(scene.view, unit)
        face = font("figures bold", camera.hex_pixels * 0.2)
        for h, (x, y) in hexes_in(camera, found):
            cost = found[h][0]  # type: ignore[index]
            text = face.render(str(cost), True, rgb("#7d1410"))
            target.blit(text, text.get_rect(center=(x, y + camera.hex_pixels * 0.34)))

    def legend(self, scene: Scene) -> tuple[Entry, ...]:
        """Terrain by letter."""
        hexmap = scene.view.scenario.map
        signs = letters(hexmap)
        rows = [
            Entry(t.id.replace("_", " "), COLOURS.get(t.id, OTHER), "text", signs[i])
            for i, t in enumerate(hexmap.terrains)
            if i and t.land
        ]
        return (
            *rows, Entry("river by size", RIVERS[3][0], "line"),
            Entry("no way over this side", BARRIER, "line"),
        )  # fmt: skip


