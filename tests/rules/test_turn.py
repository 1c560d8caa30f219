"""The sequence of play: points at the beginning of a phase, and how games end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from game import engine
from game.dice import Dice
from game.hexes import NOWHERE, Hex
from game.model.forces import Counter, UnitId
from game.model.orders import EndPhase
from game.model.scenario import Exit
from game.model.state import State, apply
from game.rules import fog, turn
from tests.toy import counter, toy_map, toy_scenario, toy_state

BOARD = toy_map("........\n........", japan=(701, 702, 801, 802))
RD, JD = counter("rd", 101), counter("jd", 802, "infantry", nation="JPN")


def a_state(*counters: Counter, at: int = 1, turns: int = 10) -> State:
    """A field with these units."""
    return toy_state(toy_scenario(BOARD, list(counters), turns=turns), turn=at)


def unit_after(state: State, side: str, **changes: object) -> object:
    """The rifle division after the beginning of a phase of `side`."""
    rd = UnitId("rd")
    units = {**state.units, rd: replace(state.units[rd], **changes)}  # type: ignore[arg-type]
    state = replace(state, units=units)
    return apply(state, turn.phase_began(state, side)).units[rd]  # type: ignore[arg-type]


@pytest.mark.parametrize(("left", "points"), [(0, 60), (25, 85), (60, 120), (90, 120)])
def test_unspent_points_carry_over_as_march_credit_of_one_day_at_most(
    left: int, points: int
) -> None:
    table = a_state(RD).scenario.tables.movement
    assert (table.points, table.credit) == (60, 60)
    unit = unit_after(a_state(RD, JD), "soviet", points=left, spent=40, forced=True, fought=2)
    assert unit.points == points  # type: ignore[attr-defined]
    assert (unit.spent, unit.forced, unit.fought) == (0, False, 0)  # type: ignore[attr-defined]


def test_who_leaves_a_train_is_bound_for_its_turns() -> None:
    unit = unit_after(a_state(RD, JD), "soviet", railing=2, points=60)
    assert (unit.points, unit.railing) == (0, 1)  # type: ignore[attr-defined]


def test_who_was_attacked_is_forgotten_in_the_morning_and_not_before() -> None:
    state = a_state(RD, JD)
    state = replace(
        state, units={u: replace(unit, attacked=True) for u, unit in state.units.items()}
    )
    morning = apply(state, turn.phase_began(state, "soviet"))
    assert not any(u.attacked for u in morning.units.values())
    noon = apply(state, turn.phase_began(state, "japan"))
    assert all(u.attacked for u in noon.units.values())


LATE = counter("late", 802, "infantry", nation="JPN", arrives=9)


@pytest.mark.parametrize(
    ("counters", "at", "reason"),
    [
        ((RD, JD), 9, None),
        ((RD, JD), 10, "the last day is over"),
        ((RD,), 3, "no Japanese troops are left"),
        ((RD, LATE), 3, None),
        ((JD,), 3, "no Soviet troops are left"),
    ],
)
def test_the_game_ends_on_its_last_day_or_when_a_side_has_nobody_left(
    counters: tuple[Counter, ...], at: int, reason: str | None
) -> None:
    ended = turn.ending(a_state(*counters, at=at))
    assert (ended.reason if ended else None) == reason


def test_troops_that_wait_for_ships_keep_a_game_going() -> None:
    waiting = replace(RD, hex=NOWHERE, box="harbour")
    state = a_state(waiting, JD, at=3)
    unit = replace(state.units[RD.id], hex=NOWHERE, gone="box")
    state = replace(state, units={**state.units, unit.id: unit}, index={}, cache={})
    ended = turn.ending(state)
    assert ended is not None
    assert ended.reason == "no Soviet troops are left"
    ways = replace(state.scenario, exits={"harbour": Exit(Hex(101), 0)})
    assert turn.ending(replace(state, scenario=ways, cache={})) is None


def test_who_never_fights_does_not_keep_a_game_going() -> None:
    state = a_state(RD, JD, at=3)
    types = state.scenario.unit_types
    idle = {**types, JD.type: replace(types[JD.type], combat=False)}
    assert turn.ending(state) is None
    ended = turn.ending(replace(state, scenario=replace(state.scenario, unit_types=idle)))
    assert ended is not None
    assert ended.reason == "no Japanese troops are left"


def test_after_the_end_every_order_is_refused() -> None:
    state = a_state(RD, JD, at=10)
    state = replace(state, phase="japan")
    after, events = engine.play(state, EndPhase(), Dice(1))
    assert events[-1].kind == "ended"
    assert after.over is not None
    assert after.turn == 10
    refused = engine.check(fog.observe(after, "japan"), EndPhase())
    assert refused is not None
    assert refused.code == "over"
