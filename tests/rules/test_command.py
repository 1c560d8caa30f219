"""Command: reach of headquarters, orders at dawn, what it costs to be without; attachment."""

from dataclasses import replace

import pytest

from game import engine
from game.dice import Dice
from game.hexes import NOWHERE, Hex, distance, hex_at
from game.model.events import HqLost
from game.model.forces import Counter, FormationId, UnitId
from game.model.hexmap import HexMap
from game.model.orders import AttachUnit, Attack, Move, PlaceHq, Refusal
from game.model.state import PlayerView, State, apply
from game.rules import attachment, command, headquarters, morale, movement, turn
from game.rules.odds import odds
from tests.toy import counter, toy_map, toy_scenario, toy_state

PLAIN = toy_map("\n".join(["." * 40] * 20))
A1, A2, TF = FormationId("a1"), FormationId("a2"), FormationId("tf")
R = UnitId("r")


def setting(
    *counters: Counter, hqs: dict[str, int] | None = None, hexmap: HexMap = PLAIN, day: int = 5
) -> State:
    """A state with headquarters at these hexes."""
    state = toy_state(toy_scenario(hexmap, list(counters)), turn=day)
    return replace(state, hqs={FormationId(f): Hex(h) for f, h in (hqs or {}).items()})


def seen(state: State) -> PlayerView:
    """The state as a view of it, nothing hidden."""
    return PlayerView(state)


def changed(state: State, name: str, **changes: object) -> State:
    """The state with one unit changed."""
    unit = replace(state.units[UnitId(name)], **changes)  # type: ignore[arg-type]
    return replace(state, units={**state.units, unit.id: unit}, cache={})


def commanded(state: State) -> bool:
    """Whether unit r is in command."""
    return command.in_command(state, state.units[R])


@pytest.mark.parametrize(("formation", "reach"), [("a1", 5), ("tf", 12)])
def test_an_army_commands_5_hexes_around_it_and_a_front_12(formation: str, reach: int) -> None:
    unit = counter("r", hex_at(20, 10))
    assert commanded(setting(unit, hqs={formation: hex_at(20 - reach, 10)}))
    assert not commanded(setting(unit, hqs={formation: hex_at(19 - reach, 10)}))


def test_a_superior_of_a_superior_will_do_and_another_army_will_not() -> None:
    unit = counter("r", hex_at(20, 10))
    assert commanded(setting(unit, hqs={"a1": hex_at(1, 1), "tf": hex_at(20, 12)}))
    assert not commanded(setting(unit, hqs={"a1": hex_at(1, 1), "a2": hex_at(20, 12)}))


def test_troops_whose_superiors_never_had_a_headquarters_act_on_their_own() -> None:
    unit = counter("r", hex_at(20, 10))
    assert commanded(setting(unit))
    assert not commanded(setting(unit, hqs={"a1": NOWHERE}))


def test_an_attack_out_of_command_is_a_row_worse() -> None:
    units = (counter("r", hex_at(20, 10)), counter("j", hex_at(20, 9), nation="JPN"))
    order = Attack((R,), hex_at(20, 9))
    far, near = hex_at(1, 1), hex_at(20, 12)
    rows = {
        h: {m.name: m.rows for m in odds(setting(*units, hqs={"a1": h}), order).modifiers}
        for h in (far, near)
    }
    assert rows[far]["out_of_command"] == -1
    assert "out_of_command" not in rows[near]


def test_out_of_command_there_is_no_forced_march() -> None:
    unit = counter("r", hex_at(20, 10))
    state = setting(unit, hqs={"a1": hex_at(1, 1)})
    order = Move(R, (hex_at(20, 10), hex_at(20, 9)), forced=True)
    refused = movement.check_move(seen(state), order)
    assert refused is not None
    assert refused.code == "out_of_command"
    assert movement.check_move(seen(state), replace(order, forced=False)) is None
    near = setting(unit, hqs={"a1": hex_at(20, 12)})
    assert movement.check_move(seen(near), order) is None


def test_recovery_is_easier_by_one_with_a_headquarters_near() -> None:
    # Quality 0: 2d6 at least 9 is 28 %, at least 8 is 42 %.
    state = changed(setting(counter("r", hex_at(20, 10), quality=0)), "r", disruption=2, spent=1)
    with_hq = replace(state, hqs={A1: hex_at(20, 12)}, cache={})
    counts = [
        sum(bool(morale.recover(s, "soviet", Dice(seed))) for seed in range(360))
        for s in (state, with_hq)
    ]
    assert 23 <= 100 * counts[0] // 360 <= 33
    assert 37 <= 100 * counts[1] // 360 <= 47


def road_map() -> HexMap:
    """A plain with a road along the tenth row."""
    roads = {(hex_at(c, 10), "NE" if c % 2 else "SE"): 2 for c in range(1, 40)}
    return toy_map("\n".join(["." * 40] * 20), roads=roads, japan=(hex_at(1, 1),))


