"""Military signs: branches, echelons and nations, as strokes on a sheet of ink."""

from __future__ import annotations

import math

from game.film.ink import Ink

Box = tuple[float, float, float, float]

ECHELONS = {
    "battalion": "ii", "detachment": "ii+", "regiment": "iii", "brigade": "x", "division": "xx",
    "corps": "xxx", "army": "xxxx", "front": "xxxxx",
}  # fmt: skip
"""Strokes of each size; "+" is the roof of a detachment."""

BRANCHES: dict[str, tuple[str, ...]] = {
    "rifle": ("cross",), "guards_rifle": ("cross",), "infantry": ("cross",),
    "manchukuo_infantry": ("cross",), "mixed_brigade": ("cross", "low dot"),
    "motor_rifle": ("cross", "upright"), "mechanized": ("cross", "oval"),
    "tank": ("oval",), "tank_regiment": ("oval",),
    "motor_armoured": ("oval", "slash", "wheels"), "self_propelled": ("oval", "dot"),
    "cavalry": ("slash",), "mongol_cavalry": ("slash",), "manchukuo_cavalry": ("slash",),
    "mengjiang_cavalry": ("slash",), "fortified_region": ("battlement", "cross"),
    "fortress": ("battlement", "lower dot"), "border_guard": ("cross", "post"),
    "border": ("cross", "post"), "garrison": ("cross", "base"),
    "railway_guard": ("cross", "rail"), "raiding": ("cross", "arrow"),
    "airfield_fighter": ("propeller",), "airfield_bomber": ("propeller",),
    "airfield_recon": ("propeller",), "airfield_kamikaze": ("propeller",),
    "engineer": ("bridge",), "airborne": ("cross", "gull"), "naval_infantry": ("cross", "anchor"),
    "artillery": ("dot",), "anti_tank": ("wedge",), "anti_aircraft": ("dome",),
    "breakthrough_artillery": ("dot", "bars"), "siege": ("dot", "bars"),
    "rocket": ("chevrons", "low dot"), "flotilla": ("boat",), "fleet": ("anchor",),
    "hq": ("band",), "depot": ("base",),
    "fighter": ("propeller",), "bomber": ("propeller",), "ground_attack": ("propeller",),
    "recon_air": ("propeller",), "transport_air": ("propeller",), "kamikaze_air": ("propeller",),
}  # fmt: skip
"""What stands in the frame for each type of unit; other types show an empty frame."""


AIR_LETTER = {
    "fighter": "F", "bomber": "B", "ground_attack": "A", "recon_air": "R", "transport_air": "T",
    "kamikaze_air": "K", "airfield_fighter": "F", "airfield_bomber": "B", "airfield_recon": "R",
    "airfield_kamikaze": "K",
}  # fmt: skip
"""Types that fly: their frame is arched and open below, and a letter stands under the propeller."""
SAILS = frozenset({"flotilla", "fleet"})
"""Types whose frame has a round bottom."""


def draw_frame(ink: Ink, box: Box, kind: str, fill: str, line: str, weight: float) -> None:
    """The frame of a sign: a box, an arch for those that fly, a hull for those that sail."""
    x, y, w, h = box
    if kind in AIR_LETTER:
        arch = [(x + w * u, y + h * v) for u, v in arc(0.5, 0.42, 0.5, 0.42, 180, 360)]
        outline = [(x, y + h), *arch, (x + w, y + h)]
        ink.polygon(outline, fill)
        ink.line(outline, line, weight)
    elif kind in SAILS:
        hull = [(x + w * u, y + h * v) for u, v in arc(0.5, 0.45, 0.5, 0.55, 0, 180)]
        ink.polygon([(x, y), (x + w, y), *hull], fill, line, weight)
    else:
        ink.polygon([(x, y), (x + w, y), (x + w, y + h), (x, y + h)], fill, line, weight)


