"""The pictures of a film on the map: walking counters, flashes, and signs that fade."""

from __future__ import annotations

import functools
import math

import pygame

from game.film.counters import card
from game.film.ink import Ink
from game.film.labels import lettering
from game.film.palette import rgba
from game.film.projection import Point
from game.hexes import Hex
from game.ui.camera import Camera
from game.ui.film.acts import Act

PATH, CASING = "#1d1a12", "#f6efdc"
SOVIET, JAPAN = "#a3281f", "#c99a1e"
FLASH, HOT = "#ffcf5a", "#fff6dc"
SHARE = 0.72
"""Side of a counter as a share of a hex; as on the map."""
LEAST = 13
"""Pixels of a counter where hexes are too small for one."""
RESULTS = {
    "repulsed": "thrown back", "held": "held", "shaken": "shaken", "stood": "stands fast",
    "works": "works hold", "last_stand": "last stand", "retreat": "retreat", "rout": "rout",
    "shattered": "shattered",
}  # fmt: skip
BROKEN = frozenset({"retreat", "rout", "shattered"})


def paint_act(target: pygame.Surface, camera: Camera, act: Act, share: float) -> None:
    """Paint one act at a share (0 to 1) of its time."""
    if act.kind == "walk":
        _walk(target, camera, act, share)
    elif act.kind == "fight":
        _fight(target, camera, act, share)
    elif act.kind not in ("news",) and act.at:
        _sign(target, camera, act, share)


def eased(share: float) -> float:
    """Slow at both ends."""
    return share * share * (3 - 2 * share)


def along(camera: Camera, path: tuple[Hex, ...], share: float) -> Point:
    """The point of a path after a share of its steps."""
    steps = len(path) - 1
    if steps < 1:
        return camera.hex_screen(path[-1])
    at = eased(share) * steps
    i = min(int(at), steps - 1)
    a, b = camera.hex_screen(path[i]), camera.hex_screen(path[i + 1])
    part = at - i
    return a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part


def _near(camera: Camera, at: Point, margin: float = 80) -> bool:
    wide, tall = camera.size
    return -margin < at[0] < wide + margin and -margin < at[1] < tall + margin


def _walk(target: pygame.Surface, camera: Camera, act: Act, share: float) -> None:
    at = along(camera, act.path, share)
    points = [camera.hex_screen(h) for h in act.path]
    if not any(_near(camera, p) for p in (*points, at)):
        return
    if share < 1.0 and len(points) > 1:
        width = max(2, round(camera.hex_pixels / 14))
        pygame.draw.lines(target, CASING, False, points, width + 3)
        pygame.draw.lines(target, SOVIET if act.soviet else JAPAN, False, points, width)
    if act.face is not None:
        face = card(act.face, max(LEAST, round(camera.hex_pixels * SHARE)))
        target.blit(face, face.get_rect(center=(round(at[0]), round(at[1]))))


def _fight(target: pygame.Surface, camera: Camera, act: Act, share: float) -> None:
    at = camera.hex_screen(act.at)
    if not _near(camera, at, 200):
        return
    tint = SOVIET if act.soviet else JAPAN
    for h in act.path:
        start = camera.hex_screen(h)
        grown = min(1.0, share * 3)
        end = (start[0] + (at[0] - start[0]) * grown, start[1] + (at[1] - start[1]) * grown)
        width = max(3, round(camera.hex_pixels / 8))
        pygame.draw.line(target, CASING, start, end, width + 3)
        pygame.draw.line(target, tint, start, end, width)
    glow = 1.0 - abs(2 * min(1.0, share * 1.4) - 1)
    radius = max(9.0, camera.hex_pixels * 0.55)
    burst = _burst(round(radius), round(glow * 8))
    target.blit(burst, burst.get_rect(center=(round(at[0]), round(at[1]))))
    word = RESULTS.get(act.result, act.result)
    _label(target, (at[0], at[1] - radius - 12), word, "#a11d2e" if act.result in BROKEN else PATH)


