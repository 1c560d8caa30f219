"""The shared rule set: terrain, unit types and the chapters' tables, from `scenarios/common`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

from game.model.forces import UnitType
from game.model.tables import Tables
from game.model.tables.combat import CombatTable
from game.model.tables.morale import MoraleTable
from game.model.tables.movement import MovementTable
from game.model.tables.politics import PoliticsTable
from game.model.tables.sight import SightTable
from game.model.tables.supply import SupplyTable
from game.model.tables.victory import VictoryTable
from game.model.terrain import IMPASSABLE, MOBILITIES, Terrain

T = TypeVar("T")

VOID = Terrain(
    id="void", name="outside the theatre", land=False, cost=(IMPASSABLE,) * len(MOBILITIES),
    road_group="open", drained=False, worst_ground=0, defence=0, stack=0, frontage=0, armour=0,
    close=False, open_column=0, fuel=0, sight=False,
)  # fmt: skip


def _read(folder: Path, name: str, kind: type[T]) -> T:
    with (folder / name).open("rb") as f:
        return TypeAdapter(kind).validate_python(tomllib.load(f))


def load_tables(folder: Path) -> Tables:
    """The chapters' tables from the TOML files of `folder`."""
    return Tables(
        movement=_read(folder, "movement.toml", MovementTable),
        combat=_read(folder, "combat.toml", CombatTable),
        morale=_read(folder, "morale.toml", MoraleTable),
        supply=_read(folder, "supply.toml", SupplyTable),
        sight=_read(folder, "sight.toml", SightTable),
        politics=_read(folder, "politics.toml", PoliticsTable),
        victory=_read(folder, "victory.toml", VictoryTable),
    )


def load_terrains(folder: Path) -> tuple[Terrain, ...]:
    """All terrains; index 0 is the void."""
    with (folder / "terrain.toml").open("rb") as f:
        rows = TypeAdapter(list[Terrain]).validate_python(tomllib.load(f)["terrain"])
    return (VOID, *rows)


def load_unit_types(folder: Path) -> dict[str, UnitType]:
    """Unit types by id."""
    with (folder / "unit_types.toml").open("rb") as f:
        rows = TypeAdapter(list[UnitType]).validate_python(tomllib.load(f)["unit_type"])
    return {t.id: t for t in rows}
