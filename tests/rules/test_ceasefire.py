"""Chapter 6: the rescript, the order that travels, and captivity."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from game import engine
from game.dice import Dice
from game.hexes import NOWHERE
from game.model.events import Proclaimed
from game.model.forces import UnitId
from game.model.happening import Happening, Ordered
from game.model.orders import Parley
from game.model.scenario import Options
from game.model.state import apply
from game.rules import acts, ceasefire, council, fog
from tests.toy import counter, toy_map, toy_scenario, toy_state


def a_state(**changes):  # type: ignore[no-untyped-def]
    scenario = toy_scenario(
        toy_map("......"),
        [
            counter("rd", 201),
            counter("jd", 301, "infantry", nation="JPN", men=10000, quality=35, guns=40),
            counter("far", 601, "infantry", nation="JPN", men=10000, quality=35),
        ],
        turns=25,
    )
    return replace(toy_state(scenario), **changes)


def days(state, table_turns=range(9, 20)):  # type: ignore[no-untyped-def]
    for turn in table_turns:
        state = replace(state, turn=turn, cache={})
        for event in ceasefire.dusk(state, Dice(3)):
            state = apply(state, event)
    return state


def test_the_broadcast_comes_on_15_august_and_the_order_a_day_later():
    assert council.dawn(a_state(turn=6), Dice(3)) == ()
    (rescript,) = council.dawn(a_state(turn=7), Dice(3))
    state = apply(a_state(turn=7), rescript)
    assert state.rescript == 7
    assert council.dawn(state, Dice(3)) == ()
    (order,) = council.dawn(replace(state, turn=8), Dice(3))
    assert apply(replace(state, turn=8), order).ceasefire == 8


def test_a_game_that_begins_later_begins_with_what_has_been_proclaimed():
    def at_start(day: int):  # type: ignore[no-untyped-def]
        scenario = a_state().scenario
        return council.before_start(replace(scenario, start=date(1945, 8, day)), Options())

    assert at_start(9) == at_start(15) == (0, 0)
    assert at_start(16) == (-1, 0)
    assert at_start(18) == (-3, -2)
    # Units may hear the order two days after the broadcast: on the second day from 16 August on.
    eve = a_state(rescript=-1, ceasefire=1)
    first, second = (ceasefire.dusk(replace(eve, turn=n, cache={}), Dice(3)) for n in (1, 2))
    assert first == ()
    assert any(unit.heard for event in second for unit in event.after)


def test_without_a_rescript_nobody_lays_down_arms():
    never = a_state(turn=9)
    never = replace(never, options=replace(never.options, rescript="never"))
    assert council.dawn(never, Dice(3)) == ()
    later = replace(never.scenario, start=date(1945, 8, 18))
    assert council.before_start(later, never.options) == (0, 0)
    assert ceasefire.dusk(never, Dice(1)) == ()


def test_a_division_is_disarmed_only_before_captors_and_as_fast_as_they_can():
    state = days(a_state(rescript=7, ceasefire=8))
    assert state.units[UnitId("far")].heard
    assert state.units[UnitId("far")].men == 10000
    assert state.units[UnitId("jd")].gone == "captured"
    assert state.losses["JPN"].captured == 10000
    first = a_state(rescript=7, ceasefire=8, turn=9)
    heard = replace(first.units[UnitId("jd")], heard=True)
    first = replace(first, units={**first.units, heard.id: heard})
    most = max(
        (
            sum(t.captured for t in event.toll)
            for seed in range(20)
            for event in ceasefire.dusk(first, Dice(seed))
        ),
    )
    assert most == first.scenario.tables.politics.captors["division"]


def test_a_division_that_obeys_holds_its_town_no_more_though_its_men_are_still_there():
    state = a_state(rescript=7, ceasefire=8, turn=9)
    heard = replace(state.units[UnitId("jd")], heard=True)
    state = replace(state, units={**state.units, heard.id: heard}, cache={})
    for seed in range(20):
        after = state
        for event in ceasefire.dusk(state, Dice(seed)):
            after = apply(after, event)
        unit = after.units[UnitId("jd")]
        if unit.gone:
            break
    assert (unit.gone, unit.hex, unit.men) == ("disarming", 301, 4000)
    assert after.side_at(301) is None


def test_men_are_conserved_when_a_unit_is_disarmed_over_several_days():
    state = days(a_state(rescript=7, ceasefire=8), range(9, 11))
    toll = state.losses.get("JPN")
    lost = toll.captured + toll.dispersed if toll else 0
    assert state.units[UnitId("jd")].men + lost == 10000


def test_garrisons_besieged_in_great_works_do_not_hear():
    state = a_state(rescript=7, ceasefire=8, works={601: 90})
    besieged = replace(state.units[UnitId("far")], cut_off=1)
    cut = replace(state, units={**state.units, besieged.id: besieged}, cache={})
    assert not days(cut).units[UnitId("far")].heard
    assert days(state).units[UnitId("far")].heard


# Headquarters and envoys


def told(state, seed=3):  # type: ignore[no-untyped-def]
    for event in ceasefire.dusk(state, Dice(seed)):
        state = apply(state, event)
    return state


def test_each_headquarters_hears_at_its_own_time():
    state = a_state(rescript=7, ceasefire=8, turn=9, hqs={"ja1": 401, "jf": 601})
    turns = set()
    for seed in range(20):
        heard = told(state, seed)
        for turn in range(10, 20):
            heard = told(replace(heard, turn=turn, cache={}), seed)
        turns.add((heard.acts[acts.HEARD + "ja1"], heard.acts[acts.HEARD + "jf"]))
    assert len(turns) > 3
    assert any(first != second for first, second in turns)
    assert "word reached ja1" not in fog.observe(heard, "soviet").acts


def test_troops_at_a_headquarters_that_has_heard_hear_and_obey_as_staffs_do():
    state = a_state(rescript=7, ceasefire=8, turn=9, hqs={"ja1": 401})
    unit = state.units[UnitId("far")]
    assert ceasefire.bearing_of(state, unit) == "field"
    state = replace(state, acts={acts.HEARD + "ja1": 9}, cache={})
    assert ceasefire.bearing_of(state, unit) == "staff"
    assert (ceasefire.hears(state, unit), ceasefire.obeys(state, unit)) == (60, 65)
    away = replace(state, hqs={"ja1": 301}, cache={})
    assert ceasefire.bearing_of(away, unit) == "field"


def test_an_event_can_bring_the_order_home_to_a_command():
    card = Happening(
        "terms", "Terms", "", "both", "dusk", (), (Ordered("ceasefire", "jf", hears=5, obeys=10),)
    )
    state = a_state(rescript=7, ceasefire=8, turn=9)
    state = replace(state, scenario=replace(state.scenario, happenings=(card,)), cache={})
    unit = state.units[UnitId("far")]
    assert (ceasefire.hears(state, unit), ceasefire.obeys(state, unit)) == (45, 60)
    state = replace(state, acts={"terms": 9}, cache={})
    assert (ceasefire.hears(state, unit), ceasefire.obeys(state, unit)) == (50, 70)


def test_envoys_add_twenty_to_obedience_and_bring_word():
    # Its headquarters is being made anew: nothing reaches troops that are cut off.
    state = a_state(rescript=7, ceasefire=8, turn=9, hqs={"ja1": NOWHERE})
    unit = replace(state.units[UnitId("jd")], cut_off=9)
    assert ceasefire.bearing_of(state, unit) == "lost"
    assert (ceasefire.hears(state, unit), ceasefire.obeys(state, unit)) == (5, 35)
    order = Parley(UnitId("rd"), 301)
    assert engine.check(fog.observe(state, "soviet"), order) is None
    after, events = engine.play(state, order, Dice(1))
    assert events[0].what == "parley"
    assert after.units[UnitId("rd")].points == 0
    assert (ceasefire.hears(after, unit), ceasefire.obeys(after, unit)) == (60, 55)
    tomorrow = replace(after, turn=10, cache={})
    assert ceasefire.obeys(tomorrow, unit) == 35


def test_who_refuses_terms_says_so():
    state, _ = engine.play(
        a_state(rescript=7, ceasefire=8, turn=9), Parley(UnitId("rd"), 301), Dice(1)
    )
    said = [
        {e.what for e in ceasefire.dusk(state, Dice(seed)) if isinstance(e, Proclaimed)}
        for seed in range(30)
    ]
    assert any("refused" in what for what in said)
    assert any("refused" not in what for what in said)


@pytest.mark.parametrize(
    ("changes", "order", "code"),
    [
        ({"ceasefire": 0}, Parley(UnitId("rd"), 301), "no_parley"),
        ({}, Parley(UnitId("rd"), 601), "not_adjacent"),
        ({}, Parley(UnitId("rd"), 101), "nobody_there"),
        ({}, Parley(UnitId("jd"), 201), "not_yours"),
        ({}, Parley(UnitId("nobody"), 301), "no_such_unit"),
        ({"phase": "japan"}, Parley(UnitId("jd"), 201), "no_parley"),
        ({"acts": {"parley 00301": 9}}, Parley(UnitId("rd"), 301), "enough"),
    ],
)
def test_envoys_are_refused(changes, order, code):  # type: ignore[no-untyped-def]
    state = a_state(**{"rescript": 7, "ceasefire": 8, "turn": 9, **changes})
    refusal = engine.check(fog.observe(state, state.phase), order)
    assert refusal is not None
    assert refusal.code == code


def test_a_unit_that_has_spent_its_day_sends_no_envoys():
    state = a_state(rescript=7, ceasefire=8, turn=9)
    spent = replace(state.units[UnitId("rd")], points=0)
    state = replace(state, units={**state.units, spent.id: spent}, cache={})
    refusal = engine.check(fog.observe(state, "soviet"), Parley(spent.id, 301))
    assert refusal is not None
    assert refusal.code == "no_time"
