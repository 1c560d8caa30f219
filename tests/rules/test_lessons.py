"""Lessons of a tutorial: each check of their vocabulary."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from game.hexes import Hex
from game.model.forces import UnitId
from game.model.lessons import Check, Lesson, LessonStep
from game.model.state import PlayerView
from game.rules import lessons
from tests.toy import counter, toy_map, toy_scenario, toy_state


def a_view(**changes: object) -> PlayerView:
    scenario = toy_scenario(
        toy_map("....", japan=(401,)),
        [counter("a", 101), counter("b", 201), counter("jd", 401, "infantry", nation="JPN")],
    )
    return PlayerView(replace(toy_state(scenario), **changes))  # type: ignore[arg-type]


def done(view: PlayerView, check: Check, **asked: object) -> bool:
    step = LessonStep("do it", check, **asked)  # type: ignore[arg-type]
    return lessons.steps_done(view, "soviet", Lesson(1, "title", "text", (step,)))[0]


def with_unit(id: str, **changes: object) -> PlayerView:
    view = a_view()
    unit = replace(view.units[UnitId(id)], **changes)  # type: ignore[arg-type]
    return PlayerView(replace(view, units={**view.units, unit.id: unit}, cache={}))


A, BOTH = (UnitId("a"),), (UnitId("a"), UnitId("b"))


def test_a_unit_stands_in_a_hex() -> None:
    assert done(a_view(), "stands", hex=Hex(101))
    assert done(a_view(), "stands", hex=Hex(101), units=A)
    assert not done(a_view(), "stands", hex=Hex(201), units=A)
    assert not done(a_view(), "stands", hex=Hex(101), units=BOTH, number=2)


def test_a_hex_is_taken_when_the_side_holds_it() -> None:
    assert done(a_view(), "taken", hex=Hex(101))
    assert not done(a_view(), "taken", hex=Hex(401))


def test_attacks_are_counted_in_the_own_phase() -> None:
    assert not done(a_view(), "attacked")
    fought = with_unit("a", fought=1)
    once = PlayerView(replace(fought, assaults={Hex(401): 1}, cache={}))
    assert done(once, "attacked")
    assert done(once, "attacked", units=A)
    assert not done(once, "attacked", units=BOTH)
    assert not done(once, "attacked", number=2)
    assert not done(PlayerView(replace(once, phase="japan", cache={})), "attacked")


def test_supply_fuel_and_entrenchment_of_all_units_named_or_of_any() -> None:
    lost = with_unit("a", cut_off=2, fuel=10, entrenched=1)
    assert not done(lost, "supplied", units=BOTH)
    assert done(lost, "supplied")
    assert not done(lost, "fuelled", units=A, number=20)
    assert done(lost, "fuelled", units=A, number=10)
    assert done(lost, "dug_in", units=A)
    assert not done(lost, "dug_in", units=BOTH)
    assert not done(lost, "dug_in", number=2)


def test_a_unit_that_is_gone_cannot_be_asked() -> None:
    assert not done(with_unit("a", gone="destroyed"), "supplied", units=A)


def test_works_are_worn_down_to_a_number_of_points() -> None:
    view = a_view(works={Hex(401): 25})
    assert not done(view, "worn_down", hex=Hex(401), number=20)
    assert done(view, "worn_down", hex=Hex(401), number=25)


@pytest.mark.parametrize("check", get_args(Check))
def test_every_word_of_the_vocabulary_can_be_checked(check: Check) -> None:
    assert isinstance(done(a_view(), check, hex=Hex(101)), bool)
    assert set(lessons.CHECKS) == set(get_args(Check))
