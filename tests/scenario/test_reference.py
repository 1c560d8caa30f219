"""The encyclopaedia: everything has its source, the contradictions stand in one table."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from game.film.rivals import print_rivals
from game.lab.simulate import options_of
from game.model import reference
from game.model.scenario import Scenario
from game.scenario.load import load, names
from game.scenario.show import rival_rows
from game.scenario.validate import validate


@pytest.fixture(scope="module")
def campaign() -> Scenario:
    return load("manchuria_1945")


def test_every_unit_formation_place_and_event_names_its_source(campaign: Scenario) -> None:
    bodies = {**campaign.counters, **campaign.assets}
    subjects: list[tuple[reference.Subject, str]] = [("campaign", "")]
    subjects += [("unit", str(u)) for u in bodies]
    subjects += [("formation", str(f)) for f in campaign.formations]
    subjects += [("place", p.id) for p in campaign.map.places]
    subjects += [("event", c.id) for c in campaign.chronicle]
    for kind, id in subjects:
        entry = reference.of(campaign, kind, id)
        assert entry.source, (kind, id)
        assert entry.name, (kind, id)
    assert all(h.source for h in campaign.happenings)
    assert all(o.source for o in campaign.objectives)
    assert all(v.source for v in campaign.variations)


def test_a_subject_that_does_not_exist_is_a_key_error(campaign: Scenario) -> None:
    subjects: list[tuple[reference.Subject, str]] = [
        ("unit", "nobody"), ("formation", "x"), ("place", "x"), ("event", "x"), ("campaign", "x"),
    ]  # fmt: skip
    for kind, id in subjects:
        with pytest.raises(KeyError):
            reference.of(campaign, kind, id)


CONTRADICTIONS = {
    "C1": ("west", "east"),
    "C2": ("11-12", "18 August"),
    "C3": ("6th Guards Tank Army", "2nd Far Eastern Front"),
    "C4": ("40,000", "170,000"),
    "C5": ("1,577,725", "1.5 million"),
    "C6": ("713,724", "665,500"),
    "C7": ("600,000", "21,389"),
    "C8": ("2 September", "15 August"),
    "C9": ("Marui", "without resistance"),
}


@pytest.mark.parametrize("number", CONTRADICTIONS)
def test_both_values_of_a_contradiction_stand_with_their_sources(
    campaign: Scenario, number: str
) -> None:
    rival = next(r for r in campaign.rivals if r.id == number)
    used, other = CONTRADICTIONS[number]
    assert used in rival.used
    assert other in rival.rival
    assert rival.source
    assert rival.rival_source
    assert rival in reference.of(campaign, rival.kind, rival.subject).rivals


def test_the_used_value_is_what_the_scenario_has(campaign: Scenario) -> None:
    from game.scenario.show import show

    men = {f: sums["men"] for f, sums in show(campaign)["formations"].items()}
    fronts = sum(men[f] for f in ("tbf", "fef1", "fef2"))
    said = {r.id: r.used for r in campaign.rivals}
    assert f"{fronts:,}" in said["C5"]
    assert f"{men['J_KWA']:,}" in said["C6"]
    assert f"{men['C_MCK']:,}" in said["C4"]
    # West: the units of the Transbaikal Front stand west of all others' middle.
    places = {f: [c.hex // 100 for c in campaign.counters.values() if c.hex
                  and campaign.under(c.formation, f)] for f in ("tbf", "fef1")}  # type: ignore[arg-type]  # fmt: skip
    assert max(places["tbf"]) < min(places["fef1"])
    assert campaign.tables.politics.rescript_day == date(1945, 8, 15)
    assert campaign.date_of(campaign.turns) == date(1945, 9, 2)


def test_a_switch_plays_the_rival(campaign: Scenario) -> None:
    switches = {r.id: r.switch for r in campaign.rivals if r.switch}
    assert {"C4", "C8"} <= set(switches)
    for switch in switches.values():
        name, _, value = switch.partition("=")
        assert asdict(options_of(campaign, {name: value}))[name] == value


def test_the_chronicle_tells_what_happened_on_a_day_and_at_a_place(campaign: Scenario) -> None:
    found = reference.on_day(campaign, date(1945, 8, 16))
    assert {"mutanchiang", "kiamusze", "seishin"} <= {c.place_id for c in found}
    at = reference.of(campaign, "place", "portarthur")
    assert [c.day.day for c in at.chronicle] == [22, 23]
    assert at.rivals[0].id == "C3"
    assert len(campaign.chronicle) > 200


@pytest.mark.parametrize("name", names())
def test_every_scenario_prints_its_rivals(name: str) -> None:
    scenario = load(name)
    out = StringIO()
    print_rivals(scenario, Console(file=out, width=140))
    rows = rival_rows(scenario)
    for row in rows:
        assert row["id"] in out.getvalue()
    if name == "manchuria_1945":
        assert len(rows) == len(scenario.rivals) > 40


RIVALS = "id,kind,subject,what,used,source,rival,rival_source,note,switch\n"
CHRONICLE = "date,time,id,kind,side,place,place_id,text,confidence,source\n"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("R1,unit,nobody,Men,1,a,2,b,,", 'subject: found "nobody"'),
        ("R1,campaign,rd1,Men,1,a,2,b,,", "empty for the campaign"),
        ("R1,unit,,Men,1,a,2,b,,", "an id for all else"),
        ("R1,unit,rd1,Men,1,a,2,b,,manchukuo=7", 'switch: found "manchukuo=7"'),
        ("R1,ship,rd1,Men,1,a,2,b,,", 'kind: found "ship"'),
        ("R1,unit,rd1,Men,1,a,2,b,,\nR1,unit,rd1,Men,1,a,2,b,,", "each id once"),
    ],
)
def test_a_wrong_rival_is_told(tiny: Path, row: str, told: str) -> None:
    (tiny / "rivals.csv").write_text(RIVALS + row + "\n", encoding="utf-8")
    assert any(told in str(p) for p in validate(tiny)), list(map(str, validate(tiny)))


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("1945-08-40,,E1,battle,USSR,X,,Something,high,a", "date: found"),
        ("1945-08-09,noon,E1,battle,USSR,X,,Something,high,a", "time: found"),
        ("1945-08-09,,E1,party,USSR,X,,Something,high,a", 'kind: found "party"'),
        ("1945-08-09,,E1,battle,USSR,X,atlantis,Something,high,a", 'place_id: found "atlantis"'),
    ],
)
def test_a_wrong_chronicle_is_told(tiny: Path, row: str, told: str) -> None:
    (tiny / "chronicle.csv").write_text(CHRONICLE + row + "\n", encoding="utf-8")
    assert any(told in str(p) for p in validate(tiny)), list(map(str, validate(tiny)))
