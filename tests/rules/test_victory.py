"""Chapter 7: points for objectives by date, for losses and prisoners."""

from __future__ import annotations

from dataclasses import replace

import pytest

from game.hexes import Hex
from game.model.events import Toll
from game.model.scenario import Objective, Options
from game.rules import victory
from tests.toy import counter, place, toy_map, toy_scenario, toy_state

TOWN = Objective("town", Hex(301), "Town", 4, 10, 8, 12)


def a_state(**changes):  # type: ignore[no-untyped-def]
    board = toy_map("...", japan=(301,), places=(place("town", 301),))
    state = toy_state(toy_scenario(board, [counter("rd", 101)], turns=25, objectives=(TOWN,)))
    return replace(state, **changes)


@pytest.mark.parametrize(
    ("taken", "points"), [(10, 0), (9, 4), (8, 8), (5, 12), (12, -8), (15, -20), (25, -20)]
)
def test_an_objective_pays_its_weight_for_each_day_before_par_within_limits(taken, points):
    state = a_state(captures={"town": taken}, turn=25)
    assert victory.objective_points(state, TOWN, final=True) == points


def test_an_objective_never_taken_costs_four_times_its_weight_more():
    assert victory.objective_points(a_state(turn=25), TOWN, final=True) == -4 * (5 + 4)


def test_before_its_par_an_objective_not_yet_taken_costs_nothing():
    assert victory.objective_points(a_state(turn=4), TOWN, final=False) == 0
    assert victory.objective_points(a_state(turn=12), TOWN, final=False) == -8


def test_the_record_is_a_draw():
    losses = {
        "USSR": Toll("USSR", killed=12031, wounded=24425),
        "JPN": Toll("JPN", captured=600000),
    }
    result = victory.ledger(a_state(captures={"town": 10}, losses=losses, turn=25), final=True)
    assert (result.total, result.level) == (0, "draw")


def test_casualties_and_prisoners_move_the_level():
    losses = {"USSR": Toll("USSR", killed=60000, wounded=240000)}
    result = victory.ledger(a_state(captures={"town": 10}, losses=losses, turn=25), final=True)
    assert result.total == -(300 - 36) // 2 - 600 // 20
    assert result.level == "marginal Japanese victory"


def test_a_small_scenario_counts_men_in_smaller_steps():
    state = a_state(captures={"town": 10}, losses={"USSR": Toll("USSR", killed=1700)}, turn=25)
    tables = state.scenario.tables
    rule = replace(
        tables.victory, men=100, par_losses=12, losses_per_point=1, par_prisoners=0, draw=4
    )
    scenario = replace(state.scenario, tables=replace(tables, victory=rule))
    result = victory.ledger(replace(state, scenario=scenario), final=True)
    assert (result.total, result.level) == (-5, "marginal Japanese victory")
    assert result.lines[-2].why == "1,700 men; record 1,200"


# Par, and what remains


def options(**given) -> Options:  # type: ignore[no-untyped-def]
    return Options(**given)


@pytest.mark.parametrize(("handicap", "points"), [("-3", -12), ("0", 0), ("2", 8), ("3", 12)])
def test_a_handicap_moves_par_by_whole_days(handicap, points):
    state = a_state(captures={"town": 10}, turn=25, options=options(handicap=handicap))
    assert victory.objective_points(state, TOWN, final=True) == points


@pytest.mark.parametrize(
    ("rescript", "par"), [(7, 10), (9, 12), (5, 8), (14, 15), (0, 15)],
)  # fmt: skip
def test_par_follows_the_rescript_by_at_most_five_days(rescript, par):
    state = a_state(rescript=rescript, turn=20, options=options(par="follows"))
    assert victory.par_of(state, TOWN) == par
    assert victory.par_of(replace(state, options=options()), TOWN) == 10


def test_par_before_the_rescript_stays_and_without_one_moves_five_days():
    state = a_state(turn=3, options=options(par="follows"))
    assert victory.par_of(state, TOWN) == 10
    assert victory.par_of(state, replace(TOWN, par=7)) == 7
    never = replace(state, options=options(par="follows", rescript="never"))
    assert victory.par_of(never, TOWN) == 15


def test_the_standing_says_what_remains_today_tomorrow_and_never():
    now = victory.standing(a_state(turn=12))
    assert now.counted.total == -8
    (open_,) = now.prospects
    assert (open_.par, open_.today, open_.tomorrow, open_.never) == (10, -8, -12, -36)
    assert now.if_ended.of_kind("objective") == -36
    assert now.thresholds == (70, 210, 420)
    assert victory.standing(a_state(turn=12, captures={"town": 9})).prospects == ()


def test_each_side_has_its_level():
    scenario = a_state().scenario
    for total, soviet, japan in (
        (70, "draw", "draw"), (-71, "marginal defeat", "marginal victory"),
        (300, "substantial victory", "substantial defeat"),
        (-500, "decisive defeat", "decisive victory"),
    ):  # fmt: skip
        assert victory.level_for(scenario, total, "soviet") == soviet
        assert victory.level_for(scenario, total, "japan") == japan


def test_what_a_level_game_makes_is_taken_off_at_the_end():
    state = a_state(captures={"town": 8}, turn=25)
    tables = state.scenario.tables
    table = replace(tables.victory, even=6, par_losses=0, par_prisoners=0)
    scenario = replace(state.scenario, tables=replace(tables, victory=table))
    state = replace(state, scenario=scenario)
    assert victory.ledger(state).total == 8
    result = victory.ledger(state, final=True)
    assert (result.lines[-1].points, result.total) == (-6, 2)
