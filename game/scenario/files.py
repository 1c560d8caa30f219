"""The form of a scenario's files: one class per TOML file or row of a table, one field per key.

The descriptions are the manual for authors (docs/scenarios.md) and stand in the JSON Schemas that
`python main.py scenario schema` prints. A field with a default may be left out.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from game.model.scenario import Options

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{1,40}$")]
HexNumber = Annotated[int, Field(ge=100, le=39999)]
HexOrNowhere = Annotated[int, Field(ge=0, le=39999)]
PRINTABLE = r"^[^\x00-\x1f\x7f-\x9f]*$"
Text = Annotated[str, Field(max_length=2000, pattern=PRINTABLE)]
Name = Annotated[str, Field(min_length=1, max_length=200, pattern=PRINTABLE)]
Ids = Annotated[str, Field(max_length=1000, pattern=r"^([A-Za-z0-9_]+(;[A-Za-z0-9_]+)*)?$")]
Degrees = Annotated[str, Field(pattern=r"^-?[0-9]{1,3}(\.[0-9]{1,8})?$")]
Kilometres = Annotated[float, Field(ge=-10000, le=10000, allow_inf_nan=False)]
Men = Annotated[int, Field(ge=0, le=200_000)]
Pieces = Annotated[int, Field(ge=0, le=5000)]
Cars = Annotated[int, Field(ge=0, le=50_000)]
Percent = Annotated[int, Field(ge=0, le=100)]
SideName = Literal["soviet", "japan"]
NationName = Literal["USSR", "MPR", "JPN", "MCK", "MGJ"]
Direction = Literal["N", "NE", "SE", "S", "SW", "NW"]
Confidence = Literal["high", "medium", "low"]
Size = Literal["division", "brigade", "regiment", "battalion", "detachment", "corps", "army"]
MobilityName = Literal["foot", "horse", "motor", "mech", "tank", "static"]
AssetKind = Literal[
    "artillery", "siege", "rocket", "engineer", "pontoon", "anti_tank", "anti_air", "flotilla",
    "fleet", "air", "rear",
]  # fmt: skip


class Strict(BaseModel):
    """Unknown keys are faults, and a TOML value must have its type: "3" is no number. (Cells of
    tables are text, so columns are read on their own, without this strictness; validators of whole
    rows are never built.)"""

    model_config = ConfigDict(extra="forbid", strict=True, defer_build=True)


# scenario.toml


class Box(Strict):
    """A place off the map where units wait."""

    id: Id = Field(description="Name used by `box` in forces/offmap.csv.")
    name: Name = Field(description="Name shown to players.")
    side: SideName = Field(description="Whose units wait there.")


class Lift(Strict):
    """Lorries of a front or army."""

    command: Id = Field(
        description="Front, area army or army. An army with an entry of its own does not draw on "
        "its front's lorries."
    )
    tons: int = Field(ge=0, le=50_000, description="Tons that its lorries load in a day.")
    railway_brigades: int = Field(
        0, ge=0, le=20, description="Railway brigades that mend and relay lines for it."
    )
    note: Text = Field("", description="Where the figure comes from.")


Points = Annotated[int, Field(ge=0, le=100_000)]
Divisor = Annotated[int, Field(ge=1, le=100_000)]


class Victory(Strict):
    """What differs from common/victory.toml; a key that is left out stands as it is there."""

    early_days: Points | None = Field(default=None, description="Most days before par that pay.")
    late_days: Points | None = Field(default=None, description="Most days after par that cost.")
    never: Points | None = Field(
        default=None, description="Factor on the weight of an objective never taken."
    )
    men: Divisor | None = Field(
        default=None, description="How many men the next four are counted in."
    )
    par_losses: Points | None = Field(
        default=None, description="Soviet casualties that score nothing."
    )
    losses_per_point: Divisor | None = Field(
        default=None, description="Casualties that cost a point."
    )
    par_prisoners: Points | None = Field(default=None, description="Prisoners that score nothing.")
    prisoners_per_point: Divisor | None = Field(
        default=None, description="Prisoners that win a point."
    )
    follow_most: Points | None = Field(
        default=None, description="Most days by which par follows the rescript (`par=follows`)."
    )
    even: int | None = Field(
        default=None, ge=-1000, le=1000, description="Points that a level game makes."
    )
    draw: Points | None = Field(default=None, description="Most points either way for a draw.")
    marginal: Points | None = Field(default=None, description="The same for a marginal victory.")
    substantial: Points | None = Field(
        default=None, description="The same for a substantial victory."
    )


class ExitRow(Strict):
    """Where an off-map box touches the map."""

    box: Id = Field(description="A box of scenario.toml or map.toml.")
    place: str = Field(
        "", pattern=r"^[A-Za-z0-9_]{0,40}$", description="Id of a place of the map; or give `hex`."
    )
    hex: HexOrNowhere = Field(0, description="Hex number, when there is no place.")
    days: int = Field(0, ge=0, le=20, description="Days of passage from the box to that hex.")
    note: Text = Field("", description="Remarks.")


class FleetRow(Strict):
    """Ships that carry troops."""

    asset: Id = Field(description="An asset of the kind `fleet` or `flotilla`.")
    lift: Men = Field(description="Men that its ships carry at once.")
    gunfire: int = Field(
        0, ge=0, le=2000, description="Strength points of its guns against the coast."
    )
    reach: int = Field(
        ge=0,
        le=1000,
        description="Hexes over water from its base, or a captured port, that it serves.",
    )
    note: Text = Field("", description="Where the figures come from.")


class RefugeRow(Strict):
    """A hex by which troops can leave the map for good."""

    place: Id = Field(description="Id of a place of the map.")
    commands: list[Id] = Field(
        min_length=1, max_length=50, description="Armies whose troops may leave there."
    )
    note: Text = Field("", description="Where they go, and who did in history.")


class ScenarioFile(Strict):
    """scenario.toml: name, calendar, options, boxes, lorries and ships."""

    format: Literal[1] = Field(description="Version of the file format.")
    id: Id = Field(description="The same as the folder's name.")
    title: Name = Field(description="Title shown in the list of scenarios.")
    start: date = Field(description="The day of turn 1.")
    turns: int = Field(ge=1, le=200, description="Length of the game; a turn is a day.")
    briefing: str = Field(
        "",
        max_length=20_000,
        pattern=r"^[^\x00-\x09\x0b-\x1f\x7f-\x9f]*$",
        description="Text shown before the game.",
    )
    options: Options = Field(Options(), description="Options as they stand when nothing is chosen.")
    scored_losses: bool = Field(
        True, description="Whether casualties and prisoners count for victory."
    )
    victory: Victory = Field(
        Victory(), description="Victory, where it differs from the common rules."
    )
    boxes: list[Box] = Field([], max_length=50, description="Off-map boxes besides the map's.")
    exits: list[ExitRow] = Field(
        [], max_length=50, description="Where off-map boxes touch the map."
    )
    lifts: list[Lift] = Field([], max_length=100, description="Lorry columns.")
    refuges: list[RefugeRow] = Field(
        [], max_length=50, description="Hexes by which troops can leave the map."
    )
    fleets: list[FleetRow] = Field([], max_length=100, description="Ships that carry troops.")
    waterways: list[Name] = Field(
        [],
        max_length=50,
        description="Names of rivers that flotillas go up and down, the main stream first.",
    )
    river_mouth: HexOrNowhere = Field(0, description="The hex towards which that flows.")


# Tables beside scenario.toml


class ObjectiveRow(Strict):
    """objectives.csv: places that count for victory."""

    place: Id = Field(description="Id of a place of the map.")
    weight: int = Field(ge=1, le=1000, description="Points for each day earlier or later than par.")
    earliest: date = Field(description="First date that the record allows.")
    par: date = Field(description="Most likely date of capture in the record.")
    latest: date = Field(description="Last date that the record allows.")
    army: Text = Field("", description="Who took it in history.")
    method: Text = Field("", description="How it was taken in history.")
    core: Literal["yes", "no"] = Field("no", description="One of the main objectives.")
    confidence: Confidence = Field("medium", description="How well the dates are known.")
    note: Text = Field("", description="Remarks.")
    source: Text = Field("", description="Where the dates come from.")


class SourceRow(Strict):
    """sources.csv: where supply comes from without end."""

    id: Id = Field(description="Unique name.")
    place: str = Field(
        "", pattern=r"^[A-Za-z0-9_]{0,40}$", description="Id of a place of the map; or give `hex`."
    )
    hex: HexOrNowhere = Field(0, description="Hex number, when there is no place.")
    side: SideName = Field(description="Whose source it is.")
    commands: Ids = Field(
        "", description="Fronts or armies it feeds, separated by semicolons; empty: all."
    )
    tons: int = Field(ge=1, le=100_000, description="Tons a day.")
    note: Text = Field("", description="What it is and where the figure comes from.")


# forces/


class FormationRow(Strict):
    """forces/formations.csv: headquarters."""

    id: Id = Field(description="Unique name.")
    name: Name = Field(description="Name in full.")
    level: Literal[
        "stavka", "theatre", "general_army", "front", "area_army", "fleet", "army", "air_army",
        "group", "district", "garrison", "corps",
    ] = Field(description="Rank in the tree of command.")  # fmt: skip
    parent: str = Field(
        "", pattern=r"^[A-Za-z0-9_]{0,40}$", description="Superior headquarters; empty at the top."
    )
    side: SideName = Field(description="Side.")
    commander: Text = Field("", description="Commander.")
    hex: HexOrNowhere = Field(description="Hex of its headquarters; 0 off the map.")
    lat: Degrees = Field(description="Latitude in the source, degrees.")
    lon: Degrees = Field(description="Longitude in the source, degrees.")
    role: Text = Field("", description="Its task.")
    confidence: Confidence = Field("medium", description="How well it is known.")
    source: Text = Field("", description="Where it comes from.")


class _Troops(Strict):
    """What every body of troops has."""

    id: Id = Field(description="Unique name among all units and assets.")
    name: Name = Field(description="Name in full.")
    nation: NationName = Field(description="Whose troops; decides the side.")
    formation: Id = Field(description="Headquarters it belongs to.")
    quality: Percent = Field(
        description="0 to 100; Japanese: published percentage of an old division's effectiveness."
    )
    men: Men = Field(description="Men.")
    tanks: Pieces = Field(0, description="Tanks.")
    spg: Pieces = Field(0, description="Self-propelled guns.")
    guns: Pieces = Field(0, description="Guns and mortars.")
    rockets: Pieces = Field(0, description="Rocket launchers.")
    aircraft: Pieces = Field(0, description="Aircraft.")
    vehicles: Cars = Field(0, description="Lorries and other vehicles.")
    arrives: date = Field(description="Date from which it may be used.")
    lat: Degrees = Field("0", description="Latitude in the source, degrees.")
    lon: Degrees = Field("0", description="Longitude in the source, degrees.")
    notes: Text = Field("", description="Remarks.")
    confidence: Confidence = Field("medium", description="How well it is known.")
    source: Text = Field("", description="Where it comes from.")


class UnitRow(_Troops):
    """forces/units.csv: counters on the map or arriving there."""

    type: Id = Field(description="Kind of troops: an id of common/unit_types.toml.")
    size: Size = Field(description="Size of the unit.")
    mobility: MobilityName = Field(description="Column of the movement table.")
    hex: HexNumber = Field(description="Where it stands or arrives.")
    stack: int = Field(ge=0, le=18, description="Stack points.")
    desertion: Percent = Field(0, description="Risk of desertion (puppet troops).")
    aggregate: bool = Field(False, description="A pool of unnamed rear troops.")


class AssetRow(_Troops):
    """forces/assets.csv: troops that are no counter but serve an army or front."""

    kind: AssetKind = Field(description="What they do.")
    type: Text = Field("", description="Kind of troops in the source, as in fighter or bomber.")
    hex: HexNumber = Field(description="Where the source places them.")


class OffmapRow(_Troops):
    """forces/offmap.csv: counters and assets in off-map boxes."""

    kind: Literal[
        "unit", "artillery", "siege", "rocket", "engineer", "pontoon", "anti_tank", "anti_air",
        "flotilla", "fleet", "air", "rear",
    ] = Field(description="`unit` for a counter, else the kind of asset.")  # fmt: skip
    type: Id = Field(description="Kind of troops; for units an id of common/unit_types.toml.")
    size: Size = Field(description="Size of the unit.")
    mobility: MobilityName = Field("foot", description="Column of the movement table.")
    box: Id = Field(description="Box of scenario.toml or map.toml.")
    stack: int = Field(0, ge=0, le=18, description="Stack points.")
    desertion: Percent = Field(0, description="Risk of desertion (puppet troops).")
    aggregate: bool = Field(False, description="A pool of unnamed rear troops.")
    reason: Text = Field(description="Why it is not on the map.")


# map/


class Projection(Strict):
    """How the map plane lies on the globe."""

    proj: Text = Field(description="PROJ text of the projection, in km.")
    x0_km: Kilometres = Field(description="East of the centre of hex column 0, row 0.")
    y0_km: Kilometres = Field(description="North of the same.")
    hex_km: float = Field(ge=1, le=200, allow_inf_nan=False, description="Centre to centre.")


class Country(Strict):
    """Who held the land before the war."""

    id: Id = Field(description="Name used in hexes.csv and places.csv.")
    name: Name = Field(description="Name shown.")
    side: Literal["soviet", "japan", "neutral"] = Field(description="Side that holds it at first.")


class Sector(Strict):
    """A region of common weather."""

    id: Id = Field(description="Column of weather.csv.")
    name: Name = Field(description="Name shown.")


class Line(Strict):
    """A railway or a road with a name."""

    id: Id = Field(description="Name used in links.csv.")
    name: Name = Field(description="Name shown.")
    kind: Literal["rail", "road"] = Field(description="Railway or road.")
    confidence: Confidence = Field("medium", description="How well its course is known.")


class Attribution(Strict):
    """A source of the map and its licence."""

    name: Name = Field(description="The source, in the words it asks for.")
    licence: Text = Field(description="Its licence.")
    used_for: Text = Field("", description="What was taken from it.")


class MapFile(Strict):
    """map/map.toml: frame, countries, weather sectors, lines, sources."""

    format: Literal[1] = Field(description="Version of the file format.")
    projection: Projection = Field(description="The projection and where hex 0 lies in it.")
    columns: int = Field(ge=2, le=400, description="Columns, the empty column 0 included.")
    rows: int = Field(ge=1, le=100, description="Rows.")
    countries: list[Country] = Field(min_length=1, max_length=100, description="Countries.")
    sectors: list[Sector] = Field(min_length=1, max_length=100, description="Weather sectors.")
    lines: list[Line] = Field([], max_length=500, description="Railways and roads.")
    boxes: list[Box] = Field([], max_length=50, description="Off-map boxes.")
    attribution: list[Attribution] = Field([], max_length=100, description="Sources.")


class HexRow(Strict):
    """map/hexes.csv: the hexes of the theatre; what is not listed does not exist."""

    hex: HexNumber = Field(description="Number: column * 100 + row.")
    terrain: Id = Field(description="An id of common/terrain.toml.")
    elevation: int = Field(0, ge=-500, le=9000, description="Mean height, metres.")
    relief: int = Field(0, ge=0, le=9000, description="Index of ruggedness, metres.")
    country: str = Field(
        "", pattern=r"^[A-Za-z0-9_]{0,40}$", description="Country; empty for open sea."
    )
    sector: Id = Field(description="Weather sector.")


class HexsideRow(Strict):
    """map/hexsides.csv: rivers and barriers, each hexside once, from its lower hex."""

    hex: HexNumber = Field(description="The lower of the two hexes.")
    direction: Direction = Field(description="Side of that hex.")
    river: Literal["", "small", "major", "great"] = Field("", description="Class of river.")
    river_name: Text = Field("", description="Its name.")
    barrier: Literal["", "0", "1"] = Field("", description="1: no way across.")


class LinkRow(Strict):
    """map/links.csv: roads and railways across hexsides, each once, from the lower hex."""

    hex: HexNumber = Field(description="The lower of the two hexes.")
    direction: Direction = Field(description="Side of that hex.")
    road: int = Field(0, ge=0, le=2, description="0 none, 1 track, 2 road.")
    rail: int = Field(0, ge=0, le=3, description="Capacity class of the best railway.")
    gauge: int = Field(0, ge=0, le=2000, description="Gauge in mm.")
    tracks: int = Field(0, ge=0, le=4, description="Number of tracks.")
    lines: Text = Field("", description="Ids of the lines, separated by semicolons.")


class PlaceRow(Strict):
    """map/places.csv: towns, stations, ports, passes, islands."""

    id: Id = Field(description="Unique name.")
    hex: HexNumber = Field(description="Its hex.")
    name_1945: Name = Field(description="Name as used in 1945.")
    name_modern: Text = Field("", description="Name today.")
    names_alt: Text = Field("", description="Other names, separated by semicolons.")
    lat: Degrees = Field(description="Latitude, degrees.")
    lon: Degrees = Field(description="Longitude, degrees.")
    country: Id = Field(description="Country it belongs to.")
    kind: Id = Field(description="town, station, port, pass, fortress ...")
    population: int = Field(0, ge=0, le=20_000_000, description="Inhabitants in 1945, estimated.")
    victory_value: Percent = Field(0, description="Importance, 0 to 100.")
    airfield: int = Field(0, ge=0, le=3, description="0 none.")
    port: int = Field(0, ge=0, le=3, description="0 none, 1 small to 3 great.")
    supply: Literal["", "none", "USSR", "MPR", "JPN", "MCK", "MGJ"] = Field(
        "", description="Whose base it is in the source list; for information."
    )
    notes: Text = Field("", description="Remarks.")
    source: Text = Field("", description="Where it comes from.")


class ZoneRow(Strict):
    """map/zones.csv: permanent fortification."""

    id: Id = Field(description="Unique name.")
    hex: HexNumber = Field(description="Its hex.")
    name: Name = Field(description="Name.")
    side: SideName = Field(description="Who built it.")
    level: int = Field(ge=1, le=9, description="Strength, 1 to 9.")
    facing: Text = Field("", description="Compass direction it faces.")
    length_km: int = Field(0, ge=0, le=500, description="Width of its front.")
    garrison: Ids = Field("", description="Units that defend it, separated by semicolons.")
    historic_fate: Text = Field("", description="What became of it.")
    confidence: Confidence = Field("medium", description="How well it is known.")
    source: Text = Field("", description="Where it comes from.")


class PassRow(Strict):
    """map/passes.csv: the known ways through the mountains."""

    id: Id = Field(description="Unique name.")
    hex: HexNumber = Field(description="Its hex.")
    name: Name = Field(description="Name.")
    height_m: int = Field(0, ge=-500, le=9000, description="Height, metres.")
    note: Text = Field("", description="Remarks.")
