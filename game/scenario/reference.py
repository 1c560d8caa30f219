"""rivals.csv and chronicle.csv: the encyclopaedia of a scenario."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date as Day
from typing import Literal

from pydantic import Field

from game.model.reference import Chronicle, Rival
from game.scenario.files import Confidence, Id, Name, Strict, Text
from game.scenario.mapfiles import repeated
from game.scenario.options import values_of
from game.scenario.problems import Problem, choice, quoted
from game.scenario.reading import Reader

OPTIONAL_ID = r"^[A-Za-z0-9_]{0,40}$"


class RivalRow(Strict):
    """rivals.csv: what sources differ on, which value the scenario uses, and which it does not."""

    id: Id = Field(description="Unique name; C1 to C9 are the contradictions every player meets.")
    kind: Literal["campaign", "unit", "formation", "place", "event"] = Field(
        description="What it is about."
    )
    subject: str = Field(
        "", pattern=OPTIONAL_ID,
        description="Id of the unit, formation, place or event of chronicle.csv; empty for the "
        "campaign.",
    )  # fmt: skip
    what: Name = Field(description="The figure or fact.")
    used: Name = Field(description="What the scenario takes.")
    source: Text = Field(description="Where that comes from.")
    rival: Name = Field(description="What another source says.")
    rival_source: Text = Field(description="Which one.")
    note: Text = Field("", description="Why this one, and what follows.")
    switch: str = Field(
        "", pattern=r"^([a-z_]{1,40}=[A-Za-z0-9_-]{1,40})?$",
        description="`option=value` that plays the rival, where it matters.",
    )  # fmt: skip


class ChronicleRow(Strict):
    """chronicle.csv: what happened in history, day by day."""

    date: Day = Field(description="The day.")
    time: str = Field(
        "", pattern=r"^([0-9]{2}:[0-9]{2})?$", description="Local time, where it is known."
    )
    id: Id = Field(description="Unique name.")
    kind: Literal[
        "political", "battle", "capture", "advance", "landing", "airborne", "air", "withdrawal",
        "surrender", "mutiny", "weather",
    ] = Field(description="What kind of event.")  # fmt: skip
    side: Text = Field("", description="Whose doing it was.")
    place: Text = Field("", description="Where.")
    place_id: str = Field("", pattern=OPTIONAL_ID, description="The same as a place of the map.")
    text: Name = Field(description="What happened.")
    confidence: Confidence = Field("medium", description="How well it is known.")
    source: Text = Field(description="Where it comes from.")


def read_chronicle(reader: Reader, places: Collection[str] | None) -> tuple[Chronicle, ...]:
    """The chronicle; nothing where a scenario has no such file. What is wrong is noted."""
    if not reader.has("chronicle.csv"):
        return ()
    table = reader.table("chronicle.csv", ChronicleRow)
    reader.problems += repeated(table)
    for i, row in table.rows():
        if places is not None and row.place_id and row.place_id not in places:
            reader.problems.append(
                choice(table.file, table.where(i), "place_id", row.place_id, places)
            )
    return tuple(
        Chronicle(
            r.id, r.date, r.time, r.kind, r.side, r.place, r.place_id, r.text, r.confidence,
            r.source,
        )
        for _, r in table.rows()
    )  # fmt: skip


def read_rivals(reader: Reader, subjects: Mapping[str, Collection[str]]) -> tuple[Rival, ...]:
    """The rival figures; nothing where a scenario has no such file. `subjects` are the known ids
    by kind; a kind that could not be read is left out. What is wrong is noted."""
    if not reader.has("rivals.csv"):
        return ()
    table = reader.table("rivals.csv", RivalRow)
    reader.problems += repeated(table)
    options = values_of()
    for i, row in table.rows():
        where = table.where(i)
        if (row.kind == "campaign") == bool(row.subject):
            allowed = "empty for the campaign, an id for all else"
            reader.problems.append(
                Problem(table.file, where, "subject", quoted(row.subject), allowed)
            )
        elif row.kind in subjects and row.subject and row.subject not in subjects[row.kind]:
            known = subjects[row.kind]
            reader.problems.append(choice(table.file, where, "subject", row.subject, known))
        option, _, value = row.switch.partition("=")
        if option and value not in options.get(option, ()):
            known = [f"{name}={v}" for name, values in options.items() for v in values]
            reader.problems.append(choice(table.file, where, "switch", row.switch, known))
    return tuple(
        Rival(
            r.id, r.kind, r.subject, r.what, r.used, r.source, r.rival, r.rival_source, r.note,
            r.switch,
        )
        for _, r in table.rows()
    )  # fmt: skip
