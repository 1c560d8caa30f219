"""Chapter 12: the epilogue tells what the state says, soberly, and scores nothing."""

from __future__ import annotations

from dataclasses import replace

from game.hexes import Hex
from game.model.events import Toll
from game.model.forces import UnitId
from game.model.happening import Area, Dated, Happening, Site, Stop
from game.model.state import State, apply, control_of, index_of
from game.rules import epilogue, victory
from tests.toy import counter, place, toy_map, toy_scenario, toy_state

J = UnitId("j")
SITES = tuple(
    Site(kind, name, Hex(h), name.title(), text, "test")  # type: ignore[arg-type]
    for kind, name, h, text in (
        ("industry", "works", 301, "steel"), ("industry", "dam", 401, "power"),
        ("settlers", "farm", 302, "the farms"), ("base", "hills", 303, "the hills"),
        ("prestige", "port", 402, "the port"), ("zone", "north", 403, "the north"),
    )
)  # fmt: skip


def a_state(*held: int, **changes: object) -> State:
    """Sites on Japanese ground; those of `held` have fallen on the fifth day."""
    ground = tuple(s.hex for s in SITES)
    places = tuple(place(s.place, s.hex) for s in SITES)
    scenario = toy_scenario(
        toy_map("......\n......\n......", japan=(*ground, 501), places=places),
        [counter("r", 201), counter("j", 501, "infantry", nation="JPN", men=7000)],
        turns=25,
    )  # fmt: skip
    stop = Stop("stop", "korea_south", "soviet", 5)
    line = Happening("line", "Line", "", "both", "dawn", (Dated("date"),), (stop,))
    south = Area("korea_south", "the south", frozenset({Hex(601)}))
    scenario = replace(
        scenario, sites=SITES, happenings=(line,), areas={"korea_south": south}
    )
    taken = {Hex(h): (1, 5) for h in held}
    state = replace(
        toy_state(scenario, turn=25), held=taken, control=control_of(scenario, taken), cache={}
    )
    return replace(state, **changes)  # type: ignore[arg-type]


def told(state: State, topic: str) -> str:
    return " ".join(n.text for n in epilogue.epilogue(state) if n.topic == topic)


def test_prisoners_are_told_by_nation_and_place_and_where_they_go() -> None:
    lost = {"JPN": Toll("JPN", captured=5000, killed=40), "MCK": Toll("MCK", captured=300)}
    text = told(a_state(301, losses=lost, prisoners={Hex(301): 4000, Hex(402): 900}), "Prisoners")
    assert "5,300 men are prisoners" in text
    assert "5,000 Japanese and 300 Manchukuo" in text
    assert "4,000 at 00301 (Works)" in text
    assert "900" not in text  # taken where the Soviet side holds nothing now
    assert "Siberia" in text
    assert told(a_state(), "Prisoners") == ""


def test_dead_and_wounded_are_told_by_nation() -> None:
    lost = {"USSR": Toll("USSR", killed=12, wounded=30), "JPN": Toll("JPN", dispersed=7)}
    text = told(a_state(losses=lost), "Dead and wounded")
    assert text == "Soviet 12 dead and 30 wounded. 7 men went home or into the hills."


def test_settlers_are_told_and_never_scored() -> None:
    text = told(a_state(302, rescript=7), "Settlers")
    assert "Of 1 districts of Japanese settlers 1 were overrun, 1 of them before" in text
    assert "before anybody" not in told(a_state(302, rescript=3), "Settlers")
    assert victory.ledger(a_state(302)).total == victory.ledger(a_state()).total


def test_industry_is_intact_damaged_or_out_of_reach() -> None:
    state = a_state(301, 401, acts={epilogue.STORMED + "dam": 5})
    text = told(state, "Industry")
    assert "In Soviet hands and intact: Works." in text
    assert "Damaged in the fighting: Dam." in text
    assert "Not in Soviet hands on the last day: Works and Dam." in told(a_state(), "Industry")


def test_a_place_is_stormed_when_troops_fought_for_it_on_the_day_it_fell() -> None:
    state = a_state(301, captures={"works": 25})
    inside = replace(state.units[UnitId("r")], hex=Hex(301), fought=1)
    units = {**state.units, inside.id: inside}
    fought = replace(state, units=units, index=index_of(units), cache={})
    (event,) = epilogue.stormed(fought)
    assert apply(fought, event).acts == {"stormed works": 25}
    idle = {**units, inside.id: replace(inside, fought=0)}
    assert epilogue.stormed(replace(fought, units=idle, cache={})) == ()
    assert epilogue.stormed(replace(fought, turn=24, cache={})) == ()


def test_base_areas_korea_and_the_prestige_of_1905_follow_who_holds_them() -> None:
    state = a_state(303, 402, 403)
    assert "bases in the hills" in told(state, "Base areas")
    assert "Soviet troops stand in the north." in told(state, "Korea")
    assert "forty years: the port." in told(state, "The war of 1904-05")
    none = a_state()
    assert "Closed to them as the war ends: the hills." in told(none, "Base areas")
    assert "Not reached, to be occupied after the war: the north." in told(none, "Korea")
    assert "Still Japanese on the last day: the port." in told(none, "The war of 1904-05")
    assert "8 September" in told(none, "Korea")


def test_units_across_the_parallel_are_called_back() -> None:
    state = a_state(acts={"line": 2})
    across = replace(state.units[UnitId("r")], hex=Hex(601))
    units = {**state.units, across.id: across}
    there = replace(state, units=units, index=index_of(units), cache={})
    assert "1 Soviet units south of the line are called back." in told(there, "Korea")


def test_what_became_of_puyi() -> None:
    assert "seized at Mukden on 19 August" in told(a_state(acts={"puyi_taken": 11}), "Puyi")
    assert "reached Japan" in told(a_state(acts={"puyi_escapes": 13}), "Puyi")
    assert "Talitzu" in told(a_state(acts={"court_flees": 4}), "Puyi")
    assert told(a_state(), "Puyi") == ""


def test_who_still_fights_on_the_last_day() -> None:
    state = a_state(ceasefire=8, rescript=7)
    assert "7,000 men have not heard that the war is over: j." in told(state, "Still under arms")
    heard = {**state.units, J: replace(state.units[J], heard=True)}
    text = told(replace(state, units=heard, cache={}), "Still under arms")
    assert "7,000 men in 1 units have heard and keep their arms." in text
    assert told(a_state(), "Still under arms") == ""
    assert "the war goes on" in told(a_state(), "The end of the war")
    assert "15 August" in told(state, "The end of the war")


def test_each_line_says_where_its_history_comes_from() -> None:
    lost = {"JPN": Toll("JPN", captured=5000, killed=40)}
    notes = epilogue.epilogue(a_state(301, losses=lost, ceasefire=8, rescript=7))
    assert len(notes) >= 8
    assert all(note.source for note in notes)


def test_a_small_scenario_tells_of_its_own_men_without_the_campaigns_figures() -> None:
    lost = {"JPN": Toll("JPN", captured=50)}
    whole = a_state(301, rescript=7, losses=lost)
    part = replace(whole, scenario=replace(whole.scenario, base="toy"), cache={})
    assert {"Settlers", "The end of the war"} <= {n.topic for n in epilogue.epilogue(whole)}
    notes = epilogue.epilogue(part)
    assert {n.topic for n in notes} <= {"Prisoners", "Dead and wounded", "Still under arms"}
    assert notes
    assert not any(n.source for n in notes)