def test_orders_at_dawn_travel_along_roads_free_of_the_enemy_and_hold_for_the_day() -> None:
    unit = counter("r", hex_at(20, 10))
    hqs = {"a1": hex_at(1, 10)}
    free = setting(unit, hqs=hqs, hexmap=road_map())
    assert not commanded(free)
    assert command.in_contact(free, free.units[R])
    for event in command.briefing(free, "soviet"):
        free = apply(free, event)
    assert commanded(free)
    blocked = setting(
        unit, counter("j", hex_at(10, 10), nation="JPN"), hqs=hqs, hexmap=road_map()
    )
    assert not command.in_contact(blocked, blocked.units[R])
    assert command.briefing(blocked, "soviet") == ()
    lost = changed(blocked, "r", briefed=True)
    for event in command.briefing(lost, "soviet"):
        lost = apply(lost, event)
    assert not commanded(lost)


def test_the_reason_is_told() -> None:
    unit = counter("r", hex_at(20, 10))
    near = command.explain(seen(setting(unit, hqs={"a1": hex_at(20, 12)})), R)
    assert (near.state, near.commander, near.distance) == ("reach", "a1", 2)
    far = command.explain(seen(setting(unit, hqs={"a1": hex_at(1, 10)})), R)
    assert (far.state, far.hq, far.distance) == ("lost", hex_at(1, 10), 19)
    assert "no forced march" in far.sentence
    briefed = changed(setting(unit, hqs={"a1": hex_at(1, 10)}), "r", briefed=True)
    assert command.explain(seen(briefed), R).state == "orders"
    assert command.explain(seen(setting(unit)), R).state == "own"
    gone = command.explain(seen(setting(unit, hqs={"a1": NOWHERE})), R)
    assert (gone.state, gone.hq) == ("lost", NOWHERE)
    assert "overrun" in gone.sentence


def test_the_tree_of_command_adds_up() -> None:
    units = [counter("r", hex_at(20, 10)), counter("s", hex_at(5, 5), formation="a2")]
    state = setting(*units, hqs={"tf": hex_at(20, 11), "a1": hex_at(20, 12), "a2": NOWHERE})
    posts = {p.formation: p for p in command.tree(seen(state))}
    assert list(posts) == ["tf", "a1", "a2"]
    assert posts[TF].men == 18_000
    assert (posts[A1].depth, posts[A1].units, posts[A1].lost) == (1, ("r",), ())
    assert posts[A2].lost == ("s",)


# Headquarters.


def dawn(state: State, side: str = "soviet") -> State:
    """The state after the headquarters of a side have moved."""
    for event in headquarters.morning(state, side):  # type: ignore[arg-type]
        state = apply(state, event)
    return state


def test_headquarters_are_set_up_where_the_order_of_battle_has_them_or_amid_their_troops() -> None:
    units = [counter(f"r{i}", hex_at(10 + 4 * i, 10)) for i in range(3)]
    scenario = toy_scenario(PLAIN, units)
    printed = replace(scenario.formations[TF], hq_hex=hex_at(2, 2))
    scenario.formations[TF] = printed
    state = dawn(toy_state(scenario))
    assert state.hqs == {TF: hex_at(2, 2), A1: hex_at(14, 10)}


def test_a_headquarters_follows_its_troops_at_the_speed_of_lorries() -> None:
    hqs = {"a1": hex_at(2, 10), "tf": hex_at(29, 9)}
    state = dawn(setting(counter("r", hex_at(30, 10)), hqs=hqs))
    # 90 points at 11 a hex of plain: 8 hexes. The front is near enough to stay.
    assert distance(state.hqs[A1], hex_at(2, 10)) == 8
    assert distance(state.hqs[A1], hex_at(30, 10)) == 20
    assert state.hqs[TF] == hex_at(29, 9)


def test_a_headquarters_keeps_out_of_enemy_zones() -> None:
    state = setting(
        counter("r", hex_at(30, 10)), counter("j", hex_at(10, 10), nation="JPN"),
        hqs={"a1": hex_at(8, 10)},
    )  # fmt: skip
    after = dawn(state).hqs[A1]
    assert distance(after, hex_at(10, 10)) > 1
    assert distance(after, hex_at(30, 10)) < distance(hex_at(8, 10), hex_at(30, 10))


def test_a_headquarters_that_the_enemy_enters_is_overrun_and_made_anew_after_two_days() -> None:
    japan = tuple(hex_at(c, r) for c in range(21, 41) for r in range(1, 21))
    hexmap = toy_map("\n".join(["." * 40] * 20), japan=japan)
    tanks = counter("t", hex_at(20, 10), "tank", mobility="tank", tanks=60, men=1400)
    state = setting(
        tanks, counter("j", hex_at(30, 10), nation="JPN"), hqs={"ja1": hex_at(22, 10)},
        hexmap=hexmap,
    )  # fmt: skip
    path = (hex_at(20, 10), hex_at(21, 10), hex_at(22, 10))
    assert engine.check(seen(state), Move(UnitId("t"), path)) is None
    state, events = engine.play(state, Move(UnitId("t"), path), Dice(1))
    lost = [e for e in events if isinstance(e, HqLost)]
    assert [(e.formation, e.by, e.at) for e in lost] == [("ja1", "soviet", hex_at(22, 10))]
    ja1 = FormationId("ja1")
    assert state.hqs[ja1] == NOWHERE
    assert not command.in_command(state, state.units[UnitId("j")])
    for day, where in ((6, NOWHERE), (7, hex_at(30, 10))):
        state = dawn(replace(state, turn=day, cache={}), "japan")
        assert state.hqs[ja1] == where


