"""Air-landed parties: set down at airfields and in cities before the ground forces came, to take
the surrender of garrisons.

History: from 18 August parties of 100 to 250 men, each with an officer who could treat, landed at
Harbin, Kirin, Hsinking, Mukden, Port Arthur, Dairen, Pyongyang and Hamhung. They succeeded because
the garrisons had their orders; against formed troops who fight, such a party is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from game.dice import WAYS_2D6, Dice
from game.hexes import NOWHERE, Hex, distance
from game.model.events import AirLanded, AnyEvent, Modifier
from game.model.forces import AssetId, Side, Unit, UnitId, enemy_of
from game.model.orders import AirLand, Refusal
from game.model.state import HOLDER_OF, State, apply
from game.model.tables.air import Party
from game.rules import air
from game.rules.air_bases import airfields
from game.rules.ceasefire import bearing_of
from game.rules.council import days_since
from game.rules.losses import Tally, remove
from game.rules.movement import take_hexes
from game.rules.seats import seat_of
from game.rules.siege import works_for

BOX, TYPE = "airlift", "airborne"
LANDED = "airlanded"
"""Begins the keys in State.acts under which landings are kept: party and hex follow."""
BEATEN = 4
"""Disruption of a party that was driven off and hides."""
CITY = "city"


@dataclass(frozen=True, slots=True)
class Landing:
    """Chances of one evening after a landing, per cent."""

    obeys: int
    stand_off: int
    beaten: int
    empty: bool
    """No enemy is seen where the party would land; the chances hold if there is one after all."""
    modifiers: tuple[Modifier, ...]
    """Those that are sure."""
    heard: int
    """Chance that the order to cease fire will have reached the garrison."""

    @property
    def in_the_end(self) -> int:
        """Chance that the garrison lays down its arms if the party is left to treat with it."""
        return 100 * self.obeys // max(1, self.obeys + self.beaten)


# Who can land where.


def parties(state: State, side: Side) -> tuple[Unit, ...]:
    """Parties of a side that wait beside their aircraft."""
    return tuple(
        u for u in state.roll(side).units.values()
        if u.gone == "box" and state.scenario.counters[u.id].box == BOX
        and state.scenario.counters[u.id].type == TYPE
    )  # fmt: skip


def is_goal(state: State, side: Side, h: Hex) -> bool:
    """Whether a party could be set down there: the enemy's airfield town or city."""
    places = state.scenario.map.places_at.get(h, ())
    if not places or state.control[h] != HOLDER_OF[enemy_of(side)]:
        return False
    return any(p.airfield for p in places) or state.scenario.map.terrain_at(h).id == CITY


def goals(state: State, side: Side) -> tuple[Hex, ...]:
    """All hexes where a party of the side could be set down, in rising number."""
    return tuple(h for h in sorted(state.scenario.map.places_at) if is_goal(state, side, Hex(h)))  # type: ignore[misc]


def flight_to(state: State, unit: Unit, target: Hex) -> tuple[Hex, AssetId] | Refusal:
    """The airfield a party starts from and the transports that carry it, nearest first; or why
    there is no such flight today."""
    scenario, table = state.scenario, state.scenario.tables.air.party
    name, side = scenario.counters[unit.id].name, state.side_of(unit.id)
    label = scenario.map.label(target)
    if not _can_land(state, table, target):
        sentence = f"{name} cannot land at {label} in today's weather; it has to be clear."
        return Refusal("weather", sentence, (target,), (unit.id,))
    fields = sorted(
        (distance(h, target), h) for h in airfields(state, side)
        if distance(h, target) <= table.reach
    )  # fmt: skip
    if not fields:
        sentence = f"{name} needs an airfield of yours within {table.reach} hexes of {label}."
        return Refusal("too_far", sentence, (target,), (unit.id,))
    fields = [row for row in fields if _can_land(state, table, row[1])]
    if not fields:
        sentence = f"{name} cannot start for {label}: no airfield in range has clear weather."
        return Refusal("weather", sentence, (target,), (unit.id,))
    need = sorties_needed(table, unit)
    transports = [
        (a, w) for a, w in air.wings_of(state, side)
        if _carries(state, a) and air.left(state, a) >= need
    ]  # fmt: skip
    ferry = scenario.tables.air.bases.ferry
    for _, field in fields:
        near = sorted(
            (distance(w.base, field), a) for a, w in transports
            if distance(w.base, field) + w.away <= ferry
        )  # fmt: skip
        if near:
            return field, near[0][1]
    sentence = f"{name} needs {need} sorties of transports near its airfield; none are left there."
    return Refusal("no_transport", sentence, (target,), (unit.id,))


def _carries(state: State, wing: AssetId) -> bool:
    squadron = state.scenario.squadrons.get(wing)
    return squadron is not None and squadron.branch == "transport_air"


def _can_land(state: State, table: Party, h: Hex) -> bool:
    return state.weather[state.scenario.map.sector_bytes[h]] in table.weather


