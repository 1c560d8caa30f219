"""Command of the staff: who is put under whom, where a headquarters must not stay, what is left of
units, and who leaves the theatre.

Headquarters follow their troops by the rules; the staff sends one by hand only out of the enemy's
way. An attachment is worth it when a unit has nobody over it within reach and another army of its
front is, or when it has attacked beside that army again and again.
"""

from __future__ import annotations

from game.hexes import Hex, distance
from game.model.forces import FormationId, Unit, UnitId
from game.model.orders import AttachUnit, Attack, Merge, Order, PlaceHq, Withdraw, line_of
from game.model.state import PlayerView
from game.players.staff.plan import Directive
from game.players.staff.situation import WORKS_WORTH, Situation, power_of
from game.players.staff.why import Why, option
from game.rules.attachment import candidates
from game.rules.command import in_command, reach_of
from game.rules.evacuation import check_withdraw, ways_out
from game.rules.headquarters import check_hq, day_drive, troops
from game.rules.remnants import merges
from game.rules.siege import works_for
from game.rules.support import armies_of

OWN_LEVELS = frozenset({"army", "group"})
"""Formations that a unit is attached to: their own troops go each its way."""
CROSSED = 2
"""Attacks across the boundary of two armies after which a unit is put under the other one."""
COMMAND_ROW = 10
"""Worth of a row in the next attacks, and of forced marches."""
SAFETY = 20
"""Worth of a headquarters that is not overrun."""
WHOLE = 12
"""Worth of a unit that can hold a hex again, made of two that cannot."""
SAVED = 30
"""Worth of troops that are neither dead nor prisoners."""
THREAT = 6
"""Hexes within which the enemy makes a position hopeless."""
HOPELESS = 2
"""How many times the strength of those who would leave that takes."""
FRIENDS = 3
"""Hexes around a unit whose troops hold with it."""


def command_orders(
    view: PlayerView,
    now: Situation,
    crossed: dict[tuple[UnitId, FormationId], int],
    leaving: frozenset[UnitId] = frozenset(),
) -> list[tuple[Order, Why]]:
    """Orders of command that are worth it now, each with its reason."""
    found = [*_leaving(view, now, leaving), *_merging(view, now), *_attaching(view, now, crossed)]
    return [*found, *_moved_away(view, now)]


def crossings(view: PlayerView, order: Attack) -> list[tuple[UnitId, FormationId]]:
    """Units of an attack that do not belong to its main army, with that army."""
    armies = armies_of(view, order.units)
    if len(armies) < 2:
        return []
    army_of = view.scenario.army_of
    power = dict.fromkeys(armies, 0)
    for u in order.units:
        power[army_of[view.units[u].formation]] += power_of(view, view.units[u], "attack")
    main = max(armies, key=lambda a: power[a])
    return [(u, main) for u in order.units if army_of[view.units[u].formation] != main]


def _why(view: PlayerView, order: Order, name: str, term: str, worth: int) -> tuple[Order, Why]:
    reason = option(name, (term, 1, worth, worth))
    return order, Why("unit", view.turn, line_of(order), reason)


def _attaching(
    view: PlayerView, now: Situation, crossed: dict[tuple[UnitId, FormationId], int]
) -> list[tuple[Order, Why]]:
    scenario = view.scenario
    found: list[tuple[Order, Why]] = []
    wanted = {unit: army for (unit, army), times in crossed.items() if times >= CROSSED}
    for u in now.own:
        kind = scenario.unit_types[scenario.counters[u.id].type]
        if u.transfer or kind.fixed or not kind.combat:
            continue
        lost = not in_command(view, u)
        if not lost and u.id not in wanted:
            continue
        choice = [
            f for f in candidates(view, u)
            if (f == wanted.get(u.id)) or (lost and scenario.formations[f].level in OWN_LEVELS)
        ]  # fmt: skip
        if not choice:
            continue
        name = f"put it under {scenario.formations[choice[0]].name}"
        term = "nobody commands it" if lost else "attacks beside that army"
        found.append(_why(view, AttachUnit(u.id, choice[0]), name, term, COMMAND_ROW))
    return found


