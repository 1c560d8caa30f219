"""What a counter shows about the state of its unit: signs, bars, lines of earth, veils and tags.

Never colour alone: each state has a shape of its own. At most three signs are drawn, the gravest
first; lists tell all of them.
"""

from __future__ import annotations

import pygame

from game.film.ink import Ink
from game.film.labels import font
from game.film.palette import rgb
from game.film.symbols import Box

GRAVEST = ("out", "routed", "fuel", "low", "disrupted", "command", "asleep")
"""Signs from the gravest on: nothing comes, routed, no fuel, short of supply, disrupted, out of
command, still without orders."""
MOST = 3
"""Signs on one counter."""
SIGNS_FROM = 22
"""Side in pixels from which signs are drawn."""
GOOD, WARN, BAD = "#79c7d0", "#f0c24a", "#d8573f"
"""Strength over half, under half, under a third."""
STEPS = 6
Point = tuple[float, float]


def chosen(signs: tuple[str, ...]) -> tuple[str, ...]:
    """Those signs that are drawn, the gravest first."""
    return tuple(s for s in GRAVEST if s in signs)[:MOST]


def bar_colour(steps: int) -> str:
    """Colour of a bar with so many of STEPS left."""
    return GOOD if steps * 2 > STEPS else WARN if steps * 3 > STEPS else BAD


def draw_bar(ink: Ink, box: Box, steps: int, edge: str, empty: str) -> None:
    """Strength in sixths along the foot of a counter."""
    x, y, wide, high = box
    ink.box((x - 0.6, y - 0.6, wide + 1.2, high + 1.2), edge, 1)
    for i in range(STEPS):
        block = (x + i * wide / STEPS + 0.4, y, wide / STEPS - 0.8, high)
        ink.box(block, bar_colour(steps) if i < steps else empty)


def draw_earth(ink: Ink, at: Point, side: float, levels: int) -> None:
    """Entrenchment: a line of earth below the counter for each level."""
    x, y = at
    for level in range(levels):
        line = y + side + 1.4 + level * 3
        ink.line([(x + side * 0.03, line), (x + side * 0.97, line)], "#f3e6c6", 3.6, False)
        ink.line([(x + side * 0.04, line), (x + side * 0.96, line)], "#3b2410", 2.0, False)


def draw_siege(ink: Ink, at: Point, side: float) -> None:
    """Isolated: a frame in black and white dashes."""
    x, y = at[0] - 1, at[1] - 1
    far = side + 2
    ring = [(x, y), (x + far, y), (x + far, y + far), (x, y + far), (x, y)]
    ink.line(ring, "#111111", 2.2)
    ink.dashes(ring, "#ffffff", 1.5, (max(3.0, side / 9), max(3.0, side / 10)))


def draw_signs(ink: Ink, at: Point, side: float, signs: tuple[str, ...]) -> None:
    """Signs down the right edge of a counter."""
    r = max(4.0, side * 0.105)
    for i, sign in enumerate(chosen(signs)):
        draw_sign(ink, (at[0] + side * 0.92, at[1] + side * 0.12 + i * r * 2.3), r, sign)


