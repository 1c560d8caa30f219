"""Attacks on toy maps: who may attack, what is lost, who retreats where, who follows."""

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.dice import Dice
from game.hexes import Hex, distance, hex_at, neighbour
from game.model.events import AnyEvent, Captured, Fought, Surrendered
from game.model.forces import Counter, UnitId
from game.model.hexmap import HexMap, Zone
from game.model.orders import Attack
from game.model.state import JAPAN, SOVIET, State, apply
from game.rules.combat import check_attack, odds, outcomes, resolve_attack
from game.rules.losses import shares
from tests.toy import counter, place, toy_map, toy_scenario, toy_state

TARGET = hex_at(5, 5)
SOUTH, SOUTH_EAST, SOUTH_WEST = (neighbour(TARGET, d) for d in (3, 2, 4))
NORTH_HALF = tuple(hex_at(c, r) for c in range(1, 10) for r in range(1, 6))
OPEN = "\n".join(["........."] * 9)


def setting(
    *counters: Counter,
    text: str = OPEN,
    turn: int = 5,
    rivers: dict[tuple[int, str], int] | None = None,
    works: int = 0,
) -> State:
    """A state with the north of the map Japanese, a town and works, if any, at TARGET."""
    hexmap = land(text, works, tuple((rivers or {}).items()))
    return toy_state(toy_scenario(hexmap, list(counters)), turn=turn)


@cache
def land(text: str, works: int, rivers: tuple[tuple[tuple[int, str], int], ...]) -> HexMap:
    """The map of a setting, made once."""
    zone = Zone("Z", TARGET, "Works", "japan", works, "E", "", "high", "toy")
    return toy_map(
        text, japan=NORTH_HALF, rivers=dict(rivers), zones=(zone,) if works else (),
        places=(place("town", TARGET),),
    )  # fmt: skip


def with_unit(state: State, name: str, **changes: object) -> State:
    """The state with one unit changed."""
    unit = replace(state.units[UnitId(name)], **changes)  # type: ignore[arg-type]
    return replace(state, units={**state.units, unit.id: unit}, cache={})


def attack(*names: str, advance: bool = True) -> Attack:
    """An attack on TARGET."""
    return Attack(tuple(UnitId(n) for n in names), TARGET, advance=advance)


def defender(h: Hex = TARGET, id: str = "j", **kind: object) -> Counter:
    """A Japanese division."""
    values = {"nation": "JPN", "quality": 20, "men": 5000, "guns": 20, **kind}
    return counter(id, h, "infantry", **values)  # type: ignore[arg-type]


def tanks(h: Hex = SOUTH, id: str = "t", **kind: object) -> Counter:
    """A tank brigade."""
    values = {"mobility": "tank", "men": 1400, "tanks": 65, "guns": 16, "stack": 1, **kind}
    return counter(id, h, "tank", **values)  # type: ignore[arg-type]


def fight(state: State, order: Attack, result: str) -> tuple[State, Fought, list[AnyEvent]]:
    """The fight with the first seed that gives this result; the state after it."""
    for seed in range(500):
        events = list(resolve_attack(state, order, Dice(seed)))
        fought = events[0]
        assert isinstance(fought, Fought)
        if fought.result == result:
            after = state
            for event in events:
                after = apply(after, event)
            return after, fought, events[1:]
    raise AssertionError(f"no seed gives {result}")


# Who may attack.


def test_a_unit_next_to_a_seen_enemy_may_attack() -> None:
    assert check_attack(setting(counter("r", SOUTH), defender()), attack("r")) is None


@pytest.mark.parametrize(("changes", "code"), [
    ({"points": 19}, "no_points"), ({"ammo": 0}, "no_ammo"), ({"railing": 1}, "railing"),
    ({"disruption": 4}, "broken"), ({"fought": 1}, "already_fought"),
    ({"hex": SOUTH + 1}, "not_adjacent"), ({"hex": 0, "gone": "destroyed"}, "off_map"),
])  # fmt: skip
def test_a_unit_that_is_not_ready_may_not_attack(changes: dict[str, object], code: str) -> None:
    state = with_unit(setting(counter("r", SOUTH), defender()), "r", **changes)
    refusal = check_attack(state, attack("r"))
    assert refusal is not None
    assert refusal.code == code
    assert refusal.sentence.endswith(".")


