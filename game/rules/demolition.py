"""Demolition: bridges blown, railways torn up, and what a rear guard leaves in the river.

Any fighting unit beside a bridge can try. The Japanese pioneers had their charges ready at the
Muleng and the Mutan in August 1945, but not on the first day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from game.dice import WAYS_2D6, Dice
from game.hexes import Hex
from game.model.events import Worked
from game.model.forces import Side, Unit, enemy_of
from game.model.orders import Refusal, Work
from game.model.state import HOLDER_OF, State
from game.model.terrain import NO_RIVER, Cut
from game.rules.damage import altered, is_bridge, links, severed
from game.rules.odds import surprise_of
from game.rules.stacking import hexside


def bridged(state: State, side: int) -> bool:
    """Whether something carries traffic over a river on a hexside now."""
    link = links(state.scenario.map, altered(state)).get(side)
    if link is not None:
        return link.river == NO_RIVER and state.scenario.map.river[side] > 0
    return is_bridge(state.scenario.map, side)


def blow_need(state: State, side: Side) -> int:
    """What two dice must reach to blow a bridge today: charges were not laid on 9 August."""
    table = state.scenario.tables.engineering
    surprised = side == "japan" and surprise_of(state, enemy_of(side)) == "surprise_first"
    return table.blow_need_surprised if surprised else table.blow_need


def blow_chance(state: State, side: Side) -> int:
    """The ways out of 36 in which an attempt to blow a bridge succeeds today."""
    need = blow_need(state, side)
    return sum(ways for throw, ways in WAYS_2D6.items() if throw >= need)


def check_destroy(view: State, unit: Unit, order: Work) -> Refusal | None:
    """Why a unit may not try a demolition now, as far as its side can know."""
    s = view.scenario
    table, counter = s.tables.engineering, s.counters[unit.id]
    side = hexside(unit.hex, order.target)
    way = f"between {s.map.label(unit.hex)} and {s.map.label(order.target)}"
    price = table.blow_points if order.task == "blow" else table.tear_points
    code, why = "", ""
    if not s.unit_types[counter.type].combat:
        code, why = "no_combat", f"{counter.name} is no fighting unit."
    elif order.task == "blow" and not bridged(view, side):
        code, why = "no_bridge", f"There is no bridge {way} to be blown."
    elif order.task == "tear" and not s.map.rail[side]:
        code, why = "no_rail", f"There is no railway {way}."
    elif order.task == "tear" and severed(view, side):
        code, why = "no_change", f"The railway {way} is broken already."
    elif order.task == "tear" and view.side_at(order.target) == enemy_of(view.phase):
        code, why = "enemy_there", f"Enemy troops stand on {s.map.label(order.target)}."
    elif view.phase == "japan" and view.ceasefire:
        code, why = "ceasefire", "After the order to cease fire nothing is destroyed any more."
    elif unit.railing:
        code, why = "railing", f"{counter.name} is bound to its trains."
    elif unit.worked == view.turn:
        code, why = "worked", f"{counter.name} has tried a demolition today."
    elif unit.points < price:
        code, why = "no_points", f"{counter.name} has {unit.points} points; it takes {price}."
    return Refusal(code, why, (unit.hex, order.target), (unit.id,)) if code else None


def resolve_destroy(state: State, order: Work, dice: Dice) -> Worked:
    """Try a demolition on the truth."""
    unit = state.units[order.unit]
    table = state.scenario.tables.engineering
    side = hexside(unit.hex, order.target)
    price = table.blow_points if order.task == "blow" else table.tear_points
    tired = replace(unit, points=unit.points - price, worked=state.turn)
    if order.task == "tear":
        cut = Cut("rail", table.tear_work)
        return Worked(
            unit=unit.id, task="tear", side=side, result="done", left=cut.work,
            cuts=((side, cut),), after=(tired,), by=state.phase, at=unit.hex,
        )  # fmt: skip
    return replace(_blow(state, unit, side, dice), after=(tired,))


def _blow(state: State, unit: Unit, side: int, dice: Dice) -> Worked:
    """An attempt to blow what bridges a hexside."""
    owner = state.scenario.counters[unit.id].side
    throw = dice.two_d6("demolition", state.turn, side, unit.id)
    blown = throw >= blow_need(state, owner)
    cuts: tuple[tuple[int, Cut | None], ...] = ()
    pontoons: tuple[tuple[int, int], ...] = ()
    left = 0
    if blown and side in state.pontoons and not state.pontoons[side]:
        left = lay_work(state, side)
        pontoons = ((side, left),)
    elif blown:
        left = bridge_work(state, side)
        cuts = ((side, Cut("bridge", left)),)
    return Worked(
        unit=unit.id, task="blow", side=side, result="done" if blown else "failed", left=left,
        dice=throw, cuts=cuts, pontoons=pontoons, by=owner, at=unit.hex,
    )  # fmt: skip


def bridge_work(state: State, side: int) -> int:
    """Engineer-turns to mend the bridge of a hexside once it is down."""
    hexmap, table = state.scenario.map, state.scenario.tables.engineering
    by_river = table.repair_rail if hexmap.rail[side] else table.repair_road
    return by_river[int(hexmap.river[side])]


def lay_work(state: State, side: int) -> int:
    """Engineer-turns to lay a pontoon bridge over the river of a hexside."""
    return state.scenario.tables.engineering.lay[int(state.scenario.map.river[side])]


def left_behind(
    state: State, unit: Unit, path: Sequence[Hex], dice: Dice, going: frozenset[Hex] = frozenset()
) -> tuple[Worked, ...]:
    """The bridges that a unit with that stance blows as it leaves its hex along `path`: those it
    has crossed, and those that lead from its hex to ground of the enemy, unless own troops are
    still on the far bank. Hexes in `going` are being left by everybody."""
    if unit.stance != "demolish" or len(path) < 2:
        return ()
    if state.ceasefire and state.scenario.counters[unit.id].side == "japan":
        return ()
    owner = state.scenario.counters[unit.id].side
    enemy = HOLDER_OF[enemy_of(owner)]

    def deserted(h: Hex) -> bool:
        others = [u for u in state.units_at(h) if u.id != unit.id]
        return h in going or not any(state.side_of(u.id) == owner for u in others)

    sides = [hexside(a, b) for a, b in pairwise(path) if deserted(a)]
    if deserted(unit.hex):
        around = state.scenario.map.around[unit.hex]
        sides += [
            hexside(unit.hex, n) for n in around
            if state.control[n] == enemy or state.side_at(n) == enemy_of(owner)
        ]  # fmt: skip
    return tuple(
        _blow(state, unit, side, dice) for side in dict.fromkeys(sides) if bridged(state, side)
    )
