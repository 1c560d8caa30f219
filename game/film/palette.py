"""Colours and typefaces of the map and the counters, once and as data.

The land is pale, so that three things may be dark or saturated and are seen first: counters,
front lines, railways. The sides differ in polarity: Soviet symbols are light on dark, Japanese
dark on light, which survives colour blindness and grey prints.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

ASSETS = Path(__file__).resolve().parents[2] / "assets"

RGB = tuple[int, int, int]

COVER: dict[int, tuple[str, str]] = {
    2: ("#aebf97", "#97aa8f"),  # forest, taiga
    3: ("#cdd0a6", "#bfc09b"),  # open woodland, scrub
    4: ("#e2dcb3", "#d8cda4"),  # steppe, meadow
    5: ("#ecdfc0", "#e2cfae"),  # desert
    6: ("#e7e5c6", "#dcd7b2"),  # farmed plain
    7: ("#c2d5c5", "#bccdbd"),  # marsh
    8: ("#efece6", "#f3f1ee"),  # alpine
}
"""Low and high colour of each class of cover, at LOW_M and HIGH_M."""
COVER_NAMES = (
    (6, "Farmed plain"), (4, "Steppe"), (5, "Desert"),
    (3, "Open woodland"), (2, "Forest, taiga"), (7, "Marsh"),
)  # fmt: skip
FOREST, DESERT, MARSH = 2, 5, 7
LOW_M, HIGH_M = 150, 1200
VALLEY = "#dcdcb4"
ROCK = "#b9b1a8"
CREST = "#6f8f86"
SHADOW, LIGHT = "#3f4a6d", "#fff4d2"
SEA = (
    (-6000, "#91b4c5"), (-3000, "#9abccb"), (-1000, "#a6c5d1"),
    (-200, "#b4cfd8"), (-60, "#c3d8dd"), (0, "#d0e1e2"),
)  # fmt: skip
SHALLOWS = "#e2ecec"
PAPER = "#ebe6d8"

WATER, WATER_EDGE, GREAT_RIVER = "#5f93b3", "#3f7596", "#9cc3d8"
LAKE, LAKE_RIM = "#b7d3de", "#d9e7e8"
COAST = "#4d7c97"
RAIL, RAIL_CORE = "#2b2623", "#f4efe2"
ROAD, ROAD_EDGE, TRACK = "#e9c08e", "#8a5a3c", "#9c7455"
FRONTIER, FRONTIER_BAND, STOP_LINE = "#6a4a7a", "#9b6fb0", "#7a2f2a"
GRID = "#3b3a30"
FORT_JAPAN, FORT_SOVIET = "#4a3a1c", "#6b2018"
INK, INK_MINOR, HALO = "#26211c", "#3d362e", "#f6f0df"
COUNTRY_INK, RANGE_INK, REGION_INK, WATER_INK = "#6a2f26", "#3f3a31", "#6b5a45", "#2c5d80"
FRAME, CARTOUCHE, CARTOUCHE_LINE, CARTOUCHE_INK = "#4a3f30", "#f1eadb", "#8a7a5e", "#3d342a"
STAR = "#8f1414"

NATIONS: dict[str, dict[str, str]] = {
    "USSR": {
        "ground": "#a3281f", "dark": "#8c1f18", "frame": "#c9503f", "symbol": "#fff3df",
        "edge": "#3d0b08", "sign": "star", "name": "Soviet",
    },
    "MPR": {
        "ground": "#17595a", "dark": "#114748", "frame": "#3b8482", "symbol": "#f5efe0",
        "edge": "#072525", "sign": "flame", "name": "Mongolian",
    },
    "JPN": {
        "ground": "#f1cf63", "dark": "#e2ba45", "frame": "#fbeab4", "symbol": "#1d1a12",
        "edge": "#4d3c08", "sign": "disc", "name": "Japanese",
    },
    "MCK": {
        "ground": "#86a2e0", "dark": "#7290d2", "frame": "#c6d4f4", "symbol": "#0e1630",
        "edge": "#1d2c57", "sign": "bars", "name": "Manchukuo",
    },
    "MGJ": {
        "ground": "#e7e3f1", "dark": "#d2ccdf", "frame": "#faf8fb", "symbol": "#241c2b",
        "edge": "#4b3f55", "sign": "lozenge", "name": "Mengchiang",
    },
}  # fmt: skip
ARMY_STRIPE = {
    "a5": "#f2c14e", "a1rb": "#7fc8a9", "a25": "#e8e3d8", "a35": "#6fa8dc", "gta6": "#1b1b1b",
    "a39": "#7fc8a9", "a36": "#6fa8dc", "a17": "#f2c14e", "a53": "#e8e3d8", "kmg": "#c58bd6",
    "a2rb": "#7fc8a9", "a15": "#f2c14e", "c5s": "#6fa8dc", "a16": "#e8e3d8", "fef1": "#c58bd6",
    "chog": "#d88c5a", "J_A03": "#2f6f9f", "J_A05": "#8a2f6b", "J_FA1": "#3b3b3b",
    "J_A04": "#2f7a4f", "J_A30": "#8c5a2b", "J_A44": "#2f6f9f", "J_FA3": "#8a2f6b",
    "J_A34": "#2f7a4f",
}  # fmt: skip
"""The stripe on the counters of an army, and beside its name in lists."""

FACES = {
    "serif": "Alegreya-Medium.ttf", "serif bold": "Alegreya-Bold.ttf",
    "serif italic": "Alegreya-MediumItalic.ttf", "serif bold italic": "Alegreya-BoldItalic.ttf",
    "sans": "AlegreyaSans-Medium.ttf", "sans bold": "AlegreyaSans-Bold.ttf",
    "figures": "FiraSansCondensed-Regular.ttf", "figures medium": "FiraSansCondensed-Medium.ttf",
    "figures bold": "FiraSansCondensed-Bold.ttf", "cjk": "NotoSerifCJKjp-Bold-subset.otf",
}  # fmt: skip


def rgb(code: str) -> RGB:
    """ "#rrggbb" as three numbers."""
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


def rgba(code: str, alpha: int) -> tuple[int, int, int, int]:
    """ "#rrggbb" and an opacity of 0 to 255 as four numbers."""
    return (*rgb(code), alpha)


def vector(code: str) -> npt.NDArray[np.float32]:
    """ "#rrggbb" as an array to calculate with."""
    return np.array(rgb(code), np.float32)


def mix(a: str, b: str, share: float) -> str:
    """The colour between two, `share` of the second."""
    pairs = zip(rgb(a), rgb(b), strict=True)
    return "#" + "".join(f"{round(x + (y - x) * share):02x}" for x, y in pairs)
