"""Air warfare held against the record of August 1945."""

from dataclasses import replace

from game.dice import Dice
from game.engine import start
from game.match import Match, play_out
from game.model.events import AnyEvent, Flew, Fought, Refitted
from game.model.orders import Order
from game.model.scenario import Scenario
from game.players.registry import make
from game.rules import air
from game.rules.air import at_start
from game.scenario.load import load

CAMPAIGN: Scenario = load("manchuria_1945")


def test_the_air_armies_have_the_published_number_of_aircraft() -> None:
    outside = ("mavd", "rsair", "tofba", "tofia")
    theirs = [s for s in CAMPAIGN.squadrons.values() if s.side == "soviet" and s.id not in outside]
    assert sum(s.aircraft for s in theirs) == 3721


def test_special_attack_has_about_the_two_hundred_aircraft_of_the_proposal() -> None:
    flights = [s for s in CAMPAIGN.squadrons.values() if s.branch == "kamikaze_air"]
    wings = at_start(CAMPAIGN)
    assert 180 <= sum(wings[s.id].aircraft for s in flights) <= 220


def test_mixed_weather_leaves_the_air_armies_about_1490_sorties_a_day() -> None:
    state, _ = start(CAMPAIGN, CAMPAIGN.options, Dice(1))
    outside = ("mavd", "rsair", "tofba", "tofia")
    days = []
    for codes in CAMPAIGN.weather[:10]:
        day = replace(state, weather=codes, cache={})
        days.append(sum(air.ready(day, n, w) for n, w in air.wings_of(day, "soviet")
                        if n not in outside))  # fmt: skip
    assert 1300 <= sum(days) // len(days) <= 1750


def test_fifty_special_attack_aircraft_make_four_or_five_hits() -> None:
    table = CAMPAIGN.tables.air.kamikaze
    assert 4 <= 50 * table.arrive * table.hit // 10_000 <= 5
    assert 50 * table.arrive_opposed * table.hit // 10_000 == 1


def test_ten_days_bring_about_the_sorties_of_the_record() -> None:
    flown = {"soviet": 0, "japan": 0}

    def count(match: Match, order: Order, events: tuple[AnyEvent, ...]) -> None:
        for event in events:
            if isinstance(event, Fought) and event.by:
                flown[event.by] += sum(n for _, n in event.flown)
            if isinstance(event, Flew) and event.by:
                flown[event.by] += event.sorties
            if isinstance(event, Refitted) and event.what == "patrol" and event.by:
                flown[event.by] += sum(w.sorties for _, w in event.wings)

    match = Match(CAMPAIGN, 1)
    play_out(match, {s: make("staff", s, 1) for s in flown}, turns=10, watch=count)  # type: ignore[misc]
    print(f"sorties of ten days: {flown}")
    # The record has some 18,000 with escorts and supply flights, which are not ordered one by one.
    assert 8000 <= flown["soviet"] <= 20_000
    assert flown["japan"] * 10 < flown["soviet"]
