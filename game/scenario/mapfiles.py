"""The files of `map/` to a HexMap, with the checks that need more than one row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from game.hexes import DIRECTIONS, OPPOSITE, STRIDE, Hex, neighbour
from game.model.forces import NATION_SIDE
from game.model.hexmap import HexMap, Place, Zone
from game.model.terrain import RIVER_NAMES, Terrain
from game.scenario.files import (
    Box,
    HexRow,
    HexsideRow,
    LinkRow,
    MapFile,
    PassRow,
    PlaceRow,
    ZoneRow,
)
from game.scenario.problems import Problem, choice, quoted
from game.scenario.reading import Reader, Table

DIRECTION_INDEX = {name: i for i, name in enumerate(DIRECTIONS)}
NO_COUNTRY = 255


def repeated(table: Table[Any], column: str = "id") -> list[Problem]:
    """A problem for each value that stands in a column a second time."""
    values = table.columns.get(column, [])
    if len(set(map(str, values))) == len(values):
        return []
    first: dict[str, int] = {}
    found = []
    for i, value in enumerate(values):
        if str(value) in first:
            before = table.numbers[first[str(value)]]
            allowed = f"each {column} once (first in row {before})"
            found.append(Problem(table.file, table.where(i), column, quoted(str(value)), allowed))
        else:
            first[str(value)] = i
    return found


@dataclass
class MapParts:
    """What the files of `map/` hold."""

    hexmap: HexMap | None
    """None when a fault leaves no map to speak of."""
    boxes: list[Box]
    zones: Table[ZoneRow]


def read_map(reader: Reader, terrains: Sequence[Terrain]) -> MapParts:
    """Read the map; what is wrong is noted."""
    head = reader.toml("map/map.toml", MapFile)
    hexes = reader.table("map/hexes.csv", HexRow)
    sides = reader.table("map/hexsides.csv", HexsideRow)
    links = reader.table("map/links.csv", LinkRow)
    places = reader.table("map/places.csv", PlaceRow)
    zones = reader.table("map/zones.csv", ZoneRow)
    passes = reader.table("map/passes.csv", PassRow)
    if head is None or not hexes.clean:
        return MapParts(None, head.boxes if head else [], zones)
    file = f"{reader.shown}/map/map.toml"
    for field, names in (
        ("countries", [c.id for c in head.countries]),
        ("sectors", [s.id for s in head.sectors]),
        ("lines", [x.id for x in head.lines]),
        ("boxes", [b.id for b in head.boxes]),
    ):
        reader.problems += [
            Problem(file, field, "id", quoted(n), "each id once")
            for n in dict.fromkeys(names)
            if names.count(n) > 1
        ]
    size = head.columns * STRIDE
    number = np.array(hexes.columns["hex"], dtype=np.int64)
    inside = _on_frame(reader, hexes, number, head)
    if not inside:
        return MapParts(None, head.boxes, zones)
    terrain_ids = [t.id for t in terrains]
    country_ids = [c.id for c in head.countries]
    sector_ids = [s.id for s in head.sectors]
    terrain = _spread(reader, hexes, "terrain", number, size, terrain_ids, 0)
    country = _spread(reader, hexes, "country", number, size, country_ids, NO_COUNTRY)
    sector = _spread(reader, hexes, "sector", number, size, sector_ids, 0)
    height, relief = np.zeros(size, dtype=np.int16), np.zeros(size, dtype=np.int16)
    height[number] = hexes.columns["elevation"]
    relief[number] = hexes.columns["relief"]
    land = np.array([t.land for t in terrains], dtype=bool)[terrain]
    homeless = np.flatnonzero(land[number] & (country[number] == NO_COUNTRY))
    for i in homeless.tolist():
        reader.problems.append(
            Problem(hexes.file, _hex_row(hexes, i), "country", "no country", "land has a country")
        )
    on_map = terrain > 0
    river, barrier, river_names = _rivers(reader, sides, on_map)
    road, rail, gauge, tracks, lines = _links(reader, links, land, head)
    hexmap = HexMap(
        columns=head.columns, rows=head.rows, terrains=tuple(terrains),
        countries=tuple(country_ids), country_sides=tuple(c.side for c in head.countries),
        sectors=tuple(sector_ids), terrain=terrain, elevation=height, relief=relief,
        country=country, sector=sector, river=river, barrier=barrier, road=road, rail=rail,
        gauge=gauge, tracks=tracks,
        places=tuple(_place(row) for _, row in places.rows()),
        zones=tuple(_zone(row) for _, row in zones.rows()),
        rail_lines=lines, river_names=river_names,
        projection=(
            head.projection.proj, f"{head.projection.x0_km:.12g}", f"{head.projection.y0_km:.12g}",
            f"{head.projection.hex_km:.12g}",
        ),
        passes=tuple((row.name, Hex(row.hex)) for _, row in passes.rows()),
    )  # fmt: skip
    _check_places(reader, hexmap, places, zones, passes)
    for array in (
        terrain, height, relief, country, sector, river, barrier, road, rail, gauge, tracks,
    ):  # fmt: skip
        array.flags.writeable = False
    return MapParts(hexmap, head.boxes, zones)


def _hex_row(table: Table[Any], position: int) -> str:
    return f"row {table.numbers[position]} (hex {table.columns['hex'][position]:05d})"


def _on_frame(
    reader: Reader, hexes: Table[HexRow], number: npt.NDArray[np.int64], head: MapFile
) -> bool:
    """Whether all hexes lie in the frame and none is listed twice."""
    before = len(reader.problems)
    if not len(number):
        reader.fault("map/hexes.csv", "no hexes", "a map")
    outside = (number // STRIDE >= head.columns) | (number % STRIDE >= head.rows)
    allowed = f"columns 1 to {head.columns - 1}, rows 0 to {head.rows - 1}"
    reader.problems += [
        Problem(hexes.file, _hex_row(hexes, i), "hex", f"{number[i]:05d}", allowed)
        for i in np.flatnonzero(outside).tolist()
    ]
    reader.problems += repeated(hexes, "hex")
    return len(reader.problems) == before


def _spread(
    reader: Reader,
    hexes: Table[HexRow],
    column: str,
    number: npt.NDArray[np.int64],
    size: int,
    names: Sequence[str],
    none: int,
) -> npt.NDArray[np.uint8]:
    """A column of names as an array of their indices over all hex numbers."""
    index = {name: i for i, name in enumerate(names)}
    if column == "terrain":
        del index["void"]
    if column == "country":
        index[""] = none
    values = hexes.columns[column]
    array = np.full(size, none, dtype=np.uint8)
    try:
        array[number] = [index[v] for v in values]
    except KeyError:
        for i, value in enumerate(values):
            if value not in index:
                where = _hex_row(hexes, i)
                reader.problems.append(choice(hexes.file, where, column, value, index))
    return array


def _mirror(
    reader: Reader, table: Table[Any], there: npt.NDArray[np.bool_], what: str
) -> list[tuple[int, int, int]]:
    """(position, hexside from the row's hex, the same from the other side) of each good row."""
    found: list[tuple[int, int, int]] = []
    if not table.whole:
        return found
    columns = table.columns
    seen: dict[int, int] = {}
    size = len(there)
    is_there = there.tobytes()
    for i, (h, where) in enumerate(zip(columns["hex"], columns["direction"], strict=True)):
        if i in table.bad:
            continue
        d = DIRECTION_INDEX[where]
        other = neighbour(h, d)
        edge = h * 6 + d
        if h >= size or not is_there[h]:
            reader.problems.append(
                Problem(table.file, _hex_row(table, i), "hex", f"{h:05d}", f"a hex of {what}")
            )
        elif not 0 <= other < size or not is_there[other]:
            allowed = f"a direction in which {what} goes on"
            reader.problems.append(
                Problem(table.file, _hex_row(table, i), "direction", quoted(where), allowed)
            )
        elif other < h:
            allowed = f"each hexside from its lower hex: {other:05d},{DIRECTIONS[OPPOSITE[d]]}"
            reader.problems.append(
                Problem(table.file, _hex_row(table, i), "hex", f"{h:05d},{where}", allowed)
            )
        elif edge in seen:
            allowed = f"each hexside once (first in row {table.numbers[seen[edge]]})"
            reader.problems.append(
                Problem(table.file, _hex_row(table, i), "hex", f"{h:05d},{where}", allowed)
            )
        else:
            seen[edge] = i
            found.append((i, edge, other * 6 + OPPOSITE[d]))
    return found


def _rivers(
    reader: Reader, table: Table[HexsideRow], on_map: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8], dict[int, str]]:
    size = len(on_map) * 6
    river, barrier = np.zeros(size, dtype=np.uint8), np.zeros(size, dtype=np.uint8)
    names: dict[int, str] = {}
    columns = table.columns
    for i, edge, mirror in _mirror(reader, table, on_map, "the map"):
        river[edge] = river[mirror] = RIVER_NAMES.index(columns["river"][i])
        barrier[edge] = barrier[mirror] = columns["barrier"][i] == "1"
        if columns["river_name"][i]:
            names[edge] = columns["river_name"][i]
    return river, barrier, names


