"""What is true at every moment of the real campaign, whoever plays it."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from game import engine
from game.cli import start
from game.dice import Dice
from game.hexes import NOWHERE, Hex
from game.match import Match, play_out
from game.model.events import AnyEvent, Moved, Supplied
from game.model.forces import SIDES, Side, Unit, UnitId, enemy_of
from game.model.orders import (
    Air,
    AirLand,
    Attack,
    EndPhase,
    GiveFuel,
    Move,
    Order,
    RailMove,
    Refusal,
    SetStance,
)
from game.model.scenario import Scenario
from game.model.state import State, control_of, index_of
from game.model.terrain import MAJOR_RIVER
from game.players.registry import make
from game.replay import restore, snapshot
from game.rules import fog, sight
from game.rules.air import at_start
from game.rules.damage import beyond, is_bridge
from game.rules.delivery import delivery
from game.rules.naval import BIGGEST, carried
from game.rules.siege import built_levels
from game.rules.stacking import room, stacked
from game.scenario.load import load
from tests.rules.test_supply_properties import within_capacity

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def campaign() -> Scenario:
    """The campaign itself."""
    return load("manchuria_1945")


def sound_unit(state: State, unit: Unit) -> None:
    """Nothing negative, and on ground that can be stood on."""
    strengths = (unit.men, unit.tanks, unit.spg, unit.guns, unit.rockets, unit.vehicles)
    stocks = (unit.points, unit.fuel, unit.ammo, unit.rations, unit.fatigue, unit.disruption)
    assert min(unit.stragglers, unit.wavering, unit.transfer) >= 0, unit
    more = (unit.spent, unit.fought, unit.entrenched, unit.cut_off, unit.railing, unit.workshop)
    assert min(*strengths, *stocks, *more) >= 0, unit
    if unit.on_map:
        # On water are only those whom ships carry.
        assert state.scenario.map.land[unit.hex] == 1 or unit.aboard, unit
        assert unit.men > 0, unit
    elif unit.gone not in ("waiting", "box", "disarming", "withdrawn", "airhead"):
        assert max(strengths) == 0, unit


def sound_wings(state: State) -> None:
    """No wing has more aircraft than it began with or more sorties than aircraft; lost ones are
    counted; nobody flies from a place where there is none of its side."""
    first = at_start(state.scenario)
    assert list(state.wings) == list(first)
    for name, wing in state.wings.items():
        assert 0 <= wing.sorties <= wing.aircraft <= first[name].aircraft, name
        assert wing.base != NOWHERE or not wing.sorties, name
    lost = sum(w.aircraft for w in first.values()) - sum(w.aircraft for w in state.wings.values())
    assert lost == sum(t.aircraft for t in state.losses.values())


def men_of(state: State) -> int:
    """Everybody who ever was in the game: in the ranks, scattered, or lost in any way; less those
    who came from the depots."""
    lost = sum(t.men for t in state.losses.values())
    return sum(u.men + u.stragglers for u in state.units.values()) + lost


def sound_works(state: State) -> None:
    """Damage and works lie on hexsides named from the lower hex, where there is something to break
    or to build, and everybody at work is there."""
    hexmap, s = state.scenario.map, state.scenario
    for side, cut in state.cuts.items():
        assert side // 6 < beyond(side)
        assert cut.work > 0, side
        assert hexmap.rail[side] if cut.what != "bridge" else is_bridge(hexmap, side), side
    for side, left in state.pontoons.items():
        assert side // 6 < beyond(side)
        assert left >= 0, side
        assert hexmap.river[side] >= MAJOR_RIVER, side
    for side, left in state.tracks.items():
        assert side // 6 < beyond(side)
        assert left >= 0, side
        assert not hexmap.road[side], side
    for who in state.jobs:
        assert who in s.assets or who in s.counters, who
    for h, points in state.works.items():
        assert 0 <= points <= 10 * built_levels(hexmap)[h], h


def sound(state: State) -> None:
    """What follows from everything else agrees with it; nobody is lost; nobody stands mixed."""
    assert men_of(state) == sum(c.men for c in state.scenario.counters.values())
    assert state.index == index_of(state.units)
    assert state.control == control_of(state.scenario, state.held)
    assert list(state.units) == list(state.scenario.counters)
    for unit in state.units.values():
        sound_unit(state, unit)
    sound_wings(state)
    sound_works(state)
    prisoners = sum(t.captured for t in state.losses.values())
    assert sum(state.prisoners.values()) == prisoners
    assert all(men <= state.prisoners.get(h, 0) for h, men in state.guarded.items())
    for h, there in state.index.items():
        assert len({state.side_of(u) for u in there}) == 1, h
    for fleet, ships in state.scenario.fleets.items():
        men = carried(state, state.scenario.assets[fleet].side).get(fleet, 0)
        assert men <= BIGGEST * ships.lift, fleet
    at_sea = [h for h in state.held if not state.scenario.map.land[h]]
    assert not at_sea, "nobody holds the sea"
    text = snapshot(state)
    back = restore(text, state.scenario)
    assert back == state
    assert snapshot(back) == text


def hidden(state: State, side: Side) -> list[Unit]:
    """Enemy units that a side neither sees nor has ever recognised."""
    known = {u for u, s in state.sightings[side].items() if s.known}
    seen = sight.visible(state, side)
    return [u for u in state.on_map(enemy_of(side)) if u.id not in seen and u.id not in known]


def no_leak(state: State, side: Side) -> None:
    """A view holds no name of an unseen unit, and is the same whatever befalls those units."""
    view = fog.observe(state, side)
    unseen = hidden(state, side)
    assert unseen
    names = {u.id for u in unseen} | {state.scenario.counters[u.id].name for u in unseen}
    texts = (repr(view), snapshot(view), repr(replace(view.scenario, map=None)))  # type: ignore[type-var]
    for text in texts:
        said = set(re.findall(r"[\"']([^\"']+)[\"']", text))
        # A formation may bear the same name as its only unit; the tree of command is known.
        told = {f.id for f in state.scenario.formations.values()}
        told |= {f.name for f in state.scenario.formations.values()}
        assert not (said & names) - told
    changed = {
        u.id: replace(
            u, men=u.men + 1, guns=u.guns + 7, fuel=1, ammo=1, rations=1, stance="stand", points=3,
            disruption=2, entrenched=1, cut_off=4, fatigue=9, heard=not u.heard,
        )
        for u in unseen
    }  # fmt: skip
    other = replace(state, units={**state.units, **changed}, cache={})
    assert fog.observe(other, side) == view
    seen = sight.seen(state, side)
    for unit in unseen[:: max(1, len(unseen) // 8)]:
        for h in state.scenario.map.around[unit.hex]:
            if not seen[h] and state.scenario.map.land[h] and state.side_at(h) != side:
                units = {**state.units, unit.id: replace(unit, hex=h)}
                moved = replace(state, units=units, index=index_of(units), cache={})
                assert fog.observe(moved, side) == view


def wrong_orders(match: Match) -> Iterator[Order]:
    """Orders that cannot be given: to nobody, to the enemy, beyond the map, to the moon."""
    view = match.view(match.phase)
    mine = view.on_map(match.phase)
    far = Hex(101)
    for foe in hidden(match.state, match.phase)[:5]:
        yield Move(foe.id, (foe.hex, Hex(foe.hex + 1)))
        yield SetStance(foe.id, "stand")
        yield Attack((foe.id,), Hex(foe.hex + 1))
    for unit in mine[::20]:
        yield Move(unit.id, (unit.hex,))
        yield Move(unit.id, (far, unit.hex))
        yield Move(unit.id, (unit.hex, Hex(unit.hex + 700)))
        yield Move(unit.id, (unit.hex, Hex(999_999)), forced=True)
        yield Move(unit.id, (unit.hex, Hex(-1)))
        yield RailMove(unit.id, (unit.hex, Hex(unit.hex + 1), Hex(unit.hex + 900)))
        yield Attack((unit.id, unit.id), unit.hex)
        yield Attack((), unit.hex)
        yield Attack((unit.id,), Hex(10**6))
        yield GiveFuel(unit.id, mine[0].id, -3)
        yield SetStance(unit.id, unit.stance)
        yield AirLand(unit.id, unit.hex)
    for name in sorted(match.state.wings)[::6]:
        yield Air(name, "bridge", far)
        yield Air(name, "base", Hex(-5))
        yield Air(name, "hold", far)
    yield Move(UnitId("?00101"), (Hex(101), Hex(102)))
    yield SetStance(UnitId(""), "stand")


def supply_suffices(state: State, side: Side) -> None:
    """What comes to a side is within what its lines, places, depots and lorries can do in a day."""
    within_capacity(state, side)
    day, points = delivery(state, side), state.scenario.tables.movement.points
    for command, done in day.work.items():
        assert done <= day.shares[command].lift * 1000 * points


class Auditor:
    """Looks at every order of a game, and at the whole state between two phases."""

    def __init__(self, match: Match) -> None:
        self.crowded = overfull(match.state)
        self.kept = 0
        """Phases at whose end somebody was hidden, and stayed so."""
        sound(match.state)

    def watch(self, match: Match, order: Order, events: tuple[AnyEvent, ...]) -> None:
        """After an order."""
        state = match.state
        for event in events:
            for unit in event.after:
                sound_unit(state, state.units[unit.id])
            if isinstance(event, Moved) and state.units[event.unit].on_map:
                at = event.path[-1]
                if len(event.path) > 1 and at not in self.crowded:
                    assert room(state, state.side_of(event.unit), at) >= 0, (order, at)
            if isinstance(event, Supplied):
                assert all(0 <= brought <= asked for _, brought, asked in event.tons)
        if not isinstance(order, EndPhase):
            return
        sound(state)
        self.crowded = overfull(state)
        if match.over:
            return
        for side in SIDES:
            supply_suffices(state, side)
            fresh = fog.observe(replace(state, cache={}), side)
            assert match.view(side) == fresh
        if hidden(state, match.phase):  # on a small map everybody may be in sight
            no_leak(state, match.phase)
            self.kept += 1
        before = match.state_hash()
        for wrong in wrong_orders(match):
            refusal = match.submit(wrong)
            assert isinstance(refusal, Refusal), wrong
            assert refusal.code
            assert refusal.sentence.endswith("."), refusal
        assert match.state_hash() == before


def overfull(state: State) -> set[Hex]:
    """Hexes with more troops than fit, as retreats and the start may leave them."""
    return {h for h, there in state.index.items() if room(state, state.side_of(there[0]), h) < 0}


def audited(campaign: Scenario, soviet: str, japan: str, seed: int, turns: int | None) -> Match:
    """A game that was looked at all along."""
    match = Match(campaign, seed)
    players = {"soviet": make(soviet, "soviet", seed), "japan": make(japan, "japan", seed)}
    auditor = Auditor(match)
    play_out(match, players, turns=turns, watch=auditor.watch)  # type: ignore[arg-type]
    assert auditor.kept
    return match


def test_two_days_between_greedy_players_are_sound(campaign: Scenario) -> None:
    match = audited(campaign, "greedy", "greedy", 1, 2)
    assert match.orders > 100


def test_a_day_of_staff_against_random_is_sound(campaign: Scenario) -> None:
    match = audited(campaign, "staff", "random", 2, 1)
    assert match.turn == 2


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("pair", [("staff", "staff"), ("greedy", "staff"), ("staff", "greedy")])
def test_every_day_of_a_campaign_is_sound(
    campaign: Scenario, pair: tuple[str, str], seed: int
) -> None:
    match = audited(campaign, *pair, seed, None)
    assert match.over


@pytest.mark.slow
def test_a_week_between_random_players_is_sound(campaign: Scenario) -> None:
    match = audited(campaign, "random", "random", 1, 7)
    assert match.turn == 8


def test_nobody_is_stacked_beyond_the_limit_at_the_start(campaign: Scenario) -> None:
    match = Match(campaign, 1)
    assert overfull(match.state) == set()
    assert max(stacked(match.state, "soviet", h) for h in match.state.index) > 6


def test_listed_orders_are_allowed_and_carried_out(campaign: Scenario) -> None:
    match = Match(campaign, 1)
    for side in SIDES:
        view, orders = match.view(side), match.legal(side)
        assert len(orders) > 1000
        sample = [orders[Dice(7).below(len(orders), side, i)] for i in range(150)]
        assert {order.kind for order in sample} >= {"move", "stance"}
        for order in sample:
            assert engine.check(view, order) is None
            state, events = engine.play(match.state, order, match.dice)
            assert events
            assert men_of(state) == men_of(match.state)
        match.submit(EndPhase())


def test_what_a_view_has_worked_out_before_is_what_it_would_work_out_anew(
    campaign: Scenario,
) -> None:
    match = Match(campaign, 3)
    play_out(match, {s: make("greedy", s, 3) for s in SIDES}, turns=1)
    warm = match.view(match.phase)
    cold = replace(warm, cache={}, index=index_of(warm.units))
    pair = [engine_orders(view) for view in (warm, cold)]
    assert pair[0] == pair[1]


def engine_orders(view: State) -> list[Order]:
    """What a greedy player makes of a view: marches and attacks that follow from all of it."""
    player = make("greedy", view.phase, 1)
    return list(player.choose(view))  # type: ignore[arg-type]


def command(*arguments: str) -> list[str]:
    """The program with these arguments."""
    return [sys.executable, str(ROOT / "main.py"), *arguments]


def state_hash(hashseed: str) -> str:
    """The hash of two days played in a process of their own."""
    line = command("simulate", "--seed", "11", "--turns", "2", "--json")
    done = subprocess.run(
        line, check=True, capture_output=True, text=True,
        env={**os.environ, "PYTHONHASHSEED": hashseed},
    )  # fmt: skip
    found = re.search(r'"state_hash": "(\w{32})"', done.stdout)
    assert found
    return found[1]


def test_the_campaign_is_the_same_in_any_process(campaign: Scenario) -> None:
    match = Match(campaign, 11)
    play_out(match, {s: make("staff", s, 11) for s in SIDES}, turns=2)
    assert {state_hash("1"), state_hash("4242")} == {match.state_hash()}


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
def test_what_a_killed_campaign_has_recorded_repeats(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "killed.replay"
    process = subprocess.Popen(
        command("simulate", "--seed", "5", "--replay", str(path)), stdout=subprocess.DEVNULL
    )
    while not path.exists() or path.stat().st_size < 80_000:
        assert process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert start(["replay", "verify", str(path)]) == 0
    out = capsys.readouterr().out
    assert "repeat exactly, as far as it goes" in out
    assert not out.startswith("0 orders")
