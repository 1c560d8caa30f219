"""The sequence of play: what happens by itself between the players' phases.

Each step looks at the state that the steps before it have left, so they are given as functions;
`engine` runs them and applies what they return.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from game.dice import Dice
from game.model.events import AnyEvent, Ended, PhaseBegan
from game.model.forces import SIDES, AssetId, Side, Unit, updated
from game.model.state import State
from game.rules import (
    air_bases,
    airborne,
    building,
    captivity,
    ceasefire,
    collapse,
    command,
    council,
    depots,
    epilogue,
    happenings,
    headquarters,
    landing,
    morale,
    railway_troops,
    reinforcements,
    remnants,
    river,
    siege,
    supply,
    surprise,
    victory,
    wear,
    weather,
)

Step = Callable[[State, Dice], Iterable[AnyEvent]]


def _weather(state: State, dice: Dice) -> Iterable[AnyEvent]:
    return (weather.turn_began(state, state.turn + 1, dice),)


def _broadcast(state: State, dice: Dice) -> Iterable[AnyEvent]:
    return council.dawn(state, dice)


def _declared(hour: str) -> Step:
    return lambda state, dice: happenings.happen(state, hour, dice)


def _pressure(state: State, dice: Dice) -> Iterable[AnyEvent]:
    return council.press(state)


def _stormed(state: State, dice: Dice) -> Iterable[AnyEvent]:
    return epilogue.stormed(state)


def _decision(state: State, dice: Dice) -> Iterable[AnyEvent]:
    return council.decide(state, dice)


def _arrivals(state: State, dice: Dice) -> Iterable[AnyEvent]:
    return reinforcements.arrivals(state, state.turn)


def _headquarters(side: Side) -> Step:
    return lambda state, dice: headquarters.morning(state, side)


def _orders(side: Side) -> Step:
    return lambda state, dice: command.briefing(state, side)


def _surprise(state: State, dice: Dice) -> Iterable[AnyEvent]:
    return surprise.activation(state, dice)
def _depots(state: State, dice: Dice) -> Iterable[AnyEvent]:
    return depots.fallen(state, dice)


def _aircraft(side: Side) -> Step:
    return lambda state, dice: air_bases.morning(state, side)


def _parties(state: State, dice: Dice) -> Iterable[AnyEvent]:
    return airborne.evening(state, dice)


def _mended(state: State, dice: Dice) -> Iterable[AnyEvent]:
    return air_bases.lines_mended(state)


def _supply(side: Side) -> Step:
    # Railway troops go where the morning's loads wait; their work counts from the next day on.
    return lambda state, dice: (
        supply.supply_phase(state, side), *railway_troops.rail_work(state, side)
    )  # fmt: skip


def _phase(side: Side) -> Step:
    return lambda state, dice: (phase_began(state, side),)


def _rest(side: Side) -> Step:
    return lambda state, dice: morale.recover(state, side, dice)


def _sorties(side: Side) -> Step:
    return lambda state, dice: siege.sorties(state, side, dice)


def engineers_work(side: Side) -> Step:
    """The engineers of a side do their day's work at the end of its phase."""
    return lambda state, dice: building.night(state, side)


def _hunger(side: Side) -> Step:
    return lambda state, dice: supply.attrition(state, side)


def _wear(side: Side) -> Step:
    return lambda state, dice: wear.wear(state, side, dice)


def _lost(side: Side) -> Step:
    return lambda state, dice: morale.surrender_checks(state, side, dice)


def _return(side: Side) -> Step:
    return lambda state, dice: remnants.returning(state, side)


def _panic(side: Side) -> Step:
    return lambda state, dice: collapse.panic(state, side, dice)


def _desertion(state: State, dice: Dice) -> Iterable[AnyEvent]:
    return collapse.desertion(state, dice)


def _mutinies(state: State, dice: Dice) -> Iterable[AnyEvent]:
    return collapse.mutinies(state, dice)


