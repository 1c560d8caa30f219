"""A whole game on a small map: sequence of play, invariants after every order, determinism."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from game import engine
from game.hexes import Hex
from game.match import Match, play_out
from game.model.forces import UnitId
from game.model.orders import Attack, EndPhase, Move, Refusal, SetStance
from game.model.scenario import Objective, SupplySource
from game.model.state import State, control_of, index_of
from game.players.registry import make
from game.replay import digest, restore, snapshot
from game.rules import fog
from tests.toy import counter, place, toy_map, toy_scenario

BOARD = """
..........
..hf......
...~c.....
..........
"""
YELLOW = tuple(c * 100 + r for c in range(6, 11) for r in range(1, 5))


def small_scenario(turns: int = 6):  # type: ignore[no-untyped-def]
    """Two rifle divisions and a tank brigade against two divisions, a town between them."""
    board = toy_map(BOARD, japan=YELLOW, places=(place("near", 602), place("far", 803)))
    return toy_scenario(
        board,
        [
            counter("rd1", 101),
            counter("rd2", 102),
            counter("late", 103, arrives=3),
            counter(
                "tb", 103, "tank", mobility="tank", tanks=65, men=1400, guns=16, size="brigade",
                stack=1,
            ),
            counter("jd1", 602, "infantry", nation="JPN", guns=40, quality=35),
            counter("jd2", 803, "infantry", nation="JPN", guns=40, quality=35),
            counter("md", 901, "manchukuo_infantry", nation="MCK", guns=10, men=5000, desertion=85),
        ],
        turns=turns,
        objectives=(Objective("far", Hex(803), "Far", 5, 4, 3, 6),),
        sources=(
            SupplySource("west", Hex(101), "soviet", (), 1000, ""),
            SupplySource("east", Hex(1003), "japan", (), 1000, ""),
        ),
    )  # fmt: skip


SCENARIO = small_scenario()


def men_of(state: State) -> int:
    """Everybody who ever was in the game: alive, and lost in any way."""
    alive = sum(u.men + u.stragglers for u in state.units.values())
    lost = sum(t.men for t in state.losses.values())
    return alive + lost


def assert_sound(state: State) -> None:
    """What is true in every state of every game."""
    assert men_of(state) == sum(c.men for c in state.scenario.counters.values())
    assert state.index == index_of(state.units)
    assert state.control == control_of(state.scenario, state.held)
    for unit in state.units.values():
        strengths = (unit.men, unit.tanks, unit.spg, unit.guns, unit.rockets, unit.vehicles)
        stocks = (unit.points, unit.fuel, unit.ammo, unit.rations, unit.fatigue, unit.disruption)
        assert min(*strengths, *stocks) >= 0, unit
        if unit.on_map:
            assert state.scenario.map.land[unit.hex], unit
    for h, there in state.index.items():
        assert len({state.side_of(u) for u in there}) == 1, h


@pytest.mark.parametrize("pair", [("random", "random"), ("greedy", "random"), ("greedy", "greedy")])
@pytest.mark.parametrize("seed", range(1, 7))
def test_every_state_of_a_game_is_sound(pair, seed):
    match = Match(SCENARIO, seed)
    assert_sound(match.state)

    def watch(match, order, events):  # type: ignore[no-untyped-def]
        assert_sound(match.state)
        side = match.phase
        assert match.view(side) == fog.observe(replace(match.state, cache={}), side)
        text = snapshot(match.state)
        assert restore(text, SCENARIO) == match.state
        assert snapshot(restore(text, SCENARIO)) == text

    players = {"soviet": make(pair[0], "soviet", seed), "japan": make(pair[1], "japan", seed)}
    play_out(match, players, watch=watch)
    assert match.over


def test_turns_run_soviet_then_japanese_and_reinforcements_come_on_their_day():
    match = Match(SCENARIO, 1)
    seen = []
    while not match.over:
        seen.append((match.turn, match.phase))
        assert (match.state.units[UnitId("late")].gone == "waiting") == (match.turn < 3)
        match.submit(EndPhase())
    assert seen == [(t, s) for t in range(1, 7) for s in ("soviet", "japan")]
    assert match.state.over is not None
    assert match.state.over[0] == "the last day is over"


def test_a_refused_order_changes_nothing_and_says_why():
    match = Match(SCENARIO, 1)
    before = match.state_hash()
    for order, code in (
        (Move(UnitId("rd1"), (Hex(101), Hex(301))), "no_path"),
        (Move(UnitId("nobody"), (Hex(101), Hex(201))), "no_such_unit"),
        (Move(UnitId("jd1"), (Hex(602), Hex(601))), "no_such_unit"),
        (Attack((UnitId("rd1"),), Hex(201)), "nobody_there"),
    ):
        refusal = match.submit(order)
        assert isinstance(refusal, Refusal)
        assert refusal.code == code
        assert refusal.sentence.endswith(".")
    assert match.state_hash() == before
    assert match.orders == 0


def test_legal_lists_only_orders_that_the_engine_accepts():
    match = Match(SCENARIO, 2)
    players = {s: make("greedy", s, 2) for s in ("soviet", "japan")}
    for _ in range(3):
        for side in ("soviet", "japan"):
            view = match.view(side)
            orders = match.legal(side)
            assert EndPhase() in orders
            assert all(engine.check(view, order) is None for order in orders)
            assert match.legal("japan" if side == "soviet" else "soviet") == ()
            while match.phase == side and not match.over:
                for order in players[side].choose(match.view(side)):
                    if isinstance(match.submit(order), Refusal) or match.phase != side:
                        break


def test_orders_of_unrelated_units_may_be_given_in_either_sequence():
    one, two = Match(SCENARIO, 5), Match(SCENARIO, 5)
    a = Move(UnitId("rd1"), (Hex(101), Hex(201)))
    b = Move(UnitId("rd2"), (Hex(102), Hex(202)))
    for order in (a, b):
        assert not isinstance(one.submit(order), Refusal)
    for order in (b, a):
        assert not isinstance(two.submit(order), Refusal)
    assert one.state.units == two.state.units


def final_hash(seed: int) -> str:
    """The hash of a whole game between greedy players."""
    match = Match(small_scenario(), seed)
    play_out(match, {s: make("greedy", s, seed) for s in ("soviet", "japan")})
    return match.state_hash()


@pytest.mark.parametrize("hashseed", ["0", "1", "4242"])
def test_the_same_seed_gives_the_same_game_in_any_process(hashseed):
    code = "from tests.test_match import final_hash; print(final_hash(11))"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        cwd=Path(__file__).parent.parent, env={"PYTHONHASHSEED": hashseed, "PATH": ""},
    )  # fmt: skip
    assert found.stdout.strip() == final_hash(11)


def test_another_seed_gives_another_game():
    assert len({final_hash(seed) for seed in range(6)}) > 1


def test_the_hash_covers_every_fact():
    match = Match(SCENARIO, 1)
    base = digest(snapshot(match.state))
    unit = match.state.units[UnitId("tb")]
    changes = (
        {"turn": 2}, {"phase": "japan"}, {"works": {Hex(101): 5}}, {"ground": (1,)},
        {"captures": {"far": 3}}, {"rescript": 7}, {"ceasefire": 8}, {"traffic": {7: 1}},
        {"held": {Hex(601): (1, 1)}}, {"assaults": {Hex(602): 1}},
        {"units": {**match.state.units, unit.id: replace(unit, fuel=unit.fuel + 1)}},
    )  # fmt: skip
    hashes = {digest(snapshot(replace(match.state, **change))) for change in changes}
    assert len(hashes) == len(changes)
    assert base not in hashes


class Stubborn:
    """Gives one and the same order for ever."""

    name = "stubborn"

    def __init__(self, order):  # type: ignore[no-untyped-def]
        self.order = order

    def choose(self, view):  # type: ignore[no-untyped-def]
        return (self.order,)


class Fidget:
    """Changes a unit's stance to and fro for ever: always legal, never done."""

    name = "fidget"

    def choose(self, view):  # type: ignore[no-untyped-def]
        unit = view.on_map(view.phase)[0]
        return (SetStance(unit.id, "normal" if unit.stance == "stand" else "stand"),)


