"""The wider chips of whole armies, for maps on which single counters would be too small."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import pygame

from game.film.ink import Ink
from game.film.labels import font, write
from game.film.palette import NATIONS, rgb
from game.film.projection import Point, Projection, View
from game.film.symbols import draw_branch, draw_echelon
from game.model.forces import FormationId, Unit
from game.model.scenario import Scenario


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
    id: FormationId | None = None


WORDS = {
    "Guards": "Gds", "Tank": "T", "Red": "R", "Banner": "B", "Division": "D", "Area": "Area",
    "First": "1", "Second": "2", "Third": "3", "Mongolia": "Mong", "Operational": "",
    "Soviet-Mongolian": "", "Cavalry-Mechanized": "Cav-Mech", "Army": "", "Group": "",
    "Garrison": "", "Imperial": "", "contingent": "", "People's": "", "Revolutionary": "",
    "Corps": "", "Rifle": "R", "Mechanized": "Mech", "Separate": "",
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
    """The formation under whose chip the troops of another are shown; None for rear troops, and
    for troops of whom that is not known."""
    if formation not in scenario.formations:
        return None
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


def corps_of(scenario: Scenario, formation: FormationId) -> FormationId | None:
    """The corps that a formation is; None for one that is none."""
    at = scenario.formations.get(formation)
    return at.id if at is not None and at.level == "corps" else None


def armies(
    scenario: Scenario,
    units: Iterable[Unit],
    body_of: Callable[[Scenario, FormationId], FormationId | None] = chip_of,
) -> tuple[Army, ...]:
    """The armies on the map, biggest first; with `corps_of` the corps."""
    projection = Projection.of(scenario.map.projection)
    bodies: dict[FormationId, list[Unit]] = {}
    for unit in units:
        chip = body_of(scenario, unit.formation)
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
        elif formation.level == "corps":
            size = "corps"
        nation = max(sorted(nations), key=lambda n: nations[n])
        label = short_army(formation.name) or NATIONS[nation]["name"]
        found.append(Army(label, nation, kind, size, (x, y), int(men.sum()), chip))
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
