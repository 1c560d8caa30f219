"""Army orders on the map: the arrow of each directive, and the staff's draft as ways, blows and
pale counters where units would stand."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import pairwise

import pygame

from game.film.counters import card, card_of
from game.film.projection import Point
from game.hexes import NOWHERE, Hex
from game.model.forces import Unit
from game.model.orders import Air, AirLand, Attack, Move, Order, RailMove, Sail, Work
from game.model.state import PlayerView
from game.players.staff.plan import DEFENDING
from game.ui.army.office import Office
from game.ui.camera import Camera
from game.ui.stacks import SINGLES_FROM, Stacks
from game.ui.theme import SELECTED

CREAM = "#f6f0df"
WAY, RAIL, SEA, BLOW, AIR = "#1d1a12", "#5a3d8a", "#1769aa", "#a11d2e", "#1769aa"
"""Colours on paper: marches, trains, ships, attacks, aircraft."""
AXIS = {"attacking": "#8a6a10", "defending": "#2c5d80"}
GHOST = 120
"""Opacity of a counter where it would stand, of 255."""


class AxisMark:
    """Draws what lies in a person's office of army orders."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.shown = False
        self.drawing: tuple[Hex, Hex] | None = None
        """An arrow that is being drawn: from and to."""

    def draw(self, target: pygame.Surface, camera: Camera, view: PlayerView) -> None:
        """Lay it on the window."""
        if not self.shown:
            return
        office = self.office
        for formation, d in office.given.items():
            if d.goal != NOWHERE:
                chosen = formation == office.formation
                start = middle(u for u in office.troops(formation) if u.on_map)
                if start is not None:
                    ink = AXIS["defending" if d.posture in DEFENDING else "attacking"]
                    self._axis(target, camera, start, d.goal, ink, chosen)
        if self.drawing is not None:
            self._axis(target, camera, *self.drawing, SELECTED, True)
        made = office.draft
        if made is None:
            return
        for i, order in enumerate(office.orders()):
            sure = i < len(office.edited) + len(made.orders)
            self._order(target, camera, view, order, sure, i == office.chosen)

    def _axis(
        self, target: pygame.Surface, camera: Camera, start: Hex, goal: Hex, ink: str, chosen: bool
    ) -> None:
        """A broad arrow, wider towards its point."""
        a, b = camera.hex_screen(start), camera.hex_screen(goal)
        long = math.dist(a, b)
        if long < 8:
            return
        ux, uy = (b[0] - a[0]) / long, (b[1] - a[1]) / long
        wide = max(5.0, min(22.0, camera.hex_pixels * 0.28)) * (1.3 if chosen else 1.0)
        head = min(wide * 2.2, long * 0.6)
        neck = (b[0] - ux * head, b[1] - uy * head)

        def off(p: Point, by: float) -> Point:
            return p[0] - uy * by, p[1] + ux * by

        shape = [
            off(a, -wide * 0.25), off(neck, -wide * 0.5), off(neck, -wide), b,
            off(neck, wide), off(neck, wide * 0.5), off(a, wide * 0.25),
        ]  # fmt: skip
        low = (min(p[0] for p in shape), min(p[1] for p in shape))
        high = (max(p[0] for p in shape), max(p[1] for p in shape))
        box = pygame.Rect(low, (high[0] - low[0] + 4, high[1] - low[1] + 4)).inflate(4, 4)
        seen = box.clip(target.get_rect())
        if seen.width <= 0 or seen.height <= 0:
            return
        sheet = pygame.Surface(seen.size, pygame.SRCALPHA)
        inside = [(p[0] - seen.left, p[1] - seen.top) for p in shape]
        colour = pygame.Color(ink)
        colour.a = 150 if chosen else 90
        pygame.draw.polygon(sheet, colour, inside)
        target.blit(sheet, seen)
        pygame.draw.polygon(target, CREAM if chosen else ink, shape, 2 if chosen else 1)

    def _order(
        self,
        target: pygame.Surface,
        camera: Camera,
        view: PlayerView,
        order: Order,
        sure: bool,
        chosen: bool,
    ) -> None:
        if isinstance(order, Attack):
            for h in dict.fromkeys(view.units[u].hex for u in order.units):
                self._way(target, camera, (h, order.target), BLOW, sure, chosen, 0.62)
        elif isinstance(order, Move | RailMove | Sail):
            ink = RAIL if isinstance(order, RailMove) else SEA if isinstance(order, Sail) else WAY
            self._way(target, camera, order.path, ink, sure, chosen)
            names = order.units if isinstance(order, Sail) else (order.unit,)
            self._ghosts(target, camera, view, names, order.path[-1])
        elif isinstance(order, Air | AirLand | Work) and order.target != NOWHERE:
            x, y = camera.hex_screen(order.target)
            radius = max(6, round(camera.hex_pixels * 0.4))
            ink = SELECTED if chosen else WAY if isinstance(order, Work) else AIR
            pygame.draw.circle(target, CREAM, (x, y), radius + 1, 5)
            pygame.draw.circle(target, ink, (x, y), radius, 3 if sure else 2)

    def _way(
        self,
        target: pygame.Surface,
        camera: Camera,
        path: tuple[Hex, ...],
        ink: str,
        sure: bool,
        chosen: bool,
        reach: float = 1.0,
    ) -> None:
        points = [camera.hex_screen(h) for h in path]
        wide, tall = camera.size
        if not any(-60 < x < wide + 60 and -60 < y < tall + 60 for x, y in points):
            return
        if reach < 1:
            a, b = points[0], points[-1]
            points = [
                (a[0] + (b[0] - a[0]) * (1 - reach), a[1] + (b[1] - a[1]) * (1 - reach)),
                (a[0] + (b[0] - a[0]) * reach, a[1] + (b[1] - a[1]) * reach),
            ]
        near = camera.hex_pixels >= SINGLES_FROM
        thick = (5 if chosen else 3) if near else (3 if chosen else 2)
        inner = SELECTED if chosen else ink
        casing = "#000000" if chosen else CREAM
        for colour, width in ((casing, thick + 2), (inner, thick)):
            for a, b in pairwise(points):
                if sure or colour == casing:
                    if sure:
                        pygame.draw.line(target, colour, a, b, width)
                else:
                    _dashes(target, colour, a, b, max(2, width - 1))
        if len(points) > 1:
            for colour, size in ((casing, thick * 3 + 3), (inner, thick * 3)):
                pygame.draw.polygon(target, colour, _head(points[-2], points[-1], size))

    def _ghosts(
        self,
        target: pygame.Surface,
        camera: Camera,
        view: PlayerView,
        names: Iterable[str],
        h: Hex,
    ) -> None:
        """The counter of a unit, pale, where it would stand."""
        if camera.hex_pixels < SINGLES_FROM:
            return
        x, y = camera.hex_screen(h)
        wide, tall = camera.size
        if not (-40 < x < wide + 40 and -40 < y < tall + 40):
            return
        side = max(8, Stacks.side(camera.hex_pixels) * 4 // 5)
        for name in names:
            face = card(card_of(view.scenario, view.units[name]), side).copy()  # type: ignore[index]
            face.set_alpha(GHOST)
            target.blit(face, face.get_rect(center=(round(x), round(y))))
            break


def middle(units: Iterable[Unit]) -> Hex | None:
    """The hex of the unit in the middle of some units."""
    places = sorted(u.hex for u in units)
    if not places:
        return None
    column = sum(h // 100 for h in places) / len(places)
    row = sum(h % 100 for h in places) / len(places)
    return min(places, key=lambda h: ((h // 100 - column) ** 2 + (h % 100 - row) ** 2, h))


def _head(a: Point, b: Point, size: float) -> list[Point]:
    angle = math.atan2(b[1] - a[1], b[0] - a[0])
    tip = (b[0] + math.cos(angle) * size * 0.4, b[1] + math.sin(angle) * size * 0.4)
    wings = [
        (tip[0] - math.cos(angle + s) * size * 1.3, tip[1] - math.sin(angle + s) * size * 1.3)
        for s in (-0.42, 0.42)
    ]
    return [tip, *wings]


def _dashes(target: pygame.Surface, colour: str, a: Point, b: Point, width: int) -> None:
    long = math.dist(a, b)
    steps = max(1, round(long / 7))
    for i in range(0, steps, 2):
        p, q = i / steps, min(1.0, (i + 1) / steps)
        pygame.draw.line(
            target, colour,
            (a[0] + (b[0] - a[0]) * p, a[1] + (b[1] - a[1]) * p),
            (a[0] + (b[0] - a[0]) * q, a[1] + (b[1] - a[1]) * q), width,
        )  # fmt: skip