def draw_sign(ink: Ink, at: Point, r: float, sign: str) -> None:
    """One sign of GRAVEST, in a circle of radius `r`."""
    x, y = at
    thin = max(1.0, r / 4)
    if sign == "out":
        ink.circle(at, r, "#161616", "#ffffff", max(0.9, r / 6))
        for turn in (-1, 1):
            ends = [(x - r * 0.5, y - turn * r * 0.5), (x + r * 0.5, y + turn * r * 0.5)]
            ink.line(ends, "#ffffff", thin)
    elif sign == "low":
        tip = [(x, y - r * 1.1), (x + r * 1.1, y + r * 0.85), (x - r * 1.1, y + r * 0.85)]
        ink.polygon(tip, "#f6b73c", "#3a2500", max(0.9, r / 6))
    elif sign == "fuel":
        drop = [
            (x, y - r * 1.1), (x + r * 0.62, y - r * 0.1), (x + r * 0.7, y + r * 0.4),
            (x + r * 0.4, y + r * 0.9), (x, y + r), (x - r * 0.4, y + r * 0.9),
            (x - r * 0.7, y + r * 0.4), (x - r * 0.62, y - r * 0.1),
        ]  # fmt: skip
        ink.polygon(drop, "#161616", "#ffffff", max(0.9, r / 6))
    elif sign in ("disrupted", "routed"):
        shifts = (0.0,) if sign == "disrupted" else (-0.34, 0.34)
        wide = r if sign == "disrupted" else r * 1.25
        ink.circle(at, wide, "#ffffff", "#161616", max(0.9, r / 6))
        for shift in shifts:
            bolt = (
                (0.25, -0.8), (-0.5, 0.12), (-0.05, 0.12), (-0.25, 0.8), (0.5, -0.15),
                (0.05, -0.15),
            )  # fmt: skip
            ink.polygon([(x + (u + shift) * r, y + v * r) for u, v in bolt], "#c01f16")
    elif sign == "command":
        ink.circle(at, r, "#ffffff", "#161616", max(0.9, r / 6))
        ink.line([(x, y + r * 0.6), (x, y - r * 0.1)], "#161616", thin)
        horns = [(x - r * 0.5, y - r * 0.6), (x, y - r * 0.1), (x + r * 0.5, y - r * 0.6)]
        ink.line(horns, "#161616", thin)
        ink.line([(x - r * 0.7, y + r * 0.7), (x + r * 0.7, y - r * 0.7)], "#c01f16", thin)
    elif sign == "asleep":
        ink.circle(at, r, "#f4f1e6", "#161616", max(0.9, r / 6))
        u = r * 0.5
        ink.polygon([(x - u, y - u * 1.2), (x + u, y - u * 1.2), (x, y)], "#27518f")
        ink.polygon([(x, y), (x + u, y + u * 1.2), (x - u, y + u * 1.2)], "#27518f")
    else:
        raise ValueError(f"no sign is called {sign!r}")


def draw_veil(out: pygame.Surface, at: Point, side: float, veil: str) -> None:
    """`moved`: a grey veil and a folded corner; `fought`: two folds; `seen`: a pale veil, for
    troops that are out of sight; `old`: paler still."""
    x, y = at
    ink = Ink(out.get_size(), 4)
    if veil in ("seen", "old"):
        ink.box((x, y, side, side), (235, 230, 215, 96 if veil == "seen" else 165), side * 0.09)
        ink.onto(out)
        return
    ink.box((x, y, side, side), (48, 46, 42, 84), side * 0.09)
    for fold in range(2 if veil == "fought" else 1):
        near, far = side * (0.70 - 0.16 * fold), side * (0.74 - 0.16 * fold)
        page = [(x + near, y + side), (x + side, y + near), (x + far, y + far)]
        ink.polygon(page, "#f2ead6", "#2a241c", 1)
    near = side * 0.72
    gone = [(x + near, y + side + 1), (x + side + 1, y + near), (x + side + 1, y + side + 1)]
    ink.polygon(gone, (90, 80, 64, 255))
    ink.onto(out)


def draw_tag(out: pygame.Surface, middle: Point, side: float, words: str) -> None:
    """A date on a dark tag at the foot of a counter."""
    text = font("figures bold", max(9.0, side * 0.2)).render(words, True, rgb("#ffffff"))
    box = text.get_rect(center=(round(middle[0]), round(middle[1]))).inflate(6, 0)
    pygame.draw.rect(out, rgb("#26211c"), box, border_radius=3)
    out.blit(text, text.get_rect(center=box.center))


def draw_stripe(ink: Ink, at: Point, side: float, colour: str, edge: str) -> None:
    """The stripe of an army at the left of the frame."""
    x, y = at
    ink.box((x + side * 0.025, y + side * 0.21, side * 0.085, side * 0.40), edge, side * 0.02)
    ink.box((x + side * 0.035, y + side * 0.22, side * 0.065, side * 0.38), colour, side * 0.02)


def draw_swell(ink: Ink, at: Point, side: float) -> None:
    """Troops at sea: two waves below the counter."""
    x, y = at
    for row in range(2):
        level = y + side + 1.5 + row * 3.5
        n = 12
        wave = [
            (x + side * i / n, level + (1.2 if i % 2 else -1.2)) for i in range(n + 1)
        ]  # fmt: skip
        ink.line(wave, "#f4fafb", 3.0, False)
        ink.line(wave, "#27618a", 1.7, False)


def draw_guess(out: pygame.Surface, middle: Point, high: float, colour: str) -> None:
    """A question mark instead of a branch."""
    text = font("figures bold", high).render("?", True, rgb(colour))
    out.blit(text, text.get_rect(center=(round(middle[0]), round(middle[1]))))
