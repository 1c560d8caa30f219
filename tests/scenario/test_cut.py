"""Scenarios cut from a larger one: what is taken, what differs, and what may be wrong."""
# ruff: noqa: E501

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from game import engine
from game.cli import start
from game.dice import Dice
from game.hexes import Hex, neighbour
from game.match import Match, play_out
from game.model.forces import SIDES, AssetId, FormationId, UnitId
from game.model.scenario import Scenario
from game.model.state import HOLDER_OF
from game.players.registry import make
from game.rules import fog
from game.scenario.area import box, polygon
from game.scenario.load import SCENARIOS, cuts, load, names
from game.scenario.problems import ScenarioFault
from game.scenario.validate import validate

HERE = Path(__file__).parent


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the tiny cut beside a copy of its base."""
    shutil.copytree(HERE / "tiny", tmp_path / "tiny")
    return Path(shutil.copytree(HERE / "tiny_cut", tmp_path / "tiny_cut"))


@pytest.fixture(scope="module")
def tiny_cut() -> Scenario:
    return load(HERE / "tiny_cut")


@pytest.fixture(scope="module")
def tiny() -> Scenario:
    return load(HERE / "tiny")


# -- what a cut is made of


def test_the_ground_outside_the_area_is_void_and_hex_numbers_stay(
    tiny_cut: Scenario, tiny: Scenario
) -> None:
    cut, whole = tiny_cut.map, tiny.map
    inside = set(cut.hexes)
    assert inside < set(whole.hexes)
    assert Hex(300) not in inside
    assert Hex(301) in inside
    assert all(cut.terrain_at(h).id == whole.terrain_at(h).id for h in inside)
    assert (cut.columns, cut.rows, cut.size) == (whole.columns, whole.rows, whole.size)
    for name in ("river", "barrier", "road", "rail", "gauge", "tracks"):
        left, before = getattr(cut, name), getattr(whole, name)
        for side in np.flatnonzero(before).tolist():
            both = side // 6 in inside and neighbour(side // 6, side % 6) in inside
            assert left[side] == (before[side] if both else 0), (name, side)
    assert all(h in inside for h in (*(p.hex for p in cut.places), *(z.hex for z in cut.zones)))


def test_days_are_counted_from_the_cuts_own_start(tiny_cut: Scenario, tiny: Scenario) -> None:
    assert tiny_cut.start == date(1945, 8, 10)
    assert tiny_cut.weather == tiny.weather[1:]
    assert tiny_cut.earlier == tiny.weather[:1]
    # The second brigade came on the 10th: now it is there at the start.
    assert tiny.counters[UnitId("tb2")].arrives == 2
    assert tiny_cut.counters[UnitId("tb2")].arrives == 1
    (town,) = tiny_cut.objectives
    assert (town.weight, town.par, town.earliest, town.latest) == (4, 1, 1, 2)


def test_rain_before_the_first_day_has_made_the_ground(tiny_cut: Scenario) -> None:
    heavy = replace(tiny_cut, earlier=(("Hr", "Cl"),))
    grounds = [engine.start(s, s.options, Dice(1))[0].ground for s in (tiny_cut, heavy)]
    assert grounds[0] != grounds[1]
    assert grounds[1][0] > grounds[0][0]


def test_troops_may_stand_elsewhere_and_in_another_condition(
    tiny_cut: Scenario, tiny: Scenario
) -> None:
    state = engine.start(tiny_cut, tiny_cut.options, Dice(1))[0]
    division, before = state.units[UnitId("jd3")], tiny.counters[UnitId("jd3")]
    assert (division.hex, division.men, division.guns) == (602, before.men // 2, before.guns // 2)
    assert (division.fatigue, division.entrenched) == (20, 2)
    assert division.fuel < engine.start(tiny, tiny.options, Dice(1))[0].units[division.id].fuel
    assert state.units[UnitId("rd1")].hex == 301
    assert tiny_cut.assets[AssetId("ga1")].hex == 301
    assert tiny_cut.formations[FormationId("army")].hq_hex == 301
    assert state.works[Hex(602)] == 20
    assert (tiny_cut.tables.victory.men, tiny_cut.tables.victory.draw) == (100, 3)


def test_ground_that_changed_hands_is_held_from_the_first_morning(tiny_cut: Scenario) -> None:
    state = engine.start(tiny_cut, tiny_cut.options, Dice(1))[0]
    assert state.control[401] == HOLDER_OF["soviet"]
    assert state.held[Hex(401)] == (HOLDER_OF["soviet"], 0)
    assert state.control[402] == HOLDER_OF["japan"]
    for side in SIDES:
        assert fog.observe(state, side).control[401] == HOLDER_OF["soviet"]


def test_an_enemys_condition_at_the_start_is_not_told(tiny_cut: Scenario) -> None:
    fogged = replace(tiny_cut.options, fog="on")
    state = engine.start(tiny_cut, fogged, Dice(1))[0]
    view = fog.observe(state, "soviet")
    assert "jd3" not in view.scenario.counters
    near = replace(
        state, units={**state.units, UnitId("rd1"): replace(state.units[UnitId("rd1")], hex=Hex(502))},
        index={**state.index, Hex(502): (UnitId("rd1"),), Hex(301): ()}, cache={},
    )  # fmt: skip
    known = fog.observe(near, "soviet").scenario.counters[UnitId("jd3")]
    assert (known.fatigue, known.fuel, known.entrenched) == (0, 100, 0)


def test_a_polygon_holds_its_border_and_a_box_its_edges(tiny: Scenario) -> None:
    square = np.flatnonzero(polygon(tiny.map, [100, 103, 303, 300])).tolist()
    # Even columns stand half a hex higher: the middle of 200 lies above the line from 100 to 300.
    assert square == [*range(100, 104), *range(201, 204), *range(300, 304)]
    assert np.flatnonzero(polygon(tiny.map, [300, 303, 103, 100])).tolist() == square
    triangle = polygon(tiny.map, [100, 103, 401])
    assert [bool(triangle[h]) for h in (100, 201, 401, 300, 400)] == [True] * 3 + [False] * 2
    assert np.flatnonzero(box(tiny.map, [3, 4], [1, 2])).tolist() == [301, 302, 401, 402]


def test_the_digest_covers_the_cut_and_its_base(folder: Path) -> None:
    before = load(folder).digest
    units = folder.parent / "tiny" / "forces/units.csv"
    units.write_text(units.read_text().replace("12000", "12001"))
    other_base = load(folder).digest
    file = folder / "scenario.toml"
    file.write_text(file.read_text().replace("strength = 50", "strength = 51"))
    assert len({before, other_base, load(folder).digest}) == 3


def test_the_base_itself_stays_as_it_is(tiny: Scenario, tiny_cut: Scenario) -> None:
    assert tiny_cut.base == "tiny"
    assert tiny.counters[UnitId("jd3")].men == 12000
    assert tiny.map.zones[0].level == 5


# -- what may be wrong: text that stands there, text put in its place, what must be said

BROKEN = [
    ('base = "tiny"', 'base = "tyni"', 'base: found "tyni"; allowed: tiny'),
    ('base = "tiny"', 'base = "tiny_cut"', 'base: found "tiny_cut"; allowed: tiny'),
    ('base = "tiny"', 'base = "../tiny"', "text of the form"),
    ('id = "tiny_cut"', 'id = "cut"', "allowed: the folder's name, tiny_cut"),
    ("turns = 2", "turns = 3", "start: found 1945-08-10 to 1945-08-12; allowed: days of tiny: 1945-08-09 to 1945-08-11"),
    ("1945-08-10", "1945-08-08", "allowed: days of tiny"),
    ("turns = 2", "trns = 2", "trns: found an unknown key"),
    ("columns = [1, 5]", "columns = [1]", "area[1], columns: found no box"),
    ("columns = [1, 5]\nrows = [1, 3]", "columns = [40, 50]\nrows = [1, 3]", '"ga1" in 00101; allowed: troops in the area'),
    ("corners = [600, 603, 503, 500]", "corners = [600, 603]", "area[2], corners: found 2 corners; allowed: at least three"),
    ("corners = [600, 603, 503, 500]", "", "area[2]: found both or neither"),
    ("[[objectives]]", "[[objective]]", "objective: found an unknown key"),
    ('place = "town"\nweight = 4', 'place = "twon"\nweight = 4', 'objectives[1], place: found "twon"; allowed: base, town; did you mean "town"?'),
    ('place = "town"\nweight = 4\nlatest', 'place = "base"\nweight = 4\nlatest', "objectives[1], place: found \"base\"; allowed: weight and par"),
    ("latest = 1945-08-11", "latest = 1945-08-20", "earliest, par, latest in this order"),
    ('include = ["fleet"]', 'include = ["fleat"]', 'include: found "fleat"; allowed:'),
    ('include = ["fleet"]', 'exclude = ["jd3"]', "found no unit of japan; allowed: units of both sides"),
    ('units = ["jd3"]', 'units = ["jd4"]', 'placed[1], units: found "jd4"'),
    ('units = ["jd3"]', 'units = ["jd3"]\nplace = "town"\nhex = 602', "placed[1], place: found both; allowed: a place or a hex"),
    ('units = ["jd3"]', 'units = ["jd3"]\nhex = 703', "allowed: a hex of the area"),
    ('units = ["jd3"]', 'units = ["jd3"]\nhex = 100', "placed[1], hex: found 00100; allowed: a hex of the area"),
    ('units = ["jd3"]', 'units = ["jd3"]\nhex = 301', "a hex without enemies (rd1 stands there)"),
    ('units = ["rd1", "ga1", "army"]\nhex = 301', 'units = ["ga1"]', "placed[2], place: found neither"),
    ('units = ["rd1", "ga1", "army"]\nhex = 301', 'units = ["ga1"]\nhex = 301\nfatigue = 4', "units only, as their condition differs"),
    ("strength = 50", "strength = 0", "strength: found 0; allowed: a number of at least 1"),
    ('reason = "a night of marching"', "", "placed[1], reason: found nothing; allowed: this key is needed"),
    ('reason = "a night of marching"', 'reason = ""', "reason: found"),
    ("hexes = [401]", "hexes = [100]", "held[1], hexes: found 00100; allowed: land of the area"),
    ("hexes = [401]", 'places = ["nowhere"]', 'held[1], places: found "nowhere"'),
    ("hexes = [401]", "hexes = [602]", 'objectives, place: found "town"; allowed: places that the Soviet side has still to take'),
    ('place = "town"\nlevel = 2', "hex = 401\nlevel = 2", "works[1], hex: found 00401; allowed: a fortified zone of the base"),
    ("level = 2", "level = 12", "level: found 12; allowed: a number of at most 9"),
    ('fog = "on"', 'frog = "on"', "options, frog: found an unknown key"),
    ('fog = "on"', 'fog = "of"', 'options, fog: found "of"; allowed: on, off; did you mean "off"?'),
    ("turn = 1\n", "turn = 3\n", "lesson[1], turn: found 3; allowed: a turn from 1 to 2"),
    ('check = "taken", hex = 401', 'check = "taken"', "lesson[1].steps[2], place: found neither"),
    ('check = "taken", hex = 401', 'check = "supplied", hex = 401', "no place, unless the check is one of stands, taken, worn_down"),
    ('check = "taken", hex = 401', 'check = "token", hex = 401', 'check: found "token"; allowed:'),
    ('units = ["rd1"]}', 'units = ["rd9"]}', 'units: found "rd9"'),
    ("[[held]]", '[[sources]]\nid = "x"\nhex = 703\nside = "japan"\ntons = 3\n\n[[held]]', "sources[1], hex: found 00703; allowed: a hex of"),
    ("[[held]]", '[[sources]]\nid = "base"\nhex = 301\nside = "soviet"\ntons = 3\n\n[[held]]', 'sources[1], id: found "base"; allowed: each id once'),
    ("[[held]]", '[[sources]]\nid = "x"\nhex = 301\nside = "soviet"\ncommands = ["garrison"]\ntons = 3\n\n[[held]]', "allowed: commands of soviet"),
    ("[[held]]", '[[lifts]]\ncommand = "frnt"\ntons = 3\n\n[[held]]', 'lifts[1], command: found "frnt"; allowed: front, army, garrison; did you mean "front"?'),
    ("[[held]]", '[[exits]]\nbox = "navy"\nplace = "town"\n\n[[held]]', 'exits[1], box: found "navy"; allowed: fleet'),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), BROKEN)
def test_a_fault_is_told(folder: Path, old: str, new: str, said: str) -> None:
    path = folder / "scenario.toml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    told = [str(p) for p in validate(folder)]
    assert any(said in line for line in told), told
    assert all(line.startswith(f"{folder}/scenario.toml") and "\n" not in line for line in told)
    with pytest.raises(ScenarioFault):
        load(folder)


def test_all_faults_are_told_at_once_with_exit_code_2(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "scenario.toml"
    text = path.read_text()
    for old, new in (
        ('units = ["jd3"]', 'units = ["jd4"]'), ("hexes = [401]", "hexes = [100]"),
        ('place = "town"\nweight', 'place = "twon"\nweight'), ('include = ["fleet"]', 'include = ["x"]'),
    ):  # fmt: skip
        text = text.replace(old, new)
    path.write_text(text)
    assert start(["scenario", "validate", str(folder)]) == 2
    assert len(capsys.readouterr().out.splitlines()) == 4


def test_what_is_wrong_in_the_base_is_told_as_the_bases(folder: Path) -> None:
    units = folder.parent / "tiny" / "forces/units.csv"
    units.write_text(units.read_text().replace(",rifle,", ",rifel,"))
    (problem,) = validate(folder)
    assert problem.file == f"{folder.parent / 'tiny'}/forces/units.csv"


# -- the cuts that come with the game


def test_the_campaign_stands_first_then_the_cuts_by_title() -> None:
    assert names()[0] == "manchuria_1945"
    titles = [load(name).title for name in names()[1:]]
    assert titles == sorted(titles)
    assert set(names()[1:]) == set(cuts())


def test_there_are_a_tutorial_and_eight_small_scenarios_and_more() -> None:
    assert {
        "tutorial", "mutanchiang", "khingan", "hailar", "sunwu", "seishin", "sakhalin", "shumshu",
        "kalgan",
    } <= set(cuts())  # fmt: skip
    for name in cuts():
        folder = SCENARIOS / name
        assert [p.name for p in folder.iterdir()] == ["scenario.toml"]
        assert (folder / "scenario.toml").stat().st_size < 10_000
        assert load(name).briefing


@pytest.mark.parametrize("name", cuts())
def test_two_days_of_each_are_played_without_a_refusal_that_stops_it(name: str) -> None:
    scenario = load(name)
    for players in (("staff", "staff"), ("greedy", "random")):
        match = Match(scenario, 1)
        sides = {s: make(p, s, 1) for s, p in zip(SIDES, players, strict=True)}
        play_out(match, sides, turns=2)  # type: ignore[arg-type]
        assert match.over or match.turn == 3
        state = match.state
        men = sum(u.men + u.stragglers for u in state.units.values())
        lost = sum(toll.men for toll in state.losses.values())
        assert men + lost == sum(c.men for c in scenario.counters.values())


def test_mutanchiang_has_the_two_armies_of_the_record() -> None:
    """About 290,000 men of two armies with the front's reserves behind them, 55-60,000 before them."""
    scenario = load("mutanchiang")

    def men(*armies: str) -> int:
        bodies = (*scenario.counters.values(), *scenario.assets.values())
        return sum(
            b.men
            for b in bodies
            if any(scenario.under(b.formation, FormationId(a)) for a in armies)
        )

    assert 250_000 < men("a1rb", "a5") < 300_000
    assert 55_000 < men("J_A05") < 62_000
    assert str(scenario.date_of(scenario.turns)) == "1945-08-16"
