"""Scenario folders to `Scenario` objects: everything is checked, all faults are told at once.

A scenario is data only. It is read from its own folder and from `scenarios/common`; a cut names its
base, a folder beside its own, and nothing else in it can name another file. Every file, row, number
and text has a bound (files.py, reading.py).
"""

from __future__ import annotations

import gc
import re
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

from game.hexes import NOWHERE, Hex
from game.model.forces import (
    NATION_SIDE,
    SIDES,
    Asset,
    AssetId,
    Counter,
    Formation,
    FormationId,
    UnitId,
)
from game.model.hexmap import HexMap
from game.model.scenario import Exit, Fleet, Objective, Refuge, Scenario, SupplySource
from game.model.tables import Tables
from game.scenario import checks
from game.scenario.common import read_tables, read_terrains, read_unit_types
from game.scenario.cut import cut
from game.scenario.cutfiles import CutFile
from game.scenario.events import Names, read_events
from game.scenario.files import (
    AssetRow,
    FormationRow,
    ObjectiveRow,
    OffmapRow,
    ScenarioFile,
    SourceRow,
    UnitRow,
    Victory,
)
from game.scenario.mapfiles import read_map
from game.scenario.problems import Problem, ScenarioFault, choice, limited, quoted
from game.scenario.reading import Reader, Table
from game.scenario.reference import read_chronicle, read_rivals
from game.scenario.squadrons import squadrons
from game.scenario.variations import read_variations
from game.scenario.weather import read_climate, read_weather

SCENARIOS = Path(__file__).parents[2] / "scenarios"
NAME = re.compile(r"[A-Za-z0-9_]{1,40}")


def names() -> list[str]:
    """The scenarios that come with the game: whole ones first, then cuts, by their titles."""
    return [name for _, _, name in sorted(_shipped())]


def cuts() -> list[str]:
    """Those of them that are cut from another one."""
    return [name for is_cut, _, name in sorted(_shipped()) if is_cut]


def _shipped() -> list[tuple[bool, str, str]]:
    """For each scenario of the game whether it is a cut, its title and its name."""
    heads = [(p.parent.name, _head(p.parent)) for p in SCENARIOS.glob("*/scenario.toml")]
    return [("base" in head, str(head.get("title", name)), name) for name, head in heads]


def _head(folder: Path) -> dict[str, Any]:
    """scenario.toml as it stands; nothing where it cannot be read, which `read` will tell."""
    return Reader(folder, folder.name).plain_toml("scenario.toml") or {}


def find(scenario: str | Path) -> Path:
    """The folder of a scenario, given by its name or as a path."""
    text = str(scenario)
    if isinstance(scenario, str) and "/" not in text and "\\" not in text:
        folder = SCENARIOS / text
        if not NAME.fullmatch(text) or not (folder / "scenario.toml").is_file():
            raise ScenarioFault([choice("scenarios", "", "", text, names())])
        return folder
    folder = Path(scenario)
    if not folder.is_dir():
        raise ScenarioFault([Problem(text, "", "", "no such folder", "a scenario's folder")])
    return folder


def load(scenario: str | Path) -> Scenario:
    """The scenario of this name or in this folder. Raises ScenarioFault with all its problems."""
    loaded, problems = read(find(scenario))
    if loaded is None or problems:
        raise ScenarioFault(problems)
    # A scenario lives as long as the program: looking through it for garbage again and again would
    # take a twentieth of a game's time.
    gc.freeze()
    return loaded


