"""All orders of the game in one place: name, key, what they do, why they cannot be given now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from game.hexes import NOWHERE
from game.model.forces import UnitId
from game.model.orders import AttachUnit, Move, Parley, RailMove, Refusal, Withdraw
from game.model.state import PlayerView
from game.rules import (
    airborne,
    airlift,
    attachment,
    engineering,
    envoys,
    evacuation,
    movement,
    naval,
    quartermaster,
    railway,
    remnants,
)
from game.rules.air import wings_of
from game.rules.reach import allowance, may_force
from game.ui.modes.contact import Assault, Envoys, able_units
from game.ui.modes.rear import Fuel

Units = tuple[UnitId, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """A kind of order."""

    id: str
    name: str
    key: str
    """The letter on the keyboard."""
    tip: str
    why_not: Callable[[PlayerView, Units], str]
    """Why it cannot be given to these units now; "" when it can."""


def _march(view: PlayerView, units: Units) -> str:
    for name in units:
        if view.units[name].on_map and allowance(view, view.units[name]) > 0:
            return ""
    return _still(view, units)


def _still(view: PlayerView, units: Units, forced: bool = False) -> str:
    """Why the first of the units does not march."""
    unit = view.units[units[0]]
    around = view.scenario.map.around[unit.hex] if unit.on_map else ()
    if not around:
        return f"{view.scenario.counters[unit.id].name} is not on the map."
    refusal = movement.check_move(view, Move(unit.id, (unit.hex, around[0]), forced))
    return refusal.sentence if refusal else "No points are left."


def _forced(view: PlayerView, units: Units) -> str:
    for name in units:
        unit = view.units[name]
        if unit.on_map and may_force(view, unit) and allowance(view, unit, True) > 0:
            return ""
    return _still(view, units, forced=True)


def _attack(view: PlayerView, units: Units) -> str:
    goals = Assault(units).goals(view)
    if not goals:
        return "No enemy is seen beside it."
    why = ""
    for h in goals:
        able, reason = able_units(view, units, h)
        if able:
            return ""
        why = why or reason
    return why


def _rail(view: PlayerView, units: Units) -> str:
    unit = view.units[units[0]]
    if railway.rail_reachable(view, unit):
        return ""
    around = view.scenario.map.around[unit.hex] if unit.on_map else ()
    if not around:
        return "It is not on the map."
    refusal = railway.check_rail(view, RailMove(unit.id, (unit.hex, around[0])))
    return refusal.sentence if refusal else "No trains run from here."


def _sail(view: PlayerView, units: Units) -> str:
    if naval.sail_reachable(view, units):
        return ""
    for name in units:
        going = naval.passage(view, view.units[name])
        if isinstance(going, Refusal):
            return going.sentence
    return "Ships can take them nowhere today."


def _air(view: PlayerView, units: Units) -> str:
    side = view.phase
    if any(True for _ in wings_of(view, side)) or airborne.parties(view, side):
        return ""
    return "No aircraft are left."


def _own(view: PlayerView, units: Units) -> str:
    found = quartermaster.own_unit(view, units[0])
    return found.sentence if isinstance(found, Refusal) else ""


def _work(view: PlayerView, units: Units) -> str:
    unit = view.units[units[0]]
    if not unit.on_map:
        return "It is not on the map."
    if next(engineering.works_open(view, unit), None) is not None:
        return ""
    return "There is nothing here to blow, mend, bridge or build, or no engineers are near."


def _fuel(view: PlayerView, units: Units) -> str:
    return "" if Fuel(units).goals(view) else "Nobody near of its army can take fuel from it."


def _parley(view: PlayerView, units: Units) -> str:
    if Envoys(units).goals(view):
        return ""
    unit = view.units[units[0]]
    around = view.scenario.map.around[unit.hex] if unit.on_map else ()
    if not around:
        return "It is not on the map."
    refusal = envoys.check_parley(view, Parley(unit.id, around[0]))
    return refusal.sentence if refusal else "There is nobody to treat with."


def _hq(view: PlayerView, units: Units) -> str:
    return "" if posts(view, units) else "No headquarters over it is on the map."


def posts(view: PlayerView, units: Units) -> list[str]:
    """The formations over a unit that have a headquarters on the map, the nearest first."""
    found, at = [], view.units[units[0]].formation if units else None
    while at is not None and at in view.scenario.formations:
        if view.hqs.get(at, NOWHERE) != NOWHERE:
            found.append(str(at))
        at = view.scenario.formations[at].parent
    return found


def _attach(view: PlayerView, units: Units) -> str:
    unit = view.units[units[0]]
    if unit.on_map and attachment.candidates(view, unit):
        return ""
    refusal = attachment.check_attach(view, AttachUnit(unit.id, unit.formation))
    return refusal.sentence if refusal else "No other headquarters of its front can reach it."


def _merge(view: PlayerView, units: Units) -> str:
    unit = view.units[units[0]]
    if unit.on_map and remnants.merges(view, unit):
        return ""
    return "It is no remnant, or nobody of its nation in its hex has room for its men."


def _airlift(view: PlayerView, units: Units) -> str:
    front = view.scenario.front_of[view.units[units[0]].formation]
    if front in airlift.transports(view, view.phase):
        return ""
    return "Its front has no transport aircraft that could fly."


def _leave(view: PlayerView, units: Units) -> str:
    refusal = evacuation.check_withdraw(view, Withdraw(units[0]))
    return refusal.sentence if refusal else ""


ACTIONS = (
    Action("march", "March", "M", "March to a hex; the usual order of a right click.", _march),
    Action("forced", "Forced", "F", "A forced march: farther, and tired at its end.", _forced),
    Action("attack", "Attack", "A", "Reckon up an attack on a neighbouring hex.", _attack),
    Action("rail", "Rail", "R", "Go by train.", _rail),
    Action("sail", "Ships", "L", "Go by ship, land from the sea.", _sail),
    Action("air", "Aircraft", "B", "Missions of aircraft; air landings.", _air),
    Action("stance", "Stance", "H", "Stand fast, blow bridges, sell itself dearly.", _own),
    Action("work", "Works", "E", "Blow, mend, bridge, build: engineers.", _work),
    Action("fuel", "Fuel", "G", "Give fuel to a neighbour of the same army.", _fuel),
    Action("parley", "Envoys", "P", "Offer terms instead of attacking.", _parley),
    Action("hq", "HQ", "Q", "Send a headquarters over it to another place.", _hq),
    Action("attach", "Attach", "D", "Put it under another corps or army.", _attach),
    Action("merge", "Merge", "J", "Put a remnant into another unit.", _merge),
    Action("airlift", "Airlift", "K", "Transport aircraft bring it fuel first.", _airlift),
    Action("leave", "Leave", "Y", "Leave the theatre by this exit.", _leave),
)  # fmt: skip
"""Every order that a unit can be given, in the order of their buttons."""
