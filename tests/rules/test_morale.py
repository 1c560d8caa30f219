"""Dusk: recovery, rest, digging and repair; surrender of troops cut off."""

from dataclasses import replace

import pytest

from game.dice import Dice
from game.hexes import hex_at, neighbour
from game.model.events import AnyEvent, Surrendered
from game.model.forces import Counter, UnitId
from game.model.hexmap import Zone
from game.model.state import State, apply
from game.rules.morale import recover, surrender_checks, surrender_class
from tests.toy import counter, toy_map, toy_scenario, toy_state

HERE = hex_at(5, 5)
ALL_THROWS = range(360)


def setting(*counters: Counter, works: int = 0, turn: int = 5) -> State:
    """A state on a plain, with works, if any, at HERE."""
    zone = Zone("Z", HERE, "Works", "japan", works, "E", "", "high", "toy")
    hexmap = toy_map("\n".join(["..........."] * 9), zones=(zone,) if works else ())
    return toy_state(toy_scenario(hexmap, list(counters)), turn=turn)


def with_unit(state: State, name: str, **changes: object) -> State:
    """The state with one unit changed."""
    unit = replace(state.units[UnitId(name)], **changes)  # type: ignore[arg-type]
    return replace(state, units={**state.units, unit.id: unit}, cache={})


def after(state: State, events: tuple[AnyEvent, ...]) -> State:
    """The state after events."""
    for event in events:
        state = apply(state, event)
    return state


def puppet(h: int = HERE, id: str = "m", risk: int = 85, **kind: object) -> Counter:
    """A Manchukuo brigade."""
    values = {"nation": "MCK", "quality": 10, "men": 2000, "guns": 4, "desertion": risk, **kind}
    return counter(id, h, "manchukuo_infantry", **values)  # type: ignore[arg-type]


def japanese(h: int = HERE, id: str = "j", type: str = "infantry", **kind: object) -> Counter:
    """A Japanese division."""
    values = {"nation": "JPN", "quality": 35, "men": 10000, "guns": 20, **kind}
    return counter(id, h, type, **values)  # type: ignore[arg-type]


# Recovery.


@pytest.mark.parametrize(("quality", "ammo", "low", "high"), [
    (72, 30, 78, 88), (72, 9, 53, 63), (0, 30, 23, 33),
])  # fmt: skip
def test_disruption_is_recovered_on_9_less_a_fifteenth_of_quality(
    quality: int, ammo: int, low: int, high: int
) -> None:
    # 2d6 at least 5: 83 %; at least 7: 58 %; at least 9: 28 %.
    state = with_unit(setting(counter("r", HERE, quality=quality)), "r", disruption=2, ammo=ammo)
    better = sum(
        after(state, recover(state, "soviet", Dice(seed))).units[UnitId("r")].disruption == 1
        for seed in ALL_THROWS
    )
    assert low <= 100 * better // len(ALL_THROWS) <= high


@pytest.mark.parametrize("change", [{"fought": 1}, {"attacked": True}])
def test_troops_in_combat_neither_recover_nor_rest_nor_dig(change: dict[str, object]) -> None:
    state = with_unit(setting(counter("r", HERE)), "r", disruption=1, fatigue=50, **change)
    assert all(recover(state, "soviet", Dice(seed)) == () for seed in range(20))


def test_rest_takes_18_fatigue_with_supply_and_12_without() -> None:
    state = with_unit(setting(counter("r", HERE)), "r", fatigue=50)
    rested = after(state, recover(state, "soviet", Dice(1))).units[UnitId("r")]
    assert rested.fatigue == 32
    state = with_unit(state, "r", cut_off=1)
    assert after(state, recover(state, "soviet", Dice(1))).units[UnitId("r")].fatigue == 38
    marched = with_unit(state, "r", spent=36)
    assert recover(marched, "soviet", Dice(1)) == ()


def test_troops_dig_a_level_in_two_quiet_turns_and_engineers_in_one_up_to_two() -> None:
    sappers = counter("e", HERE, "engineer", men=1000, guns=0, stack=1)
    state = setting(counter("r", HERE), sappers)
    levels = []
    for turn in range(5):
        state = after(state, recover(state, "soviet", Dice(turn)))
        levels.append(tuple(state.units[UnitId(n)].entrenched for n in ("r", "e")))
    assert levels == [(0, 1), (1, 2), (1, 2), (2, 2), (2, 2)]