def read(folder: Path) -> tuple[Scenario | None, list[Problem]]:
    """A scenario, or None where a fault leaves none, and everything that is wrong with it."""
    if "base" in _head(folder):
        return _read_cut(folder)
    digest = blake2b(digest_size=16)
    common = Reader(SCENARIOS / "common", "scenarios/common", digest)
    tables = read_tables(common)
    terrains = read_terrains(common)
    types = read_unit_types(common)
    if tables is None or terrains is None or types is None or common.problems:
        return None, common.problems
    shown = _shown(folder)
    reader = Reader(folder, shown, digest)
    head = reader.toml("scenario.toml", ScenarioFile)
    if head is None and not (folder / "scenario.toml").exists():
        # Not a scenario at all; what else is missing would be no news.
        return None, reader.problems
    parts = read_map(reader, terrains)
    hexmap, boxes = parts.hexmap, parts.boxes
    sectors = hexmap.sectors if hexmap else None
    weather = read_weather(reader, head, sectors)
    climate = read_climate(reader, sectors)
    objectives = reader.table("objectives.csv", ObjectiveRow)
    sources = reader.table("sources.csv", SourceRow)
    formations = reader.table("forces/formations.csv", FormationRow)
    units = reader.table("forces/units.csv", UnitRow)
    assets = reader.table("forces/assets.csv", AssetRow)
    offmap = reader.table("forces/offmap.csv", OffmapRow)
    forces = checks.Forces(formations, units, assets, offmap, types)
    reader.problems += checks.headquarters(formations, hexmap)
    reader.problems += checks.forces(forces, head, hexmap)
    reader.problems += checks.garrisons(forces, parts.zones)
    if head:
        file = f"{shown}/scenario.toml"
        reader.problems += _misnamed(file, head.id, folder)
        reader.problems += checks.header(file, head, boxes, formations)
        all_boxes = {b.id: b for b in (*boxes, *head.boxes)}
        reader.problems += checks.boxes(offmap, all_boxes)
        reader.problems += checks.waters(file, head, all_boxes, hexmap, (assets, offmap))
        reader.problems += checks.refuges(file, head, hexmap, formations)
        reader.problems += checks.objectives(objectives, head, hexmap)
    reader.problems += checks.sources(sources, formations, hexmap)
    declared = read_events(reader, head, hexmap, _names(formations, units, offmap))
    counters = _counters(units, offmap, head) if head else {}
    variations = read_variations(reader, counters, formations.names(), hexmap)
    chronicle = read_chronicle(reader, set(hexmap.places_by_id) if hexmap else None)
    known = {
        "unit": [*units.names(), *offmap.names(), *assets.names()],
        "formation": sorted(formations.names()),
        "place": list(hexmap.places_by_id) if hexmap else [],
        "event": [c.id for c in chronicle],
    }
    rivals = read_rivals(reader, known)
    problems = limited(reader.problems)
    if not (head and hexmap and weather) or problems:
        return None, problems
    start = head.start
    places = hexmap.places_by_id
    all_assets = _assets(assets, offmap, head)
    loaded = Scenario(
        id=head.id, title=head.title, digest=digest.hexdigest(), start=start, turns=head.turns,
        map=hexmap, tables=with_victory(tables, head.victory), unit_types=types,
        formations={FormationId(r.id): _formation(r) for _, r in formations.rows()},
        counters=counters,
        assets=all_assets,
        squadrons=squadrons(all_assets, counters, types),
        weather=weather,
        climate=climate, variations=variations, rivals=rivals, chronicle=chronicle,
        objectives=tuple(
            Objective(
                place=r.place, hex=places[r.place].hex, name=places[r.place].name,
                weight=r.weight, par=(r.par - start).days + 1,
                earliest=(r.earliest - start).days + 1, latest=(r.latest - start).days + 1,
                army=r.army, method=r.method, confidence=r.confidence,
                note=r.note, source=r.source,
            )
            for _, r in objectives.rows()
        ),
        sources=tuple(_source(r, hexmap) for _, r in sources.rows()),
        lifts={FormationId(x.command): x.tons for x in head.lifts},
        railway_troops={
            FormationId(x.command): x.railway_brigades for x in head.lifts if x.railway_brigades
        },
        options=head.options, briefing=head.briefing.strip(), scored_losses=head.scored_losses,
        boxes={b.id: b.name for b in all_boxes.values()},
        refuges=tuple(
            Refuge(places[x.place].hex, tuple(FormationId(c) for c in x.commands), x.note)
            for x in head.refuges
        ),
        exits={
            x.box: Exit(places[x.place].hex if x.place else Hex(x.hex), x.days) for x in head.exits
        },
        fleets={AssetId(x.asset): Fleet(x.lift, x.gunfire, x.reach) for x in head.fleets},
        waterways=tuple(head.waterways), river_mouth=Hex(head.river_mouth),
        happenings=declared.happenings, areas=dict(declared.areas or {}), sites=declared.sites,
        timeline=declared.timeline,
    )  # fmt: skip
    refusal = loaded.refuses(head.options)
    if refusal:
        return None, [Problem(f"{shown}/scenario.toml", "", "options", "others", refusal)]
    return loaded, []


def _shown(folder: Path) -> str:
    return f"scenarios/{folder.name}" if folder.parent == SCENARIOS else str(folder)


def _misnamed(file: str, id: str, folder: Path) -> list[Problem]:
    name = folder.resolve().name
    allowed = f"the folder's name, {name}"
    return [] if id == name else [Problem(file, "", "id", quoted(id), allowed)]


