"""The map in the window: land, washes, names, counters and marks, laid over each other.

What can be seen of the game comes from a player's view alone. Layers of their own (overlays) join
by the protocol `Layer`; washes lie under the names and counters, marks over them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Protocol

import numpy as np
import pygame

from game.film.counters import SHOWN, Card, card, card_of, draw_count
from game.film.projection import Point, Projection
from game.hexes import Hex, neighbour
from game.model.forces import SIDES, Unit, UnitId
from game.model.state import HOLDER_OF, PlayerView
from game.ui.camera import Camera
from game.ui.namesheet import NameSheet
from game.ui.theme import SELECTED
from game.ui.tiles import Tiles

COUNTERS_FROM = 19
"""Pixels of a hex from which single counters are shown; below, armies are."""
SHARE = 0.72
"""Side of a counter as a share of a hex."""
FRONT = ("#7d1410", "#f6f0df")
"""The front line and its casing."""


class Layer(Protocol):
    """Something that can be laid over the map."""

    def draw(self, target: pygame.Surface, camera: Camera, view: PlayerView) -> None:
        """Lay it on the window."""


class MapView:
    """All layers of the map for one scenario."""

    def __init__(self, camera: Camera, tiles: Tiles, names: NameSheet) -> None:
        self.camera, self.tiles, self.names = camera, tiles, names
        self.washes: list[Layer] = []
        """Under the names and counters."""
        self.marks: list[Layer] = []
        """Over the counters."""
        self.selected: tuple[UnitId, ...] = ()
        self.hover: Hex = Hex(0)
        self.hidden: frozenset[UnitId] = frozenset()
        """Units that are being moved by a film and are drawn by it."""
        self._front: tuple[bytes, list[tuple[Point, Point, Point]]] = (b"", [])
        self._stacks: tuple[object, dict[Hex, list[tuple[Unit, Card]]]] = (None, {})

    def update(self, seconds: float) -> None:
        """Go on with zooming; take in what has been painted."""
        self.camera.update(seconds)
        self.tiles.update()
        self.names.update()

    def draw(self, target: pygame.Surface, view: PlayerView) -> None:
        """The whole map as one side knows it."""
        camera = self.camera
        self.tiles.draw(target, camera)
        for wash in self.washes:
            wash.draw(target, camera, view)
        self._draw_front(target, view)
        self.names.wanted(camera.step, self._taken(view))
        self.names.draw(target, camera)
        self._draw_counters(target, view)
        self._draw_rings(target, view)
        for mark in self.marks:
            mark.draw(target, camera, view)

    # Counters

    def stacks(self, view: PlayerView) -> dict[Hex, list[tuple[Unit, Card]]]:
        """Units that are seen, by hex, the strongest first, with their faces."""
        if self._stacks[0] is view.units:
            return self._stacks[1]
        found: dict[Hex, list[tuple[Unit, Card]]] = {}
        for side in SIDES:
            for unit in view.on_map(side):
                found.setdefault(unit.hex, []).append((unit, card_of(view.scenario, unit)))
        for stack in found.values():
            stack.sort(key=lambda row: (-int(row[1].left), row[1].kind, row[1].middle))
        self._stacks = (view.units, found)
        return found

    def side_pixels(self) -> int:
        """Side of a counter now."""
        return max(8, round(self.camera.hex_pixels * SHARE))

    def _taken(self, view: PlayerView) -> tuple[tuple[int, int, int, int], ...]:
        """Boxes on the sheet that counters take at the camera's step, for the names."""
        step = self.camera.step
        if step < COUNTERS_FROM:
            return ()
        side = round(step * SHARE)
        km = self.camera.projection.size / step
        boxes = []
        for h in self.stacks(view):
            x, y = self.camera.projection.centre(h)
            left, top = (x - self.names.low[0]) / km, (self.names.high[1] - y) / km
            boxes.append((round(left - side / 2), round(top - side / 2), side, side))
        return tuple(boxes)

    def _draw_counters(self, target: pygame.Surface, view: PlayerView) -> None:
        camera, side = self.camera, self.side_pixels()
        if camera.hex_pixels < COUNTERS_FROM - 2:
            return
        wide, tall = camera.size
        fan = max(1.5, side * 0.085)
        for h, stack in sorted(self.stacks(view).items(), key=lambda row: (row[0] % 100, row[0])):
            x, y = camera.hex_screen(h)
            if not (-side < x < wide + side and -side < y < tall + side):
                continue
            faces = [row for row in stack if row[0].id not in self.hidden]
            shown = self._on_top(faces)[:SHOWN]
            for i in range(len(shown) - 1, -1, -1):
                shift = (i - (len(shown) - 1) / 2) * fan
                sign = card(shown[i][1], side)
                target.blit(sign, sign.get_rect(center=(round(x + shift), round(y - shift))))
            if len(faces) > 1 and side >= 20:
                corner = side / 2 + (len(shown) - 1) / 2 * fan
                radius = max(7.0, side * 0.17)
                draw_count(target, (x + corner - 2, y - corner + 2), len(faces), radius)

    def _on_top(self, stack: list[tuple[Unit, Card]]) -> list[tuple[Unit, Card]]:
        """The selected ones of a stack first."""
        chosen = set(self.selected)
        return sorted(stack, key=lambda row: row[0].id not in chosen)

    def _draw_rings(self, target: pygame.Surface, view: PlayerView) -> None:
        """Where the pointer is, and what is selected."""
        if self.hover:
            pygame.draw.polygon(target, "#fff6dc", self.outline(self.hover), 2)
        for h in dict.fromkeys(view.units[u].hex for u in self.selected if u in view.units):
            if h:
                points = self.outline(h)
                pygame.draw.polygon(target, "#000000", points, 5)
                pygame.draw.polygon(target, SELECTED, points, 3)

    def outline(self, h: int, share: float = 1.0) -> list[Point]:
        """The corners of a hex in the window."""
        x, y = self.camera.hex_screen(h)
        radius = self.camera.hex_pixels / math.sqrt(3) * share
        return [
            (x + radius * math.cos(math.radians(a)), y + radius * math.sin(math.radians(a)))
            for a in range(0, 360, 60)
        ]

    # The front

    def _draw_front(self, target: pygame.Surface, view: PlayerView) -> None:
        if self._front[0] is not view.control:
            self._front = (view.control, front_of(view, self.camera.projection))
        width = 2 if self.camera.hex_pixels < 30 else 4
        wide, tall = self.camera.size
        segments = []
        for a, b, _ in self._front[1]:
            p, q = self.camera.to_screen(a), self.camera.to_screen(b)
            if -50 < p[0] < wide + 50 and -50 < p[1] < tall + 50:
                segments.append((p, q))
        for p, q in segments:
            pygame.draw.line(target, FRONT[1], p, q, width + 3)
        for p, q in segments:
            pygame.draw.line(target, FRONT[0], p, q, width)