def test_tanks_may_attack_twice_and_not_without_fuel() -> None:
    state = setting(tanks(), defender())
    assert check_attack(with_unit(state, "t", fought=1), attack("t")) is None
    refusals = [
        check_attack(with_unit(state, "t", **change), attack("t"))
        for change in ({"fought": 2}, {"fuel": 4})
    ]
    assert [r.code for r in refusals if r] == ["already_fought", "no_fuel"]


def test_a_hex_without_a_seen_enemy_cannot_be_attacked() -> None:
    state = setting(counter("r", SOUTH), defender(hex_at(1, 1)))
    refusal = check_attack(state, attack("r"))
    assert refusal is not None
    assert (refusal.code, refusal.sentence) == (
        "nobody_there", "No enemy is seen in 00505 (Town)."
    )  # fmt: skip


def test_only_the_side_whose_phase_it_is_attacks() -> None:
    state = setting(counter("r", SOUTH), defender())
    for order in (attack("j"), attack("nobody")):
        refusal = check_attack(state, order)
        assert refusal is not None
        assert refusal.code == "not_yours"


def test_an_attack_needs_units_and_each_only_once() -> None:
    state = setting(counter("r", SOUTH), defender())
    refusals = [check_attack(state, order) for order in (attack(), attack("r", "r"))]
    assert [r.code for r in refusals if r] == ["no_units", "unit_twice"]


def test_four_divisions_attack_across_one_hexside_of_the_plain_and_two_in_the_mountains() -> None:
    four = [counter(f"r{i}", SOUTH) for i in range(5)]
    names = [c.id for c in four]
    plain = setting(*four, defender())
    assert check_attack(plain, attack(*names[:4])) is None
    refusal = check_attack(plain, attack(*names))
    assert refusal is not None
    assert refusal.code == "frontage"
    mountains = setting(*four, defender(), text=OPEN.replace(".", "m"))
    assert check_attack(mountains, attack(*names[:2])) is None
    assert check_attack(mountains, attack(*names[:3])) is not None


def test_an_attack_across_a_great_river_needs_ferries() -> None:
    state = setting(counter("r", SOUTH), defender(), rivers={(TARGET, "S"): 3})
    refusal = check_attack(state, attack("r"))
    assert refusal is not None
    assert refusal.code == "cannot_reach"


def test_after_the_order_to_cease_fire_the_japanese_attack_no_more() -> None:
    state = replace(setting(counter("r", TARGET), defender(SOUTH)), phase="japan")
    assert check_attack(replace(state, rescript=4), attack("j")) is None
    refusal = check_attack(replace(state, ceasefire=5), attack("j"))
    assert refusal is not None
    assert refusal.code == "ceasefire"
    soviet = setting(counter("r", SOUTH), defender())
    assert check_attack(replace(soviet, ceasefire=4), attack("r")) is None


# What comes of it.


def test_an_attack_takes_points_ammunition_and_strength_from_both() -> None:
    state = setting(counter("r", SOUTH), tanks(), defender(men=14000, guns=150))
    after, fought, _ = fight(state, attack("r", "t"), "shaken")
    foot, mobile, enemy = (after.units[UnitId(n)] for n in ("r", "t", "j"))
    assert (foot.points, mobile.points, enemy.points) == (0, 40, 0)
    assert (foot.ammo, mobile.ammo, enemy.ammo) == (20, 20, 25)
    assert (foot.fatigue, mobile.fatigue, enemy.fatigue) == (6, 6, 6)
    assert (foot.fought, mobile.fought, enemy.attacked, enemy.disruption) == (1, 1, True, 1)
    assert foot.men < 9000
    assert fought.attacker_men == 9000 + 1400 - foot.men - mobile.men
    assert fought.defender_men == 14000 - enemy.men


def test_losses_are_those_of_the_row() -> None:
    state = setting(counter("r", SOUTH, men=10000), defender(men=14000))
    for seed in range(12):
        fought = resolve_attack(state, attack("r"), Dice(seed))[0]
        assert isinstance(fought, Fought)
        table = state.scenario.tables.combat
        at = fought.row - table.first_row
        assert fought.attacker_men == 10000 * table.attacker_loss[at] // 1000
        assert fought.row == odds(state, attack("r")).base + fought.dice - 7


