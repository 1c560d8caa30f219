"""Counters: cards of single units, and stacks of them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pygame

from game.film import marks
from game.film.ink import Ink
from game.film.labels import write
from game.film.palette import ARMY_STRIPE, NATIONS, mix
from game.film.projection import Point, View
from game.film.raster import blur
from game.film.silhouettes import draw_figure
from game.film.symbols import AIR_LETTER, draw_branch, draw_echelon, draw_frame, draw_nation
from game.hexes import NOWHERE
from game.model.forces import FormationId, Unit
from game.model.scenario import Scenario
from game.model.terrain import IMPASSABLE, MOBILITY_INDEX
from game.rules.strength import strength

CARDS_FROM = 26
"""Zoom from which units are drawn; below, armies are."""
CARD_SHARES = (0.8, 0.69)
"""Side of a card as a share of a hex, when hexes are small and when they are large."""
NO_FIGURES, NO_PACE, SIGN_FROM = 24, 30, 43
"""Sides in pixels: below the first a card has no figures, below the second only its strength,
from the third on its number and the sign of its nation."""
FRAMES = (
    (0.10, 0.23, 0.80, 0.60), (0.12, 0.18, 0.76, 0.48), (0.17, 0.20, 0.66, 0.42),
)  # fmt: skip
SHOWN = 3
"""Cards drawn of a stack; a number tells how many there are."""
POINTS = 40
"""Hundredths of strength times 100 that make one printed point: a rifle division shows 12."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a counter shows."""

    kind: str
    size: str
    nation: str
    left: str
    middle: str
    right: str
    steps: int = 6
    """Sixths of its first strength that it still has."""
    signs: tuple[str, ...] = ()
    """States that have a sign: `marks.GRAVEST`."""
    earth: int = 0
    """Levels of entrenchment."""
    isolated: bool = False
    at_sea: bool = False
    veil: str = ""
    """moved, fought, seen, old: see `marks.draw_veil`."""
    tag: str = ""
    """A date, for troops that are out of sight."""
    stripe: str = ""
    """Colour of its army."""
    figures: bool = False
    """Silhouettes instead of military signs."""


def units_at_start(scenario: Scenario) -> tuple[Unit, ...]:
    """The units that stand on the map on the first day, as the order of battle has them."""
    return tuple(
        Unit(
            c.id, c.hex, c.formation, men=c.men, tanks=c.tanks, spg=c.spg, guns=c.guns,
            rockets=c.rockets, vehicles=c.vehicles, fuel=40,
        )
        for c in scenario.counters.values()
        if c.hex != NOWHERE and c.arrives <= 1
    )  # fmt: skip


