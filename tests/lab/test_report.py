"""The report of a game by date: what it makes of events, and that it agrees with the state."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from game.film.report import print_report
from game.hexes import Hex
from game.lab.report import ALWAYS, Report, lines, of_replay
from game.lab.simulate import Simulation, play
from game.model.events import (
    AnyEvent,
    Captured,
    Proclaimed,
    Refitted,
    Sailed,
    Surrendered,
    Toll,
    TurnBegan,
)
from game.model.forces import NATION_SIDE, SIDES, FormationId, UnitId
from game.model.scenario import Objective
from game.scenario.load import load
from tests.lab.toys import SCENARIO
from tests.toy import counter, place, toy_map, toy_scenario, toy_state

TOWN = Objective("town", Hex(401), "Town", 4, 2, 1, 3)


@pytest.fixture
def state() -> Any:
    board = toy_map("......", japan=(401, 501, 601), places=(place("town", 401),))
    forces = [counter("rd", 101), counter("jd", 401, nation="JPN")]
    return toy_state(toy_scenario(board, forces, objectives=(TOWN,)))


def morning(turn: int) -> TurnBegan:
    return TurnBegan(turn=turn, weather=("Ra",), ground=(0,), wet_days=(0,))


def told(state: Any, *events: AnyEvent) -> dict[str, Any]:
    report = Report(state.scenario)
    report.see(events)
    return report.as_json()


def test_events_stand_under_the_day_on_which_they_happened(state: Any) -> None:
    taken = Captured(place="town", name="Town", by="soviet", at=Hex(401))
    spoken = Proclaimed(what="rescript", text="It is over.", by="japan")
    found = told(state, morning(1), morning(2), taken, morning(3), spoken)
    days = found["days"]
    assert [d["date"] for d in days] == ["1945-08-09", "1945-08-10", "1945-08-11"]
    assert [d["captures"] for d in days] == [
        [], [{"place": "town", "where": "Town", "by": "soviet", "name": "Town"}], [],
    ]  # fmt: skip
    assert days[2]["proclamations"][0]["text"] == "It is over."
    assert (found["rescript"], found["ceasefire"]) == ("1945-08-11", None)
    assert days[0]["weather"] == {"all": "Ra"}
    assert all(name in d for d in days for name in ALWAYS)


def test_objectives_stand_beside_the_record(state: Any) -> None:
    taken = Captured(place="town", name="Town", by="soviet", at=Hex(401))
    (never,) = told(state, morning(1))["objectives"]
    assert (never["taken"], never["days"], never["within"]) == (None, None, False)
    (late,) = told(state, morning(1), morning(5), taken)["objectives"]
    assert (late["taken"], late["record"], late["days"]) == ("1945-08-13", "1945-08-10", 3)
    assert not late["within"]
    (just,) = told(state, morning(1), morning(3), taken)["objectives"]
    assert (just["days"], just["within"]) == (1, True)


def test_losses_prisoners_and_surrenders_are_counted_by_day_and_place(state: Any) -> None:
    gone = replace(state.units[UnitId("jd")], hex=Hex(0), gone="captured", men=0)
    surrender = Surrendered(
        units=(UnitId("jd"),), cause="order", after=(gone,), by="japan", at=Hex(401),
        toll=(Toll("JPN", killed=10, captured=8_000, guns=3), Toll("USSR", wounded=4)),
    )  # fmt: skip
    more = Refitted(what="disarmed", at=Hex(601), toll=(Toll("JPN", captured=500),))
    found = told(state, morning(1), surrender, morning(2), more)
    first, second = found["days"]
    assert first["losses"]["japan"] == {"killed": 10, "captured": 8_000, "guns": 3}
    assert first["losses"]["soviet"] == {"wounded": 4}
    (row,) = first["surrenders"]
    assert (row["units"], row["cause"], row["men"], row["where"]) == (
        ["jd"], "order", 8_000, "Town",
    )  # fmt: skip
    assert first["prisoners"] == {"men": 8_000, "by_place": {"Town": 8_000}}
    assert second["prisoners"] == {"men": 500, "by_place": {"near Town": 500}}
    assert found["prisoners"] == {"total": 8_500, "by_place": {"Town": 8_000, "near Town": 500}}


def test_a_change_of_superior_is_read_off_any_event(state: Any) -> None:
    moved = replace(state.units[UnitId("rd")], formation=FormationId("a2"))
    found = told(state, morning(1), Refitted(what="attached", after=(moved,), by="soviet"))
    (row,) = found["days"][0]["reattachments"]
    assert (row["units"], row["from"], row["to"]) == (["rd"], "a1", "a2")


def test_only_a_passage_that_ends_ashore_is_a_landing(state: Any) -> None:
    way = (Hex(101), Hex(201))
    at_sea = Sailed(units=(UnitId("rd"),), path=way, by="soviet", at=way[-1])
    found = told(state, morning(1), at_sea, replace(at_sea, landed=True))
    assert len(found["days"][0]["landings"]) == 1


def test_spearheads_are_measured_from_their_start(state: Any) -> None:
    ahead = replace(state.units[UnitId("rd")], hex=Hex(401))
    found = told(
        state, morning(1), Refitted(what="x", after=(ahead,), by="soviet"), morning(2)
    )
    assert found["days"][0]["advance_km"] == {"a1": 60}


def check(game: Simulation) -> None:
    state, found = game.match.state, game.report.as_json()
    days: Any = found["days"]
    for side in SIDES:
        tolls = [t for n, t in state.losses.items() if NATION_SIDE[n] == side]
        for what in ("killed", "wounded", "captured", "dispersed", "tanks", "guns"):
            by_day = sum(d["losses"][side].get(what, 0) for d in days)
            assert by_day == sum(getattr(t, what) for t in tolls), (side, what)
    assert game.report.captures == state.captures
    assert game.report.proclaimed.get("rescript", 0) == state.rescript


def test_a_game_s_report_agrees_with_its_state(tmp_path: Path) -> None:
    both = {"soviet": "greedy", "japan": "greedy"}
    game = play(SCENARIO, 1, both, replay=tmp_path / "game")  # type: ignore[arg-type]
    check(game)
    _, again = of_replay(tmp_path / "game", lambda name: SCENARIO)
    assert again.as_json() == game.report.as_json()


def test_the_first_days_of_the_campaign_are_reported() -> None:
    who: Any = {"soviet": "staff", "japan": "staff"}
    game = play(load("manchuria_1945"), 7, who, turns=3)
    check(game)
    found: Any = game.report.as_json()
    assert len(found["objectives"]) == 29
    assert [d["turn"] for d in found["days"]] == [1, 2, 3, 4]
    assert any(d["captures"] for d in found["days"])
    out = StringIO()
    print_report(game.report, Console(file=out, width=100))
    text = out.getvalue()
    assert "9 August, turn 1" in text
    assert "Soviet losses: " in text
    assert "Rescript: not in this game." in text


def test_each_line_of_a_day_says_who_and_where(state: Any) -> None:
    gone = Surrendered(units=(UnitId("jd"),), cause="order", by="japan", at=Hex(401))
    day = told(state, morning(1), gone)["days"][0]
    assert list(lines(day)) == [("surrenders", "jd; order; Town")]