def test_a_headquarters_is_placed_by_order_and_stays_until_its_troops_are_out_of_reach() -> None:
    state = setting(counter("r", hex_at(20, 10)), hqs={"a1": hex_at(20, 10)})
    order = PlaceHq(A1, Hex(hex_at(16, 10)))
    assert engine.check(seen(state), order) is None
    state, _ = engine.play(state, order, Dice(1))
    assert (state.hqs[A1], state.placed) == (hex_at(16, 10), {A1: 5})
    again = engine.check(seen(state), PlaceHq(A1, Hex(hex_at(17, 10))))
    assert again is not None
    assert again.code == "moved_already"
    state = dawn(replace(state, turn=6, cache={}))
    assert state.hqs[A1] == hex_at(16, 10)
    gone = changed(replace(state, turn=7), "r", hex=hex_at(30, 10))
    after = dawn(gone)
    assert after.placed == {}
    assert after.hqs[A1] != hex_at(16, 10)


@pytest.mark.parametrize(("order", "code"), [
    (PlaceHq(FormationId("ja1"), Hex(hex_at(5, 5))), "no_such_hq"),
    (PlaceHq(FormationId("nobody"), Hex(hex_at(5, 5))), "no_such_hq"),
    (PlaceHq(A2, Hex(hex_at(5, 5))), "overrun"),
    (PlaceHq(A1, Hex(hex_at(20, 12))), "no_change"),
    (PlaceHq(A1, Hex(hex_at(39, 12))), "too_far"),
    (PlaceHq(A1, Hex(99_999)), "too_far"),
])  # fmt: skip
def test_a_headquarters_cannot_be_sent(order: PlaceHq, code: str) -> None:
    state = setting(counter("r", hex_at(20, 10)), hqs={"a1": hex_at(20, 12), "a2": NOWHERE})
    refusal = headquarters.check_hq(seen(state), order)
    assert isinstance(refusal, Refusal)
    assert refusal.code == code


# Attachment.


def attachable(**changes: object) -> State:
    """Unit r beside the headquarters of two armies, a puppet beside its own."""
    units = (
        counter("r", hex_at(20, 10)),
        counter("m", hex_at(30, 10), "manchukuo_infantry", nation="MCK"),
    )
    hqs = {"a1": hex_at(20, 12), "a2": hex_at(22, 10), "tf": hex_at(20, 11), "ja1": hex_at(30, 10)}
    return changed(setting(*units, hqs=hqs), "r", **changes)


def test_a_unit_changes_its_army_and_is_out_of_command_for_a_turn_after() -> None:
    state = attachable(briefed=True)
    order = AttachUnit(R, A2)
    assert engine.check(seen(state), order) is None
    state, _ = engine.play(state, order, Dice(1))
    assert state.units[R].formation == A2
    states = [commanded(state)]
    for _ in range(2):
        state = apply(state, turn.phase_began(state, "soviet"))
        states.append(commanded(state))
    assert states == [False, False, True]


@pytest.mark.parametrize(("unit", "to", "changes", "code"), [
    ("r", "a1", {}, "no_change"),
    ("r", "ja1", {}, "no_such_formation"),
    ("r", "tf", {}, "no_level"),
    ("r", "a2", {"transfer": 1}, "too_soon"),
    ("r", "a2", {"hex": hex_at(30, 18)}, "too_far"),
    ("m", "a2", {}, "not_yours"),
    ("x", "a2", {}, "no_such_unit"),
])  # fmt: skip
def test_a_unit_cannot_be_attached(
    unit: str, to: str, changes: dict[str, object], code: str
) -> None:
    refusal = attachment.check_attach(
        seen(attachable(**changes)), AttachUnit(UnitId(unit), FormationId(to))
    )
    assert refusal is not None
    assert refusal.code == code


def test_puppet_troops_stay_under_their_own_officers() -> None:
    state = replace(attachable(), phase="japan")
    ja2 = replace(state.scenario.formations[FormationId("ja1")], id=FormationId("ja2"))
    state.scenario.formations[ja2.id] = ja2
    state = replace(state, hqs={**state.hqs, ja2.id: hex_at(30, 11)}, cache={})
    refusal = attachment.check_attach(seen(state), AttachUnit(UnitId("m"), ja2.id))
    assert refusal is not None
    assert refusal.code == "not_theirs"


def test_armies_that_could_take_a_unit_are_listed() -> None:
    state = attachable()
    assert attachment.candidates(seen(state), state.units[R]) == (A2,)
