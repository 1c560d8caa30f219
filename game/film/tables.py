"""A recorded game as tables for analysts: each morning's units, front, ground and figures.

The columns are explained in docs/replays.md; `COLUMNS` is what the files hold.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from game.film import outline
from game.film.projection import Projection
from game.film.reel import Reel, Seen, Shot, Told
from game.film.strip import figures, in_sight, theirs_of
from game.model.events import Captured
from game.model.forces import Side, Unit
from game.model.scenario import Scenario
from game.model.state import JAPAN, NEUTRAL, SOVIET, State
from game.rules.strength import strength

Row = dict[str, object]
HOLDERS = {NEUTRAL: "neutral", SOVIET: "soviet", JAPAN: "japan"}
WHEN = ("turn", "date", "moment")
COLUMNS: dict[str, tuple[str, ...]] = {
    "units": (
        *WHEN, "id", "name", "side", "nation", "type", "size", "formation", "army", "hex",
        "longitude", "latitude", "men", "tanks", "spg", "guns", "strength", "fatigue",
        "disruption", "entrenched", "fuel", "cut_off", "last_seen",
    ),
    "front": (
        *WHEN, "soviet_hex", "japan_hex", "from_longitude", "from_latitude", "to_longitude",
        "to_latitude",
    ),
    "control": (*WHEN, "hex", "longitude", "latitude", "holder"),
    "captures": ("turn", "date", "place", "name", "by", "hex", "longitude", "latitude"),
    "figures": (
        *WHEN, "points", "soviet_fallen", "soviet_captured", "soviet_tanks", "japan_fallen",
        "japan_captured", "japan_tanks", "ground",
    ),
}  # fmt: skip
"""The columns of each table."""
DIGITS = 5
"""Decimals of a degree: about a metre."""


@dataclass(frozen=True)
class Moment:
    """A state that is written down."""

    turn: int
    moment: str
    """morning, end (of the game), or last: as far as an unfinished record goes."""
    state: State

    @property
    def when(self) -> Row:
        """The first columns of its rows."""
        date = self.state.scenario.date_of(self.turn)
        return {"turn": self.turn, "date": date.isoformat(), "moment": self.moment}


class Tables:
    """The mornings of a recorded game, and what each of them holds as rows."""

    def __init__(self, reel: Reel, tell: Told = lambda n: None) -> None:
        """Plays the game; `tell` learns the number of the last order."""
        self.seen: Seen = reel.seen
        self.scenario: Scenario = reel.match.scenario
        self.projection = Projection.of(self.scenario.map.projection)
        self.moments: list[Moment] = []
        self.captures: list[Row] = []
        self._at: dict[int, tuple[float, float]] = {}
        shot: Shot | None = None
        for shot in reel:
            tell(shot.n)
            turn = shot.state.turn
            if not self.moments or (turn != self.moments[-1].turn and shot.state.over is None):
                self.moments.append(Moment(turn, "morning", shot.state))
            self._capture(shot)
        if shot is not None and shot.n:
            how = "end" if shot.state.over else "last"
            self.moments.append(Moment(shot.state.turn, how, shot.state))

    def _capture(self, shot: Shot) -> None:
        for event in shot.events:
            if isinstance(event, Captured):
                place = self.scenario.map.places_by_id[event.place]
                day = self.scenario.date_of(shot.turn).isoformat()
                self.captures.append({
                    "turn": shot.turn, "date": day, "place": event.place, "name": event.name,
                    "by": event.by, "hex": int(place.hex), **self._lies(place.hex),
                })  # fmt: skip

    def _lies(self, h: int) -> Row:
        """A hex's middle in degrees."""
        if h not in self._at:
            lon, lat = self.projection.lonlat(self.projection.centre(h)).tolist()
            self._at[h] = round(lon, DIGITS), round(lat, DIGITS)
        lon, lat = self._at[h]
        return {"longitude": lon, "latitude": lat}

    def units(self, moment: Moment) -> Iterator[Row]:
        """Units on the map; what is not known of the enemy is empty."""
        state = moment.state
        scenario = state.scenario
        for unit, last in in_sight(state, self.seen):
            counter = scenario.counters[unit.id]
            formation = scenario.formations.get(unit.formation)
            army = scenario.army_of.get(unit.formation)
            row: Row = {
                **moment.when, "id": unit.id, "name": counter.name, "side": counter.side,
                "nation": counter.nation, "type": counter.type, "size": counter.size,
                "formation": formation.name if formation else "",
                "army": scenario.formations[army].name if army in scenario.formations else "",
                "hex": int(unit.hex), **self._lies(unit.hex),
                "men": unit.men, "tanks": unit.tanks, "spg": unit.spg, "guns": unit.guns,
                "last_seen": last or None,
            }  # fmt: skip
            if self.seen in ("all", counter.side):
                row |= self._condition(scenario, unit)
            yield row

    @staticmethod
    def _condition(scenario: Scenario, unit: Unit) -> Row:
        terrain = scenario.map.terrain_at(unit.hex)
        return {
            "strength": strength(scenario, unit, terrain, "attack"), "fatigue": unit.fatigue,
            "disruption": unit.disruption, "entrenched": unit.entrenched, "fuel": unit.fuel,
            "cut_off": unit.cut_off,
        }  # fmt: skip

    def front(self, moment: Moment) -> Iterator[Row]:
        """The front line, a row for each hexside."""
        sides = outline.front(moment.state)
        ends = outline.degrees(self.projection, (c for _, _, a, b in sides for c in (a, b)))
        flat = ends.round(DIGITS).reshape(-1, 4).tolist()
        for (soviet, japan, _, _), (lon1, lat1, lon2, lat2) in zip(sides, flat, strict=True):
            yield {
                **moment.when, "soviet_hex": soviet, "japan_hex": japan, "from_longitude": lon1,
                "from_latitude": lat1, "to_longitude": lon2, "to_latitude": lat2,
            }  # fmt: skip

    def control(self) -> Iterator[Row]:
        """Who holds the land: all of it on the first morning, then what has changed hands."""
        hexmap = self.scenario.map
        land = np.frombuffer(hexmap.land, np.uint8)[: hexmap.size] > 0
        before = np.full(hexmap.size, 255, np.uint8)
        for moment in self.moments:
            now = np.frombuffer(moment.state.control, np.uint8)
            for h in np.flatnonzero(land & (now != before)).tolist():
                yield {**moment.when, "hex": h, **self._lies(h), "holder": HOLDERS[int(now[h])]}
            before = now

    def figures(self, moment: Moment) -> Row:
        """Points, losses and ground; what a side is not told is empty."""
        found: Row = {**moment.when, **figures(moment.state, theirs_of(self.scenario))}
        sides: tuple[Side, Side] = ("soviet", "japan")
        for side in sides:
            if self.seen not in ("all", side):
                found[f"{side}_fallen"] = found[f"{side}_tanks"] = None
        return found

    def rows(self, table: str) -> Iterator[Row]:
        """All rows of a table."""
        match table:
            case "units":
                for moment in self.moments:
                    yield from self.units(moment)
            case "front":
                for moment in self.moments:
                    yield from self.front(moment)
            case "control":
                yield from self.control()
            case "captures":
                yield from self.captures
            case _:
                yield from (self.figures(moment) for moment in self.moments)


def write_csv(tables: Tables, folder: Path) -> list[Path]:
    """A file for each table: commas, a header, UTF-8; the files."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for table, columns in COLUMNS.items():
        path = folder / f"{table}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(tables.rows(table))
        paths.append(path)
    return paths
