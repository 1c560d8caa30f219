"""What the order in preparation would do: the way on the map, and a card beside the pointer."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise

import pygame

from game.hexes import Hex
from game.model.state import PlayerView
from game.ui.camera import Camera
from game.ui.modes.mode import Proposal
from game.ui.panels.page import put, type_of, wrapped
from game.ui.theme import BAD, BRASS, DARK, EDGE, TEXT

CREAM, INK = "#f6f0df", "#1d1a12"


class ProposalMark:
    """Draws the proposal for the hex under the pointer."""

    def __init__(self, px: Callable[[float], int]) -> None:
        self._px = px
        self.proposal: Proposal | None = None
        self.hex: Hex = Hex(0)

    def draw(self, target: pygame.Surface, camera: Camera, view: PlayerView) -> None:
        """Lay it on the window."""
        if self.proposal is None:
            return
        if len(self.proposal.path) > 1:
            self._path(target, camera, self.proposal)
        self._card(target, camera, self.proposal)

    def _path(self, target: pygame.Surface, camera: Camera, found: Proposal) -> None:
        points = [camera.hex_screen(h) for h in found.path]
        unsure = bool(found.refused)
        for colour, width in ((CREAM, 8), (INK, 4)):
            for i, (a, b) in enumerate(pairwise(points)):
                if not (unsure and i % 2):
                    pygame.draw.line(target, colour, a, b, width)
            for p in points[1:-1]:
                pygame.draw.circle(target, colour, p, width - 1)
        self._head(target, points[-2], points[-1])

    def _head(self, target: pygame.Surface, a: tuple[float, float], b: tuple[float, float]) -> None:
        angle = math.atan2(b[1] - a[1], b[0] - a[0])
        for colour, size in ((CREAM, 20), (INK, 15)):
            tip = (b[0] + math.cos(angle) * size * 0.6, b[1] + math.sin(angle) * size * 0.6)
            long = size * 1.6
            wings = [
                (tip[0] - math.cos(angle + s) * long, tip[1] - math.sin(angle + s) * long)
                for s in (-0.36, 0.36)
            ]
            pygame.draw.polygon(target, colour, [tip, *wings])

    def _card(self, target: pygame.Surface, camera: Camera, found: Proposal) -> None:
        px = self._px
        width, size = px(300), px(14)
        rows: list[tuple[str, str, str]] = [
            (line, "figures bold", BRASS)
            for line in wrapped(found.title, "figures bold", size, width)
        ]
        for text in found.lines:
            rows += [(line, "figures", TEXT) for line in wrapped(text, "figures", size, width)]
        if found.refused:
            rows += [
                (line, "figures", BAD) for line in wrapped(found.refused, "figures", size, width)
            ]
        high = type_of("figures", size).get_linesize()
        wide = max(type_of(face, size).size(line)[0] for line, face, _ in rows) + px(20)
        box = pygame.Rect(0, 0, wide, high * len(rows) + px(14))
        x, y = camera.hex_screen(self.hex)
        offset = camera.hex_pixels * 0.6 + px(6)
        box.midleft = (round(x + offset), round(y))
        if box.right > camera.size[0] - px(4):
            box.midright = (round(x - offset), round(y))
        box.clamp_ip(pygame.Rect((0, 0), camera.size))
        pygame.draw.rect(target, DARK, box, border_radius=px(4))
        pygame.draw.rect(target, EDGE, box, 1, border_radius=px(4))
        for i, (line, face, colour) in enumerate(rows):
            put(target, (box.left + px(10), box.top + px(7) + i * high), line, face, size, colour)
