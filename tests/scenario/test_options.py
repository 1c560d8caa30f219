"""Options: each value is explained, changes what it says, and makes a game that repeats."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from game.dice import Dice
from game.engine import start
from game.hexes import distance
from game.lab.simulate import BadOption, options_of, play
from game.model.forces import UnitId
from game.model.scenario import Options, Scenario
from game.model.variants import played
from game.replay import Recorder
from game.rerun import resume, verify
from game.rules.fog import observe
from game.rules.strength import raw_strength
from game.rules.victory import ledger
from game.scenario.common import load_terrains
from game.scenario.load import SCENARIOS, load
from game.scenario.options import COMMON, manual, read_texts, texts, values_of
from game.scenario.problems import ScenarioFault
from game.scenario.reading import Reader
from game.scenario.show import show, tables
from game.scenario.validate import validate

PLAIN = next(t for t in load_terrains(COMMON) if t.id == "plain")
ROOT = Path(__file__).parents[2]
CHOICES = [(name, v) for name, values in values_of().items() for v in values[1:]]


@pytest.fixture(scope="module")
def campaign() -> Scenario:
    return load("manchuria_1945")


def under(campaign: Scenario, **chosen: str) -> Scenario:
    return played(campaign, options_of(campaign, chosen))


def test_every_value_of_every_option_is_explained() -> None:
    assert [t.name for t in texts()] == list(asdict(Options()))
    for text in texts():
        assert text.about
        assert set(text.values) == set(values_of()[text.name])
        assert all(text.values.values())


def test_the_rulebook_has_the_same_table() -> None:
    chapter = (ROOT / "docs/rules/13-options.md").read_text(encoding="utf-8")
    for line in manual():
        assert line in chapter


def test_an_option_without_words_is_a_fault(tmp_path: Path) -> None:
    text = (COMMON / "options.toml").read_text(encoding="utf-8")
    (tmp_path / "options.toml").write_text(
        text.replace("[fog]", "[frog]").replace("drawn =", "dawn ="), encoding="utf-8"
    )
    with pytest.raises(ScenarioFault, match=r"did you mean \"fog\"") as fault:
        read_texts(Reader(tmp_path, "common"))
    assert 'found "dawn"' in str(fault.value)


def test_a_scenario_is_shown_with_its_options(campaign: Scenario) -> None:
    data = show(campaign)
    rows = tables(data)[-1][2]
    assert {row[0] for row in rows if row[0]} == set(asdict(Options()))
    assert ["", "historical (stands)"] in [row[:2] for row in rows]


def test_usual_options_leave_the_scenario_as_it_is(campaign: Scenario) -> None:
    assert played(campaign, Options()) is campaign
    assert under(campaign, rescript="never") is campaign
    assert under(campaign, kwantung="1941") is under(campaign, kwantung="1941")


@pytest.mark.parametrize(("option", "value"), CHOICES)
def test_every_value_begins_a_sound_game(campaign: Scenario, option: str, value: str) -> None:
    options = options_of(campaign, {option: value})
    state, _ = start(campaign, options, Dice(1))
    scenario = state.scenario
    assert list(scenario.counters) == list(campaign.counters)
    used: dict[int, int] = {}
    for unit in state.units.values():
        if unit.on_map:
            assert scenario.map.land[unit.hex]
            used[unit.hex] = used.get(unit.hex, 0) + scenario.counters[unit.id].stack
            assert state.side_at(unit.hex) == state.side_of(unit.id)
    assert all(n <= scenario.map.terrain_at(h).stack for h, n in used.items())


def test_the_kwantung_army_of_1941_is_stronger_in_every_field_unit(campaign: Scenario) -> None:
    then = under(campaign, kwantung="1941")
    state = start(campaign, Options(), Dice(1))[0]
    stronger = start(campaign, Options(kwantung="1941"), Dice(1))[0]
    divisions = [
        c for c in campaign.counters.values()
        if c.nation == "JPN" and (c.type, c.size, c.box) == ("infantry", "division", "")
        and campaign.under(c.formation, "J_KWA")  # type: ignore[arg-type]
    ]  # fmt: skip
    assert len(divisions) == 24
    for c in divisions:
        new = then.counters[c.id]
        assert (new.quality, new.guns >= 84, new.men >= 16_000) == (90, True, True), c.name
        was, now = state.units[c.id], stronger.units[c.id]
        assert now.men * new.quality > was.men * c.quality
        assert raw_strength(then, now, PLAIN) >= raw_strength(campaign, was, PLAIN)
    assert show(then)["formations"]["J_KWA"]["men"] > 800_000
    soviet = [c for c in campaign.counters.values() if c.side == "soviet"]
    assert all(then.counters[c.id] == c for c in soviet)


@pytest.mark.parametrize(("men", "value"), [(40_000, "40000"), (170_000, "170000")])
def test_the_manchukuo_army_has_the_men_of_either_count(
    campaign: Scenario, men: int, value: str
) -> None:
    assert show(under(campaign, manchukuo=value))["totals"]["MCK"]["men"] == men


def test_a_deployment_moves_field_armies_and_no_works(campaign: Scenario) -> None:
    works = {z.hex for z in campaign.map.zones}
    far: dict[str, int] = {}
    for value in ("frontier", "redoubt"):
        then = under(campaign, deployment=value)
        moved = [u for u, c in campaign.counters.items() if then.counters[u].hex != c.hex]
        assert len(moved) > 20
        assert all(campaign.counters[u].mobility != "static" for u in moved)
        assert all(replace(then.counters[u], hex=campaign.counters[u].hex)
                   == campaign.counters[u] for u in moved)  # fmt: skip
        garrisons = [u for u, c in campaign.counters.items()
                     if c.hex in works and c.mobility == "static"]  # fmt: skip
        assert not set(garrisons) & set(moved)
        tunghua = campaign.map.places_by_id["tunghua"].hex
        for name, counters in (("history", campaign.counters), (value, then.counters)):
            far[f"{value} {name}"] = sum(distance(counters[u].hex, tunghua) for u in moved)
    assert far["redoubt redoubt"] < far["redoubt history"]
    assert far["frontier frontier"] > far["frontier history"]


def test_dates_that_score_nothing_count_from_the_attack(campaign: Scenario) -> None:
    def par(options: Options) -> int:
        state, _ = start(campaign, options, Dice(1))
        met = next(x for x in ledger(state).lines if x.what == "The fronts have met")
        day = met.why.rpartition("par ")[2].split()[0]
        return int(day) - int(options.start)

    assert par(Options()) == par(Options(start="14"))


def test_headquarters_go_with_their_troops(campaign: Scenario) -> None:
    state, _ = start(campaign, Options(deployment="redoubt"), Dice(1))
    tunhua = campaign.map.places_by_id["tunhua"].hex
    army = next(f for f in campaign.formations if f == "J_A05")
    assert state.scenario.formations[army].hq_hex == state.hqs[army] == tunhua
    assert campaign.formations[army].hq_hex != tunhua


def test_the_paralysis_of_the_first_days_goes_with_the_attack(campaign: Scenario) -> None:
    later = under(campaign, start="14").tables.command
    assert later.attack_day == date(1945, 8, 14)
    assert later.activation[0].first == date(1945, 8, 14)


def test_views_do_not_tell_where_the_enemy_would_stand(campaign: Scenario) -> None:
    state, _ = start(campaign, Options(deployment="frontier"), Dice(1))
    assert observe(state, "soviet").scenario.variations == ()


def test_an_attack_on_14_august_keeps_its_turns_and_moves_its_dates(campaign: Scenario) -> None:
    state, _ = start(campaign, Options(start="14"), Dice(1))
    later = state.scenario
    assert (str(later.date_of(1)), str(later.date_of(25))) == ("1945-08-14", "1945-09-07")
    assert state.weather == campaign.weather[5]
    assert [o.par for o in later.objectives] == [o.par for o in campaign.objectives]
    # What has a date does not wait.
    assert later.tables.politics.rescript_day == campaign.tables.politics.rescript_day


def test_options_that_change_nothing_are_refused_with_the_reason() -> None:
    tiny = replace(load("manchuria_1945"), variations=(), climate=())
    for chosen, why in (
        ({"kwantung": "1941"}, "changes nothing in this scenario"),
        ({"deployment": "redoubt"}, "changes nothing"),
        ({"start": "14"}, "needs a climate"),
    ):
        with pytest.raises(BadOption, match=why):
            options_of(tiny, chosen)


@pytest.mark.parametrize(
    "chosen",
    [{"kwantung": "1941", "weather": "drawn"}, {"deployment": "frontier", "manchukuo": "170000"},
     {"start": "14"}],
)  # fmt: skip
def test_a_game_under_options_is_recorded_resumed_and_verified(
    campaign: Scenario, tmp_path: Path, chosen: dict[str, str]
) -> None:
    path = tmp_path / "game"
    options = options_of(campaign, chosen)
    who: Any = {"soviet": "greedy", "japan": "greedy"}
    one = play(campaign, 4, who, options=options, turns=2, replay=path)
    assert one.match.scenario is played(campaign, options)
    verdict = verify(path, lambda name: campaign)
    assert verdict.ok, verdict.message
    again = resume(path, campaign)
    assert again.state_hash() == one.match.state_hash()
    assert again.state.scenario is one.match.scenario
    assert isinstance(again.scribe, Recorder)
    again.scribe.close()


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("kwantnug,1941,jd3,,50,,,,,x,y", 'option: found "kwantnug"'),
        ("kwantung,1942,jd3,,50,,,,,x,y", 'value: found "1942"; allowed: 1945, 1941'),
        ("kwantung,1941,jd9,,50,,,,,x,y", 'unit: found "jd9"'),
        ("kwantung,1941,jd3,,,,,,,x,y", "found no change"),
        ("kwantung,1941,jd3,,500,,,,,x,y", "quality: found"),
        ("deployment,frontier,jd3,00101,,,,,,x,y", "allowed: land of japan"),
        ("deployment,frontier,army,,50,,,,,x,y", "for a headquarters only a hex"),
        ("deployment,frontier,jd3,00703,,,,,,x,y", "allowed: a hex of land"),
    ],
)
def test_a_wrong_variation_is_told(tiny: Path, row: str, told: str) -> None:
    header = "option,value,unit,hex,quality,men,tanks,guns,vehicles,note,source\n"
    (tiny / "variations.csv").write_text(header + row + "\n", encoding="utf-8")
    assert any(told in str(p) for p in validate(tiny)), list(map(str, validate(tiny)))


def test_a_unit_stands_once_in_each_variation(tiny: Path) -> None:
    header = "option,value,unit,quality,note,source\n"
    row = "kwantung,1941,jd3,50,x,y\n"
    (tiny / "variations.csv").write_text(header + row, encoding="utf-8")
    assert validate(tiny) == []
    (tiny / "variations.csv").write_text(header + row + row, encoding="utf-8")
    assert "each unit once for a value" in str(validate(tiny)[0])
    changed = played(load_tiny(tiny, header + row), Options(kwantung="1941"))
    assert changed.counters[UnitId("jd3")].quality == 50


def load_tiny(folder: Path, text: str) -> Scenario:
    (folder / "variations.csv").write_text(text, encoding="utf-8")
    return load(folder)


def test_the_campaign_s_variations_name_their_sources(campaign: Scenario) -> None:
    assert (SCENARIOS / "manchuria_1945" / "variations.csv").is_file()
    assert all(v.source and v.note for v in campaign.variations)
    assert {(v.option, v.value) for v in campaign.variations} >= {
        ("kwantung", "1941"), ("manchukuo", "170000"), ("deployment", "frontier"),
        ("deployment", "redoubt"),
    }  # fmt: skip