def draw_branch(ink: Ink, box: Box, kind: str, colour: str, weight: float) -> None:
    """The sign of a branch inside its frame."""
    for part in BRANCHES.get(kind, ()):
        draw_part(ink, box, part, colour, weight)


def draw_part(ink: Ink, box: Box, part: str, colour: str, weight: float) -> None:
    """One element of a sign."""
    x, y, w, h = box
    lines, fills, discs = _shapes(part)
    for thick, points in lines:
        ink.line([(x + w * u, y + h * v) for u, v in points], colour, weight * thick, thick > 1.25)
    for points in fills:
        ink.polygon([(x + w * u, y + h * v) for u, v in points], colour)
    for u, v, r in discs:
        ink.circle((x + w * u, y + h * v), h * r, colour)


Points = list[tuple[float, float]]
Shapes = tuple[list[tuple[float, Points]], list[Points], list[tuple[float, float, float]]]


def _shapes(part: str) -> Shapes:
    """Lines (weight, points), filled shapes and discs of an element, in shares of its frame."""
    lines: list[tuple[float, Points]] = []
    fills: list[Points] = []
    discs: list[tuple[float, float, float]] = []
    if part == "cross":
        lines = [(1, [(0, 0), (1, 1)]), (1, [(0, 1), (1, 0)])]
    elif part == "slash":
        lines = [(1.1, [(0, 1), (1, 0)])]
    elif part == "upright":
        lines = [(1, [(0.5, 0), (0.5, 1)])]
    elif part == "oval":
        lines = [(1.3, arc(0.5, 0.5, 0.32, 0.28))]
    elif part == "wedge":
        lines = [(1, [(0, 1), (0.5, 0), (1, 1)])]
    elif part == "dome":
        lines = [(1, arc(0.5, 1, 0.5, 0.72, 180, 360))]
    elif part == "dot":
        discs = [(0.5, 0.5, 0.17)]
    elif part == "low dot":
        discs = [(0.5, 0.80, 0.12)]
    elif part == "lower dot":
        discs = [(0.5, 0.68, 0.14)]
    elif part == "wheels":
        discs = [(u, 0.88, 0.07) for u in (0.25, 0.5, 0.75)]
    elif part == "bridge":
        lines = [
            (1.3, [(0.2, 0.70), (0.2, 0.36), (0.8, 0.36), (0.8, 0.70)]),
            (1.3, [(0.5, 0.36), (0.5, 0.70)]),
        ]
    elif part == "battlement":
        fills = [_block(0, 1, 0.165)]
        fills += [_block((i * 2 + 0.5) / 6, (i * 2 + 1.5) / 6, 0.375) for i in range(3)]
    elif part == "post":
        lines = [(2, [(0.13, 0), (0.13, 1)])]
    elif part == "base":
        fills = [[(0, 0.78), (1, 0.78), (1, 1), (0, 1)]]
    elif part == "rail":
        lines = [(0.9, [(0, 0.82), (1, 0.82)])]
        lines += [(0.9, [(i / 7, 0.70), (i / 7, 0.94)]) for i in range(1, 7)]
    elif part == "arrow":
        lines = [(1, [(0.5, 0.12), (0.5, 0.88)]), (1, [(0.4, 0.66), (0.5, 0.9), (0.6, 0.66)])]
    elif part == "gull":
        lines = [(1, arc(0.5 + s * 0.13, 0.94, 0.13, 0.16, 180, 360)) for s in (-1, 1)]
    elif part == "propeller":
        fills = [
            [(0.5, 0.40), (0.22, 0.26), (0.18, 0.40), (0.22, 0.54)],
            [(0.5, 0.40), (0.78, 0.26), (0.82, 0.40), (0.78, 0.54)],
        ]
    elif part == "bars":
        lines = [(1.3, [(u, 0.28), (u, 0.72)]) for u in (0.3, 0.7)]
    elif part == "chevrons":
        lines = [(1, [(0.36, v), (0.5, v - 0.18), (0.64, v)]) for v in (0.34, 0.54)]
    elif part == "boat":
        fills = [[(0.16, 0.5), (0.84, 0.5), (0.72, 0.72), (0.28, 0.72)]]
        fills += [[(0.38, 0.5), (0.42, 0.3), (0.6, 0.3), (0.62, 0.5)]]
        lines = [(1, [(0.6, 0.38), (0.82, 0.34)])]
    elif part == "band":
        fills = [_block(0, 1, 0.3)]
    elif part == "anchor":
        lines = [(1, [(0.5, 0.10), (0.5, 0.92)]), (1, arc(0.5, 0.64, 0.15, 0.26, 0, 180))]
    return lines, fills, discs


