"""Evacuation: troops that leave the map in good order by one of its ways out.

Mongolia Garrison Army covered the flight of forty thousand residents of Kalgan and went after them
through the Nankow pass to Peiping on 20-23 August. Troops that are gone so are neither dead nor
prisoners, and fight no more in this campaign.
"""

from __future__ import annotations

from dataclasses import replace

from game.hexes import NOWHERE, Hex
from game.model.events import Evacuated
from game.model.forces import Unit
from game.model.orders import Refusal, Withdraw
from game.model.state import State
from game.rules.losses import Tally
from game.rules.quartermaster import own_unit


def ways_out(state: State, unit: Unit) -> tuple[Hex, ...]:
    """Hexes by which a unit may leave the map."""
    scenario = state.scenario
    return tuple(
        way.hex for way in scenario.refuges
        if any(scenario.under(unit.formation, c) for c in way.commands)
    )  # fmt: skip


def check_withdraw(view: State, order: Withdraw) -> Refusal | None:
    """A unit leaves by a way out of its own army, on which it stands, before it has fought."""
    unit = own_unit(view, order.unit)
    if isinstance(unit, Refusal):
        return unit
    scenario = view.scenario
    name, who = scenario.counters[unit.id].name, (unit.id,)
    ways = ways_out(view, unit)
    if not ways:
        sentence = f"No way out of the theatre is open to {name}."
        return Refusal("no_way_out", sentence, (unit.hex,), who)
    if unit.hex not in ways:
        places = ", ".join(scenario.map.label(h) for h in ways)
        sentence = f"{name} leaves by {places}; it stands on {scenario.map.label(unit.hex)}."
        return Refusal("not_there", sentence, (unit.hex, *ways), who)
    if unit.fought or unit.railing:
        sentence = f"{name} is bound by its trains or its fight today."
        return Refusal("not_free", sentence, (unit.hex,), who)
    return None


def resolve_withdraw(state: State, order: Withdraw) -> tuple[Evacuated, ...]:
    """The unit is gone with all it has."""
    unit = state.units[order.unit]
    nation = state.scenario.counters[unit.id].nation
    tally = Tally()
    tally.add(nation, evacuated=unit.men, dispersed=unit.stragglers)
    gone = replace(
        unit, hex=NOWHERE, men=0, stragglers=0, tanks=0, spg=0, guns=0, rockets=0, vehicles=0,
        workshop=0, points=0, gone="withdrawn",
    )  # fmt: skip
    return (
        Evacuated(
            unit=unit.id, after=(gone,), toll=tally.total(), by=state.side_of(unit.id), at=unit.hex
        ),
    )
