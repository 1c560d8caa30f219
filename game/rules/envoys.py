"""Envoys to troops who have been ordered to cease fire: from a unit beside them, or by air.

Officers went out under white flags, with Japanese staff officers beside them when these had
capitulated; to 107th Division and other lost bodies they were flown.
"""

from __future__ import annotations

from dataclasses import replace

from game.hexes import Hex
from game.model.events import Proclaimed
from game.model.forces import AssetId, enemy_of, updated
from game.model.orders import Parley, Refusal
from game.model.state import PlayerView, State
from game.rules import air
from game.rules.ceasefire import ENVOY, PARLEY, came_to, order_travels
from game.rules.quartermaster import own_unit


def check_parley(view: PlayerView, order: Parley) -> Refusal | None:
    """Soviet troops may send envoys to the enemy beside them once he has been ordered to cease
    fire, instead of going on or attacking; and transports may fly them to any enemy in reach."""
    here = (order.target,)
    if view.phase == "japan":
        return Refusal("no_parley", "Japanese troops send no envoys.", here)
    if not order_travels(view):
        sentence = "Nobody listens to envoys before the order is on its way."
        return Refusal("no_parley", sentence, here)
    label = view.scenario.map.label(order.target)
    flies = AssetId(order.unit) in view.wings
    if came_to(view, order.target, ENVOY if flies else PARLEY):
        return Refusal("enough", f"Envoys have gone to {label} today.", here)
    refusal = _check_flight(view, order) if flies else _check_walk(view, order)
    if refusal is None and view.side_at(order.target) != enemy_of(view.phase):
        return Refusal("nobody_there", f"No enemy is seen in {label}.", here)
    return refusal


def _check_walk(view: PlayerView, order: Parley) -> Refusal | None:
    unit = own_unit(view, order.unit)
    if isinstance(unit, Refusal):
        return unit
    name, label = view.scenario.counters[unit.id].name, view.scenario.map.label(order.target)
    here, who = (unit.hex, order.target), (unit.id,)
    if order.target not in view.scenario.map.around[unit.hex]:
        where = view.scenario.map.label(unit.hex)
        sentence = f"{name} stands in {where}, not next to {label}."
        return Refusal("not_adjacent", sentence, here, who)
    if unit.fought or unit.points <= 0:
        return Refusal("no_time", f"{name} has fought or marched its day out.", here, who)
    return None


def _check_flight(view: PlayerView, order: Parley) -> Refusal | None:
    wing = AssetId(order.unit)
    here, squadron = (order.target,), view.scenario.squadrons.get(wing)
    name = squadron.name if squadron else order.unit
    if wing not in transports(view):
        return Refusal("no_transport", f"{name} carries no envoys: transports do.", here)
    if not 0 <= order.target < view.scenario.map.size or not _in_reach(view, wing, order.target):
        sentence = f"{name} has no sortie left that reaches {order.target:05d} in this weather."
        return Refusal("no_flight", sentence, here)
    return None


def transports(view: State) -> tuple[AssetId, ...]:
    """The transport wings of the side whose phase it is."""
    squadrons = view.scenario.squadrons
    return tuple(
        name for name, _ in air.wings_of(view, view.phase)
        if name in squadrons and squadrons[name].branch == "transport_air"
    )  # fmt: skip


def _in_reach(view: State, wing: AssetId, target: Hex) -> bool:
    there = view.wings[wing]
    return (
        air.left(view, wing) > 0
        and air.reaches(view, wing, there, target)
        and air.sky(view, target) > 0
    )


def resolve_parley(state: State, order: Parley) -> tuple[Proclaimed, ...]:
    """Envoys are on their way; the answer comes at dusk."""
    label = state.scenario.map.label(order.target)
    wing = AssetId(order.unit)
    if wing in state.wings:
        flown = replace(state.wings[wing], sorties=state.wings[wing].sorties - 1)
        text = f"An officer is flown to the Japanese troops at {label} with the order."
        return (
            Proclaimed(
                what="parley", text=text, by="soviet", at=order.target, wings=((wing, flown),),
                acts=(f"{ENVOY}{order.target:05d}",),
            ),
        )  # fmt: skip
    text = f"Soviet envoys go to the Japanese troops at {label}."
    return (
        Proclaimed(
            what="parley", text=text, by="soviet", at=order.target,
            after=(updated(state.units[order.unit], points=0),),
            acts=(f"{PARLEY}{order.target:05d}",),
        ),
    )  # fmt: skip
