"""The sheet of land that comes with the game: where it lies in the plane, and its tiles.

The tiles are painted by `python main.py tilemake`; window and pages cut their maps out of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pygame

from game.film.palette import ASSETS, PAPER, rgb
from game.film.projection import Floats, Projection, View
from game.hexes import hex_at
from game.model.hexmap import HexMap
from game.model.scenario import Scenario

TILE = 512
"""Side of a tile in pixels."""
MARGIN_KM = 60
"""Paper around the outermost hexes."""
LAND = "manchuria_1945"
"""The scenario whose land the shipped tiles show, and that of those cut out of it."""
SHIPPED = (19, 54)
"""Pixels a hex of the tiles that come with the game, in assets/tiles."""
TILES = ASSETS / "tiles"


def corners(hexmap: HexMap, projection: Projection) -> tuple[Floats, Floats]:
    """The lower left and upper right corner of the sheet in km: that of the whole lattice, so that
    a scenario on a part of the map uses the same sheet."""
    ends = projection.centres([hex_at(1, 0), hex_at(hexmap.columns - 1, hexmap.rows - 1)])
    return ends.min(axis=0) - MARGIN_KM, ends.max(axis=0) + MARGIN_KM


def grid(hexmap: HexMap, projection: Projection, step: int) -> tuple[int, int]:
    """Columns and rows of tiles at a zoom step."""
    low, high = corners(hexmap, projection)
    wide, tall = (high - low) / projection.size * step
    return -(-int(wide) // TILE), -(-int(tall) // TILE)


@dataclass(frozen=True, slots=True)
class Tile:
    """A shipped tile: its place on the sheet, and the file."""

    step: int
    column: int
    row: int
    path: Path


def is_shipped(scenario: Scenario) -> bool:
    """Whether tiles of a scenario's land come with the game."""
    return LAND in (scenario.id, scenario.base)


def shipped(scenario: Scenario, step: int, whole: bool = False) -> list[Tile]:
    """The tiles on which hexes of a scenario lie, or all of the sheet with `whole`, column by
    column; those that are there."""
    hexmap = scenario.map
    projection = Projection.of(hexmap.projection)
    if whole:
        columns, rows = grid(hexmap, projection, step)
        return _there(step, [(c, r) for c in range(columns) for r in range(rows)])
    low, high = corners(hexmap, projection)
    px = step / projection.size
    middles = projection.centres(hexmap.hexes)
    x, y = (middles[:, 0] - low[0]) * px, (high[1] - middles[:, 1]) * px
    # A hex reaches into the tiles in which the corners of its box lie.
    wanted = {
        (int(a) // TILE, int(b) // TILE)
        for dx in (-0.6, 0.6) for dy in (-0.6, 0.6)
        for a, b in zip(x + dx * step, y + dy * step, strict=True)
    }  # fmt: skip
    return _there(step, sorted(wanted))


def _there(step: int, cells: list[tuple[int, int]]) -> list[Tile]:
    tiles = (Tile(step, c, r, TILES / str(step) / f"{c:02d}_{r:02d}.webp") for c, r in cells)
    return [t for t in tiles if t.path.is_file()]


def lay(view: View, scenario: Scenario) -> pygame.Surface:
    """The land of a view, laid of the shipped tiles and brought to its scale."""
    low, high = corners(scenario.map, view.projection)
    step = next((s for s in SHIPPED if s >= view.hex_pixels), SHIPPED[-1])
    km = view.projection.size / step
    size = tuple(max(1, round(side * view.km_per_pixel / km)) for side in view.size)
    left, top = (view.left - float(low[0])) / km, (float(high[1]) - view.top) / km
    land = pygame.Surface(size)
    land.fill(rgb(PAPER))
    for tile in shipped(scenario, step, whole=True):
        at = (round(tile.column * TILE - left), round(tile.row * TILE - top))
        if land.get_rect().colliderect((*at, TILE, TILE)):
            land.blit(pygame.image.load(tile.path), at)
    return pygame.transform.smoothscale(land, view.size)
