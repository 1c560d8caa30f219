"""Air bases with the sorties left there, and how far the wings of a base reach."""

from __future__ import annotations

import numpy as np
import pygame

from game.film.ink import Ink
from game.film.labels import font
from game.film.palette import rgb
from game.hexes import NOWHERE, Hex, distance
from game.model.forces import AssetId, Wing
from game.rules.air import branch_of, left, wings_of
from game.rules.air_bases import airfields
from game.ui.camera import Camera
from game.ui.overlays.overlay import Entry, Overlay
from game.ui.scene import Same, Scene
from game.ui.sheet import Place, lay

BASE, USED, EMPTY = "#1769aa", "#6d7a80", "#f6f0df"
RINGS = {"fighter": "#8a2f6b", "bomber": "#7d1410", "ground_attack": "#a4521a"}
OTHER = "#1c3f66"
NOTCH_KM = 100


class Air(Overlay):
    """Runways with pips for what can still fly today; rings of reach from the base under the
    pointer."""

    key, name = "I", "Air"
    meaning = "airfields, sorties left today, and reach from the base under the pointer"

    def stamp(self, scene: Scene) -> object:
        """Aircraft and airfields."""
        return Same(scene.view.wings), Same(scene.view.control), scene.view.turn, scene.side

    def over(self, picture: pygame.Surface, at: Place, scene: Scene) -> None:
        """Bases of one tile."""
        view = scene.view
        based = bases(scene)
        free = [h for h in airfields(view, scene.side) if h not in based]
        radius = at.view.style((9, 5.0), (27, 8.0), (54, 11.0))
        ink = Ink(at.view.size)
        hexes, points = at.hexes(free)
        for _, (x, y) in zip(hexes, points.tolist(), strict=True):
            _runway(ink, (x, y), radius * 0.75, EMPTY, USED)
        hexes, points = at.hexes(list(based), 2)
        texts = []
        for h, (x, y) in zip(hexes, points.tolist(), strict=True):
            ready = sum(left(view, name) for name, _ in based[Hex(h)])
            machines = sum(wing.aircraft for _, wing in based[Hex(h)])
            _runway(ink, (x, y), radius, BASE if ready else USED, "#fdfaf0")
            pips = min(5, -(-ready // 40))
            for i in range(pips):
                spot = (x - (pips - 1) * 3.2 + i * 6.4, y + radius + 5)
                ink.circle(spot, 2.8, rgb("#fdfaf0"))
                ink.circle(spot, 2.0, rgb(BASE))
            words = f"{ready} sorties of {machines}" if at.view.zoom > 40 else str(ready)
            texts.append((words, x, y))
        ink.onto(picture)
        if at.view.zoom < 12:
            return
        face = font("figures bold", 13)
        for words, x, y in texts:
            text = face.render(words, True, rgb("#143a5a"))
            box = text.get_rect(midtop=(round(x), round(y + radius + 9)))
            back = pygame.Surface((box.width + 6, box.height), pygame.SRCALPHA)
            back.fill((253, 250, 240, 215))
            lay(picture, back, back.get_rect(center=box.center))
            lay(picture, text, box)

    def live(self, target: pygame.Surface, camera: Camera, scene: Scene) -> None:
        """Rings of reach from the base at the pointer, one for each kind of aircraft there."""
        based = bases(scene)
        near = min(
            (h for h in based if scene.hover != NOWHERE and distance(h, scene.hover) <= 1),
            key=lambda h: distance(h, scene.hover), default=NOWHERE,
        )  # fmt: skip
        if near == NOWHERE:
            return
        middle = camera.hex_screen(near)
        told: dict[str, int] = {}
        for name, wing in based[near]:
            branch = branch_of(scene.view, name)
            told[branch.name] = max(told.get(branch.name, 0), branch.reach - wing.away)
        for kind, reach in sorted(told.items(), key=lambda row: row[1]):
            if reach <= 0:
                continue
            colour = next((c for k, c in RINGS.items() if k in kind.replace(" ", "_")), OTHER)
            radius = reach * camera.hex_pixels
            pygame.draw.circle(target, "#fdfaf0", middle, radius + 1, 4)
            pygame.draw.circle(target, colour, middle, radius, 2)
            notches = int(reach * camera.projection.size // NOTCH_KM)
            for i in range(1, notches + 1):
                out = i * NOTCH_KM / camera.km_per_pixel
                x, y = middle[0] + out, middle[1]
                pygame.draw.line(target, colour, (x, y - 4), (x, y + 4), 2)
            text = font("figures bold", 14).render(f"{kind}, {reach} hexes", True, rgb(colour))
            box = text.get_rect(midbottom=(round(middle[0]), round(middle[1] - radius - 2)))
            box.clamp_ip(target.get_rect().inflate(-8, -8))
            pygame.draw.rect(target, "#fdfaf0", box.inflate(8, 2), border_radius=3)
            target.blit(text, box)

    def legend(self, scene: Scene) -> tuple[Entry, ...]:
        """Signs."""
        return (
            Entry("base, with sorties left today", BASE, "disc"),
            Entry("base, nothing left today", USED, "disc"),
            Entry("airfield without aircraft", EMPTY, "disc"),
            Entry("reach, a notch every 100 km (point at a base)", RINGS["bomber"], "line"),
        )


def bases(scene: Scene) -> dict[Hex, list[tuple[AssetId, Wing]]]:
    """The viewer's own wings by their base."""
    found: dict[Hex, list[tuple[AssetId, Wing]]] = {}
    for name, wing in wings_of(scene.view, scene.side):
        if wing.base != NOWHERE and wing.aircraft:
            found.setdefault(wing.base, []).append((name, wing))
    return found


def _runway(
    ink: Ink, at: tuple[float, float], radius: float, fill: str, bar: str
) -> None:
    ink.circle(at, radius + 1.6, rgb("#fdfaf0"))
    ink.circle(at, radius, rgb(fill), rgb("#143a5a"), 1.3)
    turn = np.radians(-35)
    ray = np.array([np.cos(turn), np.sin(turn)]) * radius * 0.72
    middle = np.array(at)
    ink.line([middle - ray, middle + ray], rgb(bar), radius * 0.42, round_ends=False)
