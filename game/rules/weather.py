"""The weather of a day, of the record or drawn from the climate, and the ground it leaves.

Each sector has a state of the ground (dry, wet, mud, floods) and two counts: rainy days in a row
as a positive number or dry days in a row, since the ground last improved, as a negative one; and
the water in its rivers.
"""

from __future__ import annotations

import functools

from game.dice import Dice
from game.hexes import Hex
from game.model.climate import CODES, Climate
from game.model.events import TurnBegan
from game.model.scenario import Options, Scenario
from game.model.state import PlayerView, State
from game.model.tables.movement import MovementTable
from game.model.terrain import DRY, FLOOD, MUD, WET


def ground_after(
    table: MovementTable, sector: str, code: str, ground: int, wet_days: int
) -> tuple[int, int]:
    """Ground (without floods) and count of one sector after a day of this weather."""
    ground = min(ground, MUD)
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


def water_after(table: MovementTable, code: str, water: int) -> int:
    """Water in the rivers of a sector after a day of this weather: heavy rain swells them, rain
    keeps them up, dry days let them fall."""
    if code in table.heavy_rain:
        return min(table.water_most, water + table.water_rise)
    return water if code in table.rain else max(0, water - 1)


def drawn(options: Options) -> bool:
    """Whether the weather is drawn: by option, and always where the season has no record."""
    return options.weather == "drawn" or options.season != "august"


@functools.lru_cache(maxsize=8)
def climates(scenario: Scenario, season: str) -> tuple[Climate, ...]:
    """The climate of each sector of the map; KeyError where the scenario has none."""
    known = {(c.season, c.sector): c for c in scenario.climate}
    return tuple(known[season, sector] for sector in scenario.map.sectors)


def luck(dice: Dice, climate: tuple[Climate, ...], sector: int, turn: int) -> int:
    """The luck of a sector on a day, 0 (best) to 99: new, its own of yesterday, or the luck of
    the sector whose weather comes over to it."""
    here = climate[sector]
    while turn > 1:
        lot = dice.percent("front", turn, here.sector)
        if lot >= here.persists + here.followed:
            break
        if lot >= here.persists:
            here = next(c for c in climate if c.sector == here.follows)
        turn -= 1
    return dice.percent("weather", turn, here.sector)


def weather_of(state: State, turn: int, dice: Dice) -> tuple[str, ...]:
    """The weather of `turn` by sector."""
    scenario = state.scenario
    # An attack that begins later than in history ends after the days of the record.
    if not drawn(state.options) and turn <= len(scenario.weather):
        return scenario.weather[turn - 1]
    climate = climates(scenario, state.options.season)
    return tuple(c.code(luck(dice, climate, i, turn)) for i, c in enumerate(climate))


def _first_ground(scenario: Scenario, options: Options) -> tuple[int, ...]:
    if drawn(options):
        return tuple(c.ground for c in climates(scenario, options.season))
    start = scenario.tables.movement.ground_start
    return tuple(start.get(sector, DRY) for sector in scenario.map.sectors)


def turn_began(state: State, turn: int, dice: Dice) -> TurnBegan:
    """The morning of `turn`: its weather, and the ground as the days before have left it."""
    scenario = state.scenario
    none = (0,) * len(scenario.map.sectors)
    if turn > 1:
        today = (state.ground, state.wet_days, state.water or none)
        ground, wet_days, water = _after_day(scenario, state.weather, *today)
    else:
        ground, wet_days, water = _first_ground(scenario, state.options), none, none
        for day in () if drawn(state.options) else scenario.earlier:
            ground, wet_days, water = _after_day(scenario, day, ground, wet_days, water)
    return TurnBegan(
        turn=turn, weather=weather_of(state, turn, dice), ground=ground, wet_days=wet_days,
        water=water,
    )  # fmt: skip


def _after_day(
    scenario: Scenario,
    weather: tuple[str, ...],
    ground: tuple[int, ...],
    wet_days: tuple[int, ...],
    water: tuple[int, ...],
) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """Ground, counts of days and water by sector after a day of this weather."""
    table, sectors = scenario.tables.movement, scenario.map.sectors
    after = [
        ground_after(table, *of_sector)
        for of_sector in zip(sectors, weather, ground, wet_days, strict=True)
    ]
    rivers = tuple(water_after(table, *of) for of in zip(weather, water, strict=True))
    left = tuple(
        FLOOD if g == MUD and w >= table.water_flood else g
        for (g, _), w in zip(after, rivers, strict=True)
    )
    return left, tuple(days for _, days in after), rivers


def hot(state: State, h: Hex) -> bool:
    """Whether it is hot in a hex today."""
    table, sector = state.scenario.tables.movement, state.scenario.map.sector_bytes[h]
    return (
        state.scenario.map.sectors[sector] in table.heat_sectors
        and state.weather[sector] in table.heat_weather
    )


def forecast(view: PlayerView, sector: int) -> dict[str, int]:
    """Chances per cent of tomorrow's weather in a sector, from the climate and today's weather:
    all that a staff can know. Empty where the scenario tells no climate. Kinds of weather that
    cannot come are left out."""
    scenario = view.scenario
    if not scenario.climate:
        return {}
    climate = climates(scenario, view.options.season)
    here = climate[sector]
    new = 100 - here.persists - here.followed
    chances = {c: new * n * 100 for c, n in zip(CODES, here.odds, strict=True)}
    today = view.weather[sector]
    chances[today] += here.persists * 10_000
    if here.followed:
        there = next(i for i, c in enumerate(climate) if c.sector == here.follows)
        lots = [n for n in range(100) if climate[there].code(n) == view.weather[there]]
        for lot in lots or range(100):
            chances[here.code(lot)] += here.followed * 10_000 // len(lots or range(100))
    # In whole per cent that add up: the largest remainders are rounded up.
    lack = 100 - sum(n // 10_000 for n in chances.values())
    up = sorted(chances, key=lambda c: -(chances[c] % 10_000))[:lack]
    whole = {c: n // 10_000 + (c in up) for c, n in chances.items()}
    return {c: n for c, n in whole.items() if n}
