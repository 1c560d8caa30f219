"""What a game has been, by date: captures, landings, surrenders, prisoners, losses, politics.

A fold over events in the order in which they came; it needs no state. Events that have a list of
their own are told with their facts, whatever their class; losses, prisoners and changes of
superior are read off any event, since every event may carry them.
"""

from __future__ import annotations

from collections import Counter as Count
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from itertools import chain
from pathlib import Path

from game.hexes import NOWHERE, Hex, distance
from game.match import Match
from game.model.events import (
    AnyEvent,
    Captured,
    Event,
    Flew,
    Proclaimed,
    Sailed,
    Surrendered,
    TurnBegan,
    Worked,
)
from game.model.forces import NATION_SIDE, SIDES, FormationId, Side, Unit, UnitId
from game.model.scenario import Scenario
from game.replay import read
from game.rerun import Loader, begin, steps

LISTS: dict[str, str] = {
    "airlanded": "air_landings", "mutiny": "mutinies", "fled": "flights", "hq_lost": "hqs_lost",
    "happened": "events", "chose": "choices", "depot": "depots", "evacuated": "evacuations",
    "deliberated": "council", "ended": "end",
}  # fmt: skip
"""Kinds of events that are listed with their facts, and the list of each."""
TOLL = (
    "killed", "wounded", "captured", "dispersed", "evacuated", "joined", "tanks", "guns",
    "aircraft",
)  # fmt: skip
"""What a Toll counts; `joined` are replacements."""
PUBLIC = ("coup", "rescript", "ceasefire")
"""Proclamations to all; the others say whom the cease-fire reached and who refuses it."""
NEAR = 4
"""Hexes within which a hex is called by a place."""
_COMMON = frozenset(f.name for f in fields(Event)) | {"kind"}
_PLAIN = (str, int, bool)

Facts = dict[str, object]


@dataclass
class Day:
    """What happened on one day."""

    turn: int
    weather: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[Facts]] = field(default_factory=dict)
    losses: dict[Side, Count[str]] = field(default_factory=lambda: {s: Count() for s in SIDES})
    prisoners: Count[Hex] = field(default_factory=Count)
    """Soldiers of the Japanese side taken prisoner, by hex."""
    sorties: Count[str] = field(default_factory=Count)
    """Sorties flown, by side and mission as in `soviet column`."""
    works: Count[str] = field(default_factory=Count)
    """What engineers finished, by side and task as in `japan blow`."""
    reach: dict[FormationId, int] = field(default_factory=dict)
    """Hexes between the start of a unit and where it stands in the evening, the furthest of each
    Soviet army."""


