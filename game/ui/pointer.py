"""The mouse on the map: panning by drag, box for several units, clicks, and what it hovers over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import pygame

from game.hexes import NOWHERE, Hex
from game.model.state import PlayerView
from game.ui.camera import Camera
from game.ui.theme import SELECTED

DRAG = 4
"""Pixels that the pointer must go before a click is a drag."""
EDGE = 3
"""Pixels at the edge of the window in which the map moves."""
EDGE_SPEED = 900
"""Pixels a second."""


class Hands(Protocol):
    """Who is told what the mouse does on the map."""

    def click(self, h: Hex) -> None:
        """A left click."""

    def command(self, h: Hex) -> None:
        """A right click."""

    def boxed(self, hexes: list[Hex]) -> None:
        """A box was drawn over these hexes."""

    def hovered(self, h: Hex) -> None:
        """The pointer rests over another hex; NOWHERE for none."""


class Pointer:
    """Mouse events over the map's part of the window."""

    def __init__(self, camera: Camera, area: pygame.Rect, hands: Hands) -> None:
        self.camera, self.area, self._hands = camera, area, hands
        self.covered: Callable[[tuple[int, int]], bool] = lambda at: False
        """Whether something lies over the map there."""
        self._from: tuple[int, int] | None = None
        self._last = (0, 0)
        self._button = 0
        self._dragged = False
        self._box = False
        self._hover: Hex = NOWHERE

    def on_map(self, at: tuple[int, int]) -> tuple[float, float]:
        """A point of the window as a point of the map's picture."""
        return at[0] - self.area.left, at[1] - self.area.top

    def hex_at(self, at: tuple[int, int]) -> Hex:
        """The hex under a point of the window."""
        return self.camera.hex_under(self.on_map(at))

    def handle(self, event: pygame.event.Event) -> bool:
        """Take a mouse event; False when it was none for the map."""
        if event.type == pygame.MOUSEWHEEL:
            at = pygame.mouse.get_pos()
            if self.area.collidepoint(at):
                self.camera.zoom(1 if event.y > 0 else -1, self.on_map(at))
            return True
        if event.type == pygame.MOUSEBUTTONDOWN:
            return self._down(event)
        if event.type == pygame.MOUSEMOTION:
            self._move(event)
            return True
        if event.type == pygame.MOUSEBUTTONUP:
            return self._up(event)
        return False

    def _down(self, event: pygame.event.Event) -> bool:
        if not self.area.collidepoint(event.pos) or self.covered(event.pos):
            return False
        if event.button == 3:
            self._hands.command(self.hex_at(event.pos))
        elif event.button in (1, 2):
            self._from = self._last = event.pos
            self._button, self._dragged = event.button, False
            self._box = event.button == 1 and bool(pygame.key.get_mods() & pygame.KMOD_SHIFT)
        return True

    def _move(self, event: pygame.event.Event) -> None:
        if self._from is not None:
            dx, dy = event.pos[0] - self._last[0], event.pos[1] - self._last[1]
            far = abs(event.pos[0] - self._from[0]) + abs(event.pos[1] - self._from[1])
            if self._dragged or far > DRAG:
                self._dragged = True
                if not self._box:
                    self.camera.pan(dx, dy)
                self._last = event.pos
            return
        inside = self.area.collidepoint(event.pos) and not self.covered(event.pos)
        self._hover_on(self.hex_at(event.pos) if inside else NOWHERE)

    def _hover_on(self, h: Hex) -> None:
        if h != self._hover:
            self._hover = h
            self._hands.hovered(h)

    def _up(self, event: pygame.event.Event) -> bool:
        if self._from is None or event.button != self._button:
            return False
        if self._box and self._dragged:
            self._hands.boxed(self._hexes(self._from, event.pos))
        elif not self._dragged and event.button == 1:
            self._hands.click(self.hex_at(event.pos))
        self._from, self._box, self._dragged = None, False, False
        return True

    def _hexes(self, a: tuple[int, int], b: tuple[int, int]) -> list[Hex]:
        """Hexes whose middles lie in the box between two points of the window."""
        box = _box(self.on_map(a), self.on_map(b))
        camera = self.camera
        low = camera.to_km((box.left, box.bottom))
        high = camera.to_km((box.right, box.top))
        p = camera.projection
        found = []
        first = int((low[0] - p.x0) / (p.size * 0.866)) - 1
        last = int((high[0] - p.x0) / (p.size * 0.866)) + 1
        for column in range(max(0, first), last + 1):
            for row in range(
                max(0, int((p.y0 - high[1]) / p.size) - 1), int((p.y0 - low[1]) / p.size) + 2
            ):
                h = Hex(column * 100 + row)
                if row < 100 and box.collidepoint(camera.hex_screen(h)):
                    found.append(h)
        return found

    def update(self, seconds: float, edge: bool) -> None:
        """Move the map while the pointer is at the edge of the window."""
        if not edge or not pygame.mouse.get_focused() or self._from is not None:
            return
        x, y = pygame.mouse.get_pos()
        window = pygame.display.get_surface()
        if window is None or (x, y) == (0, 0):
            return
        wide, tall = window.get_size()
        dx = (x <= EDGE) - (x >= wide - 1 - EDGE)
        dy = (y <= EDGE) - (y >= tall - 1 - EDGE)
        if dx or dy:
            self.camera.pan(dx * EDGE_SPEED * seconds, dy * EDGE_SPEED * seconds)

    def draw(self, target: pygame.Surface, camera: Camera, view: PlayerView) -> None:
        """The box that is being drawn."""
        if self._from is not None and self._box and self._dragged:
            box = _box(self.on_map(self._from), self.on_map(self._last))
            pygame.draw.rect(target, "#000000", box.inflate(2, 2), 3)
            pygame.draw.rect(target, SELECTED, box, 1)


def _box(a: tuple[float, float], b: tuple[float, float]) -> pygame.Rect:
    left, top = min(a[0], b[0]), min(a[1], b[1])
    return pygame.Rect(left, top, abs(a[0] - b[0]), abs(a[1] - b[1]))
