"""Chapter 12: declared events, their conditions and effects, and the choices they leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from game import engine
from game.dice import Dice
from game.hexes import NOWHERE, Hex
from game.match import Match
from game.model import happening as h
from game.model.events import Captured, Chose, Happened, Toll
from game.model.forces import FormationId, UnitId
from game.model.orders import Choose, Refusal
from game.model.scenario import Options
from game.model.state import State, apply, index_of
from game.rules import acts, council, fog, happenings, reinforcements, victory
from game.rules.conditions import met
from game.scenario.load import load
from tests.toy import counter, place, toy_map, toy_scenario, toy_state

A1, A2, TF, JF, JA1 = map(FormationId, ("a1", "a2", "tf", "jf", "ja1"))
R, R2, J, LATE = map(UnitId, ("r", "r2", "j", "late"))


def a_state(*declared: h.Happening, **changes: object) -> State:
    """A row of eight hexes: r at 0201, r2 at 0301, j at 0501 in the town of the same name."""
    places = (place("town", 501), place("west", 101, country="RED"))
    scenario = toy_scenario(
        toy_map("........", japan=(501, 601, 701, 801), places=places),
        [
            counter("r", 201), counter("r2", 301, formation="a2"),
            counter("j", 501, "infantry", nation="JPN", men=8000),
            counter("late", 201, arrives=5),
        ],
        turns=20,
    )  # fmt: skip
    area = h.Area("east", "the east", frozenset(map(Hex, (501, 601, 701))))
    scenario = replace(scenario, happenings=declared, areas={"east": area})
    return replace(toy_state(scenario), **changes)  # type: ignore[arg-type]


def news(
    name: str = "news", *when: h.Condition, then: tuple[h.Effect, ...] = (), **more: object
) -> h.Happening:
    return h.Happening(name, name.title(), "", "both", "dawn", when, then, **more)  # type: ignore[arg-type]


def played(state: State, hour: str = "dawn", seed: int = 1) -> State:
    for event in happenings.happen(state, hour, Dice(seed)):
        state = apply(state, event)
    return state


def true(condition: h.Condition, **changes: object) -> bool:
    return met(a_state(**changes), condition, Dice(1), "x")


# Conditions


def test_a_date_is_a_span_of_days() -> None:
    span = h.Dated("date", date(1945, 8, 10), date(1945, 8, 11))
    assert [true(span, turn=t) for t in (1, 2, 3, 4)] == [False, True, True, False]
    assert true(h.Dated("date", until=date(1945, 8, 9)))


def test_an_option_is_one_of_the_values() -> None:
    bombs = h.OptionIs("option", "bombs", ("both",))
    assert true(bombs)
    assert not true(bombs, options=Options(bombs="none"))


def test_a_place_is_held_for_so_many_days() -> None:
    assert true(h.Held("held", "town", "japan"))
    fell = Captured(place="town", name="Town", by="soviet", held=(Hex(501),))
    state = replace(apply(a_state(turn=3), fell), turn=5)
    for days, answer in ((2, True), (3, False)):
        assert met(state, h.Held("held", "town", "soviet", days), Dice(1), "x") is answer


def test_a_place_has_been_captured_some_days_ago() -> None:
    fallen = h.Fallen("captured", "town", 2)
    assert not true(fallen, turn=5)
    assert true(fallen, turn=5, captures={"town": 3})
    assert not true(fallen, turn=4, captures={"town": 3})


def test_events_follow_each_other_by_days() -> None:
    after = h.After("happened", "news", 3)
    assert [true(after, turn=t, acts={"news": 4}) for t in (6, 7)] == [False, True]
    assert not true(after, turn=7)
    assert true(h.Before("not_happened", "news"))
    assert not true(h.Before("not_happened", "news"), acts={"news": 1})
    assert true(h.Chosen("chosen", "news", "yes"), choices={"news": "yes"})
    assert not true(h.Chosen("chosen", "news", "no"), choices={"news": "yes"})


def test_pressure_losses_and_prisoners_reach_a_number() -> None:
    assert true(h.Pressed("pressure", 40), pressure=40)
    assert not true(h.Pressed("pressure", 41), pressure=40)
    lost = {"USSR": Toll("USSR", killed=900, wounded=100), "JPN": Toll("JPN", captured=500)}
    assert true(h.Bled("losses", "soviet", 1000), losses=lost)
    assert not true(h.Bled("losses", "soviet", 1001), losses=lost)
    assert true(h.Captives("prisoners", 500), losses=lost)
    assert not true(h.Captives("prisoners", 501), losses=lost)


def test_a_command_is_reduced_or_its_headquarters_overrun() -> None:
    state = a_state()
    state = replace(state, units={**state.units, J: replace(state.units[J], men=3999)}, cache={})
    assert met(state, h.Reduced("reduced", JF, 50), Dice(1), "x")
    assert not met(state, h.Reduced("reduced", JF, 49), Dice(1), "x")
    assert not true(h.Overrun("overrun", JA1), hqs={JA1: Hex(501)})
    assert true(h.Overrun("overrun", JA1), hqs={JA1: NOWHERE})
    assert true(h.Overrun("overrun", JA1), hqs={JA1: Hex(101)})


def test_two_commands_have_linked_up_near_a_place() -> None:
    link = h.LinkedUp("linked_up", A1, A2, ("town",), 3)
    assert true(link)
    assert not true(replace(link, hexes=2))
    assert not true(replace(link, second=JA1))


def test_troops_are_near_a_place_or_inside_an_area() -> None:
    assert true(h.Near("near", "town", "soviet", 2))
    assert not true(h.Near("near", "town", "soviet", 1))
    state = a_state()
    landed = replace(state.units[R], hex=Hex(501), gone="airhead")
    state = replace(state, units={**state.units, R: landed}, cache={})
    assert met(state, h.Near("near", "town", "soviet", 0), Dice(1), "x")
    assert true(h.Inside("inside", "east", "japan"))
    assert not true(h.Inside("inside", "east", "japan", 2))
    assert not true(h.Inside("inside", "east", "soviet"))


def test_chance_is_thrown_anew_each_day() -> None:
    half = h.Chance("chance", 50)
    days = [met(a_state(turn=t), half, Dice(3), "x") for t in range(1, 20)]
    assert {True, False} == set(days)
    assert true(h.Chance("chance", 100))
    assert not true(h.Chance("chance", 0))


def test_rescript_order_and_word_to_a_headquarters() -> None:
    since = h.Announced("announced", "rescript", 2)
    assert true(since, turn=9, rescript=7)
    assert not true(since, turn=8, rescript=7)
    assert not true(since, turn=9)
    assert true(h.Announced("announced", "ceasefire", 1), turn=2, ceasefire=-1)
    assert true(h.WordReached("heard", JA1), acts={acts.HEARD + "ja1": 9})
    assert not true(h.WordReached("heard", JA1))


# Happening


def test_an_event_happens_once_at_its_hour_when_all_conditions_are_met() -> None:
    early, late = h.Dated("date", date(1945, 8, 10)), h.Pressed("pressure", 3)
    state = a_state(news("news", early, late), turn=2, pressure=3)
    assert "news" not in played(state, "dusk").acts
    assert played(state).acts == {"news": 2}
    assert played(replace(state, pressure=2)).acts == {}
    again = replace(played(state), turn=3)
    assert happenings.happen(again, "dawn", Dice(1)) == ()


def test_an_event_that_repeats_happens_once_a_day() -> None:
    state = a_state(news("daily", then=(h.Press("pressure", 2),), repeat=True))
    state = played(played(state))
    assert state.pressure == 2
    assert played(replace(state, turn=2)).pressure == 4


def test_events_are_looked_at_in_order_so_that_one_can_cause_the_next() -> None:
    second = news("second", h.After("happened", "first"))
    assert set(played(a_state(news("first"), second)).acts) == {"first", "second"}
    assert set(played(a_state(second, news("first"))).acts) == {"first"}


def test_what_is_told_to_one_side_the_other_does_not_know() -> None:
    secret = h.Happening("plan", "Plan", "", "japan", "dawn", (), ())
    state = played(a_state(secret))
    (event,) = happenings.happen(a_state(secret), "dawn", Dice(1))
    assert fog.told(state, "soviet", event) is None
    assert fog.told(state, "japan", event) == event
    assert "plan" not in fog.observe(state, "soviet").acts
    assert fog.observe(state, "soviet").scenario.happenings == ()
    assert "plan" in fog.observe(state, "japan").acts


# Effects


def test_units_come_under_another_headquarters() -> None:
    by_unit = h.Reattach("reattach", A2, units=(R,))
    assert played(a_state(news(then=(by_unit,)))).units[R].formation == A2
    by_command = h.Reattach("reattach", A1, formation=A2)
    assert played(a_state(news(then=(by_command,)))).units[R2].formation == A1


def test_a_headquarters_moves_where_its_side_holds_the_place() -> None:
    town, west = (h.MoveHq("move_hq", JA1, p) for p in ("town", "west"))
    assert played(a_state(news(then=(town,)))).hqs == {JA1: 501}
    assert played(a_state(news(then=(west,)))).hqs == {}


def test_units_are_withdrawn_and_released_again() -> None:
    gone = played(a_state(news(then=(h.Withdraw("withdraw", (J,)),))))
    assert (gone.units[J].gone, gone.units[J].hex, gone.units[J].men) == ("withdrawn", 0, 8000)
    state = a_state(news("back", then=(h.Release("release", J, "town"),)), units=gone.units)
    state = played(replace(state, index=gone.index))
    assert state.units[J].gone == "waiting"
    (event,) = reinforcements.arrivals(state, 1)
    assert event.after[0].hex == 501


def test_a_reinforcement_is_delayed_or_brought_forward() -> None:
    state = a_state(news(then=(h.Delay("delay", (LATE,), -2),)))
    assert acts.arrival_turn(state, LATE) == 5
    assert acts.arrival_turn(played(state), LATE) == 3
    assert reinforcements.arrivals(played(state), 3)
    assert not reinforcements.arrivals(state, 3)


# Points


def line(state: State, title: str = "News", *, final: bool = False) -> int:
    found = [x.points for x in victory.ledger(state, final=final).lines if x.what == title]
    assert len(found) == 1
    return found[0]


def test_an_event_gives_points_on_a_line_of_its_own() -> None:
    state = a_state(news(then=(h.Score("points", -6),)))
    assert "News" not in {x.what for x in victory.ledger(state).lines}
    assert line(played(state)) == -6


def test_an_event_of_the_record_gives_points_by_its_date() -> None:
    state = a_state(news(then=(h.Score("points", 3, date(1945, 8, 13)),)))
    happened = [replace(state, turn=t, acts={"news": t}, cache={}) for t in (1, 4, 5, 6, 20)]
    assert [line(s) for s in happened] == [9, 3, 0, -3, -15]
    assert line(state) == 0
    assert line(replace(state, turn=7, cache={})) == -6
    assert line(replace(state, turn=3, cache={}), final=True) == -15


def test_each_unit_beyond_a_line_that_was_drawn_costs_its_side() -> None:
    drawn = news(then=(h.Stop("stop", "east", "soviet", 5),))
    state = played(a_state(drawn))
    assert line(state) == 0
    across = replace(state.units[R], hex=Hex(601))
    units = {**state.units, R: across}
    assert line(replace(state, units=units, index=index_of(units), cache={})) == -5


def test_supplied_field_units_in_the_redoubt_win_points() -> None:
    state = played(a_state(news(then=(h.Redoubt("redoubt", "east", "japan", 3),))))
    assert line(state) == -3
    puppets = {**state.scenario.counters, J: replace(state.scenario.counters[J], nation="MCK")}
    other = replace(state.scenario, counters=puppets)
    assert line(replace(state, scenario=other, cache={})) == 0
    hungry = {**state.units, J: replace(state.units[J], cut_off=1)}
    assert line(replace(state, units=hungry, cache={})) == 0


# Choices


def a_choice(**changes: object) -> State:
    away = h.Reattach("reattach", A2, units=(R,))
    ways = (
        h.Way("stay", "stays", "", (), True),
        h.Way("go", "goes", "", (away, h.Press("pressure", 1)), False),
    )
    asked = h.Happening(
        "corps", "The corps", "", "soviet", "dawn", (), (), choice=ways, default="stay", answer=2
    )
    return replace(played(a_state(asked)), **changes)  # type: ignore[arg-type]


def test_a_choice_is_answered_by_an_order() -> None:
    state = a_choice()
    view = fog.observe(state, "soviet")
    assert [x.id for x in happenings.open_choices(view, "soviet")] == ["corps"]
    order = Choose("corps", "go")
    assert engine.check(view, order) is None
    after, (event,) = engine.play(state, order, Dice(1))
    assert isinstance(event, Chose)
    assert after.choices == {"corps": "go"}
    assert after.units[R].formation == A2
    assert after.pressure == 1
    assert happenings.open_choices(after, "soviet") == ()


@pytest.mark.parametrize(
    ("order", "code"),
    [(Choose("other", "go"), "no_choice"), (Choose("corps", "fly"), "no_option")],
)
def test_an_answer_that_is_none_is_refused(order: Choose, code: str) -> None:
    refusal = engine.check(fog.observe(a_choice(), "soviet"), order)
    assert isinstance(refusal, Refusal)
    assert refusal.code == code


def test_a_choice_is_refused_twice_and_to_the_other_side() -> None:
    state, _ = engine.play(a_choice(), Choose("corps", "go"), Dice(1))
    for view in (fog.observe(state, "soviet"), fog.observe(a_choice(phase="japan"), "japan")):
        refusal = engine.check(view, Choose("corps", "stay"))
        assert isinstance(refusal, Refusal)
        assert refusal.code == "no_choice"


def test_who_does_not_answer_gets_the_default_when_the_days_are_over() -> None:
    state = a_choice(turn=2)
    assert happenings.days_left(state, state.scenario.happenings[0]) == 1
    assert played(state).choices == {}
    (event,) = happenings.happen(replace(state, turn=3), "dawn", Dice(1))
    assert isinstance(event, Chose)
    assert (event.option, event.unanswered) == ("stay", True)


def test_the_other_side_does_not_learn_of_a_choice() -> None:
    state, (event,) = engine.play(a_choice(), Choose("corps", "go"), Dice(1))
    assert fog.told(state, "japan", event) is None
    assert fog.observe(state, "japan").choices == {}


# Games that begin later


def test_what_happened_before_the_first_turn_is_in_force_from_it() -> None:
    drawn = news(
        "line", h.Dated("date", date(1945, 8, 5)),
        then=(h.Press("pressure", 4), h.Stop("stop", "east", "soviet", 5)),
    )  # fmt: skip
    later = news("later", h.After("happened", "line", 6))
    scenario = a_state(drawn, later).scenario
    eve = happenings.before_start(scenario, Options())
    assert eve.acts == {"line": -4}
    assert eve.council == {"Line": 4, council.DAILY: 6}
    state = replace(a_state(drawn, later), acts=eve.acts)
    assert [len(happenings.happen(replace(state, turn=t), "dawn", Dice(1))) for t in (1, 2, 3)] == [
        0, 0, 1,
    ]  # fmt: skip
    assert line(state, "Line") == 0


def test_a_cut_keeps_the_events_that_speak_of_nothing_it_has_not() -> None:
    campaign, small = load("manchuria_1945"), load("mutanchiang")
    kept = {x.id for x in small.happenings}
    assert {"nagasaki", "declaration", "fifth_army"} <= kept
    assert kept < {x.id for x in campaign.happenings}
    assert not kept & {"jd118", "puyi_taken", "portarthur_not", "hokkaido_dropped"}
    for area in small.areas.values():
        assert all(small.map.terrain_bytes[x] for x in sorted(area.hexes))


# The campaign's own events


def test_every_choice_of_the_campaign_marks_the_one_of_history() -> None:
    asked = [x for x in load("manchuria_1945").happenings if x.choice]
    assert len(asked) >= 6
    assert {x.told for x in asked} == {"soviet", "japan"}
    for event in asked:
        assert sum(way.history for way in event.choice) == 1
        assert event.way(event.default) is not None


def test_every_declared_event_says_where_it_comes_from() -> None:
    for event in load("manchuria_1945").happenings:
        assert event.source, event.id
        assert event.text.endswith((".", '"')), event.id


@pytest.fixture(scope="module")
def opened() -> Match:
    """The campaign on its first morning."""
    return Match(load("manchuria_1945"), 1)


def later(match: Match, turn: int, **changes: object) -> State:
    """The campaign's first position on another day: what the conditions of events look at."""
    return replace(match.state, turn=turn, cache={}, **changes)  # type: ignore[arg-type]


