"""What an army loses without an enemy: breakdowns on the march, sickness."""

from dataclasses import replace

import pytest

from game.dice import Dice
from game.model.forces import UnitId
from game.model.state import State
from game.rules.wear import wear
from tests.toy import counter, toy_map, toy_scenario, toy_state

TANKS = UnitId("t1")
MEN = UnitId("r1")


def _state(ground: str = ".", mud: bool = False) -> State:
    tanks = counter("t1", 202, "tank", mobility="tank", men=1400, tanks=400, spg=100)
    scenario = toy_scenario(toy_map("\n".join([ground * 5] * 4)), [tanks, counter("r1", 303)])
    state = toy_state(scenario)
    return replace(state, ground=(2,), cache={}) if mud else state


def _marched(state: State, spent: int, forced: bool = False) -> State:
    unit = replace(state.units[TANKS], spent=spent, forced=forced)
    return replace(state, units={**state.units, TANKS: unit}, cache={})


def _broken(state: State, days: int = 200) -> int:
    """Machines that broke down in many evenings of the same day's march, for 100 evenings."""
    total = 0
    for seed in range(days):
        for event in wear(state, "soviet", Dice(seed)):
            for unit in event.after:
                total += state.units[unit.id].armour - unit.armour
    return total * 100 // days


def test_armour_breaks_down_on_a_long_march_only() -> None:
    assert _broken(_marched(_state(), 40)) == 0
    # 5 permille of 500 machines.
    assert _broken(_marched(_state(), 41)) == pytest.approx(250, abs=40)


def test_a_forced_march_and_mud_break_twice_as_many_each() -> None:
    assert _broken(_marched(_state(), 60, forced=True)) == pytest.approx(500, abs=60)
    assert _broken(_marched(_state(mud=True), 60, forced=True)) == pytest.approx(1000, abs=80)


def test_seven_of_ten_broken_machines_go_to_the_workshops_and_the_rest_is_lost() -> None:
    state = _marched(_state("s", mud=True), 60, forced=True)
    (event,) = wear(state, "soviet", Dice(3))
    unit = next(u for u in event.after if u.id == TANKS)
    broken = 500 - unit.armour
    assert broken == 10
    assert unit.workshop == 7
    assert event.toll[0].tanks == 3


@pytest.mark.parametrize(("ground", "rate"), [(".", 14), ("d", 28), ("w", 28), ("f", 14)])
def test_men_fall_sick_and_more_of_them_in_desert_and_marsh(ground: str, rate: int) -> None:
    state = _state(ground)
    sick = dead = 0
    for seed in range(400):
        for event in wear(state, "soviet", Dice(seed)):
            sick += sum(t.wounded + t.killed for t in event.toll)
            dead += sum(t.killed for t in event.toll)
            lost = sum(state.units[u.id].men - u.men for u in event.after)
            assert lost == sum(t.wounded + t.killed for t in event.toll)
    # 10,400 men a day.
    assert sick * 1000 // 400 == pytest.approx(rate * 104, rel=0.15)
    assert dead * 100 // sick == pytest.approx(20, abs=5)


def test_the_last_man_of_a_unit_does_not_fall_sick() -> None:
    state = _state()
    unit = replace(state.units[MEN], men=1)
    state = replace(state, units={**state.units, MEN: unit}, cache={})
    for seed in range(300):
        for event in wear(state, "soviet", Dice(seed)):
            assert all(u.men > 0 for u in event.after)
