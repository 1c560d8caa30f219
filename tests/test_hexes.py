"""Hex geometry: neighbours, distances, discs, numbers."""

from __future__ import annotations

from collections import deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.hexes import (
    DIRECTIONS,
    OPPOSITE,
    STRIDE,
    column,
    direction_between,
    disc,
    distance,
    hex_at,
    name,
    neighbour,
    neighbours,
    row,
)

INNER = st.builds(hex_at, st.integers(10, 190), st.integers(10, 88))
WAYS = st.integers(0, 5)


@given(INNER)
def test_a_number_is_column_and_row(h):
    assert hex_at(column(h), row(h)) == h
    assert name(h) == f"{column(h):03d}{row(h):02d}"


@given(INNER, WAYS)
def test_going_there_and_back_leads_home(h, d):
    there = neighbour(h, d)
    assert there != h
    assert neighbour(there, OPPOSITE[d]) == h
    assert direction_between(h, there) == d
    assert direction_between(there, h) == OPPOSITE[d]


@given(INNER)
def test_the_six_neighbours_stand_in_a_ring(h):
    ring = neighbours(h)
    assert len(set(ring)) == len(DIRECTIONS)
    for d in range(6):
        assert direction_between(ring[d], ring[(d + 1) % 6]) is not None
        assert distance(ring[d], ring[(d + 3) % 6]) == 2


@given(INNER, st.lists(WAYS, max_size=12))
def test_a_walk_is_never_shorter_than_the_distance(h, walk):
    at = h
    for d in walk:
        at = neighbour(at, d)
    assert distance(h, at) <= len(walk)


@given(INNER, INNER, INNER)
def test_distance_is_a_distance(a, b, c):
    assert (distance(a, b) == 0) == (a == b)
    assert distance(a, b) == distance(b, a)
    assert distance(a, c) <= distance(a, b) + distance(b, c)


@given(INNER, INNER)
def test_there_is_always_a_neighbour_one_step_nearer(a, b):
    if a != b:
        assert min(distance(n, b) for n in neighbours(a)) == distance(a, b) - 1


@pytest.mark.parametrize("start", [hex_at(10, 10), hex_at(11, 10)])
def test_distance_counts_the_steps_of_a_search(start):
    """Against a plain breadth-first search, from an even and from an odd column."""
    steps, ahead = {start: 0}, deque([start])
    while ahead:
        h = ahead.popleft()
        if steps[h] < 6:
            for n in neighbours(h):
                if n not in steps:
                    steps[n] = steps[h] + 1
                    ahead.append(n)
    assert len(steps) == 1 + 3 * 6 * 7
    assert all(distance(start, h) == n for h, n in steps.items())


@given(
    st.builds(hex_at, st.integers(0, 19), st.integers(0, 19)),
    st.integers(0, 5),
    st.integers(1, 20),
    st.integers(1, 20),
)
def test_a_disc_holds_the_hexes_of_the_grid_within_its_radius(h, radius, columns, rows):
    plain = tuple(
        c * STRIDE + r
        for c in range(columns)
        for r in range(rows)
        if distance(h, c * STRIDE + r) <= radius
    )
    assert disc(h, radius, columns, rows) == plain


def test_hexes_that_do_not_touch_have_no_direction():
    assert direction_between(hex_at(10, 10), hex_at(10, 12)) is None
    assert direction_between(hex_at(10, 10), hex_at(10, 10)) is None
    # The two neighbours of the other parity are not neighbours here.
    assert direction_between(hex_at(10, 10), hex_at(11, 11)) is None
    assert direction_between(hex_at(11, 10), hex_at(12, 9)) is None
