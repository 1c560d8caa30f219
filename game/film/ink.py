"""Antialiased lines and shapes: drawn at a multiple of the size, then averaged down."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pygame

from game.film.projection import Floats

Colour = str | tuple[int, int, int] | tuple[int, int, int, int]


class Ink:
    """A transparent sheet to draw on. Coordinates are pixels of the final size."""

    def __init__(self, size: tuple[float, float], scale: int = 2) -> None:
        self.scale = scale
        self.size = (max(1, math.ceil(size[0])), max(1, math.ceil(size[1])))
        big = (self.size[0] * scale, self.size[1] * scale)
        self.surface = pygame.Surface(big, pygame.SRCALPHA)

    def line(
        self, points: npt.ArrayLike, colour: Colour, width: float, round_ends: bool = True
    ) -> None:
        """A line of any width with round joints."""
        p = np.asarray(points, float) * self.scale
        half = width * self.scale / 2
        limit = np.array(self.surface.get_size()) + half + 2
        start, end = p[:-1], p[1:]
        # Only what can be seen is drawn, so that a long river costs little in a small picture.
        seen = (np.maximum(start, end) > -half - 2).all(axis=1)
        seen &= (np.minimum(start, end) < limit).all(axis=1)
        along = end - start
        length = np.hypot(along[:, 0], along[:, 1])
        seen &= length > 1e-6
        if not seen.any():
            return
        across = np.stack([-along[:, 1], along[:, 0]], 1)[seen] / length[seen, None] * half
        a, b = start[seen], end[seen]
        for quad in np.stack([a + across, b + across, b - across, a - across], 1).tolist():
            pygame.draw.polygon(self.surface, colour, quad)
        if half > 0.9:
            joints = np.concatenate([a, b]) if round_ends else p[1:-1]
            inside = (joints > -half).all(axis=1) & (joints < limit).all(axis=1)
            for x, y in joints[inside].tolist():
                pygame.draw.circle(self.surface, colour, (x, y), half)

    def dashes(
        self, points: npt.ArrayLike, colour: Colour, width: float, pattern: Sequence[float]
    ) -> None:
        """A broken line: on, off, on, off ... in pixels."""
        for piece in dashed(np.asarray(points, float), pattern):
            self.line(piece, colour, width, round_ends=False)

    def polygon(
        self,
        points: npt.ArrayLike,
        colour: Colour,
        outline: Colour | None = None,
        width: float = 1.0,
    ) -> None:
        """A filled shape, with an outline if wanted."""
        p = np.asarray(points, float)
        pygame.draw.polygon(self.surface, colour, (p * self.scale).tolist())
        if outline is not None:
            self.line(np.concatenate([p, p[:1]]), outline, width)

    def circle(
        self,
        centre: tuple[float, float],
        radius: float,
        colour: Colour,
        outline: Colour | None = None,
        width: float = 1.0,
    ) -> None:
        """A disc; `radius` includes the outline."""
        at = (centre[0] * self.scale, centre[1] * self.scale)
        if outline is not None:
            pygame.draw.circle(self.surface, outline, at, radius * self.scale)
            radius -= width
        pygame.draw.circle(self.surface, colour, at, radius * self.scale)

    def box(
        self,
        rect: tuple[float, float, float, float],
        colour: Colour,
        radius: float = 0,
        width: float = 0,
    ) -> None:
        """A rectangle (left, top, width, height), filled unless `width` of its line is given."""
        edges = [round(v * self.scale) for v in rect]
        line, bend = round(width * self.scale), round(radius * self.scale)
        pygame.draw.rect(self.surface, colour, edges, line, border_radius=bend)

    def onto(self, target: pygame.Surface, at: tuple[int, int] = (0, 0), alpha: int = 255) -> None:
        """Average down and lay on a picture."""
        small = pygame.transform.smoothscale(self.surface.premul_alpha(), self.size)
        if alpha < 255:
            small.fill((alpha, alpha, alpha, alpha), special_flags=pygame.BLEND_RGBA_MULT)
        target.blit(small, at, special_flags=pygame.BLEND_PREMULTIPLIED)


def dashed(points: Floats, pattern: Sequence[float]) -> list[Floats]:
    """Cut a line into dashes; the pattern is on, off, on, off ..."""
    step = np.hypot(*np.diff(points, axis=0).T)
    run = np.concatenate([[0.0], np.cumsum(step)])
    pieces: list[Floats] = []
    at, k = 0.0, 0
    while at < run[-1]:
        end = min(at + pattern[k % len(pattern)], float(run[-1]))
        if k % 2 == 0 and end > at:
            inner = run[(run > at) & (run < end)]
            stops = np.concatenate([[at], inner, [end]])
            xy = [np.interp(stops, run, points[:, i]) for i in (0, 1)]
            pieces.append(np.stack(xy, axis=1))
        at, k = end, k + 1
    return pieces


def smooth(points: Floats, rounds: int) -> Floats:
    """Chaikin's corner cutting; the ends stay."""
    for _ in range(rounds):
        if len(points) < 3:
            break
        a, b = points[:-1], points[1:]
        cut = np.empty((2 * len(a), 2))
        cut[0::2], cut[1::2] = a * 0.75 + b * 0.25, a * 0.25 + b * 0.75
        points = np.concatenate([points[:1], cut[1:-1], points[-1:]])
    return points


def evenly(points: Floats, step: float) -> Floats:
    """The same line with a point every `step` pixels."""
    run = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    if run[-1] < step:
        return points
    stops = np.linspace(0, run[-1], max(2, round(run[-1] / step) + 1))
    return np.stack([np.interp(stops, run, points[:, i]) for i in (0, 1)], axis=1)


def beside(points: Floats, distance: npt.ArrayLike) -> Floats:
    """A line that runs along another, to its right (on screen) by so many pixels."""
    along = np.gradient(points, axis=0)
    length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-6)
    normal = np.stack([-along[:, 1], along[:, 0]], 1) / length[:, None]
    return np.asarray(points + normal * np.reshape(np.asarray(distance, float), (-1, 1)))


def calm(points: Floats, sigma: float) -> Floats:
    """A line with its small bends taken out, for letters to stand on; the ends stay near."""
    reach = int(3 * sigma)
    kernel = np.exp(-(np.arange(-reach, reach + 1) ** 2) / (2 * sigma * sigma))
    kernel /= kernel.sum()
    padded = np.pad(points, ((reach, reach), (0, 0)), mode="edge")
    return np.stack([np.convolve(padded[:, i], kernel, "valid") for i in (0, 1)], axis=1)