def test_the_forecast_holds_what_happens() -> None:
    state = setting(counter("r", SOUTH), defender())
    foreseen = {o.row: o.result.name for o in outcomes(odds(state, attack("r")))}
    for seed in range(40):
        fought = resolve_attack(state, attack("r"), Dice(seed))[0]
        assert isinstance(fought, Fought)
        assert foreseen[fought.row] == fought.result


def test_a_second_attack_on_a_hex_throws_other_dice() -> None:
    state = setting(counter("r", SOUTH), counter("r2", SOUTH), defender(men=30000))
    throws = set()
    for seed in range(8):
        first = resolve_attack(state, attack("r"), Dice(seed))[0]
        second = resolve_attack(apply(state, first), attack("r2"), Dice(seed))[0]
        assert isinstance(first, Fought)
        assert isinstance(second, Fought)
        throws.add(first.dice == second.dice)
    assert False in throws


@pytest.mark.parametrize(("works", "turn", "most"), [(0, 5, 2), (3, 5, 1), (3, 1, 2), (3, 3, 1)])
def test_a_hex_is_attacked_twice_a_phase_and_works_once_except_by_surprise(
    works: int, turn: int, most: int
) -> None:
    state = setting(counter("r", SOUTH), defender(men=30000), works=works, turn=turn)
    for done in range(most):
        again = replace(state, assaults={TARGET: done}, cache={})
        assert check_attack(again, attack("r")) is None
    refusal = check_attack(replace(state, assaults={TARGET: most}, cache={}), attack("r"))
    assert refusal is not None
    assert refusal.code == "enough"


def test_a_beaten_defender_retreats_one_hex_away_and_the_victor_follows() -> None:
    state = setting(counter("r", SOUTH), counter("r2", SOUTH), defender())
    after, fought, more = fight(state, attack("r", "r2"), "retreat")
    fled = after.units[UnitId("j")]
    assert distance(fled.hex, SOUTH) == 2
    assert fought.retreats == (("j", fled.hex),)
    assert fought.advanced == ("r", "r2")
    assert {u.hex for u in after.units_at(TARGET)} == {TARGET}
    assert after.control[TARGET] == SOVIET
    assert [e.name for e in more if isinstance(e, Captured)] == ["Town"]


def test_an_attacker_told_to_hold_does_not_follow() -> None:
    state = setting(counter("r", SOUTH), counter("r2", SOUTH), defender())
    after, fought, more = fight(state, attack("r", "r2", advance=False), "retreat")
    assert fought.advanced == ()
    assert after.units_at(TARGET) == ()
    assert after.control[TARGET] == JAPAN
    assert more == []


def test_a_routed_defender_runs_two_hexes_and_leaves_half_its_guns() -> None:
    state = setting(counter("r", SOUTH), counter("r2", SOUTH), defender(guns=40))
    after, _, _ = fight(state, attack("r", "r2"), "rout")
    fled = after.units[UnitId("j")]
    assert distance(fled.hex, TARGET) == 2
    assert fled.guns in (18, 19)
    assert fled.disruption == 2


def test_a_shattered_defender_loses_its_guns_and_prisoners() -> None:
    state = setting(*(counter(f"r{i}", SOUTH, guns=300) for i in range(4)), defender())
    after, fought, _ = fight(state, attack("r0", "r1", "r2", "r3"), "shattered")
    fled = after.units[UnitId("j")]
    assert fled.guns == 0
    japan = next(t for t in fought.toll if t.nation == "JPN")
    assert japan.captured >= 5000 * 50 * (fought.row - 10) // 1000
    assert japan.guns == 20


def test_a_defender_that_stands_fast_stays_in_its_hex() -> None:
    state = setting(counter("r", SOUTH), counter("r2", SOUTH), defender())
    state = with_unit(state, "j", stance="stand")
    after, fought, _ = fight(state, attack("r", "r2"), "stood")
    assert after.units[UnitId("j")].hex == TARGET
    assert fought.advanced == ()


def test_retreat_prefers_own_ground_then_distance_and_avoids_zones_of_control() -> None:
    # A Soviet division in the north-west covers N, NW and SW of the target.
    watcher = counter("w", neighbour(neighbour(TARGET, 5), 0))
    state = setting(counter("r", SOUTH), counter("r2", SOUTH), watcher, defender())
    after, _, _ = fight(state, attack("r", "r2"), "retreat")
    assert after.units[UnitId("j")].hex == neighbour(TARGET, 1)


