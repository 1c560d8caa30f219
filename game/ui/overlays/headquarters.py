"""Own headquarters, how far they command, and the troops that none reaches."""

from __future__ import annotations

import math

import pygame

from game.film.chips import short_army
from game.film.ink import Ink
from game.film.labels import font
from game.film.palette import NATIONS, rgb
from game.film.symbols import draw_echelon
from game.hexes import NOWHERE, Hex, distance
from game.model.forces import FormationId
from game.rules.command import in_command, reach_of
from game.ui.camera import Camera
from game.ui.overlays.overlay import Entry, Overlay
from game.ui.scene import Same, Scene
from game.ui.sheet import Place, lay

LEVELS = {"army": "army", "group": "corps", "area_army": "front", "front": "front",
          "general_army": "front", "corps": "corps"}  # fmt: skip
GREAT = frozenset({"army", "area_army", "general_army", "front", "fleet"})
"""Levels whose headquarters are shown at every zoom; the others from CORPS_FROM on."""
CORPS_FROM, LONGEST = 50, 14
LOST, RANGE = "#c01f16", "#6b2f7a"


class Headquarters(Overlay):
    """A flag for each headquarters; its reach when the pointer is there."""

    key, name = "2", "Command"
    meaning = "headquarters, how far they command, and who is out of command"

    def over(self, picture: pygame.Surface, at: Place, scene: Scene) -> None:
        """Flags of one tile, and rings round troops out of command."""
        view = scene.view
        posts: dict[Hex, list[FormationId]] = {}
        for name, h in view.hqs.items():
            if h != NOWHERE and view.scenario.formations[name].side == scene.side:
                posts.setdefault(h, []).append(name)
        lost = {u.hex for u in view.on_map(scene.side) if not in_command(view, u)}
        ink = Ink(at.view.size)
        hexes, points = at.hexes(sorted(lost))
        for _, (x, y) in zip(hexes, points.tolist(), strict=True):
            radius = max(4.0, at.view.hex_pixels * 0.5)
            ink.circle((x, y), radius, (192, 31, 22, 46))
            ink.dashes(_ring(x, y, radius), rgb(LOST), max(1.5, radius * 0.09), (7, 5))
        ink.onto(picture)
        hexes, points = at.hexes(sorted(posts), 2)
        for post, (x, y) in zip(hexes, points.tolist(), strict=True):
            great = [f for f in posts[Hex(post)] if view.scenario.formations[f].level in GREAT]
            small = [f for f in posts[Hex(post)] if f not in great]
            for i, name in enumerate([*small, *great]):
                formation = view.scenario.formations[name]
                if formation.level not in GREAT and at.view.zoom < CORPS_FROM:
                    continue
                nation = NATIONS["USSR" if scene.side == "soviet" else "JPN"]
                _flag(picture, (x, y - i * 24), short_army(formation.name)[:LONGEST].strip(),
                      LEVELS.get(formation.level, "army"), nation, at.view.zoom)  # fmt: skip

    def live(self, target: pygame.Surface, camera: Camera, scene: Scene) -> None:
        """The reach of the headquarters at the pointer, and of those over the selected unit."""
        view = scene.view
        wanted = []
        unit = scene.chosen
        chain = []
        at = unit.formation if unit is not None else None
        while at is not None and at in view.scenario.formations:
            chain.append(at)
            at = view.scenario.formations[at].parent
        for name, h in view.hqs.items():
            if h == NOWHERE or view.scenario.formations[name].side != scene.side:
                continue
            near = scene.hover != NOWHERE and distance(h, scene.hover) <= 1
            if near or name in chain:
                wanted.append((h, reach_of(view.scenario, name)))
        for h, reach in wanted:
            middle = camera.hex_screen(h)
            pygame.draw.circle(target, "#fdfaf0", middle, (reach + 0.5) * camera.hex_pixels + 1, 4)
            pygame.draw.circle(target, RANGE, middle, (reach + 0.5) * camera.hex_pixels, 2)

    def stamp(self, scene: Scene) -> object:
        """Headquarters and troops."""
        return Same(scene.view.hqs), Same(scene.view.units), scene.side

    def legend(self, scene: Scene) -> tuple[Entry, ...]:
        """Signs."""
        return (
            Entry("reach of a headquarters (point at it, or select a unit)", RANGE, "line"),
            Entry("out of command", LOST, "line"),
        )


def _ring(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    turns = [math.radians(a) for a in range(0, 361, 12)]
    return [(x + radius * math.cos(t), y + radius * math.sin(t)) for t in turns]


def _flag(
    picture: pygame.Surface, at: tuple[float, float], words: str, size: str,
    nation: dict[str, str], zoom: float,
) -> None:  # fmt: skip
    text = font("figures bold", 12 if zoom < 30 else 14).render(
        words, True, rgb(nation["symbol"])
    )
    wide, tall = text.get_width() + 10, text.get_height() + 2
    ink = Ink((wide + 8, tall + 30), 4)
    ink.line([(3, 10), (3, tall + 28)], rgb("#fdfaf0"), 4)
    ink.line([(3, 10), (3, tall + 28)], rgb("#26211c"), 2)
    ink.box((3, 10, wide, tall), rgb("#fdfaf0"), 1)
    ink.box((4, 11, wide - 2, tall - 2), rgb(nation["ground"]), 1)
    draw_echelon(ink, (3 + wide / 2, 2), size, 5, "#fdfaf0", 3)
    draw_echelon(ink, (3 + wide / 2, 2), size, 5, nation["edge"], 1.3)
    left, top = round(at[0] - 3), round(at[1] - tall - 28)
    ink.onto(picture, (left, top))
    lay(picture, text, text.get_rect(center=(round(left + 3 + wide / 2), top + 10 + tall // 2)))
