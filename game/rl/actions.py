"""The orders of a scenario as numbers: a fixed space, the same for both sides and all days.

An action is ``unit * PER_UNIT + what``, then come the answers to declared events, and last the end
of the phase. A unit's number is its place among its side's counters in the scenario.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np
import numpy.typing as npt

from game.engine import check
from game.hexes import Hex, distance, neighbour
from game.model.forces import SIDES, Side, Unit, UnitId
from game.model.orders import (
    STANCES,
    Attack,
    Choose,
    EndPhase,
    Move,
    Order,
    Sail,
    SetStance,
    Withdraw,
)
from game.model.scenario import Scenario
from game.model.state import PlayerView
from game.rules import naval
from game.rules.combat import check_attack
from game.rules.movement import check_move, path_to, reachable

MARCH, FORCED, ATTACK, TOGETHER, STANCE, LEAVE, TOWARDS = 0, 6, 12, 18, 24, 28, 29
"""First number of each kind of what a unit can do: six directions of a march of one hex, the same
forced, an attack alone, one with all who can; four stances; leaving the map; and from TOWARDS on
one march and one passage by sea towards each objective."""

Mask = npt.NDArray[np.int8]


class Actions:
    """The space of actions of a scenario."""

    def __init__(self, scenario: Scenario) -> None:
        """The space of `scenario`, as its options have it."""
        self.units: dict[Side, tuple[UnitId, ...]] = {
            side: tuple(c.id for c in scenario.counters.values() if c.side == side)
            for side in SIDES
        }
        self.goals: tuple[Hex, ...] = tuple(o.hex for o in scenario.objectives)
        self.choices: dict[Side, tuple[Choose, ...]] = {
            side: tuple(
                Choose(h.id, way.id)
                for h in scenario.happenings if h.told == side for way in h.choice
            )
            for side in SIDES
        }  # fmt: skip

    @cached_property
    def slots(self) -> int:
        """Units of the larger side."""
        return max(len(ids) for ids in self.units.values())

    @cached_property
    def per_unit(self) -> int:
        """Actions of each unit."""
        return TOWARDS + 2 * len(self.goals)

    @cached_property
    def first_choice(self) -> int:
        """Number of the first answer to an event."""
        return self.slots * self.per_unit

    @cached_property
    def end(self) -> int:
        """Number of the end of the phase, the last one."""
        return self.first_choice + max(len(found) for found in self.choices.values())

    @property
    def size(self) -> int:
        """How many actions there are."""
        return self.end + 1

    def order(self, view: PlayerView, action: int) -> Order | None:
        """The order that an action stands for in this view; None when it stands for none there."""
        side = view.phase
        if action == self.end:
            return EndPhase()
        if action >= self.first_choice:
            number = action - self.first_choice
            found = self.choices[side]
            return found[number] if number < len(found) else None
        slot, what = divmod(action, self.per_unit)
        if slot >= len(self.units[side]):
            return None
        unit = view.units[self.units[side][slot]]
        if what >= TOWARDS + len(self.goals):
            return _passage(view, unit, self.goals[what - TOWARDS - len(self.goals)])
        if not unit.on_map:
            return None
        if what >= TOWARDS:
            return _march(view, unit, self.goals[what - TOWARDS])
        return _near(view, unit, what)

    def mask(self, view: PlayerView) -> Mask:
        """1 for each action that stands for an order which the side may give now."""
        mask = np.zeros(self.size, dtype=np.int8)
        mask[self.end] = 1
        if view.over is not None:
            return mask
        side = view.phase
        for slot, unit_id in enumerate(self.units[side]):
            unit = view.units[unit_id]
            if not (unit.on_map or unit.gone == "box"):
                continue
            for what in self._worth_asking(view, unit):
                action = slot * self.per_unit + what
                order = self.order(view, action)
                mask[action] = order is not None and check(view, order) is None
        for number, choice in enumerate(self.choices[side]):
            mask[self.first_choice + number] = check(view, choice) is None
        return mask

    def _worth_asking(self, view: PlayerView, unit: Unit) -> Iterator[int]:
        """What a unit may be able to do; everything else is out of the question."""
        goals = len(self.goals)
        if naval.sail_reachable(view, (unit.id,)):
            yield from range(TOWARDS + goals, TOWARDS + 2 * goals)
        if not unit.on_map:
            return
        yield from range(STANCE, TOWARDS)
        if unit.points <= 0:
            return
        yield from range(MARCH, ATTACK)
        yield from range(TOWARDS, TOWARDS + goals)
        for d in range(6):
            if view.side_at(neighbour(unit.hex, d)) not in (None, view.phase):
                yield from (ATTACK + d, TOGETHER + d)


def _near(view: PlayerView, unit: Unit, what: int) -> Order:
    """What a unit does where it stands, or in one direction."""
    if what == LEAVE:
        return Withdraw(unit.id)
    if what >= STANCE:
        return SetStance(unit.id, STANCES[what - STANCE])
    there = neighbour(unit.hex, what % 6)
    if what < ATTACK:
        return Move(unit.id, (unit.hex, there), forced=what >= FORCED)
    return Attack((unit.id,) if what < TOGETHER else _all_who_can(view, unit, there), there)


def _all_who_can(view: PlayerView, unit: Unit, target: Hex) -> tuple[UnitId, ...]:
    """The unit and all neighbours of a hex that may attack it with it, in a fixed sequence."""
    able: tuple[UnitId, ...] = (unit.id,)
    for h in view.scenario.map.around[target]:
        for other in view.units_at(h):
            if view.side_of(other.id) == view.phase and other.id not in able:
                more = Attack((*able, other.id), target)
                if check_attack(view, more) is None:
                    able = more.units
    return able


def _march(view: PlayerView, unit: Unit, goal: Hex) -> Order | None:
    """The march that ends nearest to a goal, and nearer than the unit is; the cheapest of them."""
    here = distance(unit.hex, goal)
    reached = reachable(view, unit, forced=False)
    ranked = sorted((distance(h, goal), cost, h) for h, (cost, _) in reached.items())
    for far, _, h in ranked:
        if far >= here:
            break
        path = path_to(view, unit, h)
        if path is not None and check_move(view, Move(unit.id, path)) is None:
            return Move(unit.id, path)
    return None


def _passage(view: PlayerView, unit: Unit, goal: Hex) -> Order | None:
    """The passage by sea or river that ends nearest to a goal, and nearer than the unit is."""
    here = distance(unit.hex, goal) if unit.on_map else 10_000
    reached = naval.sail_reachable(view, (unit.id,))
    for far, h in sorted((distance(h, goal), h) for h in reached):
        if far >= here:
            break
        order = Sail((unit.id,), reached[h])
        if check(view, order) is None:
            return order
    return None