def _read_cut(folder: Path) -> tuple[Scenario | None, list[Problem]]:
    """A scenario cut from another one, whose digest covers that one's files too."""
    digest = blake2b(digest_size=16)
    reader = Reader(folder, _shown(folder), digest)
    head = reader.toml("scenario.toml", CutFile)
    if head is None:
        return None, limited(reader.problems)
    file = f"{reader.shown}/scenario.toml"
    beside = folder.parent / head.base
    problems = _misnamed(file, head.id, folder)
    if not (beside / "scenario.toml").is_file() or "base" in _head(beside):
        whole = [
            p.parent.name
            for p in sorted(folder.parent.glob("*/scenario.toml"))
            if "base" not in _head(p.parent)
        ]
        return None, [*problems, choice(file, "", "base", head.base, whole)]
    base, faults = read(beside)
    if base is None or faults:
        return None, limited([*problems, *faults])
    made, faults = cut(base, head, file)
    problems = limited([*problems, *faults])
    digest.update(base.digest.encode())
    return (None if made is None else replace(made, digest=digest.hexdigest())), problems


def with_victory(tables: Tables, block: Victory) -> Tables:
    """The tables with what a scenario says of victory."""
    given = block.model_dump(exclude_none=True)
    return replace(tables, victory=replace(tables.victory, **given)) if given else tables


def _names(
    formations: Table[FormationRow], units: Table[UnitRow], offmap: Table[OffmapRow]
) -> Names:
    """The headquarters and units that events may speak of."""
    commands = {r.id: r.side for _, r in formations.rows()} if formations.whole else None
    if not (units.whole and offmap.whole):
        return Names(commands, None)
    bodies = {r.id: NATION_SIDE[r.nation] for _, r in units.rows()}
    bodies |= {r.id: NATION_SIDE[r.nation] for _, r in offmap.rows() if r.kind == "unit"}
    return Names(commands, bodies)


def _formation(row: FormationRow) -> Formation:
    return Formation(
        id=FormationId(row.id), name=row.name, level=row.level,
        parent=FormationId(row.parent) if row.parent else None, side=row.side,
        commander=row.commander, hq_hex=Hex(row.hex), role=row.role, confidence=row.confidence,
        source=row.source,
    )  # fmt: skip


def _counters(
    units: Table[UnitRow], offmap: Table[OffmapRow], head: ScenarioFile
) -> dict[UnitId, Counter]:
    """All counters by side, then as the tables list them."""
    found = [_counter(r, Hex(r.hex), "", head) for _, r in units.rows()]
    found += [_counter(r, NOWHERE, r.box, head) for _, r in offmap.rows() if r.kind == "unit"]
    return {c.id: c for side in SIDES for c in found if c.side == side}


def _counter(row: UnitRow | OffmapRow, h: Hex, box: str, head: ScenarioFile) -> Counter:
    return Counter(
        id=UnitId(row.id), name=row.name, nation=row.nation, side=NATION_SIDE[row.nation],
        type=row.type, size=row.size, formation=FormationId(row.formation),
        mobility=row.mobility, quality=row.quality, men=row.men, tanks=row.tanks, spg=row.spg,
        guns=row.guns, rockets=row.rockets, vehicles=row.vehicles, hex=h, box=box,
        arrives=(row.arrives - head.start).days + 1, stack=row.stack, desertion=row.desertion,
        aggregate=row.aggregate, notes=row.notes, confidence=row.confidence, source=row.source,
        aircraft=row.aircraft,
    )  # fmt: skip


def _assets(
    assets: Table[AssetRow], offmap: Table[OffmapRow], head: ScenarioFile
) -> dict[AssetId, Asset]:
    found = [_asset(r, Hex(r.hex), "", head) for _, r in assets.rows()]
    found += [_asset(r, NOWHERE, r.box, head) for _, r in offmap.rows() if r.kind != "unit"]
    return {a.id: a for side in SIDES for a in found if a.side == side}


def _asset(row: AssetRow | OffmapRow, h: Hex, box: str, head: ScenarioFile) -> Asset:
    return Asset(
        id=AssetId(row.id), name=row.name, nation=row.nation, side=NATION_SIDE[row.nation],
        kind=row.kind, formation=FormationId(row.formation),
        arrives=(row.arrives - head.start).days + 1, men=row.men, tanks=row.tanks, spg=row.spg,
        guns=row.guns, rockets=row.rockets, aircraft=row.aircraft, vehicles=row.vehicles,
        quality=row.quality, hex=h, box=box, notes=row.notes, confidence=row.confidence,
        source=row.source, branch=row.type,
    )  # fmt: skip


def _source(row: SourceRow, hexmap: HexMap) -> SupplySource:
    return SupplySource(
        id=row.id, hex=hexmap.places_by_id[row.place].hex if row.place else Hex(row.hex),
        side=row.side, commands=tuple(FormationId(c) for c in row.commands.split(";") if c),
        tons=row.tons, note=row.note,
    )  # fmt: skip