def _merging(view: PlayerView, now: Situation) -> list[tuple[Order, Why]]:
    """The weakest remnant that finds a unit in its hex; one at a time, for each changes others."""
    table = view.scenario.tables.morale
    for u in sorted(now.own, key=lambda u: (u.men, u.id)):
        printed = view.scenario.counters[u.id].men
        if u.men * 100 > printed * table.merge_percent:
            continue
        found = merges(view, u)
        if found:
            order: Merge = max(found, key=lambda m: (view.units[m.taker].men, m.taker))
            name = f"merge it into {view.scenario.counters[order.taker].name}"
            return [_why(view, order, name, "two remnants make a unit", WHOLE)]
    return []


def _moved_away(view: PlayerView, now: Situation) -> list[tuple[Order, Why]]:
    """Headquarters beside the enemy, without troops of their own in the hex, drive to safety."""
    found: list[tuple[Order, Why]] = []
    for f, at in view.hqs.items():
        if at not in now.near or view.side_at(at) == now.side or view.placed.get(f) == view.turn:
            continue
        under = troops(view, now.side).get(f, [])
        safe = [h for h in day_drive(view, f) if h not in now.near and h not in now.foes]
        if not under or not safe:
            continue
        reach = reach_of(view.scenario, f)

        def commanded(h: Hex, under: list[Unit] = under, reach: int = reach) -> int:
            return sum(distance(h, u.hex) <= reach for u in under)

        goal = max(safe, key=lambda h: (commanded(h), -distance(h, at), -h))
        order = PlaceHq(f, goal)
        if check_hq(view, order) is None:
            name = f"move {view.scenario.formations[f].name} to {view.scenario.map.label(goal)}"
            found.append(_why(view, order, name, "the enemy stands beside it", SAFETY))
    return found


# -- evacuation ------------------------------------------------------------------------------------


def hopeless(view: PlayerView, now: Situation, unit: Unit) -> bool:
    """Whether a unit with a way out of the theatre has nothing left to hold for: the enemy near
    is more than twice as strong as all who would hold with it, works they man included."""
    near = sum(p for h, p in now.foes.items() if distance(h, unit.hex) <= THREAT)
    friends = [u for u in view.on_map(now.side) if distance(u.hex, unit.hex) <= FRIENDS]
    own = sum(power_of(view, u) for u in friends)
    manned = {u.hex for u in friends}
    own += WORKS_WORTH * sum(works_for(view, now.side, h) for h in sorted(manned))
    return near > own * HOPELESS


def evacuations(
    view: PlayerView, now: Situation, leaving: frozenset[UnitId]
) -> dict[UnitId, Directive]:
    """Directives for those who give up their posts and make for a way out of the theatre, and for
    those who are `leaving` already: nobody turns back."""
    if not view.scenario.refuges:
        return {}
    plan: dict[UnitId, Directive] = {}
    open_to: dict[FormationId, tuple[Hex, ...]] = {}
    for u in now.own:
        if u.formation not in open_to:
            open_to[u.formation] = ways_out(view, u)
        ways = open_to[u.formation]
        if ways and (u.id in leaving or hopeless(view, now, u)):
            goal = min(ways, key=lambda h: (distance(h, u.hex), h))
            plan[u.id] = Directive(u.formation, "withdraw", goal)
    return plan


def _leaving(
    view: PlayerView, now: Situation, leaving: frozenset[UnitId]
) -> list[tuple[Order, Why]]:
    """Those who have come to a way out to go, and those who stand there with nothing to hold."""
    found: list[tuple[Order, Why]] = []
    exits = {way.hex for way in view.scenario.refuges}
    for u in now.own:
        order = Withdraw(u.id)
        at_exit = u.hex in exits and check_withdraw(view, order) is None
        if at_exit and (u.id in leaving or hopeless(view, now, u)):
            name = f"leave by {view.scenario.map.label(u.hex)}"
            found.append(_why(view, order, name, "nothing left to hold for", SAVED))
    return found


