"""Declared events: what a scenario's data says may happen, on what conditions, with what effects.

A small closed vocabulary: each condition and each effect is a class here, with its name in `kind`
and its arguments as fields. A scenario's file `events.toml` writes them as tables of the same
names; `rules/happenings.py` says when they are met and what they do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from game.hexes import Hex
from game.model.forces import FormationId, Side, UnitId

_FORBID: dict[str, str] = {"extra": "forbid"}

Audience = Literal["both", "soviet", "japan"]


# Conditions: all of an event's must be met.


@dataclass(frozen=True, slots=True)
class Dated:
    """The day is not before `since` and not after `until`; either may be left out."""

    kind: Literal["date"]
    since: date | None = None
    until: date | None = None
    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID


@dataclass(frozen=True, slots=True)
class OptionIs:
    """An option of the game has one of these values."""

    kind: Literal["option"]
    option: str
    values: tuple[str, ...]
    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID


@dataclass(frozen=True, slots=True)
class Held:
    """A side holds a place, since at least `days` days."""

    kind: Literal["held"]
    place: str
    side: Side
    days: int = 0
    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID


@dataclass(frozen=True, slots=True)
class Fallen:
    """A place was taken for the first time by the side that did not hold it at the start, at least
    `days` days ago."""

    kind: Literal["captured"]
    place: str
    days: int = 0
    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID


@dataclass(frozen=True, slots=True)
class After:
    """Another event happened at least `days` days ago."""

    kind: Literal["happened"]
    event: str
    days: int = 0
    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID


@dataclass(frozen=True, slots=True)
class Before:
    """Another event has not happened."""

    kind: Literal["not_happened"]
    event: str
    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID


@dataclass(frozen=True, slots=True)
class Chosen:
    """A side has chosen this option where an event left it the choice."""

    kind: Literal["chosen"]
    event: str
    option: str
    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID


@dataclass(frozen=True, slots=True)
class Pressed:
    """The pressure on the Japanese council is at least this."""

    kind: Literal["pressure"]
    at_least: int
    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID


@dataclass(frozen=True, slots=True)
class Reduced:
    """The units under a headquarters have less than `below` per cent of their printed men left."""

    kind: Literal["reduced"]
    formation: FormationId
    below: int
    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID


@dataclass(frozen=True, slots=True)
class Overrun:
    """The enemy has overrun a headquarters, or holds the hex where it stands."""

    kind: Literal["overrun"]
    formation: FormationId
    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID


@dataclass(frozen=True, slots=True)
class LinkedUp:
    """A unit of one command and a unit of another stand in one hex or side by side, both within
    `hexes` of one of the places."""

    kind: Literal["linked_up"]
    first: FormationId
    second: FormationId
    places: tuple[str, ...]
    hexes: int = 1
    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID


@dataclass(frozen=True, slots=True)
class Near:
    """A fighting unit of a side stands within `hexes` of a place; an air party on an airfield
    counts."""

    kind: Literal["near"]
    place: str
    side: Side
    hexes: int = 1
    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID


@dataclass(frozen=True, slots=True)
class Inside:
    """At least so many units of a side stand in an area."""

    kind: Literal["inside"]
    area: str
    side: Side
    at_least: int = 1
    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID


@dataclass(frozen=True, slots=True)
class Bled:
    """A side has lost at least so many men killed, wounded and captured."""

    kind: Literal["losses"]
    side: Side
    at_least: int
    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID


@dataclass(frozen=True, slots=True)
class Captives:
    """At least so many soldiers of the Japanese side are in Soviet hands."""

    kind: Literal["prisoners"]
    at_least: int
    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID


@dataclass(frozen=True, slots=True)
class Chance:
    """So many per cent, thrown anew each day that the other conditions are met."""

    kind: Literal["chance"]
    per_cent: int
    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID


@dataclass(frozen=True, slots=True)
class Announced:
    """The rescript was broadcast, or the order to cease fire given, at least `days` days ago."""

    kind: Literal["announced"]
    what: Literal["rescript", "ceasefire"]
    days: int = 0
    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID


@dataclass(frozen=True, slots=True)
class WordReached:
    """The order to cease fire has reached a headquarters."""

    kind: Literal["heard"]
    formation: FormationId
    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID


Condition = (
    Dated | OptionIs | Held | Fallen | After | Before | Chosen | Pressed | Reduced | Overrun
    | LinkedUp | Near | Inside | Bled | Captives | Chance | Announced | WordReached
)  # fmt: skip


# Effects. News has none: an event may have an empty list.


@dataclass(frozen=True, slots=True)
class Press:
    """Changes the pressure on the Japanese council."""

    kind: Literal["pressure"]
    points: int
    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID


@dataclass(frozen=True, slots=True)
class Score:
    """Points of victory, Soviet when positive, as a line of their own. With a date of the record
    (`par`) they are counted for each day before or after it, within the days of chapter 7, and
    against the Soviet side when the event never happens."""

    kind: Literal["points"]
    points: int
    par: date | None = None
    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID


@dataclass(frozen=True, slots=True)
class Reattach:
    """Units named here, and all units of `formation`, come under another headquarters."""

    kind: Literal["reattach"]
    to: FormationId
    formation: FormationId | None = None
    units: tuple[UnitId, ...] = ()
    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID


@dataclass(frozen=True, slots=True)
class Release:
    """A unit off the map arrives at a place, or as near to it as its side holds ground; it waits
    for room if there is none."""

    kind: Literal["release"]
    unit: UnitId
    place: str
    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Units leave the theatre, as they stand; those that are gone already stay so."""

    kind: Literal["withdraw"]
    units: tuple[UnitId, ...]
    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID


