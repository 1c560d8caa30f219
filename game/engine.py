"""One door to the rules: check an order on the view, resolve it on the truth, apply its events."""

from __future__ import annotations

from collections.abc import Iterable

from game.dice import Dice
from game.hexes import NOWHERE, Hex
from game.model.events import AnyEvent
from game.model.forces import Counter, Side, Unit
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
    Refusal,
    Sail,
    SetStance,
    Withdraw,
    Work,
)
from game.model.scenario import Options, Scenario
from game.model.state import HOLDER_OF, PlayerView, State, apply, control_of, index_of
from game.model.variants import played
from game.rules import (
    air,
    air_missions,
    airborne,
    airlift,
    attachment,
    combat,
    council,
    depots,
    engineering,
    envoys,
    evacuation,
    happenings,
    headquarters,
    movement,
    naval,
    quartermaster,
    railway,
    remnants,
    sight,
    supply,
    turn,
)

RULES_VERSION = 2
"""Raised whenever the same orders could lead to other events."""


def start(scenario: Scenario, options: Options, dice: Dice) -> tuple[State, tuple[AnyEvent, ...]]:
    """The first morning: units in their places, weather known, the first player to move."""
    scenario = played(scenario, options)
    works = {z.hex: z.level * 10 for z in scenario.map.zones}
    units = {c.id: _at_start(scenario, c, works) for c in scenario.counters.values()}
    sectors = len(scenario.map.sectors)
    held = {h: (HOLDER_OF[side], 0) for h, side in scenario.taken.items()}
    rescript, ceasefire = council.before_start(scenario, options)
    eve = happenings.before_start(scenario, options)
    state = State(
        scenario=scenario, options=options, turn=0, phase="soviet", units=units, held=held,
        works=works, weather=("Cl",) * sectors, ground=(0,) * sectors, wet_days=(0,) * sectors,
        traffic={}, assets_used=frozenset(), assaults={}, captures={}, losses={},
        rescript=rescript, ceasefire=ceasefire, sightings={"soviet": {}, "japan": {}},
        acts=eve.acts, pressure=sum(eve.council.values()), council=eve.council,
        index=index_of(units), control=control_of(scenario, held), wings=air.at_start(scenario),
        stores=depots.stores_at_start(scenario, held),
    )  # fmt: skip
    return _run(state, turn.MORNING, dice)


def _at_start(scenario: Scenario, counter: Counter, works: dict[Hex, int]) -> Unit:
    fuel, ammo, rations = supply.initial_stocks(counter, scenario.tables.supply, works)
    here = counter.arrives <= 1 and not counter.box
    return Unit(
        id=counter.id, hex=counter.hex if here else NOWHERE, formation=counter.formation,
        men=counter.men, tanks=counter.tanks, spg=counter.spg, guns=counter.guns,
        rockets=counter.rockets, vehicles=counter.vehicles,
        fuel=fuel * counter.fuel // 100, ammo=ammo, rations=rations, fatigue=counter.fatigue,
        entrenched=counter.entrenched,
        gone="" if here else "box" if counter.box else "waiting",
    )  # fmt: skip


def check(view: PlayerView, order: Order) -> Refusal | None:
    """Why the side whose phase it is may not give `order`, or None when it may."""
    if view.over is not None:
        return Refusal("over", "The game is over.")
    match order:
        case Move():
            return movement.check_move(view, order)
        case RailMove():
            return railway.check_rail(view, order)
        case Attack():
            return combat.check_attack(view, order)
        case SetStance():
            return quartermaster.check_stance(view, order)
        case Work():
            return engineering.check_work(view, order)
        case GiveFuel():
            return quartermaster.check_fuel(view, order)
        case PlaceHq():
            return headquarters.check_hq(view, order)
        case AttachUnit():
            return attachment.check_attach(view, order)
        case Sail():
            return naval.check_sail(view, order)
        case Choose():
            return happenings.check_choose(view, order)
        case Parley():
            return envoys.check_parley(view, order)
        case Air():
            return air_missions.check_air(view, order)
        case AirLand():
            return airborne.check_airland(view, order)
        case Airlift():
            return airlift.check_airlift(view, order)
        case Withdraw():
            return evacuation.check_withdraw(view, order)
        case Merge():
            return remnants.check_merge(view, order)
        case EndPhase():
            return None


def play(state: State, order: Order, dice: Dice) -> tuple[State, tuple[AnyEvent, ...]]:
    """The state and the events after an order that `check` allows."""
    events: Iterable[AnyEvent]
    match order:
        case Move():
            events = movement.resolve_move(state, order, dice)
        case RailMove():
            events = railway.resolve_rail(state, order, dice)
        case Attack():
            events = combat.resolve_attack(state, order, dice)
        case SetStance():
            events = quartermaster.resolve_stance(state, order)
        case Work():
            events = (engineering.resolve_work(state, order, dice),)
        case GiveFuel():
            events = quartermaster.resolve_fuel(state, order)
        case PlaceHq():
            events = headquarters.resolve_hq(state, order)
        case AttachUnit():
            events = attachment.resolve_attach(state, order)
        case Sail():
            events = naval.resolve_sail(state, order, dice)
        case Choose():
            events = happenings.resolve_choose(state, order)
        case Parley():
            events = envoys.resolve_parley(state, order)
        case Air():
            events = air_missions.resolve_air(state, order, dice)
        case AirLand():
            events = airborne.resolve_airland(state, order, dice)
        case Airlift():
            events = airlift.resolve_airlift(state, order)
        case Withdraw():
            events = evacuation.resolve_withdraw(state, order)
        case Merge():
            events = remnants.resolve_merge(state, order)
        case EndPhase():
            return _end_phase(state, dice)
    return _apply(state, tuple(events))


def _apply(state: State, events: tuple[AnyEvent, ...]) -> tuple[State, tuple[AnyEvent, ...]]:
    """Apply `events`, what they mean for headquarters, and what both sides come to see by them."""
    after = state
    lost = headquarters.overrun(state, events)
    events = (*events, *lost)
    for event in events:
        after = apply(after, event)
    noticed = sight.notice(state, after, events)
    for change in noticed:
        after = apply(after, change)
    return after, (*events, *noticed)


def _run(
    state: State, steps: Iterable[turn.Step], dice: Dice
) -> tuple[State, tuple[AnyEvent, ...]]:
    told: list[AnyEvent] = []
    for step in steps:
        events = tuple(step(state, dice))
        if events:
            state, seen = _apply(state, events)
            told += seen
    return state, tuple(told)


def _end_phase(state: State, dice: Dice) -> tuple[State, tuple[AnyEvent, ...]]:
    if state.phase == "soviet":
        return _run(state, (turn.engineers_work("soviet"), _japan_begins), dice)
    state, evening = _run(state, turn.EVENING, dice)
    ended = turn.ending(state)
    if ended is not None:
        return apply(state, ended), (*evening, ended)
    state, morning = _run(state, turn.MORNING, dice)
    return state, (*evening, *morning)


def _japan_begins(state: State, dice: Dice) -> Iterable[AnyEvent]:
    return (turn.phase_began(state, "japan"),)


def uncertain(events: Iterable[AnyEvent], side: Side) -> bool:
    """Whether `events` tell `side` something it could not know beforehand."""
    for event in events:
        match event.kind:
            case "moved":
                if event.stopped:
                    return True
            case "sailed":
                if event.stopped or event.landed:
                    return True
            case "sighted":
                if event.side == side and (event.found or event.cleared):
                    return True
            case "refitted" | "hq" | "airtask":
                pass
            case "worked":
                if event.dice or event.by != side:
                    return True
            case _:
                return True
    return False
