"""The ground follows the weather up to the day before."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.dice import Dice
from game.model.state import apply
from game.model.terrain import DRY, MUD, WET
from game.rules.weather import ground_after, turn_began
from tests.toy import TABLES, toy_map, toy_scenario, toy_state

TABLE = TABLES.movement
CODES = ("Cl", "Pc", "Fg", "Ra", "St", "Hr", "Th")


def grounds(codes: str, sector: str = "nonni", start: int = DRY) -> list[int]:
    """The ground on the mornings after these days."""
    ground, days, found = start, 0, []
    for code in codes.split():
        ground, days = ground_after(TABLE, sector, code, ground, days)
        found.append(ground)
    return found


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ("Cl Pc Fg", [DRY, DRY, DRY]),
        ("Ra", [WET]),
        ("St", [WET]),
        ("Hr", [MUD]),
        ("Th", [MUD]),
        ("Ra Ra", [WET, MUD]),
        ("Ra Cl Ra", [WET, WET, WET]),
        ("Ra Cl Cl", [WET, WET, DRY]),
        ("Hr Cl Cl Cl Cl", [MUD, MUD, WET, WET, DRY]),
        ("Hr Cl Ra Cl Cl", [MUD, MUD, MUD, MUD, WET]),
    ],
)
def test_one_day_of_rain_wets_two_or_a_cloudburst_make_mud_two_dry_days_mend(codes, expected):
    assert grounds(codes) == expected


@pytest.mark.parametrize("sector", ["khingan", "lower_amur"])
def test_the_liao_lowland_and_sanjiang_need_four_dry_days(sector) -> None:
    assert grounds("Hr Cl Cl Cl Cl Cl Cl Cl Cl", sector) == [MUD] * 4 + [WET] * 4 + [DRY]


def test_the_khingan_in_the_record_turns_wet_on_the_12th_and_mud_on_the_13th() -> None:
    # Weather of 9 to 15 August; the ground of the mornings of 10 to 16 August.
    assert grounds("Pc Pc Ra Hr Hr Ra Ra", "khingan") == [DRY, DRY, WET, MUD, MUD, MUD, MUD]


@given(
    st.lists(st.sampled_from(CODES), max_size=25), st.sampled_from(("nonni", "khingan")),
    st.sampled_from((DRY, WET, MUD)),
)  # fmt: skip
def test_rain_never_dries_and_sun_never_wets(codes, sector, ground) -> None:
    days = 0
    for code in codes:
        before = ground
        ground, days = ground_after(TABLE, sector, code, ground, days)
        assert DRY <= ground <= MUD
        rainy = code in ("Ra", "St", "Hr", "Th")
        assert ground >= max(before, WET) if rainy else before - 1 <= ground <= before
        assert (days > 0) == rainy


def test_a_morning_has_the_day_s_weather_and_the_ground_of_the_days_before() -> None:
    hexmap = replace(toy_map("."), sectors=("primorye", "gobi"))
    scenario = replace(toy_scenario(hexmap, []), weather=(("Ra", "Cl"), ("Cl", "Hr"), ("Cl", "Cl")))
    state, dice = toy_state(scenario, turn=0), Dice(1)
    first = turn_began(state, 1, dice)
    # The rains had reached Primorye before the war did.
    assert (first.turn, first.weather, first.ground) == (1, ("Ra", "Cl"), (WET, DRY))
    state = apply(state, first)
    second = turn_began(state, 2, dice)
    assert (second.weather, second.ground, second.wet_days) == (("Cl", "Hr"), (WET, DRY), (1, -1))
    third = turn_began(apply(state, second), 3, dice)
    assert third.ground == (WET, MUD)
