"""Strength: what a unit has, times how well it fights. Numbers from the rulebook's chapter 2."""

from dataclasses import replace

import pytest

from game.model.forces import Unit, UnitId
from game.model.scenario import Scenario
from game.rules.strength import quality, raw_strength, strength, zoc_strength
from tests.toy import TERRAINS, counter, toy_map, toy_scenario, toy_state

BY_ID = {t.id: t for t in TERRAINS}


def one(**kind: object) -> tuple[Scenario, Unit]:
    """A scenario with one unit, and the unit."""
    scenario = toy_scenario(toy_map("..."), [counter("u", 101, **kind)])  # type: ignore[arg-type]
    return scenario, toy_state(scenario).units[UnitId("u")]


def test_a_rifle_division_is_worth_552_points() -> None:
    scenario, unit = one(men=9000, guns=165, spg=13, quality=72)
    assert raw_strength(scenario, unit, BY_ID["plain"]) == 36000 + 33000 + 7800
    assert strength(scenario, unit, BY_ID["plain"], "attack") // 100 == 552


def test_a_tank_brigade_is_worth_436_points_in_the_open_and_249_in_forest() -> None:
    scenario, unit = one(type="tank", mobility="tank", men=1400, guns=16, tanks=65, quality=72)
    assert strength(scenario, unit, BY_ID["plain"], "attack") // 100 == 437
    assert strength(scenario, unit, BY_ID["forest"], "attack") // 100 == 250
    assert strength(scenario, unit, BY_ID["plain"], "attack", works=True) // 100 == 250


def test_the_published_percentage_of_a_japanese_division_is_drawn_to_the_middle() -> None:
    for published, defending, attacking in ((15, 47, 31), (35, 57, 46), (80, 80, 80)):
        scenario, unit = one(type="infantry", nation="JPN", quality=published)
        assert quality(scenario, unit, "defence") == defending
        assert quality(scenario, unit, "attack") == attacking


def test_puppet_troops_fight_at_their_own_quality() -> None:
    scenario, unit = one(type="manchukuo_infantry", nation="MCK", quality=10)
    assert quality(scenario, unit, "defence") == 10


def test_the_124th_division_is_worth_373_points_on_defence() -> None:
    scenario, unit = one(type="infantry", nation="JPN", quality=35, men=13400, guns=60)
    assert strength(scenario, unit, BY_ID["mountains"], "defence") // 100 == 373


def test_a_japanese_tank_counts_half_a_soviet_one() -> None:
    scenario, unit = one(type="tank", mobility="tank", nation="JPN", men=0, guns=0, tanks=10)
    assert raw_strength(scenario, unit, BY_ID["plain"]) == 4000


@pytest.mark.parametrize(("fuel", "per_cent"), [(20, 100), (19, 75), (5, 75), (4, 50)])
def test_armour_short_of_fuel_counts_less(fuel: int, per_cent: int) -> None:
    scenario, unit = one(type="tank", mobility="tank", men=0, guns=0, tanks=10)
    short = replace(unit, fuel=fuel)
    assert raw_strength(scenario, short, BY_ID["plain"]) == 80 * per_cent


def test_foot_troops_with_guns_on_tracks_need_no_fuel() -> None:
    scenario, unit = one(men=0, guns=0, spg=10)
    assert raw_strength(scenario, replace(unit, fuel=0), BY_ID["plain"]) == 6000


def test_a_company_does_not_vanish() -> None:
    scenario, unit = one(men=120, guns=0, quality=10, nation="MCK", type="manchukuo_infantry")
    assert strength(scenario, unit, BY_ID["plain"], "defence") == 48


def test_a_zone_of_control_looks_at_whole_points_in_the_open() -> None:
    scenario, unit = one(men=1050, guns=3, spg=1, tanks=1)
    assert zoc_strength(scenario, unit) == 42 + 6 + 8 + 6
