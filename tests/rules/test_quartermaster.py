"""Stances, and fuel poured from one unit into another."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game import engine
from game.dice import Dice
from game.hexes import Hex
from game.model.forces import Unit, UnitId
from game.model.orders import GiveFuel, Refusal, SetStance
from game.model.state import State
from game.rules import fog, quartermaster
from tests.toy import counter, toy_map, toy_scenario, toy_state

BOARD = toy_map("......\n......\n......")
FORCE = [
    counter("tb", 202, "tank", mobility="tank", tanks=65, vehicles=140, stack=1),
    counter("mb", 203, "motor_rifle", mobility="motor", vehicles=200, stack=1),
    counter("other", 302, "tank", mobility="tank", tanks=65, stack=1, formation="a2"),
    counter("rd", 202, stack=1),
    counter("far", 601, "tank", mobility="tank", tanks=30, stack=1),
    counter("late", 101, "tank", mobility="tank", tanks=30, arrives=5),
    counter("jd", 502, "infantry", nation="JPN"),
]


def a_state(**fuel: int) -> State:
    """The force, with these stocks of fuel."""
    state = toy_state(toy_scenario(BOARD, FORCE))
    units = {u: replace(unit, fuel=fuel.get(u, unit.fuel)) for u, unit in state.units.items()}
    return replace(state, units=units)


def refusal(state: State, order: GiveFuel | SetStance) -> Refusal | None:
    """What the engine says of an order in the Soviet phase."""
    return engine.check(fog.observe(state, "soviet"), order)


def fuel(giver: str, taker: str, points: int = 20) -> GiveFuel:
    """An order to pour."""
    return GiveFuel(UnitId(giver), UnitId(taker), points)


def test_a_stance_is_taken_and_given_up() -> None:
    state = a_state()
    order = SetStance(UnitId("rd"), "stand")
    assert refusal(state, order) is None
    state, _ = engine.play(state, order, Dice(1))
    assert state.units[UnitId("rd")].stance == "stand"
    again = refusal(state, order)
    assert again is not None
    assert (again.code, again.hexes, again.units) == ("no_change", (202,), ("rd",))
    state, _ = engine.play(state, SetStance(UnitId("rd"), "normal"), Dice(1))
    assert state == a_state()


@pytest.mark.parametrize(
    ("unit", "code"),
    [("nobody", "no_such_unit"), ("late", "no_such_unit"), ("jd", "no_such_unit")],
)
def test_only_own_units_on_the_map_take_a_stance(unit: str, code: str) -> None:
    found = refusal(a_state(), SetStance(UnitId(unit), "stand"))
    assert found is not None
    assert (found.code, found.units) == (code, (unit,))


def test_an_enemy_in_sight_takes_no_orders() -> None:
    state = replace(a_state(), options=replace(a_state().options, fog="off"))
    found = refusal(state, SetStance(UnitId("jd"), "stand"))
    assert found is not None
    assert found.code == "not_yours"
    assert "takes no orders in the Soviet phase" in found.sentence
    found = refusal(state, fuel("tb", "jd"))
    assert found is not None
    assert found.code == "not_yours"


@pytest.mark.parametrize(
    ("order", "stocks", "code"),
    [
        (fuel("nobody", "tb"), {}, "no_such_unit"),
        (fuel("tb", "nobody"), {}, "no_such_unit"),
        (fuel("tb", "tb"), {}, "same_unit"),
        (fuel("tb", "rd"), {}, "no_engines"),
        (fuel("tb", "other"), {"other": 0}, "other_army"),
        (fuel("tb", "far"), {"far": 0}, "too_far"),
        (fuel("tb", "mb"), {}, "no_fuel"),  # its tanks are full
        (fuel("tb", "mb", 0), {"mb": 0}, "no_fuel"),
        (fuel("tb", "mb", -5), {"mb": 0}, "no_fuel"),
        (fuel("tb", "mb", 111), {"mb": 0}, "no_fuel"),  # more than it has
        (fuel("mb", "tb", 1), {"tb": 0}, "no_fuel"),  # less than a point of the larger unit
    ],
)
def test_fuel_passes_only_between_motorised_neighbours_of_one_army(
    order: GiveFuel, stocks: dict[str, int], code: str
) -> None:
    found = refusal(a_state(**stocks), order)
    assert found is not None
    assert found.code == code
    assert found.sentence.endswith(".")


def test_the_same_tons_move_a_small_unit_farther() -> None:
    state = a_state(mb=0)
    tb, mb = UnitId("tb"), UnitId("mb")
    # 65 tanks at 45 and 140 lorries at 10 against 200 lorries at 10.
    assert quartermaster.thirst(state, tb) == 4325
    assert quartermaster.thirst(state, mb) == 2000
    after, events = engine.play(state, fuel("tb", "mb", 20), Dice(1))
    assert [event.kind for event in events] == ["refitted"]
    assert after.units[mb].fuel == 43  # 20 * 4325 // 2000
    assert after.units[tb].fuel == 110 - 20


def test_what_the_taker_cannot_hold_stays_with_the_giver() -> None:
    after, _ = engine.play(a_state(mb=100), fuel("tb", "mb", 40), Dice(1))
    assert after.units[UnitId("mb")].fuel == 110
    assert after.units[UnitId("tb")].fuel == 110 - 5  # 10 * 2000 / 4325, rounded up


@given(st.integers(0, 110), st.integers(0, 110), st.integers(1, 110))
def test_pouring_never_makes_fuel(giver: int, taker: int, points: int) -> None:
    state = a_state(tb=giver, mb=taker)
    order = fuel("tb", "mb", points)
    if quartermaster.check_fuel(state, order) is not None:
        return
    after, _ = engine.play(state, order, Dice(1))

    def tons(s: State) -> int:
        units: list[Unit] = [s.units[UnitId(u)] for u in ("tb", "mb")]
        return sum(u.fuel * quartermaster.thirst(s, u.id) for u in units)

    assert tons(after) <= tons(state)
    assert tons(state) - tons(after) < quartermaster.thirst(state, UnitId("tb"))
    assert after.units[UnitId("tb")].fuel >= giver - points
    assert taker < after.units[UnitId("mb")].fuel <= 110
    assert {h: ids for h, ids in after.index.items() if h == Hex(202)} == {Hex(202): ("rd", "tb")}