def _links(
    reader: Reader, table: Table[LinkRow], land: npt.NDArray[np.bool_], head: MapFile
) -> tuple[
    npt.NDArray[np.uint8],
    npt.NDArray[np.uint8],
    npt.NDArray[np.uint16],
    npt.NDArray[np.uint8],
    dict[int, tuple[str, ...]],
]:
    """Roads and railways by hexside; only railways keep their names."""
    size = len(land) * 6
    road, rail, tracks = (np.zeros(size, dtype=np.uint8) for _ in range(3))
    gauge = np.zeros(size, dtype=np.uint16)
    named: dict[int, tuple[str, ...]] = {}
    lines = {x.id: x for x in head.lines}
    columns = table.columns
    for i, edge, mirror in _mirror(reader, table, land, "the land"):
        road[edge] = road[mirror] = columns["road"][i]
        rail[edge] = rail[mirror] = columns["rail"][i]
        gauge[edge] = gauge[mirror] = columns["gauge"][i]
        tracks[edge] = tracks[mirror] = columns["tracks"][i]
        if bool(columns["rail"][i]) != bool(columns["gauge"][i]):
            found = f"rail {columns['rail'][i]}, gauge {columns['gauge'][i]}"
            reader.problems.append(
                Problem(table.file, _hex_row(table, i), "gauge", found, "both or neither")
            )
        ids = [x for x in columns["lines"][i].split(";") if x]
        for unknown in [x for x in ids if x not in lines]:
            where = _hex_row(table, i)
            reader.problems.append(choice(table.file, where, "lines", unknown, lines))
        rails = tuple(lines[x].name for x in ids if x in lines and lines[x].kind == "rail")
        if rails:
            named[edge] = rails
    return road, rail, gauge, tracks, named


