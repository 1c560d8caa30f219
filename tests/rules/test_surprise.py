"""The paralysis of the first days."""

from dataclasses import replace

import pytest

from game.dice import Dice
from game.hexes import Hex, hex_at
from game.model.forces import Counter, FormationId, UnitId
from game.model.orders import Attack, Move, RailMove
from game.model.scenario import Options
from game.model.state import PlayerView, State, apply
from game.rules import combat, movement, railway, surprise, turn
from game.rules.sight import estimate
from game.rules.zoc import exerts
from tests.toy import counter, formation, toy_map, toy_scenario, toy_state

HERE = hex_at(5, 5)
J = UnitId("j")


def setting(day: int = 1, forewarned: str = "off", army: str = "ja1", *more: Counter) -> State:
    """A Japanese division alone on a plain, on some day."""
    hexmap = toy_map(
        "\n".join(["..........."] * 9), japan=tuple(hex_at(c, r) for c in range(1, 12)
                                                   for r in range(1, 10)),
        rails={(HERE, "SE"): 2},
    )  # fmt: skip
    unit = counter("j", HERE, "infantry", nation="JPN", quality=35, men=10000, formation=army)
    options = Options(forewarned=forewarned)  # type: ignore[arg-type]
    scenario = toy_scenario(hexmap, [unit, *more], options=options)
    for extra in ("J_A44", "J_FA3"):
        scenario.formations[FormationId(extra)] = formation(extra, "army", "jf", "japan")
    return toy_state(scenario, phase="japan", turn=day)


def after(state: State, seed: int) -> State:
    """The state after the morning's throws."""
    for event in surprise.activation(state, Dice(seed)):
        state = apply(state, event)
    return state


def idle(state: State) -> int:
    """Per cent of mornings on which the division waits for orders."""
    return 100 * sum(after(state, seed).units[J].frozen for seed in range(720)) // 720


@pytest.mark.parametrize(("day", "army", "low", "high"), [
    (1, "ja1", 68, 76), (2, "ja1", 24, 32), (3, "ja1", 0, 0),
    (1, "J_A44", 68, 76), (2, "J_A44", 38, 46), (5, "J_A44", 38, 46), (6, "J_A44", 0, 0),
])  # fmt: skip
def test_who_acts_needs_9_on_the_first_day_and_6_on_the_second_and_two_armies_7_until_the_13th(
    day: int, army: str, low: int, high: int
) -> None:
    # 2d6 at least 9: 28 %; 6: 72 %; 7: 58 %.
    assert low <= idle(setting(day, army=army)) <= high


def test_forewarned_nobody_waits() -> None:
    assert idle(setting(1, "on")) == 0


def test_who_was_attacked_yesterday_needs_no_orders() -> None:
    state = setting(2)
    state = replace(state, units={J: replace(state.units[J], attacked=True)}, cache={})
    assert idle(state) == 0


def test_without_contact_the_second_days_number_goes_on_until_the_13th() -> None:
    state = replace(setting(3), hqs={FormationId("ja1"): Hex(0)}, cache={})
    assert 24 <= idle(state) <= 32
    late = replace(setting(6), hqs={FormationId("ja1"): Hex(0)}, cache={})
    assert idle(late) == 0


def test_the_soviet_side_never_waits() -> None:
    state = setting(1, "off", "ja1", counter("r", hex_at(9, 9)))
    assert not any(after(state, seed).units[UnitId("r")].frozen for seed in range(50))


def frozen(day: int = 1, *more: Counter) -> State:
    """The division waiting for orders."""
    state = setting(day, "off", "ja1", *more)
    unit = replace(state.units[J], frozen=True)
    return replace(state, units={**state.units, J: unit}, cache={})


def test_a_unit_without_orders_has_half_a_day_and_nothing_more() -> None:
    foe = counter("r", hex_at(5, 4))
    state = frozen(2, foe)
    state = apply(state, turn.phase_began(state, "japan"))
    assert state.units[J].points == 30
    view = PlayerView(state)
    forced = movement.check_move(view, Move(J, (HERE, hex_at(5, 6)), forced=True))
    attack = combat.check_attack(view, Attack((J,), hex_at(5, 4)))
    train = railway.check_rail(view, RailMove(J, (HERE, hex_at(6, 5))))
    codes = [refusal.code for refusal in (forced, attack, train) if refusal is not None]
    assert codes == ["frozen", "frozen", "frozen"]


def test_only_on_the_first_day_it_controls_nothing_around_it() -> None:
    for day, does in ((1, False), (2, True)):
        state = frozen(day)
        assert exerts(state, state.units[J]) is does
    # Who sees it near sees that it does not stir.
    state = frozen(1)
    assert estimate(state, state.units[J]).frozen
