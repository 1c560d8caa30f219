"""The shared rule set: terrain, unit types and the chapters' tables, from `scenarios/common`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from game.model.forces import UnitType
from game.model.tables import Tables
from game.model.tables.air import AirTable
from game.model.tables.combat import CombatTable
from game.model.tables.command import CommandTable
from game.model.tables.engineering import EngineeringTable
from game.model.tables.morale import MoraleTable
from game.model.tables.movement import MovementTable
from game.model.tables.politics import PoliticsTable
from game.model.tables.sight import SightTable
from game.model.tables.supply import SupplyTable
from game.model.tables.victory import VictoryTable
from game.model.tables.water import WaterTable
from game.model.tables.wear import WearTable
from game.model.terrain import IMPASSABLE, MOBILITIES, Terrain
from game.scenario.problems import Problem, ScenarioFault, of_toml, quoted
from game.scenario.reading import Reader

T = TypeVar("T")

VOID = Terrain(
    id="void", name="outside the theatre", land=False, cost=(IMPASSABLE,) * len(MOBILITIES),
    road_group="open", drained=False, worst_ground=0, defence=0, stack=0, frontage=0, armour=0,
    close=False, open_column=0, fuel=0, sight=False,
)  # fmt: skip
CHAPTERS: dict[str, Any] = {
    "movement": MovementTable,
    "combat": CombatTable,
    "command": CommandTable,
    "morale": MoraleTable,
    "supply": SupplyTable,
    "sight": SightTable,
    "politics": PoliticsTable,
    "victory": VictoryTable,
    "wear": WearTable,
    "water": WaterTable,
    "engineering": EngineeringTable,
    "air": AirTable,
}
"""The tables of the rulebook: `<name>.toml` and what it holds."""


@cache
def adapter(kind: Any) -> TypeAdapter[Any]:
    """How pydantic reads a value of this kind."""
    return TypeAdapter(kind)


def read_tables(reader: Reader) -> Tables | None:
    """The chapters' tables; None with problems noted when one of them is faulty."""
    found: dict[str, Any] = {n: _read(reader, f"{n}.toml", k) for n, k in CHAPTERS.items()}
    return None if None in found.values() else Tables(**found)


def read_terrains(reader: Reader) -> tuple[Terrain, ...] | None:
    """All terrains, index 0 being the void; None with problems noted."""
    rows = _read_list(reader, "terrain.toml", "terrain", Terrain)
    if rows is None:
        return None
    for t in rows:
        if len(t.cost) != len(MOBILITIES) or not all(0 <= c <= IMPASSABLE for c in t.cost):
            allowed = f"{len(MOBILITIES)} numbers from 0 to {IMPASSABLE}: {', '.join(MOBILITIES)}"
            where = f"terrain ({t.id})"
            reader.problems.append(
                Problem(f"{reader.shown}/terrain.toml", where, "cost", str(t.cost), allowed)
            )
    return (VOID, *rows)


def read_unit_types(reader: Reader) -> dict[str, UnitType] | None:
    """Unit types by id; None with problems noted."""
    rows = _read_list(reader, "unit_types.toml", "unit_type", UnitType)
    return None if rows is None else {t.id: t for t in rows}


def _read(reader: Reader, name: str, kind: type[T]) -> T | None:
    data = reader.plain_toml(name)
    return None if data is None else _check(reader, name, data, kind)


def _read_list(reader: Reader, name: str, key: str, kind: type[T]) -> list[T] | None:
    data = reader.plain_toml(name)
    if data is None:
        return None
    rows: dict[str, list[T]] | None = _check(reader, name, data, dict[str, list[kind]])  # type: ignore[valid-type]
    if rows is None:
        return None
    if set(rows) != {key}:
        reader.fault(name, quoted(", ".join(rows)) if rows else "nothing", f"only [[{key}]]")
        return None
    ids = [getattr(row, "id") for row in rows[key]]  # noqa: B009  (T has an id here)
    for twice in dict.fromkeys(i for i in ids if ids.count(i) > 1):
        reader.problems.append(
            Problem(f"{reader.shown}/{name}", key, "id", quoted(twice), "each id once")
        )
    return rows[key]


def _check(reader: Reader, name: str, data: object, kind: Any) -> Any:
    try:
        return adapter(kind).validate_python(data)
    except ValidationError as error:
        reader.problems += of_toml(f"{reader.shown}/{name}", error)
        return None


def _need(reader: Reader, value: T | None) -> T:
    if reader.problems or value is None:
        raise ScenarioFault(reader.problems)
    return value


def load_tables(folder: Path) -> Tables:
    """The chapters' tables from the TOML files of `folder`."""
    reader = Reader(folder, folder.name)
    return _need(reader, read_tables(reader))


def load_terrains(folder: Path) -> tuple[Terrain, ...]:
    """All terrains; index 0 is the void."""
    reader = Reader(folder, folder.name)
    return _need(reader, read_terrains(reader))


def load_unit_types(folder: Path) -> dict[str, UnitType]:
    """Unit types by id."""
    reader = Reader(folder, folder.name)
    return _need(reader, read_unit_types(reader))
