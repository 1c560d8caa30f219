"""The order of the work: land, places, rivers, lines, terrain, sectors, files."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from game.mapmaker import facts
from game.mapmaker.grid import Grid, plane_point
from game.mapmaker.land import Land, build_land, gather
from game.mapmaker.lines import all_stops, build_lines, drop_tracks_to_be_cut
from game.mapmaker.places import Stop, seat_all
from game.mapmaker.rivers import build_rivers
from game.mapmaker.sources import read
from game.mapmaker.terrain import build_terrain
from game.mapmaker.write import write_map


def make_map(geo: Path, history: Path, out: Path) -> None:
    """Build the map from the two input directories and write it to `out`."""
    sources = read(geo, history)
    grid = Grid(facts.X0, facts.Y0, facts.COLUMNS, facts.ROWS)
    cells = gather(grid, sources.rasters)
    land = build_land(grid, sources, cells)
    seated = seat_all(land, sources)
    spot = seated.hex_of_place
    stops = all_stops(land, sources, spot)
    towns = [
        Stop(p["id"], h, *plane_point(float(p["lon"]), float(p["lat"]))) for p, h in seated.places
    ]
    stations = [s for line in stops.values() for s in line]
    rivers = build_rivers(land, sources, spot, towns + stations)
    network = build_lines(land, sources, stops, rivers)
    relief = build_terrain(land, sources, cells, seated, network.hexes)
    network = drop_tracks_to_be_cut(relief.terrain, network)
    write_map(out, land, relief, rivers, network, seated, weather_sectors(land))


def weather_sectors(land: Land) -> list[str]:
    """Weather sector of every hex number: that of the nearest of the points that stand for one."""
    points = np.array([plane_point(lon, lat) for _, lon, lat in facts.SECTOR_POINTS])
    centres = land.grid.centres
    d = ((centres[:, None, :] - points[None, :, :]) ** 2).sum(axis=2)
    return [facts.SECTOR_POINTS[k][0] for k in d.argmin(axis=1).tolist()]
