"""Chapter 6: what presses on the council, when it decides, and what both sides know of it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from game.dice import Dice
from game.hexes import Hex
from game.model.events import Deliberated, Proclaimed
from game.model.forces import UnitId
from game.model.happening import Dated, Happening, Press, Pressed
from game.model.scenario import Objective, Options
from game.model.state import State, apply
from game.rules import council, fog, happenings
from game.scenario.load import load
from tests.toy import TABLES, counter, toy_map, toy_scenario, toy_state

TABLE = TABLES.politics.council
TRACK = Options(rescript="track")


def a_state(**changes: object) -> State:
    objectives = tuple(
        Objective(f"p{i}", Hex(101 + i), f"P{i}", weight, 3, 1, 9)
        for i, weight in enumerate((10, 4, 3))
    )
    scenario = toy_scenario(
        toy_map("......"), [counter("r", 201), counter("j", 301, "infantry", nation="JPN")],
        turns=25, objectives=objectives, options=TRACK,
    )  # fmt: skip
    return replace(toy_state(scenario), **changes)  # type: ignore[arg-type]


def terms(state: State) -> dict[str, int]:
    return {name: points for event in council.press(state) for name, points in event.terms}


def test_a_day_of_blockade_presses_from_the_second_day_on() -> None:
    assert terms(a_state(turn=1)) == {}
    assert terms(a_state(turn=2)) == {council.DAILY: 2}


def test_places_press_with_half_their_weight_and_five_a_day_at_most() -> None:
    assert terms(a_state(turn=4, captures={"p1": 4}))[council.PLACES] == 2
    assert terms(a_state(turn=4, captures={"p1": 4, "p2": 4}))[council.PLACES] == 3
    assert terms(a_state(turn=4, captures={"p0": 4, "p1": 4}))[council.PLACES] == 5
    assert council.PLACES not in terms(a_state(turn=5, captures={"p0": 4}))


def test_a_hex_taken_by_counter_attack_eases_the_pressure() -> None:
    taken = {Hex(201): (2, 4), Hex(301): (2, 4), Hex(401): (2, 4)}
    evening = a_state(turn=4, phase="japan", pressure=40, held=taken)
    assert council.SUCCESSES not in terms(evening)  # marched into, not fought for
    fought = replace(evening, assaults={Hex(201): 1}, cache={})
    assert terms(fought)[council.SUCCESSES] == -2
    thrice = replace(evening, assaults={Hex(h): 1 for h in (201, 301, 401)}, cache={})
    assert terms(thrice)[council.SUCCESSES] == -4
    assert terms(replace(thrice, pressure=1))[council.SUCCESSES] == -1


def test_a_landing_beaten_off_eases_the_pressure() -> None:
    base = a_state(turn=4, phase="japan", pressure=40)
    sea = replace(base.scenario, map=toy_map(".~.....", japan=(301,)))
    aboard = replace(base.units[UnitId("r")], fought=1)
    state = replace(base, scenario=sea, units={**base.units, aboard.id: aboard}, cache={})
    assert terms(state)[council.SUCCESSES] == -2
    idle = {**base.units, aboard.id: replace(aboard, fought=0)}
    assert council.SUCCESSES not in terms(replace(state, units=idle, cache={}))
    ashore = replace(base, units={**base.units, aboard.id: aboard}, cache={})
    assert council.SUCCESSES not in terms(ashore)


def test_the_council_decides_when_two_dice_reach_25_less_a_quarter_of_the_pressure() -> None:
    assert [council.need(TABLE, p) for p in (40, 50, 52, 56, 63, 70, 72, 79)] == [
        15, 13, 12, 11, 10, 8, 7, 6,
    ]  # fmt: skip
    sure = a_state(turn=2, pressure=92)
    (event,) = council.decide(sure, Dice(1))
    assert (event.need, event.decided) == (2, True)
    assert council.decide(replace(sure, turn=1), Dice(1)) == ()
    (no,) = council.decide(replace(sure, pressure=40), Dice(1))
    assert (no.need, no.decided) == (15, False)


def test_the_broadcast_follows_the_decision_the_next_day() -> None:
    state = a_state(turn=5, pressure=92)
    for event in council.decide(state, Dice(1)):
        state = apply(state, event)
    assert council.dawn(state, Dice(1)) == ()
    (rescript,) = council.dawn(replace(state, turn=6), Dice(1))
    assert isinstance(rescript, Proclaimed)
    assert apply(replace(state, turn=6), rescript).rescript == 6
    assert council.press(state) == ()
    assert council.decide(state, Dice(1)) == ()


def test_one_coup_in_thirty_six_puts_the_broadcast_off_for_a_day() -> None:
    state = a_state(turn=6, acts={council.DECISION: 5})
    first = [council.dawn(state, Dice(seed))[0] for seed in range(360)]
    coups = [e for e in first if isinstance(e, Proclaimed) and e.what == "coup"]
    assert 2 <= len(coups) <= 22
    next_day = replace(apply(state, coups[0]), turn=7)
    for seed in range(50):
        (event,) = council.dawn(next_day, Dice(seed))
        assert isinstance(event, Proclaimed)
        assert event.what == "rescript"


@pytest.mark.parametrize("option", ["historical", "never"])
def test_without_the_option_the_dice_decide_nothing(option: str) -> None:
    state = a_state(turn=4, pressure=100)
    state = replace(state, options=Options(rescript=option))  # type: ignore[arg-type]
    assert council.decide(state, Dice(1)) == ()
    eve = council.decide(replace(state, turn=6), Dice(1))
    assert [e.decided for e in eve] == ([True] if option == "historical" else [])


def test_both_players_see_the_track_and_its_terms_but_the_decision_only_when_broadcast() -> None:
    state = a_state(turn=5)
    for event in (
        Deliberated(terms=((council.DAILY, 2), (council.PLACES, 5)), stands=7, pressure=7),
        Deliberated(terms=((council.DAILY, 2),), stands=9, pressure=2, acts=(council.DECISION,)),
    ):
        state = apply(state, event)
    for side in ("soviet", "japan"):
        outlook = council.ledger(fog.observe(state, side))  # type: ignore[arg-type]
        assert outlook.pressure == 9
        assert {line.what: line.points for line in outlook.lines} == {
            council.DAILY: 4, council.PLACES: 5,
        }  # fmt: skip
    assert council.DECISION in fog.observe(state, "japan").acts
    assert council.DECISION not in fog.observe(state, "soviet").acts
    known = fog.observe(replace(state, rescript=6, cache={}), "soviet")
    assert council.DECISION in known.acts
    (night,) = council.decide(replace(state, acts={}, pressure=92, cache={}), Dice(1))
    assert fog.told(state, "soviet", night) is None
    assert fog.told(state, "japan", night) == night


def test_the_outlook_gives_the_chance_of_tonight() -> None:
    state = a_state(turn=5, pressure=72)
    outlook = council.ledger(fog.observe(state, "soviet"))
    assert (outlook.need, outlook.chance) == (7, 21)
    assert outlook.lines[-1].points == 72
    calm = replace(state, options=Options(), cache={})
    assert council.ledger(fog.observe(calm, "soviet")).need == 0


# The table of the chapter: the record's course of events, played by the rules without dice.


def course(*, bombs: bool = True, per_cent: int = 100) -> tuple[list[int], dict[int, Fraction]]:
    """Pressure on each evening from 9 August with the campaign's own events and objectives taken
    on the dates of the record; and the exact chance of a broadcast by day of August."""
    campaign = load("manchuria_1945")
    options = Options(rescript="track", bombs="both" if bombs else "none")
    abroad = ("date", "option", "pressure", "happened", "not_happened")
    events = tuple(
        h for h in campaign.happenings
        if any(isinstance(e, Press) for e in h.then) and all(c.kind in abroad for c in h.when)
    )  # fmt: skip
    assert len(events) == 5
    taken = {f"p{i}": o.par for i, o in enumerate(campaign.objectives)}
    objectives = tuple(
        replace(o, place=f"p{i}") for i, o in enumerate(campaign.objectives)
    )
    base = a_state()
    scenario = replace(base.scenario, happenings=events, objectives=objectives)
    state = replace(base, scenario=scenario, options=options)
    stands, chances, alive = [], {}, Fraction(1)
    for turn in range(1, 26):
        state = replace(
            state, turn=turn, cache={}, captures={p: t for p, t in taken.items() if t <= turn}
        )
        for event in happenings.happen(state, "dawn", Dice(1)):
            state = apply(state, event)
        for event in council.press(state):
            parts = dict(event.terms)
            parts[council.PLACES] = parts.get(council.PLACES, 0) * per_cent // 100
            total = sum(parts.values())
            state = apply(state, replace(event, terms=tuple(parts.items()), pressure=total))
        for event in happenings.happen(state, "dusk", Dice(1)):
            state = apply(state, event)
        stands.append(state.pressure)
        chance = Fraction(0)
        if turn >= TABLE.first_turn:
            chance = Fraction(council.cases(council.need(TABLE, state.pressure)), 36)
        chances[turn + 9] = alive * chance
        alive *= 1 - chance
    chances[0] = alive
    return stands, chances


def per_cent(chances: dict[int, Fraction], first: int, last: int) -> int:
    """The chance of a broadcast on these days of August."""
    return round(100 * sum(p for day, p in chances.items() if first <= day <= last))


def test_in_the_records_course_the_pressure_rises_as_in_the_chapter() -> None:
    stands, _ = course()
    assert stands[:8] == [40, 50, 52, 56, 63, 70, 72, 79]


@pytest.mark.parametrize(
    ("how", "row", "median"),
    [
        ({}, (11, 71, 18, 0), 15),
        ({"per_cent": 50}, (3, 44, 52, 2), 17),
        ({"per_cent": 0}, (0, 30, 52, 18), 18),
        ({"bombs": False}, (0, 0, 41, 59), 21),
        ({"bombs": False, "per_cent": 50}, (0, 0, 0, 100), 24),
        ({"bombs": False, "per_cent": 0}, (0, 0, 0, 100), 30),
    ],
)
def test_when_the_broadcast_comes(
    how: dict[str, int], row: tuple[int, int, int, int], median: int
) -> None:
    _, chances = course(**how)  # type: ignore[arg-type]
    early, middle, late = (per_cent(chances, *days) for days in ((1, 13), (14, 16), (17, 20)))
    later = per_cent(chances, 21, 60) + round(100 * chances[0])
    for found, wanted in zip((early, middle, late, later), row, strict=True):
        assert abs(found - wanted) <= 1
    so_far, day = Fraction(0), 9
    while so_far < Fraction(1, 2):
        day += 1
        so_far += chances[day]
    assert day == median


def test_a_peace_offer_is_made_when_the_pressure_reaches_forty() -> None:
    offer = Happening(
        "offer", "Offer", "", "both", "dusk",
        (Dated("date"), Pressed("pressure", 40)), (Press("pressure", 4),),
    )  # fmt: skip
    state = a_state(turn=2)
    state = replace(state, scenario=replace(state.scenario, happenings=(offer,)))
    assert happenings.happen(replace(state, pressure=39), "dusk", Dice(1)) == ()
    (event,) = happenings.happen(replace(state, pressure=40), "dusk", Dice(1))
    after = apply(replace(state, pressure=40), event)
    assert (after.pressure, after.council) == (44, {"Offer": 4})