def _refugees(state: State, dice: Dice) -> Iterable[AnyEvent]:
    return collapse.refugees(state, "japan")


def _prisoners(state: State, dice: Dice) -> Iterable[AnyEvent]:
    return captivity.escorts(state)


def _ceasefire(state: State, dice: Dice) -> Iterable[AnyEvent]:
    return ceasefire.dusk(state, dice)


MORNING: tuple[Step, ...] = (
    _weather, _broadcast, _declared("dawn"), _arrivals, _headquarters("soviet"),
    _headquarters("japan"), _orders("soviet"), _orders("japan"), _surprise, _depots,
    _aircraft("soviet"), _aircraft("japan"),
    _supply("soviet"), _supply("japan"), _mended, _phase("soviet"),
)  # fmt: skip
EVENING: tuple[Step, ...] = (
    engineers_work("japan"), _sorties("soviet"), _sorties("japan"),
    _hunger("soviet"), _hunger("japan"), _wear("soviet"), _wear("japan"),
    _rest("soviet"), _rest("japan"), _return("soviet"), _return("japan"),
    _panic("soviet"), _panic("japan"), _refugees, _desertion, _mutinies,
    _lost("soviet"), _lost("japan"), _stormed, _pressure, _declared("dusk"), _decision, _ceasefire,
    _parties, _prisoners,
)  # fmt: skip


def phase_began(state: State, side: Side) -> PhaseBegan:
    """Units of `side` are ready: full points and what they saved up, a clean sheet for the day."""
    table = state.scenario.tables.movement
    half = state.scenario.tables.command.frozen_points
    after: list[Unit] = []
    for u in state.on_map(side):
        bound = u.railing > 0
        points = 0 if bound else max(0, table.points + _credit(state, u) - u.delay)
        after.append(
            updated(
                u,
                points=min(half, points) if u.frozen else points,
                delay=0,
                railing=u.railing - 1 if bound else 0,
                spent=0,
                forced=False,
                fought=0,
                transfer=max(0, u.transfer - 1),
                aboard=AssetId("") if u.aboard and landing.unloaded(state, u) else u.aboard,
            )
        )
    if side == SIDES[0]:
        # A new day for the other side too: what was done to it yesterday is over.
        after += [replace(u, attacked=False) for u in state.on_map(SIDES[1]) if u.attacked]
        after = [replace(u, attacked=False) if u.attacked else u for u in after]
    back = air_bases.back_from_patrol(state, side)
    return PhaseBegan(
        turn=state.turn, phase=side, after=tuple(after), by=side, wings=back,
        ships=river.rested(state, side),
    )  # fmt: skip


def _credit(state: State, unit: Unit) -> int:
    """Points saved up; ships save none."""
    if not state.scenario.map.land[unit.hex]:
        return 0
    return min(state.scenario.tables.movement.credit, unit.points)


def ending(state: State) -> Ended | None:
    """The end of the game after its last day, or when one side has nothing left to fight with."""
    if state.turn >= state.scenario.turns:
        reason = "the last day is over"
    elif not _left(state, "japan"):
        reason = "no Japanese troops are left"
    elif not _left(state, "soviet"):
        reason = "no Soviet troops are left"
    else:
        return None
    result = victory.ledger(state, final=True)
    return Ended(reason=reason, level=result.level, points=result.total)


def _left(state: State, side: Side) -> bool:
    """Whether a side has troops that fight, on the map or still to come by land or sea."""
    if any(_fights(state, u) for u in state.on_map(side)):
        return True
    counters, exits = state.scenario.counters, state.scenario.exits
    return bool(reinforcements.waiting(state, side)) or any(
        u.gone == "box" and counters[u.id].box in exits and _fights(state, u)
        for u in state.roll(side).units.values()
    )


def _fights(state: State, unit: Unit) -> bool:
    return state.scenario.unit_types[state.scenario.counters[unit.id].type].combat
