"""The reckoning before an attack: strengths, column, modifiers, and what can come of it.

The same two functions serve the player's forecast, the AI and the resolution of the attack.
"""

from __future__ import annotations

import functools
from bisect import bisect_right
from dataclasses import dataclass, field, replace

from game.dice import WAYS_2D6
from game.hexes import Hex, direction_between
from game.model.events import Modifier
from game.model.forces import Side, Unit, UnitId, enemy_of
from game.model.orders import Attack
from game.model.state import State
from game.model.tables.combat import CombatTable
from game.model.terrain import GREAT_RIVER, MAJOR_RIVER, MUD, RIVER_NAMES, SMALL_RIVER, Terrain
from game.rules.air import support as air_support
from game.rules.command import in_command
from game.rules.landing import ashore, beach
from game.rules.retreat import can_retreat
from game.rules.siege import built_levels, sacrifices, works_for
from game.rules.strength import POINT, strength
from game.rules.support import SAPPERS, armies_of, barrels

STANDING = frozenset({"stand", "sacrifice"})
"""Stances in which a unit does not fall back of itself."""
_RIVER_KEYS = ("", "river_small", "river_major", "river_great")


@dataclass(frozen=True, slots=True)
class Odds:
    """An attack reckoned up. Strengths are in whole points."""

    attack: int
    defence: int
    column: int
    """From the ratio of the strengths in hundredths of a point, alone."""
    modifiers: tuple[Modifier, ...]
    base: int
    """The row before the dice: column and modifiers."""
    works: int
    """Points of permanent works the defender sits in."""
    stand: bool
    """The defender stands fast rather than retreat."""
    trapped: bool
    """The defender has no hex to retreat to."""
    close: bool
    """Armour fights at close quarters: in close country, a city, or against works."""
    sacrificing: tuple[UnitId, ...]
    """Defenders that make suicide attacks on tanks."""
    table: CombatTable = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Result:
    """What one row of the results table means in one fight. Losses in permille."""

    name: str
    """repulsed, held, shaken, retreat, rout, shattered, works, stood."""
    attacker: int
    defender: int
    attacker_disruption: int
    defender_disruption: int
    hexes: int
    """How far the defender must go."""
    prisoners: int
    """Permille of the defender's men taken besides those lost."""
    guns_left: int
    """Per cent of the defender's guns left behind."""
    works: int
    """Points of works lost."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One possible result of an attack and in how many of 36 ways the dice give it."""

    row: int
    ways: int
    result: Result


def column_of(table: CombatTable, attack: int, defence: int) -> int:
    """The column of a ratio of strengths, in whatever unit both are given."""
    ratio = attack * 1000 // max(1, defence)
    return table.first_column + max(0, bisect_right(table.columns, ratio) - 1)


def result_of_row(
    table: CombatTable, row: int, works: int = 0, stand: bool = False, trapped: bool = False
) -> Result:
    """The results table, read at a row for a defender in works, standing fast or trapped."""
    at = row - table.first_row
    attacker, defender = table.attacker_loss[at], table.defender_loss[at]
    once, twice = table.attacker_shaken
    shaken = (1 if row <= once else 0) + (1 if row <= twice else 0)
    if works:
        defender = defender * table.works_share // 100
        name = "works" if row >= table.retreat_row else _quiet(table, row)
        crumbled = min(works, table.works_loss[at])
        return Result(name, attacker, defender, shaken, 0, 0, 0, 0, crumbled)
    if row < table.retreat_row:
        grade = table.disruption[0] if row >= table.shaken_row else 0
        return Result(_quiet(table, row), attacker, defender, shaken, grade, 0, 0, 0, 0)
    if row < table.rout_row:
        name, step, hexes, left = "retreat", 1, 1, 0
    elif row < table.shatter_row:
        name, step, hexes, left = "rout", 2, table.rout_hexes, table.rout_guns
    else:
        name, step, hexes, left = "shattered", 3, table.rout_hexes, 100
    if name == "retreat" and stand:
        name = "stood"
    if trapped or name == "stood":
        defender, hexes, left = defender * table.stand_factor, 0, 0
    prisoners = table.prisoners * max(0, row - table.shatter_row + 1)
    return Result(
        name, attacker, defender, shaken, table.disruption[step], hexes, prisoners, left, 0
    )


