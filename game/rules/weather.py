"""The ground of a day from the weather up to the day before.

Each sector has a state (dry, wet, mud) and a count: rainy days in a row as a positive number, dry
days in a row, since the ground last improved, as a negative one.
"""

from __future__ import annotations

from game.model.events import TurnBegan
from game.model.scenario import Scenario
from game.model.state import State
from game.model.tables.movement import MovementTable
from game.model.terrain import DRY, MUD, WET


def ground_after(
    table: MovementTable, sector: str, code: str, ground: int, wet_days: int
) -> tuple[int, int]:
    """Ground and count of one sector after a day of this weather."""
    if code in table.rain or code in table.heavy_rain:
        days = max(wet_days, 0) + 1
        if code in table.heavy_rain or days >= table.mud_days:
            return MUD, days
        return max(ground, WET), days
    days = min(wet_days, 0) - 1
    needed = table.dry_days_slow if sector in table.slow_sectors else table.dry_days
    if -days >= needed:
        return max(ground - 1, DRY), 0
    return ground, days


def ground_for(
    scenario: Scenario, turn: int, ground: tuple[int, ...], wet_days: tuple[int, ...]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Ground and counts by sector on the morning of `turn`, from those of the turn before it."""
    table, sectors = scenario.tables.movement, scenario.map.sectors
    if turn <= 1:
        return tuple(table.ground_start.get(s, DRY) for s in sectors), (0,) * len(sectors)
    yesterday = scenario.weather[turn - 2]
    after = [
        ground_after(table, *of_sector)
        for of_sector in zip(sectors, yesterday, ground, wet_days, strict=True)
    ]
    return tuple(g for g, _ in after), tuple(d for _, d in after)


def turn_began(state: State, turn: int) -> TurnBegan:
    """The morning of `turn`: weather of the calendar, ground from the days before."""
    ground, wet_days = ground_for(state.scenario, turn, state.ground, state.wet_days)
    return TurnBegan(
        turn=turn, weather=state.scenario.weather[turn - 1], ground=ground, wet_days=wet_days
    )
