"""Small orders that need no dice: stance, and fuel poured from one unit into another."""

from __future__ import annotations

from dataclasses import replace

from game.hexes import distance
from game.model.events import Refitted
from game.model.forces import Unit, UnitId
from game.model.orders import GiveFuel, Refusal, SetStance
from game.model.state import State
from game.rules.requests import limits
from game.rules.siege import may_sacrifice

MOTORISED = ("motor", "mech", "tank")


def own_unit(view: State, unit: UnitId) -> Unit | Refusal:
    """The unit, when it stands on the map and belongs to the side whose phase it is."""
    there = view.units.get(unit)
    if there is None or not there.on_map:
        return Refusal("no_such_unit", f"There is no unit {unit} on the map.", units=(unit,))
    if view.side_of(unit) != view.phase:
        whose = "Soviet" if view.phase == "soviet" else "Japanese"
        name = view.scenario.counters[unit].name
        sentence = f"{name} takes no orders in the {whose} phase."
        return Refusal("not_yours", sentence, (there.hex,), (unit,))
    return there


def check_stance(view: State, order: SetStance) -> Refusal | None:
    """A unit of the side can be told how to stand at any time in its phase."""
    unit = own_unit(view, order.unit)
    if isinstance(unit, Refusal):
        return unit
    name = view.scenario.counters[order.unit].name
    if order.stance == "sacrifice" and not may_sacrifice(view, unit):
        sentence = f"{name} sends nobody against tanks with explosives on his body: only Japanese "
        sentence += "fighting troops do, with the option suicide=on."
        return Refusal("no_sacrifice", sentence, (unit.hex,), (order.unit,))
    if unit.stance == order.stance:
        return Refusal("no_change", f"{name} already has the stance {order.stance}.",
                       (unit.hex,), (order.unit,))  # fmt: skip
    return None


def resolve_stance(state: State, order: SetStance) -> tuple[Refitted, ...]:
    """The unit takes its new stance."""
    unit = state.units[order.unit]
    after = replace(unit, stance=order.stance)
    return (Refitted(what="stance", after=(after,), by=state.phase, at=unit.hex),)


def check_fuel(view: State, order: GiveFuel) -> Refusal | None:
    """Fuel passes between motorised units of one army that touch; it was pooled so in August 1945
    to send forward detachments on when the mass of a corps had run dry."""
    giver, taker = own_unit(view, order.giver), own_unit(view, order.taker)
    if isinstance(giver, Refusal):
        return giver
    if isinstance(taker, Refusal):
        return taker
    scenario = view.scenario
    counters = scenario.counters
    both = (order.giver, order.taker)
    names = f"{counters[order.giver].name} and {counters[order.taker].name}"
    where = (giver.hex, taker.hex)
    if order.giver == order.taker:
        return Refusal("same_unit", "A unit cannot give fuel to itself.", where[:1], both[:1])
    if any(counters[u].mobility not in MOTORISED for u in both):
        return Refusal("no_engines", f"{names}: only motorised units use fuel.", where, both)
    if scenario.army_of[giver.formation] != scenario.army_of[taker.formation]:
        return Refusal("other_army", f"{names} do not belong to the same army.", where, both)
    if distance(giver.hex, taker.hex) > 1:
        return Refusal("too_far", f"{names} do not touch: {scenario.map.label(giver.hex)} and "
                       f"{scenario.map.label(taker.hex)}.", where, both)  # fmt: skip
    if order.points < 1 or order.points > giver.fuel or received(view, order) < 1:
        return Refusal(
            "no_fuel", f"{counters[order.giver].name} has {giver.fuel} fuel points to give and "
            f"{counters[order.taker].name} has room for {_room(view, order.taker)}.", where, both,
        )  # fmt: skip
    return None


def _room(view: State, unit: UnitId) -> int:
    """Fuel points that a unit's tanks and columns can still take."""
    scenario = view.scenario
    most, _, _ = limits(scenario.counters[unit], scenario.tables.supply, in_works=False)
    return max(0, most - view.units[unit].fuel)


def thirst(view: State, unit: UnitId) -> int:
    """Weight of one refill in hundredths of a ton."""
    u, table = view.units[unit], view.scenario.tables.supply
    return max(1, table.refill_armour * u.armour + table.refill_vehicles * u.vehicles)


def received(view: State, order: GiveFuel) -> int:
    """Fuel points that the taker gains: a point is 1/40 refill of its own unit, so the same tons
    move a small unit farther than a large one. Rounded down; never more than its tanks hold."""
    gain = order.points * thirst(view, order.giver) // thirst(view, order.taker)
    return min(gain, _room(view, order.taker))


def resolve_fuel(state: State, order: GiveFuel) -> tuple[Refitted, ...]:
    """The fuel changes hands; what does not fit into the taker's tanks stays with the giver."""
    giver, taker = state.units[order.giver], state.units[order.taker]
    gain = received(state, order)
    spent = -(-gain * thirst(state, order.taker) // thirst(state, order.giver))
    after = (replace(giver, fuel=giver.fuel - spent), replace(taker, fuel=taker.fuel + gain))
    return (Refitted(what="fuel", after=after, by=state.phase, at=giver.hex),)
