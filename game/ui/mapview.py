"""The map in the window: land, washes, names, counters and marks, laid over each other.

What can be seen of the game comes from a player's view alone. All that does not move is made of
tiles that are painted once for a zoom step; between two steps the whole sheet is stretched.
Layers of others join by the protocol `Layer`; washes lie under the names and counters, marks over
them.
"""

from __future__ import annotations

import math
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from typing import Protocol

import pygame

from game.film.counters import Card
from game.film.projection import Point, Projection
from game.film.sheet import LAND
from game.hexes import NOWHERE, Hex
from game.model.forces import FormationId, Side, Unit, UnitId
from game.model.scenario import Scenario
from game.model.state import PlayerView
from game.ui.armies import Armies
from game.ui.camera import Camera, area_of
from game.ui.front import Front
from game.ui.mapping import hexes_in, outline
from game.ui.namesheet import Boxes, NameSheet
from game.ui.overlays.control import Gains
from game.ui.overlays.damage import Cuts
from game.ui.overlays.shown import Shown
from game.ui.scene import Plan, Scene
from game.ui.settings import Settings, cache_folder
from game.ui.sheet import Budget, Ground, Sheet
from game.ui.stacks import SINGLES_FROM, Stacks
from game.ui.surround import Surround
from game.ui.theme import SELECTED
from game.ui.tiles import Tiles

COUNTERS_FROM = SINGLES_FROM
"""Pixels of a hex from which every unit has its counter; below, corps and armies have chips."""
PATIENCE = 0.007
"""Seconds of a picture's time in which tiles of layers are painted."""


class Layer(Protocol):
    """Something that can be laid over the map."""

    def draw(self, target: pygame.Surface, camera: Camera, view: PlayerView) -> None:
        """Lay it on the window."""