class Report:
    """The days of a game as they are seen."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.days: list[Day] = []
        self.captures: dict[str, int] = {}
        """First capture of each place by the side that did not hold it at first: its turn."""
        self.proclaimed: dict[str, int] = {}
        self._last: dict[UnitId, tuple[Hex, FormationId]] = {}
        self._superior: dict[UnitId, FormationId] = {
            c.id: c.formation for c in scenario.counters.values()
        }
        self._far: dict[FormationId, int] = {}

    def see(self, events: Iterable[AnyEvent]) -> None:
        """What an order caused."""
        for event in events:
            if isinstance(event, TurnBegan):
                self._close()
                sky = zip(self.scenario.map.sectors, event.weather, strict=True)
                self.days.append(Day(event.turn, dict(sky)))
            if self.days:
                self._note(self.days[-1], event)

    def _note(self, day: Day, event: AnyEvent) -> None:
        for t in event.toll:
            side = NATION_SIDE[t.nation]
            day.losses[side].update({k: n for k in TOLL if (n := getattr(t, k))})
            if side == "japan" and t.captured:
                day.prisoners[event.at] += t.captured
        for unit in event.after:
            self._follow(day, unit)
        match event:
            case Captured():
                self.captures.setdefault(event.place, day.turn)
                self._add(day, "captures", {"place": event.place, **self._facts(event)})
            case Sailed():
                if event.landed:
                    self._add(day, "landings", self._facts(event))
            case Surrendered():
                men = sum(t.captured for t in event.toll) or sum(u.men for u in event.after)
                self._add(day, "surrenders", {**self._facts(event), "men": men})
            case Flew():
                day.sorties[f"{event.by} {event.mission}"] += event.sorties
            case Worked():
                if event.result == "done":
                    day.works[f"{event.by} {event.task}"] += 1
            case Proclaimed():
                self.proclaimed.setdefault(event.what, day.turn)
                name = "proclamations" if event.what in PUBLIC else "word"
                self._add(day, name, self._facts(event))
            case _:
                if event.kind in LISTS:
                    self._add(day, LISTS[event.kind], self._facts(event))

    def _follow(self, day: Day, unit: Unit) -> None:
        """Changes of superior, and how far armies have come."""
        now = (unit.hex, unit.formation)
        if self._last.get(unit.id) == now:
            return
        self._last[unit.id] = now
        scenario, was = self.scenario, self._superior[unit.id]
        if unit.formation != was:
            superiors: Facts = {
                "from": scenario.formations[was].name,
                "to": scenario.formations[unit.formation].name,
            }
            self._add(day, "reattachments", {**self._named((unit.id,)), **superiors})
            self._superior[unit.id] = unit.formation
        counter = scenario.counters[unit.id]
        if counter.side == "soviet" and unit.on_map and counter.hex != NOWHERE:
            army = scenario.army_of[counter.formation]
            so_far = self._far.get(army, 0)
            self._far[army] = max(so_far, distance(counter.hex, unit.hex))

    def _close(self) -> None:
        if self.days:
            self.days[-1].reach = dict(self._far)

    @staticmethod
    def _add(day: Day, name: str, facts: Facts) -> None:
        day.lists.setdefault(name, []).append(facts)

    # -- facts ------------------------------------------------------------------------------------

    def _facts(self, event: AnyEvent) -> Facts:
        """What an event says besides what all events carry: words, numbers, units by name."""
        found: Facts = {}
        if event.at != NOWHERE:
            found["where"] = self.where(event.at)
        if event.by is not None:
            found["by"] = event.by
        for each in fields(event):
            value = getattr(event, each.name)
            if each.name in _COMMON or value in ("", (), None):
                continue
            if each.name in ("unit", "units"):
                found.update(self._named((value,) if isinstance(value, str) else value))
            elif isinstance(value, _PLAIN):
                found[each.name] = value
        return found

    def _named(self, units: Iterable[str]) -> Facts:
        known = [UnitId(u) for u in units]
        return {"units": known, "names": [self.scenario.counters[u].name for u in known]}

    def where(self, h: Hex) -> str:
        """A hex as people say it: its place, or the nearest one."""
        hexmap = self.scenario.map
        here = hexmap.places_at.get(h)
        if here:
            return here[0].name
        near = min(
            ((distance(h, p.hex), n, p.name) for n, p in enumerate(hexmap.places)),
            default=(NEAR + 1, 0, ""),
        )
        return f"near {near[2]}" if near[0] <= NEAR else f"{h:05d}"

    # -- the whole --------------------------------------------------------------------------------

    def date(self, turn: int) -> str:
        """A turn as an ISO date."""
        return self.scenario.date_of(turn).isoformat()

    def as_json(self) -> dict[str, object]:
        """Objectives against the record, politics, prisoners, and each day."""
        self._close()
        total: Count[Hex] = Count()
        for day in self.days:
            total.update(day.prisoners)
        return {
            "objectives": list(self._objectives()),
            "rescript": self._when("rescript"),
            "ceasefire": self._when("ceasefire"),
            "prisoners": {"total": total.total(), "by_place": self._by_place(total)},
            "days": [self._day(day) for day in self.days],
        }

    def _when(self, what: str) -> str | None:
        turn = self.proclaimed.get(what)
        return self.date(turn) if turn else None

    def _objectives(self) -> Iterator[Facts]:
        for o in self.scenario.objectives:
            turn = self.captures.get(o.place)
            yield {
                "place": o.place, "name": o.name, "weight": o.weight,
                "taken": self.date(turn) if turn else None, "record": self.date(o.par),
                "days": turn - o.par if turn else None,
                "within": bool(turn) and o.earliest <= (turn or 0) <= o.latest,
            }  # fmt: skip

    def _by_place(self, prisoners: Count[Hex]) -> dict[str, int]:
        found: Count[str] = Count()
        for h, men in prisoners.items():
            found[self.where(h) if h != NOWHERE else "elsewhere"] += men
        return dict(sorted(found.items(), key=lambda row: (-row[1], row[0])))

    def _day(self, day: Day) -> Facts:
        km = round(float(self.scenario.map.projection[3]))
        armies = self.scenario.formations
        return {
            "turn": day.turn,
            "date": self.date(day.turn),
            "weather": day.weather,
            **{name: day.lists.get(name, []) for name in ALWAYS},
            **{n: rows for n, rows in day.lists.items() if n not in ALWAYS},
            "sorties": dict(sorted(day.sorties.items())),
            "engineering": dict(sorted(day.works.items())),
            "losses": {side: dict(day.losses[side]) for side in SIDES},
            "prisoners": {"men": day.prisoners.total(), "by_place": self._by_place(day.prisoners)},
            "advance_km": {armies[a].name: n * km for a, n in sorted(day.reach.items())},
        }


ALWAYS = (
    "captures", "landings", "air_landings", "mutinies", "proclamations", "surrenders",
    "reattachments", "events",
)  # fmt: skip
"""Lists that every day has, be they empty."""


def of_match(opening: Iterable[AnyEvent], scenario: Scenario) -> Report:
    """The report of a game that begins."""
    report = Report(scenario)
    report.see(opening)
    return report


def of_replay(path: Path, load: Loader) -> tuple[Match, Report]:
    """A recorded game played again, and its report. ReplayFault where it goes another way."""
    replay = read(path)
    match = begin(replay, load(replay.header.scenario))
    report = of_match(match.opening, match.scenario)
    report.see(chain.from_iterable(s.events for s in steps(match, iter(replay.entries), path)))
    return match, report


def lines(told: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """A day of `as_json` in words: what kind, and a line of it."""
    for name, rows in told.items():
        if isinstance(rows, list):
            for row in rows:
                yield name, _line(row)


def _line(row: Mapping[str, object]) -> str:
    """The facts of one event in a line: what it says of itself, who, where, how many."""
    names = row.get("names")
    said = [str(row[k]) for k in ("name", "title", "text", "result", "cause") if row.get(k)]
    if isinstance(names, list) and names:
        shown = [str(n) for n in names[:3]] + ([f"{len(names) - 3} more"] if len(names) > 3 else [])
        said.insert(0, ", ".join(shown))
    if "stands" in row:
        verdict = "the war is to end" if row.get("decided") else f"needs {row.get('need', 0)}"
        said.append(f"pressure {row['stands']}, {verdict}, throw {row.get('throw', 0)}")
    if "to" in row:
        said.append(f"from {row['from']} to {row['to']}")
    if row.get("where") and row["where"] not in said:
        said.append(str(row["where"]))
    if row.get("men"):
        said.append(f"{row['men']:,} men")
    return "; ".join(said)
