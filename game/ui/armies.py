"""Far out: chips of armies and corps at their centres of mass, and arrows of where they have gone
and where they are to go."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pygame

from game.film import names
from game.film.chips import (
    Army,
    armies,
    chip_box,
    chip_of,
    corps_of,
    draw_chip,
    place_chips,
)
from game.film.ink import Ink, evenly, smooth
from game.film.palette import NATIONS, rgb, rgba
from game.film.projection import Floats, Point, View
from game.model.forces import NATION_SIDE, SIDES, FormationId, Side, Unit
from game.model.state import PlayerView
from game.ui.camera import Camera
from game.ui.scene import Same, Scene
from game.ui.sheet import Ground, Place
from game.ui.stacks import COUNTERS_FROM, SINGLES_FROM

ARROWS_UNTIL = 22
"""Zoom below which arrows of advance are drawn."""
LEAST_ADVANCE = 1.6
"""Hexes that an army must have gone to be given an arrow."""


BEYOND = 40.0
"""Pixels by which an arrow points beyond the middle of its army, where the chip lies."""


class Trail:
    """Where the armies of each side stood, day after day, as the viewer saw it."""

    def __init__(self) -> None:
        self.days: dict[FormationId | None, dict[int, Point]] = {}
        self._seen: object = None

    def note(self, scene: Scene, bodies: tuple[Army, ...]) -> None:
        """Remember where the armies stand in this turn. For the viewer's own armies the first
        entry is where the order of battle has them."""
        if self._seen is None:
            for army in _first(scene.view, scene.side):
                self.days.setdefault(army.id, {})[0] = army.at
        self._seen = scene.view.units
        for army in bodies:
            self.days.setdefault(army.id, {})[scene.view.turn] = army.at

    def line(self, army: FormationId | None) -> Floats:
        """The way of an army in km."""
        days = self.days.get(army, {})
        return np.array([days[d] for d in sorted(days)]).reshape(-1, 2)


def _first(view: PlayerView, side: Side) -> tuple[Army, ...]:
    """The viewer's own armies where the order of battle has them."""
    units = tuple(
        Unit(c.id, c.hex, c.formation, c.men, c.tanks, c.spg, c.guns, c.rockets, c.vehicles)
        for c in view.scenario.counters.values()
        if c.side == side and c.hex and c.arrives <= 1
    )
    return armies(view.scenario, units)


@dataclass(frozen=True)
class _Placed:
    """The chips of one zoom step, and where they stand on the sheet."""

    about: object
    chips: tuple[tuple[Army, Point], ...]
    view: View