def _place(row: PlaceRow) -> Place:
    return Place(
        id=row.id, hex=Hex(row.hex), name=row.name_1945, name_modern=row.name_modern,
        names_alt=tuple(filter(None, row.names_alt.split(";"))), country=row.country,
        kind=row.kind, population=row.population, value=row.victory_value,
        airfield=row.airfield, port=row.port, supply=NATION_SIDE.get(row.supply, ""),
        notes=row.notes, lat=row.lat, lon=row.lon, source=row.source,
    )  # fmt: skip


def _zone(row: ZoneRow) -> Zone:
    return Zone(
        id=row.id, hex=Hex(row.hex), name=row.name, side=row.side, level=row.level,
        facing=row.facing, historic_fate=row.historic_fate, confidence=row.confidence,
        source=row.source,
    )  # fmt: skip


def _check_places(
    reader: Reader,
    hexmap: HexMap,
    places: Table[PlaceRow],
    zones: Table[ZoneRow],
    passes: Table[PassRow],
) -> None:
    for table in (places, zones, passes):
        reader.problems += repeated(table)
        reader.problems += off_land(table, hexmap, table.columns.get("hex", ()))
    for i, row in places.rows():
        if row.country not in hexmap.countries:
            where = places.where(i)
            reader.problems.append(
                choice(places.file, where, "country", row.country, hexmap.countries)
            )


def off_land(table: Table[Any], hexmap: HexMap, hexes: Iterable[Any]) -> list[Problem]:
    """A problem for each row whose hex is not land of the map (0, nowhere, is left alone)."""
    found = []
    terrain = hexmap.terrain_bytes
    for i, h in enumerate(hexes):
        if i in table.bad or not h:
            continue
        if h >= hexmap.size or not terrain[h]:
            found.append(Problem(table.file, table.where(i), "hex", f"{h:05d}", "a hex of the map"))
        elif not hexmap.land[h]:
            what = f"{h:05d} ({hexmap.terrain_at(h).name})"
            found.append(Problem(table.file, table.where(i), "hex", what, "a hex of land"))
    return found
