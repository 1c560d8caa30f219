"""Troops who come from the sea: where the coasts are, how much of a landed force is ashore to
fight, what it lives from, and whether ships can take it off again.

Passage and the order `sail` stand in `naval`.
"""

from __future__ import annotations

from collections.abc import Sequence

from game.hexes import NOWHERE, Hex
from game.model.events import Modifier
from game.model.forces import Unit, updated
from game.model.state import State
from game.rules.sea import coasts, ports


def at_sea(state: State, unit: Unit) -> bool:
    """Whether a unit is on the water in ships."""
    return unit.on_map and not state.scenario.map.land[unit.hex]


def first_day(state: State, unit: Unit, target: Hex) -> bool:
    """Whether an attack of this unit on `target` is the first day of an opposed landing: it comes
    from the sea and has no footing there from an earlier day."""
    return at_sea(state, unit) and (unit.foothold != target or unit.landed >= state.turn)


def loss_factor(state: State, unit: Unit, target: Hex) -> int:
    """By what the attacker's loss is multiplied for this unit: more on a defended beach."""
    return state.scenario.tables.water.beach_loss if first_day(state, unit, target) else 1


def _days_ashore(state: State, unit: Unit) -> int:
    """Days since troops that came from the sea began to land; 0 for those still in their ships."""
    if at_sea(state, unit) and not unit.foothold:
        return 0
    return state.turn - unit.landed


def ashore(state: State, unit: Unit) -> Unit:
    """The part of a unit that can fight: men, guns and armour that are ashore.

    Others are ashore with all they have. Through a port everything is unloaded by the next turn.
    """
    if not unit.landed and not at_sea(state, unit):
        return unit
    table, days = state.scenario.tables.water, _days_ashore(state, unit)
    if days >= len(table.guns_ashore):
        return unit
    if days and unit.hex in ports(state.scenario.map):
        return unit
    men, guns = table.men_ashore[days], table.guns_ashore[days]
    return updated(
        unit, men=unit.men * men // 100, guns=unit.guns * guns // 100,
        rockets=unit.rockets * guns // 100, tanks=unit.tanks * guns // 100,
        spg=unit.spg * guns // 100,
    )  # fmt: skip


def unloaded(state: State, unit: Unit) -> bool:
    """Whether the ships of a unit on land have landed everything and sail home."""
    if not unit.aboard or at_sea(state, unit):
        return False
    days = _days_ashore(state, unit)
    return days >= len(state.scenario.tables.water.guns_ashore) - 1 or (
        days > 0 and unit.hex in ports(state.scenario.map)
    )


def from_ships(state: State, unit: Unit) -> bool:
    """Whether a unit lives from what ships carry: at sea, and for some days after a landing as
    long as it stays on the coast."""
    if at_sea(state, unit):
        return True
    days = state.turn - unit.landed
    on_coast = bool(coasts(state.scenario.map)[unit.hex])
    return unit.landed > 0 and on_coast and days <= state.scenario.tables.water.beach_days


def beach(
    state: State, target: Hex, attackers: Sequence[Unit], strengths: Sequence[int]
) -> list[Modifier]:
    """The modifier of a defended beach, when half of the attack comes on to it from the sea."""
    wet = [
        s for u, s in zip(attackers, strengths, strict=True) if first_day(state, u, target)
    ]  # fmt: skip
    if not wet or sum(wet) * 2 < sum(strengths):
        return []
    rows = state.scenario.tables.combat.modifiers["beach"]
    return [Modifier("beach", rows, "from the sea on to a defended beach")]


def gone_ashore(state: State, unit: Unit, h: Hex) -> Unit:
    """A unit from the sea that has won the hex it attacked; others only move there."""
    if not at_sea(state, unit):
        return updated(unit, hex=h, entrenched=0)
    landed = unit.landed if unit.foothold == h else state.turn
    return updated(unit, hex=h, entrenched=0, landed=landed, foothold=NOWHERE)


def held_off(state: State, unit: Unit, target: Hex, row: int) -> Unit:
    """A unit after an attack that leaves it where it was: from the sea it has won a footing on the
    beach, or was thrown back into its boats."""
    if not unit.on_map or not at_sea(state, unit):
        return unit
    if unit.foothold == target and unit.landed < state.turn:
        return unit
    if row < 0:
        return updated(unit, foothold=NOWHERE, landed=0)
    return updated(unit, foothold=target, landed=state.turn)


def taken_off(state: State, unit: Unit, h: Hex) -> Unit:
    """A beaten unit that falls back to `h`: into its ships when that is sea."""
    if state.scenario.map.land[h]:
        return updated(unit, hex=h, entrenched=0)
    return updated(unit, hex=h, entrenched=0, landed=0, foothold=NOWHERE)
