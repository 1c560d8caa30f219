"""A map to play or to look on: camera, tiles of land and names of one scenario."""

from __future__ import annotations

from game.film.projection import Projection
from game.model.scenario import Scenario
from game.ui.app import App
from game.ui.camera import Camera
from game.ui.mapview import MapView
from game.ui.namesheet import NameSheet
from game.ui.settings import cache_folder
from game.ui.tiles import Tiles

CAMPAIGN = "manchuria_1945"
"""Its land is that of all scenarios cut from it."""


def map_of(app: App, scenario: Scenario) -> MapView:
    """The map of a scenario, for the size of the window."""
    projection = Projection.of(scenario.map.projection)
    tiles = Tiles(CAMPAIGN, scenario.map, projection, cache_folder() / "tiles", app.painters)
    low = (float(tiles.low[0]), float(tiles.low[1]))
    high = (float(tiles.high[0]), float(tiles.high[1]))
    camera = Camera(projection, app.size, low, high)
    return MapView(camera, tiles, NameSheet(CAMPAIGN, low, high, app.painters))