def arc(u: float, v: float, ru: float, rv: float, start: int = 0, end: int = 360) -> Points:
    """Points of an arc in shares of a frame, angles clockwise from the right."""
    turns = [math.radians(a) for a in range(start, end + 1, 6)]
    return [(u + ru * math.cos(a), v + rv * math.sin(a)) for a in turns]


def _block(left: float, right: float, depth: float) -> Points:
    return [(left, 0), (right, 0), (right, depth), (left, depth)]


def draw_echelon(
    ink: Ink, top: tuple[float, float], size: str, unit: float, colour: str, weight: float
) -> None:
    """The size of a body as bars and crosses, centred below `top`."""
    mark = ECHELONS.get(size, "x")
    strokes = mark.rstrip("+")
    step = unit * (0.95 if strokes[0] == "i" else 1.55)
    x, y = top[0] - (len(strokes) - 1) * step / 2, top[1]
    for stroke in strokes:
        if stroke == "i":
            ink.line([(x, y), (x, y + unit * 1.25)], colour, weight, False)
        else:
            left, right = x - unit * 0.55, x + unit * 0.55
            low, high = y + unit * 1.2, y + unit * 0.05
            ink.line([(left, high), (right, low)], colour, weight, False)
            ink.line([(left, low), (right, high)], colour, weight, False)
        x += step
    if mark.endswith("+"):
        left, right = top[0] - unit * 2.2, top[0] + unit * 2.2
        roof = [(left, y + unit * 0.9), (left, y - unit * 0.35), (right, y - unit * 0.35)]
        ink.line([*roof, (right, y + unit * 0.9)], colour, weight * 0.8)


def star(centre: tuple[float, float], radius: float) -> Points:
    """The ten corners of a five-pointed star."""
    reach = [radius if i % 2 == 0 else radius * 0.42 for i in range(10)]
    turns = [i * math.pi / 5 for i in range(10)]
    return [
        (centre[0] + r * math.sin(a), centre[1] - r * math.cos(a))
        for r, a in zip(reach, turns, strict=True)
    ]


def draw_nation(ink: Ink, sign: str, centre: tuple[float, float], r: float, colour: str) -> None:
    """The small sign of a nation in the corner of a counter."""
    x, y = centre
    if sign == "star":
        ink.polygon(star(centre, r), colour)
    elif sign == "disc":
        ink.circle(centre, r * 0.85, "#b3261e")
    elif sign == "bars":
        for i, tint in enumerate(("#b3261e", "#27518f", "#f4f1e6", "#1b1b1b")):
            ink.box((x - r, y - r * 0.9 + i * r * 0.45, 2 * r, r * 0.46), tint)
    elif sign == "lozenge":
        ink.polygon([(x, y - r), (x + r, y), (x, y + r), (x - r, y)], "#6d4a8f")
    elif sign == "flame":
        foot = y + r * 0.12
        ink.polygon([(x, y - r * 1.1), (x + r * 0.62, foot), (x - r * 0.62, foot)], colour)
        ink.box((x - r * 0.8, y + r * 0.38, r * 1.6, r * 0.5), colour)