def front_of(view: PlayerView, projection: Projection) -> list[tuple[Point, Point, Point]]:
    """The hexsides between ground of the two sides on land: both ends in km, and the middle of the
    hex on the Soviet side."""
    hexmap, control = view.scenario.map, np.frombuffer(view.control, np.uint8)
    soviet, japan = HOLDER_OF["soviet"], HOLDER_OF["japan"]
    found = []
    for h in np.flatnonzero(control == soviet).tolist():
        if not hexmap.land[h]:
            continue
        corners = None
        for d in range(6):
            n = neighbour(h, d)
            if not 0 <= n < hexmap.size or not hexmap.land[n] or control[n] != japan:
                continue
            if corners is None:
                corners = projection.corners(h)
            a, b = corners[(d + 4) % 6], corners[(d + 5) % 6]
            found.append(
                ((float(a[0]), float(a[1])), (float(b[0]), float(b[1])), projection.centre(h))
            )
    return found


def hexes_in(camera: Camera, hexes: Iterable[int], margin: float = 0.0) -> list[tuple[int, Point]]:
    """Those of the hexes that can be seen, with their middles in the window."""
    wide, tall = camera.size
    edge = camera.hex_pixels + margin
    found = []
    for h in hexes:
        x, y = camera.hex_screen(h)
        if -edge < x < wide + edge and -edge < y < tall + edge:
            found.append((h, (x, y)))
    return found


