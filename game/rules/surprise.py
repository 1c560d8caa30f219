"""The paralysis of the first days: Japanese troops that have no orders yet.

Each morning the units of the side that was taken unawares throw for whether they act that day.
"""

from __future__ import annotations

from dataclasses import replace

from game.dice import Dice
from game.model.events import Refitted
from game.model.forces import Side, Unit
from game.model.state import State
from game.rules.command import in_contact

STUNNED: Side = "japan"


def paralysed(state: State) -> bool:
    """Whether today is one of the days on which somebody may still be waiting for orders."""
    table = state.scenario.tables.command
    today = state.scenario.date_of(state.turn)
    last = max((row.last for row in table.activation), default=table.attack_day)
    return state.options.forewarned == "off" and table.attack_day <= today <= last


def need(state: State, unit: Unit) -> int:
    """What two dice must reach for a unit to act today; 0 when it acts anyway."""
    scenario = state.scenario
    table, today = scenario.tables.command, scenario.date_of(state.turn)
    if unit.attacked or not paralysed(state):
        return 0  # who has been attacked needs no order to know it
    for row in table.activation:
        if row.first <= today <= row.last and (
            not row.commands
            or any(scenario.under(unit.formation, c) for c in row.commands)  # type: ignore[arg-type]
        ):
            return row.need
    return 0 if in_contact(state, unit) else table.contact_need


def activation(state: State, dice: Dice) -> tuple[Refitted, ...]:
    """Morning: who of the surprised side waits for orders today."""
    waiting = any(u.frozen for u in state.on_map(STUNNED))
    if not waiting and not paralysed(state):
        return ()
    after = []
    for u in state.on_map(STUNNED):
        least = need(state, u)
        frozen = least > 0 and dice.two_d6("activation", state.turn, u.id) < least
        if frozen != u.frozen:
            after.append(replace(u, frozen=frozen))
    return (Refitted(what="activation", after=tuple(after), by=STUNNED),) if after else ()