def _quiet(table: CombatTable, row: int) -> str:
    """Name of a result that leaves the defender where it is."""
    return "shaken" if row >= table.shaken_row else "held" if row >= 0 else "repulsed"


def row_of(table: CombatTable, base: int, dice: int) -> int:
    """The row that a throw of two dice gives."""
    return min(max(base + dice - 7, table.first_row), table.last_row)


def outcomes(odds: Odds) -> tuple[Outcome, ...]:
    """Every result that the dice can give, from the worst for the attacker to the best."""
    return _outcomes(odds.table, odds.base, odds.works, odds.stand, odds.trapped)


@functools.lru_cache(maxsize=1024)
def _outcomes(
    table: CombatTable, base: int, works: int, stand: bool, trapped: bool
) -> tuple[Outcome, ...]:
    ways: dict[int, int] = {}
    for dice, n in WAYS_2D6.items():
        row = row_of(table, base, dice)
        ways[row] = ways.get(row, 0) + n
    return tuple(
        Outcome(row, n, result_of_row(table, row, works, stand, trapped))
        for row, n in sorted(ways.items())
    )


def result_at(odds: Odds, row: int) -> Result:
    """What a row means in this fight."""
    return result_of_row(odds.table, row, odds.works, odds.stand, odds.trapped)


def odds(state: State, order: Attack) -> Odds:
    """Reckon up an attack with what `state` (or a player's view) knows of both sides."""
    scenario = state.scenario
    table, hexmap, target = scenario.tables.combat, scenario.map, order.target
    named = order.assets
    if named and any(a in scenario.squadrons for a in named):
        order = replace(order, assets=tuple(a for a in named if a not in scenario.squadrons))
    terrain = hexmap.terrain_at(target)
    side = scenario.counters[order.units[0]].side
    attackers = [ashore(state, state.units[u]) for u in order.units]
    defenders = [
        ashore(state, u) for u in state.units_at(target) if scenario.counters[u.id].side != side
    ]
    works = works_for(state, enemy_of(side), target)
    attack_by = [strength(scenario, u, terrain, "attack", works > 0) for u in attackers]
    defence_by = [strength(scenario, u, terrain, "defence", works > 0) for u in defenders]
    defence = sum(defence_by)
    attack = sum(attack_by) + barrels(state, order.assets, terrain)
    trapped = not works and not can_retreat(state, defenders)
    rows: list[Modifier] = []
    if terrain.defence:
        rows.append(Modifier("terrain", terrain.defence, terrain.name))
    rows += _approach(state, order, attackers, attack_by)
    rows += beach(state, target, attackers, attack_by)
    rows += _defender(state, table, defenders, defence_by, works, trapped)
    rows += _attacker(state, table, order, attackers, attack_by)
    rows += _arms(state, table, order, attackers, defenders, terrain, works, _wet(rows))
    aircraft = air_support(state, side, target, named)
    if aircraft.rows:
        rows.append(aircraft.modifier(scenario))
    column = column_of(table, attack, defence)
    if works:
        rows += _concrete(state, target, column, aircraft.rows)
    standing = sum(s for u, s in zip(defenders, defence_by, strict=True) if u.stance in STANDING)
    close = works > 0 or terrain.armour < table.combined_arms_armour
    parties = sacrifices(state, defenders, close, sum(u.armour for u in attackers))
    if parties:
        lost = scenario.tables.engineering.sacrifice_armour
        why = f"suicide parties of {len(parties)}: {lost} permille of the armour besides"
        rows.append(Modifier("sacrifice", 0, why))
    return Odds(
        attack=attack // POINT,
        defence=defence // POINT,
        column=column,
        modifiers=tuple(rows),
        base=column + sum(m.rows for m in rows),
        works=works,
        stand=standing * 2 >= defence > 0,
        trapped=trapped,
        close=close,
        sacrificing=tuple(u.id for u in parties),
        table=table,
    )


