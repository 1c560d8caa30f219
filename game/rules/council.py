"""The Japanese council: what presses it to end the war, when it decides, and the broadcast.

Pressure has declared causes (the declaration of war, the bombs, notes between the governments:
events of the scenario's data) and daily ones: blockade and bombing, places that fall, successes of
the Japanese troops. Each evening two dice are thrown against it. Both sides know the track and its
terms; what the council decides in the night the other side learns from the broadcast.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from game.dice import Dice
from game.model.events import AnyEvent, Deliberated, Proclaimed
from game.model.scenario import Options, Scenario
from game.model.state import JAPAN, PlayerView, State
from game.model.tables.politics import CouncilTable
from game.rules.victory import Line

RESCRIPT = "The Emperor's rescript is broadcast: the war is to end."
CEASEFIRE = "Imperial Headquarters orders its troops to stop attacking and to cease fire."
COUP = "Officers of the guard seize the palace to stop the broadcast. It is put off for a day."
DECISION = "decision"
"""Key in State.acts of the evening on which the council decides."""
COUPS = "coup"
DAILY = "blockade and bombing"
PLACES = "places lost"
SUCCESSES = "successes of the troops"


def before_start(scenario: Scenario, options: Options) -> tuple[int, int]:
    """Turns of the broadcast and of the order to cease fire where a game begins after them."""
    table = scenario.tables.politics
    if options.rescript == "never":
        return 0, 0
    days = (table.rescript_day, table.rescript_day + timedelta(days=table.order_after))
    first, second = (_eve(scenario, day) for day in days)
    return first, second


def _eve(scenario: Scenario, day: date) -> int:
    """A day before the first turn, counted back from -1; 0 for a later one."""
    return min(0, (day - scenario.start).days)


def days_since(state: State, turn: int) -> int:
    """Days from a turn to today. There is no turn 0 between turn 1 and the eve."""
    return state.turn - turn - (turn < 0)


@dataclass(frozen=True, slots=True)
class Outlook:
    """The track as it stands, for both players."""

    lines: tuple[Line, ...]
    """Reasons with their points; they add up to the pressure."""
    pressure: int
    need: int
    """What two dice must reach this evening; 0 when the dice do not decide."""
    chance: int
    """Cases of 36 in which they do."""


def need(table: CouncilTable, pressure: int) -> int:
    """What two dice must reach at this pressure."""
    return table.need - pressure // table.per_need


def cases(needed: int) -> int:
    """In how many of 36 cases two dice reach a number."""
    return sum(a + b >= needed for a in range(1, 7) for b in range(1, 7))


def ledger(view: PlayerView) -> Outlook:
    """Pressure so far by reason, and the chance of the decision this evening."""
    table = view.scenario.tables.politics.council
    lines = [Line(what, points, "so far") for what, points in view.council.items()]
    rest = view.pressure - sum(line.points for line in lines)
    if rest:
        lines.append(Line("other events", rest, "so far"))
    rolls = _undecided(view) and view.options.rescript == "track" and view.turn >= table.first_turn
    wanted = need(table, view.pressure) if rolls else 0
    return Outlook(tuple(lines), view.pressure, wanted, cases(wanted) if rolls else 0)


def _undecided(state: State) -> bool:
    return not state.rescript and DECISION not in state.acts


def press(state: State) -> tuple[Deliberated, ...]:
    """Dusk: what presses on the council from this day."""
    if not _undecided(state):
        return ()
    table = state.scenario.tables.politics.council
    won = _gains(state) + _landings_beaten_off(state)
    found = {
        DAILY: table.daily if state.turn > 1 else 0,
        PLACES: _places(state, table),
        SUCCESSES: -min(state.pressure, table.success * min(table.most_successes, won)),
    }
    terms = tuple((name, points) for name, points in found.items() if points)
    total = sum(points for _, points in terms)
    if not terms:
        return ()
    return (Deliberated(terms=terms, stands=state.pressure + total, pressure=total),)


def _places(state: State, table: CouncilTable) -> int:
    """Objectives that fell for the first time today, by their weight."""
    today = sum(
        o.weight // table.per_weight
        for o in state.scenario.objectives
        if state.captures.get(o.place) == state.turn
    )
    return min(table.most_places, today)


def _gains(state: State) -> int:
    """Hexes that Japanese counter-attacks of this day have taken."""
    gain = (JAPAN, state.turn)
    return sum(state.held.get(h) == gain for h in state.assaults) if state.phase == "japan" else 0


def _landings_beaten_off(state: State) -> int:
    """Sea hexes from which troops attacked the shore today and are still aboard."""
    land = state.scenario.map.land
    return len({u.hex for u in state.on_map("soviet") if u.fought and not land[u.hex]})


def decide(state: State, dice: Dice) -> tuple[Deliberated, ...]:
    """Dusk, when the day's events have pressed on it: whether the council decides tonight."""
    if state.options.rescript == "never" or not _undecided(state):
        return ()
    politics = state.scenario.tables.politics
    if state.options.rescript == "historical":
        if state.scenario.date_of(state.turn + 1) != politics.rescript_day:
            return ()
        return (_evening(state, 0, 0, decided=True),)
    if state.turn < politics.council.first_turn:
        return ()
    wanted, throw = need(politics.council, state.pressure), dice.two_d6("council", state.turn)
    return (_evening(state, wanted, throw, decided=throw >= wanted),)


def _evening(state: State, wanted: int, throw: int, *, decided: bool) -> Deliberated:
    return Deliberated(
        terms=(), stands=state.pressure, need=wanted, throw=throw, decided=decided, by="japan",
        acts=(DECISION,) if decided else (),
    )  # fmt: skip


def dawn(state: State, dice: Dice) -> tuple[AnyEvent, ...]:
    """Morning: the broadcast after the decision unless a coup delays it, and the order that
    follows."""
    table = state.scenario.tables.politics
    if state.options.rescript == "never":
        return ()
    if not state.rescript:
        if state.options.rescript == "historical":
            due = state.scenario.date_of(state.turn) >= table.rescript_day
        else:
            due = 0 < state.acts.get(DECISION, 0) < state.turn
            plot = due and COUPS not in state.acts
            if plot and dice.two_d6(COUPS, state.turn) >= table.council.coup:
                return (Proclaimed(what="coup", text=COUP, by="japan", acts=(COUPS,)),)
        return (Proclaimed(what="rescript", text=RESCRIPT, by="japan"),) if due else ()
    if not state.ceasefire and days_since(state, state.rescript) >= table.order_after:
        return (Proclaimed(what="ceasefire", text=CEASEFIRE, by="japan"),)
    return ()
