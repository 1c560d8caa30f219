"""Where the order in preparation can lead: a wash over the hexes, with a figure in each."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pygame

from game.hexes import Hex
from game.model.state import PlayerView
from game.ui.camera import Camera
from game.ui.mapview import hexes_in
from game.ui.panels.page import inked

WASH = (255, 246, 201, 105)
EDGE = "#8a6a10"


class Reach:
    """A wash over hexes that can be chosen."""

    def __init__(self) -> None:
        self._goals: Mapping[Hex, str] = {}
        self._stamps: dict[int, pygame.Surface] = {}

    def lay(self, goals: Mapping[Hex, str]) -> None:
        """These hexes from now on, each with its figure (or "")."""
        self._goals = goals

    def draw(self, target: pygame.Surface, camera: Camera, view: PlayerView) -> None:
        """Lay it on the window."""
        if not self._goals:
            return
        stamp = self._stamp(round(camera.hex_pixels))
        figures = camera.hex_pixels >= 34
        for h, (x, y) in hexes_in(camera, self._goals):
            target.blit(stamp, stamp.get_rect(center=(round(x), round(y))))
            figure = self._goals[Hex(h)]
            if figures and figure:
                ink = inked(figure, "figures medium", round(camera.hex_pixels * 0.2), EDGE)
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
