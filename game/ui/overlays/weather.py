"""Weather by sector, the ground that it has left, and what the climate lets one expect."""

from __future__ import annotations

import functools

import numpy as np
import numpy.typing as npt
import pygame

from game.film.ink import Ink
from game.film.labels import font
from game.film.palette import rgb
from game.film.projection import Point, Projection
from game.hexes import OFFSETS, STRIDE
from game.model.climate import CODES
from game.model.hexmap import HexMap
from game.model.terrain import DRY, FLOOD, MUD, WET
from game.rules.weather import forecast
from game.ui.camera import Camera
from game.ui.overlays.overlay import Entry, Overlay
from game.ui.scene import Same, Scene
from game.ui.sheet import Place, hatch, premultiplied, wash
from game.ui.theme import DARK, TEXT

PATTERNS = {"Ra": "slant", "Th": "slant", "Hr": "double", "Fg": "dots", "St": "waves"}
RAIN, MIST, GALE, SOIL = "#27618a", "#6d7a80", "#1c3f66", "#6b3f17"
GROUND = {DRY: "dry ground", WET: "wet ground", MUD: "mud", FLOOD: "floods"}
OUTLINE = "#27435a"


@functools.lru_cache(maxsize=4)
def _edges(hexmap: HexMap, projection: Projection) -> tuple[tuple[Point, Point], ...]:
    """The hexsides between sectors, in km."""
    h = np.array(hexmap.hexes)
    sector = hexmap.sector
    found = []
    inside = np.zeros(hexmap.size, bool)
    inside[h] = True
    for d in range(3):
        n = h + np.array(OFFSETS)[(h // STRIDE) & 1, d]
        ok = (n >= 0) & (n < hexmap.size)
        a, b = h[ok], n[ok]
        differ = inside[b] & (sector[a] != sector[b])
        for here in a[differ].tolist():
            corners = projection.corners(here)
            p, q = corners[(d + 4) % 6], corners[(d + 5) % 6]
            found.append(((float(p[0]), float(p[1])), (float(q[0]), float(q[1]))))
    return tuple(found)


@functools.lru_cache(maxsize=4)
def _middles(hexmap: HexMap, projection: Projection) -> tuple[Point | None, ...]:
    """Where the card of each sector stands: the hex nearest to its middle."""
    found: list[Point | None] = []
    land = np.frombuffer(hexmap.land, np.uint8) > 0
    inside = np.zeros(hexmap.size, bool)
    inside[list(hexmap.hexes)] = True
    for i in range(len(hexmap.sectors)):
        mine = np.flatnonzero((hexmap.sector == i) & inside)
        solid = mine[land[mine]]
        mine = solid if len(solid) else mine
        if not len(mine):
            found.append(None)
            continue
        points = projection.centres(mine.tolist())
        near = np.hypot(*(points - points.mean(axis=0)).T).argmin()
        found.append((float(points[near][0]), float(points[near][1])))
    return tuple(found)


class Weather(Overlay):
    """Hatching for rain, fog and storm, stipple for mud, a card in each sector."""

    key, name = "W", "Weather"
    meaning = "weather, state of the ground, and tomorrow's chances"

    def stamp(self, scene: Scene) -> object:
        """The day."""
        return Same(scene.view.weather), scene.view.turn, scene.view.ground

    def under(self, picture: pygame.Surface, at: Place, scene: Scene) -> None:
        """Washes and hatchings of the sectors."""
        view, hexmap = scene.view, scene.view.scenario.map
        soil = np.zeros((hexmap.size + 1, 4), np.uint8)
        for i in range(len(hexmap.sectors)):
            mask = _ashore(hexmap, i)
            if view.ground[i] >= MUD:
                soil[mask] = premultiplied(SOIL, 58 if view.ground[i] == MUD else 90)
            elif view.ground[i] == WET:
                soil[mask] = premultiplied(SOIL, 26)
        wash(picture, at, soil)
        for i in range(len(hexmap.sectors)):
            code = view.weather[i] if i < len(view.weather) else "Cl"
            mask = _sector(hexmap, i)
            if view.ground[i] >= MUD:
                hatch(picture, at, _ashore(hexmap, i), SOIL, "stipple")
            if code in PATTERNS:
                colour = MIST if code == "Fg" else GALE if code == "St" else RAIN
                hatch(picture, at, mask, colour, PATTERNS[code])
        ink = Ink(at.view.size)
        for a, b in _edges(hexmap, at.view.projection):
            ends = at.view.pixels(np.array([a, b]))
            if at.view.shows(ends, 4):
                ink.line(ends, rgb("#f4f1e6"), 4)
                ink.line(ends, rgb(OUTLINE), 2)
        ink.onto(picture)

    def live(self, target: pygame.Surface, camera: Camera, scene: Scene) -> None:
        """The cards."""
        view, hexmap = scene.view, scene.view.scenario.map
        middles = _middles(hexmap, camera.projection)
        small = camera.hex_pixels < 11
        for i, middle in enumerate(middles):
            if middle is None:
                continue
            x, y = camera.to_screen(middle)
            if not (-150 < x < camera.size[0] + 150 and -60 < y < camera.size[1] + 60):
                continue
            code = view.weather[i]
            chances = forecast(view, i)
            best = sorted(chances.items(), key=lambda row: -row[1])[:2]
            ahead = ", ".join(f"{CODES[c]} {n} %" for c, n in best)
            lines = [f"{CODES.get(code, code)}, {GROUND[view.ground[i]]}"]
            if ahead and not small:
                lines.append(f"tomorrow: {ahead}")
            _card(target, (x, y), code, hexmap.sectors[i], tuple(lines))

    def legend(self, scene: Scene) -> tuple[Entry, ...]:
        """Hatchings."""
        return (
            Entry("rain, thunderstorm", RAIN, "hatch", "rising"),
            Entry("fog", MIST, "hatch", "dots"),
            Entry("storm at sea", GALE, "hatch", "rising"),
            Entry("wet ground", "#c9ad8a"),
            Entry("mud, floods", "#8a5a30"),
        )


@functools.lru_cache(maxsize=64)
def _sector(hexmap: HexMap, sector: int) -> npt.NDArray[np.bool_]:
    return np.append(hexmap.sector == sector, False)


@functools.lru_cache(maxsize=64)
def _ashore(hexmap: HexMap, sector: int) -> npt.NDArray[np.bool_]:
    land = np.append(np.frombuffer(hexmap.land, np.uint8) > 0, False)
    return np.asarray(_sector(hexmap, sector) & land)


@functools.lru_cache(maxsize=64)
def _plate(code: str, sector: str, lines: tuple[str, ...]) -> pygame.Surface:
    head, face = font("serif bold", 15), font("figures", 14)
    words = [head.render(sector.replace("_", " ").title(), True, rgb("#c8a55a"))]
    words += [face.render(line, True, rgb(TEXT)) for line in lines]
    wide = max(w.get_width() for w in words) + 46
    tall = 10 + sum(w.get_height() for w in words)
    sheet = pygame.Surface((wide, tall), pygame.SRCALPHA)
    pygame.draw.rect(sheet, (*rgb(DARK), 232), sheet.get_rect(), border_radius=5)
    draw_icon(sheet, (20, tall // 2), code, 11)
    y = 5
    for w in words:
        sheet.blit(w, (38, y))
        y += w.get_height()
    return sheet


def _card(
    target: pygame.Surface, at: Point, code: str, sector: str, lines: tuple[str, ...]
) -> None:
    sheet = _plate(code, sector, lines)
    target.blit(sheet, sheet.get_rect(center=(round(at[0]), round(at[1]))))


def draw_icon(target: pygame.Surface, at: tuple[int, int], code: str, r: int) -> None:
    """A small picture of a kind of weather, `r` pixels in radius."""
    ink = Ink((r * 2 + 4, r * 2 + 4), 4)
    m = r + 2.0
    if code in ("Cl", "Pc"):
        ink.circle((m, m), r * 0.55, "#f5c542")
        for k in range(8):
            turn = k * np.pi / 4
            ray = np.array([np.cos(turn), np.sin(turn)])
            ink.line([m + ray * r * 0.7, m + ray * r * 0.98], "#f5c542", 1.6)
    if code != "Cl":
        grey = "#c3ccd2" if code in ("Pc", "Fg") else "#8d9aa5"
        if code == "Fg":
            for k in range(3):
                level = m - r * 0.4 + k * r * 0.45
                ink.line([(m - r * 0.8, level), (m + r * 0.8, level)], grey, 2)
        else:
            for dx, dy, size in ((-0.35, 0.05, 0.42), (0.3, 0.0, 0.48), (0.0, -0.25, 0.45)):
                ink.circle((m + dx * r, m + dy * r), r * size, grey)
    for k in range({"Ra": 3, "Th": 2, "Hr": 4, "St": 3}.get(code, 0)):
        x = m - r * 0.6 + k * r * 0.42
        ink.line([(x, m + r * 0.45), (x - r * 0.2, m + r * 0.95)], "#79b7e0", 1.8)
    if code == "Th":
        bolt = ((0.3, 0.2), (0.05, 0.62), (0.4, 0.55), (0.1, 1.0))
        ink.line([(m + r * u, m + r * v) for u, v in bolt], "#f5c542", 1.8)
    ink.onto(target, (round(at[0] - m), round(at[1] - m)))
