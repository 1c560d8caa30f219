"""What frames the sheet: neat lines, title, legend and scale."""

from __future__ import annotations

from typing import Literal

import pygame

from game.film import palette
from game.film.ink import Ink
from game.film.labels import font, write
from game.film.names import draw_sign
from game.film.palette import NATIONS, rgb, rgba
from game.film.projection import View
from game.film.symbols import draw_echelon
from game.model.scenario import Scenario

WIDE, HIGH = 440, 360
"""Size of the cartouche on a sheet of scale 1."""
FOREIGN_TITLES = {
    "manchuria": ("Маньчжурская операция", "満洲"),
}
"""Second titles by the first word of a scenario's id: Russian, and the country in characters."""


Corner = Literal["bottomright", "bottomleft", "topright", "topleft"]
CORNERS: tuple[Corner, ...] = ("bottomright", "bottomleft", "topright", "topleft")
LINES = ("Trunk railway", "Railway", "Frontier of 1945", "Stop line", "Cities and towns")
SIZES = (("army", "Army"), ("front", "Area army"))


def draw_frame(picture: pygame.Surface, scale: float) -> None:
    """A paper margin with a double line."""
    area = picture.get_rect()
    pygame.draw.rect(picture, rgb(palette.PAPER), area, round(14 * scale))
    for inset, width in ((22, 2), (30, 1)):
        line = area.inflate(-round(inset * scale), -round(inset * scale))
        pygame.draw.rect(picture, rgb(palette.FRAME), line, max(1, round(width * scale)))


def cartouche_box(
    picture: pygame.Surface, scale: float, corner: Corner = CORNERS[0]
) -> pygame.Rect:
    """Where the cartouche stands in a corner of the picture."""
    box = pygame.Rect(0, 0, round(WIDE * scale), round(HIGH * scale))
    area = picture.get_rect().inflate(-round(62 * scale), -round(62 * scale))
    setattr(box, corner, getattr(area, corner))
    return box


def draw_cartouche(
    picture: pygame.Surface, scenario: Scenario, view: View, scale: float, box: pygame.Rect
) -> None:
    """Title, date, legend and a bar of kilometres."""
    picture.fill(rgb(palette.CARTOUCHE), box)
    pygame.draw.rect(picture, rgb(palette.FRAME), box, max(1, round(2 * scale)))
    inner = box.inflate(-round(8 * scale), -round(8 * scale))
    pygame.draw.rect(picture, rgb(palette.FRAME), inner, 1)
    x, y = box.left + 22 * scale, box.top + 10 * scale
    title = scenario.title if scenario.base else scenario.title.split(": ")[-1]
    size = 44.0
    while font("serif bold", size * scale).size(title)[0] > 300 * scale:
        size -= 2
    write(picture, (x, y + 30 * scale), title, "serif bold", size * scale, "#3a2a1e", "midleft")
    second = FOREIGN_TITLES.get(scenario.id.split("_")[0])
    if second:
        at = (x, y + 54 * scale)
        write(picture, at, second[0], "serif italic", 21 * scale, palette.COUNTRY_INK)
        right = (box.right - 22 * scale, y + 30 * scale)
        write(picture, right, second[1], "cjk", 32 * scale, palette.COUNTRY_INK, "midright")
    line = pygame.Rect(x, y + 86 * scale, box.width - 44 * scale, max(1, round(scale)))
    picture.fill(rgb(palette.CARTOUCHE_LINE), line)
    date = f"{scenario.start.day} {scenario.start:%B %Y}"
    caption = f"Forces on the morning of {date} · Albers equal-area"
    write(picture, (x, y + 92 * scale), caption, "sans", 14 * scale, "#5a4d3c")
    _legend(picture, (x, y + 122 * scale), scale)
    _bar(picture, view, (x + 2 * scale, box.bottom - 36 * scale), scale)


def _legend(picture: pygame.Surface, at: tuple[float, float], scale: float) -> None:
    """Lines, towns and nations on the left; ground and the sizes of bodies on the right."""
    x, y = at
    ink = Ink((WIDE * scale, 190 * scale))
    texts = [(56.0, 9.0 + i * 21, text) for i, text in enumerate(LINES)]
    rows = [[(2 * scale, v * scale), (44 * scale, v * scale)] for _, v, _ in texts]
    ink.line(rows[0], rgb(palette.RAIL), 2.2 * scale, False)
    ink.line(rows[1], rgb(palette.RAIL), 1.1 * scale, False)
    ink.line(rows[2], rgba(palette.FRONTIER_BAND, 80), 5 * scale, False)
    ink.dashes(rows[2], rgb(palette.FRONTIER), scale, [d * scale for d in (5, 2, 1, 2)])
    ink.dashes(rows[3], rgb(palette.STOP_LINE), 1.2 * scale, (2 * scale, 4 * scale))
    for i, rank in enumerate((0, 1, 2)):
        draw_sign(ink, rank, ((8 + i * 15) * scale, rows[4][0][1]), scale)
    for i, nation in enumerate(NATIONS.values()):
        u, v = 2.0 + (i % 2) * 108, 122.0 + i // 2 * 21
        for colour, inset in ((nation["edge"], 0), (nation["ground"], 1)):
            wide, high = 20 - 2 * inset, 13 - 2 * inset
            edge = ((u + inset) * scale, (v - 6.5 + inset) * scale, wide * scale, high * scale)
            ink.box(edge, colour, 2 * scale)
        texts.append((u + 27, v, nation["name"]))
    for i, (kind, text) in enumerate(palette.COVER_NAMES):
        edge = (246 * scale, (3 + i * 21) * scale, 26 * scale, 13 * scale)
        ink.box(edge, palette.COVER[kind][0])
        ink.box(edge, palette.CARTOUCHE_LINE, 0, scale)
        texts.append((282, 9.0 + i * 21, text))
    for i, (size, text) in enumerate(SIZES):
        top = (259 * scale, (138 + i * 21) * scale)
        draw_echelon(ink, top, size, 5 * scale, palette.CARTOUCHE_INK, 1.3 * scale)
        texts.append((282, 142.0 + i * 21, text))
    ink.onto(picture, (round(x), round(y)))
    for u, v, text in texts:
        spot = (x + u * scale, y + v * scale)
        write(picture, spot, text, "sans", 14 * scale, palette.CARTOUCHE_INK, "midleft")


def _bar(picture: pygame.Surface, view: View, at: tuple[float, float], scale: float) -> None:
    """Kilometres on the ground: five equal parts of a round length that fits."""
    room = (WIDE - 80) * scale * view.km_per_pixel
    whole = max(k for k in (5, 10, 25, 50, 100, 200, 250, 500, 1000) if k <= max(room, 5))
    part = whole / 5 / view.km_per_pixel
    x, y = at
    thick = max(3, round(5 * scale))
    for i in range(5):
        colour = palette.CARTOUCHE_INK if i % 2 == 0 else "#f4efe0"
        left, right = round(x + i * part), round(x + (i + 1) * part)
        picture.fill(rgb(colour), (left, round(y), right - left, thick))
    whole_bar = (round(x), round(y), round(part * 5), thick)
    pygame.draw.rect(picture, rgb(palette.CARTOUCHE_INK), whole_bar, 1)
    for i in (0, 1, 3, 5):
        text = f"{whole * i / 5:g}" + (" km" if i == 5 else "")
        spot = (x + i * part, y + thick + 2 * scale)
        write(picture, spot, text, "sans", 12 * scale, palette.CARTOUCHE_INK, "midtop")
