"""The form of a scenario that is cut from a larger one: scenario.toml with a `base`, and no more.

The map, the order of battle, the weather and all that is not said here are those of the base.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from game.model.lessons import Check
from game.scenario.files import (
    ExitRow,
    HexOrNowhere,
    Id,
    Lift,
    Name,
    Percent,
    SideName,
    Strict,
    Text,
    Victory,
)

Columns = Annotated[int, Field(ge=1, le=399)]
Rows = Annotated[int, Field(ge=0, le=99)]
PlaceOrNone = Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{0,40}$")]
Long = Annotated[str, Field(max_length=20_000, pattern=r"^[^\x00-\x09\x0b-\x1f\x7f-\x9f]*$")]
Reason = Annotated[Text, Field(min_length=1)]


class Area(Strict):
    """A part of the base's map; several parts are taken together."""

    corners: list[HexOrNowhere] = Field(
        [],
        max_length=100,
        description="Corners of a polygon, in order; hexes on its border are inside.",
    )
    columns: list[Columns] = Field(
        [], max_length=2, description="First and last column of a box; or give `corners`."
    )
    rows: list[Rows] = Field([], max_length=2, description="First and last row of the box.")


class CutObjective(Strict):
    """A place that counts. What is left out is as in the base, if it counts there."""

    place: Id = Field(description="Id of a place of the map.")
    weight: int | None = Field(
        default=None, ge=1, le=1000, description="Points for each day earlier or later than par."
    )
    par: date | None = Field(default=None, description="Most likely date of capture in the record.")
    earliest: date | None = Field(default=None, description="First date that the record allows.")
    latest: date | None = Field(default=None, description="Last date that the record allows.")
    note: Text = Field("", description="Where the date comes from.")


class CutSource(Strict):
    """A source of supply besides those of the base that lie in the area."""

    id: Id = Field(description="Unique name.")
    place: PlaceOrNone = Field("", description="Id of a place of the map; or give `hex`.")
    hex: HexOrNowhere = Field(0, description="Hex number, when there is no place.")
    side: SideName = Field(description="Whose source it is.")
    commands: list[Id] = Field(
        [], max_length=50, description="Fronts or armies it feeds; none: all."
    )
    tons: int = Field(ge=1, le=100_000, description="Tons a day.")
    note: Text = Field("", description="What it stands for.")


class Placed(Strict):
    """Troops that stand elsewhere than in the base, or in another condition."""

    units: list[Id] = Field(
        min_length=1, max_length=100, description="Ids of units, assets or headquarters."
    )
    place: PlaceOrNone = Field("", description="Id of the place where they stand.")
    hex: HexOrNowhere = Field(0, description="Their hex; neither: where the base has them.")
    strength: int = Field(
        100, ge=1, le=100, description="Men, weapons and vehicles left, per cent; units only."
    )
    fatigue: int = Field(0, ge=0, le=100, description="Fatigue; units only.")
    fuel: Percent = Field(100, description="Fuel, per cent of the usual stock; units only.")
    entrenched: int = Field(0, ge=0, le=3, description="Level of entrenchment; units only.")
    reason: Reason = Field(description="What the record says.")


class Held(Strict):
    """Ground that changed hands before the start."""

    side: SideName = Field(description="Who holds it.")
    places: list[Id] = Field([], max_length=200, description="Ids of places.")
    hexes: list[HexOrNowhere] = Field([], max_length=2000, description="Hex numbers.")
    area: list[Area] = Field([], max_length=20, description="Parts of the map, water left out.")
    reason: Reason = Field(description="What the record says.")


class WorksLeft(Strict):
    """Permanent works that are stronger or weaker than in the base."""

    place: PlaceOrNone = Field("", description="Id of the place; or give `hex`.")
    hex: HexOrNowhere = Field(0, description="Hex number, when there is no place.")
    level: int = Field(ge=0, le=9, description="Level left; 0: none.")
    reason: Reason = Field(description="What the record says.")


class StepFile(Strict):
    """One thing to do in a lesson."""

    text: Text = Field(description="What to do, said to the player.")
    check: Check = Field(description="What shows that it is done.")
    place: PlaceOrNone = Field("", description="Where: id of a place; or give `hex`.")
    hex: HexOrNowhere = Field(0, description="Hex number, when there is no place.")
    units: list[Id] = Field([], max_length=50, description="Who; none: anybody of the side.")
    number: int = Field(1, ge=0, le=1000, description="How many, or how much.")


class LessonFile(Strict):
    """What one turn of a tutorial teaches."""

    turn: int = Field(ge=1, le=200, description="Turn.")
    title: Name = Field(description="Heading.")
    text: Long = Field(description="Text of the lesson.")
    steps: list[StepFile] = Field([], max_length=10, description="What to do.")


class CutFile(Strict):
    """scenario.toml of a cut: what is taken from the base, and what differs."""

    format: Literal[1] = Field(description="Version of the file format.")
    id: Id = Field(description="The same as the folder's name.")
    base: Id = Field(description="The scenario it is cut from: a folder beside this one.")
    title: Name = Field(description="Title shown in the list of scenarios.")
    start: date = Field(description="The day of turn 1, a day of the base.")
    turns: int = Field(ge=1, le=200, description="Length of the game; a turn is a day.")
    briefing: Long = Field("", description="Text shown before the game.")
    options: dict[str, str] = Field({}, description="Options that differ from those of the base.")
    scored_losses: bool | None = Field(
        default=None, description="Whether casualties and prisoners count for victory."
    )
    victory: Victory = Field(Victory(), description="Victory, where it differs from the base.")
    area: list[Area] = Field(min_length=1, max_length=20, description="The part of the map.")
    include: list[Id] = Field(
        [],
        max_length=200,
        description="Units, assets, headquarters with all under them, or boxes that take part "
        "besides what lies in the area.",
    )
    exclude: list[Id] = Field(
        [], max_length=200, description="Units, assets or headquarters that do not take part."
    )
    objectives: list[CutObjective] = Field(
        [],
        max_length=100,
        description="All places that count; none: those of the base that lie in the area.",
    )
    sources: list[CutSource] = Field([], max_length=50, description="Further sources of supply.")
    lifts: list[Lift] = Field([], max_length=100, description="Lorries that differ.")
    exits: list[ExitRow] = Field(
        [], max_length=50, description="Where boxes touch this map, if not as in the base."
    )
    placed: list[Placed] = Field([], max_length=200, description="Troops that differ.")
    held: list[Held] = Field([], max_length=50, description="Ground held at the start.")
    works: list[WorksLeft] = Field([], max_length=50, description="Works that differ.")
    lesson: list[LessonFile] = Field([], max_length=50, description="Lessons of a tutorial.")
