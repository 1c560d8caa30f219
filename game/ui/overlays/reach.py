"""Where the selected unit can go today, and how many points it would have left there."""

from __future__ import annotations

import math

import pygame

from game.film.labels import font
from game.hexes import Hex
from game.model.forces import UnitId
from game.model.state import PlayerView
from game.rules import movement
from game.ui.camera import Camera
from game.ui.mapview import hexes_in

WASH = (255, 246, 201, 105)
EDGE = "#8a6a10"


class Reach:
    """A wash over the hexes that a unit can reach."""

    def __init__(self) -> None:
        self._left: dict[Hex, int] = {}
        self._stamps: dict[int, pygame.Surface] = {}

    def show(self, view: PlayerView, unit: UnitId | None) -> None:
        """For this unit from now on; for none."""
        self._left = {}
        if unit is None or unit not in view.units:
            return
        u = view.units[unit]
        if not u.on_map or view.side_of(unit) != view.phase:
            return
        points = movement.allowance(view, u)
        reached = movement.reachable(view, u)
        self._left = {h: points - cost for h, (cost, _) in reached.items() if h != u.hex}

    def draw(self, target: pygame.Surface, camera: Camera, view: PlayerView) -> None:
        """Lay it on the window."""
        if not self._left:
            return
        stamp = self._stamp(round(camera.hex_pixels))
        figures = camera.hex_pixels >= 34
        for h, (x, y) in hexes_in(camera, self._left):
            target.blit(stamp, stamp.get_rect(center=(round(x), round(y))))
            if figures:
                ink = font("figures medium", camera.hex_pixels * 0.2).render(
                    str(self._left[Hex(h)]), True, EDGE
                )
                foot = (round(x), round(y + camera.hex_pixels * 0.36))
                target.blit(ink, ink.get_rect(center=foot))

    def _stamp(self, size: int) -> pygame.Surface:
        if size not in self._stamps:
            radius = size / math.sqrt(3)
            sheet = pygame.Surface((math.ceil(2 * radius) + 2, size + 2), pygame.SRCALPHA)
            middle = sheet.get_rect().center
            points = [
                (middle[0] + radius * math.cos(math.radians(a)),
                 middle[1] + radius * math.sin(math.radians(a)))
                for a in range(0, 360, 60)
            ]  # fmt: skip
            pygame.draw.polygon(sheet, WASH, points)
            pygame.draw.polygon(sheet, (138, 106, 16, 150), points, 1)
            self._stamps = {size: sheet}
        return self._stamps[size]
