"""Fields: the whole map's ways, against a plain search hex by hex."""

from __future__ import annotations

import heapq

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from game.hexes import OPPOSITE, STRIDE, Hex, neighbours
from game.players.fields import FAR, Costs, settled, spread

COLUMNS, ROWS = 9, 8


def _steps(values: list[int]) -> np.ndarray:
    """Steps on a small rectangle of land; a value of 0 closes the step."""
    steps = np.full((COLUMNS * STRIDE, 6), 0xFFFF, np.uint16)
    drawn = iter(values)
    for c in range(1, COLUMNS - 1):
        for r in range(1, ROWS - 1):
            for d, n in enumerate(neighbours(c * STRIDE + r)):
                inside = 1 <= n // STRIDE < COLUMNS - 1 and 1 <= n % STRIDE < ROWS - 1
                value = next(drawn)
                if inside and value:
                    steps[c * STRIDE + r, d] = value
    return steps.ravel()


def _plain(steps: np.ndarray, goals: dict[Hex, int]) -> dict[int, int]:
    table = steps.reshape(-1, 6)
    cost: dict[int, int] = {int(h): v for h, v in goals.items()}
    heap = [(v, int(h)) for h, v in goals.items()]
    heapq.heapify(heap)
    while heap:
        spent, h = heapq.heappop(heap)
        if spent != cost[h]:
            continue
        for d, n in enumerate(neighbours(h)):
            if 0 <= n < len(table):
                step = int(table[n, OPPOSITE[d]])
                if step != 0xFFFF and spent + step < cost.get(n, FAR):
                    cost[n] = spent + step
                    heapq.heappush(heap, (spent + step, n))
    return cost


@given(st.lists(st.integers(0, 120), min_size=252, max_size=252), st.integers(0, 40))
def test_a_field_is_the_cheapest_way_from_every_hex(values: list[int], handicap: int) -> None:
    steps = _steps(values)
    goals = {Hex(303): 0, Hex(605): handicap}
    field = spread(Costs(steps, COLUMNS), goals)
    plain = _plain(steps, goals)
    assert {h: int(field[h]) for h in range(len(field)) if field[h] < FAR} == plain


def test_a_window_leaves_out_the_columns_beyond_it() -> None:
    steps = _steps([10] * 252)
    whole = spread(Costs(steps, COLUMNS), [Hex(303)])
    part = spread(Costs(steps, COLUMNS), [Hex(303)], (1, 5))
    assert (part[STRIDE : 5 * STRIDE] == whole[STRIDE : 5 * STRIDE]).all()
    assert (part[5 * STRIDE :] == FAR).all()


def test_what_is_added_for_entering_a_hex_is_paid_on_the_way_through_it() -> None:
    steps = _steps([10] * 252)
    extra = np.zeros(COLUMNS * STRIDE, np.uint16)
    extra[303] = 500
    field = spread(Costs(steps, COLUMNS).into(extra), [Hex(303)])
    assert field[303] == 0
    assert field[302] == 510


@given(st.lists(st.integers(0, 900), min_size=252, max_size=252), st.sampled_from((302, 404, 605)))
def test_a_field_spread_for_some_hexes_is_right_up_to_their_ways_and_never_too_short(
    values: list[int], at: int
) -> None:
    steps = _steps(values)
    whole = spread(Costs(steps, COLUMNS), [Hex(303)])
    part = spread(Costs(steps, COLUMNS), [Hex(303)], wanted=[Hex(at)])
    sure = settled(part, [Hex(at)])
    assert (part >= whole).all()
    assert (part[whole <= sure] == whole[whole <= sure]).all()