def _concrete(state: State, target: Hex, column: int, bombs: int) -> list[Modifier]:
    """What numbers and bombs cannot do: before a few embrasures a division is no better than a
    battalion, and bombs of 100 kg do not open three metres of concrete."""
    level = built_levels(state.scenario.map).get(target, 0)
    table = state.scenario.tables.engineering
    at = min(level, len(table.works_columns) - 1)
    most, bombed = table.works_columns[at], table.works_bombs[at]
    rows = []
    if column > most:
        why = f"no room for numbers before works of level {level}"
        rows.append(Modifier("no_room", most - column, why))
    if bombs > bombed:
        rows.append(Modifier("concrete", bombed - bombs, f"bombs on works of level {level}"))
    return rows


def _wet(rows: list[Modifier]) -> bool:
    return any(m.name.startswith("river") for m in rows)


def _mean(values: list[int], weights: list[int]) -> int:
    """Mean of values by strength, rounded down."""
    total = sum(weights)
    return sum(v * w for v, w in zip(values, weights, strict=True)) // total if total else 0


def _approach(
    state: State, order: Attack, attackers: list[Unit], strengths: list[int]
) -> list[Modifier]:
    """Rivers crossed, directions, weather and surprise."""
    scenario, target = state.scenario, order.target
    modifiers, hexmap = scenario.tables.combat.modifiers, scenario.map
    ground = state.ground[hexmap.sector_bytes[target]]
    across = [0, 0, 0, 0]
    mask = 0
    for u, s in zip(attackers, strengths, strict=True):
        d = direction_between(target, u.hex)
        if d is None:
            continue
        mask |= 1 << d
        river = int(hexmap.river[target * 6 + d])
        if river == SMALL_RIVER and ground >= MUD:
            river = MAJOR_RIVER
        for width in range(1, river + 1):
            across[width] += s
    rows = []
    for width in (GREAT_RIVER, MAJOR_RIVER, SMALL_RIVER):
        if across[width] and across[width] * 2 >= sum(strengths):
            key = _RIVER_KEYS[width]
            if width == GREAT_RIVER and _with_kind(state, order, frozenset({"flotilla"})):
                key = "river_ferried"
            rows.append(Modifier(key, modifiers[key], f"across a {RIVER_NAMES[width]} river"))
            break
    # Directions: two opposite ones, or three that are two apart from each other.
    if mask & (mask >> 3) or mask in (0b010101, 0b101010):
        rows.append(Modifier("two_sides", modifiers["two_sides"], "from opposite directions"))
    if state.weather[hexmap.sector_bytes[target]] in scenario.tables.movement.heavy_rain:
        rows.append(Modifier("heavy_rain", modifiers["heavy_rain"], "heavy rain"))
    surprise = surprise_of(state, scenario.counters[order.units[0]].side)
    if surprise:
        why = f"the Japanese are taken unawares, day {state.turn}"
        rows.append(Modifier("surprise", modifiers[surprise], why))
    return rows


def surprise_of(state: State, side: Side) -> str | None:
    """The modifier of surprise that attacks of `side` have today, if any."""
    if side != "soviet" or state.options.forewarned == "on":
        return None
    scenario = state.scenario
    day = (scenario.date_of(state.turn) - scenario.tables.command.attack_day).days
    return {0: "surprise_first", 1: "surprise_second"}.get(day)


def _with_kind(state: State, order: Attack, kinds: frozenset[str]) -> bool:
    return any(state.scenario.assets[a].kind in kinds for a in order.assets)


def _condition(
    table: CombatTable, units: list[Unit], strengths: list[int], who: str, ammo: int
) -> list[Modifier]:
    """Disruption, ammunition and fatigue of one party, averaged by strength."""
    modifiers, rows = table.modifiers, []
    disruption = _mean([u.disruption for u in units], strengths)
    if disruption:
        key = f"{who}_disrupted"
        rows.append(Modifier(key, disruption * modifiers[key], f"disruption {disruption}"))
    low, out = modifiers[f"{who}_ammo_low"], modifiers[f"{who}_ammo_out"]
    shortage = _mean(
        [0 if u.ammo >= ammo else abs(low) if u.ammo > 0 else abs(out) for u in units], strengths
    )
    if shortage:
        key = f"{who}_ammo_out" if shortage >= abs(out) else f"{who}_ammo_low"
        rows.append(Modifier(key, shortage if low > 0 else -shortage, "short of ammunition"))
    fatigue = _mean([u.fatigue for u in units], strengths) // table.fatigue_step
    if fatigue:
        key = "fatigue" if who == "attacker" else "defender_fatigue"
        rows.append(Modifier(key, fatigue * modifiers[key], "weary"))
    return rows