class Armies:
    """The layer of chips, and the painting of the arrows."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self._trails: dict[Side, Trail] = {}
        """What each side that looked through this window saw; never shown to the other."""
        self._bodies: tuple[object, tuple[Army, ...], tuple[Army, ...]] = (None, (), ())
        self._side: Side = "soviet"
        self._placed: dict[int, _Placed] = {}
        self._chips: dict[tuple[str, str, str, str, float], tuple[pygame.Surface, Point]] = {}

    def bodies(self, scene: Scene) -> tuple[tuple[Army, ...], tuple[Army, ...]]:
        """The armies and the corps that the viewer knows of."""
        if self._bodies[0] is not scene.view.units or self._side != scene.side:
            units = tuple(u for s in SIDES for u in scene.view.on_map(s))
            whole = armies(scene.view.scenario, units, chip_of)
            corps = armies(scene.view.scenario, units, corps_of)
            self._bodies, self._side = (scene.view.units, whole, corps), scene.side
            self.trail(scene.side).note(scene, whole)
        return self._bodies[1], self._bodies[2]

    def trail(self, side: Side) -> Trail:
        """The ways of armies as a side saw them."""
        return self._trails.setdefault(side, Trail())

    # Chips

    def _scale(self, step: float) -> float:
        return 0.86 if step < 11 else 1.0 if step < COUNTERS_FROM else 0.78

    def _at(self, scene: Scene, step: int) -> _Placed:
        whole, corps = self.bodies(scene)
        bodies = whole if step < COUNTERS_FROM else corps
        placed = self._placed.get(step)
        if placed is not None and placed.about is bodies:
            return placed
        low, high = self.ground.low, self.ground.high
        km = self.ground.projection.size / step
        size = tuple(round(float(d) / km) for d in high - low)
        middle = (low + high) / 2
        view = View(
            self.ground.projection, (size[0], size[1]), (float(middle[0]), float(middle[1])), km
        )
        frame = pygame.Rect(0, 0, *size)
        places = scene.view.scenario.map.places
        cities = [names.place_pixels(view, p) for p in places if names.tier(p) == 0]
        spots = cities if step < COUNTERS_FROM else []
        chips = place_chips(view, bodies, self._scale(step), frame, spots)
        placed = self._placed[step] = _Placed(bodies, tuple(chips), view)
        return placed

    def boxes(self, scene: Scene, step: int) -> list[tuple[int, int, int, int]]:
        """Room that the chips of a step take on the sheet, for the names."""
        if step >= SINGLES_FROM:
            return []
        scale = self._scale(step)
        found = (chip_box(a, at, scale) for a, at in self._at(scene, step).chips)
        return [(b.left, b.top, b.width, b.height) for b in found]

    def draw(self, target: pygame.Surface, camera: Camera, scene: Scene) -> None:
        """Chips of armies, or of corps, with a thread to where they stand."""
        if camera.hex_pixels >= SINGLES_FROM:
            return
        step = camera.step
        placed, scale = self._at(scene, step), self._scale(step)
        shown = []
        for army, spot in placed.chips:
            km = _km(placed.view, spot)
            x, y = camera.to_screen(km)
            if -90 < x < camera.size[0] + 90 and -60 < y < camera.size[1] + 60:
                shown.append((army, (x, y)))
        for army, at in shown:
            foot = camera.to_screen(army.at)
            if abs(foot[0] - at[0]) > 24 * scale or abs(foot[1] - at[1]) > 18 * scale:
                colour = rgb(NATIONS[army.nation]["edge"])
                pygame.draw.aaline(target, colour, at, foot)
                pygame.draw.circle(target, colour, foot, 3)
                pygame.draw.circle(target, rgb(NATIONS[army.nation]["ground"]), foot, 2)
        for army, at in sorted(shown, key=lambda row: row[1][1]):
            sign, shift = self._chip(army, scale)
            target.blit(
                sign, (round(at[0] - shift[0]), round(at[1] - shift[1])),
                special_flags=pygame.BLEND_PREMULTIPLIED,
            )  # fmt: skip

    def _chip(self, army: Army, scale: float) -> tuple[pygame.Surface, Point]:
        key = (army.label, army.nation, army.kind, army.size, scale)
        if key not in self._chips:
            box = chip_box(army, (0.0, 0.0), scale)
            size = (box.width + 24, box.height + 24)
            middle = (size[0] / 2, size[1] / 2)
            sheet = pygame.Surface(size, pygame.SRCALPHA)
            draw_chip(sheet, army, middle, scale)
            self._chips[key] = (sheet, middle)
        return self._chips[key]

    # Arrows

    def stamp(self, scene: Scene) -> object:
        """Who stands where, and what is planned."""
        self.bodies(scene)
        plans = tuple(sorted((f, p) for f, p in scene.plans.items()))
        return Same(self._bodies[1]), plans

    def paint(self, picture: pygame.Surface, at: Place, scene: Scene) -> None:
        """One tile of the arrows."""
        view = at.view
        if view.zoom >= ARROWS_UNTIL:
            return
        ink = Ink(view.size)
        width = view.style((9, 4.2), (19, 6.0))
        least = LEAST_ADVANCE * self.ground.projection.size
        drawn = False
        for army in self.bodies(scene)[0]:
            colour = NATIONS[army.nation]["ground"]
            mine = NATION_SIDE[army.nation] == scene.side
            line = self.trail(scene.side).line(army.id)
            if mine and len(line) > 1 and float(np.hypot(*(line[-1] - line[0]))) > least:
                drawn |= arrow(ink, view, line, width, colour, beyond=BEYOND)
            plan = scene.plans.get(army.id) if army.id else None
            if plan:
                ahead = np.array([army.at, *view.projection.centres(plan).tolist()])
                drawn |= arrow(ink, view, ahead, width * 0.8, colour, dashed=True)
        if drawn:
            ink.onto(picture)


def _km(view: View, spot: Point) -> Point:
    return (
        view.left + spot[0] * view.km_per_pixel,
        view.top - spot[1] * view.km_per_pixel,
    )


def arrow(
    ink: Ink,
    view: View,
    line: Floats,
    width: float,
    colour: str,
    dashed: bool = False,
    beyond: float = 0.0,
) -> bool:
    """An arrow of advance along points in km, going on for so many pixels `beyond` the last one;
    False where it lies outside the picture."""
    points = view.pixels(line)
    if beyond:
        way = points[-1] - points[0]
        points = np.concatenate(
            [points, points[-1:] + way / max(1e-6, float(np.hypot(*way))) * beyond]
        )
    keep = [0]
    for i in range(1, len(points)):
        if float(np.hypot(*(points[i] - points[keep[-1]]))) > width:
            keep.append(i)
    points = points[keep]
    if len(points) < 2 or not view.shows(points, 40):
        return False
    points = smooth(points, 3)
    total = float(np.hypot(*np.diff(points, axis=0).T).sum())
    head = min(width * 3.4, total * 0.6)
    body = evenly(points, 2)
    run = np.cumsum(np.hypot(*np.diff(body, axis=0).T))
    shaft = body[: max(2, int(np.searchsorted(run, total - head * 0.8)) + 1)]
    tip, neck = points[-1], shaft[-1]
    along = tip - neck
    length = float(np.hypot(*along)) or 1.0
    along = along / length
    across = np.array([-along[1], along[0]])
    barb = [tip, tip - along * head + across * head * 0.5, tip - along * head - across * head * 0.5]
    cream = rgba("#fff7e6", 220)
    pieces = [shaft]
    if dashed:
        pieces = [p for p in _dashes(shaft, width * 2.2, width * 1.5) if len(p) > 1]
    for piece in pieces:
        ink.line(piece, cream, width + 2.4, round_ends=False)
    ink.polygon(barb, cream, cream, 2.4)
    for piece in pieces:
        ink.line(piece, rgb(colour), width, round_ends=False)
    ink.polygon(barb, rgb(colour))
    return True


def _dashes(points: Floats, on: float, off: float) -> list[Floats]:
    run = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    starts = np.arange(0, run[-1], on + off)
    ends = np.minimum(starts + on, run[-1])
    found = []
    for a, b in zip(starts.tolist(), ends.tolist(), strict=True):
        stops = np.linspace(a, b, 6)
        found.append(np.stack([np.interp(stops, run, points[:, i]) for i in (0, 1)], axis=1))
    return found