def sorties_needed(table: Party, unit: Unit) -> int:
    """Transport sorties that a party fills."""
    return -(-unit.men // table.men_a_sortie)


def check_airland(view: State, order: AirLand) -> Refusal | None:
    """Why a party cannot be landed there, as far as the player can know; None when it can."""
    unit, where = view.units.get(order.unit), (order.target,)
    counter = view.scenario.counters.get(order.unit) if unit is not None else None
    if unit is None or counter is None or counter.side != view.phase:
        return Refusal("not_yours", f"There is no party {order.unit} of yours.", where)
    if counter.box != BOX or counter.type != TYPE:
        sentence = f"{counter.name} is no air-landing party."
        return Refusal("no_party", sentence, where, (unit.id,))
    if unit.gone != "box":
        return Refusal("landed_already", f"{counter.name} has been landed.", where, (unit.id,))
    table = view.scenario.tables.air.party
    if view.turn < table.from_turn:
        sentence = f"{counter.name} is not ready before turn {table.from_turn}."
        return Refusal("not_ready", sentence, where, (unit.id,))
    if not is_goal(view, view.phase, order.target):
        sentence = f"{counter.name} lands at an airfield town or in a city that the enemy holds."
        return Refusal("no_goal", sentence, where, (unit.id,))
    found = flight_to(view, unit, order.target)
    return found if isinstance(found, Refusal) else None


# Parley.


def parley(
    state: State, side: Side, target: Hex, garrison: Sequence[Unit], heard: bool
) -> tuple[Modifier, ...]:
    """What speaks for and against a garrison's laying down its arms before a party of `side`."""
    table, scenario = state.scenario.tables.air.party, state.scenario
    rows = []
    if heard:
        rows.append(Modifier("heard", table.heard, "the order to cease fire has come"))
    if state.ceasefire:
        rows.append(Modifier("envoy", table.envoy, "a plenipotentiary comes with the party"))
    seat = seat_of(state, enemy_of(side), target)
    if seat:
        rows.append(Modifier("headquarters", table.headquarters, seat))
    formed = [
        u for u in garrison
        if not u.heard and scenario.counters[u.id].quality >= table.formed_quality
        and not scenario.unit_types[scenario.counters[u.id].type].rear
    ]  # fmt: skip
    if formed and not heard:
        rows.append(Modifier("formed", table.formed, scenario.counters[formed[0].id].name))
    if works_for(state, enemy_of(side), target):
        rows.append(Modifier("works", table.works, "permanent works"))
    return tuple(rows)


def _has_heard(garrison: Sequence[Unit]) -> bool:
    """Whether the order has reached the greater part of a garrison's men."""
    return sum(u.men for u in garrison if u.heard) * 2 >= sum(u.men for u in garrison) > 0


def forecast(view: State, order: AirLand) -> Landing:
    """Chances of a landing that `check_airland` allows, as far as the player knows: whether the
    order has reached the garrison is reckoned by the days it has been on its way."""
    table, side = view.scenario.tables.air.party, view.phase
    garrison = tuple(
        u for u in view.units_at(order.target) if view.side_of(u.id) == enemy_of(side)
    )
    chance = chance_heard(view, garrison)
    ways = [0, 0, 0]
    for heard, weight in ((True, chance), (False, 100 - chance)):
        bonus = sum(m.rows for m in parley(view, side, order.target, garrison, heard))
        for total, n in WAYS_2D6.items():
            result = _result(table, total + bonus)
            ways[("obeyed", "stand_off", "beaten").index(result)] += n * weight
    obeys, waits = ways[0] // 36, ways[1] // 36
    sure = parley(view, side, order.target, garrison, chance >= 100)
    return Landing(obeys, waits, 100 - obeys - waits, not garrison, sure, chance)


def chance_heard(view: State, garrison: Sequence[Unit]) -> int:
    """Chance, per cent, that the order will have reached a garrison this evening, from the days it
    has travelled; where nobody is seen, rear troops are taken for granted."""
    table = view.scenario.tables.politics
    days = days_since(view, view.rescript) - table.travel_after + 1 if view.ceasefire else 0
    main = max(garrison, key=lambda u: (u.men, u.id), default=None)
    hears = table.bearing[bearing_of(view, main) if main else "rear"].hears
    unheard = 100
    for _ in range(days):
        unheard = unheard * (100 - hears) // 100
    return 100 - unheard


def _result(table: Party, total: int) -> str:
    if total >= table.obeys:
        return "obeyed"
    return "stand_off" if total >= table.stand_off else "beaten"


# Landing, and the evenings after it.


def resolve_airland(state: State, order: AirLand, dice: Dice) -> tuple[AnyEvent, ...]:
    """Set the party down, on the truth: fighters may shoot down transports with their men."""
    unit, side, target = state.units[order.unit], state.phase, order.target
    flight = flight_to(state, unit, target)
    if isinstance(flight, Refusal):
        raise AssertionError(flight.sentence)
    table, counter = state.scenario.tables.air.party, state.scenario.counters[unit.id]
    need, wing = sorties_needed(table, unit), flight[1]
    tally = Tally()
    key = ("airland", state.turn, unit.id)
    met = air.stopped(state, side, target, need)
    wings = air.fly(state, side, target, ((wing, need),), met, dice, tally, *key)
    down = state.wings[wing].aircraft - dict(wings)[wing].aircraft
    killed = min(unit.men - 1, down * table.men_a_sortie)
    if killed > 0:
        tally.add(counter.nation, killed=killed)
        unit = replace(unit, men=unit.men - killed)
    toll, act = tally.total(), f"{LANDED} {unit.id} {target:05d}"
    if state.side_at(target) != enemy_of(side):
        after = replace(unit, hex=target, gone="")
        taken = take_hexes(state, side, (target,))
        landed = AirLanded(
            unit=unit.id, result="empty", acts=(act,), after=(after,), wings=wings, held=taken.held,
            works=taken.works, toll=toll, by=side, at=target,
        )  # fmt: skip
        return (landed, *taken.captured)
    after = replace(unit, hex=target, gone="airhead", landed=state.turn)
    return (
        AirLanded(
            unit=unit.id, result="landed", acts=(act,), after=(after,), wings=wings, toll=toll,
            by=side, at=target,
        ),
    )  # fmt: skip


def evening(state: State, dice: Dice) -> tuple[AnyEvent, ...]:
    """What becomes of the parties at airfields that the enemy still holds."""
    events: list[AnyEvent] = []
    for name in tuple(state.units):
        unit = state.units[name]
        if unit.gone != "airhead":
            continue
        for event in _evening(state, unit, dice):
            state = apply(state, event)
            events.append(event)
    return tuple(events)


def _evening(state: State, unit: Unit, dice: Dice) -> tuple[AnyEvent, ...]:
    side, at = state.side_of(unit.id), unit.hex
    if state.side_at(at) != enemy_of(side):
        return _hold(state, unit, "taken")
    if unit.disruption >= BEATEN:
        return _hiding(state, unit)
    table = state.scenario.tables.air.party
    garrison = tuple(u for u in state.units_at(at) if state.side_of(u.id) != side)
    modifiers = parley(state, side, at, garrison, _has_heard(garrison))
    throw = dice.two_d6("parley", state.turn, unit.id)
    total = throw + sum(m.rows for m in modifiers)
    result = _result(table, total)
    if result == "obeyed":
        return _hold(state, unit, result, garrison, throw, total, modifiers)
    toll = Tally()
    if result == "beaten":
        lost = unit.men // 2
        toll.add(state.scenario.counters[unit.id].nation, killed=lost)
        unit = replace(unit, men=unit.men - lost, disruption=BEATEN, landed=state.turn)
    return (
        AirLanded(
            unit=unit.id, result=result, dice=throw, total=total, modifiers=modifiers,
            after=(unit,), toll=toll.total(), by=side, at=at,
        ),
    )  # fmt: skip


def _hold(
    state: State,
    unit: Unit,
    result: str,
    garrison: Sequence[Unit] = (),
    throw: int = 0,
    total: int = 0,
    modifiers: tuple[Modifier, ...] = (),
) -> tuple[AnyEvent, ...]:
    """The party takes the place; what is left of the garrison waits to be led away."""
    side, at = state.side_of(unit.id), unit.hex
    party = replace(unit, gone="", landed=0, disruption=min(unit.disruption, BEATEN - 1))
    disarmed = tuple(replace(u, heard=True, gone="disarming", points=0) for u in garrison)
    taken = take_hexes(state, side, (at,))
    landed = AirLanded(
        unit=unit.id, result=result, dice=throw, total=total, modifiers=modifiers,
        units=tuple(u.id for u in garrison), after=(*disarmed, party), held=taken.held,
        works=taken.works, by=side, at=at,
    )  # fmt: skip
    return (landed, *taken.captured)


def _hiding(state: State, unit: Unit) -> tuple[AnyEvent, ...]:
    """A party that was driven off: own ground troops beside it take it in; else it is taken."""
    side, at = state.side_of(unit.id), unit.hex
    friends = [h for h in state.scenario.map.around[at] if state.side_at(h) == side]
    if friends:
        after = replace(unit, gone="", hex=friends[0], landed=0, disruption=BEATEN - 1)
        return (AirLanded(unit=unit.id, result="joined", after=(after,), by=side, at=at),)
    if state.turn < unit.landed + state.scenario.tables.air.party.relief:
        return ()
    tally = Tally()
    after = remove(state.scenario, unit, "captured", tally, captured=unit.men)
    return (
        AirLanded(
            unit=unit.id, result="lost", after=(after,), toll=tally.total(), by=side, at=at
        ),
    )  # fmt: skip


def airheads(state: State, side: Side) -> tuple[UnitId, ...]:
    """Parties of a side that treat with a garrison, or hide from it."""
    return tuple(
        u.id for u in state.roll(side).units.values() if u.gone == "airhead" and u.hex != NOWHERE
    )


def landings(state: State) -> tuple[tuple[int, UnitId, Hex], ...]:
    """Parties that were set down: the turn, who, and where, in the order of the landings."""
    found = []
    for act, turn in state.acts.items():
        words = act.split(" ")
        if words[0] == LANDED:
            found.append((turn, UnitId(words[1]), Hex(int(words[2]))))
    return tuple(found)
