"""The rulebook's tables, one module per chapter. Values stand in `scenarios/common/*.toml`."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True, eq=False)
class Tables:
    """All tables of one rule set. Compared by identity, so that derived tables can be cached."""

    movement: MovementTable
    combat: CombatTable
    command: CommandTable
    morale: MoraleTable
    supply: SupplyTable
    sight: SightTable
    politics: PoliticsTable
    victory: VictoryTable
    wear: WearTable
    water: WaterTable
    engineering: EngineeringTable
    air: AirTable