@dataclass(frozen=True, slots=True)
class MoveHq:
    """A headquarters goes to a place that its side holds."""

    kind: Literal["move_hq"]
    formation: FormationId
    place: str
    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID


@dataclass(frozen=True, slots=True)
class Delay:
    """Reinforcements that are still to come arrive so many days later (negative: sooner)."""

    kind: Literal["delay"]
    units: tuple[UnitId, ...]
    days: int
    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID


@dataclass(frozen=True, slots=True)
class Stop:
    """A line is drawn that a side should not cross: each of its units in the area at the end costs
    it so many points."""

    kind: Literal["stop"]
    area: str
    side: Side
    cost: int
    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID


@dataclass(frozen=True, slots=True)
class Redoubt:
    """Each field unit of a side, puppet troops not counted, that stands supplied in the area at the
    end of the game wins it so many points."""

    kind: Literal["redoubt"]
    area: str
    side: Side
    points: int
    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID


@dataclass(frozen=True, slots=True)
class Ordered:
    """Troops under a headquarters hear of the cease-fire, and obey it, with so many per cent more
    (negative: less) a day."""

    kind: Literal["ceasefire"]
    formation: FormationId
    hears: int = 0
    obeys: int = 0
    __pydantic_config__: ClassVar[dict[str, str]] = _FORBID


Effect = (
    Press | Score | Reattach | Release | Withdraw | MoveHq | Delay | Stop | Redoubt | Ordered
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Way:
    """One of the options that an event leaves to a side."""

    id: str
    title: str
    text: str
    then: tuple[Effect, ...]
    history: bool
    """What was chosen in August 1945."""


@dataclass(frozen=True, slots=True)
class Happening:
    """A declared event: happens at its hour when all conditions are met."""

    id: str
    title: str
    text: str
    """The news, as a communique or a card of history tells it."""
    told: Audience
    """Who learns of it, and whose choice it is."""
    hour: Literal["dawn", "dusk"]
    """Before the players' phases of a day, or after them."""
    when: tuple[Condition, ...]
    then: tuple[Effect, ...]
    repeat: bool = False
    """Happens on every day on which its conditions are met."""
    choice: tuple[Way, ...] = ()
    default: str = ""
    """The option that is taken for a side that does not answer."""
    answer: int = 1
    """Days that the side has for its answer."""
    source: str = ""

    def way(self, option: str) -> Way | None:
        """An option of its choice."""
        return next((w for w in self.choice if w.id == option), None)


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the map that events and the epilogue speak of."""

    id: str
    name: str
    hexes: frozenset[Hex]
    """For asking whether a hex lies in it; never walked through."""


@dataclass(frozen=True, slots=True)
class Site:
    """A place of which the epilogue says what became of it."""

    kind: Literal["industry", "settlers", "base", "prestige", "zone"]
    place: str
    hex: Hex
    name: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Milestone:
    """A date of the time before the game, for the briefing."""

    day: date
    time: str
    text: str
    source: str
