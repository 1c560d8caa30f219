"""The encyclopaedia: where facts come from, what other sources say, and the chronicle of history.

Nothing here is part of the rules. It tells a reader what is known of a unit, a formation, a place
or an event, how well, and where accounts contradict each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from game.model.forces import AssetId, FormationId, UnitId

if TYPE_CHECKING:
    from game.model.scenario import Scenario

Subject = Literal["campaign", "unit", "formation", "place", "event"]
"""What an entry is about; `campaign` is the whole of it and has no id."""


@dataclass(frozen=True, slots=True)
class Rival:
    """One thing on which sources differ, and what the scenario does about it."""

    id: str
    kind: Subject
    subject: str
    """Id of the unit, formation, place or event of the chronicle; "" for the campaign."""
    what: str
    """Which figure or fact."""
    used: str
    """What the scenario takes, as people read it."""
    source: str
    rival: str
    """What the other source says."""
    rival_source: str
    note: str
    switch: str
    """`option=value` of a game that takes the rival, where it matters; "" for none."""


@dataclass(frozen=True, slots=True)
class Chronicle:
    """One event of history, for the encyclopaedia and for cards that show what happened then."""

    id: str
    day: date
    time: str
    kind: str
    side: str
    place: str
    place_id: str
    """Id of a place of the map, "" where the map has none."""
    text: str
    confidence: str
    source: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What the encyclopaedia says of one subject."""

    kind: Subject
    id: str
    name: str
    notes: str
    confidence: str
    """high, medium, low; "" where nobody has judged it."""
    source: str
    rivals: tuple[Rival, ...]
    chronicle: tuple[Chronicle, ...]
    """What happened there, or the event itself."""


def of(scenario: Scenario, kind: Subject, id: str = "") -> Entry:
    """The entry of a unit (or asset), formation, place or event of the chronicle, or of the whole
    campaign. KeyError where the scenario has no such subject."""
    name, notes, confidence, source = _facts(scenario, kind, id)
    return Entry(
        kind, id, name, notes, confidence, source,
        tuple(r for r in scenario.rivals if (r.kind, r.subject) == (kind, id)),
        tuple(
            c for c in scenario.chronicle
            if (kind == "place" and c.place_id == id) or (kind == "event" and c.id == id)
        ),
    )  # fmt: skip


def differing(scenario: Scenario) -> tuple[tuple[Rival, str], ...]:
    """All that sources differ on, with the name of the subject ("" for the campaign). What a part
    of a scenario has no more is left out."""
    found = []
    for rival in scenario.rivals:
        try:
            name = _facts(scenario, rival.kind, rival.subject)[0]
        except KeyError:
            continue
        found.append((rival, "" if rival.kind == "campaign" else name))
    return tuple(found)


def on_day(scenario: Scenario, day: date) -> tuple[Chronicle, ...]:
    """What happened in history on a day."""
    return tuple(c for c in scenario.chronicle if c.day == day)


def _facts(scenario: Scenario, kind: Subject, id: str) -> tuple[str, str, str, str]:
    """Name, notes, confidence, source."""
    match kind:
        case "campaign":
            if id:
                raise KeyError(id)
            return scenario.title, scenario.briefing, "", "docs/data.md"
        case "unit":
            counter = scenario.counters.get(UnitId(id))
            body = counter if counter is not None else scenario.assets[AssetId(id)]
            return body.name, body.notes, body.confidence, body.source
        case "formation":
            formation = scenario.formations[FormationId(id)]
            return formation.name, formation.role, formation.confidence, formation.source
        case "place":
            place = scenario.map.places_by_id[id]
            return place.name, place.notes, "", place.source
        case "event":
            event = next((c for c in scenario.chronicle if c.id == id), None)
            if event is None:
                raise KeyError(id)
            return event.place, event.text, event.confidence, event.source