def told_at(state: State, hour: str) -> set[str]:
    return {e.event for e in happenings.happen(state, hour, Dice(1)) if isinstance(e, Happened)}


def test_the_declaration_of_war_is_the_first_news_of_the_campaign(opened: Match) -> None:
    cards = [e for e in opened.opening if isinstance(e, Happened)]
    assert [e.event for e in cards] == ["hiroshima", "declaration", "nagasaki"]
    assert "23:00" in cards[1].text
    assert opened.state.pressure == 40
    calm = Match(opened.scenario, 1, Options(bombs="none"))
    assert calm.state.pressure == 16


def test_the_garrison_of_kalgan_may_hold_or_go(opened: Match) -> None:
    column = next(u for u in opened.state.on_map("soviet") if u.formation == "kmg")
    at = opened.scenario.map.places_by_id["kalgan"].hex
    units = {**opened.state.units, column.id: replace(column, hex=Hex(at - 3))}
    state = later(opened, 8, phase="japan", units=units, index=index_of(units))
    assert "kalgan_hold" in told_at(state, "dawn")
    assert "kalgan_hold" not in told_at(later(opened, 8), "dawn")
    asked = replace(state, acts={"kalgan_hold": 8}, cache={})
    gone, _ = engine.play(asked, Choose("kalgan_hold", "go"), Dice(1))
    held, _ = engine.play(asked, Choose("kalgan_hold", "hold"), Dice(1))
    assert gone.units[UnitId("JIMB002")].gone == "withdrawn"
    assert held.units[UnitId("JIMB002")].on_map


