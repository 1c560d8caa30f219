"""What a coast does to those who come by sea: weather, batteries and mines, unseen troops."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from game.dice import Dice
from game.hexes import Hex
from game.model.events import Sailed, Toll
from game.model.forces import AssetId, Ships, Side, Unit, UnitId, enemy_of, updated
from game.model.state import State
from game.rules.landing import first_day
from game.rules.losses import Tally, shares
from game.rules.siege import works_for


def in_storm(state: State, h: Hex) -> bool:
    """Whether a storm keeps boats off the coast of a hex today."""
    s = state.scenario
    return state.weather[s.map.sector_bytes[h]] in s.tables.water.storm


def kept_off(
    state: State, side: Side, target: Hex, units: Sequence[UnitId], dice: Dice
) -> str:
    """What keeps a landing off the coast today, on the truth: enemy, fog, storm; "" for nothing."""
    if state.side_at(target) == enemy_of(side):
        return "enemy"
    return _weather(state, side, target, units, dice)


def _weather(state: State, side: Side, target: Hex, units: Sequence[UnitId], dice: Dice) -> str:
    s = state.scenario
    table, sky = s.tables.water, state.weather[s.map.sector_bytes[target]]
    throw = dice.two_d6("landing", state.turn, target, *units)
    if sky in table.fog and throw < table.fog_need:
        return "fog"
    return "storm" if sky in table.storm and throw < table.storm_need else ""


def batteries(state: State, side: Side, off: Hex) -> tuple[Hex, ...]:
    """Hexes whose coast batteries can reach ships of `side` that land from sea hex `off`: coasts
    beside it with the enemy in works, or with his fortress troops."""
    s, enemy = state.scenario, enemy_of(side)
    found = []
    for h in s.map.around[off]:
        if not s.map.land[h] or state.side_at(h) != enemy:
            continue
        types = {s.counters[u].type for u in state.index.get(h, ())}
        if works_for(state, enemy, h) or types & set(s.tables.water.battery_types):
            found.append(h)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Fire:
    """What the coast does to troops who land: units as they are then, ships and men lost."""

    after: tuple[Unit, ...]
    ships: tuple[tuple[AssetId, Ships], ...]
    tally: tuple[Toll, ...]
    sunk: int
    """Men who were in ships that were sunk."""


def under_fire(state: State, units: Iterable[Unit], target: Hex, dice: Dice) -> Fire:
    """Batteries and mines at work on the ships of these units, off the coast of `target`."""
    s, table, tally = state.scenario, state.scenario.tables.water, Tally()
    after, lost_ships, sunk = [], dict(state.ships), 0
    side = None
    for unit in units:
        side = s.counters[unit.id].side
        hits = sum(
            dice.two_d6("battery", state.turn, target, h, unit.id) >= table.battery_need
            for h in batteries(state, side, unit.hex)
        )
        swimming = unit.men * min(100, hits * table.battery_sinks) // 100
        drowned = swimming * table.drowned // 100
        if swimming:
            was = lost_ships.get(unit.aboard, Ships())
            lost_ships[unit.aboard] = Ships(was.sunk + swimming, was.busy)
            sunk += swimming
            killed, wounded = shares(drowned, (1, 1))
            tally.add(s.counters[unit.id].nation, killed=killed, wounded=wounded)
        after.append(updated(unit, men=unit.men - drowned) if drowned else unit)
    changed = tuple((a, x) for a, x in lost_ships.items() if state.ships.get(a) != x)
    return Fire(tuple(after), changed, tally.total(), sunk)


def approach(
    state: State, units: Sequence[UnitId], target: Hex, dice: Dice
) -> tuple[Sailed | None, bool]:
    """What happens to troops who attack from the sea before they set foot on the beach: an event,
    and whether they are kept off for today."""
    wet = [u for u in units if first_day(state, state.units[u], target)]
    if not wet:
        return None, False
    side = state.scenario.counters[wet[0]].side
    off = state.units[wet[0]].hex
    stopped = _weather(state, side, target, wet, dice)
    if stopped:
        waiting = tuple(updated(state.units[u], points=0) for u in wet)
        event = Sailed(
            units=tuple(wet), path=(off,), stopped=stopped, by=side, at=off, after=waiting
        )
        return event, True
    fire = under_fire(state, [state.units[u] for u in wet], target, dice)
    if not fire.sunk:
        return None, False
    event = Sailed(
        units=tuple(wet), path=(off,), by=side, at=off, ships=fire.ships, toll=fire.tally,
        sunk=fire.sunk,
        after=tuple(u for u in fire.after if u != state.units[u.id]),
    )  # fmt: skip
    return event, False