def test_a_friend_in_the_hex_opens_a_zone_of_control_for_retreat() -> None:
    ring = [counter(f"w{d}", neighbour(TARGET, d), men=4000) for d in (1, 3, 5)]
    alone = setting(*ring, defender())
    assert odds(alone, attack("w3")).trapped
    refuge = neighbour(TARGET, 0)
    friend = defender(refuge, "friend", men=600)
    state = setting(*ring, defender(men=3000), friend)
    after, _, _ = fight(state, attack("w1", "w3", "w5"), "retreat")
    assert after.units[UnitId("j")].hex == refuge


def test_a_trapped_defender_loses_double_and_may_lay_down_its_arms() -> None:
    ring = [counter(f"w{d}", neighbour(TARGET, d), men=4000) for d in (1, 3, 5)]
    state = setting(*ring, defender(men=3000, guns=0))
    order = attack("w1", "w3", "w5")
    surrendered = stayed = 0
    for seed in range(60):
        events = resolve_attack(state, order, Dice(seed))
        fought = events[0]
        assert isinstance(fought, Fought)
        assert fought.retreats == ()
        unit = next(u for u in fought.after if u.id == "j")
        if any(isinstance(e, Surrendered) for e in events):
            surrendered += 1
            assert unit.gone == "captured"
            assert fought.advanced
        else:
            stayed += 1
            assert unit.hex == TARGET
            assert not fought.advanced
    assert surrendered
    assert stayed


def test_a_static_garrison_without_works_cannot_retreat() -> None:
    state = setting(counter("r", SOUTH), counter("r2", SOUTH), defender(mobility="static"))
    assert odds(state, attack("r", "r2")).trapped
    after, _, _ = fight(state, attack("r", "r2"), "retreat")
    assert after.units[UnitId("j")].hex in (TARGET, 0)


def test_works_crumble_and_hold_their_garrison_until_they_are_gone() -> None:
    many = [counter(f"r{i}", SOUTH, guns=300) for i in range(4)]
    state = setting(*many, defender(), works=8)
    order = attack(*(c.id for c in many))
    after, fought, _ = fight(state, order, "works")
    assert after.units[UnitId("j")].hex == TARGET
    assert after.works[TARGET] == 80 - dict(enumerate(
        state.scenario.tables.combat.works_loss, start=-6
    ))[fought.row]  # fmt: skip
    bare = replace(state, works={TARGET: 0})
    assert odds(bare, order).works == 0


def test_works_that_are_taken_shelter_nobody() -> None:
    # Works whose garrison is destroyed pass to the victor as ruins.
    state = setting(*(counter(f"r{i}", SOUTH) for i in range(4)), defender(men=150), works=1)
    state = with_unit(state, "j", men=6)
    after, fought, more = fight(state, attack("r0", "r1", "r2", "r3"), "works")
    assert any(isinstance(e, Surrendered) and e.cause == "destroyed" for e in more)
    assert after.works[TARGET] == 0
    assert fought.advanced


def test_the_strongest_follow_within_the_stack_limit() -> None:
    units = [counter(f"r{d}", neighbour(TARGET, d), men=5000 + d * 1000) for d in (2, 3, 4)]
    state = setting(*units, defender(men=2000, guns=0), text=OPEN.replace(".", "w"))
    _, fought, _ = fight(state, attack("r2", "r3", "r4"), "rout")
    assert fought.advanced == ("r4", "r3")


def test_a_repulsed_attacker_is_disrupted_and_its_tanks_suffer() -> None:
    state = setting(tanks(), defender(men=12000, guns=80))
    after, fought, _ = fight(state, attack("t"), "repulsed")
    unit = after.units[UnitId("t")]
    assert unit.disruption == (2 if fought.row <= -4 else 1)
    out = 65 - unit.tanks
    assert out >= 65 * 20 * 2 * 4 // 1000
    destroyed = next(t.tanks for t in fought.toll if t.nation == "USSR")
    assert unit.workshop + destroyed == out


