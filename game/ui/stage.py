"""A map to play or to look on: camera, tiles of land and names of one scenario."""

from __future__ import annotations

from game.model.scenario import Scenario
from game.ui.app import App
from game.ui.mapview import MapView, make_map


def map_of(app: App, scenario: Scenario) -> MapView:
    """The map of a scenario, for the size of the window."""
    found = make_map(scenario, app.size, app.painters, app.settings, "soviet")
    found.apply(app.settings, app.scale)
    return found
