"""Tables of combat and works (`scenarios/common/combat.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, eq=False)
class CombatTable:
    """Strength, odds columns, modifiers in rows, and the results table. Hashed by identity, so that
    what follows from it can be kept."""

    men: int
    """Strength per 100 men."""
    gun: int
    rocket: int
    tank: int
    spg: int
    tank_japan: int
    japan_defence: tuple[int, int, int]
    """Constant, numerator, denominator of a Japanese unit's quality when defending."""
    japan_attack: tuple[int, int, int]
    works_armour: int
    """Most per cent of armour's strength that counts against permanent works."""
    fuel_low: int
    """Below this many fuel points armour counts `fuel_low_armour` per cent."""
    fuel_low_armour: int
    fuel_out: int
    """Below this a motorised unit cannot attack; armour counts `fuel_out_armour` per cent."""
    fuel_out_armour: int
    columns: tuple[int, ...]
    """Least attack per 1,000 of defence for columns -6 to 12."""
    first_column: int
    first_row: int
    last_row: int
    attacker_loss: tuple[int, ...]
    """Permille of men lost, by row from `first_row`."""
    defender_loss: tuple[int, ...]
    works_loss: tuple[int, ...]
    """Points of works lost, by row."""
    works_share: int
    """Per cent of the defender's loss that works let through."""
    stand_factor: int
    """Factor on the loss of a defender that stands fast or cannot retreat."""
    attacker_shaken: tuple[int, int]
    """Highest rows at which the attacker gains 1 and 2 disruption."""
    shaken_row: int
    """Lowest row at which the defender gains a disruption."""
    retreat_row: int
    rout_row: int
    shatter_row: int
    disruption: tuple[int, int, int, int]
    """Disruption of a shaken, retreating, routed, shattered defender."""
    most_disruption: int
    """Highest disruption there is; such a unit only retreats."""
    rout_hexes: int
    """Hexes a routed or shattered defender runs; retreat is one."""
    prisoners: int
    """Permille of a shattered defender's men taken, for each row from `shatter_row` on."""
    rout_guns: int
    """Per cent of its guns that a routed defender leaves; a shattered one leaves all."""
    gun_loss: int
    """Guns lost, in per cent of the permille of men."""
    armour_loss_open: int
    """Armour put out of action: this many times the permille of men; so the next."""
    armour_loss_close: int
    armour_repulsed: int
    """A further factor for the attacker when the row is below 0."""
    armour_repairable: int
    """Per cent of the armour out of action that can be repaired by those who keep the field."""
    killed: dict[str, int]
    """Per cent of men lost in a fight who are dead or missing, by nation; the rest wounded."""
    attack_ammo: int
    """Tenths of an attack-day that an attack uses; less than that left is low ammunition."""
    defence_ammo: int
    fight_fatigue: int
    fatigue_step: int
    """Fatigue for one row."""
    assaults: int
    """Attacks on one hex in a phase."""
    assaults_works: int
    """The same while permanent works stand in it."""
    mobile_attacks: int
    """Attacks a turn of horse, mech and tank units that have the points."""
    combined_arms_men: int
    """Men for each tank or self-propelled gun at most."""
    combined_arms_armour: int
    """Per cent of armour's strength that must count on the ground for combined arms and shock."""
    shock_armour: int
    """Tanks and self-propelled guns needed for armour shock."""
    shock_guns: int
    """Guns per 1,000 men that stop armour shock."""
    siege_barrels: int
    """Barrels of siege guns that give the modifier against works."""
    barrels: int
    """Most barrels of assets that support one attack."""
    barrels_close: int
    """The same in close country."""
    asset_reach: int
    """Hexes from the middle of its army within which an asset can support an attack."""
    flotilla_hexes: int
    """Hexes a day by which river craft get further from their base."""
    remnant_percent: int
    """A unit with fewer men than this share of its printed men, and fewer than `remnant_men`,
    ceases to exist."""
    remnant_men: int
    modifiers: dict[str, int]
    """Rows by the name of the modifier."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}
