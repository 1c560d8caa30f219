"""Stragglers, replacements and merged remnants."""

from dataclasses import replace

import pytest

from game import engine
from game.dice import Dice
from game.hexes import hex_at, neighbour
from game.model.forces import UnitId
from game.model.orders import Attack, Merge
from game.model.state import PlayerView, State
from game.rules.combat import resolve_attack
from game.rules.legal import orders_of
from game.rules.odds import odds, result_at, row_of
from game.rules.remnants import check_merge, returning
from tests.rules.test_morale import HERE, after, japanese, puppet, setting, with_unit
from tests.toy import counter

J, J2, R = UnitId("j"), UnitId("j2"), UnitId("r")


def out_and_back(state: State, days: int) -> list[tuple[int, int]]:
    """Men and stragglers of unit j, evening by evening."""
    found = []
    for _ in range(days):
        state = after(state, returning(state, "japan"))
        found.append((state.units[J].men, state.units[J].stragglers))
    return found


def test_half_of_the_stragglers_come_back_each_evening_and_nearly_all_in_three() -> None:
    state = with_unit(setting(japanese()), "j", men=9000, stragglers=300)
    assert out_and_back(state, 3) == [(9150, 150), (9225, 75), (9263, 37)]
    last = with_unit(state, "j", stragglers=20)
    assert out_and_back(last, 1) == [(9020, 0)]


@pytest.mark.parametrize("change", [{"fought": 1}, {"attacked": True}])
def test_none_come_on_a_day_of_fighting(change: dict[str, object]) -> None:
    state = with_unit(setting(japanese()), "j", men=9000, stragglers=300, **change)
    assert returning(state, "japan") == ()


def test_stragglers_of_a_unit_cut_off_are_lost() -> None:
    state = with_unit(setting(japanese()), "j", men=9000, stragglers=300, cut_off=2)
    state = after(state, returning(state, "japan"))
    assert (state.units[J].men, state.units[J].stragglers) == (9000, 150)
    assert state.losses["JPN"].dispersed == 150


def test_three_in_ten_of_the_men_lost_in_a_rout_are_scattered_only() -> None:
    target, order = hex_at(5, 5), Attack((R,), hex_at(5, 5))
    state = setting(
        counter("r", hex_at(5, 6), men=20000, guns=400), japanese(target, men=5000, guns=5)
    )
    reckoning = odds(state, order)
    routs = 0
    for seed in range(40):
        throw = Dice(seed).two_d6("combat", 5, "soviet", target, 0)
        result = result_at(reckoning, row_of(reckoning.table, reckoning.base, throw))
        before = state.units[J]
        unit = after(state, resolve_attack(state, order, Dice(seed))).units[J]
        lost = before.men * result.defender // 1000
        if result.name in ("rout", "shattered") and unit.on_map and unit.hex != target:
            routs += 1
            assert unit.stragglers == lost * 30 // 100
        elif unit.on_map:
            assert unit.stragglers == 0
    assert routs


def test_a_soviet_division_in_supply_gets_200_men_a_day_up_to_its_establishment() -> None:
    division = counter("r", HERE)
    brigade = counter("b", hex_at(2, 2), size="brigade", men=4000)
    state = with_unit(with_unit(setting(division, brigade), "r", men=8500), "b", men=3000)
    state = after(state, returning(state, "soviet"))
    assert (state.units[R].men, state.units[UnitId("b")].men) == (8700, 3070)
    assert state.losses["USSR"].joined == 270
    nearly = after(state, returning(with_unit(state, "r", men=8950), "soviet"))
    assert nearly.units[R].men == 9000
    assert returning(setting(division), "soviet") == ()


@pytest.mark.parametrize("change", [{"cut_off": 1}, {"rations": 0}, {"fought": 1}])
def test_nobody_comes_up_to_troops_without_supply_or_in_battle(change: dict[str, object]) -> None:
    state = with_unit(setting(counter("r", HERE)), "r", men=5000, **change)
    assert returning(state, "soviet") == ()


def test_the_japanese_have_no_replacements() -> None:
    assert returning(with_unit(setting(japanese()), "j", men=5000), "japan") == ()


# Merging.


def remnants(**changes: object) -> State:
    """Unit j, a remnant, beside unit j2, which has lost a third."""
    state = setting(japanese(men=10000), japanese(id="j2", men=10000))
    state = with_unit(state, "j2", men=6000, disruption=1, fatigue=10, ammo=20)
    state = with_unit(state, "j", **{
        "men": 3000, "guns": 5, "stragglers": 100, "disruption": 2, "fatigue": 5, "ammo": 5,
        **changes,
    })  # fmt: skip
    return replace(state, phase="japan", cache={})


def test_a_remnant_passes_its_men_and_arms_to_a_unit_in_its_hex() -> None:
    state = remnants()
    order = Merge(J, J2)
    assert engine.check(PlayerView(state), order) is None
    assert order in orders_of(PlayerView(state), state.units[J])
    state, _ = engine.play(state, order, Dice(1))
    gone, unit = state.units[J], state.units[J2]
    assert (gone.gone, gone.men, gone.stragglers, gone.on_map) == ("merged", 0, 0, False)
    assert (unit.men, unit.guns, unit.stragglers) == (9000, 25, 100)
    assert (unit.disruption, unit.fatigue) == (2, 10)
    assert unit.ammo == (3000 * 5 + 6000 * 20) // 9000


@pytest.mark.parametrize(("changes", "code"), [
    ({"men": 5001}, "no_remnant"), ({"men": 4500}, "too_many"), ({"railing": 1}, "not_free"),
    ({"fought": 1}, "not_free"), ({"hex": neighbour(HERE, 0)}, "not_together"),
])  # fmt: skip
def test_a_unit_cannot_be_merged(changes: dict[str, object], code: str) -> None:
    refusal = check_merge(PlayerView(remnants(**changes)), Merge(J, J2))
    assert refusal is not None
    assert refusal.code == code


def test_only_own_units_of_one_nation_merge() -> None:
    state = replace(
        with_unit(setting(japanese(), puppet(), counter("r", hex_at(2, 2))), "j", men=1000),
        phase="japan", cache={},
    )  # fmt: skip
    view = PlayerView(state)
    pairs = {("j", "j"): "same_unit", ("j", "m"): "other_nation", ("j", "r"): "not_yours",
             ("x", "j"): "no_such_unit"}  # fmt: skip
    for (a, b), code in pairs.items():
        refusal = check_merge(view, Merge(UnitId(a), UnitId(b)))
        assert refusal is not None
        assert refusal.code == code
