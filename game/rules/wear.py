"""Wear: armour that breaks down on long marches, men who fall sick or have an accident."""

from __future__ import annotations

from game.dice import Dice
from game.model.events import AnyEvent, Refitted
from game.model.forces import Side, Unit, updated
from game.model.state import State
from game.model.terrain import MUD
from game.rules.losses import Tally, fraction


def wear(state: State, side: Side, dice: Dice) -> tuple[AnyEvent, ...]:
    """Dusk: what the day has cost the units of `side` besides the fighting."""
    tally = Tally()
    after = [new for u in state.on_map(side) if (new := _worn(state, u, dice, tally)) is not u]
    if not after:
        return ()
    return (Refitted(what="wear", after=tuple(after), by=side, toll=tally.total()),)


def _worn(state: State, unit: Unit, dice: Dice, tally: Tally) -> Unit:
    """The unit after its breakdowns and its sick of the day; the same object without any."""
    table = state.scenario.tables.wear
    nation = state.scenario.counters[unit.id].nation
    terrain = state.scenario.map.terrain_at(unit.hex).id
    rate = table.sick_hard if terrain in table.unhealthy else table.sick
    sick = min(unit.men - 1, fraction(dice, unit.men * rate, 100_000, "sick", state.turn, unit.id))
    dead = fraction(dice, sick * table.sick_dead, 100, "sick dead", state.turn, unit.id)
    broken = _breakdowns(state, unit, dice)
    if not sick and not broken:
        return unit
    mended = broken * table.repairable // 100
    # Of tanks and self-propelled guns alike, whole machines; tanks first.
    tanks = min(unit.tanks, -(-broken * unit.tanks // max(1, unit.armour)))
    tally.add(nation, killed=dead, wounded=sick - dead, tanks=broken - mended)
    return updated(
        unit, men=unit.men - sick, tanks=unit.tanks - tanks, spg=unit.spg - (broken - tanks),
        workshop=unit.workshop + mended,
    )  # fmt: skip


def _breakdowns(state: State, unit: Unit, dice: Dice) -> int:
    """Tanks and self-propelled guns that have broken down on today's march."""
    table = state.scenario.tables.wear
    if not unit.armour or unit.spent <= table.march:
        return 0
    rate = table.breakdown_forced if unit.forced else table.breakdown
    hexmap = state.scenario.map
    mud = state.ground[hexmap.sector_bytes[unit.hex]] == MUD
    if mud or hexmap.terrain_at(unit.hex).id in table.hard_ground:
        rate *= table.hard
    return fraction(dice, unit.armour * rate, 1000, "breakdown", state.turn, unit.id)
