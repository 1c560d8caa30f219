"""The other set of counters: a vehicle or a figure in the frame instead of a military sign."""

from __future__ import annotations

from game.film.ink import Ink
from game.film.symbols import Box, Points, arc

FIGURES: dict[str, str] = {
    "rifle": "soldier", "guards_rifle": "soldier", "infantry": "soldier",
    "manchukuo_infantry": "soldier", "mixed_brigade": "soldier", "raiding": "runner",
    "motor_rifle": "lorry", "mechanized": "halftrack", "tank": "tank", "tank_regiment": "tank",
    "motor_armoured": "car", "self_propelled": "gun carriage", "cavalry": "horse",
    "mongol_cavalry": "horse", "manchukuo_cavalry": "horse", "mengjiang_cavalry": "horse",
    "fortified_region": "bunker", "fortress": "bunker", "border_guard": "watchtower",
    "border": "watchtower", "garrison": "barracks", "railway_guard": "engine",
    "engineer": "bridge", "airborne": "parachute", "naval_infantry": "ship",
    "artillery": "gun", "anti_tank": "gun", "anti_aircraft": "gun",
    "airfield_fighter": "aircraft", "airfield_bomber": "aircraft", "airfield_recon": "aircraft",
    "airfield_kamikaze": "aircraft",
}  # fmt: skip
"""The figure of each type of unit; types without one keep their military sign."""

Discs = list[tuple[float, float, float]]


def draw_figure(ink: Ink, box: Box, kind: str, colour: str) -> bool:
    """The silhouette of a type inside its frame; False when there is none."""
    figure = FIGURES.get(kind)
    if figure is None:
        return False
    x, y, w, h = box
    shapes, discs = _figure(figure)
    for points in shapes:
        ink.polygon([(x + w * u, y + h * v) for u, v in points], colour)
    for u, v, r in discs:
        ink.circle((x + w * u, y + h * v), h * r, colour)
    return True


def _wheels(*at: float, v: float = 0.80, r: float = 0.11) -> Discs:
    return [(u, v, r) for u in at]


def _box(left: float, top: float, right: float, low: float) -> Points:
    return [(left, top), (right, top), (right, low), (left, low)]


def _tracks() -> tuple[list[Points], Discs]:
    hull = [(0.14, 0.66), (0.86, 0.66), (0.92, 0.76), (0.82, 0.90), (0.18, 0.90), (0.08, 0.76)]
    return [hull], []


