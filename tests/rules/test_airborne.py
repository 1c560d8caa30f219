"""Air-landed parties."""

from dataclasses import replace

import pytest

from game import engine
from game.dice import Dice
from game.hexes import Hex
from game.model.events import AirLanded, Captured
from game.model.forces import UnitId, updated
from game.model.orders import AirLand, EndPhase, Refusal
from game.model.state import PlayerView, State, apply, index_of
from game.rules import airborne, ceasefire, fog
from game.rules.legal import legal
from tests.air import CITY, FAR, party, scene, squadron
from tests.toy import counter

LI2 = squadron("ta1", "soviet", "transport_air", 40, 801)
AL, J1 = UnitId("al"), UnitId("j1")
ON_CITY, ON_FAR = AirLand(AL, Hex(CITY)), AirLand(AL, Hex(FAR))


def garrisoned(quality: int = 20, type: str = "garrison", *, heard: bool = False) -> State:
    """A party and a garrison in the city; the order to cease fire is out if it has heard it."""
    town = counter("j1", CITY, type, nation="JPN", quality=quality, men=8000, guns=10)
    state = party(scene(LI2, counters=(town,)))
    units = {**state.units, J1: replace(state.units[J1], heard=heard)}
    return replace(state, units=units, turn=12 if heard else 3, rescript=7 if heard else 0,
                   ceasefire=8 if heard else 0, cache={})  # fmt: skip


def landed(state: State, order: AirLand = ON_CITY) -> tuple[State, AirLanded]:
    assert engine.check(PlayerView(state), order) is None
    after, events = engine.play(state, order, Dice(1))
    return after, next(e for e in events if isinstance(e, AirLanded))


def evenings(state: State, result: str) -> tuple[State, AirLanded]:
    """An evening with this result, by trying seeds."""
    for seed in range(200):
        events = airborne.evening(state, Dice(seed))
        event = events[0]
        assert isinstance(event, AirLanded)
        if event.result == result:
            for e in events:
                state = apply(state, e)
            return state, event
    raise AssertionError(result)


def test_an_empty_city_is_taken_at_once() -> None:
    state, event = landed(party(scene(LI2)))
    assert event.result == "empty"
    assert state.units[AL].on_map
    assert state.units[AL].hex == CITY
    assert state.control[CITY] == 1
    assert "city" in state.captures
    assert state.wings[LI2.id].sorties == 32 - 10


def test_a_garrison_that_has_its_orders_lays_down_arms_in_the_evening() -> None:
    state, event = landed(garrisoned(heard=True))
    assert event.result == "landed"
    assert state.units[AL].gone == "airhead"
    assert state.control[CITY] == 2
    state, event = evenings(state, "obeyed")
    assert event.total >= 8
    assert {m.name for m in event.modifiers} == {"heard", "envoy"}
    assert state.units[J1].gone == "disarming"
    assert state.units[AL].on_map
    assert state.control[CITY] == 1
    before = state.units[J1].men
    for e in ceasefire.dusk(state, Dice(1)):
        state = apply(state, e)
    assert before - state.units[J1].men == 1500


@pytest.mark.parametrize(
    ("state", "chance"),
    [
        (garrisoned(heard=True), 91),
        (garrisoned(), 41),
        (garrisoned(60, "infantry"), 8),
    ],
)
def test_the_chance_is_good_after_the_order_and_poor_against_formed_troops_before_it(
    state: State, chance: int
) -> None:
    view = fog.observe(replace(state, options=replace(state.options, fog="off")), "soviet")
    found = airborne.forecast(view, ON_CITY)
    assert found.obeys == chance
    assert found.obeys + found.stand_off + found.beaten == 100


