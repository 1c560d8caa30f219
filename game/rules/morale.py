"""Morale: recovery from disruption, rest and digging, surrender of troops cut off."""

from __future__ import annotations

from game.dice import Dice
from game.hexes import Hex
from game.model.events import AnyEvent, Refitted, Surrendered
from game.model.forces import Side, Unit, enemy_of, updated
from game.model.state import State
from game.rules.command import commander_of
from game.rules.engineering import dug_in
from game.rules.landing import at_sea
from game.rules.losses import Tally, fraction, remove
from game.rules.retreat import can_retreat
from game.rules.siege import bound, works_for, works_side
from game.rules.sight import within
from game.rules.strength import quality

PUPPETS = frozenset({"MCK", "MGJ"})


def recover(state: State, side: Side, dice: Dice) -> tuple[AnyEvent, ...]:
    """Dusk: troops that were left in peace collect themselves, rest, dig and mend their tanks."""
    helped = dug_in(state, side)
    after = [
        new for u in state.on_map(side) if (new := _rested(state, u, dice, helped)) != u
    ]
    return (Refitted(what="rest", after=tuple(after), by=side),) if after else ()


def _rested(state: State, unit: Unit, dice: Dice, helped: frozenset[Hex]) -> Unit:
    scenario = state.scenario
    table, counter = scenario.tables.morale, scenario.counters[unit.id]
    disruption, fatigue = unit.disruption, unit.fatigue
    entrenched, digging = unit.entrenched, unit.digging
    if unit.fought == 0 and not unit.attacked:
        if disruption:
            short = unit.ammo < scenario.tables.combat.attack_ammo
            need = table.recovery_base + (table.recovery_short if short else 0)
            need -= table.recovery_hq if commander_of(state, unit) is not None else 0
            need -= quality(scenario, unit, "defence") // table.recovery_quality
            if dice.two_d6("recovery", state.turn, unit.id) >= need:
                disruption -= 1
        if unit.spent == 0 and not unit.railing:
            march = scenario.tables.movement
            rest = march.rest if unit.cut_off else march.rest_supplied
            fatigue = max(0, fatigue - rest)
            sappers = scenario.unit_types[counter.type].engineer or unit.hex in helped
            if entrenched < table.dig_most and not at_sea(state, unit):
                digging += 1
                if digging >= (table.dig_turns_engineers if sappers else table.dig_turns):
                    entrenched, digging = entrenched + 1, 0
    tanks, spg, workshop = unit.tanks, unit.spg, unit.workshop
    if workshop and not unit.cut_off:
        mended = fraction(dice, workshop * table.repair, 100, "repair", state.turn, unit.id)
        workshop -= mended
        returned = max(0, min(mended, counter.tanks - tanks))
        tanks, spg = tanks + returned, spg + mended - returned
    return updated(
        unit, disruption=disruption, fatigue=fatigue, entrenched=entrenched, digging=digging,
        tanks=tanks, spg=spg, workshop=workshop,
    )  # fmt: skip


def surrender_class(state: State, unit: Unit) -> str:
    """Which row of the table of surrender a unit stands in."""
    scenario = state.scenario
    counter = scenario.counters[unit.id]
    if counter.nation in PUPPETS:
        return counter.nation
    builder = works_side(state.scenario.map).get(unit.hex)
    if works_for(state, counter.side, unit.hex) or (builder == counter.side and bound(state, unit)):
        # Garrisons bound to their works hold out in the ruins too.
        return "works"
    if scenario.unit_types[counter.type].rear or counter.aggregate:
        return "rear"
    weak = counter.nation == "JPN" and counter.quality < scenario.tables.morale.surrender_weak
    return "weak" if weak else "field"


def lays_down_arms(state: State, unit: Unit, dice: Dice, *key: str | int) -> bool:
    """Two dice, days cut off and disruption against what its class of troops must reach."""
    table = state.scenario.tables.morale
    throw = dice.two_d6("surrender", state.turn, unit.id, *key)
    total = throw + unit.cut_off // table.surrender_days + unit.disruption
    return total >= table.surrender_need[surrender_class(state, unit)]


def disarmed(state: State, unit: Unit, tally: Tally) -> Unit:
    """A unit that has laid down its arms: some of a fighting unit are dead or gone, the rest
    are prisoners. Of rear and puppet troops nobody dies for it; a part melts away."""
    lost = unit.men * state.scenario.tables.morale.surrender_killed // 100
    fights = surrender_class(state, unit) in ("field", "weak", "works")
    return remove(
        state.scenario, unit, "captured", tally,
        killed=lost if fights else 0, dispersed=0 if fights else lost, captured=unit.men - lost,
    )  # fmt: skip


def surrender_checks(state: State, side: Side, dice: Dice) -> tuple[AnyEvent, ...]:
    """Dusk: troops long cut off, and broken troops with no way out, may lay down their arms.

    There must be somebody to surrender to: fighting troops of the enemy in a neighbouring hex.
    """
    scenario = state.scenario
    table, worst = scenario.tables.morale, scenario.tables.combat.most_disruption
    captors = enemies_near(state, enemy_of(side), 1)
    events: list[AnyEvent] = []
    for u in state.on_map(side):
        if not captors[u.hex] or at_sea(state, u):
            continue
        tested = u.cut_off >= table.surrender_after
        if not tested and u.disruption >= worst and not works_for(state, side, u.hex):
            tested = not can_retreat(state, (u,))
        if tested and lays_down_arms(state, u, dice):
            tally = Tally()
            gone = disarmed(state, u, tally)
            events.append(
                Surrendered(
                    units=(u.id,), cause="cut_off", after=(gone,), toll=tally.total(), at=u.hex,
                    by=enemy_of(side),
                )
            )  # fmt: skip
    return tuple(events)


def enemies_near(state: State, side: Side, radius: int) -> bytes:
    """1 for each hex within `radius` of a fighting unit of `side`."""

    def build() -> bytes:
        hexmap, scenario = state.scenario.map, state.scenario
        mask = bytearray(hexmap.size)
        for h in dict.fromkeys(
            u.hex
            for u in state.on_map(side)
            if scenario.unit_types[scenario.counters[u.id].type].combat
        ):
            for near in within(hexmap, h, radius):
                mask[near] = 1
        return bytes(mask)

    return state.derived((side, "near troops", radius), build)