def _figure(name: str) -> tuple[list[Points], Discs]:
    """Filled shapes and discs, in shares of the frame."""
    shapes: list[Points] = []
    discs: Discs = []
    if name == "tank":
        shapes, discs = _tracks()
        shapes += [
            [(0.20, 0.66), (0.26, 0.50), (0.78, 0.50), (0.86, 0.66)],
            [(0.34, 0.50), (0.40, 0.30), (0.62, 0.30), (0.68, 0.50)], _box(0.62, 0.36, 0.97, 0.43),
        ]  # fmt: skip
    elif name == "gun carriage":
        shapes, discs = _tracks()
        shapes += [
            [(0.18, 0.66), (0.24, 0.34), (0.60, 0.34), (0.82, 0.66)], _box(0.58, 0.46, 0.99, 0.54),
        ]  # fmt: skip
    elif name == "lorry":
        shapes = [_box(0.10, 0.26, 0.62, 0.68), _box(0.08, 0.64, 0.92, 0.76)]
        shapes += [[(0.66, 0.38), (0.80, 0.38), (0.92, 0.56), (0.92, 0.70), (0.66, 0.70)]]
        discs = _wheels(0.24, 0.44, 0.80)
    elif name == "halftrack":
        shapes = [
            [(0.10, 0.40), (0.62, 0.40), (0.66, 0.54), (0.90, 0.56), (0.92, 0.72), (0.10, 0.72)]
        ]
        shapes += [[(0.12, 0.72), (0.56, 0.72), (0.50, 0.90), (0.18, 0.90)]]
        discs = _wheels(0.80)
    elif name == "car":
        shapes = [[(0.08, 0.70), (0.16, 0.48), (0.82, 0.48), (0.94, 0.70)]]
        shapes += [_box(0.34, 0.30, 0.62, 0.48), _box(0.60, 0.35, 0.90, 0.41)]
        discs = _wheels(0.24, 0.52, 0.80, v=0.76)
    elif name == "horse":
        shapes = [
            [(0.20, 0.52), (0.30, 0.44), (0.62, 0.44), (0.74, 0.24), (0.80, 0.16), (0.82, 0.24),
             (0.92, 0.36), (0.88, 0.42), (0.78, 0.40), (0.72, 0.62), (0.66, 0.66), (0.30, 0.66),
             (0.22, 0.60), (0.14, 0.76), (0.10, 0.74)],
            _box(0.24, 0.60, 0.31, 0.93), _box(0.36, 0.62, 0.42, 0.93),
            _box(0.58, 0.62, 0.64, 0.93), _box(0.67, 0.58, 0.73, 0.93),
            [(0.40, 0.46), (0.44, 0.22), (0.54, 0.22), (0.56, 0.46)],
        ]  # fmt: skip
        discs = [(0.49, 0.13, 0.09)]
    elif name in ("soldier", "runner"):
        lean = 0.05 if name == "runner" else 0.0
        shapes = [
            [(0.40 + lean, 0.30), (0.60 + lean, 0.30), (0.62, 0.62), (0.38, 0.62)],
            [(0.38, 0.60), (0.48, 0.60), (0.46 - 2 * lean, 0.95), (0.36 - 2 * lean, 0.95)],
            [(0.52, 0.60), (0.62, 0.60), (0.64 + 2 * lean, 0.95), (0.54 + 2 * lean, 0.95)],
            [(0.28, 0.66), (0.72, 0.20), (0.76, 0.25), (0.32, 0.72)],
            [(0.36 + lean, 0.20), (0.64 + lean, 0.20), (0.58 + lean, 0.06), (0.42 + lean, 0.06)],
        ]
        discs = [(0.50 + lean, 0.20, 0.11)]
    elif name == "bunker":
        shapes = [
            [(0.08, 0.90), (0.16, 0.42), (0.30, 0.28), (0.70, 0.28), (0.84, 0.42), (0.92, 0.90),
             (0.66, 0.90), (0.66, 0.60), (0.34, 0.60), (0.34, 0.90)],
        ]  # fmt: skip
    elif name == "watchtower":
        shapes = [
            [(0.26, 0.30), (0.50, 0.08), (0.74, 0.30)], _box(0.32, 0.30, 0.68, 0.48),
            [(0.34, 0.48), (0.42, 0.48), (0.32, 0.94), (0.24, 0.94)],
            [(0.58, 0.48), (0.66, 0.48), (0.76, 0.94), (0.68, 0.94)], _box(0.31, 0.68, 0.69, 0.74),
        ]  # fmt: skip
    elif name == "barracks":
        shapes = [[(0.08, 0.46), (0.26, 0.24), (0.74, 0.24), (0.92, 0.46)]]
        shapes += [[(0.14, 0.46), (0.86, 0.46), (0.86, 0.90), (0.58, 0.90), (0.58, 0.62),
                    (0.42, 0.62), (0.42, 0.90), (0.14, 0.90)]]  # fmt: skip
    elif name == "engine":
        shapes = [_box(0.10, 0.28, 0.36, 0.72), _box(0.34, 0.44, 0.88, 0.72)]
        shapes += [_box(0.70, 0.22, 0.80, 0.46), [(0.86, 0.62), (0.97, 0.80), (0.86, 0.80)]]
        discs = _wheels(0.22, 0.46, 0.64, 0.80)
    elif name == "bridge":
        curve = [(u, 0.72 - v) for u, v in arc(0.5, 0.0, 0.42, 0.42, 0, 180)]
        inner = [(u, 0.72 - v) for u, v in arc(0.5, 0.0, 0.34, 0.30, 0, 180)]
        shapes = [[*curve, *inner[::-1]], _box(0.04, 0.68, 0.96, 0.78)]
        shapes += [_box(0.46, 0.40, 0.54, 0.72), _box(0.26, 0.46, 0.32, 0.72)]
        shapes += [_box(0.68, 0.46, 0.74, 0.72)]
    elif name == "parachute":
        dome = arc(0.5, 0.44, 0.36, 0.36, 180, 360)
        shapes = [dome, [(0.14, 0.44), (0.18, 0.44), (0.50, 0.80), (0.48, 0.84)]]
        shapes += [[(0.86, 0.44), (0.82, 0.44), (0.50, 0.80), (0.52, 0.84)]]
        shapes += [_box(0.44, 0.74, 0.56, 0.96)]
    elif name == "ship":
        shapes = [[(0.06, 0.62), (0.94, 0.62), (0.82, 0.90), (0.20, 0.90)]]
        shapes += [_box(0.34, 0.42, 0.66, 0.62), _box(0.46, 0.14, 0.54, 0.44)]
        shapes += [[(0.66, 0.50), (0.90, 0.44), (0.90, 0.50), (0.66, 0.58)]]
    elif name == "gun":
        shapes = [[(0.22, 0.60), (0.94, 0.24), (0.97, 0.32), (0.36, 0.70)]]
        shapes += [[(0.34, 0.60), (0.40, 0.66), (0.12, 0.92), (0.05, 0.90)]]
        shapes += [_box(0.50, 0.30, 0.56, 0.66)]
        discs = [(0.42, 0.74, 0.17)]
    elif name == "aircraft":
        shapes = [
            [(0.46, 0.10), (0.54, 0.10), (0.56, 0.86), (0.44, 0.86)],
            [(0.50, 0.26), (0.96, 0.44), (0.96, 0.54), (0.50, 0.48), (0.04, 0.54), (0.04, 0.44)],
            [(0.50, 0.72), (0.68, 0.86), (0.68, 0.92), (0.50, 0.88), (0.32, 0.92), (0.32, 0.86)],
        ]
    return shapes, discs
