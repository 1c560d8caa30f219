"""The Emperor's rescript, the order to cease fire, and who hears and obeys it.

The broadcast of 15 August ended the war on paper. The order to stop attacking left Tokyo the next
day and reached Kwantung Army's troops one by one from the 17th; each laid down its arms only when
Soviet troops stood before it, some not at all.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from game.dice import Dice
from game.hexes import NOWHERE
from game.model.events import AnyEvent, Proclaimed, Refitted, Surrendered, Toll
from game.model.forces import Nation, Unit, UnitId
from game.model.scenario import Options, Scenario
from game.model.state import State
from game.rules.command import in_contact

RESCRIPT = "The Emperor's rescript is broadcast: the war is to end."
CEASEFIRE = "Imperial Headquarters orders its troops to stop attacking and to cease fire."


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


def _since_rescript(state: State) -> int:
    """Days from the broadcast to today. There is no turn 0 between turn 1 and the eve."""
    return state.turn - state.rescript - (state.rescript < 0)


def dawn(state: State) -> tuple[Proclaimed, ...]:
    """Political acts of the morning: the broadcast, and the order that follows it."""
    table = state.scenario.tables.politics
    if state.options.rescript == "never":
        return ()
    today = state.scenario.date_of(state.turn)
    if not state.rescript and today >= table.rescript_day:
        return (Proclaimed(what="rescript", text=RESCRIPT, by="japan"),)
    if state.rescript and not state.ceasefire and _since_rescript(state) >= table.order_after:
        return (Proclaimed(what="ceasefire", text=CEASEFIRE, by="japan"),)
    return ()


def bearing_of(state: State, unit: Unit) -> str:
    """The class of troops a unit belongs to when the order travels."""
    scenario, table = state.scenario, state.scenario.tables.politics
    counter = scenario.counters[unit.id]
    if -(-state.works.get(unit.hex, 0) // 10) >= table.wireless_works:
        return "works"
    if unit.cut_off >= table.lost_days and not in_contact(state, unit):
        return "lost"
    country = scenario.map.country[unit.hex]
    place = scenario.map.countries[country] if country < len(scenario.map.countries) else ""
    special = {"KOR": "korea", "KARAFUTO": "sakhalin", "KURILS": "kurils"}
    if place in special:
        return special[place]
    return "rear" if scenario.unit_types[counter.type].rear else "field"


def dusk(state: State, dice: Dice) -> tuple[AnyEvent, ...]:
    """The order reaches units, and units that have heard it lay down arms before their captors."""
    table = state.scenario.tables.politics
    if not state.ceasefire or _since_rescript(state) < table.travel_after:
        return ()
    events: list[AnyEvent] = []
    hearing = tuple(
        replace(u, heard=True)
        for u in state.on_map("japan")
        if not u.heard
        and dice.percent("hears", state.turn, u.id) < table.bearing[bearing_of(state, u)].hears
    )
    if hearing:
        names = tuple(u.id for u in hearing)
        text = f"The order to cease fire reaches {len(names)} units."
        events.append(Proclaimed(what="heard", text=text, units=names, after=hearing, by="japan"))
    events += _lay_down(state, {u.id for u in hearing}, dice)
    laid = {u.id: u for event in events for u in event.after}
    events += _disarm(state, laid)
    return tuple(events)


def _lay_down(state: State, just_heard: set[UnitId], dice: Dice) -> list[AnyEvent]:
    """Units that have heard and obey: from now on they hold nothing and stop nobody."""
    table = state.scenario.tables.politics
    events: list[AnyEvent] = []
    for unit in state.on_map("japan"):
        if not (unit.heard or unit.id in just_heard) or not _captors(state, unit):
            continue
        chance = table.bearing[bearing_of(state, unit)].obeys
        if state.scenario.counters[unit.id].quality >= table.stubborn_quality:
            chance -= table.stubborn
        if dice.percent("obeys", state.turn, unit.id) < chance:
            after = replace(unit, heard=True, gone="disarming", points=0)
            events.append(
                Surrendered(
                    units=(unit.id,), cause="order", after=(after,), by="japan", at=unit.hex
                )
            )
    return events


def _disarm(state: State, laid: dict[UnitId, Unit]) -> list[AnyEvent]:
    """Men of units that laid down arms go into captivity, as many as the captors can take."""
    table, scenario = state.scenario.tables.politics, state.scenario
    capacity = {u.id: table.captors[scenario.counters[u.id].size] for u in state.on_map("soviet")}
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
        nation, captured=taken - dispersed, dispersed=dispersed, guns=unit.guns - guns,
        tanks=unit.armour - tanks - spg,
    )  # fmt: skip
    if left:
        after = replace(unit, men=left, guns=guns, tanks=tanks, spg=spg)
    else:
        after = replace(
            unit, men=0, guns=0, tanks=0, spg=0, rockets=0, vehicles=0, hex=NOWHERE,
            gone="captured",
        )  # fmt: skip
    return Refitted(what="disarmed", after=(after,), toll=(toll,), by="japan", at=unit.hex)
