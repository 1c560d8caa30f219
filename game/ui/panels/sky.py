"""Small pictures of the weather."""

from __future__ import annotations

import math

import pygame

SUN, CLOUD, DARK_CLOUD, RAIN, FOG = "#f0c24a", "#c9cdd0", "#8d949a", "#79a9d0", "#b9bdb8"


def draw_sky(target: pygame.Surface, at: tuple[int, int], size: int, code: str) -> None:
    """The weather of a sector: sun, cloud, rain, fog, storm, in a square of so many pixels."""
    x, y = at
    r = max(3, size // 4)
    if code == "Cl":
        pygame.draw.circle(target, SUN, (x, y), r)
        for k in range(8):
            a = k * math.pi / 4
            p = (x + math.cos(a) * r * 1.4, y + math.sin(a) * r * 1.4)
            q = (x + math.cos(a) * r * 1.9, y + math.sin(a) * r * 1.9)
            pygame.draw.line(target, SUN, p, q, max(1, size // 14))
        return
    if code == "Fg":
        for k in (-1, 0, 1):
            wide = size * (0.42 - 0.06 * abs(k))
            line = (x - wide, y + k * size * 0.2), (x + wide, y + k * size * 0.2)
            pygame.draw.line(target, FOG, *line, max(2, size // 9))
        return
    if code == "Pc":
        pygame.draw.circle(target, SUN, (x + r // 2, y - r // 2), r)
    wet = code in ("Ra", "Hr", "Th", "St")
    body = DARK_CLOUD if wet else CLOUD
    up = -size // 8 if wet else 0
    for dx, dy, share in ((-0.24, 0.02, 0.2), (0.02, -0.1, 0.25), (0.26, 0.04, 0.18)):
        pygame.draw.circle(target, body, (x + dx * size, y + up + dy * size), share * size)
    base = pygame.Rect(x - size * 0.4, y + up + size * 0.02, size * 0.8, size * 0.2)
    pygame.draw.rect(target, body, base, border_radius=size // 8)
    if code == "Th":
        bolt = [(0.02, 0.1), (-0.1, 0.32), (0.02, 0.3), (-0.06, 0.52)]
        points = [(x + px * size, y + py * size) for px, py in bolt]
        pygame.draw.lines(target, SUN, False, points, max(2, size // 10))
    elif wet:
        drops = (-0.22, 0.02, 0.26) if code == "Ra" else (-0.3, -0.12, 0.06, 0.24)
        for dx in drops:
            p = (x + dx * size, y + size * 0.18)
            q = (x + (dx - 0.09) * size, y + size * (0.38 if code == "Ra" else 0.46))
            pygame.draw.line(target, RAIN, p, q, max(1, size // 11))
