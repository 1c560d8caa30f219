"""Tables of disruption, surrender and desertion (`scenarios/common/morale.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class MoraleTable:
    """All checks are two dice against a number."""

    recovery_base: int
    """One disruption is recovered when 2d6 >= this - quality / `recovery_quality`."""
    recovery_quality: int
    recovery_short: int
    """Added to the number needed when ammunition is short."""
    recovery_hq: int
    """Taken off it when a headquarters over the unit is within reach."""
    repair: int
    """Per cent of the armour in the workshops that returns each day."""
    dig_turns: int
    """Quiet turns of work for one level of entrenchment."""
    dig_turns_engineers: int
    dig_most: int
    """Highest level that troops dig themselves."""
    surrender_after: int
    """Days cut off before a unit is tested."""
    surrender_days: int
    """Days cut off that add 1 to the throw."""
    surrender_weak: int
    """Japanese quality below which a unit counts as weak."""
    surrender_killed: int
    """Per cent of the men of a fighting unit killed or gone when it lays down its arms."""
    surrender_need: dict[str, int]
    """What 2d6 + days cut off / 3 + disruption must reach, by class of troops."""
    desertion_near: int
    """Hexes within which Soviet troops make puppet troops desert faster."""
    desertion_rate: int
    """Permille of men a day for each point of risk, with Soviets near or after the rescript."""
    desertion_rate_far: tuple[int, int]
    """The same otherwise, as a fraction."""
    mutiny_base: int
    """A unit near the enemy mutinies when 2d6 >= this - (risk + wavering) / `mutiny_risk`."""
    mutiny_risk: int
    mutiny_losses: int
    """Permille of its men that a Japanese unit in the same hex loses in a mutiny."""
    mutiny_most: int
    """Per cent of the mutineers that the dead in their hex are at most."""
    turncoats: tuple[str, ...]
    """Types of troops of which a mutinous unit goes over to the enemy."""
    turncoat_risk: int
    """From this risk on, wavering included, they do."""
    wavering_near: int
    """Points by which a puppet unit grows less reliable in a day with the enemy near."""
    wavering_mutiny: int
    """The same for each mutiny in its district or army."""
    wavering_rescript: int
    """The same once, when the war is declared over."""
    panic: dict[str, int]
    """What 2d6 + disruption must reach for a unit to run, by class of troops as for surrender."""
    panic_armour: int
    """Tanks and self-propelled guns of a unit that frightens."""
    panic_near: int
    """Hexes within which it does."""
    panic_disruption: int
    """Disruption of a unit attacked today that frightens those beside it."""
    panic_hexes: int
    """Hexes that a unit in panic runs."""
    panic_scattered: int
    """Permille of its men who are scattered."""
    stragglers: int
    """Per cent of the men lost in a rout or scattered in a panic who may come back."""
    stragglers_back: int
    """Per cent of those still out who come back in an evening."""
    stragglers_last: int
    """With this many out, or fewer, all come."""
    refugees_near: int
    """Hexes from the enemy's troops within which the people of a town take to the roads."""
    refugees_people: int
    """Inhabitants from which a town's flight is felt."""
    refugees_share: int
    """Per cent of the columns that their roads still carry."""
    replacements: dict[str, int]
    """Men who come up in an evening to a unit in supply, by its size."""
    replaced: tuple[str, ...]
    """Nations that have replacements."""
    merge_percent: int
    """Per cent of its printed men up to which a unit is a remnant that can be merged."""
    escort: int
    """Per cent of a unit's capacity to take prisoners (`politics.captors`) from which those it
    took today tie it down tomorrow."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}
