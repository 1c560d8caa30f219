"""Counters: cards of single units and stacks of them, and the wider chips of whole armies."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pygame

from game.film.ink import Ink
from game.film.labels import font, write
from game.film.palette import FULL_STRENGTH, NATIONS, mix, rgb
from game.film.projection import Point, Projection, View
from game.film.raster import blur
from game.film.symbols import draw_branch, draw_echelon, draw_nation
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
        str(hexes), -(-6 * unit.men // max(1, counter.men)),
    )  # fmt: skip


def short_name(name: str) -> str:
    """What stands on a counter: the number of the unit, or the head of its name."""
    number = re.search(r"\d+", name)
    return number.group()[:3] if number else re.sub(r"[^A-Za-z]", "", name)[:3]


@functools.lru_cache(2048)
def card(face: Card, side: int) -> pygame.Surface:
    """A counter with its shadow; `side` is that of the card, in pixels."""
    nation, pad = NATIONS[face.nation], max(4, side // 6)
    ink = Ink((side + 2 * pad, side + 2 * pad), 4)
    out = _shadow(ink.size, (pad + 1, pad + 2, side, side), side * 0.09, max(1.0, side / 26))
    x = y = float(pad)
    _ground(ink, x, y, side, nation)
    # Left and top, width and height of the frame, in shares of the side: small cards show less.
    shares = FRAMES[0] if side < NO_FIGURES else FRAMES[1] if side < NO_PACE else FRAMES[2]
    left, top, wide, high = (side * share for share in shares)
    left, top = left + x, top + y
    weight = max(1.1, side / 34)
    frame = [(left, top), (left + wide, top), (left + wide, top + high), (left, top + high)]
    ink.polygon(frame, nation["frame"], nation["symbol"], weight)
    draw_branch(ink, (left, top, wide, high), face.kind, nation["symbol"], weight)
    echelon = (x + side / 2, y + side * 0.045)
    draw_echelon(ink, echelon, face.size, side * 0.088, nation["symbol"], max(0.9, side / 40))
    if side >= SIGN_FROM:
        corner = (x + side * 0.115, y + side * 0.115)
        draw_nation(ink, nation["sign"], corner, side * 0.07, nation["symbol"])
    if side >= NO_PACE:
        bar = (x + side * 0.08, y + side * 0.905, side * 0.84, max(2.0, side * 0.055))
        ink.box((bar[0] - 0.6, bar[1] - 0.6, bar[2] + 1.2, bar[3] + 1.2), nation["edge"], 1)
        for i in range(face.steps):
            block = (bar[0] + i * bar[2] / 6 + 0.4, bar[1], bar[2] / 6 - 0.8, bar[3])
            ink.box(block, FULL_STRENGTH)
    ink.onto(out)
    if side >= NO_FIGURES:
        _figures(out, face, (x, y), side, nation["symbol"])
    if face.kind == "guards_rifle" and side >= NO_PACE:
        at = (x + side / 2, top + high * 0.82)
        write(out, at, "G", "figures bold", side * 0.18, nation["symbol"], "center")
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


@dataclass(frozen=True, slots=True)
class Army:
    """A body of troops as the whole theatre sees it."""

    label: str
    nation: str
    kind: str
    size: str
    at: Point
    """In km: that of its units from which the others are nearest."""
    men: int


WORDS = {
    "Guards": "Gds", "Tank": "T", "Red": "R", "Banner": "B", "Division": "D", "Area": "Area",
    "First": "1", "Second": "2", "Third": "3", "Mongolia": "Mong", "Operational": "",
    "Soviet-Mongolian": "", "Cavalry-Mechanized": "Cav-Mech", "Army": "", "Group": "",
    "Garrison": "", "Imperial": "", "contingent": "", "People's": "", "Revolutionary": "",
    "Mongolian": "MPR", "Chuguyevka": "Chug",
}  # fmt: skip
"""How the words of a formation's name are shortened on a chip."""
PASSED_UP = frozenset({"corps", "district", "garrison"})
OWN_CHIP = re.compile(r"Division|Cavalry|contingent|Chuguyevka|Middle")
"""Groups below an army that are shown by themselves; the rest belong to the army above."""
REAR = frozenset(
    {"garrison", "railway_guard", "fortified_region", "border", "border_guard", "fortress"}
)
"""Types that stand for an army only when it has no others."""
NO_CHIP = frozenset({"air_army", "fleet", "front", "theatre", "stavka"})


