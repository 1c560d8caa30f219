"""Shots of a recorded game folded into a start and changes, with figures and news.

This is what the page of a game holds. Counters, the ground and all else are sent once, and then
only what is not as it was in the shot before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import groupby

import numpy as np
import numpy.typing as npt

from game.film import chips
from game.film.counters import Card, card_of
from game.film.marks import bar_colour
from game.film.palette import NATIONS
from game.film.reel import GROUPS, Reel, Seen, Shot, group_of, place_of
from game.film.words import SIDE_NAMES, day, sentence
from game.hexes import NOWHERE, OFFSETS
from game.model.events import PhaseBegan, Sighted
from game.model.forces import NATION_SIDE, SIDES, Unit, enemy_of
from game.model.orders import line_of
from game.model.scenario import Scenario
from game.model.state import HOLDER_OF, State
from game.rules import victory

QUIET = (PhaseBegan, Sighted)
"""Events without a line of their own."""
Row = list[int]
Json = dict[str, object]


@dataclass
class Strip:
    """Shots folded into a start and changes, as the page wants them."""

    reel: Reel
    scenario: Scenario = field(init=False)
    units: list[Json] = field(default_factory=list)
    """What never changes about each counter."""
    shots: list[Json] = field(default_factory=list)
    series: dict[str, list[int]] = field(default_factory=dict)
    """Figures at the end of each phase, the first before all orders."""
    news: list[list[object]] = field(default_factory=list)
    """Shot, group, hex, sentence."""

    def __post_init__(self) -> None:
        self.scenario = self.reel.match.scenario
        self._number: dict[str, int] = {}
        self._rows: dict[int, Row] = {}
        self._last: dict[str, tuple[Unit, int]] = {}
        self._control = b""
        self._start = b""
        self._faces: dict[Card, int] = {}
        self._formations: list[str] = []
        self._over: tuple[str, str, int] | None = None
        self._theirs = theirs_of(self.scenario)

    def add(self, shot: Shot) -> None:
        """The next shot."""
        state = shot.state
        changed = self._changes(state)
        taken = self._taken(state.control)
        lines: list[str] = []
        for event in shot.events:
            group = group_of(event)
            if isinstance(event, QUIET):
                continue
            said = sentence(event, shot.scenario)
            if group is not None:
                h = int(place_of(event, shot.scenario))
                self.news.append([len(self.shots), list(GROUPS).index(group), h, said])
            else:
                lines.append(said)
        found: Json = {"t": shot.turn, "p": SIDES.index(shot.side)}
        if shot.order is not None:
            found["o"] = line_of(shot.order)
        parts: tuple[tuple[str, object], ...] = (("u", changed), ("c", taken), ("l", lines))
        for key, part in parts:
            if part:
                found[key] = part
        self.shots.append(found)
        if shot.last or not self.series:
            found["e"] = 1
            for name, value in figures(state, self._theirs).items():
                self.series.setdefault(name, []).append(value)
        if state.over is not None:
            self._over = state.over

    def _changes(self, state: State) -> list[Row]:
        """Counters that are not as they were: number alone for one that is gone; else hex,
        strength, sixths of men, men, armour, guns, and the turn of a memory (0 for one seen)."""
        rows: list[Row] = []
        present: set[int] = set()
        for unit, seen in in_sight(state, self.reel.seen):
            known = self._last.get(unit.id)
            if known is not None and known == (unit, seen):
                present.add(self._number[unit.id])
                continue
            self._last[unit.id] = (unit, seen)
            face = card_of(state.scenario, unit)
            number = self._of(state.scenario, unit, face)
            present.add(number)
            row = [
                unit.hex, int(face.left), max(0, face.steps), unit.men, unit.armour, unit.guns, seen
            ]  # fmt: skip
            if self._rows.get(number) != row:
                self._rows[number] = row
                rows.append([number, *row])
        for number in [n for n in self._rows if n not in present]:
            del self._rows[number]
            rows.append([number])
        return rows

    def _of(self, scenario: Scenario, unit: Unit, face: Card) -> int:
        """The number of a counter on the page."""
        counter = scenario.counters[unit.id]
        army = -1
        if unit.formation in scenario.formations:
            chip = chips.chip_of(scenario, unit.formation)
            if chip is not None:
                label = chips.short_army(scenario.formations[chip].name)
                label = label or NATIONS[counter.nation]["name"]
                if label not in self._formations:
                    self._formations.append(label)
                army = self._formations.index(label)
        bare = replace(face, left="", middle="", right="", steps=0)
        sprite = self._faces.setdefault(bare, len(self._faces))
        kind = scenario.unit_types[counter.type].name if counter.type in scenario.unit_types else ""
        known = self._number.get(unit.id)
        told: Json = {
            "n": counter.name, "k": kind, "z": counter.size, "a": counter.nation, "f": army,
            "s": sprite, "i": face.middle,
        }  # fmt: skip
        if known is None:
            known = self._number[unit.id] = len(self.units)
            self.units.append(told)
        return known

    def _taken(self, control: bytes) -> list[list[int]]:
        """Hexes by their new holder: holder, then the hexes."""
        if not self._control:
            self._start = self._control = control
            return []
        if control is self._control or control == self._control:
            return []
        old, new = (np.frombuffer(c, np.uint8) for c in (self._control, control))
        self._control = control
        changed = np.flatnonzero(old != new)
        found = [[holder, *changed[new[changed] == holder].tolist()] for holder in (0, 1, 2)]
        return [row for row in found if len(row) > 1]

    def _figures(self) -> dict[str, list[int]]:
        """The figures of each phase that are known: a side is not told what the other has lost,
        but for the prisoners."""
        if self.reel.seen == "all":
            return self.series
        other = enemy_of(self.reel.seen)
        hidden = (f"{other}_fallen", f"{other}_tanks")
        return {name: row for name, row in self.series.items() if name not in hidden}

    @property
    def faces(self) -> list[Card]:
        """The counters that are met, without their figures, in the order of their numbers."""
        return list(self._faces)

    def as_json(self) -> Json:
        """All that the page's script is told."""
        scenario, header = self.scenario, self.reel.replay.header
        hexmap = scenario.map
        inside = np.zeros(hexmap.size, np.uint8)
        inside[list(hexmap.hexes)] = 1
        inside[(np.frombuffer(hexmap.land, np.uint8)[: hexmap.size] > 0) & (inside > 0)] = 2
        return {
            "title": scenario.title,
            "seen": self.reel.seen,
            "players": {s: header.players.get(s, "?") for s in SIDES},
            "seed": header.seed,
            "days": [day(scenario.date_of(t)) for t in range(1, self.reel.match.turn + 1)],
            "year": scenario.start.year,
            "over": list(self._over) if self._over else None,
            "lost": self.reel.replay.lost,
            "sides": SIDE_NAMES,
            "groups": list(GROUPS.values()),
            "nations": {
                n: {"ground": c["ground"], "symbol": c["symbol"], "edge": c["edge"],
                    "name": c["name"], "side": SIDES.index(NATION_SIDE[n])}
                for n, c in NATIONS.items()
            },
            "bars": [bar_colour(steps) for steps in range(7)],
            "columns": hexmap.columns, "rows": hexmap.rows, "offsets": OFFSETS,
            "inside": runs(inside), "control": runs(np.frombuffer(self._start, np.uint8)),
            "units": self.units, "armies": self._formations,
            "shots": self.shots, "news": self.news, "series": self._figures(),
        }  # fmt: skip


