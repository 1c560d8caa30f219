"""Bridges that are down, railways torn up or bombed, pontoons, and what engineers are mending."""

from __future__ import annotations

import numpy as np
import pygame

from game.film.ink import Ink
from game.film.labels import font
from game.film.palette import rgb
from game.film.projection import Floats
from game.rules.damage import beyond
from game.ui.overlays.overlay import Entry, Overlay
from game.ui.scene import Same, Scene
from game.ui.sheet import Place, lay

BROKEN, BOMBED, BUILT = "#8f1414", "#c47a12", "#1769aa"


class Damage(Overlay):
    """A saltire on each broken side, an hourglass with the turns left where it is mended."""

    key, name = "3", "Damage"
    meaning = "broken bridges and railways, pontoons, and works under way"

    def stamp(self, scene: Scene) -> object:
        """What is broken and built."""
        v = scene.view
        return Same(v.cuts), Same(v.pontoons), Same(v.tracks), Same(v.jobs)

    def over(self, picture: pygame.Surface, at: Place, scene: Scene) -> None:
        """Signs of one tile."""
        marks(picture, at, scene, at.view.style((9, 4.5), (27, 7.0), (54, 10.0)))

    def legend(self, scene: Scene) -> tuple[Entry, ...]:
        """Signs."""
        return (
            Entry("bridge down, track torn up; turns of work", BROKEN, "disc", "×"),
            Entry("bombed: fewer trains until morning", BOMBED, "disc", "×"),
            Entry("under repair: turns left", "#f4efe2", "disc", "3"),
            Entry("pontoon bridge, track cut by engineers", BUILT, "disc"),
        )


class Cuts:
    """The painting of cuts as the map always has them from a middle zoom on."""

    def stamp(self, scene: Scene) -> object:
        """What is broken and mended."""
        return Same(scene.view.cuts), Same(scene.view.jobs), Same(scene.view.pontoons)

    def paint(self, picture: pygame.Surface, at: Place, scene: Scene) -> None:
        """One tile."""
        if at.view.zoom >= 24:
            marks(picture, at, scene, at.view.style((24, 4.0), (54, 7.5), (76, 9.0)))


def _middle(at: Place, side: int) -> Floats:
    ends = at.view.projection.centres((side // 6, beyond(side)))
    return np.asarray(at.view.pixels(ends).mean(axis=0))


def marks(picture: pygame.Surface, at: Place, scene: Scene, radius: float) -> None:
    """Discs on the sides that are broken, mended or built."""
    view = scene.view
    ink = Ink(at.view.size)
    mended = {job.side: job for job in view.jobs.values() if job.task != "fort"}
    texts: list[tuple[str, Floats]] = []
    for side, cut in view.cuts.items():
        spot = _middle(at, side)
        if not _near(at, spot):
            continue
        here = (float(spot[0]), float(spot[1]))
        colour = BOMBED if cut.what == "bombed" else BROKEN
        ink.circle(here, radius + 1.4, rgb("#26211c"))
        ink.circle(here, radius + 0.6, rgb("#f4efe2"))
        if side in mended:
            _hourglass(ink, here, radius)
            texts.append((str(cut.work), spot + np.array([radius + 7, -radius])))
            continue
        for turn in (-1, 1):
            u = radius * 0.55
            line = [(here[0] - u, here[1] - turn * u), (here[0] + u, here[1] + turn * u)]
            ink.line(line, rgb(colour), max(1.6, radius * 0.3))
        if cut.what == "bridge" and radius > 6:
            _abutments(ink, here, radius)
    for built, sign in ((view.pontoons, 3), (view.tracks, 2)):
        for side, left in built.items():
            spot = _middle(at, side)
            if _near(at, spot):
                _hulls(ink, (float(spot[0]), float(spot[1])), radius, sign, not left)
                if left:
                    texts.append((str(left), spot + np.array([radius + 7, -radius])))
    ink.onto(picture)
    if at.view.zoom < 24:
        return
    face = font("figures bold", 13)
    for words, spot in texts:
        text = face.render(words, True, rgb("#26211c"))
        box = text.get_rect(center=(round(float(spot[0])), round(float(spot[1]))))
        back = pygame.Surface((box.width + 4, box.height - 2), pygame.SRCALPHA)
        back.fill((244, 239, 226, 230))
        lay(picture, back, back.get_rect(center=box.center))
        lay(picture, text, box)


def _near(at: Place, spot: Floats) -> bool:
    return bool((spot > -30).all() and (spot < np.array(at.view.size) + 30).all())


def _hourglass(ink: Ink, at: tuple[float, float], radius: float) -> None:
    x, y = at
    u = radius * 0.5
    ink.polygon([(x - u, y - u * 1.2), (x + u, y - u * 1.2), (x, y)], rgb(BUILT))
    ink.polygon([(x, y), (x + u, y + u * 1.2), (x - u, y + u * 1.2)], rgb(BUILT))


def _abutments(ink: Ink, at: tuple[float, float], radius: float) -> None:
    x, y = at
    for hand in (-1, 1):
        edge = x + hand * radius * 1.7
        ink.line([(edge - hand * radius * 0.5, y + radius * 0.5), (edge, y + radius * 0.9)],
                 rgb("#26211c"), max(1.4, radius * 0.22))  # fmt: skip


def _hulls(
    ink: Ink, at: tuple[float, float], radius: float, count: int, done: bool
) -> None:
    x, y = at
    ink.circle(at, radius + 1, rgb("#f4efe2"), rgb(BUILT), 1.3)
    for i in range(count):
        level = y + (i - (count - 1) / 2) * radius * 0.5
        line = [(x - radius * 0.5, level), (x + radius * 0.5, level)]
        if done:
            ink.line(line, rgb(BUILT), max(1.4, radius * 0.24))
        else:
            ink.dashes(line, rgb(BUILT), max(1.2, radius * 0.2), (2, 2))
