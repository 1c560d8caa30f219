"""All overlays in the order of the hotkey sheet."""

from __future__ import annotations

from game.ui.overlays.air import Air
from game.ui.overlays.control import Control
from game.ui.overlays.damage import Damage
from game.ui.overlays.depots import Depots
from game.ui.overlays.headquarters import Headquarters
from game.ui.overlays.overlay import Overlay
from game.ui.overlays.seen import LastSeen
from game.ui.overlays.stoplines import StopLines
from game.ui.overlays.supply import Supply
from game.ui.overlays.terrain import Terrain
from game.ui.overlays.victory import Victory
from game.ui.overlays.weather import Weather
from game.ui.overlays.zones import Zones

OVERLAYS: tuple[type[Overlay], ...] = (
    Supply, Zones, Control, Weather, Terrain, Air, Victory, LastSeen, Headquarters, Damage, Depots,
    StopLines,
)  # fmt: skip


def make_overlays() -> tuple[Overlay, ...]:
    """A new set of all overlays, for one map."""
    return tuple(make() for make in OVERLAYS)


def keys() -> tuple[tuple[str, str, str], ...]:
    """Letter, name and meaning of each overlay, for the sheet of keys."""
    return tuple((o.key, o.name, o.meaning) for o in OVERLAYS)
