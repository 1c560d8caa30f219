"""Chapter 7: points for objectives by date, for losses and prisoners."""

from __future__ import annotations

from dataclasses import replace

import pytest

from game.hexes import Hex
from game.model.events import Toll
from game.model.scenario import Objective
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
