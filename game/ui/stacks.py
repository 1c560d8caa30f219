"""Counters in the window: piles on their hexes, a pile fanned out under the pointer, remembered
troops."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pygame

from game.film.chips import corps_of
from game.film.counters import CARD_SHARES, SHOWN, Card, card, draw_count
from game.hexes import NOWHERE, Hex
from game.model.forces import Side, Unit, UnitId
from game.rules.stacking import room
from game.ui.camera import Camera
from game.ui.faces import Faces, Stack, remembered
from game.ui.scene import Scene
from game.ui.theme import SELECTED

COUNTERS_FROM = 15
"""Pixels of a hex from which counters are shown; below, armies are."""
SINGLES_FROM = 22
"""From here on every unit has its counter; below, corps have chips."""
FAN_SECONDS = 0.25
"""How long the pointer rests on a pile before it is fanned out."""
LEAST_FANNED = 44
"""Side in pixels of the cards of a fan."""
OVERFULL = "#c01f16"


class Stacks:
    """The layer of counters."""

    def __init__(self) -> None:
        self.faces = Faces()
        self.hidden: frozenset[UnitId] = frozenset()
        """Units that are being moved by a film and are drawn by it."""
        self.ghosts = True
        """Whether troops that are out of sight are shown where they were last seen."""
        self._turned: dict[Hex, int] = {}
        self._rest: tuple[Hex, float] = (NOWHERE, 0.0)
        self._fan: list[tuple[UnitId, pygame.Rect]] = []
        self._fanned: Hex = NOWHERE

    # Time and hands

    def update(self, seconds: float, hover: Hex) -> None:
        """The pointer rests, or has gone on."""
        if hover != self._rest[0]:
            self._rest = (hover, 0.0)
        else:
            self._rest = (hover, self._rest[1] + seconds)

    def turn(self, h: Hex) -> None:
        """The uppermost card of a pile goes to its foot."""
        self._turned[h] = self._turned.get(h, 0) + 1

    def unit_at(self, at: tuple[float, float]) -> UnitId | None:
        """The card of the fan under a pixel."""
        for name, box in self._fan:
            if box.collidepoint(at):
                return name
        return None

    def order(self, stack: Stack, h: Hex, selected: Iterable[UnitId]) -> Stack:
        """A pile from the top: the selected ones first, then as it has been turned."""
        chosen = set(selected)
        shift = self._turned.get(h, 0) % max(1, len(stack))
        turned = stack[shift:] + stack[:shift]
        return sorted(turned, key=lambda row: row[0].id not in chosen)

    # Picture

    @staticmethod
    def side(hex_pixels: float) -> int:
        """Side of a counter in pixels."""
        share = CARD_SHARES[0] if hex_pixels < 26 else (
            CARD_SHARES[1] if hex_pixels > 45
            else CARD_SHARES[0] + (CARD_SHARES[1] - CARD_SHARES[0]) * (hex_pixels - 26) / 19
        )  # fmt: skip
        return max(8, round(hex_pixels * share))

    def boxes(self, scene: Scene, step: int) -> Mapping[Hex, int]:
        """The hexes that counters stand on at a zoom step, with the side of the counters."""
        if step < SINGLES_FROM:
            return {}
        side = self.side(step)
        return dict.fromkeys(self.faces.stacks(scene.view, scene.side), side)

    def draw(self, target: pygame.Surface, camera: Camera, scene: Scene) -> None:
        """All piles that can be seen, the southern ones on top."""
        self._fan, self._fanned = [], NOWHERE
        if camera.hex_pixels < COUNTERS_FROM:
            return
        side = self.side(camera.hex_pixels)
        stacks = self.faces.stacks(scene.view, scene.side)
        if self.ghosts:
            self._draw_ghosts(target, camera, scene, side, stacks)
        wide, tall = camera.size
        for h in sorted(stacks, key=lambda h: (h % 100, h)):
            x, y = camera.hex_screen(h)
            if -side < x < wide + side and -side < y < tall + side:
                self._draw_pile(target, scene, h, stacks[h], (x, y), side, camera.hex_pixels)
        if self._rest[0] in stacks and self._rest[1] >= FAN_SECONDS:
            self._draw_fan(target, camera, scene, self._rest[0], stacks[self._rest[0]])

    def _draw_pile(
        self, target: pygame.Surface, scene: Scene, h: Hex, stack: Stack, at: tuple[float, float],
        side: int, hex_pixels: float,
    ) -> None:  # fmt: skip
        faces = [row for row in stack if row[0].id not in self.hidden]
        if hex_pixels < SINGLES_FROM:
            faces = [row for row in faces if _alone(scene, row[0])]
        shown = self.order(faces, h, scene.selected)[:SHOWN]
        fan = max(1.5, side * 0.085)
        x, y = at
        for i in range(len(shown) - 1, -1, -1):
            shift = (i - (len(shown) - 1) / 2) * fan
            sign = card(shown[i][1], side)
            box = sign.get_rect(center=(round(x + shift), round(y - shift)))
            target.blit(sign, box)
            if shown[i][0].id in scene.selected:
                _ring(target, (x + shift, y - shift), side)
        if len(faces) > 1 and side >= 20:
            corner = side / 2 + (len(shown) - 1) / 2 * fan
            radius = max(7.0, side * 0.17)
            spot = (x + corner - 2, y - corner + 2)
            owner = scene.view.side_of(faces[0][0].id)
            if owner == scene.side and room(scene.view, owner, h) < 0:
                pygame.draw.circle(target, OVERFULL, spot, radius + 2)
            draw_count(target, spot, len(faces), radius)

    def _draw_ghosts(
        self, target: pygame.Surface, camera: Camera, scene: Scene, side: int,
        stacks: Mapping[Hex, Stack],
    ) -> None:  # fmt: skip
        if camera.hex_pixels < SINGLES_FROM:
            return
        for h, ghosts in _remembered(scene).items():
            if h in stacks:
                continue
            x, y = camera.hex_screen(h)
            if not (-side < x < camera.size[0] + side and -side < y < camera.size[1] + side):
                continue
            sign = card(ghosts[0][1], side)
            target.blit(sign, sign.get_rect(center=(round(x), round(y))))
            if len(ghosts) > 1 and side >= 20:
                radius = max(7.0, side * 0.17)
                draw_count(target, (x + side / 2 - 2, y - side / 2 + 2), len(ghosts), radius)

    def _draw_fan(
        self, target: pygame.Surface, camera: Camera, scene: Scene, h: Hex, stack: Stack
    ) -> None:
        """The pile under the pointer as a row above its hex."""
        faces = [row for row in stack if row[0].id not in self.hidden]
        if len(faces) < 2:
            return
        side = max(LEAST_FANNED, self.side(camera.hex_pixels))
        gap = round(side * 0.12)
        columns = min(len(faces), max(1, (camera.size[0] - 2 * gap) // (side + gap)))
        rows = -(-len(faces) // columns)
        x, y = camera.hex_screen(h)
        wide, tall = columns * (side + gap) + gap, rows * (side + gap) + gap
        tray = pygame.Rect(0, 0, wide, tall)
        tray.midbottom = (round(x), round(y - camera.hex_pixels * 0.52))
        if tray.top < 0:
            tray.top = round(y + camera.hex_pixels * 0.52)
        tray.clamp_ip(pygame.Rect((0, 0), camera.size))
        sheet = pygame.Surface(tray.size, pygame.SRCALPHA)
        pygame.draw.rect(sheet, (29, 33, 36, 225), sheet.get_rect(), border_radius=6)
        pygame.draw.rect(sheet, (74, 68, 54, 255), sheet.get_rect(), 1, border_radius=6)
        target.blit(sheet, tray)
        self._fanned = h
        for i, (unit, face) in enumerate(self.order(faces, h, scene.selected)):
            box = pygame.Rect(0, 0, side, side)
            box.topleft = (
                tray.left + gap + i % columns * (side + gap),
                tray.top + gap + i // columns * (side + gap),
            )
            sign = card(face, side)
            target.blit(sign, sign.get_rect(center=box.center))
            if unit.id in scene.selected:
                _ring(target, box.center, side)
            self._fan.append((unit.id, box))

    @property
    def fanned(self) -> Hex:
        """The hex whose pile is fanned out; NOWHERE for none."""
        return self._fanned


_KEPT: list[tuple[object, Side, dict[Hex, list[tuple[UnitId, Card]]]]] = []


def _remembered(scene: Scene) -> dict[Hex, list[tuple[UnitId, Card]]]:
    """The ghosts of a view; those of the last view are kept."""
    about = scene.view.sightings
    if not _KEPT or _KEPT[0][0] is not about or _KEPT[0][1] != scene.side:
        _KEPT[:] = [(about, scene.side, remembered(scene.view, scene.side))]
    return _KEPT[0][2]


def _alone(scene: Scene, unit: Unit) -> bool:
    """Whether a unit is shown by itself where corps have chips: it belongs to none, or is
    selected."""
    return unit.id in scene.selected or corps_of(scene.view.scenario, unit.formation) is None


def _ring(target: pygame.Surface, at: tuple[float, float], side: int) -> None:
    """The golden ring of a selected counter."""
    box = pygame.Rect(0, 0, side + 4, side + 4)
    box.center = (round(at[0]), round(at[1]))
    pygame.draw.rect(target, "#1a1405", box.inflate(2, 2), 4, border_radius=round(side * 0.11))
    pygame.draw.rect(target, SELECTED, box, 2, border_radius=round(side * 0.11))
