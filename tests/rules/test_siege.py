"""Works and small garrisons: passed by, shut in, raiding; suicide attacks; last stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from game import engine
from game.dice import Dice
from game.hexes import Hex
from game.model.events import Captured, Fought, Moved, Refitted
from game.model.forces import UnitId
from game.model.hexmap import Zone
from game.model.orders import Attack, Move, SetStance
from game.model.state import State, apply
from game.rules import fog
from game.rules.morale import surrender_class
from game.rules.movement import path_to, reachable, step_cost
from game.rules.network import passable
from game.rules.odds import odds
from game.rules.siege import fort_at, forts, masked, raided, sorties, wanted
from game.rules.zoc import zoc
from tests.toy import TABLES, counter, place, toy_map, toy_scenario, toy_state

WEST, FORT, EAST = Hex(202), Hex(302), Hex(402)
BESIDE = Hex(201)


def siege(
    men: int = 1400,
    *,
    works: int = 90,
    level: int = 9,
    field_troops: bool = False,
    spg: int = 13,
    letters: str = ".....",
    turn: int = 5,
    phase: str = "soviet",
) -> State:
    """A division west of a fortress, a tank brigade with it; sometimes a regiment in the fort."""
    zone = Zone("Z", FORT, "Works", "japan", level, "E", "", "high", "toy")
    japan = tuple(column * 100 + r for column in (3, 4, 5) for r in (1, 2, 3))
    hexmap = toy_map("\n".join([letters] * 3), zones=(zone,), japan=japan)
    units = [
        counter("rd", WEST, spg=spg), counter("rd2", BESIDE),
        counter("tb", WEST, "tank", mobility="tank", tanks=60, stack=1),
        counter("jg", FORT, "border_guard", nation="JPN", size="regiment", mobility="static",
                men=men, guns=12, stack=1),
    ]  # fmt: skip
    if field_troops:
        units.append(counter("jr", FORT, "infantry", nation="JPN", men=500, guns=0, stack=1))
    state = toy_state(toy_scenario(hexmap, units), turn=turn, phase=phase)
    return replace(state, works={FORT: works})


def put(state: State, **units: object) -> State:
    """The same with these fields of a unit changed: rd={"hex": ...}."""
    after = tuple(
        replace(state.units[UnitId(u)], **changes) for u, changes in units.items()  # type: ignore[arg-type]
    )
    return apply(state, Moved(unit=after[0].id, path=(after[0].hex,), after=after))


# -- garrisons that do not close their hex -------------------------------------------------------


@pytest.mark.parametrize(("men", "field_troops", "works", "small"), [
    (1400, False, 90, True), (2400, False, 10, True), (3000, False, 90, False),
    (1400, True, 90, False), (1400, False, 0, False),
])  # fmt: skip
def test_a_small_garrison_in_works_without_field_troops_does_not_close_its_hex(
    men: int, field_troops: bool, works: int, small: bool
) -> None:
    state = siege(men, field_troops=field_troops, works=works)
    assert (FORT in forts(state, "japan")) == small
    reached = reachable(fog.observe(state, "soviet"), state.units[UnitId("tb")])
    assert (FORT in reached) == small


def test_troops_march_past_a_small_garrison_for_twenty_points_and_never_stop_there() -> None:
    state = siege()
    unit = state.units[UnitId("tb")]
    assert step_cost(state, unit, WEST, FORT) == 10 + TABLES.engineering.pass_points
    view = fog.observe(state, "soviet")
    assert path_to(view, unit, FORT) is None
    refusal = engine.check(view, Move(unit.id, (WEST, FORT)))
    assert refusal is not None
    assert refusal.code == "fort_there"
    order = Move(unit.id, (WEST, FORT, EAST))
    assert engine.check(view, order) is None
    after, _ = engine.play(state, order, Dice(1))
    assert after.units[unit.id].hex == EAST
    assert after.units[unit.id].points == 60 - 30 - 10
    assert after.control[EAST] == 1
    assert after.control[FORT] == 2
    assert after.works[FORT] == 90
    assert after.side_at(FORT) == "japan"


def test_a_small_garrison_has_no_zone_of_control() -> None:
    assert not any(zoc(siege(), "japan"))
    assert any(zoc(siege(3000), "japan"))


def test_a_garrison_is_masked_by_a_regiment_for_each_1500_men() -> None:
    state = siege(2900)
    assert wanted(state, FORT) == 2
    assert masked(state, "japan", FORT)  # the division and the brigade are 4 stack points
    away = put(state, rd={"hex": Hex(101)}, rd2={"hex": Hex(102)})
    assert not masked(away, "japan", FORT)


def test_an_unmasked_garrison_raids_those_beside_it_and_the_roads() -> None:
    state = put(siege(2900), rd={"hex": Hex(101)}, rd2={"hex": Hex(102)})
    events = list(sorties(state, "japan", Dice(1)))
    assert len(events) == 1
    assert isinstance(events[0], Refitted)
    lost = state.units[UnitId("tb")].men - events[0].after[0].men
    assert events[0].after[0].id == "tb"
    assert lost == 27
    assert sum(t.killed + t.wounded for t in events[0].toll) == lost
    assert Hex(303) in raided(state, "japan")
    assert not passable(state, "soviet")[Hex(303)]
    masked_ = siege(2900)
    assert list(sorties(masked_, "japan", Dice(1))) == []
    assert raided(masked_, "japan") == frozenset()


def test_lorries_pass_a_fort_when_little_is_left_of_its_works() -> None:
    assert not passable(siege(works=30), "soviet")[FORT]
    assert passable(siege(works=20), "soviet")[FORT]


def test_works_are_shown_with_the_class_of_their_garrison() -> None:
    assert fort_at(siege(), WEST) is None
    found = fort_at(siege(), FORT)
    assert found is not None
    assert (found.points, found.men, found.bearing, found.wanted) == (90, 1400, "masked", 1)
    assert fort_at(siege(5000), FORT).bearing == "closed"  # type: ignore[union-attr]
    alone = put(siege(2900), rd={"hex": Hex(101)}, rd2={"hex": Hex(102)})
    assert fort_at(alone, FORT).bearing == "raiding"  # type: ignore[union-attr]
    empty = put(siege(), jg={"hex": Hex(0), "gone": "dispersed", "men": 0})
    assert fort_at(empty, FORT).bearing == "empty"  # type: ignore[union-attr]


# -- what reduces works --------------------------------------------------------------------------


def rows(state: State, *units: str) -> dict[str, int]:
    """The modifiers of an attack on the fort."""
    attack = Attack(tuple(UnitId(u) for u in units), FORT)
    return {m.name: m.rows for m in odds(state, attack).modifiers}


def test_against_strong_works_numbers_find_no_room() -> None:
    most = TABLES.engineering.works_columns
    for level in (9, 8, 7, 4):
        state = siege(level=level, works=10 * level)
        found = odds(state, Attack((UnitId("rd"), UnitId("tb"), UnitId("rd2")), FORT))
        crowded = {m.name: m.rows for m in found.modifiers}.get("no_room", 0)
        assert found.column + crowded == min(found.column, most[level])
    assert most[9] < most[8] < most[7] < most[4]
    assert "no_room" not in rows(siege(works=0), "rd", "rd2")


def test_twenty_self_propelled_guns_count_against_works() -> None:
    assert rows(siege(spg=20), "rd")["assault_guns"] == 1
    assert "assault_guns" not in rows(siege(spg=19), "rd")
    assert "assault_guns" not in rows(siege(spg=20, works=0), "rd")


def test_works_are_assaulted_twice_on_the_first_day_of_surprise_only() -> None:
    from game.rules.combat import most_assaults

    assert [most_assaults(siege(turn=t), FORT) for t in (1, 2, 5)] == [2, 1, 1]


# -- suicide attacks -----------------------------------------------------------------------------


def fight(state: State, *units: str, seed: int = 1) -> tuple[State, Fought]:
    """An attack on the fort and the state after it."""
    after, events = engine.play(state, Attack(tuple(UnitId(u) for u in units), FORT), Dice(seed))
    assert isinstance(events[0], Fought)
    return after, events[0]


def test_suicide_attacks_cost_armour_and_the_men_who_make_them() -> None:
    plain = siege()
    grim = put(plain, jg={"stance": "sacrifice"})
    table = TABLES.engineering
    for seed in range(1, 9):
        a, first = fight(plain, "tb", "rd", seed=seed)
        b, second = fight(grim, "tb", "rd", seed=seed)
        assert first.row == second.row
        was, now = a.units[UnitId("tb")], b.units[UnitId("tb")]
        more = (60 - now.tanks) - (60 - was.tanks)
        assert 0 <= more <= 60 * table.sacrifice_armour // 1000 + 1
        men = a.units[UnitId("jg")].men - b.units[UnitId("jg")].men
        assert men in (1400 * table.sacrifice_men // 1000, 1400 * table.sacrifice_men // 1000 + 1)
    assert b.units[UnitId("jg")].sacrificed == 5
    assert [m.name for m in second.modifiers if m.name == "sacrifice"] == ["sacrifice"]


@pytest.mark.parametrize(("change", "made"), [
    ({}, True), ({"sacrificed": 4}, False), ({"sacrificed": 3}, True), ({"stance": "stand"}, False),
])  # fmt: skip
def test_a_unit_makes_suicide_attacks_once_in_two_turns(
    change: dict[str, object], made: bool
) -> None:
    state = put(siege(), jg={"stance": "sacrifice", **change})
    assert bool(odds(state, Attack((UnitId("tb"),), FORT)).sacrificing) == made


def test_suicide_attacks_need_tanks_near_cover_and_the_option() -> None:
    state = put(siege(), jg={"stance": "sacrifice"})
    assert odds(state, Attack((UnitId("rd2"),), FORT)).sacrificing == ()
    open_ground = replace(state, works={FORT: 0}, cache={})
    assert odds(open_ground, Attack((UnitId("tb"),), FORT)).sacrificing == ()
    forest = replace(put(siege(letters="fffff"), jg={"stance": "sacrifice"}), works={}, cache={})
    assert odds(forest, Attack((UnitId("tb"),), FORT)).sacrificing == (UnitId("jg"),)
    off = replace(state, options=replace(state.options, suicide="off"), cache={})
    assert odds(off, Attack((UnitId("tb"),), FORT)).sacrificing == ()


def test_who_may_be_told_to_make_suicide_attacks() -> None:
    japan = siege(phase="japan")
    order = SetStance(UnitId("jg"), "sacrifice")
    assert engine.check(fog.observe(japan, "japan"), order) is None
    off = replace(japan, options=replace(japan.options, suicide="off"))
    refusal = engine.check(fog.observe(off, "japan"), order)
    assert refusal is not None
    assert refusal.code == "no_sacrifice"
    refusal = engine.check(fog.observe(siege(), "soviet"), SetStance(UnitId("rd"), "sacrifice"))
    assert refusal is not None
    assert refusal.code == "no_sacrifice"


def test_those_who_sell_themselves_dearly_stand_fast() -> None:
    state = replace(put(siege(), jg={"stance": "sacrifice"}), works={}, cache={})
    assert odds(state, Attack((UnitId("rd"),), FORT)).stand


# -- last stands ---------------------------------------------------------------------------------


def test_a_garrison_with_no_way_out_that_refuses_surrender_makes_a_last_stand() -> None:
    state = siege(works=0)
    seen = set()
    for seed in range(40):
        after, fought = fight(state, "rd", "rd2", "tb", seed=seed)
        unit = after.units[UnitId("jg")]
        if fought.result == "last_stand":
            assert unit.hex == FORT
            double = 2 * TABLES.combat.defender_loss[fought.row - TABLES.combat.first_row]
            assert fought.defender_men >= 1400 * double // 1000
        else:
            assert unit.hex != FORT or fought.row < TABLES.combat.retreat_row
        seen.add(fought.result)
    assert "last_stand" in seen


def test_a_garrison_bound_to_its_works_holds_out_in_the_ruins_too() -> None:
    assert surrender_class(siege(works=0), siege().units[UnitId("jg")]) == "works"
    mobile = siege(field_troops=True, works=0)
    assert surrender_class(mobile, mobile.units[UnitId("jr")]) == "field"


def test_a_town_beside_the_works_falls_to_troops_that_march_past_and_a_village_does_not() -> None:
    state = siege()
    town = replace(place("town", FORT), population=15000)
    village = replace(place("village", FORT), population=3000)
    hexmap = replace(state.scenario.map, places=(town, village))
    state = replace(state, scenario=replace(state.scenario, map=hexmap), cache={})
    after, events = engine.play(state, Move(UnitId("tb"), (WEST, FORT, EAST)), Dice(1))
    assert after.captures == {"town": 5}
    assert [e.name for e in events if isinstance(e, Captured)] == ["Town"]
    assert after.control[FORT] == 2
    again, _ = engine.play(after, Move(UnitId("rd"), (WEST, Hex(102))), Dice(1))
    assert again.captures == after.captures