def test_the_forecast_is_what_comes_of_it() -> None:
    state, _ = landed(garrisoned(60, "infantry"))
    results = [airborne.evening(state, Dice(seed))[0] for seed in range(400)]
    beaten = sum(isinstance(e, AirLanded) and e.result == "beaten" for e in results)
    view = fog.observe(
        replace(garrisoned(60, "infantry"), options=replace(state.options, fog="off")), "soviet"
    )
    assert abs(beaten // 4 - airborne.forecast(view, ON_CITY).beaten) <= 6


def test_in_a_stand_off_the_party_waits_and_tries_again() -> None:
    state, _ = landed(garrisoned())
    state, event = evenings(state, "stand_off")
    assert 5 <= event.total <= 7
    assert state.units[AL].gone == "airhead"
    assert state.units[AL].men == 200
    evenings(replace(state, turn=4, cache={}), "obeyed")


def test_a_party_driven_off_loses_half_and_is_taken_if_nobody_comes_in_two_turns() -> None:
    state, _ = landed(garrisoned())
    state, _ = evenings(state, "beaten")
    assert state.units[AL].men == 100
    assert state.losses["USSR"].killed == 100
    assert airborne.evening(replace(state, turn=4, cache={}), Dice(1)) == ()
    state, _ = evenings(replace(state, turn=5, cache={}), "lost")
    assert state.units[AL].gone == "captured"
    assert state.losses["USSR"].captured == 100


def test_own_troops_beside_it_take_a_beaten_party_in() -> None:
    state, _ = landed(garrisoned())
    state, _ = evenings(state, "beaten")
    near = updated(state.units[UnitId("r0")], hex=Hex(1101))
    units = {**state.units, near.id: near}
    state = replace(state, units=units, index=index_of(units), turn=4, cache={})
    state, _ = evenings(state, "joined")
    assert state.units[AL].hex == 1101
    assert state.units[AL].on_map


def test_a_party_takes_a_place_that_its_garrison_has_left() -> None:
    state, _ = landed(garrisoned())
    gone = updated(state.units[J1], hex=Hex(1401))
    units = {**state.units, J1: gone}
    state = replace(state, units=units, index=index_of(units), cache={})
    events = airborne.evening(state, Dice(1))
    assert isinstance(events[0], AirLanded)
    assert events[0].result == "taken"
    assert any(isinstance(e, Captured) for e in events)


def test_the_evening_of_a_game_brings_the_parley() -> None:
    state, _ = landed(garrisoned(heard=True))
    state, _ = engine.play(state, EndPhase(), Dice(5))
    state, events = engine.play(state, EndPhase(), Dice(5))
    assert any(isinstance(e, AirLanded) for e in events)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"turn": 1}, "not_ready"),
        ({"weather": ("Ra",)}, "weather"),
        ({"wings": {}}, "no_transport"),
    ],
)
def test_a_landing_needs_time_weather_and_transports(change: dict[str, object], code: str) -> None:
    state = replace(garrisoned(), **change, cache={})  # type: ignore[arg-type]
    refusal = engine.check(PlayerView(state), ON_CITY)
    assert isinstance(refusal, Refusal)
    assert refusal.code == code


@pytest.mark.parametrize(
    ("order", "code"),
    [
        (AirLand(AL, Hex(1301)), "no_goal"),
        (AirLand(AL, Hex(801)), "no_goal"),
        (AirLand(UnitId("r0"), Hex(CITY)), "no_party"),
        (AirLand(UnitId("j1"), Hex(CITY)), "not_yours"),
    ],
)
def test_a_landing_is_refused_with_a_reason(order: AirLand, code: str) -> None:
    refusal = engine.check(PlayerView(garrisoned()), order)
    assert isinstance(refusal, Refusal)
    assert refusal.code == code
    assert refusal.sentence.endswith(".")


def test_a_landing_needs_an_airfield_within_twenty_five_hexes() -> None:
    state = garrisoned()
    table = state.scenario.tables
    short = replace(table, air=replace(table.air, party=replace(table.air.party, reach=3)))
    state = replace(state, scenario=replace(state.scenario, tables=short), cache={})
    refusal = engine.check(PlayerView(state), ON_CITY)
    assert refusal is not None
    assert refusal.code == "too_far"


def test_a_party_lands_once() -> None:
    state, _ = landed(garrisoned())
    refusal = engine.check(PlayerView(state), ON_FAR)
    assert refusal is not None
    assert refusal.code == "landed_already"


def test_landings_are_among_the_legal_orders() -> None:
    view = fog.observe(garrisoned(), "soviet")
    assert [o for o in legal(view) if isinstance(o, AirLand)] == [ON_CITY, ON_FAR]
