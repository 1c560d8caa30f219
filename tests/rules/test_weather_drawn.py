"""Weather drawn from the climate, swollen rivers, heat, and what a player can know of tomorrow."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest

from game.dice import Dice
from game.engine import start
from game.lab.simulate import BadOption, options_of
from game.match import Match
from game.model.climate import CODES, Climate
from game.model.orders import EndPhase
from game.model.scenario import Options, Scenario
from game.model.state import PlayerView
from game.model.terrain import FLOOD, IMPASSABLE, MAJOR_RIVER, MUD, SMALL_RIVER, WET
from game.rules import supply, weather
from game.rules.costs import PREPARED, UNABLE, step_table
from game.rules.fog import observe
from game.scenario.load import load
from tests.toy import TABLES, counter, toy_map, toy_scenario, toy_state

TABLE = TABLES.movement
DRAWN = Options(weather="drawn")


def a_climate(sector: str, season: str = "august", **given) -> Climate:  # type: ignore[no-untyped-def]
    odds = dict.fromkeys(CODES, 0) | given.pop("odds", {"Cl": 40, "Ra": 35, "Hr": 25})
    row = {"persists": 25, "follows": "", "followed": 0, "ground": WET, "source": "toy"} | given
    return Climate(season=season, sector=sector, odds=tuple(odds.values()), **row)


def a_scenario(turns: int = 25, **given) -> Scenario:  # type: ignore[no-untyped-def]
    board = replace(toy_map("....", japan=(401,)), sectors=("west", "east"))
    climate = (
        a_climate("west", **given), a_climate("east", follows="west", followed=50),
        a_climate("west", "late", odds={"Hr": 100}), a_climate("east", "late", odds={"Hr": 100}),
    )  # fmt: skip
    forces = [counter("rd", 101), counter("jd", 401, nation="JPN")]
    return replace(toy_scenario(board, forces, turns=turns), climate=climate)


def days(scenario: Scenario, seed: int, turns: int = 25) -> list[tuple[str, ...]]:
    state = toy_state(replace(scenario, options=DRAWN))
    return [weather.weather_of(state, turn, Dice(seed)) for turn in range(1, turns + 1)]


def test_drawn_weather_follows_the_seed_and_nothing_else() -> None:
    scenario = a_scenario()
    assert days(scenario, 3) == days(scenario, 3) != days(scenario, 4)


def test_every_kind_of_weather_comes_as_often_as_the_climate_says() -> None:
    found = Counter(code for seed in range(300) for day in days(a_scenario(), seed) for code in day)
    share = {code: 100 * n / found.total() for code, n in found.items()}
    assert set(share) == {"Cl", "Ra", "Hr"}
    assert share == pytest.approx({"Cl": 40, "Ra": 35, "Hr": 25}, abs=2)


def test_weather_persists_and_comes_over_from_the_neighbour() -> None:
    again = over = 0
    for seed in range(300):
        record = days(a_scenario(), seed)
        for yesterday, today in pairwise(record):
            again += yesterday[0] == today[0]
            over += yesterday[0] == today[1]
    by_chance = 300 * 24 * (0.4**2 + 0.35**2 + 0.25**2)
    # A quarter of the days keep their luck; half of the east's is the west's of yesterday.
    assert again / by_chance == pytest.approx((0.25 + 0.75 * 0.345) / 0.345, rel=0.05)
    assert over > 1.5 * by_chance


def test_drawn_ground_starts_as_the_climate_says_and_mornings_follow_the_days_before() -> None:
    state, events = start(a_scenario(), DRAWN, Dice(8))
    assert events[0].ground == (WET, WET)  # type: ignore[union-attr]
    before = state.weather
    dice = Dice(8)
    morning = weather.turn_began(state, 2, dice)
    expected = [
        weather.ground_after(TABLE, s, code, WET, 0)[0]
        for s, code in zip(("west", "east"), before, strict=True)
    ]
    assert [min(g, MUD) for g in morning.ground] == expected


def test_the_rains_of_late_august_are_always_drawn() -> None:
    state, _ = start(a_scenario(), Options(season="late"), Dice(1))
    assert state.weather == ("Hr", "Hr")


def test_weather_can_only_be_drawn_from_a_climate() -> None:
    scenario = replace(a_scenario(), climate=())
    with pytest.raises(BadOption, match="only be drawn where the scenario has a climate"):
        options_of(scenario, {"weather": "drawn"})
    with pytest.raises(BadOption, match="climate"):
        options_of(scenario, {"season": "late"})
    assert options_of(a_scenario(), {"weather": "drawn"}) == DRAWN


@pytest.mark.parametrize("fog", ["on", "off"])
@pytest.mark.parametrize("sky", ["historical", "drawn"])
def test_no_view_contains_tomorrow_s_weather(fog: str, sky: str) -> None:
    match = Match(a_scenario(), 2, Options(fog=fog, weather=sky))  # type: ignore[arg-type]
    for _ in range(4):
        for side in ("soviet", "japan"):
            view = match.view(side)  # type: ignore[arg-type]
            assert view.scenario.weather == ()
            assert view.weather == match.state.weather
        match.submit(EndPhase())


def test_a_staff_knows_the_climate_and_no_more() -> None:
    state = toy_state(replace(a_scenario(), options=DRAWN))
    view = observe(replace(state, weather=("Hr", "Cl"), cache={}), "soviet")
    west = weather.forecast(view, 0)
    assert sum(west.values()) == 100
    # Three quarters new (of 40, 35 and 25), a quarter as today.
    assert (west["Cl"], west["Ra"] + west["Hr"]) == (30, 70)
    assert west["Hr"] in (43, 44)
    # Half of the east's luck tomorrow is the west's of today: cloudbursts.
    assert weather.forecast(view, 1)["Hr"] > west["Hr"]
    assert weather.forecast(PlayerView(replace(view, scenario=toy_scenario(
        view.scenario.map, []), cache={})), 0) == {}  # fmt: skip


# Swollen rivers


def water(codes: str) -> list[bool]:
    """Whether rivers are in flood on the mornings after these days."""
    level, found = 0, []
    for code in codes.split():
        level = weather.water_after(TABLE, code, level)
        found.append(level >= TABLE.water_flood)
    return found


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ("Hr Hr", [False, True]),
        ("Hr Ra Hr", [False, False, True]),
        ("Hr Cl Hr", [False, False, True]),
        ("Hr Cl Cl Hr", [False, False, False, False]),
        ("Hr Hr Ra Ra", [False, True, True, True]),
        ("Hr Hr Cl Cl", [False, True, True, False]),
        ("Ra Ra Ra Ra", [False] * 4),
    ],
)
def test_two_days_of_heavy_rain_swell_the_rivers_and_two_dry_days_let_them_fall(codes, expected):
    assert water(codes) == expected


def test_in_the_record_the_liao_and_the_sungari_are_out_from_the_14th() -> None:
    campaign = load("manchuria_1945")
    state, _ = start(campaign, Options(), Dice(1))
    floods = {s: [] for s in campaign.map.sectors}
    for turn in range(2, 26):
        event = weather.turn_began(state, turn, Dice(1))
        state = replace(
            state, weather=event.weather, ground=event.ground, wet_days=event.wet_days,
            water=event.water, turn=turn,
        )  # fmt: skip
        for sector, ground in zip(campaign.map.sectors, event.ground, strict=True):
            if ground == FLOOD:
                floods[sector].append(turn + 8)
    assert {s: d for s, d in floods.items() if d} == {
        "khingan": [14, 15, 16, 17], "lower_amur": [14, 15, 16, 17, 18],
    }


def river(size: int, mobility: str, ground: int, means: int) -> int:
    board = toy_map("..", rivers={(101, "NE"): size})
    return step_table(board, TABLES, mobility, ground, means)[101 * 6 + 1]  # type: ignore[arg-type]


def test_a_river_in_flood_is_crossed_over_pontoons_only_and_at_twice_the_cost() -> None:
    assert river(MAJOR_RIVER, "foot", MUD, UNABLE) < IMPASSABLE
    assert river(MAJOR_RIVER, "foot", FLOOD, UNABLE) == IMPASSABLE
    plain = river(0, "foot", FLOOD, PREPARED)
    assert river(MAJOR_RIVER, "foot", MUD, PREPARED) - plain == TABLE.prepared_crossing
    assert river(MAJOR_RIVER, "foot", FLOOD, PREPARED) - plain == 2 * TABLE.prepared_crossing
    assert river(MAJOR_RIVER, "tank", FLOOD, UNABLE) == IMPASSABLE


def test_a_small_river_is_major_in_mud_and_no_worse_in_flood() -> None:
    plain = river(0, "foot", MUD, UNABLE)
    assert river(SMALL_RIVER, "foot", MUD, UNABLE) - plain == TABLE.river[MAJOR_RIVER]
    assert river(SMALL_RIVER, "foot", FLOOD, UNABLE) - plain == TABLE.river[MAJOR_RIVER]
    assert river(0, "foot", FLOOD, UNABLE) == plain


# Heat


def test_a_hot_day_in_the_gobi_costs_marching_men_more() -> None:
    board = replace(toy_map("dd", japan=(201,)), sectors=("gobi",))
    state = toy_state(toy_scenario(board, [counter("rd", 101)]))
    unit = replace(state.units["rd"], spent=40)  # type: ignore[index]
    dull = replace(state, weather=("Pc",), cache={})
    assert weather.hot(state, unit.hex)
    assert not weather.hot(dull, unit.hex)
    more = supply.attrition_permille(state, unit) - supply.attrition_permille(dull, unit)
    assert more == state.scenario.tables.supply.heat > 0
