"""The small scenarios played, staff against staff, held against the record of August 1945."""

from functools import cache

import pytest

from game.cli import start
from game.hexes import distance
from game.lab.balance import play_many
from game.match import Match, play_out
from game.model.forces import SIDES, UnitId
from game.players.registry import make
from game.scenario.load import SCENARIOS, cuts, load
from tests.test_invariants import audited

SEEDS = (1, 2, 3)


@cache
def played(name: str, seed: int) -> Match:
    """A game between two staffs, played once for all tests that look at it."""
    match = Match(load(name), seed)
    play_out(match, {side: make("staff", side, seed) for side in SIDES})
    return match


def captures(name: str, seed: int) -> dict[str, int]:
    """The turn of each place's first capture, in a finished game."""
    match = played(name, seed)
    assert match.over
    return match.state.captures


@pytest.mark.parametrize("seed", SEEDS)
def test_hailar_is_passed_by_and_its_forts_hold_for_days(seed: int) -> None:
    """36th Army stood at Yakeshi on the 12th; the last works of Hailar yielded on the 18th."""
    taken = captures("hailar", seed)
    assert taken["yakeshih"] <= 5
    assert taken.get("hailar", 99) >= 6
    assert taken["yakeshih"] < taken.get("hailar", 99)
    scenario = played("hailar", seed).scenario
    garrison = scenario.counters[UnitId("JIMB080")]
    assert (garrison.hex, garrison.men) == (scenario.map.places_by_id["hailar"].hex, 5200)


@pytest.mark.parametrize("seed", SEEDS)
def test_hutou_outlasts_the_first_week_with_its_1400_men(seed: int) -> None:
    """Attacked on 9 August, silent on the 26th: in the tutorial's five days it cannot fall."""
    match = played("tutorial", seed)
    assert match.scenario.counters[UnitId("JBG15")].men == 1400
    assert "hutou" not in captures("tutorial", seed)
    assert "hulin" in captures("tutorial", seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_first_echelon_is_before_mutanchiang_within_the_week(seed: int) -> None:
    """By 16 August 5th and 1st Red Banner Armies had come 120 to 150 km and fought for the town."""
    match = played("mutanchiang", seed)
    hexmap = match.scenario.map
    town = hexmap.places_by_id["mutanchiang"].hex
    near = min(distance(u.hex, town) for u in match.state.on_map("soviet"))
    soviet = [c for c in match.scenario.counters.values() if c.side == "soviet"]
    came = min(distance(c.hex, town) for c in soviet)
    assert came >= 6
    assert near <= 2


@pytest.mark.parametrize("seed", SEEDS)
def test_seishin_is_attacked_from_the_sea(seed: int) -> None:
    """Unggi on the 11th and 12th, Seishin from the 13th, by battalions of naval infantry."""
    match = played("seishin", seed)
    ashore = [u for u in match.state.units.values() if u.landed]
    assert {"nb354", "nb355", "nib13"} <= {u.id for u in ashore}
    assert captures("seishin", seed)["unggi"] <= 4


@pytest.mark.parametrize("seed", SEEDS)
def test_maoka_falls_from_the_sea_while_the_frontier_is_fought_for(seed: int) -> None:
    """113th Rifle Brigade landed at Maoka on 20 August, two days' march from Toyohara."""
    match = played("sakhalin", seed)
    assert match.state.units[UnitId("rb113")].landed
    assert captures("sakhalin", seed)["maoka"] in range(5, 13)


@pytest.mark.parametrize("seed", SEEDS)
def test_shumshu_is_reached_by_sea_after_the_broadcast(seed: int) -> None:
    """101st Rifle Division came ashore on 18 August, three days after the Emperor's broadcast."""
    match = played("shumshu", seed)
    assert match.state.rescript < 0
    assert match.scenario.date_of(match.state.units[UnitId("d101")].landed).day == 18


@pytest.mark.slow
@pytest.mark.parametrize("name", cuts())
def test_every_day_of_each_is_sound(name: str) -> None:
    for seed in SEEDS:
        assert audited(load(name), "staff", "staff", seed, None).over


@pytest.mark.slow
@pytest.mark.parametrize("name", cuts())
def test_twenty_seeds_of_each_end_by_the_rules(name: str) -> None:
    for players in (("staff", "staff"), ("staff", "greedy"), ("greedy", "staff")):
        games = play_many(load(name), *players, range(1, 21))
        assert len(games.outcomes) == 20


@pytest.mark.slow
@pytest.mark.parametrize("name", cuts())
def test_either_side_can_win(name: str) -> None:
    """With the best general on one side only, that side does better over twenty seeds."""
    scenario = load(name)
    level = play_many(scenario, "staff", "staff", range(1, 21))
    assert {o.winner for o in level.outcomes} != {None}
    soviet = play_many(scenario, "staff", "greedy", range(1, 21))
    japan = play_many(scenario, "greedy", "staff", range(1, 21))
    assert soviet.median >= level.median >= japan.median
    assert soviet.won("soviet") > japan.won("soviet")
    assert japan.won("japan") > soviet.won("japan")


def test_every_cut_can_be_shown_checked_and_played_from_the_command_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in cuts():
        folder = str(SCENARIOS / name)
        for line, said in (
            (["scenario", "show", name], f" {name} "),
            (["scenario", "validate", folder], "no problems"),
            (["simulate", "--scenario", name, "--turns", "1"], "if it ended now"),
        ):
            assert start(line) == 0, name
            assert said in capsys.readouterr().out, (name, line)