def short_army(name: str) -> str:
    """The name of an army as it fits on a chip: "6th Guards Tank Army" is "6 Gds T"."""
    bare = re.sub(r"\(.*\)|/.*", "", name)
    words = [WORDS.get(w, re.sub(r"^(\d+)(st|nd|rd|th)$", r"\1", w)) for w in bare.split()]
    return re.sub(r"R B$", "RB", " ".join(w for w in words if w))


def chip_of(scenario: Scenario, formation: FormationId) -> FormationId | None:
    """The formation under whose chip the troops of another are shown; None for rear troops."""
    at = scenario.formations[formation]
    while at.level in PASSED_UP or (at.level == "group" and not OWN_CHIP.search(at.name)):
        if at.parent is None or at.parent not in scenario.formations:
            break
        above = scenario.formations[at.parent]
        if at.level == "group" and above.level == "general_army":
            return None
        at = above
    shown = at.level in ("army", "area_army", "general_army") or OWN_CHIP.search(at.name)
    return at.id if shown and at.level not in NO_CHIP else None


def armies(scenario: Scenario, units: Iterable[Unit]) -> tuple[Army, ...]:
    """The armies on the map, biggest first."""
    projection = Projection.of(scenario.map.projection)
    bodies: dict[FormationId, list[Unit]] = {}
    for unit in units:
        chip = chip_of(scenario, unit.formation)
        if chip is not None:
            bodies.setdefault(chip, []).append(unit)
    found = []
    for chip, body in bodies.items():
        formation = scenario.formations[chip]
        places = projection.centres([u.hex for u in body])
        men = np.array([max(1, u.men) for u in body])
        reach = np.hypot(*(places[:, None] - places[None, :]).transpose(2, 0, 1)) @ men
        x, y = (float(v) for v in places[int(reach.argmin())])
        kinds: dict[str, int] = {}
        nations: dict[str, int] = {}
        for unit in body:
            counter = scenario.counters[unit.id]
            weight = 1 if counter.type in REAR else 1000
            kinds[counter.type] = kinds.get(counter.type, 0) + unit.men * weight
            nations[counter.nation] = nations.get(counter.nation, 0) + unit.men
        kind = "tank" if "Tank" in formation.name else max(sorted(kinds), key=lambda k: kinds[k])
        if "Cavalry" in formation.name:
            kind = "cavalry"
        size = "front" if formation.level == "area_army" else "army"
        if formation.level == "group":
            size = "division" if "Division" in formation.name else "corps"
        nation = max(sorted(nations), key=lambda n: nations[n])
        label = short_army(formation.name) or NATIONS[nation]["name"]
        found.append(Army(label, nation, kind, size, (x, y), int(men.sum())))
    return tuple(sorted(found, key=lambda a: (-a.men, a.label)))


def chip_size(label: str, scale: float) -> tuple[float, float]:
    """Width and height of a chip without its echelon."""
    return (
        38 + max(16, font("figures bold", 14 * scale).size(label)[0] / scale)
    ) * scale, 27 * scale


