"""events.toml: declared events, areas, sites of the epilogue; and timeline.csv: the time before.

Both files may be missing: a scenario without events has none. The vocabulary of conditions and
effects is that of `game/model/happening.py`, read into its classes; what they name is checked here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date as Day
from datetime import timedelta
from typing import Annotated, Any, Literal, get_args

from pydantic import Discriminator, Field

from game.hexes import Hex, distance
from game.model.happening import Area, Condition, Effect, Happening, Milestone, Site, Way
from game.model.hexmap import HexMap
from game.model.scenario import Options
from game.scenario.common import adapter
from game.scenario.files import Degrees, Id, Name, ScenarioFile, Strict, Text
from game.scenario.plane import Plane
from game.scenario.problems import Problem, choice, quoted
from game.scenario.reading import Reader

FILE = "events.toml"
MOST = 1_000_000
"""The largest number in a condition or effect."""

When = Annotated[Condition, Discriminator("kind")]
Then = Annotated[Effect, Discriminator("kind")]
OptionalId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{0,40}$")]


class OptionRow(Strict):
    """`[[event.option]]`: one of the ways that an event leaves open."""

    id: Id = Field(description="Name used in the order `choose`.")
    title: Name = Field(description="Title shown to the player.")
    text: Text = Field("", description="What speaks for it.")
    history: bool = Field(False, description="What was chosen in history: true for one of them.")
    then: list[Then] = Field([], max_length=30, description="Effects.")


class EventRow(Strict):
    """`[[event]]`: what may happen."""

    id: Id = Field(description="Unique name among events and areas.")
    title: Name = Field(description="Title of the news.")
    text: Text = Field(description="The news.")
    told: Literal["both", "soviet", "japan"] = Field(
        "both", description="Who learns of it; a choice belongs to one side."
    )
    hour: Literal["dawn", "dusk"] = Field(
        "dawn", description="Before the players' phases of a day, or after them."
    )
    repeat: bool = Field(False, description="Happens on each day on which its conditions are met.")
    when: list[When] = Field(
        min_length=1, max_length=20, description="Conditions; all must be met."
    )
    then: list[Then] = Field([], max_length=30, description="Effects; none for mere news.")
    option: list[OptionRow] = Field([], max_length=8, description="Ways to choose from.")
    default: OptionalId = Field(
        "", description="The option of who does not answer; empty: the one of history."
    )
    answer: int = Field(1, ge=1, le=30, description="Days for the answer.")
    source: Text = Field("", description="Where it comes from.")


class AreaRow(Strict):
    """`[[area]]`: land of these countries, south of a parallel, near a place; all that are given
    must be true of a hex."""

    id: Id = Field(description="Unique name among events and areas.")
    name: Name = Field(description="Name shown.")
    countries: list[Id] = Field([], max_length=20, description="Ids of countries of the map.")
    south_of: Degrees | None = Field(
        None, description="Only hexes whose centre lies south of this latitude, degrees."
    )
    place: OptionalId = Field("", description="Only hexes near this place.")
    hexes: int = Field(0, ge=0, le=100, description="How near: hexes from the place.")


class SiteRow(Strict):
    """`[[site]]`: a place of which the epilogue tells."""

    kind: Literal["industry", "settlers", "base", "prestige", "zone"] = Field(
        description="Under which heading."
    )
    place: Id = Field(description="Id of a place of the map.")
    text: Name = Field(description="What is there.")
    source: Text = Field("", description="Where it comes from.")


class EventsFile(Strict):
    """events.toml: what may happen besides what the players do. May be missing."""

    format: Literal[1] = Field(description="Version of the file format.")
    area: list[AreaRow] = Field([], max_length=50, description="Areas that events speak of.")
    event: list[EventRow] = Field([], max_length=300, description="Events, in their order.")
    site: list[SiteRow] = Field([], max_length=200, description="Places of the epilogue.")


class TimelineRow(Strict):
    """timeline.csv: dates of the time before the game, for the briefing. May be missing."""

    date: Day = Field(description="The day.")
    time: Annotated[str, Field(pattern=r"^([0-9]{2}:[0-9]{2})?$")] = Field(
        "", description="Hour, where it is known."
    )
    text: Name = Field(description="What happened.")
    source: Text = Field("", description="Where it comes from.")


@dataclass(frozen=True)
class Names:
    """What events may speak of, besides places: None where the table was too faulty to tell."""

    formations: Mapping[str, str] | None
    """Side by headquarters."""
    units: Mapping[str, str] | None
    """Side by unit."""


@dataclass(frozen=True)
class Declared:
    """What the two files say."""

    happenings: tuple[Happening, ...] = ()
    areas: Mapping[str, Area] | None = None
    sites: tuple[Site, ...] = ()
    timeline: tuple[Milestone, ...] = ()


def read_events(
    reader: Reader, head: ScenarioFile | None, hexmap: HexMap | None, names: Names
) -> Declared:
    """The two files as far as they are there; what is wrong with them is noted."""
    timeline: tuple[Milestone, ...] = ()
    if reader.has("timeline.csv"):
        rows = reader.table("timeline.csv", TimelineRow).rows()
        timeline = tuple(Milestone(r.date, r.time, r.text, r.source) for _, r in rows)
    if not reader.has(FILE):
        return Declared(timeline=timeline)
    found = reader.toml(FILE, EventsFile)
    if found is None or head is None or hexmap is None:
        return Declared(timeline=timeline)
    areas = {row.id: _area(row, hexmap) for row in found.area}
    reader.problems += _Check(f"{reader.shown}/{FILE}", found, head, hexmap, names).problems()
    places = hexmap.places_by_id
    return Declared(
        tuple(_happening(row) for row in found.event),
        areas,
        tuple(
            Site(row.kind, row.place, places[row.place].hex, places[row.place].name, row.text,
                 row.source)
            for row in found.site
            if row.place in places
        ),
        timeline,
    )  # fmt: skip


def _happening(row: EventRow) -> Happening:
    ways = tuple(Way(o.id, o.title, o.text, tuple(o.then), o.history) for o in row.option)
    history = next((w.id for w in ways if w.history), "")
    return Happening(
        id=row.id, title=row.title, text=row.text, told=row.told, hour=row.hour,
        when=tuple(row.when), then=tuple(row.then), repeat=row.repeat, choice=ways,
        default=row.default or history, answer=row.answer, source=row.source,
    )  # fmt: skip


def _area(row: AreaRow, hexmap: HexMap) -> Area:
    """The land hexes of which everything is true that the row gives."""
    countries = {i for i, name in enumerate(hexmap.countries) if name in row.countries}
    at = hexmap.places_by_id.get(row.place)
    plane = None
    if row.south_of is not None and hexmap.projection[0]:
        plane = Plane.of(hexmap.projection, hexmap.columns, hexmap.rows)
    inside: list[Hex] = []
    for h in hexmap.hexes:
        if not hexmap.land[h] or (row.countries and int(hexmap.country[h]) not in countries):
            continue
        if at is not None and distance(h, at.hex) > row.hexes:
            continue
        if plane and row.south_of and plane.latitude(plane.centre(h)) >= float(row.south_of):
            continue
        inside.append(h)
    return Area(row.id, row.name, frozenset(inside))


class _Check:
    """Names that must be known, days within the game, numbers in reason."""

    def __init__(
        self, file: str, found: EventsFile, head: ScenarioFile, hexmap: HexMap, names: Names
    ) -> None:
        self.file, self.found, self.head, self.hexmap, self.names = file, found, head, hexmap, names
        self.events = [e.id for e in found.event]
        self.areas = [a.id for a in found.area]
        self.last = head.start + timedelta(days=head.turns - 1)

    def problems(self) -> Iterator[Problem]:
        """Everything that is wrong."""
        every = [*self.events, *self.areas]
        for twice in dict.fromkeys(i for i in every if every.count(i) > 1):
            yield Problem(self.file, "", "id", quoted(twice), "each id of events and areas once")
        for i, area in enumerate(self.found.area, start=1):
            yield from self._area(f"area[{i}] ({area.id})", area)
        for i, site in enumerate(self.found.site, start=1):
            yield from self._one_of(f"site[{i}]", "place", site.place, self.hexmap.places_by_id)
        for event in self.found.event:
            where = f"event ({event.id})"
            yield from self._choice(where, event)
            for c in event.when:
                yield from self._part(f"{where}, when ({c.kind})", c)
            for e in event.then:
                yield from self._part(f"{where}, then ({e.kind})", e)
            for way in event.option:
                for e in way.then:
                    yield from self._part(f"{where}, option ({way.id}), then ({e.kind})", e)

    def _one_of(self, where: str, field: str, name: str, known: Any) -> Iterator[Problem]:
        if known is not None and name not in known:
            yield choice(self.file, where, field, name, sorted(known))

    def _area(self, where: str, row: AreaRow) -> Iterator[Problem]:
        for country in row.countries:
            yield from self._one_of(where, "countries", country, self.hexmap.countries)
        if row.place:
            yield from self._one_of(where, "place", row.place, self.hexmap.places_by_id)
        if not row.countries and not row.place and row.south_of is None:
            yield Problem(self.file, where, "", "no bounds", "countries, south_of or place")
        if row.south_of is not None and not self.hexmap.projection[0]:
            yield Problem(self.file, where, "south_of", row.south_of, "a map with a projection")

    def _choice(self, where: str, row: EventRow) -> Iterator[Problem]:
        ids = [o.id for o in row.option]
        if row.option and row.told == "both":
            yield Problem(self.file, where, "told", '"both"', "soviet or japan, who chooses")
        if len(ids) == 1 or len(set(ids)) != len(ids):
            yield Problem(self.file, where, "option", ", ".join(ids), "two or more, each id once")
        if row.option and sum(o.history for o in row.option) != 1:
            marked = str(sum(o.history for o in row.option))
            yield Problem(self.file, where, "history", marked, "one option with history = true")
        if row.default:
            yield from self._one_of(where, "default", row.default, ids)
        if row.repeat and (row.option or any(e.kind not in ("pressure",) for e in row.then)):
            allowed = "no choice and no effect but pressure in an event that repeats"
            yield Problem(self.file, where, "repeat", "true", allowed)

    def _part(self, where: str, part: Condition | Effect) -> Iterator[Problem]:
        """The arguments of one condition or effect, by the names of its fields."""
        for f in fields(part):
            value = getattr(part, f.name)
            names = value if isinstance(value, tuple) else (value,)
            known = self._known(f.name, part.kind)
            if known is not None:
                for name in names:
                    if name is not None:
                        yield from self._one_of(where, f.name, name, known)
            elif isinstance(value, Day) and not self.head.start <= value <= self.last:
                allowed = f"a day of the game: {self.head.start} to {self.last}"
                yield Problem(self.file, where, f.name, str(value), allowed)
            elif isinstance(value, int) and not -MOST <= value <= MOST:
                yield Problem(self.file, where, f.name, str(value), f"at most {MOST:,}")
        if part.kind == "option":
            yield from self._option(where, part.option, part.values)
        elif part.kind == "reattach" and not (part.formation or part.units):
            yield Problem(self.file, where, "units", "nothing", "units, or a formation")
        elif part.kind == "chosen" and part.event in self.events:
            event = self.found.event[self.events.index(part.event)]
            ids = [o.id for o in event.option]
            yield from self._one_of(where, "option", part.option, ids)

    def _known(self, field: str, kind: str) -> Any:
        """What a field of this name may hold; None for other fields."""
        if field in ("place", "places"):
            return self.hexmap.places_by_id
        if field == "event":
            return self.events
        if field == "area":
            return self.areas
        if field in ("formation", "first", "second", "to"):
            return self.names.formations
        if field in ("unit", "units"):
            return self.names.units
        return None

    def _option(self, where: str, name: str, values: tuple[str, ...]) -> Iterator[Problem]:
        known = {f.name: get_args(_hints()[f.name]) for f in fields(Options)}
        yield from self._one_of(where, "option", name, known)
        for value in values if name in known else ():
            yield from self._one_of(where, "values", value, known[name])


def _hints() -> dict[str, Any]:
    from typing import get_type_hints

    return get_type_hints(Options)


def vocabulary() -> list[str]:
    """The conditions and effects as lines of a Markdown table, for the manual."""
    lines = []
    for title, kinds in (("condition", get_args(Condition)), ("effect", get_args(Effect))):
        lines += [f"| {title} | arguments | meaning |", "|---|---|---|"]
        for kind in kinds:
            schema = adapter(kind).json_schema()
            need, name_of = schema["required"], schema["properties"]["kind"]["const"]
            names = [
                f"`{name}`" + ("" if name in need else " (optional)")
                for name in schema["properties"]
                if name != "kind"
            ]
            said = " ".join((kind.__doc__ or "").split())
            lines.append(f"| `{name_of}` | {', '.join(names)} | {said} |")
        lines.append("")
    return lines
