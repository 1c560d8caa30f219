"""Small maps drawn as text, for tests only.

Each character is a hex; rows are rows, columns are columns; the text's first character is hex 0101.
    . plain  s steppe  d desert  h hills  f forest  m mountains  M high mountains  w marsh
    v virgin forest  c city  ~ sea  o lake  (space) no hex
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np

from game.hexes import DIRECTIONS, NOWHERE, OPPOSITE, STRIDE, Hex, hex_at, neighbour
from game.model.forces import Counter, Formation, FormationId, Unit, UnitId
from game.model.hexmap import HexMap, Place, Zone
from game.model.scenario import Objective, Options, Scenario, SupplySource
from game.model.state import State, control_of, index_of
from game.scenario.common import load_tables, load_terrains, load_unit_types

COMMON = Path(__file__).parent.parent / "scenarios" / "common"
LETTERS = {
    ".": "plain", "s": "steppe", "d": "desert", "h": "hills", "f": "forest", "m": "mountains",
    "M": "high_mountains", "w": "marsh", "v": "virgin_forest", "c": "city", "~": "sea",
    "o": "lake",
}  # fmt: skip
TABLES = load_tables(COMMON)
TERRAINS = load_terrains(COMMON)
TYPES = load_unit_types(COMMON)


def toy_map(
    text: str,
    *,
    rivers: dict[tuple[int, str], int] | None = None,
    roads: dict[tuple[int, str], int] | None = None,
    rails: dict[tuple[int, str], int] | None = None,
    japan: tuple[int, ...] = (),
    zones: tuple[Zone, ...] = (),
    places: tuple[Place, ...] = (),
) -> HexMap:
    """A map from text. Hexsides are given as ``{(hex, "NE"): value}``; `japan` lists its hexes."""
    lines = text.strip("\n").split("\n")
    columns, rows = max(map(len, lines)) + 2, len(lines) + 2
    size = columns * STRIDE
    ids = [t.id for t in TERRAINS]
    terrain = np.zeros(size, dtype=np.uint8)
    country = np.full(size, 255, dtype=np.uint8)
    for r, line in enumerate(lines, start=1):
        for c, letter in enumerate(line, start=1):
            if letter != " ":
                terrain[hex_at(c, r)] = ids.index(LETTERS[letter])
                country[hex_at(c, r)] = 0
    for h in japan:
        country[h] = 1
    sides: dict[str, np.ndarray] = {
        k: np.zeros(size * 6, dtype=np.uint8) for k in ("river", "barrier", "road", "rail")
    }
    for key, table in (("river", rivers), ("road", roads), ("rail", rails)):
        for (h, where), value in (table or {}).items():
            d = DIRECTIONS.index(where)
            sides[key][h * 6 + d] = value
            sides[key][neighbour(h, d) * 6 + OPPOSITE[d]] = value
    gauge = np.where(sides["rail"] > 0, 1435, 0).astype(np.uint16)
    return HexMap(
        columns=columns, rows=rows, terrains=TERRAINS, countries=("RED", "YEL"),
        country_sides=("soviet", "japan"), sectors=("all",), terrain=terrain,
        elevation=np.zeros(size, dtype=np.int16), relief=np.zeros(size, dtype=np.int16),
        country=country, sector=np.zeros(size, dtype=np.uint8), river=sides["river"],
        barrier=sides["barrier"], road=sides["road"], rail=sides["rail"], gauge=gauge,
        tracks=(sides["rail"] > 0).astype(np.uint8), places=places, zones=zones,
    )  # fmt: skip


def place(id: str, h: int, value: int = 5, country: str = "YEL") -> Place:
    """A town on the map."""
    return Place(id, Hex(h), id.title(), id.title(), (), country, "town", 10000, value, 0, 0, "",
                 "", "0", "0")  # fmt: skip


def counter(
    id: str,
    h: int,
    type: str = "rifle",
    *,
    nation: str = "USSR",
    size: str = "division",
    formation: str = "",
    mobility: str = "foot",
    quality: int = 72,
    men: int = 9000,
    tanks: int = 0,
    spg: int = 0,
    guns: int = 165,
    arrives: int = 1,
    stack: int = 3,
    vehicles: int = 0,
    desertion: int = 0,
) -> Counter:
    """A printed unit."""
    side = "soviet" if nation in ("USSR", "MPR") else "japan"
    return Counter(
        id=UnitId(id), name=id, nation=nation, side=side, type=type, size=size,  # type: ignore[arg-type]
        formation=FormationId(formation or ("a1" if side == "soviet" else "ja1")),
        mobility=mobility, quality=quality, men=men, tanks=tanks, spg=spg, guns=guns, rockets=0,  # type: ignore[arg-type]
        vehicles=vehicles, hex=Hex(h), box="", arrives=arrives, stack=stack, desertion=desertion,
        aggregate=False, notes="", confidence="high", source="toy",
    )  # fmt: skip


def formation(id: str, level: str, parent: str | None, side: str) -> Formation:
    """A headquarters."""
    return Formation(FormationId(id), id, level, FormationId(parent) if parent else None, side,  # type: ignore[arg-type]
                     "", NOWHERE, "", "high", "toy")  # fmt: skip


def toy_scenario(
    hexmap: HexMap,
    counters: list[Counter],
    *,
    turns: int = 10,
    weather: str = "Cl",
    objectives: tuple[Objective, ...] = (),
    sources: tuple[SupplySource, ...] = (),
    options: Options | None = None,
) -> Scenario:
    """A scenario with two fronts of one army each: tf/a1 and jf/ja1."""
    forms = [
        formation("tf", "front", None, "soviet"), formation("a1", "army", "tf", "soviet"),
        formation("a2", "army", "tf", "soviet"), formation("jf", "area_army", None, "japan"),
        formation("ja1", "army", "jf", "japan"),
    ]  # fmt: skip
    ordered = sorted(counters, key=lambda c: ("soviet", "japan").index(c.side))
    return Scenario(
        id="toy", title="Toy", digest="toy", start=date(1945, 8, 9), turns=turns, map=hexmap,
        tables=TABLES, unit_types=TYPES, formations={f.id: f for f in forms},
        counters={c.id: c for c in ordered}, assets={},
        weather=tuple((weather,) * len(hexmap.sectors) for _ in range(turns)),
        objectives=objectives, sources=sources,
        lifts={FormationId("tf"): 3000, FormationId("jf"): 1500},
        options=options or Options(),
    )  # fmt: skip


def toy_state(scenario: Scenario, *, phase: str = "soviet", turn: int = 1) -> State:
    """All units on the map with full points, dry ground: a state in the middle of a phase."""
    units = {
        c.id: Unit(
            id=c.id, hex=c.hex if c.arrives <= turn else NOWHERE, formation=c.formation, men=c.men,
            tanks=c.tanks, spg=c.spg, guns=c.guns, rockets=c.rockets, vehicles=c.vehicles,
            points=60, fuel=110, ammo=30, rations=5, gone="" if c.arrives <= turn else "waiting",
        )
        for c in scenario.counters.values()
    }  # fmt: skip
    sectors = len(scenario.map.sectors)
    return State(
        scenario=scenario, options=scenario.options, turn=turn, phase=phase, units=units, held={},  # type: ignore[arg-type]
        works={z.hex: z.level * 10 for z in scenario.map.zones}, weather=("Cl",) * sectors,
        ground=(0,) * sectors, wet_days=(0,) * sectors, traffic={}, assets_used=frozenset(),
        assaults={}, captures={}, losses={}, rescript=0, ceasefire=0,
        sightings={"soviet": {}, "japan": {}}, index=index_of(units),
        control=control_of(scenario, {}),
    )  # fmt: skip