def place_chips(
    view: View,
    bodies: Iterable[Army],
    scale: float,
    frame: pygame.Rect,
    cities: Iterable[Point] = (),
) -> list[tuple[Army, Point]]:
    """Where chips stand: near their armies, not over one another nor over the great cities."""
    chips = []
    for army in bodies:
        x, y = (float(v) for v in view.pixels(army.at))
        if frame.collidepoint(x, y):
            chips.append((army, [x, y], chip_size(army.label, scale)))
    spots = list(cities)
    for _ in range(400):
        moved = False
        for i, (_, a, (aw, ah)) in enumerate(chips):
            for x, y in spots:
                moved |= _part(a, [x, y], aw / 2 + 7 * scale, ah / 2 + 14 * scale, 1.0)
            for _, b, (bw, bh) in chips[i + 1 :]:
                wide, high = (aw + bw) / 2 + 3 * scale, (ah + bh) / 2 + 13 * scale
                moved |= _part(a, b, wide, high, 0.5)
        if not moved:
            break
    edge = frame.inflate(-20, -30)
    for _, at, (w, h) in chips:
        at[0] = min(max(at[0], edge.left + w / 2), edge.right - w / 2)
        at[1] = min(max(at[1], edge.top + h), edge.bottom - h / 2)
    return [(army, (at[0], at[1])) for army, at, _ in chips]


def _part(a: list[float], b: list[float], wide: float, high: float, share: float) -> bool:
    """Push two boxes apart the shorter way; the first takes `share` of it, the other the rest."""
    gap_x, gap_y = wide - abs(a[0] - b[0]), high - abs(a[1] - b[1])
    if gap_x <= 0 or gap_y <= 0:
        return False
    axis, gap = (0, gap_x) if gap_x < gap_y else (1, gap_y)
    push = (gap + 0.5) * (1 if a[axis] >= b[axis] else -1)
    a[axis] += push * share
    b[axis] -= push * (1 - share)
    return True


def draw_chip(picture: pygame.Surface, army: Army, at: Point, scale: float) -> None:
    """An army's chip: branch, short name, echelon above."""
    nation = NATIONS[army.nation]
    width, height = chip_size(army.label, scale)
    pad, head = 5 * scale, 13 * scale
    ink = Ink((width + 2 * pad, height + head + pad), 4)
    ink.box((pad + scale, head + 2 * scale, width, height), (0, 0, 0, 70), 4 * scale)
    ink.box((pad, head, width, height), nation["edge"], 4 * scale)
    inner = (pad + scale, head + scale, width - 2 * scale, height - 2 * scale)
    ink.box(inner, nation["ground"], 3.5 * scale)
    frame = (pad + 4 * scale, head + 4 * scale, 23 * scale, height - 8 * scale)
    ink.box(frame, nation["frame"])
    draw_branch(ink, frame, army.kind, nation["symbol"], 1.2 * scale)
    ink.box(frame, nation["symbol"], 0, 1.2 * scale)
    top = (pad + width / 2, 5 * scale)
    draw_echelon(ink, top, army.size, 5 * scale, "#fff7e6", 3.2 * scale)
    draw_echelon(ink, top, army.size, 5 * scale, nation["edge"], 1.4 * scale)
    ink.onto(picture, (round(at[0] - width / 2 - pad), round(at[1] - height / 2 - head)))
    middle = (at[0] + 14 * scale, at[1])
    write(picture, middle, army.label, "figures bold", 14 * scale, nation["symbol"], "center")


def chip_box(army: Army, at: Point, scale: float) -> pygame.Rect:
    """The room a chip takes, with its echelon."""
    width, height = chip_size(army.label, scale)
    box = pygame.Rect(0, 0, round(width), round(height + 12 * scale))
    box.midbottom = (round(at[0]), round(at[1] + height / 2))
    return box


def leader(ink: Ink, view: View, army: Army, at: Point, scale: float) -> None:
    """A fine line from a chip that had to give way to where its army stands."""
    x, y = (float(v) for v in view.pixels(army.at))
    width, height = chip_size(army.label, scale)
    if abs(x - at[0]) > width / 2 + 4 * scale or abs(y - at[1]) > height / 2 + 4 * scale:
        colour = rgb(NATIONS[army.nation]["edge"])
        ink.line([at, (x, y)], colour, 1.2 * scale)
        ink.circle((x, y), 2.6 * scale, rgb(NATIONS[army.nation]["ground"]), colour, scale)
