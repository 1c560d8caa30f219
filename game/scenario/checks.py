"""Checks across the files of a scenario: names that must be known, hexes, room, dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from game.model.forces import NATION_SIDE, SIDES, UnitType
from game.model.hexmap import HexMap
from game.scenario.files import (
    AssetRow,
    Box,
    FormationRow,
    ObjectiveRow,
    OffmapRow,
    ScenarioFile,
    SourceRow,
    UnitRow,
    ZoneRow,
)
from game.scenario.mapfiles import off_land, repeated
from game.scenario.problems import Problem, choice, quoted
from game.scenario.reading import Table


@dataclass
class Forces:
    """The tables of `forces/` with the known unit types."""

    formations: Table[FormationRow]
    units: Table[UnitRow]
    assets: Table[AssetRow]
    offmap: Table[OffmapRow]
    types: Mapping[str, UnitType] | None


def headquarters(table: Table[FormationRow], hexmap: HexMap | None) -> list[Problem]:
    """Ids once, known parents of the same side, no circles, hexes on the map."""
    found = repeated(table)
    known = sorted(table.names())
    parent = {r.id: r.parent for _, r in table.rows()}
    side = {r.id: r.side for _, r in table.rows()}
    for i, row in table.rows():
        where = table.where(i)
        if row.parent and row.parent not in known:
            found.append(choice(table.file, where, "parent", row.parent, known))
        elif row.parent and side.get(row.parent, row.side) != row.side:
            allowed = f"a headquarters of {row.side}"
            found.append(Problem(table.file, where, "parent", quoted(row.parent), allowed))
        at, passed = row.parent, [row.id]
        while at and at not in passed:
            passed.append(at)
            at = parent.get(at, "")
        if at == row.id:
            circle = " under ".join([*passed, row.id])
            found.append(Problem(table.file, where, "parent", circle, "a tree without circles"))
    if hexmap:
        found += off_land(table, hexmap, table.columns.get("hex", ()))
    return found


def forces(all_: Forces, head: ScenarioFile | None, hexmap: HexMap | None) -> list[Problem]:
    """Units and assets: ids, types, formations, dates, hexes, room."""
    found: list[Problem] = []
    known = sorted(all_.formations.names())
    side_of = {r.id: r.side for _, r in all_.formations.rows()}
    first: dict[str, str] = {}
    tables: tuple[Table[Any], ...] = (all_.units, all_.assets, all_.offmap)
    for table in tables:
        found += repeated(table)
        for name in table.columns.get("id", ()):
            if first.setdefault(name, table.file) != table.file:
                i = table.columns["id"].index(name)
                allowed = f"ids that occur once (also in {first[name]})"
                found.append(Problem(table.file, table.where(i), "id", quoted(name), allowed))
        for i, row in table.rows():
            where, side = table.where(i), NATION_SIDE[row.nation]
            if all_.formations.whole and row.formation not in known:
                found.append(choice(table.file, where, "formation", row.formation, known))
            elif side_of.get(row.formation, side) != side:
                allowed = f"a formation of {side}, for {row.nation}"
                found.append(
                    Problem(table.file, where, "formation", quoted(row.formation), allowed)
                )
            if _is_unit(row) and all_.types is not None and row.type not in all_.types:
                found.append(choice(table.file, where, "type", row.type, all_.types))
            if _is_unit(row) and row.men == 0:
                found.append(Problem(table.file, where, "men", "0", "a unit of at least one man"))
            if head and not 0 <= (row.arrives - head.start).days < head.turns:
                last = head.start + timedelta(days=head.turns - 1)
                allowed = f"a day of the game: {head.start} to {last}"
                found.append(Problem(table.file, where, "arrives", str(row.arrives), allowed))
        if hexmap:
            found += off_land(table, hexmap, table.columns.get("hex", ()))
    if all_.units.whole:
        present = {NATION_SIDE.get(nation) for nation in all_.units.columns["nation"]}
        for side in SIDES:
            if side not in present:
                found.append(
                    Problem(all_.units.file, "", "nation", f"no unit of {side}", "units of both")
                )
    if head and hexmap:
        found += _stacks(all_.units, head, hexmap)
    return found


def _is_unit(row: UnitRow | AssetRow | OffmapRow) -> bool:
    return isinstance(row, UnitRow) or row.kind == "unit"


def _stacks(table: Table[UnitRow], head: ScenarioFile, hexmap: HexMap) -> list[Problem]:
    """Units that stand at the start where the terrain has no room, or beside an enemy unit."""
    found: list[Problem] = []
    used: dict[int, int] = {}
    owner: dict[int, tuple[str, str]] = {}
    for i, row in table.rows():
        if row.arrives != head.start or row.hex >= hexmap.size or not hexmap.land[row.hex]:
            continue
        where, side = table.where(i), NATION_SIDE[row.nation]
        limit = hexmap.terrain_at(row.hex).stack
        used[row.hex] = used.get(row.hex, 0) + row.stack
        if used[row.hex] > limit:
            terrain = hexmap.terrain_at(row.hex).name
            allowed = f"{limit} stack points in {terrain}; with this unit it would be "
            found.append(
                Problem(table.file, where, "hex", f"{row.hex:05d}", f"{allowed}{used[row.hex]}")
            )
        other_side, other = owner.setdefault(row.hex, (side, row.id))
        if other_side != side:
            allowed = f"a hex without enemies ({other} stands there)"
            found.append(Problem(table.file, where, "hex", f"{row.hex:05d}", allowed))
    return found


def header(
    file: str, head: ScenarioFile, map_boxes: list[Box], formations: Table[FormationRow]
) -> list[Problem]:
    """Boxes once, lorries of known headquarters."""
    found: list[Problem] = []
    names = [b.id for b in (*map_boxes, *head.boxes)]
    for twice in dict.fromkeys(n for n in names if names.count(n) > 1):
        found.append(Problem(file, "boxes", "id", quoted(twice), "each box once, map's included"))
    known = sorted(formations.names())
    commands = [x.command for x in head.lifts]
    for i, command in enumerate(commands):
        where = f"lifts[{i + 1}]"
        if formations.whole and command not in known:
            found.append(choice(file, where, "command", command, known))
        elif commands.index(command) != i:
            found.append(Problem(file, where, "command", quoted(command), "each command once"))
    return found


def refuges(
    file: str, head: ScenarioFile, hexmap: HexMap | None, formations: Table[FormationRow]
) -> list[Problem]:
    """Known places and headquarters."""
    found: list[Problem] = []
    known = sorted(formations.names())
    for i, row in enumerate(head.refuges):
        where = f"refuges[{i + 1}]"
        if hexmap and row.place not in hexmap.places_by_id:
            found.append(choice(file, where, "place", row.place, hexmap.places_by_id))
        if formations.whole:
            strange = [c for c in row.commands if c not in known]
            found += [choice(file, where, "commands", c, known) for c in strange]
    return found


def garrisons(all_: Forces, zones: Table[ZoneRow]) -> list[Problem]:
    """Fortified zones are garrisoned by troops that exist."""
    tables = (all_.units, all_.assets, all_.offmap)
    known = sorted({name for table in tables for name in table.names()})
    return [
        choice(zones.file, zones.where(i), "garrison", unit, known)
        for i, row in zones.rows()
        for unit in row.garrison.split(";")
        if unit and unit not in known and all(t.whole for t in tables)
    ]


def boxes(table: Table[OffmapRow], known: Mapping[str, Box]) -> list[Problem]:
    """Troops off the map wait in boxes of their side."""
    found = []
    for i, row in table.rows():
        box, where = known.get(row.box), table.where(i)
        if box is None:
            found.append(choice(table.file, where, "box", row.box, known))
        elif box.side != NATION_SIDE[row.nation]:
            allowed = f"a box of {NATION_SIDE[row.nation]}"
            found.append(Problem(table.file, where, "box", quoted(row.box), allowed))
    return found


def waters(
    file: str,
    head: ScenarioFile,
    boxes: Iterable[str],
    hexmap: HexMap | None,
    tables: tuple[Table[AssetRow], Table[OffmapRow]],
) -> list[Problem]:
    """Exits of known boxes at known places, ships of known assets, rivers of the map."""
    found: list[Problem] = []
    names = list(boxes)
    for i, row in enumerate(head.exits):
        where = f"exits[{i + 1}]"
        if row.box not in names:
            found.append(choice(file, where, "box", row.box, names))
        elif row.box in [x.box for x in head.exits[:i]]:
            found.append(Problem(file, where, "box", quoted(row.box), "one exit for a box"))
        if bool(row.place) == bool(row.hex):
            what = "both" if row.place else "neither"
            found.append(Problem(file, where, "place", what, "a place or a hex"))
        elif hexmap and row.place and row.place not in hexmap.places_by_id:
            found.append(choice(file, where, "place", row.place, hexmap.places_by_id))
        elif hexmap and row.hex and row.hex not in hexmap.hexes:
            found.append(Problem(file, where, "hex", f"{row.hex:05d}", "a hex of the map"))
    ships = [
        row.id for table in tables for _, row in table.rows() if row.kind in ("fleet", "flotilla")
    ]
    for i, fleet in enumerate(head.fleets):
        where = f"fleets[{i + 1}]"
        if fleet.asset not in ships and all(t.whole for t in tables):
            found.append(choice(file, where, "asset", fleet.asset, ships))
        elif fleet.asset in [x.asset for x in head.fleets[:i]]:
            found.append(Problem(file, where, "asset", quoted(fleet.asset), "each asset once"))
    if hexmap and head.river_mouth and head.river_mouth not in hexmap.hexes:
        shown = f"{head.river_mouth:05d}"
        found.append(Problem(file, "", "river_mouth", shown, "a hex of the map"))
    rivers = sorted(set(hexmap.river_names.values())) if hexmap else []
    for i, name in enumerate(head.waterways):
        if hexmap and name not in rivers:
            found.append(choice(file, "", f"waterways[{i + 1}]", name, rivers))
    return found


def objectives(
    table: Table[ObjectiveRow], head: ScenarioFile, hexmap: HexMap | None
) -> list[Problem]:
    """Known places, each once, dates in order and within the game."""
    found = repeated(table, "place")
    last = head.start + timedelta(days=head.turns - 1)
    for i, row in table.rows():
        where = f"row {table.numbers[i]} ({row.place})"
        if hexmap and row.place not in hexmap.places_by_id:
            found.append(choice(table.file, where, "place", row.place, hexmap.places_by_id))
        if not row.earliest <= row.par <= row.latest:
            dates = f"{row.earliest}, {row.par}, {row.latest}"
            allowed = "earliest, par, latest in this order"
            found.append(Problem(table.file, where, "par", dates, allowed))
        for field in ("earliest", "latest"):
            day = getattr(row, field)
            if not head.start <= day <= last:
                allowed = f"a day of the game: {head.start} to {last}"
                found.append(Problem(table.file, where, field, str(day), allowed))
    return found


def sources(
    table: Table[SourceRow], formations: Table[FormationRow], hexmap: HexMap | None
) -> list[Problem]:
    """Known places or hexes of land, known commands, at least one source for each side."""
    found = repeated(table)
    side_of = {r.id: r.side for _, r in formations.rows()}
    known = sorted(formations.names())
    for i, row in table.rows():
        where = table.where(i)
        if bool(row.place) == bool(row.hex):
            what = "both" if row.place else "neither"
            found.append(Problem(table.file, where, "place", what, "a place or a hex"))
        if hexmap and row.place and row.place not in hexmap.places_by_id:
            found.append(choice(table.file, where, "place", row.place, hexmap.places_by_id))
        for command in filter(None, row.commands.split(";")):
            if formations.whole and command not in known:
                found.append(choice(table.file, where, "commands", command, known))
            elif side_of.get(command, row.side) != row.side:
                allowed = f"commands of {row.side}"
                found.append(Problem(table.file, where, "commands", quoted(command), allowed))
    if hexmap:
        found += off_land(table, hexmap, table.columns.get("hex", ()))
    if table.whole:
        sides = table.names("side")
        for side in SIDES:
            if side not in sides:
                found.append(
                    Problem(table.file, "", "side", f"no source of {side}", "a source of each")
                )
    return found