@pytest.mark.parametrize(
    "player", [Stubborn(Move(UnitId("nobody"), (Hex(101), Hex(201)))), Fidget()]
)
def test_no_player_can_hold_up_a_game(player, monkeypatch):
    monkeypatch.setattr("game.match.LONGEST_PHASE", 40)
    match = Match(small_scenario(turns=2), 1)
    play_out(match, {"soviet": player, "japan": player})
    assert match.over


def test_a_fork_goes_its_own_way_and_the_game_stays_where_it_was():
    match = Match(small_scenario(), 1)
    before = match.state_hash()
    twin, other = match.fork(), match.fork(seed=2)
    for one in (twin, other):
        play_out(one, {side: make("greedy", side) for side in ("soviet", "japan")})
    assert match.state_hash() == before
    assert (match.orders, match.turn) == (0, 1)
    play_out(match, {side: make("greedy", side) for side in ("soviet", "japan")})
    assert match.state_hash() == twin.state_hash() != other.state_hash()


def test_listeners_hear_what_their_side_learns_and_refusals():
    class Ear:
        name = "ear"

        def __init__(self, side):
            self.player, self.heard = make("greedy", side), []

        def choose(self, view):
            if not self.heard:
                return (Move(UnitId("nobody"), (Hex(101), Hex(102))),)
            return self.player.choose(view)

        def hear(self, order, outcome):
            self.heard.append((order, outcome))

    match = Match(small_scenario(2), 1)
    red, yellow = Ear("soviet"), Ear("japan")
    assert play_out(match, {"soviet": red, "japan": yellow}) == match.refused >= 1
    order, outcome = red.heard[0]
    assert isinstance(outcome, Refusal)
    assert order == Move(UnitId("nobody"), (Hex(101), Hex(102)))
    # Of the other side's orders nothing but what is told of their events.
    strange = [events for order, events in red.heard if order is None]
    assert strange
    names = {u.id for events in strange for e in events for u in e.after}
    assert not names & {"jd1", "jd2", "md"}
