"""Fuel: when a corps runs dry, what is left goes to the detachment that can use it best, and the
transport aircraft fly to the spearheads first."""

from __future__ import annotations

from game.hexes import distance
from game.model.forces import Unit, UnitId
from game.model.orders import Airlift, GiveFuel, line_of
from game.model.state import PlayerView
from game.players.staff.attack import Stakes
from game.players.staff.situation import Situation, power_of
from game.players.staff.why import Why, option
from game.rules.airlift import check_airlift, transports
from game.rules.quartermaster import MOTORISED, check_fuel, received, thirst
from game.rules.requests import refill_kg

SHORT = 45
"""Fuel, about a refill, at which those who cannot get to their goal pool what they have."""
ENOUGH = 100
"""Most fuel that a detachment is filled up to."""
LEAST = 30
"""Fuel that a detachment must gain to be worth it."""
WAY_PER_FUEL = 4
"""Points of a field's way that a point of fuel goes, about."""
LEFT = 0
BOUND = 120
"""Points of march within which units count as equally far forward."""


def pool(view: PlayerView, now: Situation, stakes: Stakes) -> list[GiveFuel]:
    """Fuel poured into forward detachments, as was done on the Khingan on 12 August.

    Of the dry units of an army that touch, one that fights well for its thirst receives what the
    others have, the hindmost first. A unit takes part once in a batch as giver, and one that has
    received does not give, so that every check on the view as it is holds.
    """
    counters, army_of = view.scenario.counters, view.scenario.army_of
    dry = [
        u for u in now.own
        if counters[u.id].mobility in MOTORISED and u.id in stakes.ways and not u.railing
        and u.fuel < SHORT and u.fuel * WAY_PER_FUEL < int(stakes.ways[u.id][u.hex])
        and view.scenario.unit_types[counters[u.id].type].combat
    ]  # fmt: skip
    dry.sort(key=lambda u: _rank(view, stakes, u))
    given: set[str] = set()
    taken: set[str] = set()
    found = []
    for taker in dry:
        if taker.id in given:
            continue
        weight = thirst(view, taker.id)
        way = int(stakes.ways[taker.id][taker.hex])
        room = min(ENOUGH, way // WAY_PER_FUEL + 10) - taker.fuel
        donors = [
            u for u in dry
            if u.id != taker.id and u.id not in given and u.id not in taken and u.fuel > LEFT
            and distance(u.hex, taker.hex) <= 1
            and army_of[u.formation] == army_of[taker.formation]
        ]  # fmt: skip
        if sum((u.fuel - LEFT) * thirst(view, u.id) for u in donors) // weight < LEAST:
            continue
        for donor in reversed(donors):
            points = min(donor.fuel - LEFT, -(-room * weight // thirst(view, donor.id)))
            order = GiveFuel(donor.id, taker.id, points)
            if room <= 0 or points < 1 or check_fuel(view, order) is not None:
                continue
            found.append(order)
            room -= received(view, order)
            given.add(donor.id)
        taken.add(taker.id)
    return found


def spearheads(view: PlayerView, now: Situation, stakes: Stakes) -> list[tuple[Airlift, Why]]:
    """Whom the transports of each front are to fly to first: the foremost of its dry units, as
    many as a clear day's lift can fill up by a refill each."""
    table, scenario = view.scenario.tables.supply, view.scenario
    found = []
    for front, lift in transports(view, now.side).items():
        can = sum(kg for _, kg in lift)
        dry = [
            u for u in now.own
            if scenario.front_of[u.formation] == front
            and scenario.counters[u.id].mobility in MOTORISED and u.id in stakes.ways
            and scenario.unit_types[scenario.counters[u.id].type].combat
            and u.haul > table.haul_near and u.fuel < table.fuel_far
            and u.fuel * WAY_PER_FUEL < int(stakes.ways[u.id][u.hex])
            and scenario.map.terrain_at(u.hex).id in table.landing_ground
        ]  # fmt: skip
        named: list[UnitId] = []
        for u in sorted(dry, key=lambda u: _rank(view, stakes, u)):
            can -= refill_kg(table, u, min(table.refill, table.fuel_far - u.fuel))
            if can < 0:
                break
            named.append(u.id)
        order = Airlift(front, tuple(named))
        if check_airlift(view, order) is None:
            most = len(dry)
            reason = option(
                "fly to the foremost", ("can be filled up", len(named), 1, len(named)),
                ("others that are dry", most - len(named), 0, 0),
            )  # fmt: skip
            found.append((order, Why("army", view.turn, line_of(order), reason)))
    return found


def _rank(view: PlayerView, stakes: Stakes, u: Unit) -> tuple[int, int, str]:
    """Foremost first, by whole bounds; then power for the fuel it takes."""
    way = int(stakes.ways[u.id][u.hex])
    return way // BOUND, -(power_of(view, u, "attack") * 1000 // thirst(view, u.id)), u.id
