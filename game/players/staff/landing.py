"""Landings: which troops go by sea, where they go ashore, and how far they get today.

A way by sea is a way like any other to an objective: days of loading, passage and the march from
where the troops land. The theatre chooses among all ways by what each adds; here the ways by sea
are found and followed. Nobody sails for a place that is known to be held by more than he can
beat, unless the enemy has been told to lay down arms: then ships off a harbour are enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from game.hexes import NOWHERE, Hex
from game.model.forces import AssetId, Unit, UnitId
from game.model.orders import Refusal, Sail, line_of
from game.model.state import HOLDER_OF, PlayerView
from game.players.fields import FAR
from game.players.staff.memory import Memory
from game.players.staff.plan import Directive
from game.players.staff.situation import Situation
from game.players.staff.why import Why, option
from game.rules import naval, river
from game.rules.landing import at_sea
from game.rules.sea import FAR as NO_WAY
from game.rules.sea import coasts, harbour, ports, sea, sea_distance, serves

TO_PORT = 360
"""Points of march to a port that troops on land will make to be shipped."""
DARING = 5
"""A landing is tried with one part in so many of what an objective wants."""
RAID = 2
"""Days within which weak parties try coasts that nobody is known to hold."""
FAR_OFF = 5
"""Days beyond which nobody is shipped to support others."""
OPPOSED = 2
"""Days that a landing against troops is thought to take longer."""


@dataclass(frozen=True, slots=True)
class Lane:
    """A way by sea to an objective."""

    days: int
    landing: Hex
    port: Hex
    """Where the troops go aboard; where they are already at sea, or in a box, their way's start."""
    opposed: bool
    by_river: bool = False


def afloat(view: PlayerView) -> tuple[Unit, ...]:
    """Units at sea, and those in boxes that can sail today."""
    types, counters = view.scenario.unit_types, view.scenario.counters
    return tuple(
        u for u in view.roll(view.phase).units.values()
        if (at_sea(view, u) or (u.gone == "box" and counters[u.id].box in view.scenario.exits))
        and types[counters[u.id].type].combat
        and (u.on_map or not isinstance(naval.passage(view, u), Refusal))
    )  # fmt: skip


def lanes(
    view: PlayerView, now: Situation, memory: Memory, units: Iterable[Unit], goals: Sequence[Hex]
) -> dict[UnitId, list[Lane | None]]:
    """For each unit that could go by sea the best way by sea to each of the goals."""
    if not view.scenario.fleets:
        return {}
    ashore = _shores(view, now, memory, goals)
    harbours = [h for h in sorted(ports(view.scenario.map)) if harbour(view, view.phase, h)]
    found: dict[UnitId, list[Lane | None]] = {}
    for u in units:
        best: list[Lane | None] = [None] * len(goals)
        for port, start, fleet in _starts(view, now, memory, u, harbours):
            for h, ways in ashore.items():
                if not serves(view, fleet, h):
                    continue
                days = start + _passage_days(view, u, port, h)
                if days + view.turn > view.scenario.turns:
                    continue
                for j, march in ways:
                    opposed = h in now.foes or h in now.works
                    if opposed and march:
                        continue
                    all_ = days + march + (OPPOSED if opposed else 0)
                    old = best[j]
                    if old is None or all_ < old.days:
                        best[j] = Lane(all_, h, port, opposed)
        _by_river(view, now, u, goals, best)
        if any(best):
            found[u.id] = best
    return found