def test_hidden_stack_mates_fight_too() -> None:
    state = setting(counter("r", SOUTH), defender(), defender(id="hidden", men=9000))
    hidden = UnitId("hidden")
    view = replace(
        state, units={k: u for k, u in state.units.items() if k != hidden},
        index={**state.index, TARGET: (UnitId("j"),)}, cache={},
    )  # fmt: skip
    fought = resolve_attack(state, attack("r"), Dice(1))[0]
    assert isinstance(fought, Fought)
    assert fought.defence > odds(view, attack("r")).defence
    assert hidden in fought.defenders


# Properties.


@given(st.integers(0, 10**6), st.lists(st.integers(0, 10**5), min_size=1, max_size=8))
def test_shares_add_up_and_follow_the_weights(total: int, weights: list[int]) -> None:
    parts = shares(total, weights)
    whole = sum(weights)
    assert sum(parts) == (total if whole else 0)
    for part, weight in zip(parts, weights, strict=True):
        if whole:
            assert total * weight // whole <= part <= total * weight // whole + 1


STRENGTHS = st.tuples(
    st.integers(30, 15000), st.integers(0, 100), st.integers(0, 90), st.integers(0, 4),
    st.integers(0, 99), st.sampled_from(["normal", "stand"]), st.integers(0, 40),
)  # fmt: skip


@given(
    st.lists(STRENGTHS, min_size=1, max_size=4), st.lists(STRENGTHS, min_size=1, max_size=3),
    st.sampled_from([0, 1, 4, 9]), st.integers(0, 5000), st.sampled_from(".fhmw"),
)  # fmt: skip
def test_men_guns_and_tanks_are_conserved(
    ours: list[tuple[int, int, int, int, int, str, int]],
    theirs: list[tuple[int, int, int, int, int, str, int]],
    works: int,
    seed: int,
    letter: str,
) -> None:
    """Alive + killed + wounded + captured + dispersed = before; so for guns and armour."""
    hexes = (SOUTH, SOUTH_EAST, SOUTH_WEST, neighbour(TARGET, 1))
    nations = ("JPN", "MCK", "MGJ")
    units = [
        counter(f"r{i}", hexes[i], "tank", mobility="tank", men=s[0], guns=s[1], tanks=s[2])
        for i, s in enumerate(ours)
    ] + [
        counter(f"j{i}", TARGET, "infantry", nation=nations[i], men=s[0], guns=s[1], tanks=s[2])
        for i, s in enumerate(theirs)
    ]
    state = setting(*units, works=works, text=OPEN.replace(".", letter))
    for prefix, group in (("r", ours), ("j", theirs)):
        for i, s in enumerate(group):
            state = with_unit(
                state, f"{prefix}{i}", disruption=min(3, s[3]), fatigue=s[4], stance=s[5],
                cut_off=s[6], men=min(s[0], s[0] - s[6] * s[0] // 50),
            )  # fmt: skip
    order = Attack(tuple(UnitId(f"r{i}") for i in range(len(ours))), TARGET)
    after = state
    events = resolve_attack(state, order, Dice(seed))
    for event in events:
        after = apply(after, event)

    def sums(s: State) -> tuple[int, int, int]:
        tolls = s.losses.values()
        lost = sum(t.men for t in tolls)
        return (
            sum(u.men + u.stragglers for u in s.units.values()) + lost,
            sum(u.guns + u.rockets for u in s.units.values()) + sum(t.guns for t in tolls),
            sum(u.armour + u.workshop for u in s.units.values()) + sum(t.tanks for t in tolls),
        )

    assert sums(after) == sums(state)
    sides = {after.side_of(u.id) for u in after.units_at(TARGET)}
    assert len(sides) <= 1
    for u in after.units.values():
        assert min(u.men, u.guns, u.tanks, u.workshop, u.ammo, u.points) >= 0
        assert u.on_map == (u.men > 0) == (not u.gone) == (u.hex != 0)
    fought = events[0]
    assert isinstance(fought, Fought)
    assert {r[0] for r in fought.retreats} <= set(fought.defenders)
    for stack in {u.hex for u in after.units.values() if u.on_map and u.id[0] == "j"}:
        room = after.scenario.map.terrain_at(stack).stack
        held = sum(after.scenario.counters[u.id].stack for u in after.units_at(stack))
        assert stack == TARGET or held <= room