def in_sight(state: State, seen: Seen) -> Iterable[tuple[Unit, int]]:
    """Units on the map, and those that are remembered with the turn when they were last seen."""
    there = set()
    for unit in state.units.values():
        if unit.on_map:
            there.add(unit.id)
            yield unit, 0
    if seen == "all":
        return
    for name, s in state.sightings.get(seen, {}).items():
        if name not in there and s.hex != NOWHERE:
            formation = state.scenario.counters[name].formation
            yield Unit(
                name, s.hex, formation, men=s.men, tanks=s.armour, spg=0, guns=s.guns, rockets=0,
                vehicles=0, fuel=40,
            ), s.turn  # fmt: skip


def theirs_of(scenario: Scenario) -> npt.NDArray[np.bool_]:
    """Land beyond the frontiers of the Soviet side."""
    hexmap = scenario.map
    land = np.frombuffer(hexmap.land, np.uint8)[: hexmap.size] > 0
    at_first = np.array([HOLDER_OF[s] for s in hexmap.country_sides] + [0], np.uint8)
    country = np.minimum(hexmap.country, len(hexmap.country_sides))
    found: npt.NDArray[np.bool_] = (at_first[country] != HOLDER_OF["soviet"]) & land
    return found


def figures(state: State, theirs: npt.NDArray[np.bool_]) -> dict[str, int]:
    """The figures of the graphs: points, losses of both sides, ground that the Soviet side has
    taken in km²."""
    found = {"points": victory.ledger(state, final=state.over is not None).total}
    if state.over is not None:
        found["points"] = state.over[2]
    for side in SIDES:
        tolls = [t for n, t in state.losses.items() if NATION_SIDE[n] == side]
        found[f"{side}_fallen"] = sum(t.killed + t.wounded for t in tolls)
        found[f"{side}_captured"] = sum(t.captured for t in tolls)
        found[f"{side}_tanks"] = sum(t.tanks for t in tolls)
    control = np.frombuffer(state.control, np.uint8)
    size = float(state.scenario.map.projection[3])
    taken = int(((control == HOLDER_OF["soviet"]) & theirs).sum())
    found["ground"] = round(taken * size * size * 3**0.5 / 2)
    return found


def runs(values: Iterable[int]) -> Row:
    """A row of small numbers as value and length by turns."""
    found: Row = []
    for value, run in groupby(np.asarray(values).tolist()):
        found += [value, len(list(run))]
    return found