@functools.lru_cache(128)
def _burst(radius: int, glow: int) -> pygame.Surface:
    """A star of eight points; `glow` in eighths."""
    ink = Ink((2 * radius + 8, 2 * radius + 8), 3)
    middle = radius + 4.0
    share = 0.55 + 0.45 * glow / 8
    for reach, colour in ((1.0, FLASH), (0.62, HOT)):
        points = []
        for i in range(16):
            angle = math.pi * i / 8
            length = radius * share * reach * (1.0 if i % 2 == 0 else 0.52)
            points.append((middle + length * math.cos(angle), middle + length * math.sin(angle)))
        ink.polygon(points, colour, "#7d1410" if reach == 1.0 else None, 1.2)
    sheet = pygame.Surface(tuple(map(round, ink.size)), pygame.SRCALPHA)
    ink.onto(sheet)
    sheet.set_alpha(150 + 13 * glow)
    return sheet


def _sign(target: pygame.Surface, camera: Camera, act: Act, share: float) -> None:
    at = camera.hex_screen(act.at)
    if not _near(camera, at):
        return
    tint = SOVIET if act.soviet else JAPAN
    fade = 1.0 if share < 0.7 else (1.0 - share) / 0.3
    radius = camera.hex_pixels * (0.35 + 0.35 * eased(share))
    ring = _ring(max(6, round(radius)), tint, round(fade * 8))
    target.blit(ring, ring.get_rect(center=(round(at[0]), round(at[1]))))
    if act.kind in ("ring", "eye"):
        return
    sign = _badge(act.kind, tint)
    lift = max(16.0, camera.hex_pixels * 0.5)
    target.blit(sign, sign.get_rect(center=(round(at[0]), round(at[1] - lift))))


@functools.lru_cache(256)
def _ring(radius: int, colour: str, fade: int) -> pygame.Surface:
    side = 2 * radius + 8
    sheet = pygame.Surface((side, side), pygame.SRCALPHA)
    middle = (side // 2, side // 2)
    pygame.draw.circle(sheet, rgba("#f6efdc", 28 * fade), middle, radius + 2, 6)
    pygame.draw.circle(sheet, rgba(colour, 31 * fade), middle, radius, 3)
    return sheet


@functools.lru_cache(64)
def _badge(kind: str, colour: str) -> pygame.Surface:
    """A disc with the sign of what happened."""
    ink = Ink((30, 30), 3)
    ink.circle((15, 15), 12.5, "#f6efdc", "#1d1a12", 1.3)
    dark = "#1d1a12"
    match kind:
        case "flag" | "white":
            ink.line([(11, 8), (11, 23)], dark, 1.6)
            cloth = [(11.5, 8.5), (21, 10), (19, 13), (21, 16), (11.5, 15)]
            ink.polygon(cloth, colour if kind == "flag" else "#ffffff", dark, 0.9)
        case "chute":
            ink.polygon([(8, 14), (10, 9), (15, 7), (20, 9), (22, 14)], colour, dark, 1)
            for x in (8, 15, 22):
                ink.line([(x, 14), (15, 22)], dark, 1)
        case "bomb":
            ink.polygon([(15, 22), (12, 18), (12, 12), (18, 12), (18, 18)], dark)
            ink.polygon([(11, 8), (19, 8), (16.5, 12), (13.5, 12)], colour, dark, 0.8)
        case "bridge":
            ink.line([(8, 18), (22, 18)], dark, 2)
            for x in (11, 15, 19):
                ink.line([(x, 13), (x, 18)], colour, 1.6)
            ink.line([(9, 13), (21, 13)], dark, 1.4)
        case "cross":
            ink.line([(10, 10), (20, 20)], colour, 3)
            ink.line([(20, 10), (10, 20)], colour, 3)
        case _:
            ink.box((10, 11, 10, 9), colour, 1)
    sheet = pygame.Surface(tuple(map(round, ink.size)), pygame.SRCALPHA)
    ink.onto(sheet)
    return sheet


def _label(target: pygame.Surface, at: Point, text: str, colour: str) -> None:
    sign = lettering(text, "figures bold", 15, colour, 2)
    target.blit(sign, sign.get_rect(center=(round(at[0]), round(at[1]))))
