"""What never changes during a game: map, order of battle, tables, calendar, victory."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import ClassVar, Literal

from game.hexes import NOWHERE, Hex
from game.model.climate import Climate
from game.model.forces import (
    Asset,
    AssetId,
    Counter,
    Formation,
    FormationId,
    Side,
    Squadron,
    UnitId,
    UnitType,
)
from game.model.happening import Area, Happening, Milestone, Site
from game.model.hexmap import HexMap
from game.model.lessons import Lesson
from game.model.reference import Chronicle, Rival
from game.model.tables import Tables


@dataclass(frozen=True, slots=True)
class Options:
    """Switches of a game; recorded in the replay."""

    weather: Literal["historical", "drawn"] = "historical"
    """The weather of August 1945, or days drawn from the climate."""
    season: Literal["august", "late"] = "august"
    """August as it was, or an attack in the rains of late August; those are always drawn, since
    they have no record."""
    rescript: Literal["historical", "track", "never"] = "historical"
    """The Emperor's rescript on 15 August, when the council decides, or never."""
    bombs: Literal["both", "none"] = "both"
    """The atomic bombs on Hiroshima and Nagasaki."""
    hokkaido: Literal["off", "on"] = "off"
    """Whether 42nd Division is still in the middle Kurils and not on Hokkaido."""
    kwantung: Literal["1945", "1941"] = "1945"
    """The Kwantung Army as it was, or with the divisions and garrisons of 1941."""
    deployment: Literal["historical", "frontier", "redoubt"] = "historical"
    """Japanese field armies where they stood, on the frontier, or back towards Tunghua."""
    manchukuo: Literal["40000", "170000"] = "40000"
    """Men of the Manchukuo army: the field units, or police, labour and local corps too."""
    start: Literal["9", "14"] = "9"
    """Day of August on which the attack begins: as it was, or as it had been planned."""
    par: Literal["fixed", "follows"] = "fixed"
    """Whether the dates that score nothing move with the day of the rescript."""
    handicap: Literal["-3", "-2", "-1", "0", "1", "2", "3"] = "0"
    """Days by which those dates are later (a help to the Soviet side) or earlier."""
    forewarned: Literal["off", "on"] = "off"
    """Whether the Japanese expect the attack: `on` takes the rows for surprise from the attackers
    and spares the defenders the paralysis of the first days."""
    fog: Literal["on", "off"] = "on"
    suicide: Literal["on", "off"] = "on"
    """Whether Japanese troops may be sent against tanks with explosives on their bodies."""
    special_attack: Literal["on", "off"] = "on"
    """Whether Japanese special attack flights (kamikaze) may be sent."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class Variation:
    """What one value of an option changes about a unit of the order of battle, or where it puts a
    headquarters."""

    option: str
    value: str
    unit: UnitId | FormationId
    changes: tuple[tuple[str, int], ...]
    """Fields of its Counter, and what they are then."""
    note: str
    source: str

    @property
    def hex(self) -> Hex:
        """Where it puts the unit; NOWHERE when it leaves it in its place."""
        return Hex(dict(self.changes).get("hex", NOWHERE))


@dataclass(frozen=True, slots=True)
class Objective:
    """A place that counts, with the date of the record."""

    place: str
    hex: Hex
    name: str
    weight: int
    par: int
    """Turn of its most likely capture in the record."""
    earliest: int
    latest: int
    army: str = ""
    """Who took it in history, and how; so the next."""
    method: str = ""
    confidence: str = ""
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class SupplySource:
    """Where supply comes from without limit of distance behind it."""

    id: str
    hex: Hex
    side: Side
    commands: tuple[FormationId, ...]
    """Fronts or armies it fed in history; the rules let it feed all of its side."""
    tons: int
    """Tons a day."""
    note: str


@dataclass(frozen=True, slots=True)
class Exit:
    """Where an off-map box touches the map."""

    hex: Hex
    """A port or airfield town on the map, or a sea hex at its edge."""
    days: int
    """Days of passage from the box to that hex; 0 where the box stands for the place itself."""


@dataclass(frozen=True, slots=True)
class Fleet:
    """What the ships of an asset can do besides what stands in the order of battle."""

    lift: int
    """Men that they carry at once."""
    gunfire: int
    """Strength points of their guns in an attack on the coast."""
    reach: int
    """Hexes over water from their base, or a captured port, within which they serve."""


@dataclass(frozen=True, slots=True)
class Refuge:
    """A hex by which troops can leave the map for good."""

    hex: Hex
    commands: tuple[FormationId, ...]
    """Armies whose troops may, with all under them."""
    note: str


@dataclass(frozen=True, eq=False)
class Scenario:
    """One scenario. Compared by identity; `digest` names its content."""

    id: str
    title: str
    digest: str
    start: date
    turns: int
    map: HexMap
    tables: Tables
    unit_types: dict[str, UnitType]
    formations: dict[FormationId, Formation]
    counters: dict[UnitId, Counter]
    """In a fixed order: by side, then as the order of battle lists them."""
    assets: dict[AssetId, Asset]
    weather: tuple[tuple[str, ...], ...]
    """Code of the weather (Cl, Pc, Ra, Hr, Th, Fg, St) by turn, then by sector of the map."""
    objectives: tuple[Objective, ...]
    sources: tuple[SupplySource, ...]
    climate: tuple[Climate, ...] = ()
    """How the weather goes where it is drawn: each season and sector once, or nothing at all."""
    rivals: tuple[Rival, ...] = ()
    """Where sources differ: see `model/reference.py`."""
    chronicle: tuple[Chronicle, ...] = ()
    """What happened in history."""
    variations: tuple[Variation, ...] = ()
    """What options change about the order of battle: see `model/variants.py`."""
    lifts: dict[FormationId, int] = field(default_factory=dict)
    """Tons that the lorries of a front or area army can load in a day."""
    railway_troops: dict[FormationId, int] = field(default_factory=dict)
    """Railway brigades of a front or area army, in the scenario's order."""
    options: Options = Options()
    briefing: str = ""
    scored_losses: bool = True
    """Whether casualties and prisoners count for victory (in the campaign they do)."""
    boxes: dict[str, str] = field(default_factory=dict)
    """Off-map boxes: id and name."""
    refuges: tuple[Refuge, ...] = ()
    exits: dict[str, Exit] = field(default_factory=dict)
    """By box, where it touches the map."""
    fleets: dict[AssetId, Fleet] = field(default_factory=dict)
    """Sea-going fleets and river flotillas that can carry troops."""
    squadrons: dict[AssetId, Squadron] = field(default_factory=dict)
    """Bodies of aircraft: assets of the kind `air`, and the machines of airfield units."""
    waterways: tuple[str, ...] = ()
    """Names of the rivers that flotillas go up and down, the main stream first."""
    river_mouth: Hex = NOWHERE
    """The hex towards which the main stream flows."""
    base: str = ""
    """The scenario that this one is cut from."""
    earlier: tuple[tuple[str, ...], ...] = ()
    """Weather of the days before the first turn, as `weather`: it made the ground."""
    taken: dict[Hex, Side] = field(default_factory=dict)
    """Hexes that changed hands before the first turn, and who holds them."""
    lessons: tuple[Lesson, ...] = ()
    """What a tutorial teaches, by turn."""
    happenings: tuple[Happening, ...] = ()
    """Declared events, in the order in which they are looked at."""
    areas: dict[str, Area] = field(default_factory=dict)
    sites: tuple[Site, ...] = ()
    """Places of which the epilogue tells."""
    timeline: tuple[Milestone, ...] = ()
    """The time before the game."""

    def refuses(self, options: Options) -> str:
        """Why it cannot be played with these options; "" when it can."""
        if (options.weather, options.season) != ("historical", "august") and not self.climate:
            return "weather can only be drawn where the scenario has a climate (climate.csv)"
        usual = Options()
        for name in ("start", "deployment"):
            if self.base and getattr(options, name) != getattr(usual, name):
                return f"the option {name} is for the whole of {self.base}, not for a part of it"
        if options.start != usual.start and not self.climate:
            return f"start={options.start} needs a climate (climate.csv) for its last days"
        given = {v.option for v in self.variations}
        for name in ("kwantung", "deployment", "manchukuo"):
            if getattr(options, name) != getattr(usual, name) and name not in given:
                return f"the option {name} changes nothing in this scenario (variations.csv)"
        return ""

    def date_of(self, turn: int) -> date:
        """The day that is played in `turn` (1 is the first)."""
        return self.start + timedelta(days=turn - 1)

    @cached_property
    def army_of(self) -> dict[FormationId, FormationId]:
        """For each formation its army: the first of its parents of army level, or its topmost."""
        return {f: self._climb(f, _ARMY_LEVELS) for f in self.formations}

    @cached_property
    def front_of(self) -> dict[FormationId, FormationId]:
        """For each formation its front or area army, or its topmost parent."""
        return {f: self._climb(f, _FRONT_LEVELS) for f in self.formations}

    def _climb(self, start: FormationId, levels: frozenset[str]) -> FormationId:
        at = self.formations[start]
        while at.level not in levels and at.parent is not None and at.parent in self.formations:
            above = self.formations[at.parent]
            if above.level in _TOP_LEVELS:
                break
            at = above
        return at.id

    def under(self, formation: FormationId, superior: FormationId) -> bool:
        """Whether `formation` is `superior` or stands under it in the tree of command."""
        at: FormationId | None = formation
        while at is not None:
            if at == superior:
                return True
            at = self.formations[at].parent if at in self.formations else None
        return False


_FRONT_LEVELS = frozenset({"front", "area_army", "fleet"})
_ARMY_LEVELS = frozenset({"army", "group", "air_army", "district", "garrison"}) | _FRONT_LEVELS
_TOP_LEVELS = frozenset({"stavka", "theatre", "general_army"})
