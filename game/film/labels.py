"""Lettering: typefaces, halos, names beside their signs without overlaps, names along lines."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pygame

from game.film.ink import evenly
from game.film.palette import ASSETS, FACES, HALO, rgb
from game.film.projection import Floats
from game.film.raster import blur

SHARPEST_TURN = 32
"""Degrees between two letters of a name along a line."""


@functools.cache
def font(face: str, size: float) -> pygame.font.Font:
    """A typeface of `palette.FACES` in whole pixels."""
    if not pygame.font.get_init():
        pygame.font.init()
    return pygame.font.Font(str(ASSETS / "fonts" / FACES[face]), max(6, round(size)))


@functools.lru_cache(4096)
def lettering(
    text: str, face: str, size: float, colour: str, halo: int = 2, spacing: int = 0
) -> pygame.Surface:
    """A word with a soft halo of so many pixels (0 for none); letters `spacing` pixels apart."""
    type_ = font(face, size)
    if spacing:
        widths = [type_.size(letter)[0] for letter in text]
        whole = sum(widths) + spacing * (len(text) - 1)
        ink = pygame.Surface((max(1, whole), type_.get_height()), pygame.SRCALPHA)
        x = 0
        for letter, width in zip(text, widths, strict=True):
            ink.blit(type_.render(letter, True, rgb(colour)), (x, 0))
            x += width + spacing
    else:
        ink = type_.render(text, True, rgb(colour))
    if not halo:
        return ink
    pad = halo + 2
    mask = np.pad(pygame.surfarray.array_alpha(ink), pad).astype(np.float32)
    soft = blur(widened(mask, halo), 0.9) * 0.84
    out = pygame.Surface(mask.shape, pygame.SRCALPHA)
    out.fill((*rgb(HALO), 0))
    veil = pygame.surfarray.pixels_alpha(out)
    veil[:] = np.clip(soft, 0, 255).astype(np.uint8)
    del veil
    out.blit(ink, (pad, pad))
    return out


def widened(mask: npt.NDArray[np.float32], reach: int) -> npt.NDArray[np.float32]:
    """Every cell takes the greatest value within a disc of this radius."""
    padded = np.pad(mask, reach)
    rows, columns = mask.shape
    best = mask
    for dy in range(-reach, reach + 1):
        for dx in range(-reach, reach + 1):
            if dx * dx + dy * dy <= reach * reach + 0.5:
                y, x = reach + dy, reach + dx
                best = np.maximum(best, padded[y : y + rows, x : x + columns])
    return best


@dataclass
class Placer:
    """Greedy placing: the important first; nothing may touch what is taken."""

    area: pygame.Rect
    """Where names may stand."""
    taken: list[pygame.Rect] = field(default_factory=list)
    slack: int = 3
    """Pixels by which boxes may overlap: letters do not fill theirs."""

    def free(self, box: pygame.Rect) -> bool:
        """Whether nothing is there yet and it lies in the sheet."""
        return bool(self.area.contains(box)) and box.collidelist(self.taken) < 0

    def reserve(self, boxes: Iterable[pygame.Rect]) -> None:
        """Keep room for things that are not names."""
        self.taken.extend(boxes)

    def beside(
        self, size: tuple[int, int], at: tuple[float, float], gaps: Iterable[float]
    ) -> pygame.Rect | None:
        """A box beside a sign, tried at eight places on each ring; None when all are taken."""
        width, height = size
        x, y = at
        for gap in gaps:
            near, far = gap * 0.7, gap * 0.1
            places = (
                (gap, -height / 2), (near, -height - far), (near, far),
                (-width - gap, -height / 2), (-width - near, -height - far), (-width - near, far),
                (-width / 2, -height - gap * 0.6), (-width / 2, gap * 0.6),
            )  # fmt: skip
            for dx, dy in places:
                box = pygame.Rect(round(x + dx), round(y + dy), width, height)
                if self.free(box.inflate(-2 * self.slack, -2 * self.slack)):
                    self.taken.append(box.inflate(-self.slack, -self.slack))
                    return box
        return None


@dataclass(frozen=True, slots=True)
class Hand:
    """How a name along a line is written."""

    face: str
    size: float
    colour: str
    halo: int
    spacing: float


def along(
    picture: pygame.Surface,
    text: str,
    points: Floats,
    hand: Hand,
    placer: Placer,
    middles: Iterable[float] = (0.5,),
    must: bool = False,
) -> bool:
    """Write a name letter by letter along a line, readable from the left; False when it cannot.

    `middles` are the stretches of the line to try; a name that must stand may bend sharply.
    """
    line = evenly(points, 1.0)
    if line[-1][0] < line[0][0]:
        line = line[::-1]
    type_ = font(hand.face, hand.size)
    widths = [type_.size(letter)[0] for letter in text]
    whole = sum(widths) + hand.spacing * (len(text) - 1)
    if whole > len(line) - 8:
        return False
    window = max(3, int(hand.size * 0.9))
    for middle in middles:
        at = (len(line) - whole) * middle
        letters: list[tuple[str, Floats, float]] = []
        for letter, width in zip(text, widths, strict=True):
            i = int(at + width / 2)
            a, b = line[max(0, i - window)], line[min(len(line) - 1, i + window)]
            angle = -math.degrees(math.atan2(b[1] - a[1], b[0] - a[0]))
            letters.append((letter, line[min(len(line) - 1, i)], angle))
            at += width + hand.spacing
        turns = [abs(b[2] - a[2]) for a, b in itertools.pairwise(letters)]
        if not must and max(turns, default=0) > SHARPEST_TURN:
            continue
        boxes = [
            pygame.Rect(q[0] - w / 2 - 1, q[1] - hand.size * 0.45, w + 2, hand.size * 0.9)
            for (_, q, _), w in zip(letters, widths, strict=True)
        ]
        if not all(placer.free(box) for box in boxes):
            continue
        placer.reserve(boxes)
        _write(picture, letters, hand)
        return True
    return False


def _write(picture: pygame.Surface, letters: list[tuple[str, Floats, float]], hand: Hand) -> None:
    # All halos first: a halo must not eat the letter before it.
    for halo in (hand.halo, 0) if hand.halo else (0,):
        for letter, at, angle in letters:
            if letter == " ":
                continue
            sign = lettering(letter, hand.face, hand.size, hand.colour, halo)
            sign = pygame.transform.rotozoom(sign, angle, 1.0)
            picture.blit(sign, sign.get_rect(center=(round(at[0]), round(at[1]))))


def write(
    picture: pygame.Surface,
    at: tuple[float, float],
    text: str,
    face: str,
    size: float,
    colour: str,
    anchor: str = "topleft",
) -> pygame.Rect:
    """Plain text in one line; the anchor is that of a pygame.Rect."""
    ink = font(face, size).render(text, True, rgb(colour))
    box = ink.get_rect()
    setattr(box, anchor, (round(at[0]), round(at[1])))
    picture.blit(ink, box)
    return box
