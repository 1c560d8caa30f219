"""Tables of supply (`scenarios/common/supply.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from game.model.tables.railways import DepotTable, RailTable


@dataclass(frozen=True, slots=True)
class SupplyTable:
    """Tons a day, fuel points (40 is a refill), tenths of an attack-day of ammunition.

    Hauls are in motor points of the movement chapter: tens of minutes of a lorry's way.
    """

    refill: int
    """Fuel points in one refill; also the most that a unit takes on in a day."""
    fuel_start: int
    """Fuel a unit carries at the start, and at most; its army's columns included."""
    fuel_start_japan: int
    fuel_far: int
    """Lorries fill a unit no further than this when it stands beyond `haul_near`."""
    fuel_low: int
    """Below this the fuel is low, below the next it is out."""
    fuel_out: int
    fuel_idle: int
    """Points burnt a day without marching."""
    refill_armour: int
    """Tons of a refill for 100 tanks and self-propelled guns; the next for 100 vehicles."""
    refill_vehicles: int
    ammo_start: int
    """Ammunition a unit carries at the start, and at most."""
    ammo_start_japan: int
    ammo_low: int
    """Below this ammunition is low; at nothing it is out."""
    ammo_day: int
    """The most that a unit takes on in a day."""
    rations_start: int
    """Days of food a unit carries at the start, and at most."""
    fortress_ammo: int
    """The same for troops in permanent works of their own side."""
    fortress_rations: int
    food: int
    """Per cent of the tons of a unit at rest that is food; it is carried first."""
    country: int
    """Per cent of the food that has to be brought on feeding ground; the country gives the rest."""
    army_troops: int
    """Per cent of the tons of its units that an army asks for, with its army troops."""
    army_troops_japan: int
    share: dict[str, int]
    """Permille of a division's tons by size, for units on foot or horses."""
    share_vehicles: dict[str, int]
    """The same for motor, mechanised, tank and static units."""
    share_men: int
    """Bodies of any other size are a division for each so many men."""
    haul_load: int
    """Points for loading and unloading on each round of a lorry."""
    haul_own: int
    """Up to this haul a unit fetches its supply with its own carts and lorries."""
    haul_near: int
    """Up to this haul lorries come back the same day and fill the army's columns."""
    haul_limit: int
    """Beyond this haul nothing arrives."""
    air_load: int
    """Kilograms a day of one transport aircraft of the establishment, in clear weather."""
    air_range: int
    """Hexes from their base that transports fly loaded."""
    air_weather: dict[str, int]
    """Per cent of the air lift that flies, by weather at the unit; none in weather not named."""
    landing_ground: tuple[str, ...]
    """Terrains on which a transport can land beside the troops."""
    siege: int
    """Loads go at this multiple of the cost next to works that the enemy still holds."""
    captured_rail: int
    """Motor points for one hex along a working railway that is not joined to a source."""
    wagon: int
    """Where lorries cannot go, carts do at this multiple of the cost for horses."""
    lift_default: int
    """Tons of lorries of a command for which the scenario names none."""
    isolated: int
    """Permille of men lost a day when cut off; the next from day `isolated_from` on."""
    isolated_late: int
    isolated_from: int
    hungry: int
    """Permille lost a day without rations."""
    parched: int
    """Permille lost on a day of march that ends in desert or marsh, on foot or horse."""
    parched_tired: int
    """The same when fatigue is `tired` or more."""
    heat: int
    """Permille more on a hot day."""
    tired: int
    hard_ground: tuple[str, ...]
    """Terrain where marching costs men."""
    feeding_ground: tuple[str, ...]
    """Terrain that gives part of the food (`country`), and where nobody is lost to hunger."""
    rail: RailTable
    depots: DepotTable

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}
