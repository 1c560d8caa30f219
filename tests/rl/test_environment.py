"""The environment: what PettingZoo asks of one, and what its numbers mean."""

from __future__ import annotations

import contextlib
import io
import warnings
from typing import Any

import numpy as np
import pytest

pytest.importorskip("pettingzoo")

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it makes its own examples in a way that it deprecates
    from pettingzoo.test import api_test, max_cycles_test, render_test, seed_test

from game.engine import check
from game.match import Match
from game.model.orders import Attack, EndPhase, Move, line_of
from game.rl import environment
from game.rl.actions import ATTACK, MARCH, STANCE, TOWARDS, Actions
from game.rl.environment import env
from game.rl.observations import PLANES
from game.rules.legal import legal
from game.scenario.load import load

SMALL = ("tutorial", "shumshu")
# PettingZoo would rather have agents called soviet_0, and no masks among the arrays.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")


@pytest.mark.parametrize("scenario", SMALL)
def test_it_is_an_environment_of_pettingzoo(scenario: str) -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        api_test(env(scenario=scenario), num_cycles=60)


@pytest.mark.parametrize("scenario", SMALL)
def test_the_same_seed_is_the_same_game(scenario: str) -> None:
    seed_test(lambda: env(scenario=scenario), num_cycles=40)


@pytest.mark.parametrize("scenario", SMALL)
def test_it_ends_after_the_cycles_asked_for(
    scenario: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Module:
        @staticmethod
        def env(**choices: Any) -> Any:
            return environment.env(scenario=scenario, **choices)

        @staticmethod
        def parallel_env(**choices: Any) -> Any:
            return environment.parallel_env(scenario=scenario, **choices)

    max_cycles_test(Module)


@pytest.mark.parametrize("scenario", SMALL)
def test_it_can_be_looked_at(scenario: str) -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        render_test(lambda **choices: env(scenario=scenario, **choices))


def test_a_mask_allows_exactly_what_the_rules_allow() -> None:
    match = Match(load("tutorial"), 1)
    view = match.view("soviet")
    actions = Actions(match.scenario)
    mask = actions.mask(view)
    orders = [actions.order(view, int(a)) for a in np.flatnonzero(mask)]
    assert all(order is not None and check(view, order) is None for order in orders)
    for action in np.flatnonzero(mask == 0):
        order = actions.order(view, int(action))
        if order is not None:
            assert check(view, order) is not None, line_of(order)
    listed = legal(view)
    lone = {o for o in listed if isinstance(o, Attack) and len(o.units) == 1}
    steps = {o for o in listed if isinstance(o, Move) and len(o.path) == 2}
    assert lone <= set(orders)
    # A forced march of one hex is listed only where an unforced one is not enough.
    assert {o for o in steps if not o.forced} <= set(orders)
    assert isinstance(orders[-1], EndPhase)


def test_a_number_means_the_same_all_through_a_game() -> None:
    match = Match(load("tutorial"), 1)
    actions = Actions(match.scenario)
    view = match.view("soviet")
    first = actions.units["soviet"][0]
    assert line_of(actions.order(view, STANCE + 1) or EndPhase()) == f"stance {first} stand"
    second = actions.units["soviet"][1]
    step = actions.order(view, actions.per_unit + MARCH)
    assert isinstance(step, Move)
    assert step.unit == second
    assert actions.size == actions.slots * (TOWARDS + 4) + 1
    assert isinstance(actions.order(view, actions.per_unit + ATTACK), Attack)


def test_a_march_towards_an_objective_comes_nearer() -> None:
    from game.hexes import distance

    match = Match(load("tutorial"), 1)
    actions = Actions(match.scenario)
    mask = actions.mask(match.view("soviet"))
    found = [a for a in np.flatnonzero(mask)
             if a < actions.first_choice and a % actions.per_unit >= TOWARDS]  # fmt: skip
    assert found
    for action in found:
        order = actions.order(match.view("soviet"), int(action))
        assert isinstance(order, Move)
        goal = actions.goals[action % actions.per_unit - TOWARDS]
        assert distance(order.path[-1], goal) < distance(order.path[0], goal)


def test_rewards_are_the_points_of_the_game_and_sum_to_nothing() -> None:
    game = env(scenario="tutorial")
    game.reset(seed=5)
    before = environment.standing(game.unwrapped.match)[0]
    sums = dict.fromkeys(game.possible_agents, 0)
    for agent in game.agent_iter():
        seen, reward, ended, cut, _ = game.last()
        sums[agent] += reward
        mask = seen["action_mask"]
        choices = np.flatnonzero(mask)
        # Attacks whenever there are any, else the last march towards an objective.
        game.step(None if ended or cut else int(choices[-2] if len(choices) > 20 else choices[-1]))
    after = environment.standing(game.unwrapped.match)[0]
    assert sums == {"soviet": after - before, "japan": before - after}
    assert game.unwrapped.match.over


def test_an_order_that_is_not_allowed_changes_nothing() -> None:
    game = env(scenario="tutorial")
    game.reset(seed=5)
    mask = game.observe("soviet")["action_mask"]
    state = game.unwrapped.match.state
    game.step(int(np.flatnonzero(mask == 0)[0]))
    assert game.unwrapped.match.state is state
    assert game.infos["soviet"]["refused"]
    assert game.agent_selection == "soviet"


def test_a_side_sees_its_own_view_only() -> None:
    game = env(scenario="tutorial", options={"fog": "on"})
    game.reset(seed=5)
    match = game.unwrapped.match
    planes = game.observe("soviet")["observation"]
    seen = len({u.hex for u in match.view("soviet").on_map("japan")})
    assert (planes[PLANES.index("enemy men")] > 0).sum() == seen
    assert seen < len({u.hex for u in match.state.on_map("japan")})


def test_the_game_does_not_end_for_an_agent_that_never_ends_its_phase() -> None:
    game = env(scenario="tutorial")
    game.reset(seed=1)
    for _ in range(500):
        action = game.unwrapped.actions.per_unit * 0 + STANCE + (_ % 2)
        if game.agent_selection != "soviet":
            break
        game.step(action)
    assert game.agent_selection == "japan"
