"""Stacking, frontage, and columns on hexsides (chapter 9 of the numbers, and 1.4)."""

from dataclasses import replace

import pytest

from game.hexes import DIRECTIONS
from game.model.forces import UnitId
from game.model.terrain import GREAT_RIVER, MAJOR_RIVER, ROAD, SMALL_RIVER, TRACK
from game.rules.stacking import (
    column_limit,
    column_points,
    frontage,
    has_room,
    hexside,
    jammed,
    room,
    stacked,
)
from tests.toy import TABLES, counter, toy_map, toy_scenario, toy_state


@pytest.mark.parametrize(
    ("letters", "stack", "front"),
    [
        (".sd", 18, 12), ("hc", 15, 9), ("f", 12, 9), ("m", 9, 6), ("wvM", 6, 3), ("o", 0, 0),
        ("~", 99, 0),
    ],
)
def test_stack_limits_and_frontage_by_terrain(letters, stack, front) -> None:
    state = toy_state(toy_scenario(toy_map(letters), []))
    for column in range(1, len(letters) + 1):
        h = column * 100 + 1
        assert (room(state, "soviet", h), frontage(state, h)) == (stack, front)


def test_room_is_what_a_side_s_own_units_leave() -> None:
    hexmap = toy_map("m.")
    state = toy_state(
        toy_scenario(hexmap, [counter("a", 101), counter("b", 101, stack=2), counter("c", 201)])
    )
    assert (stacked(state, "soviet", 101), room(state, "soviet", 101)) == (5, 4)
    assert room(state, "japan", 101) == 9
    assert has_room(state, state.units[UnitId("c")], 101)


def test_a_unit_may_always_stay_where_it_is() -> None:
    crowd = [counter(f"c{i}", 101) for i in range(4)]
    state = toy_state(toy_scenario(toy_map("m."), [*crowd, counter("u", 201)]))
    assert room(state, "soviet", 101) == -3
    assert has_room(state, state.units[UnitId("c0")], 101)
    assert not has_room(state, state.units[UnitId("u")], 101)


@pytest.mark.parametrize(
    ("men", "vehicles", "tanks", "points"),
    [(0, 0, 0, 1), (2500, 100, 0, 1), (2501, 0, 0, 2), (9000, 300, 0, 4), (1200, 150, 65, 3)],
)
def test_a_column_point_is_2500_men_or_100_vehicles(men, vehicles, tanks, points) -> None:
    state = toy_state(toy_scenario(toy_map("."), [counter("u", 101)]))
    unit = replace(state.units[UnitId("u")], men=men, vehicles=vehicles, tanks=tanks)
    assert column_points(state, unit) == points


@pytest.mark.parametrize(
    ("letters", "road", "rail", "limit"),
    [
        ("..", 0, 0, 60), ("..", TRACK, 0, 60), ("ff", 0, 0, 16), ("ff", ROAD, 0, 30),
        ("mm", 0, 0, 10), ("mm", TRACK, 0, 10), ("fm", ROAD, 0, 10), ("MM", ROAD, 0, 10),
        ("MM", 0, 0, 4), ("ww", 0, 0, 8), ("ww", TRACK, 0, 16), ("vv", 0, 1, 4), (".w", 0, 0, 8),
        ("vv", TRACK, 1, 16),
    ],
)  # fmt: skip
def test_column_limits_of_roads_tracks_passes_banks_and_open_country(letters, road, rail, limit):
    side = (101, "NE")
    hexmap = toy_map(letters, roads={side: road}, rails={side: rail} if rail else None)
    d = DIRECTIONS.index("NE")
    assert column_limit(hexmap, TABLES, 101 * 6 + d) == limit
    assert column_limit(hexmap, TABLES, hexside(201, 101)) == limit


@pytest.mark.parametrize(("river", "limit"), [(SMALL_RIVER, 60), (MAJOR_RIVER, 16)])
def test_an_unbridged_major_river_is_one_pontoon_bridge_wide(river, limit) -> None:
    hexmap = toy_map("..", rivers={(101, "NE"): river})
    assert column_limit(hexmap, TABLES, hexside(101, 201)) == limit
    bridged = toy_map("..", rivers={(101, "NE"): GREAT_RIVER}, roads={(101, "NE"): ROAD})
    assert column_limit(bridged, TABLES, hexside(101, 201)) == 60


def test_a_way_is_full_for_a_column_that_others_leave_no_room() -> None:
    state = toy_state(toy_scenario(toy_map("mm"), []))
    key = hexside(101, 201)
    assert not jammed(state, key, 99)
    state = replace(state, traffic={key: 7, -1: 50})
    assert not jammed(state, key, 3)
    assert jammed(state, key, 4)
