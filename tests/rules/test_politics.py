"""Chapter 6: the rescript, the order that travels, and captivity."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from game.dice import Dice
from game.model.forces import UnitId
from game.model.scenario import Options
from game.model.state import apply
from game.rules import politics
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
        for event in politics.dusk(state, Dice(3)):
            state = apply(state, event)
    return state


def test_the_broadcast_comes_on_15_august_and_the_order_a_day_later():
    assert politics.dawn(a_state(turn=6)) == ()
    (rescript,) = politics.dawn(a_state(turn=7))
    state = apply(a_state(turn=7), rescript)
    assert state.rescript == 7
    assert politics.dawn(state) == ()
    (order,) = politics.dawn(replace(state, turn=8))
    assert apply(replace(state, turn=8), order).ceasefire == 8


def test_a_game_that_begins_later_begins_with_what_has_been_proclaimed():
    def at_start(day: int):  # type: ignore[no-untyped-def]
        scenario = a_state().scenario
        return politics.before_start(replace(scenario, start=date(1945, 8, day)), Options())

    assert at_start(9) == at_start(15) == (0, 0)
    assert at_start(16) == (-1, 0)
    assert at_start(18) == (-3, -2)
    # Units may hear the order two days after the broadcast: on the second day from 16 August on.
    eve = a_state(rescript=-1, ceasefire=1)
    first, second = (politics.dusk(replace(eve, turn=n, cache={}), Dice(3)) for n in (1, 2))
    assert first == ()
    assert any(unit.heard for event in second for unit in event.after)


def test_without_a_rescript_nobody_lays_down_arms():
    never = a_state(turn=9)
    never = replace(never, options=replace(never.options, rescript="never"))
    assert politics.dawn(never) == ()
    later = replace(never.scenario, start=date(1945, 8, 18))
    assert politics.before_start(later, never.options) == (0, 0)
    assert politics.dusk(never, Dice(1)) == ()


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
            for event in politics.dusk(first, Dice(seed))
        ),
    )
    assert most == first.scenario.tables.politics.captors["division"]


def test_a_division_that_obeys_holds_its_town_no_more_though_its_men_are_still_there():
    state = a_state(rescript=7, ceasefire=8, turn=9)
    heard = replace(state.units[UnitId("jd")], heard=True)
    state = replace(state, units={**state.units, heard.id: heard}, cache={})
    for seed in range(20):
        after = state
        for event in politics.dusk(state, Dice(seed)):
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


def test_garrisons_of_great_works_do_not_hear():
    state = a_state(rescript=7, ceasefire=8, works={601: 90})
    assert not days(state).units[UnitId("far")].heard