def card_of(scenario: Scenario, unit: Unit) -> Card:
    """The counter of a unit: strength on its ground, number, hexes a day on a good road."""
    counter = scenario.counters[unit.id]
    table = scenario.tables.movement
    points = strength(scenario, unit, scenario.map.terrain_at(unit.hex), "attack")
    pace = table.road_open[MOBILITY_INDEX[counter.mobility]]
    hexes = 0 if pace == IMPASSABLE else round(table.points / pace)
    shown = max(1, (points + POINTS * 50) // (POINTS * 100))
    return Card(
        counter.type, counter.size, counter.nation, str(shown), short_name(counter.name),
        str(hexes), min(6, -(-6 * unit.men // max(1, counter.men))),
        stripe=stripe_of(scenario, unit.formation),
    )  # fmt: skip


@functools.cache
def stripe_of(scenario: Scenario, formation: FormationId) -> str:
    """The colour of the army that a formation belongs to; "" when it has none."""
    at: FormationId | None = formation
    while at is not None and at in scenario.formations:
        if at in ARMY_STRIPE:
            return ARMY_STRIPE[at]
        at = scenario.formations[at].parent
    return ""


def short_name(name: str) -> str:
    """What stands on a counter: the number of the unit, or the head of its name."""
    number = re.search(r"\d+", name)
    return number.group()[:3] if number else re.sub(r"[^A-Za-z]", "", name)[:3]


@functools.lru_cache(4096)
def card(face: Card, side: int) -> pygame.Surface:
    """A counter with its shadow; `side` is that of the card, in pixels."""
    nation, pad = NATIONS[face.nation], max(4, side // 6)
    ink = Ink((side + 2 * pad, side + 2 * pad + 4 * (face.earth > 1)), 4)
    out = _shadow(ink.size, (pad + 1, pad + 2, side, side), side * 0.09, max(1.0, side / 26))
    x = y = float(pad)
    _ground(ink, x, y, side, nation)
    # Left and top, width and height of the frame, in shares of the side: small cards show less.
    shares = FRAMES[0] if side < NO_FIGURES else FRAMES[1] if side < NO_PACE else FRAMES[2]
    left, top, wide, high = (side * share for share in shares)
    left, top = left + x, top + y
    weight = max(1.1, side / 34)
    if face.stripe and side >= NO_PACE:
        marks.draw_stripe(ink, (x, y), side, face.stripe, nation["edge"])
        left += side * 0.03
    box = (left, top, wide, high)
    draw_frame(ink, box, face.kind, nation["frame"], nation["symbol"], weight)
    drawn = face.figures and draw_figure(ink, box, face.kind, nation["symbol"])
    if not drawn:
        draw_branch(ink, box, face.kind, nation["symbol"], weight)
    echelon = (left + wide / 2, y + side * 0.045)
    draw_echelon(ink, echelon, face.size, side * 0.088, nation["symbol"], max(0.9, side / 40))
    if side >= SIGN_FROM:
        corner = (x + side * 0.115, y + side * 0.115)
        draw_nation(ink, nation["sign"], corner, side * 0.07, nation["symbol"])
    if side >= NO_PACE and face.steps:
        bar = (x + side * 0.08, y + side * 0.905, side * 0.84, max(2.0, side * 0.055))
        marks.draw_bar(ink, bar, face.steps, nation["edge"], mix(nation["dark"], "#000000", 0.45))
    if face.at_sea:
        marks.draw_swell(ink, (x, y), side)
    elif side >= NO_FIGURES:
        marks.draw_earth(ink, (x, y), side, face.earth)
    if face.isolated:
        marks.draw_siege(ink, (x, y), side)
    if side >= marks.SIGNS_FROM and not face.veil.startswith(("seen", "old")):
        marks.draw_signs(ink, (x, y), side, face.signs)
    ink.onto(out)
    if face.kind == "unknown":
        marks.draw_guess(out, (left + wide / 2, top + high / 2), high * 0.95, nation["symbol"])
    if side >= NO_FIGURES and not face.tag:
        _figures(out, face, (x, y), side, nation["symbol"])
    letter = "G" if face.kind == "guards_rifle" else AIR_LETTER.get(face.kind, "")
    if letter and not drawn and side >= NO_PACE:
        at = (left + wide / 2, top + high * 0.82)
        write(out, at, letter, "figures bold", side * 0.18, nation["symbol"], "center")
    if face.veil and side >= NO_FIGURES - 8:
        marks.draw_veil(out, (x, y), side, face.veil)
    if face.tag and side >= NO_FIGURES:
        marks.draw_tag(out, (x + side / 2, y + side * 0.84), side, face.tag)
    return out


def _ground(ink: Ink, x: float, y: float, side: int, nation: dict[str, str]) -> None:
    """The body of a card: an edge, a bright upper rim, a darker lower part."""
    radius = side * 0.09
    ink.box((x, y, side, side), nation["edge"], radius)
    rim = mix(nation["ground"], "#ffffff", 0.28)
    ink.box((x + 1, y + 1, side - 2, side - 2), rim, radius * 0.9)
    ink.box((x + 1, y + 2, side - 2, side - 3), nation["ground"], radius * 0.9)
    ink.box((x + 1, y + side * 0.6, side - 2, side * 0.4 - 1), nation["dark"], radius * 0.9)
    ink.box((x + 1, y + side * 0.6, side - 2, side * 0.16), nation["dark"])


def _figures(out: pygame.Surface, face: Card, at: Point, side: int, colour: str) -> None:
    x, y = at[0], at[1] + side * 0.755
    if side < NO_PACE:
        write(out, (x + side / 2, y + 1), face.left, "figures bold", side * 0.34, colour, "center")
    elif side < SIGN_FROM:
        both = f"{face.left}-{face.right}"
        write(out, (x + side / 2, y), both, "figures bold", side * 0.29, colour, "center")
    else:
        size = side * (0.19 if len(face.middle) < 3 else 0.165)
        write(out, (x + side * 0.09, y), face.left, "figures bold", side * 0.27, colour, "midleft")
        write(out, (x + side / 2, y), face.middle, "figures medium", size, colour, "center")
        write(
            out, (x + side * 0.91, y), face.right, "figures bold", side * 0.27, colour, "midright"
        )


def _shadow(
    size: tuple[int, int], box: tuple[float, float, float, float], radius: float, soft: float
) -> pygame.Surface:
    shade = pygame.Surface(size, pygame.SRCALPHA)
    pygame.draw.rect(
        shade, (0, 0, 0, 120), pygame.Rect(*map(round, box)), border_radius=round(radius)
    )
    veil = pygame.surfarray.pixels_alpha(shade)
    veil[:] = blur(veil.astype(np.float32), soft).astype(np.uint8)
    del veil
    return shade


def draw_stacks(
    view: View, picture: pygame.Surface, scenario: Scenario, units: Iterable[Unit]
) -> list[pygame.Rect]:
    """Units on their hexes, the strongest on top; returns where cards lie."""
    stacks: dict[int, list[Unit]] = {}
    for unit in units:
        stacks.setdefault(unit.hex, []).append(unit)
    side = round(view.hex_pixels * np.interp(view.zoom, [26, 45], CARD_SHARES))
    boxes = []
    for h, stack in sorted(stacks.items(), key=lambda item: (item[0] % 100, item[0])):
        x, y = view.hex(h)
        if not (-side < x < view.size[0] + side and -side < y < view.size[1] + side):
            continue
        cards = sorted(
            (card_of(scenario, u) for u in stack), key=lambda c: (-int(c.left), c.kind, c.middle)
        )
        shown = cards[:SHOWN]
        fan = max(2.0, side * 0.085)
        for i in range(len(shown) - 1, -1, -1):
            shift = (i - (len(shown) - 1) / 2) * fan
            sign = card(shown[i], side)
            picture.blit(sign, sign.get_rect(center=(round(x + shift), round(y - shift))))
        if len(stack) > 1:
            corner = side / 2 + (len(shown) - 1) / 2 * fan
            draw_count(picture, (x + corner - 2, y - corner + 2), len(stack), max(7.0, side * 0.17))
        boxes.append(pygame.Rect(0, 0, side + 6, side + 6))
        boxes[-1].center = (round(x), round(y))
    return boxes


def draw_count(picture: pygame.Surface, at: Point, count: int, radius: float) -> None:
    """The number of a stack on a cream disc."""
    disc = Ink((radius * 2 + 4, radius * 2 + 4), 4)
    disc.circle((radius + 2, radius + 2), radius, "#f7f0dc", "#1d1a12", 1.2)
    disc.onto(picture, (round(at[0] - radius - 2), round(at[1] - radius - 2)))
    write(picture, at, str(count), "figures bold", radius * 1.45, "#1d1a12", "center")
