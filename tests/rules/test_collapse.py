"""Collapse: desertion and mutiny of puppet troops, panic, refugees."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.dice import Dice
from game.hexes import distance, hex_at, neighbour
from game.model.events import Fled, Mutinied, Refugees, Surrendered
from game.model.forces import Counter, UnitId
from game.model.state import State, apply
from game.rules.collapse import desertion, mutinies, panic, refugees, reliability, risk_of
from game.rules.morale import recover, surrender_checks
from game.rules.remnants import returning
from game.rules.stacking import column_limit, columns_on, hexside, jammed
from tests.rules.test_morale import HERE, after, japanese, puppet, setting, with_unit
from tests.toy import counter, place, toy_map, toy_scenario, toy_state

ALL_THROWS = range(360)
M, J = UnitId("m"), UnitId("j")


# Desertion.


def left_after(state: State, days: int, seed: int) -> int:
    """Men left in unit m after some days."""
    for day in range(days):
        state = replace(state, turn=5 + day, cache={})
        state = after(state, desertion(state, Dice(seed)))
    return state.units[M].men


def test_of_troops_at_risk_85_a_quarter_is_left_after_eight_days_near_the_enemy() -> None:
    state = setting(puppet(risk=85), counter("r", hex_at(5, 8)))
    one, eight = ([left_after(state, days, s) for s in range(30)] for days in (1, 8))
    assert set(one) == {1660}
    assert all(440 <= men <= 460 for men in eight)


def test_far_from_the_enemy_puppet_troops_desert_at_a_quarter_of_the_pace() -> None:
    state = setting(puppet(risk=80), counter("r", hex_at(5, 9)))
    assert left_after(state, 1, 1) == 2000 - 2000 * 40 // 1000
    assert left_after(replace(state, rescript=4), 1, 1) == 2000 - 2000 * 160 // 1000


def test_nobody_deserts_beside_japanese_troops() -> None:
    state = setting(puppet(), japanese(), counter("r", hex_at(5, 7)))
    assert desertion(state, Dice(1)) == ()


# Mutiny.


def mutinous(state: State) -> int:
    """Per cent of evenings on which somebody mutinies."""
    found = [mutinies(state, Dice(seed)) for seed in ALL_THROWS]
    return 100 * sum(any(isinstance(e, Mutinied) for e in events) for events in found) // 360


@pytest.mark.parametrize(("risk", "wavering", "low", "high"), [
    (69, 0, 0, 0), (85, 0, 6, 12), (97, 0, 13, 21), (69, 28, 13, 21), (100, 100, 22, 34),
])  # fmt: skip
def test_mutiny_comes_at_19_less_a_tenth_of_risk_and_wavering(
    risk: int, wavering: int, low: int, high: int
) -> None:
    # 2d6 at least 11: 8 %, 10: 17 %, 9: 28 %.
    state = setting(puppet(risk=risk), counter("r", hex_at(5, 7)))
    assert low <= mutinous(with_unit(state, "m", wavering=wavering)) <= high


def test_far_from_the_enemy_nobody_mutinies() -> None:
    assert mutinous(setting(puppet(risk=100), counter("r", hex_at(5, 9)))) == 0


def rising(state: State) -> tuple[State, Mutinied]:
    """A state after the first throw on which unit m mutinies."""
    for seed in ALL_THROWS:
        events = mutinies(state, Dice(seed))
        if events and isinstance(events[0], Mutinied):
            return after(state, events), events[0]
    raise AssertionError("nobody mutinied")


def test_mutineers_kill_their_officers_and_the_men_go_home() -> None:
    state = setting(puppet(risk=95), japanese(), counter("r", hex_at(5, 7)))
    state, event = rising(state)
    assert (state.units[M].gone, state.units[M].men) == ("dispersed", 0)
    assert (state.units[J].men, state.units[J].disruption) == (9800, 1)
    assert (state.losses["MCK"].dispersed, state.losses["JPN"].killed) == (2000, 200)
    assert not event.over


@pytest.mark.parametrize(("risk", "gone"), [(90, "defected"), (89, "dispersed")])
def test_mongol_cavalry_of_risk_90_goes_over(risk: int, gone: str) -> None:
    rider = counter("m", HERE, "manchukuo_cavalry", nation="MCK", men=2000, desertion=risk)
    state, event = rising(setting(rider, counter("r", hex_at(5, 7))))
    assert state.units[M].gone == gone
    assert event.over is (gone == "defected")


def test_reliability_falls_near_the_enemy_with_mutinies_in_the_district_and_the_rescript() -> None:
    far = puppet(hex_at(9, 1), "m2", risk=50)
    state = setting(puppet(risk=60), far, counter("r", hex_at(5, 7)))
    near = after(state, mutinies(state, Dice(1)))
    assert [near.units[UnitId(n)].wavering for n in ("m", "m2")] == [1, 0]
    broadcast = replace(state, rescript=5, cache={})
    told = after(broadcast, mutinies(broadcast, Dice(1)))
    assert [told.units[UnitId(n)].wavering for n in ("m", "m2")] == [11, 10]
    mutiny = setting(puppet(risk=100), far, counter("r", hex_at(5, 7)))
    assert rising(mutiny)[0].units[UnitId("m2")].wavering == 5
    track = reliability(told, told.units[M])
    assert (track.start, track.now, track.near, track.leaves) == (40, 29, True, 120)
    assert track.need == 19 - 7


def test_only_puppets_are_doubted() -> None:
    state = setting(puppet(risk=85), japanese(hex_at(2, 2)))
    assert risk_of(state, state.units[M]) == 85
    assert risk_of(state, state.units[J]) == 0


# Panic.


def tanks(h: int, id: str = "t", **kind: object) -> Counter:
    """A Soviet tank brigade."""
    values = {"mobility": "tank", "men": 1400, "tanks": 65, "guns": 16, "size": "brigade", **kind}
    return counter(id, h, "tank", **values)  # type: ignore[arg-type]


def rear(h: int = HERE, **kind: object) -> Counter:
    """A garrison of depot troops."""
    return japanese(h, type="garrison", **kind)


def fled(state: State, side: str = "japan") -> int:
    """Per cent of evenings on which somebody runs."""
    found = [panic(state, side, Dice(seed)) for seed in ALL_THROWS]  # type: ignore[arg-type]
    return 100 * sum(bool(events) for events in found) // 360


def test_rear_troops_run_from_tanks_on_9_manchukuo_troops_on_8_mengjiang_on_7() -> None:
    at = hex_at(5, 7)
    # 2d6 at least 9: 28 %, 8: 42 %, 7: 58 %.
    assert 23 <= fled(setting(rear(), tanks(at))) <= 33
    assert 37 <= fled(setting(puppet(), tanks(at))) <= 47
    assert 53 <= fled(setting(puppet(nation="MGJ"), tanks(at))) <= 63


def test_disruption_makes_panic_likelier() -> None:
    state = with_unit(setting(rear(), tanks(hex_at(5, 7))), "j", disruption=2)
    assert 53 <= fled(state) <= 63


def test_nobody_runs_from_infantry_or_tanks_far_away_or_after_the_cease_fire() -> None:
    assert fled(setting(rear(), counter("r", hex_at(5, 6)))) == 0
    assert fled(setting(rear(), tanks(hex_at(5, 8)))) == 0
    assert fled(replace(setting(rear(), tanks(hex_at(5, 6))), ceasefire=4)) == 0


def test_field_troops_do_not_run_and_steady_others() -> None:
    at = hex_at(5, 7)
    assert fled(setting(japanese(), tanks(at))) == 0
    both = setting(rear(), japanese(id="j2"), tanks(at))
    assert fled(both) == 0
    assert fled(with_unit(both, "j2", disruption=1)) > 0
    assert fled(setting(rear(), tanks(at), works=3)) == 0


def test_beaten_neighbours_spread_panic() -> None:
    beside = japanese(neighbour(HERE, 3), "j2")
    state = setting(rear(), beside, counter("r", hex_at(5, 7)))
    assert fled(state) == 0
    beaten = with_unit(state, "j2", attacked=True, disruption=2)
    assert 23 <= fled(beaten) <= 33


def test_who_runs_goes_two_hexes_from_the_tanks_and_loses_a_tenth_of_its_men() -> None:
    state = setting(rear(), tanks(hex_at(5, 7)))
    events = next(e for e in (panic(state, "japan", Dice(s)) for s in ALL_THROWS) if e)
    event = events[0]
    assert isinstance(event, Fled)
    assert event.path[0] == HERE
    assert [distance(h, hex_at(5, 7)) for h in event.path] == [2, 3, 4]
    unit = after(state, events).units[J]
    # Of 1,000 scattered 300 may come back.
    assert (unit.men, unit.stragglers, unit.disruption) == (9000, 300, 1)
    assert event.toll[0].dispersed == 700
    assert isinstance(events[-1], Refugees)
    assert events[-1].hexes == (HERE,)


# Refugees.


def test_towns_near_the_enemy_fill_their_roads_for_a_day() -> None:
    roads = {(HERE, "N"): 2, (HERE, "S"): 2}
    japan = tuple(hex_at(c, r) for c in range(1, 12) for r in range(1, 8))
    town = replace(place("town", HERE), population=50_000)
    hexmap = toy_map("\n".join(["..........."] * 9), roads=roads, japan=japan, places=(town,))
    foes = {7: [counter("r", hex_at(5, 7))], 8: [counter("r", hex_at(5, 8))]}
    far = toy_state(toy_scenario(hexmap, foes[8]))
    assert refugees(far, "japan") == ()
    state = toy_state(toy_scenario(hexmap, foes[7]))
    events = refugees(state, "japan")
    assert [e.hexes for e in events] == [(HERE,)]
    assert refugees(replace(state, ceasefire=3), "japan") == ()
    state = apply(state, events[0])
    road, field = hexside(HERE, hex_at(5, 4)), hexside(HERE, neighbour(HERE, 1))
    whole = column_limit(hexmap, state.scenario.tables, road)
    for turn, share in ((1, 60), (2, 60), (3, 100)):
        day = replace(state, turn=turn)
        assert columns_on(day, road) == whole * share // 100
        assert columns_on(day, field) == column_limit(hexmap, state.scenario.tables, field)
    busy = replace(state, traffic={road: whole * 60 // 100})
    assert jammed(busy, road, 1)
    assert not jammed(replace(busy, turn=3), road, 1)


# Men.


@given(
    st.integers(1, 5000), st.integers(0, 100), st.integers(0, 30), st.integers(0, 4),
    st.integers(0, 9999),
)  # fmt: skip
def test_men_are_conserved_at_dusk(
    men: int, risk: int, cut_off: int, disruption: int, seed: int
) -> None:
    state = setting(puppet(risk=risk, men=men), rear(hex_at(2, 2), men=men), puppet(
        hex_at(8, 8), "m2", men=5000, risk=risk
    ), tanks(hex_at(5, 7)), tanks(hex_at(3, 3), "t2"))  # fmt: skip
    for name in ("m", "j", "m2"):
        state = with_unit(state, name, cut_off=cut_off, disruption=disruption, stragglers=7)
    state = with_unit(state, "t2", men=1300)
    found = state
    for step in (
        lambda s: recover(s, "japan", Dice(seed)), lambda s: returning(s, "japan"),
        lambda s: returning(s, "soviet"), lambda s: panic(s, "japan", Dice(seed)),
        lambda s: desertion(s, Dice(seed)), lambda s: mutinies(s, Dice(seed)),
        lambda s: surrender_checks(s, "japan", Dice(seed)),
    ):  # fmt: skip
        found = after(found, step(found))
    lost = sum(t.men for t in found.losses.values())
    assert sum(u.men + u.stragglers for u in found.units.values()) + lost == sum(
        u.men + u.stragglers for u in state.units.values()
    )
    assert all((u.men > 0) == u.on_map for u in found.units.values())
    assert any(t.joined for t in found.losses.values())


def test_a_unit_that_has_dwindled_is_gone() -> None:
    state = with_unit(setting(puppet(risk=100), counter("r", hex_at(5, 7))), "m", men=60)
    events = desertion(state, Dice(1))
    assert [type(e) for e in events] == [Surrendered]
    assert after(state, events).units[M].gone == "dispersed"
