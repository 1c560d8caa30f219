"""Politics of the staff: the choices that events leave, and envoys once the war is over on paper.

A choice is compared way by way, by what its effects are worth for the plan: points of victory,
pressure on the council, troops brought where objectives are near, headquarters within reach of
their troops. The way of history wins a tie.
"""

from __future__ import annotations

from game.hexes import NOWHERE, Hex, distance
from game.model.forces import FormationId, Unit, UnitId
from game.model.happening import (
    Effect,
    Happening,
    MoveHq,
    Ordered,
    Press,
    Reattach,
    Redoubt,
    Release,
    Score,
    Way,
    Withdraw,
)
from game.model.orders import Choose, Parley, line_of
from game.model.state import PlayerView
from game.players.staff.situation import Situation, power_of
from game.players.staff.theatre import open_objectives
from game.players.staff.why import Option, Why, option
from game.rules import envoys as rules
from game.rules.acts import hq_hex, units_inside
from game.rules.ceasefire import PARLEY
from game.rules.happenings import open_choices

POINT = 100
"""Worth of a point of victory."""
PRESSURE = 40
"""Worth of a point of pressure on the council, while the council has not decided."""
OUT_OF_COMMAND = 10
"""Price of a unit that changes its superior, which puts it out of command for a day."""
COMMANDED = 15
"""Worth of a unit within reach of its highest headquarters."""
SAFE = 6
"""Hexes from the enemy beyond which a headquarters is not safer."""
DANGER = 60
"""Price of each hex by which a headquarters would be nearer to the enemy than that."""
GONE = 3
"""Price of a withdrawn unit, for each ten points of its power."""
SLOW = 2
"""Hexes that are added to every way: a far objective is not worth nothing."""


def answers(view: PlayerView, now: Situation) -> list[tuple[Choose, Why]]:
    """The answer to each choice that is open, with its reason."""
    found = []
    for happening in open_choices(view, view.phase):
        ranked = sorted(
            ((weigh(view, now, happening, way), way) for way in happening.choice),
            key=lambda row: (-row[0].score, not row[1].history, row[1].id),
        )
        best, way = ranked[0]
        order = Choose(happening.id, way.id)
        others = tuple(reckoned for reckoned, _ in ranked[1:4])
        found.append((order, Why("theatre", view.turn, line_of(order), best, others)))
    return found


def weigh(view: PlayerView, now: Situation, happening: Happening, way: Way) -> Option:
    """What one way of a choice is worth to the side whose phase it is."""
    terms: list[tuple[str, int, int, int]] = []
    for effect in way.then:
        name, feature, weight = _term(view, now, effect)
        if feature:
            terms.append((name, feature, weight, feature * weight))
    if not any(isinstance(e, Reattach) for e in way.then):
        # Staying where they are is worth what the present superior has before him.
        moved = next((e for w in happening.choice for e in w.then if isinstance(e, Reattach)), None)
        units = _reattached(view, moved) if moved else []
        if units:
            prospect = _prospect(view, hq_hex(view, units[0].formation))
            terms.append(("objectives before the present command", prospect, 1, prospect))
    terms.append(("history's choice", int(way.history), 1, int(way.history)))
    return option(f"{happening.title}: {way.title}", *terms)


def _term(view: PlayerView, now: Situation, effect: Effect) -> tuple[str, int, int]:
    """What an effect is worth: a name, a feature of the position, and its weight."""
    sign = 1 if now.side == "soviet" else -1
    match effect:
        case Score():
            return "points of victory", effect.points, sign * POINT
        case Press():
            undecided = view.options.rescript == "track" and not view.rescript
            return "pressure on the council", effect.points if undecided else 0, sign * PRESSURE
        case Reattach():
            units = _reattached(view, effect)
            gain = _prospect(view, hq_hex(view, effect.to)) if units else 0
            return "objectives before the new command", gain - OUT_OF_COMMAND * len(units), 1
        case Release():
            place = view.scenario.map.places_by_id[effect.place].hex
            return "objectives where the troops arrive", _prospect(view, place), 1
        case Withdraw():
            power = sum(power_of(view, view.units[u]) for u in effect.units if u in view.units)
            return "troops given away", power // 10, -GONE
        case MoveHq():
            return "headquarters over its troops", _seat(view, now, effect), 1
        case Redoubt():
            own = effect.side == now.side
            there = len(units_inside(view, effect.area, effect.side))
            return "field units in the redoubt", there, effect.points * POINT * (1 if own else -1)
        case Ordered():
            return "obedience to the cease-fire", effect.obeys, sign
        case _:
            return "", 0, 0


def _reattached(view: PlayerView, effect: Reattach) -> list[Unit]:
    """The units on the map that would get another superior."""
    under = view.scenario.under
    return [
        u for u in view.on_map(view.phase)
        if u.id in effect.units
        or (effect.formation is not None and under(u.formation, effect.formation))
    ]  # fmt: skip


def _prospect(view: PlayerView, at: Hex) -> int:
    """The objective that is worth most for its distance from a hex: weight by hexes."""
    if at == NOWHERE:
        return 0
    goals = open_objectives(view)
    return max((POINT * w // (distance(at, h) + SLOW) for h, w in goals.items()), default=0)


def _seat(view: PlayerView, now: Situation, effect: MoveHq) -> int:
    """Units that a headquarters would reach from a place, less the danger of the place."""
    place = view.scenario.map.places_by_id[effect.place].hex
    level = view.scenario.formations[effect.formation].level
    reach = view.scenario.tables.command.reach.get(level, 0)
    reached = sum(
        distance(place, u.hex) <= reach for u in _under(view, now, effect.formation)
    )
    near = min((distance(place, h) for h in now.foes), default=SAFE)
    return COMMANDED * reached - DANGER * max(0, SAFE - near)


def _under(view: PlayerView, now: Situation, formation: FormationId) -> list[Unit]:
    return [u for u in view.on_map(now.side) if view.scenario.under(u.formation, formation)]


def envoys(view: PlayerView, now: Situation) -> list[Parley]:
    """Envoys to every enemy beside whom a unit has nothing better to do: the weakest goes."""
    if not view.ceasefire or view.phase != "soviet":
        return []
    idle: dict[Hex, list[Unit]] = {}
    for u in now.own:
        if u.hex in now.near and u.points > 0 and not u.fought:
            for h in view.scenario.map.around[u.hex]:
                if view.side_at(h) == now.enemy:
                    idle.setdefault(h, []).append(u)
    found: list[Parley] = []
    busy: set[str] = set()
    for h in sorted(idle):
        for u in sorted(idle[h], key=lambda u: (power_of(view, u), u.id)):
            order = Parley(u.id, h)
            if u.id not in busy and rules.check_parley(view, order) is None:
                found.append(order)
                busy.add(u.id)
                break
    return found + _by_air(view, now)


def _by_air(view: PlayerView, now: Situation) -> list[Parley]:
    """Officers flown to those who did not obey envoys before: they may not have heard."""
    seen_before = [
        h for h in sorted(now.foes)
        if 0 < view.acts.get(f"{PARLEY}{h:05d}", 0) < view.turn and view.side_at(h) == now.enemy
    ]  # fmt: skip
    found = []
    for h in seen_before:
        for wing in rules.transports(view):
            order = Parley(UnitId(wing), h)
            if rules.check_parley(view, order) is None:
                found.append(order)
                break
    return found
