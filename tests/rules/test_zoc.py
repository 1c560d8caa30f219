"""Zones of control: who exerts one, and how far it reaches."""

from dataclasses import replace

import pytest

from game.hexes import NOWHERE, Hex
from game.model.forces import UnitId
from game.model.state import State, apply, index_of
from game.model.terrain import GREAT_RIVER, MAJOR_RIVER, ROAD, TRACK
from game.rules.movement import resolve_move
from game.rules.zoc import FREE, TROOPS, ZONE, exerts, obstacles, zoc
from tests.toy import counter, toy_map, toy_scenario, toy_state

OPEN = "...\n...\n..."


def state_of(hexmap, *counters) -> State:
    return toy_state(toy_scenario(hexmap, list(counters)))


def covered(state: State, side: str = "soviet") -> list[int]:
    return [h for h, mark in enumerate(zoc(state, side)) if mark]


def test_a_zone_covers_the_six_neighbours_but_not_the_unit_s_own_hex() -> None:
    assert covered(state_of(toy_map(OPEN), counter("u", 202))) == [101, 102, 201, 203, 301, 302]


def test_two_units_next_to_each_other_cover_each_other() -> None:
    found = covered(state_of(toy_map(OPEN), counter("u", 202), counter("v", 203)))
    assert {202, 203} <= set(found)


@pytest.mark.parametrize(
    ("values", "felt"),
    [
        ({"men": 1000}, True), ({"men": 999}, False), ({"men": 0, "tanks": 5}, True),
        ({"men": 500, "guns": 10}, True), ({"men": 500, "guns": 9}, False),
        ({"disruption": 2}, True), ({"disruption": 3}, False), ({"hex": NOWHERE}, False),
        ({"gone": "destroyed"}, False),
    ],
)  # fmt: skip
def test_weak_broken_and_absent_units_exert_none(values, felt) -> None:
    state = state_of(toy_map(OPEN), counter("u", 202))
    unit = replace(state.units[UnitId("u")], **{"guns": 0, **values})
    units = {unit.id: unit}
    state = replace(state, units=units, index=index_of(units), cache={})
    assert bool(covered(state)) == felt


@pytest.mark.parametrize(
    ("type", "felt"),
    [("infantry", True), ("manchukuo_infantry", False), ("mengjiang_cavalry", False),
     ("fortress", False), ("garrison", False)],
)  # fmt: skip
def test_puppets_garrisons_and_rear_troops_exert_none(type, felt) -> None:
    state = state_of(toy_map(OPEN), counter("u", 202, type, nation="JPN"))
    assert exerts(state, state.units[UnitId("u")]) == felt
    assert bool(covered(state, "japan")) == felt


@pytest.mark.parametrize("letter", "fmMwv")
def test_close_country_is_controlled_along_roads_and_railways_only(letter) -> None:
    text = OPEN.replace(".", letter)
    assert covered(state_of(toy_map(text), counter("u", 202))) == []
    roads = {(202, "N"): TRACK, (202, "S"): ROAD}
    linked = toy_map(text, roads=roads, rails={(202, "NE"): 1})
    assert covered(state_of(linked, counter("u", 202))) == [201, 203, 301]


def test_it_is_the_entered_hex_that_must_be_close_country() -> None:
    assert covered(state_of(toy_map("...\n.f.\n..."), counter("u", 202))) == [
        101, 102, 201, 203, 301, 302
    ]  # fmt: skip


@pytest.mark.parametrize(("river", "crossed"), [(MAJOR_RIVER, True), (GREAT_RIVER, False)])
def test_no_zone_reaches_over_a_great_river_not_even_by_a_bridge(river, crossed) -> None:
    hexmap = toy_map(OPEN, rivers={(202, "S"): river}, roads={(202, "S"): ROAD})
    assert (203 in covered(state_of(hexmap, counter("u", 202)))) == crossed


def test_water_is_not_controlled() -> None:
    assert 201 not in covered(state_of(toy_map(".~.\n...\n..."), counter("u", 202)))


def test_obstacles_are_zones_and_troops() -> None:
    state = state_of(toy_map(OPEN), counter("u", 202), counter("v", 203, men=100, guns=0))
    marks = obstacles(state, "soviet")
    assert (marks[101], marks[202], marks[203], marks[303]) == (ZONE, TROOPS, TROOPS, FREE)


def test_a_move_carries_the_zone_along_and_keeps_the_enemy_s() -> None:
    from game.dice import Dice
    from game.model.orders import Move

    hexmap = toy_map("......\n......\n......")
    state = state_of(hexmap, counter("u", 102), counter("e", 602, "infantry", nation="JPN"))
    before, other = zoc(state, "soviet"), zoc(state, "japan")
    order = Move(UnitId("u"), (Hex(102), Hex(202)))
    for event in resolve_move(state, order, Dice(1)):
        state = apply(state, event)
    assert zoc(state, "soviet") != before
    assert zoc(state, "japan") is other