def _attacker(
    state: State, table: CombatTable, order: Attack, attackers: list[Unit], strengths: list[int]
) -> list[Modifier]:
    rows = _condition(table, attackers, strengths, "attacker", table.attack_ammo)
    armies = armies_of(state, order.units)
    if len(armies) > 1:
        names = " and ".join(state.scenario.formations[a].name for a in armies)
        rows.append(Modifier("across_boundary", table.modifiers["across_boundary"], names))
    lost = sum(s for u, s in zip(attackers, strengths, strict=True) if not in_command(state, u))
    if lost and lost * 2 >= sum(strengths):
        why = "no orders from above, no headquarters within reach"
        rows.append(Modifier("out_of_command", table.modifiers["out_of_command"], why))
    return rows


def _defender(
    state: State,
    table: CombatTable,
    defenders: list[Unit],
    strengths: list[int],
    works: int,
    trapped: bool,
) -> list[Modifier]:
    """Works or entrenchment, condition, caught on trains, no way out."""
    rows, modifiers = [], table.modifiers
    if works:
        level = -(-works // 10)
        rows.append(Modifier("works", -((level + 1) // 2), f"permanent works, level {level}"))
    else:
        dug = _mean([u.entrenched for u in defenders], strengths)
        if dug:
            key = f"entrenched_{min(dug, 3)}"
            rows.append(Modifier(key, modifiers[key], f"entrenched, level {dug}"))
        caught = sum(s for u, s in zip(defenders, strengths, strict=True) if u.railing)
        if caught * 2 > sum(strengths):
            rows.append(Modifier("march_column", modifiers["march_column"], "caught on its trains"))
        if trapped and defenders:
            rows.append(Modifier("no_retreat", modifiers["no_retreat"], "no way out"))
    rows += _condition(table, defenders, strengths, "defender", table.defence_ammo)
    return rows


def _arms(
    state: State,
    table: CombatTable,
    order: Attack,
    attackers: list[Unit],
    defenders: list[Unit],
    terrain: Terrain,
    works: int,
    wet: bool,
) -> list[Modifier]:
    """Combined arms, armour shock, engineers and siege guns."""
    rows, modifiers, scenario = [], table.modifiers, state.scenario
    armour = sum(u.tanks + u.spg for u in attackers)
    if armour and not works and terrain.armour >= table.combined_arms_armour:
        if armour * table.combined_arms_men >= sum(u.men for u in attackers):
            why = f"{armour} tanks and guns with the infantry"
            rows.append(Modifier("combined_arms", modifiers["combined_arms"], why))
        men, guns = sum(u.men for u in defenders), sum(u.guns for u in defenders)
        if armour >= table.shock_armour and guns * 1000 < men * table.shock_guns:
            why = f"{armour} tanks, {guns} guns against them"
            rows.append(Modifier("armour_shock", modifiers["armour_shock"], why))
    if works or wet:
        types, counters = scenario.unit_types, scenario.counters
        if _with_kind(state, order, SAPPERS) or any(
            types[counters[u.id].type].engineer for u in attackers
        ):
            why = "engineers against the works" if works else "engineers across the river"
            rows.append(Modifier("engineers", modifiers["engineers"], why))
    if works and order.assets:
        siege = (scenario.assets[a] for a in order.assets)
        if sum(a.guns for a in siege if a.kind == "siege") >= table.siege_barrels:
            rows.append(Modifier("siege_guns", modifiers["siege_guns"], "siege guns"))
    assault_guns = sum(u.spg for u in attackers)
    if works and assault_guns >= scenario.tables.engineering.assault_guns:
        why = f"{assault_guns} self-propelled guns against the works"
        rows.append(Modifier("assault_guns", modifiers["assault_guns"], why))
    return rows
