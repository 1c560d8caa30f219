"""Fields over the whole map: how long the way is from every hex to the nearest of some goals.

The cost of the six steps out of each hex is spread over eight arrays, one for each difference of
hex numbers that a step can make (1, 99, 100, 101, and back); a difference that is no step in a
column costs FAR there. Shifted minima of these arrays, repeated until nothing changes, give
the shortest ways from all hexes at once in a few milliseconds. Only the columns that matter are
worked on: columns follow each other in the arrays, so a window is a slice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from game.hexes import OFFSETS, STRIDE, Hex
from game.model.state import State
from game.model.terrain import Mobility
from game.rules.costs import MOTORISED, NO_STEP, UNABLE, step_arrays, steps_on
from game.rules.damage import altered

Field = npt.NDArray[np.uint16]

FAR = 30_000
"""Value of hexes from which no goal can be reached, and cost of a step that cannot be made: two of
them still fit 16 bits."""

FUEL_WORTH = 2
"""Points of march that a point of fuel counts as much as."""

SHIFTS = (-1, 1, 99, -99, 100, -100, 101, -101)
_PAD = STRIDE + 1
ROUNDS = 4
"""Times that all shifts are applied before looking what has changed."""
SLACK = 300
"""Points beyond the ways that are wanted for which a field still holds: more than a unit falls back
in the two days that a field serves."""
AROUND = 8
"""Columns on either side of the changes that are worked on meanwhile."""


class Costs:
    """The costs of all steps of one class of mobility, laid out for spreading."""

    def __init__(self, steps: npt.NDArray[np.uint16], columns: int) -> None:
        """`steps` has the cost from hex h in direction d at index h * 6 + d."""
        table = np.minimum(steps.reshape(columns, STRIDE, 6), FAR).astype(np.uint16)
        self.columns = columns
        self.by_shift: dict[int, Field] = {}
        for s in SHIFTS:
            cost = np.full((columns, STRIDE), FAR, np.uint16)
            for parity in (0, 1):
                if s in OFFSETS[parity]:
                    cost[parity::2] = table[parity::2, :, OFFSETS[parity].index(s)]
            self.by_shift[s] = cost.ravel()

    def into(self, extra: Field) -> Costs:
        """The same costs with `extra` added for entering each hex."""
        new = Costs.__new__(Costs)
        new.columns = self.columns
        padded = np.zeros(len(extra) + 2 * _PAD, np.uint16)
        padded[_PAD:-_PAD] = extra
        new.by_shift = {
            s: np.minimum(c + padded[_PAD + s : _PAD + s + len(c)], FAR)
            for s, c in self.by_shift.items()
        }
        return new


def spread(
    costs: Costs,
    goals: Mapping[Hex, int] | Iterable[Hex],
    window: tuple[int, int] | None = None,
    wanted: Sequence[Hex] = (),
) -> Field:
    """The cheapest way from each hex to a goal, in points; FAR where there is none.

    Goals given as a mapping start with its values, as a handicap. `window` names the first column
    and the one after the last that are worked on; hexes outside are FAR. If hexes
    in it are `wanted`, ways longer than theirs by more than SLACK may be too long, or FAR.
    """
    size = costs.columns * STRIDE
    first, after = window or (0, costs.columns)
    low, high = first * STRIDE, after * STRIDE
    padded = np.full(high - low + 2 * _PAD, FAR, np.uint16)
    inner = padded[_PAD:-_PAD]
    starts = goals if isinstance(goals, Mapping) else dict.fromkeys(goals, 0)
    for h, value in starts.items():
        if low <= h < high:
            inner[h - low] = min(value, FAR)
    sums = np.empty_like(inner)
    work = [(costs.by_shift[s][low:high], padded[_PAD + s : _PAD + s + len(inner)]) for s in SHIFTS]
    at = [Hex(h - low) for h in wanted]
    add, minimum = np.add, np.minimum
    changed = np.flatnonzero(inner < FAR)
    while len(changed):
        # Only what is near a change can change next.
        a = max(0, int(changed[0]) - AROUND * _PAD)
        b = min(len(inner), int(changed[-1]) + AROUND * _PAD + 1)
        part, sum_ = inner[a:b], sums[a:b]
        steps = [(cost[a:b], neighbour[a:b]) for cost, neighbour in work]
        before = part.copy()
        for _ in range(ROUNDS):
            for cost, neighbour in steps:
                add(cost, neighbour, out=sum_)
                minimum(part, sum_, out=part)
        changed = a + np.flatnonzero(before != part)
        # Nothing below the least of the changes will change any more.
        if at and len(changed) and inner[changed].min() > settled(inner, at):
            break
    if low == 0 and high == size:
        return inner.copy()
    field = np.full(size, FAR, np.uint16)
    field[low:high] = inner
    return field


def settled(field: Field, wanted: Sequence[Hex]) -> int:
    """The longest way that is sure to be right in a field spread for these hexes."""
    return int(field[wanted].max()) + SLACK


def costs_of(state: State, mobility: Mobility) -> Costs:
    """The steps of a class of mobility on today's ground, without the enemy.

    Motorised troops count their fuel as well: they run dry before they are tired.
    """
    key = (state.phase, "costs", mobility)

    def build() -> Costs:
        points = np.asarray(step_arrays(state, mobility))
        if mobility in MOTORISED:
            scenario = state.scenario
            steps = steps_on(
                scenario.map, scenario.tables, mobility, state.ground, UNABLE, altered(state)
            )
            fuel = np.frombuffer(steps.fuel, np.uint8).astype(np.uint16)
            points = np.where(points == NO_STEP, NO_STEP, points + FUEL_WORTH * fuel)
        return Costs(points, state.scenario.map.columns)

    return state.derived(key, build)


def eta_field(state: State, mobility: Mobility, goals: Mapping[Hex, int] | Iterable[Hex]) -> Field:
    """Points of marching from every hex to the nearest goal for a class of mobility."""
    return spread(costs_of(state, mobility), goals)


CLASS_OF: dict[str, Mobility] = {
    "foot": "foot", "horse": "foot", "static": "foot", "motor": "mech", "mech": "mech",
    "tank": "mech",
}  # fmt: skip
"""Which mobility's field serves a unit: two classes are enough for choosing a way."""
