"""Conditions of declared events: the vocabulary of `model/happening.py` held against a state."""

from __future__ import annotations

from game.dice import Dice
from game.hexes import NOWHERE, distance
from game.model.forces import NATION_SIDE, FormationId, enemy_of
from game.model.happening import (
    After,
    Announced,
    Before,
    Bled,
    Captives,
    Chance,
    Chosen,
    Condition,
    Dated,
    Fallen,
    Held,
    Inside,
    LinkedUp,
    Near,
    OptionIs,
    Overrun,
    Pressed,
    Reduced,
    WordReached,
)
from game.model.state import HOLDER_OF, State
from game.rules.acts import HEARD, hq_hex, units_inside
from game.rules.council import days_since


def met(state: State, condition: Condition, dice: Dice, key: str) -> bool:
    """Whether a condition is true now; `key` keeps the dice of events apart."""
    scenario, turn = state.scenario, state.turn
    match condition:
        case Dated():
            today = scenario.date_of(turn)
            return (condition.since is None or condition.since <= today) and (
                condition.until is None or today <= condition.until
            )
        case OptionIs():
            return getattr(state.options, condition.option) in condition.values
        case Held():
            h = scenario.map.places_by_id[condition.place].hex
            since = state.held[h][1] if h in state.held else 1
            mine = state.control[h] == HOLDER_OF[condition.side]
            return mine and turn - since >= condition.days
        case Fallen():
            taken = state.captures.get(condition.place, 0)
            return taken > 0 and turn - taken >= condition.days
        case After():
            then = state.acts.get(condition.event, 0)
            return then != 0 and days_since(state, then) >= condition.days
        case Before():
            return condition.event not in state.acts
        case Chosen():
            return state.choices.get(condition.event) == condition.option
        case Pressed():
            return state.pressure >= condition.at_least
        case Reduced():
            printed, left = _men_under(state, condition.formation)
            return left * 100 < printed * condition.below
        case Overrun():
            at = hq_hex(state, condition.formation)
            enemy = enemy_of(scenario.formations[condition.formation].side)
            return at == NOWHERE or state.control[at] == HOLDER_OF[enemy]
        case LinkedUp():
            return any(_linked(state, condition, p) for p in condition.places)
        case Near():
            at = scenario.map.places_by_id[condition.place].hex
            types, counters = scenario.unit_types, scenario.counters
            return any(
                distance(u.hex, at) <= condition.hexes and types[counters[u.id].type].combat
                for u in state.roll(condition.side).units.values()
                if u.on_map or u.gone == "airhead"
            )
        case Inside():
            found = units_inside(state, condition.area, condition.side)
            return len(found) >= condition.at_least
        case Bled():
            tolls = [t for n, t in state.losses.items() if NATION_SIDE[n] == condition.side]
            return sum(t.killed + t.wounded + t.captured for t in tolls) >= condition.at_least
        case Captives():
            tolls = [t for n, t in state.losses.items() if NATION_SIDE[n] == "japan"]
            return sum(t.captured for t in tolls) >= condition.at_least
        case Chance():
            return dice.percent("event", turn, key) < condition.per_cent
        case Announced():
            when = state.rescript if condition.what == "rescript" else state.ceasefire
            return when != 0 and days_since(state, when) >= condition.days
        case WordReached():
            return HEARD + condition.formation in state.acts


def _men_under(state: State, formation: FormationId) -> tuple[int, int]:
    """Printed men of the units under a headquarters, and those that are left."""
    scenario = state.scenario
    under = [u for u in state.units.values() if scenario.under(u.formation, formation)]
    return sum(scenario.counters[u.id].men for u in under), sum(u.men for u in under)


def _linked(state: State, condition: LinkedUp, place: str) -> bool:
    scenario = state.scenario
    at = scenario.map.places_by_id[place].hex
    side = scenario.formations[condition.first].side
    close = [u for u in state.on_map(side) if distance(u.hex, at) <= condition.hexes]
    ones = [u.hex for u in close if scenario.under(u.formation, condition.first)]
    others = [u.hex for u in close if scenario.under(u.formation, condition.second)]
    return any(distance(a, b) <= 1 for a in ones for b in others)