def _by_river(
    view: PlayerView, now: Situation, u: Unit, goals: Sequence[Hex], best: list[Lane | None]
) -> None:
    """Ways along the rivers for a unit on a bank, entered where they are the best by water."""
    here = river.banks(view.scenario)
    if not u.on_map or u.hex not in here or view.scenario.counters[u.id].mobility == "horse":
        return
    boats = river.boats_at(view, view.phase, u.hex)
    if u.men > river.TRIPS * boats.lift:
        return
    trips = -(-u.men // boats.lift)
    for j, g in enumerate(goals):
        if g not in here or g in now.foes or g in now.works:
            continue
        days = river.days_by_river(view, u.hex, g)
        if days is not None and (best[j] is None or days + trips - 1 < best[j].days):  # type: ignore[union-attr]
            best[j] = Lane(days + trips - 1, g, NOWHERE, False, by_river=True)


def _shores(
    view: PlayerView, now: Situation, memory: Memory, goals: Sequence[Hex]
) -> dict[Hex, list[tuple[int, int]]]:
    """Where one could go ashore: goals on the coast, the coast beside goals, and ports; for each
    the goals that can be reached from it, with the days of march."""
    hexmap, coast = view.scenario.map, coasts(view.scenario.map)
    day = view.scenario.tables.movement.points
    places = dict.fromkeys(h for g in goals for h in (g, *hexmap.around[g]) if coast[h])
    places.update(dict.fromkeys(sorted(ports(hexmap))))
    found: dict[Hex, list[tuple[int, int]]] = {}
    etas = [memory.eta(view, g, "foot") for g in goals]
    for h in places:
        ways = []
        for j, (g, eta) in enumerate(zip(goals, etas, strict=True)):
            march = int(eta[h])
            if march < FAR:
                ways.append((j, 0 if h == g else max(1, -(-march // day))))
        if ways:
            found[h] = ways
    return found


def _starts(
    view: PlayerView, now: Situation, memory: Memory, u: Unit, harbours: Sequence[Hex]
) -> list[tuple[Hex, int, AssetId]]:
    """Hexes from which a unit could sail, the days until it does, and with which ships."""
    scenario, table = view.scenario, view.scenario.tables
    counter = scenario.counters[u.id]
    if at_sea(view, u):
        return [(u.hex, u.railing, u.aboard)]
    if u.gone == "box":
        leads = scenario.exits[counter.box]
        ships = naval.fleet_for(view, u, leads.hex)
        return [(leads.hex, leads.days, ships)] if ships else []
    if u.hex in now.near or counter.mobility != "foot":
        return []
    load = table.water.load_turns if naval.is_fast(view, u) else table.water.load_turns_slow
    found = []
    for port in harbours:
        march = int(memory.eta(view, port, "foot")[u.hex])
        fleet = naval.fleet_for(view, u, port) if march <= TO_PORT else None
        if fleet is not None:
            found.append((port, -(-march // table.movement.points) + load, fleet))
    return found


def _passage_days(view: PlayerView, u: Unit, start: Hex, goal: Hex) -> int:
    """Days at sea until a unit could be ashore."""
    hexmap, table = view.scenario.map, view.scenario.tables
    away = sea_distance(hexmap, goal)
    if hexmap.land[start]:
        hexes = min((away[n] for n in hexmap.around[start] if sea(hexmap)[n]), default=NO_WAY)
    else:
        hexes = away[start] - 1
    if hexes >= NO_WAY - 1:
        return NO_WAY
    price = naval.points_a_hex(view, u)
    whole, rest = divmod(hexes, table.movement.points // price)
    spare = table.movement.points - rest * price
    return whole + (0 if spare >= table.water.landing_points else 1)


def worth_following(view: PlayerView, lane: Lane) -> bool:
    """Whether a second wave should sail: where the first has won a footing, and not to the other
    end of the sea."""
    return lane.days <= FAR_OFF and view.control[lane.landing] == HOLDER_OF[view.phase]


def shipped(
    view: PlayerView,
    lanes: Sequence[Lane | None],
    goals: Sequence[Hex],
    needs: Sequence[int],
    days: list[int],
    powers: list[int],
) -> list[Lane | None]:
    """The ways by sea that troops would rather take than those by land, entered in their days and
    power by goal: on a defended beach half of it counts, and a harbour near by that nobody is known
    to hold may fall to anybody."""
    used: list[Lane | None] = [None] * len(days)
    for j, lane in enumerate(lanes):
        if lane is None or lane.days >= days[j]:
            continue
        heard = lane.opposed and view.ceasefire > 0
        if powers[j] * DARING < needs[j] and not _is_raid(lane) and not heard:
            continue
        days[j], used[j] = lane.days, lane
        if lane.opposed:
            powers[j] //= 2
        elif lane.landing == goals[j] and _is_raid(lane):
            powers[j] = max(powers[j], -(-needs[j] // DARING))
    return used


def _is_raid(lane: Lane) -> bool:
    return lane.days <= RAID and not lane.opposed


def sailings(
    view: PlayerView, now: Situation, directives: Mapping[UnitId, Directive], memory: Memory
) -> list[Sail]:
    """Passages of today, each with its reason."""
    found: list[Sail] = []
    busy = _fighting(view, now, directives)
    for u in view.roll(view.phase).units.values():
        d = directives.get(u.id)
        if d is None or not d.landing:
            continue
        waiting = not at_sea(view, u)
        if u.on_map and waiting and d.port not in (u.hex, NOWHERE):
            continue
        opposed = d.landing in now.foes or d.landing in now.works
        if waiting and opposed and busy - {d.landing}:
            continue
        along = river.course if u.on_map and waiting and not d.port else naval.course
        path = along(view, u, d.landing)
        if path is None:
            continue
        order = Sail((u.id,), path)
        if naval.check_sail(view, order) is None:
            found.append(order)
            label = view.scenario.map.label
            reason = option(f"land in {label(d.landing)} for {label(d.goal)}",
                            ("worth of the goal", d.weight, 1, d.weight))  # fmt: skip
            memory.whys.append(Why("unit", view.turn, line_of(order), reason))
    return found


def _fighting(
    view: PlayerView, now: Situation, directives: Mapping[UnitId, Directive]
) -> set[Hex]:
    """Coasts against whose defenders troops are at sea: one such landing at a time is enough."""
    return {
        d.landing
        for u in now.own
        if at_sea(view, u) and (d := directives.get(u.id)) is not None
        and (d.landing in now.foes or d.landing in now.works)
    }  # fmt: skip
