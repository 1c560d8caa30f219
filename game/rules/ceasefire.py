"""The order to cease fire, and who hears and obeys it.

The broadcast of 15 August ended the war on paper. The order to stop attacking left Tokyo the next
day and reached Kwantung Army's troops one by one from the 17th; each laid down its arms only when
Soviet troops stood before it, some not at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from game.dice import Dice
from game.hexes import NOWHERE, Hex, distance
from game.model.events import AnyEvent, Proclaimed, Refitted, Surrendered, Toll
from game.model.forces import Formation, FormationId, Nation, Unit, UnitId
from game.model.happening import Ordered
from game.model.state import State
from game.rules.acts import HEARD, hq_hex, in_force
from game.rules.command import in_contact
from game.rules.council import days_since
from game.rules.seats import seat_of
from game.rules.siege import bound, built_levels

SPECIAL = {"KOR": "korea", "KARAFUTO": "sakhalin", "KURILS": "kurils"}
"""Countries whose troops have a row of their own."""
PARLEY, ENVOY = "parley ", "envoy "
"""Keys in State.acts of envoys having gone to a hex on foot and by air: this and its number."""
CONTACT = 2
"""Hexes from a headquarters that has the order within which its troops hear and obey as it does."""


def came_to(state: State, h: int, how: str = PARLEY) -> bool:
    """Whether envoys went to a hex today, on foot (PARLEY) or by air (ENVOY)."""
    return state.acts.get(f"{how}{h:05d}") == state.turn


def bearing_of(state: State, unit: Unit) -> str:
    """The class of troops a unit belongs to when the order travels."""
    scenario, table = state.scenario, state.scenario.tables.politics
    counter = scenario.counters[unit.id]
    level = -(-state.works.get(unit.hex, 0) // 10)
    if bound(state, unit):
        # Shells that crumble the concrete cut the wires first.
        level = built_levels(scenario.map).get(unit.hex, 0)
    # A fortress that is not besieged has its wire: Shumshu's garrison knew what Tokyo ordered.
    if unit.cut_off and level >= table.wireless_works:
        return "works"
    if unit.cut_off >= table.lost_days and not in_contact(state, unit):
        return "lost"
    country = scenario.map.country[unit.hex]
    place = scenario.map.countries[country] if country < len(scenario.map.countries) else ""
    if place in SPECIAL:
        return SPECIAL[place]
    if _by_headquarters(state, unit):
        return "staff"
    return "rear" if scenario.unit_types[counter.type].rear else "field"


def _by_headquarters(state: State, unit: Unit) -> bool:
    """Whether a headquarters above a unit has the order and is at hand."""
    at: FormationId | None = unit.formation
    while at is not None and at in state.scenario.formations:
        if HEARD + at in state.acts:
            hq = hq_hex(state, at)
            if hq != NOWHERE and distance(hq, unit.hex) <= CONTACT:
                return True
        at = state.scenario.formations[at].parent
    return False


def hears(state: State, unit: Unit) -> int:
    """The chance per cent that the order reaches a unit this evening."""
    table = state.scenario.tables.politics
    bearing = bearing_of(state, unit)
    chance = table.bearing[bearing].hears
    if bearing == "works":
        return chance
    if came_to(state, unit.hex) or came_to(state, unit.hex, ENVOY):
        chance = max(chance, table.envoy_hears)
    return chance + sum(e.hears for e in _ordered(state, unit))


def obeys(state: State, unit: Unit) -> int:
    """The chance per cent that a unit that has heard lays down arms this evening, given somebody
    to lay them down to."""
    table = state.scenario.tables.politics
    chance = table.bearing[bearing_of(state, unit)].obeys
    if state.scenario.counters[unit.id].quality >= table.stubborn_quality:
        chance -= table.stubborn
    if came_to(state, unit.hex):
        chance += table.parley
    return chance + sum(e.obeys for e in _ordered(state, unit))


def _ordered(state: State, unit: Unit) -> Iterator[Ordered]:
    for _, effect in in_force(state, Ordered):
        if state.scenario.under(unit.formation, effect.formation):
            yield effect


# Dusk


def dusk(state: State, dice: Dice) -> tuple[AnyEvent, ...]:
    """The order reaches headquarters and units, and units that have heard it lay down arms before
    their captors."""
    if not order_travels(state):
        return ()
    events: list[AnyEvent] = list(_staffs_hear(state, dice))
    hearing = tuple(
        replace(u, heard=True)
        for u in state.on_map("japan")
        if not u.heard and dice.percent("hears", state.turn, u.id) < hears(state, u)
    )
    if hearing:
        names = tuple(u.id for u in hearing)
        text = f"The order to cease fire reaches {len(names)} units."
        events.append(Proclaimed(what="heard", text=text, units=names, after=hearing, by="japan"))
    events += _lay_down(state, {u.id for u in hearing}, dice)
    laid = {u.id: u for event in events for u in event.after}
    events += _disarm(state, laid)
    return tuple(events)


def order_travels(state: State) -> bool:
    """Whether the order has left for the troops."""
    after = state.scenario.tables.politics.travel_after
    return state.ceasefire != 0 and days_since(state, state.rescript) >= after


def _staffs_hear(state: State, dice: Dice) -> Iterator[Proclaimed]:
    """Headquarters with a place on the map, each at its own time."""
    chance = state.scenario.tables.politics.headquarters
    reached: list[Formation] = []
    for f in state.scenario.formations.values():
        if f.side != "japan" or HEARD + f.id in state.acts or hq_hex(state, f.id) == NOWHERE:
            continue
        if dice.percent("headquarters", state.turn, f.id) < chance:
            reached.append(f)
    if reached:
        names = ", ".join(f.name for f in reached)
        yield Proclaimed(
            what="headquarters", text=f"The order to cease fire reaches the staffs of {names}.",
            by="japan", acts=tuple(HEARD + f.id for f in reached),
        )  # fmt: skip


def _lay_down(state: State, just_heard: set[UnitId], dice: Dice) -> list[AnyEvent]:
    """Units that have heard and obey: from now on they hold nothing and stop nobody."""
    events: list[AnyEvent] = []
    refused: dict[Hex, list[UnitId]] = {}
    for unit in state.on_map("japan"):
        told = (unit.heard or unit.id in just_heard) and _captors(state, unit)
        if told and dice.percent("obeys", state.turn, unit.id) < obeys(state, unit):
            after = replace(unit, heard=True, gone="disarming", points=0)
            events.append(
                Surrendered(
                    units=(unit.id,), cause="order", after=(after,), by="japan", at=unit.hex
                )
            )
        elif came_to(state, unit.hex):
            refused.setdefault(unit.hex, []).append(unit.id)
    for h, units in refused.items():
        text = f"The troops at {state.scenario.map.label(h)} refuse the terms."
        events.append(Proclaimed(what="refused", text=text, units=tuple(units), by="japan", at=h))
    return events


def _disarm(state: State, laid: dict[UnitId, Unit]) -> list[AnyEvent]:
    """Men of units that laid down arms go into captivity, as many as the captors can take."""
    table, scenario = state.scenario.tables.politics, state.scenario
    capacity = {u.id: _capacity(state, u) for u in state.on_map("soviet")}
    events: list[AnyEvent] = []
    for was in state.units.values():
        unit = laid.get(was.id, was)
        if unit.gone != "disarming":
            continue
        taken = _take(capacity, _captors(state, unit), unit.men)
        if taken:
            rear = scenario.unit_types[scenario.counters[unit.id].type].rear
            events.append(_led_away(state, unit, taken, table.melt_away if rear else 0))
    return events


def _capacity(state: State, unit: Unit) -> int:
    """Prisoners that a unit can disarm in a day."""
    counter, party = state.scenario.counters[unit.id], state.scenario.tables.air.party
    if counter.type == "airborne":
        seat = seat_of(state, "japan", unit.hex)
        return party.captors_headquarters if seat else party.captors
    return state.scenario.tables.politics.captors[counter.size]


def _captors(state: State, unit: Unit) -> tuple[UnitId, ...]:
    """Soviet units in the hex of a unit or next to it."""
    found: list[UnitId] = []
    for h in (unit.hex, *state.scenario.map.around[unit.hex]):
        found += [u for u in state.index.get(h, ()) if state.side_of(u) == "soviet"]
    return tuple(found)


def _take(capacity: dict[UnitId, int], captors: tuple[UnitId, ...], men: int) -> int:
    taken = 0
    for captor in captors:
        part = min(capacity[captor], men - taken)
        capacity[captor] -= part
        taken += part
    return taken


def _led_away(state: State, unit: Unit, taken: int, melt: int) -> Refitted:
    nation: Nation = state.scenario.counters[unit.id].nation
    dispersed = taken * melt // 100
    left = unit.men - taken
    guns, tanks, spg = (n * left // unit.men for n in (unit.guns, unit.tanks, unit.spg))
    toll = Toll(
        nation, captured=taken - dispersed,
        dispersed=dispersed + (0 if left else unit.stragglers), guns=unit.guns - guns,
        tanks=unit.armour - tanks - spg,
    )  # fmt: skip
    if left:
        after = replace(unit, men=left, guns=guns, tanks=tanks, spg=spg)
    else:
        after = replace(
            unit, men=0, stragglers=0, guns=0, tanks=0, spg=0, rockets=0, vehicles=0, hex=NOWHERE,
            gone="captured",
        )  # fmt: skip
    return Refitted(what="disarmed", after=(after,), toll=(toll,), by="japan", at=unit.hex)
