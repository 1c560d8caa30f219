"""The player that plays its plans on in thought: honest, bounded, and never rash."""

from __future__ import annotations

from dataclasses import replace

import pytest

from game import engine
from game.match import Match, play_out
from game.model.forces import Side, UnitId
from game.model.orders import EndPhase
from game.model.state import index_of
from game.players import search
from game.players.imagined import imagine
from game.players.registry import make
from game.players.search import SearchPlayer, Trial, best_of, doctrines
from game.players.staff.doctrine import doctrine_of
from game.rules import fog
from game.scenario.load import load
from tests.lab.toys import SCENARIO


def test_what_a_player_does_not_see_changes_nothing_in_its_thoughts() -> None:
    match = Match(SCENARIO, 1)
    view = match.view("soviet")
    hidden = next(u for u in match.state.on_map("japan") if u.id not in view.units)
    units = {**match.state.units, hidden.id: replace(hidden, men=1, guns=0, fatigue=90)}
    other = replace(match.state, units=units, index=index_of(units), cache={})
    thoughts = []
    for state in (match.state, other):
        player = SearchPlayer("soviet", 3)
        orders = player.choose(fog.observe(state, "soviet"))
        thoughts.append((player.trials, orders))
    assert thoughts[0] == thoughts[1]
    assert hidden.id not in imagine(view, "soviet").units


@pytest.mark.parametrize("side", ["soviet", "japan"])
@pytest.mark.parametrize("scenario", ["tutorial", "shumshu", "hailar"])
def test_an_imagined_world_can_be_played_on(scenario: str, side: Side) -> None:
    match = Match(load(scenario), 1)
    if side == "japan":
        match.submit(EndPhase())
    world = imagine(match.view(side), side)
    assert world.phase == side
    known = {u.id: u.hex for u in match.view(side).units.values() if u.on_map}
    there = {u.id: u.hex for u in world.units.values() if u.on_map}
    assert {u: h for u, h in there.items() if u in known} == known
    assert all(u.startswith("?") for u in set(there) - set(known))
    end, played = search.play_on(
        world, side, doctrine_of(side), engine.Dice(1), SearchPlayer(side).memory
    )
    # On Shumshu the Japanese see nobody at first, and no shore is held by anybody else.
    nobody = (scenario, side) == ("shumshu", "japan")
    assert nobody or played >= 2 * search.DAYS - 1
    assert end.over is not None or end.turn == world.turn + search.DAYS
    assert isinstance(search.worth_of(end, side), int)


def test_the_same_view_and_seed_lead_to_the_same_orders() -> None:
    hashes = set()
    for _ in range(2):
        match = Match(SCENARIO, 1)
        play_out(match, {"soviet": make("search", "soviet", 5), "japan": make("greedy", "japan")})
        hashes.add(match.state_hash())
    assert len(hashes) == 1


def test_thought_is_bounded_by_counted_work(monkeypatch: pytest.MonkeyPatch) -> None:
    match = Match(SCENARIO, 1)
    whole = SearchPlayer("soviet", 1)
    whole.choose(match.view("soviet"))
    assert [t.name for t in whole.trials] == [name for name, _ in doctrines("soviet")]
    monkeypatch.setattr(search, "WORK", 1)
    short = SearchPlayer("soviet", 1)
    short.choose(match.view("soviet"))
    assert [t.name for t in short.trials] == ["usual"]


def test_another_doctrine_has_to_be_better_by_more_than_chance() -> None:
    usual, other = (doctrine for _, doctrine in doctrines("soviet")[:2])
    first = Trial("usual", usual, (100, 200, 300))
    assert best_of((first, Trial("bold", other, (100, 200, 300)))) is first
    assert best_of((first, Trial("bold", other, (400, 200, 290)))) is first
    sure = Trial("bold", other, (150, 250, 350))
    assert best_of((first, sure)) is sure
    assert best_of((first, sure, Trial("bold", other, (90, 190, 290)))) is sure
    # One that was given up after one of the dice is out.
    assert best_of((first, Trial("bold", other, (900,)))) is first
    # Nor would one be chosen that is no better with the first of them, so nothing is lost by it.
    assert best_of((first, Trial("bold", other, (100, 5000, 5100)))) is first


def test_troops_that_are_not_recognised_are_the_enemys() -> None:
    match = Match(load("hailar"), 1)
    for side in ("soviet", "japan"):
        world = imagine(match.view("soviet"), "soviet")
        for unit in world.on_map(side):
            formation = world.scenario.formations[unit.formation]
            assert formation.side == world.scenario.counters[UnitId(unit.id)].side == side
