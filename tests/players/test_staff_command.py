"""The staff's orders of command: attachment, headquarters out of danger, remnants, evacuation."""

from dataclasses import replace

import pytest

from game.hexes import Hex, distance, hex_at
from game.model.forces import Counter, FormationId, UnitId
from game.model.orders import AttachUnit, Attack, Merge, Order, PlaceHq, Withdraw
from game.model.scenario import Refuge
from game.model.state import PlayerView, State
from game.players.registry import make
from game.players.staff.command import command_orders, crossings, evacuations
from game.players.staff.situation import look, power_of
from tests.players.boards import Passive, board, objective, play
from tests.toy import counter, place, toy_map, toy_scenario, toy_state

A1, A2 = FormationId("a1"), FormationId("a2")
R, J, J2 = UnitId("r"), UnitId("j"), UnitId("j2")
PLAIN = "\n".join(["." * 30] * 12)


def setting(
    *counters: Counter, phase: str = "soviet", hqs: dict[str, int] | None = None
) -> PlayerView:
    """A view of a plain, nothing hidden; the eastern half is Japanese."""
    japan = tuple(hex_at(c, r) for c in range(16, 31) for r in range(1, 13))
    scenario = toy_scenario(toy_map(PLAIN, japan=japan), list(counters))
    state = toy_state(scenario, phase=phase, turn=5)
    at = {FormationId(f): Hex(h) for f, h in (hqs or {}).items()}
    return PlayerView(replace(state, hqs=at))


def japanese(name: str, h: int, **kind: object) -> Counter:
    """A Japanese division."""
    values = {"nation": "JPN", "quality": 35, "men": 10000, "guns": 20, **kind}
    return counter(name, h, "infantry", **values)  # type: ignore[arg-type]


def given(view: PlayerView, crossed: dict[tuple[UnitId, FormationId], int] | None = None) -> list[
    Order
]:
    """The orders of command on a view."""
    found = command_orders(view, look(view), crossed or {})
    assert all(why.chosen.score > 0 for _, why in found)
    return [order for order, _ in found]


def test_a_unit_that_nobody_commands_is_put_under_the_army_beside_it() -> None:
    unit = counter("r", hex_at(10, 6))
    far = setting(unit, hqs={"a1": hex_at(1, 1), "a2": hex_at(10, 8)})
    assert given(far) == [AttachUnit(R, A2)]
    near = setting(unit, hqs={"a1": hex_at(10, 7), "a2": hex_at(10, 8)})
    assert given(near) == []


def test_a_unit_that_attacks_again_and_again_with_another_army_joins_it() -> None:
    units = [counter("r", hex_at(10, 6)), counter("s", hex_at(10, 6), formation="a2", men=20000),
             japanese("j", hex_at(10, 5))]  # fmt: skip
    view = setting(*units, hqs={"a1": hex_at(10, 7), "a2": hex_at(10, 8)})
    order = Attack((R, UnitId("s")), hex_at(10, 5))
    assert crossings(view, order) == [(R, A2)]
    assert crossings(view, replace(order, units=(R,))) == []
    assert given(view, {(R, A2): 1}) == []
    assert given(view, {(R, A2): 2}) == [AttachUnit(R, A2)]


def test_a_headquarters_beside_the_enemy_drives_to_where_it_still_commands() -> None:
    view = setting(
        japanese("j", hex_at(22, 6)), counter("r", hex_at(19, 6)), phase="japan",
        hqs={"ja1": hex_at(20, 6)},
    )  # fmt: skip
    orders = given(view)
    assert len(orders) == 1
    order = orders[0]
    assert isinstance(order, PlaceHq)
    assert distance(order.hex, hex_at(19, 6)) > 1
    assert distance(order.hex, hex_at(22, 6)) <= 5
    guarded = setting(
        japanese("j", hex_at(20, 6)), counter("r", hex_at(19, 6)), phase="japan",
        hqs={"ja1": hex_at(20, 6)},
    )  # fmt: skip
    assert given(guarded) == []


