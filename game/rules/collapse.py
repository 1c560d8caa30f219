"""Collapse: puppet troops that desert or mutiny, and troops of the rear that run.

Each puppet unit has a risk of desertion (`Counter.desertion`). What happens around it makes it
waver besides (`Unit.wavering`): risk and wavering together are what it lacks in reliability.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from game.dice import Dice
from game.hexes import Hex
from game.model.events import AnyEvent, Fled, Mutinied, Refitted, Refugees, Surrendered
from game.model.forces import SIDES, FormationId, Side, Unit, UnitId, enemy_of, updated
from game.model.state import HOLDER_OF, State
from game.rules.landing import at_sea
from game.rules.losses import Tally, fraction, is_remnant, remove, shares
from game.rules.morale import PUPPETS, enemies_near, surrender_class
from game.rules.retreat import can_move_at_all, retreat_path
from game.rules.siege import works_for
from game.rules.sight import within
from game.rules.stacking import room

FEARFUL = ("rear", "MCK", "MGJ")
SURE = 100


# -- reliability -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reliability:
    """How far a puppet unit can be relied on, in hundredths, and what it may do this evening."""

    unit: UnitId
    start: int
    now: int
    near: bool
    """The enemy is near enough to make it waver, desert faster, and mutiny."""
    leaves: int
    """Permille of its men who will desert this evening."""
    need: int
    """What two dice must reach for a mutiny; 0 when there is none to fear."""
    goes_over: bool
    """It would go over to the enemy rather than home."""


def risk_of(state: State, unit: Unit) -> int:
    """What is to be feared of a puppet unit now, 0 to 100; 0 for all others."""
    counter = state.scenario.counters[unit.id]
    if counter.nation not in PUPPETS:
        return 0
    return min(SURE, counter.desertion + unit.wavering)


def reliability(state: State, unit: Unit) -> Reliability:
    """The track of a puppet unit as its own side knows it."""
    counter, table = state.scenario.counters[unit.id], state.scenario.tables.morale
    risk = risk_of(state, unit)
    near = _near(state, unit)
    return Reliability(
        unit.id, SURE - counter.desertion, SURE - risk, near, _deserting(state, unit, near),
        table.mutiny_base - risk // table.mutiny_risk if near else 0,
        counter.type in table.turncoats and risk >= table.turncoat_risk,
    )  # fmt: skip


def _near(state: State, unit: Unit) -> bool:
    enemy = enemy_of(state.side_of(unit.id))
    return enemies_near(state, enemy, state.scenario.tables.morale.desertion_near)[unit.hex] > 0


def _deserting(state: State, unit: Unit, near: bool) -> int:
    """Permille of its men that a puppet unit loses by desertion today."""
    table = state.scenario.tables.morale
    if _firmly_held(state, unit):
        return 0
    up, down = (table.desertion_rate, 1) if near or state.rescript else table.desertion_rate_far
    return min(1000, state.scenario.counters[unit.id].desertion * up // down)


def _firmly_held(state: State, unit: Unit) -> bool:
    """Whether Japanese troops stand in the same hex."""
    counters = state.scenario.counters
    return any(counters[u.id].nation == "JPN" for u in state.units_at(unit.hex))


def _puppets(state: State) -> Iterable[Unit]:
    counters = state.scenario.counters
    return (
        u
        for side in SIDES
        for u in state.on_map(side)
        if counters[u.id].nation in PUPPETS and counters[u.id].desertion
    )


# -- desertion and mutiny --------------------------------------------------------------------------


def desertion(state: State, dice: Dice) -> tuple[AnyEvent, ...]:
    """Dusk: puppet troops go home, one by one."""
    after: list[Unit] = []
    broken: list[Unit] = []
    tally, ends = Tally(), Tally()
    for u in _puppets(state):
        rate = _deserting(state, u, _near(state, u))
        left = fraction(dice, u.men * rate, 1000, "desertion", state.turn, u.id)
        if left >= u.men or is_remnant(state.scenario, replace(u, men=u.men - left)):
            broken.append(remove(state.scenario, u, "dispersed", ends, dispersed=u.men))
        elif left:
            tally.add(state.scenario.counters[u.id].nation, dispersed=left)
            after.append(replace(u, men=u.men - left))
    events: list[AnyEvent] = []
    if after:
        events.append(Refitted(what="desertion", after=tuple(after), toll=tally.total()))
    if broken:
        names: tuple[UnitId, ...] = tuple(u.id for u in broken)
        events.append(
            Surrendered(units=names, cause="desertion", after=tuple(broken), toll=ends.total())
        )
    return tuple(events)


def mutinies(state: State, dice: Dice) -> tuple[AnyEvent, ...]:
    """Dusk: puppet units near the enemy waver, and some rise against their Japanese officers."""
    table = state.scenario.tables.morale
    events: list[AnyEvent] = []
    risen: dict[FormationId, int] = {}
    gone: set[UnitId] = set()
    hurt: dict[UnitId, Unit] = {}
    for u in _puppets(state):
        track = reliability(state, u)
        if not track.need or dice.two_d6("mutiny", state.turn, u.id) < track.need:
            continue
        tally = Tally()
        how = "defected" if track.goes_over else "dispersed"
        lost = remove(state.scenario, u, how, tally, dispersed=u.men)
        officers = [
            hurt.get(other.id, other)
            for other in state.units_at(u.hex)
            if state.scenario.counters[other.id].nation == "JPN"
        ]
        most = u.men * table.mutiny_most // 100
        deaths = [other.men * table.mutiny_losses // 1000 for other in officers]
        if sum(deaths) > most:
            deaths = shares(most, deaths)
        victims = tuple(
            _attacked_by_mutineers(state, other, dead, tally)
            for other, dead in zip(officers, deaths, strict=True)
        )
        hurt.update({v.id: v for v in victims})
        gone.add(u.id)
        risen[u.formation] = risen.get(u.formation, 0) + 1
        events.append(
            Mutinied(
                units=(u.id,), over=track.goes_over, after=(lost, *victims), toll=tally.total(),
                by=state.side_of(u.id), at=u.hex,
            )
        )  # fmt: skip
    after = []
    for u in _puppets(state):
        if u.id in gone:
            continue
        more = table.wavering_mutiny * risen.get(u.formation, 0)
        if _near(state, u) and not _firmly_held(state, u):
            more += table.wavering_near
        if state.rescript == state.turn:
            more += table.wavering_rescript
        if more and u.wavering < SURE:
            after.append(updated(u, wavering=min(SURE, u.wavering + more)))
    if after:
        events.append(Refitted(what="wavering", after=tuple(after), by="japan"))
    return tuple(events)


def _attacked_by_mutineers(state: State, unit: Unit, dead: int, tally: Tally) -> Unit:
    """A Japanese unit whose allies in the same hex have turned on it."""
    tally.add("JPN", killed=dead)
    worst = state.scenario.tables.combat.most_disruption
    return updated(unit, men=unit.men - dead, disruption=min(worst, unit.disruption + 1))


# -- panic -----------------------------------------------------------------------------------------


def panic(state: State, side: Side, dice: Dice) -> tuple[AnyEvent, ...]:
    """Dusk: troops of the rear and puppets with enemy armour near, or beaten troops beside them,
    may run. Nobody runs any more once the order to cease fire is out."""
    scenario = state.scenario
    table = scenario.tables.morale
    if state.ceasefire:
        return ()
    armour, beaten = _armour(state, enemy_of(side)), _beaten(state, side)
    if not armour and not beaten:
        return ()
    frightened = [
        (u, kind, foes)
        for u in state.on_map(side)
        if (kind := surrender_class(state, u)) in FEARFUL and can_move_at_all(scenario, u)
        and not u.railing and not u.heard and not at_sea(state, u) and not steadied(state, u)
        and (foes := _fears(state, u, armour, beaten))
    ]  # fmt: skip
    events: list[AnyEvent] = []
    taken: dict[Hex, int] = {}
    for u, kind, foes in frightened:
        if dice.two_d6("panic", state.turn, u.id) + u.disruption < table.panic[kind]:
            continue
        path = retreat_path(state, u, table.panic_hexes, foes, taken)
        if not path or room(state, side, path[-1]) < scenario.counters[u.id].stack + taken.get(
            path[-1], 0
        ):
            continue
        taken[path[-1]] = taken.get(path[-1], 0) + scenario.counters[u.id].stack
        tally = Tally()
        after = _scattered(state, u, path[-1], tally)
        why = "enemy armour near" if foes[0] in armour else "beaten troops beside it"
        events.append(
            Fled(
                unit=u.id, path=(u.hex, *path), why=why, after=(after,), toll=tally.total(),
                by=side, at=u.hex,
            )
        )  # fmt: skip
    if events:
        crowded = sorted({e.path[0] for e in events if isinstance(e, Fled)})
        events.append(Refugees(hexes=tuple(crowded), by=side))
    return tuple(events)


def _armour(state: State, side: Side) -> frozenset[Hex]:
    """Where the armour of a side stands that frightens."""
    least = state.scenario.tables.morale.panic_armour
    return state.derived(
        (side, "fearsome"),
        lambda: frozenset(u.hex for u in state.on_map(side) if u.armour >= least),
    )


def _beaten(state: State, side: Side) -> frozenset[Hex]:
    """Where troops of a side stand that were attacked today and are shaken."""
    least = state.scenario.tables.morale.panic_disruption
    return frozenset(
        u.hex for u in state.on_map(side) if u.attacked and u.disruption >= least
    )


def steadied(state: State, unit: Unit) -> bool:
    """Whether steady troops of its side in the same hex, or works, keep a unit from running."""
    side = state.side_of(unit.id)
    if works_for(state, side, unit.hex):
        return True
    return any(
        surrender_class(state, other) not in FEARFUL and other.disruption == 0
        for other in state.units_at(unit.hex)
    )


def _fears(
    state: State, unit: Unit, armour: frozenset[Hex], beaten: frozenset[Hex]
) -> tuple[Hex, ...]:
    """What a unit runs from: enemy armour near, or else what has beaten the troops beside it."""
    hexmap, table = state.scenario.map, state.scenario.tables.morale
    near = tuple(h for h in within(hexmap, unit.hex, table.panic_near) if h in armour)
    if near:
        return near
    if not any(h in beaten for h in within(hexmap, unit.hex, 1) if h != unit.hex):
        return ()
    enemy = enemy_of(state.side_of(unit.id))
    close = within(hexmap, unit.hex, table.panic_near)
    return tuple(h for h in close if state.side_at(h) == enemy)


def _scattered(state: State, unit: Unit, to: Hex, tally: Tally) -> Unit:
    """A unit that has run: part of its men scattered, some of whom may come back."""
    scenario = state.scenario
    table = scenario.tables.morale
    scattered = unit.men * table.panic_scattered // 1000
    lag = scattered * table.stragglers // 100
    tally.add(scenario.counters[unit.id].nation, dispersed=scattered - lag)
    worst = scenario.tables.combat.most_disruption
    return updated(
        unit, hex=to, men=unit.men - scattered, stragglers=unit.stragglers + lag, points=0,
        entrenched=0, digging=0, disruption=min(worst, unit.disruption + 1),
    )  # fmt: skip


# -- refugees --------------------------------------------------------------------------------------


def refugees(state: State, side: Side) -> tuple[Refugees, ...]:
    """Dusk: the people of a side's towns near the enemy take to the roads."""
    hexmap, table = state.scenario.map, state.scenario.tables.morale
    if state.ceasefire:
        return ()
    threat = enemies_near(state, enemy_of(side), table.refugees_near)
    mine = {
        c for c, of in zip(hexmap.countries, hexmap.country_sides, strict=True) if of == side
    }
    towns = [
        Hex(h) for h, places in hexmap.places_at.items()
        if threat[h] and state.control[h] == HOLDER_OF[side]
        and any(p.population >= table.refugees_people and p.country in mine for p in places)
    ]  # fmt: skip
    return (Refugees(hexes=tuple(sorted(towns)), by=side),) if towns else ()
