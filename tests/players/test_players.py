"""What holds for every player: the same twice, nothing from behind the fog, orders that hold."""

from __future__ import annotations

from dataclasses import replace

import pytest

from game.engine import check
from game.hexes import Hex, distance
from game.match import Match
from game.model.forces import Side
from game.model.scenario import Scenario
from game.model.state import index_of
from game.players.registry import NAMES, make
from game.rules import fog
from tests.players.boards import board, objective, play
from tests.toy import counter, place, toy_map

FIELD = """
...........
..hh...f...
..h....f...
...........
.....c.....
..f....hh..
...........
"""


def _scenario() -> Scenario:
    hexmap = toy_map(
        FIELD,
        japan=tuple(c * 100 + r for c in range(6, 12) for r in range(1, 8)),
        places=(place("p605", 605), place("p1004", 1004)),
    )
    units = [
        counter("r1", 103), counter("r2", 105), counter("r3", 204, formation="a2"),
        counter("t1", 104, "tank", size="brigade", mobility="tank", men=1400, tanks=65, guns=16,
                stack=1, vehicles=95),
        counter("c1", 106, "cavalry", mobility="horse", men=5000, guns=40),
        counter("j1", 605, "infantry", nation="JPN", quality=35, guns=24),
        counter("j2", 704, "infantry", nation="JPN", quality=20, guns=20),
        counter("j3", 1004, "mixed_brigade", nation="JPN", size="brigade", quality=15, men=5000,
                guns=20, stack=2),
    ]  # fmt: skip
    return board(
        hexmap, units, (objective(605, 6, 4), objective(1004, 9, 7)),
        sources={104: "soviet", 1004: "japan"},
    )  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_player_gives_the_same_orders_twice(name: str) -> None:
    scenario = _scenario()
    games = [
        play(scenario, make(name, "soviet", 3), make(name, "japan", 4), turns=4) for _ in range(2)
    ]
    assert games[0][1] == games[1][1]
    assert games[0][0].state_hash() == games[1][0].state_hash()


@pytest.mark.parametrize("name", ["staff", "greedy"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_orders_are_seldom_refused(name: str, seed: int) -> None:
    _, lines, refused = play(
        _scenario(), make(name, "soviet", seed), make(name, "japan", seed), seed=seed, turns=8
    )
    assert refused * 20 <= len(lines)


@pytest.mark.parametrize("name", ["staff", "greedy", "random"])
@pytest.mark.parametrize("side", ["soviet", "japan"])
def test_what_a_player_cannot_see_changes_nothing(name: str, side: Side) -> None:
    match = Match(_scenario(), 1)
    state = replace(match.state, phase=side, cache={})
    view = fog.observe(state, side)
    hidden = [
        u for u in state.units.values()
        if state.side_of(u.id) != side and u.on_map and u.id not in view.units
    ]  # fmt: skip
    assert hidden
    units = dict(state.units)
    for u in hidden:
        units[u.id] = replace(u, men=u.men // 2, guns=99, fatigue=50, ammo=0)
    other = replace(state, units=units, index=index_of(units), cache={})
    first = make(name, side, 7).choose(view)
    assert make(name, side, 7).choose(fog.observe(other, side)) == first
    assert first


def test_the_first_order_of_a_batch_is_allowed() -> None:
    view = Match(_scenario(), 2).view("soviet")
    for name in NAMES:
        assert check(view, make(name, "soviet", 1).choose(view)[0]) is None


def test_a_staff_takes_over_a_game_that_others_began() -> None:
    scenario = _scenario()
    match, _, _ = play(scenario, make("greedy", "soviet"), make("greedy", "japan"), turns=3)
    fresh = make("staff", match.phase)
    orders = fresh.choose(match.view(match.phase))
    assert orders
    assert check(match.view(match.phase), orders[0]) is None


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_greedy_gets_nearer_to_the_objective_than_random(seed: int) -> None:
    def left(name: str) -> int:
        match, _, _ = play(_scenario(), make(name, "soviet", seed), make(name, "japan", seed),
                           seed=seed, turns=6)  # fmt: skip
        own = match.state.on_map("soviet")
        return min(distance(u.hex, Hex(605)) for u in own) + 3 * sum(
            1 for o in match.scenario.objectives if o.place not in match.state.captures
        )

    assert left("greedy") <= left("random")


def test_a_random_player_throws_its_own_dice() -> None:
    view = Match(_scenario(), 5).view("soviet")
    answers = {make("random", "soviet", seed).choose(view) for seed in range(8)}
    assert len(answers) > 1