def test_remnants_in_one_hex_are_merged() -> None:
    view = setting(
        japanese("j", hex_at(22, 6)), japanese("j2", hex_at(22, 6)), phase="japan"
    )
    units = {J: replace(view.units[J], men=3000), J2: replace(view.units[J2], men=4000)}
    weak = PlayerView(replace(view, units={**view.units, **units}, cache={}))
    assert given(weak) == [Merge(J, J2)]
    assert given(view) == []


def test_puppet_troops_count_as_far_as_they_can_be_relied_on() -> None:
    sure = counter("m", hex_at(22, 6), "manchukuo_infantry", nation="MCK", desertion=0)
    view = setting(sure, replace(sure, id=UnitId("n"), desertion=80))
    full, part = (power_of(view, view.units[UnitId(u)]) for u in ("m", "n"))
    assert part == full * 20 // 100
    wavering = PlayerView(replace(view, units={
        u.id: replace(u, wavering=10) for u in view.units.values()
    }, cache={}))  # fmt: skip
    assert power_of(wavering, wavering.units[UnitId("n")]) == full * 10 // 100


# Evacuation.


def with_exit(view: State, h: int) -> PlayerView:
    """The same with a way out for ja1."""
    ways = (Refuge(Hex(h), (FormationId("ja1"),), ""),)
    return PlayerView(replace(view, scenario=replace(view.scenario, refuges=ways), cache={}))


def test_who_can_leave_goes_when_the_enemy_is_twice_as_strong_and_does_not_turn_back() -> None:
    units = [japanese("j", hex_at(20, 6), men=3000), *(
        counter(f"r{i}", hex_at(16, 4 + 2 * i)) for i in range(3)
    )]  # fmt: skip
    view = with_exit(setting(*units, phase="japan"), hex_at(28, 6))
    plan = evacuations(view, look(view), frozenset())
    assert {u: (d.posture, d.goal) for u, d in plan.items()} == {J: ("withdraw", hex_at(28, 6))}
    alone = with_exit(setting(units[0], phase="japan"), hex_at(28, 6))
    assert evacuations(alone, look(alone), frozenset()) == {}
    assert list(evacuations(alone, look(alone), frozenset({J}))) == [J]
    there = with_exit(setting(units[0], phase="japan"), hex_at(20, 6))
    orders = command_orders(there, look(there), {}, frozenset({J}))
    assert [order for order, _ in orders] == [Withdraw(J)]
    assert command_orders(there, look(there), {}) == []


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_garrison_before_a_tank_army_gives_up_its_town_and_is_gone(seed: int) -> None:
    japan = tuple(hex_at(c, r) for c in range(6, 21) for r in range(1, 8))
    hexmap = toy_map("\n".join(["." * 20] * 7), japan=japan, places=(place("p804", 804),))
    tanks = [
        counter(f"t{i}", hex_at(2, 2 + i), "tank", size="brigade", mobility="tank", men=1400,
                tanks=65, guns=16, stack=1, vehicles=95)
        for i in range(4)
    ]  # fmt: skip
    weak = japanese("j", 804, men=1500, quality=20, guns=4, size="brigade", stack=1)
    scenario = board(
        hexmap, [*tanks, weak], (objective(804, 8, 6),), sources={104: "soviet", 2004: "japan"}
    )
    scenario = replace(scenario, refuges=(Refuge(Hex(1204), (FormationId("ja1"),), ""),))
    match, _, _ = play(scenario, Passive(), make("staff", "japan"), seed=seed, turns=8)
    assert match.state.units[J].hex == 804
    match, _, refused = play(
        scenario, make("staff", "soviet"), make("staff", "japan"), seed=seed, turns=8
    )
    assert refused == 0
    assert match.state.units[J].gone in ("withdrawn", "destroyed", "captured")