def test_puyi_is_taken_at_mukden_or_escapes(opened: Match) -> None:
    acts_ = {"abdication": 10}
    at = opened.scenario.map.places_by_id["mukden"].hex
    party = replace(opened.state.units[UnitId("al_muk")], hex=at, gone="airhead")
    landed = {**opened.state.units, party.id: party}
    assert "puyi_taken" in told_at(later(opened, 11, acts=acts_, units=landed), "dusk")
    assert not {"puyi_taken", "puyi_escapes"} & told_at(later(opened, 11, acts=acts_), "dusk")
    assert "puyi_escapes" in told_at(later(opened, 13, acts=acts_), "dusk")


def test_port_arthur_dairen_and_toyohara_cost_when_they_are_still_japanese(opened: Match) -> None:
    state = later(opened, 25)
    for event in happenings.happen(state, "dusk", Dice(1)):
        state = apply(state, event)
    points = {x.what: x.points for x in victory.ledger(state, final=True).lines}
    assert points["Port Arthur is not redeemed"] == -6
    assert points["Dairen is not taken"] == -4
    assert points["South Sakhalin is not taken back"] == -4
    assert "portarthur_not" not in told_at(later(opened, 24), "dusk")


def test_42nd_division_is_in_the_kurils_with_the_option(opened: Match) -> None:
    assert opened.state.units[UnitId("JD042")].gone == "box"
    there = Match(opened.scenario, 1, Options(hokkaido="on")).state.units[UnitId("JD042")]
    assert there.on_map
    assert there.hex == opened.scenario.map.places_by_id["simushir"].hex
