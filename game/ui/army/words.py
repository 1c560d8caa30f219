"""Orders and postures in words, for the panel of army orders."""

from __future__ import annotations

from game.hexes import Hex
from game.model.orders import (
    Air,
    AirLand,
    Airlift,
    AttachUnit,
    Attack,
    Choose,
    EndPhase,
    GiveFuel,
    Merge,
    Move,
    Order,
    Parley,
    PlaceHq,
    RailMove,
    Sail,
    SetStance,
    Withdraw,
    Work,
)
from game.model.state import PlayerView
from game.players.staff.plan import Posture
from game.ui.modes.rear import TASKS
from game.ui.modes.sky import MISSIONS
from game.ui.panels.words import STANCES

POSTURE_TIPS: dict[Posture, str] = {
    "attack": "Go for the goal; attack what stands in the way or pays, with guns and aircraft",
    "exploit": "Drive for the goal; attack only what bars the way, go round the rest",
    "mask": "Shut an enemy in with as little as suffices; do not attack",
    "hold": "Stay, or man the goal; strike from positions, never follow up",
    "delay": "Keep each position while it can be kept, then fall back towards the goal",
    "withdraw": "Break contact and go back to the goal, or to the supply",
    "race": "Everybody for the goal as fast as men can march",
}


def spot(view: PlayerView, h: Hex) -> str:
    """The name of a place, the number of any other hex."""
    places = view.scenario.map.places_at.get(h)
    return places[0].name if places else f"{h:05d}"


def order_words(view: PlayerView, order: Order) -> str:
    """An order as a short sentence."""
    scenario = view.scenario

    def label(h: Hex) -> str:
        return spot(view, h)

    def names(units: tuple[str, ...]) -> str:
        first = scenario.counters[units[0]].name  # type: ignore[index]
        return first if len(units) == 1 else f"{first} and {len(units) - 1} more"

    match order:
        case Move():
            how = " (forced)" if order.forced else ""
            return f"{names((order.unit,))} to {label(order.path[-1])}{how}"
        case RailMove():
            return f"{names((order.unit,))} by train to {label(order.path[-1])}"
        case Sail():
            return f"{names(order.units)} by ship to {label(order.path[-1])}"
        case Attack():
            support = f", support {len(order.assets)}" if order.assets else ""
            return f"Attack {label(order.target)}: {names(order.units)}{support}"
        case SetStance():
            return f"{names((order.unit,))}: {STANCES[order.stance]}"
        case Work():
            return f"{names((order.unit,))}: {TASKS[order.task]} {label(order.target)}"
        case GiveFuel():
            return f"{names((order.giver,))} gives fuel to {names((order.taker,))}"
        case PlaceHq():
            return f"Headquarters {scenario.formations[order.formation].name} to {label(order.hex)}"
        case AttachUnit():
            return f"{names((order.unit,))} under {scenario.formations[order.formation].name}"
        case Air():
            wing = scenario.squadrons[order.wing].name
            at = f" {label(order.target)}" if order.target else ""
            return f"{wing}: {MISSIONS.get(order.mission, order.mission).lower()}{at}"
        case AirLand():
            return f"{names((order.unit,))} lands at {label(order.target)}"
        case Airlift():
            who = names(order.units) if order.units else "all alike"
            return f"Transports of {scenario.formations[order.front].name} fly to {who}"
        case Parley():
            return f"Envoys to {label(order.target)}"
        case Withdraw():
            return f"{names((order.unit,))} leaves the theatre"
        case Merge():
            return f"{names((order.giver,))} into {names((order.taker,))}"
        case Choose():
            return f"Decide: {order.option}"
        case EndPhase():
            return "End the phase"
