"""Tables of engineering, sieges and the desert (`scenarios/common/engineering.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, eq=False)
class EngineeringTable:
    """Work is counted in engineer-turns: a day of a brigade of engineers. Lists by river are none,
    small, major, great. Hashed by identity, so that what follows from it can be kept."""

    blow_points: int
    """Points that an attempt to blow a bridge costs a unit; so the next for tearing up rails."""
    tear_points: int
    blow_need: int
    """A bridge falls when 2d6 reaches this."""
    blow_need_surprised: int
    """The same for Japanese troops on 9 August, taken by surprise."""
    tear_work: int
    """Work to relay the railway of a torn-up hexside."""
    repair_road: tuple[int, int, int, int]
    """Work to mend a bridge that carries a road alone, by river."""
    repair_rail: tuple[int, int, int, int]
    """The same for one that carries a railway."""
    lay: tuple[int, int, int, int]
    """Work to lay a lasting pontoon bridge, by river; 0 where none is laid."""
    lay_kinds: tuple[str, ...]
    """Kinds of assets that lay one."""
    pontoon_cost: int
    """Points to cross a pontoon bridge."""
    track_work: int
    """Work to cut a track over one hexside through virgin forest."""
    track_ground: tuple[str, ...]
    """Terrain through which tracks are cut."""
    work_kinds: tuple[str, ...]
    """Kinds of assets that do any engineers' work."""
    rail_types: tuple[str, ...]
    """Types of units that mend railways and their bridges, where they stand."""
    brigade_men: int
    """Men who do one engineer-turn of work a day; smaller assets count as a brigade too."""
    most_work: int
    """Engineer-turns that one asset does in a day at most: more find no room at one site."""
    reach: int
    """Hexes from the middle of an army within which its assets, and its front's, work."""
    small_men: int
    """A garrison of works with fewer men, and without field troops, does not close its hex."""
    pass_points: int
    """Extra points to march through such a hex."""
    town_people: int
    """A place of so many inhabitants beside such works falls to those who march through."""
    mask_men: int
    """Men of a garrison that one stack point of troops next to it keeps in."""
    raid: int
    """Permille of men that each unit beside a garrison that is not masked loses a day."""
    open_works: int
    """At this many points of works left a small garrison bars lorries no more."""
    works_columns: tuple[int, ...]
    """Up to which column numbers count against works, by the level as they were built, 0 to 9."""
    works_bombs: tuple[int, ...]
    """Most rows that aircraft add against works, by the same level."""
    assault_guns: int
    """Self-propelled guns that give the modifier against works."""
    sacrifice_armour: int
    """Permille of the attacker's armour that suicide attacks put out of action."""
    sacrifice_men: int
    """Permille of the men of the unit that makes them."""
    sacrifice_rest: int
    """Turns until a unit can make them again."""
    sacrifice_nations: tuple[str, ...]
    thirst: dict[str, int]
    """Fatigue of troops on foot or horse whose march ends without water, by weather."""
    thirst_wells: int
    """Per cent of it that is left where the army's engineers dig wells."""
    dry_ground: tuple[str, ...]
    """Terrain without water except where caravan tracks, rivers, lakes and places are."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}
