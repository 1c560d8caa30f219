"""Fighting strength of a unit: what it has, times how well it fights.

Strength is reckoned in hundredths of a point, so that a company's worth does not vanish: a rifle
division of 9,000 men and 165 guns at quality 72 has 49,680, printed as 497 points.
"""

from __future__ import annotations

from typing import Literal

from game.model.forces import Unit
from game.model.scenario import Scenario
from game.model.tables.combat import CombatTable
from game.model.terrain import Terrain

POINT = 100
"""Hundredths in a strength point."""
BURNS_FUEL = frozenset({"motor", "mech", "tank"})

Role = Literal["attack", "defence"]


def fuel_percent(table: CombatTable, unit: Unit, mobility: str) -> int:
    """Per cent of its armour that a unit can bring to bear on the fuel it has."""
    if unit.fuel >= table.fuel_low or mobility not in BURNS_FUEL:
        return 100
    return table.fuel_out_armour if unit.fuel < table.fuel_out else table.fuel_low_armour


def raw_strength(scenario: Scenario, unit: Unit, terrain: Terrain, works: bool = False) -> int:
    """Men, guns and armour as they count on this ground, in hundredths of a point."""
    table = scenario.tables.combat
    raw = table.men * unit.men + POINT * (table.gun * unit.guns + table.rocket * unit.rockets)
    if unit.tanks or unit.spg:
        counter = scenario.counters[unit.id]
        if counter.nation == "JPN":
            armour = table.tank_japan * (unit.tanks + unit.spg)
        else:
            armour = table.tank * unit.tanks + table.spg * unit.spg
        percent = terrain.armour
        if works and percent > table.works_armour:
            percent = table.works_armour
        raw += armour * percent * fuel_percent(table, unit, counter.mobility) // 100
    return raw


def quality(scenario: Scenario, unit: Unit, role: Role) -> int:
    """How well a unit fights, per cent.

    The published percentage of a Japanese division rates its equipment and transport too, which
    raw strength counts already; so it is drawn towards the middle.
    """
    counter = scenario.counters[unit.id]
    if counter.nation != "JPN":
        return counter.quality
    table = scenario.tables.combat
    base, up, down = table.japan_attack if role == "attack" else table.japan_defence
    return base + counter.quality * up // down


def strength(
    scenario: Scenario, unit: Unit, terrain: Terrain, role: Role, works: bool = False
) -> int:
    """Strength in a fight on this ground, in hundredths of a point."""
    return raw_strength(scenario, unit, terrain, works) * quality(scenario, unit, role) // 100


def zoc_strength(scenario: Scenario, unit: Unit) -> int:
    """Raw strength in the open in whole points: whether a unit is big enough to be felt."""
    table = scenario.tables.combat
    armour = table.tank * unit.tanks + table.spg * unit.spg
    if armour and scenario.counters[unit.id].nation == "JPN":
        armour = table.tank_japan * (unit.tanks + unit.spg)
    barrels = table.gun * unit.guns + table.rocket * unit.rockets
    return table.men * unit.men // 100 + barrels + armour
