"""Fuel: when a corps runs dry, what is left goes to the detachment that can use it best."""

from __future__ import annotations

from game.hexes import distance
from game.model.forces import Unit
from game.model.orders import GiveFuel
from game.model.state import PlayerView
from game.players.staff.attack import Stakes
from game.players.staff.situation import Situation, power_of
from game.rules.quartermaster import MOTORISED, check_fuel, received, thirst

DRY = 24
"""Fuel at which a unit cannot make another good day's march: four hexes of steppe."""
ENOUGH = 80
"""Fuel up to which a detachment is filled."""
LEFT = 1


def pool(view: PlayerView, now: Situation, stakes: Stakes) -> list[GiveFuel]:
    """Fuel poured into forward detachments, as was done on the Khingan on 12 August.

    The receiver is the foremost fighting unit of those of an army that touch; donors are its dry
    neighbours, the hindmost first. Each pouring is checked on the view as it is; a donor gives and
    a receiver takes once in a batch, so that every check holds.
    """
    counters, army_of = view.scenario.counters, view.scenario.army_of
    motor = [
        u for u in now.own
        if counters[u.id].mobility in MOTORISED and u.id in stakes.ways and not u.railing
    ]  # fmt: skip
    motor.sort(key=lambda u: (int(stakes.ways[u.id][u.hex]), -power_of(view, u), u.id))
    given: set[str] = set()
    found = []
    for taker in motor:
        if taker.id in given or taker.fuel >= DRY:
            continue
        room = ENOUGH - taker.fuel
        donors = [
            u for u in motor
            if u.id != taker.id and u.id not in given and LEFT < u.fuel < DRY
            and distance(u.hex, taker.hex) <= 1
            and army_of[u.formation] == army_of[taker.formation]
            and _behind(stakes, u, taker)
        ]  # fmt: skip
        if not _worth_it(view, taker, donors):
            continue
        for donor in reversed(donors):
            weight = thirst(view, taker.id)
            points = min(donor.fuel - LEFT, -(-room * weight // thirst(view, donor.id)))
            order = GiveFuel(donor.id, taker.id, points)
            if room <= 0 or points < 1 or check_fuel(view, order) is not None:
                continue
            found.append(order)
            room -= received(view, order)
            given.add(donor.id)
        given.add(taker.id)
    return found


def _behind(stakes: Stakes, donor: Unit, taker: Unit) -> bool:
    """Whether the donor is no nearer to the taker's goal than the taker is."""
    way = stakes.ways[taker.id]
    return int(way[donor.hex]) >= int(way[taker.hex])


def _worth_it(view: PlayerView, taker: Unit, donors: list[Unit]) -> bool:
    """Whether the donors' fuel carries the taker at least another day."""
    gain = sum((u.fuel - LEFT) * thirst(view, u.id) for u in donors) // thirst(view, taker.id)
    return gain >= DRY // 2