class MapView:
    """All layers of the map for one scenario."""

    def __init__(self, camera: Camera, tiles: Tiles, names: NameSheet) -> None:
        self.camera, self.tiles, self.names = camera, tiles, names
        self.viewer: Side = "soviet"
        """Whose eyes these are."""
        self.washes: list[Layer] = []
        """Under the names and counters."""
        self.marks: list[Layer] = []
        """Over the counters."""
        self.selected: tuple[UnitId, ...] = ()
        self.hover: Hex = NOWHERE
        self.plans: dict[FormationId, Plan] = {}
        """Axes that are ordered or drafted for armies: dashed arrows far out."""
        self.every_name = False
        """Every name over the counters, while Alt is held."""
        self.pictures = False
        """Wait for all tiles instead of showing what there is: for pictures of the window."""
        self.ground = Ground(tiles.hexmap, tiles.projection)
        self.stacks_layer = Stacks()
        self.armies = Armies(self.ground)
        self.overlays = Shown(self.ground)
        self._front = Sheet(self.ground, Front(tiles.projection))
        self._gains = Sheet(self.ground, Gains())
        self._cuts = Sheet(self.ground, Cuts())
        self._arrows = Sheet(self.ground, self.armies)
        self._surround = Sheet(self.ground, Surround())
        self._waiting = False

    def apply(self, settings: Settings, scale: int) -> None:
        """Take over what a person has set: palette, set of counters, names; `scale` is the size of
        the interface in per cent."""
        self.tiles.pale(settings.palette == "high_contrast")
        self.stacks_layer.faces.figures = settings.counters == "silhouette"
        self.names.change(settings.names)
        self.overlays.scale = scale

    # What others ask for

    @property
    def hidden(self) -> frozenset[UnitId]:
        """Units that are being moved by a film and are drawn by it."""
        return self.stacks_layer.hidden

    @hidden.setter
    def hidden(self, units: frozenset[UnitId]) -> None:
        self.stacks_layer.hidden = units

    def scene(self, view: PlayerView) -> Scene:
        """This moment as its layers see it."""
        return Scene(view, self.viewer, self.selected, self.hover, self.plans)

    def stacks(self, view: PlayerView) -> dict[Hex, list[tuple[Unit, Card]]]:
        """Units that are seen, by hex, the strongest first, with their faces."""
        return self.stacks_layer.faces.stacks(view, self.viewer)

    def side_pixels(self) -> int:
        """Side of a counter now."""
        return self.stacks_layer.side(self.camera.hex_pixels)

    def unit_under(self, at: Point) -> UnitId | None:
        """The card of a fanned pile under a pixel of the map; None elsewhere."""
        return self.stacks_layer.unit_at(at)

    def outline(self, h: int, share: float = 1.0) -> list[Point]:
        """The corners of a hex in the window."""
        return outline(self.camera, h, share)

    def take_key(self, event: pygame.event.Event) -> bool:
        """Keys of the map: one for each overlay, Tab turns the pile under the pointer when nothing
        is selected, Alt held shows every name. Whether the key was one of them."""
        if event.key in (pygame.K_LALT, pygame.K_RALT):
            self.every_name = event.type == pygame.KEYDOWN
            return True
        if event.type != pygame.KEYDOWN or event.mod & (pygame.KMOD_CTRL | pygame.KMOD_ALT):
            return False
        if event.key == pygame.K_TAB and self.hover != NOWHERE and not self.selected:
            self.stacks_layer.turn(self.hover)
            return True
        letter = pygame.key.name(event.key).upper()
        for overlay in self.overlays.all:
            if overlay.key == letter:
                self.overlays.toggle(letter)
                return True
        return False

    @property
    def busy(self) -> bool:
        """Whether something of the picture is still to come."""
        return self._waiting or self.names.busy or self.tiles.busy or self.camera.moving

    # Time

    def update(self, seconds: float) -> None:
        """Go on with zooming; take in what has been painted."""
        self.camera.update(seconds)
        self.tiles.update()
        self.names.update()
        self.stacks_layer.update(seconds, self.hover)

    # Picture

    def draw(self, target: pygame.Surface, view: PlayerView) -> None:
        """The whole map as one side knows it."""
        camera, scene = self.camera, self.scene(view)
        budget = Budget(math.inf if self.pictures else PATIENCE)
        step = camera.step
        if self.names.lacks(step):
            self.names.wanted(step, self._taken(scene))
        if self.every_name:
            self.names.wanted(step, (), every=True)
        scale = camera.hex_pixels / step
        if abs(scale - 1) < 1e-3:
            self._sheet(target, camera, scene, budget)
        else:
            # Between two steps the nearest is drawn at its own scale and stretched.
            wide, tall = (max(1, math.ceil(side / scale)) for side in camera.size)
            still = replace(camera, size=(wide, tall), hex_pixels=float(step), wanted=float(step))
            sheet = pygame.Surface((wide, tall))
            self._sheet(sheet, still, scene, budget)
            pygame.transform.smoothscale(sheet, camera.size, target)
        for wash in self.washes:
            wash.draw(target, camera, view)
        self.stacks_layer.draw(target, camera, scene)
        self.armies.draw(target, camera, scene)
        if abs(scale - 1) < 1e-3:
            self.overlays.over(target, camera, scene, budget)
            if self.every_name:
                self.names.draw(target, camera, every=True)
        self._draw_rings(target, view)
        for mark in self.marks:
            mark.draw(target, camera, view)
        self.overlays.live(target, camera, scene)
        self._waiting = budget.late

    def _sheet(
        self, target: pygame.Surface, camera: Camera, scene: Scene, budget: Budget
    ) -> None:
        """All that lies still, at a zoom step."""
        self.tiles.draw(target, camera)
        if scene.view.scenario.base:
            self._surround.draw(target, camera, scene, budget)
        self._gains.draw(target, camera, scene, budget)
        self.overlays.under(target, camera, scene, budget)
        self._front.draw(target, camera, scene, budget)
        self._cuts.draw(target, camera, scene, budget)
        self.names.draw(target, camera)
        self._arrows.draw(target, camera, scene, budget)

    def _taken(self, scene: Scene) -> Boxes:
        """Boxes on the sheet that counters and chips take at the camera's step, for the names."""
        step = self.camera.step
        boxes = self.armies.boxes(scene, step)
        km = self.camera.projection.size / step
        for h, side in self.stacks_layer.boxes(scene, step).items():
            x, y = self.camera.projection.centre(h)
            left, top = (x - self.names.low[0]) / km, (self.names.high[1] - y) / km
            boxes.append((round(left - side / 2), round(top - side / 2), side, side))
        return tuple(boxes)

    def _draw_rings(self, target: pygame.Surface, view: PlayerView) -> None:
        """Where the pointer is, and the hexes of what is selected."""
        if self.camera.hex_pixels < 12:
            return
        if self.hover and self.hover != self.stacks_layer.fanned:
            pygame.draw.aalines(target, "#fff6dc", True, self.outline(self.hover, 0.97))
            pygame.draw.polygon(target, "#fff6dc", self.outline(self.hover, 0.96), 2)
        for h in dict.fromkeys(view.units[u].hex for u in self.selected if u in view.units):
            if h:
                points = self.outline(h)
                pygame.draw.polygon(target, "#1a1405", points, 5)
                pygame.draw.polygon(target, SELECTED, points, 3)


def make_map(
    scenario: Scenario,
    size: tuple[int, int],
    painters: ProcessPoolExecutor | None,
    settings: Settings,
    viewer: Side,
) -> MapView:
    """The map of a scenario in a window of this size. The land is always that of the whole
    theatre; the camera stays with the scenario's part of it."""
    projection = Projection.of(scenario.map.projection)
    cache = cache_folder() / "tiles"
    tiles = Tiles(LAND, scenario.map, projection, cache, painters)
    low = (float(tiles.low[0]), float(tiles.low[1]))
    high = (float(tiles.high[0]), float(tiles.high[1]))
    names = NameSheet(scenario.id, low, high, painters)
    if scenario.base:
        low, high = area_of(scenario.map, projection)
    made = MapView(Camera(projection, size, low, high), tiles, names)
    made.viewer = viewer
    made.pictures = painters is None  # then nothing may come later
    made.apply(settings, 100)
    return made


__all__ = ["COUNTERS_FROM", "Layer", "MapView", "hexes_in", "make_map"]