def test_15_per_cent_of_the_tanks_in_the_workshops_return_each_day() -> None:
    tanks = counter("t", HERE, "tank", mobility="tank", men=1400, tanks=65, spg=10)
    state = with_unit(setting(tanks), "t", tanks=5, spg=0, workshop=40, fought=1)
    unit = after(state, recover(state, "soviet", Dice(1))).units[UnitId("t")]
    assert (unit.tanks, unit.spg, unit.workshop) == (11, 0, 34)
    full = with_unit(state, "t", tanks=64)
    unit = after(full, recover(full, "soviet", Dice(1))).units[UnitId("t")]
    assert (unit.tanks, unit.spg, unit.workshop) == (65, 5, 34)
    assert recover(with_unit(state, "t", cut_off=1), "soviet", Dice(1)) == ()


# Surrender.


@pytest.mark.parametrize(("unit", "works", "expected"), [
    (japanese(), 0, "field"), (japanese(quality=15), 0, "weak"), (japanese(), 3, "works"),
    (japanese(type="garrison"), 0, "rear"), (puppet(), 3, "MCK"),
    (puppet(nation="MGJ"), 0, "MGJ"), (counter("r", HERE, quality=15), 0, "field"),
])  # fmt: skip
def test_each_kind_of_troops_has_its_class(unit: Counter, works: int, expected: str) -> None:
    state = setting(unit, works=works)
    assert surrender_class(state, state.units[unit.id]) == expected


def given_up(state: State) -> int:
    """Per cent of throws on which the only unit lays down its arms at dusk."""
    found = [surrender_checks(state, "japan", Dice(seed)) for seed in ALL_THROWS]
    return 100 * sum(bool(events) for events in found) // len(found)


def test_troops_are_tested_from_the_fourth_day_cut_off() -> None:
    state = setting(japanese(type="garrison"), counter("r", neighbour(HERE, 0)))
    assert given_up(with_unit(state, "j", cut_off=3)) == 0
    # Rear troops need 9; the fourth day gives 1: 8 and more, 42 %.
    assert 37 <= given_up(with_unit(state, "j", cut_off=4)) <= 47


def test_nobody_surrenders_where_there_is_no_enemy_to_surrender_to() -> None:
    far = counter("r", neighbour(neighbour(HERE, 0), 0))
    assert given_up(with_unit(setting(japanese(), far), "j", cut_off=30)) == 0
    near = counter("r", neighbour(HERE, 0))
    assert given_up(with_unit(setting(japanese(), near), "j", cut_off=30)) > 0


def test_broken_troops_are_tested_when_they_have_no_way_out() -> None:
    ring = [counter(f"r{d}", neighbour(HERE, d)) for d in (0, 2, 4)]
    assert given_up(with_unit(setting(japanese()), "j", disruption=4)) == 0
    # Field troops need 13; disruption gives 4: 9 and more, 28 %.
    assert 23 <= given_up(with_unit(setting(japanese(), *ring), "j", disruption=4)) <= 33
    in_works = setting(japanese(), *ring, works=3)
    assert given_up(with_unit(in_works, "j", disruption=4)) == 0


def test_a_quarter_of_a_fighting_unit_is_dead_and_the_rest_prisoners() -> None:
    state = setting(japanese(), counter("r", neighbour(HERE, 0)))
    state = with_unit(state, "j", cut_off=30)
    events = next(e for e in (surrender_checks(state, "japan", Dice(s)) for s in range(90)) if e)
    event = events[0]
    assert isinstance(event, Surrendered)
    assert (event.toll[0].killed, event.toll[0].captured) == (2500, 7500)
    unit = after(state, events).units[UnitId("j")]
    assert (unit.gone, unit.hex, unit.men) == ("captured", 0, 0)


def test_rear_troops_melt_away_rather_than_die() -> None:
    state = setting(japanese(type="garrison"), counter("r", neighbour(HERE, 0)))
    state = with_unit(state, "j", cut_off=30)
    events = next(e for e in (surrender_checks(state, "japan", Dice(s)) for s in range(90)) if e)
    assert (events[0].toll[0].dispersed, events[0].toll[0].captured) == (2500, 7500)
