"""The reckoning of an attack: column, modifiers, and the distribution of results."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.hexes import Hex, distance, hex_at, neighbour
from game.model.forces import Asset, AssetId, Counter, FormationId, UnitId
from game.model.hexmap import Zone
from game.model.orders import Attack
from game.model.scenario import Options
from game.model.state import State
from game.rules.combat import check_attack, odds, outcomes
from game.rules.odds import Odds, column_of, result_of_row
from game.rules.support import army_centre, available_assets
from tests.toy import TABLES, counter, toy_map, toy_scenario, toy_state

TABLE = TABLES.combat
TARGET = hex_at(5, 5)
SOUTH, NORTH = neighbour(TARGET, 3), neighbour(TARGET, 0)
OPEN = "\n".join(["........."] * 9)


def setting(
    *counters: Counter,
    text: str = OPEN,
    turn: int = 5,
    rivers: dict[tuple[int, str], int] | None = None,
    works: int = 0,
    surprise: str = "on",
) -> State:
    """A state on a small map with the defender's works, if any, at TARGET."""
    zone = Zone("Z", TARGET, "Works", "japan", works, "E", "", "high", "toy")
    hexmap = toy_map(text, rivers=rivers, zones=(zone,) if works else ())
    options = Options(forewarned="on" if surprise == "off" else "off")  # type: ignore[arg-type]
    return toy_state(toy_scenario(hexmap, list(counters), options=options), turn=turn)


def with_unit(state: State, name: str, **changes: object) -> State:
    """The state with one unit changed."""
    unit = replace(state.units[UnitId(name)], **changes)  # type: ignore[arg-type]
    return replace(state, units={**state.units, unit.id: unit}, cache={})


def attack(*names: str, assets: tuple[str, ...] = ()) -> Attack:
    """An attack on TARGET."""
    return Attack(tuple(UnitId(n) for n in names), TARGET, tuple(AssetId(a) for a in assets))


def rows(found: Odds) -> dict[str, int]:
    """Modifiers by name."""
    return {m.name: m.rows for m in found.modifiers}


def defender(h: Hex = TARGET, id: str = "j", **kind: object) -> Counter:
    """A Japanese division of 100 points: 5,000 men without guns at 50 per cent."""
    values = {"nation": "JPN", "quality": 20, "men": 5000, "guns": 0, **kind}
    return counter(id, h, "infantry", **values)  # type: ignore[arg-type]


def rifles(h: Hex = SOUTH, id: str = "r", **kind: object) -> Counter:
    """A rifle division of 200 points without guns or armour."""
    values = {"quality": 50, "men": 10000, "guns": 0, **kind}
    return counter(id, h, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("attacker", "defence", "column"),
    [(1, 1, 0), (2, 1, 3), (4, 1, 6), (8, 1, 9), (16, 1, 12), (99, 1, 12), (1, 4, -6), (1, 99, -6),
     (1259, 1000, 0), (1260, 1000, 1), (50, 0, 12)],
)  # fmt: skip
def test_a_column_is_a_third_of_a_doubling(attacker: int, defence: int, column: int) -> None:
    assert column_of(TABLE, attacker, defence) == column


def test_two_to_one_in_the_open_is_row_3_without_modifiers() -> None:
    found = odds(setting(rifles(), defender()), attack("r"))
    assert (found.attack, found.defence, found.column, found.base) == (200, 100, 3, 3)
    assert found.modifiers == ()


@pytest.mark.parametrize(("letter", "expected"), [("h", -1), ("f", -1), ("m", -2), ("M", -3)])
def test_terrain_of_the_target_counts(letter: str, expected: int) -> None:
    state = setting(rifles(), defender(), text=OPEN.replace(".", letter))
    assert rows(odds(state, attack("r"))) == {"terrain": expected}


def test_entrenchment_counts_its_level() -> None:
    state = with_unit(setting(rifles(), defender()), "j", entrenched=2)
    assert rows(odds(state, attack("r"))) == {"entrenched_2": -2}


def test_works_count_half_their_level_rounded_up_and_replace_entrenchment() -> None:
    state = with_unit(setting(rifles(), defender(), works=7), "j", entrenched=2)
    assert rows(odds(state, attack("r"))) == {"works": -4}
    damaged = replace(state, works={TARGET: 41})
    assert rows(odds(damaged, attack("r"))) == {"works": -3}


def test_works_shelter_only_those_who_built_them() -> None:
    state = setting(
        rifles(TARGET), defender(SOUTH, men=9000), works=7, surprise="off"
    )
    found = odds(replace(state, phase="japan"), attack("j"))
    assert "works" not in rows(found)


@pytest.mark.parametrize(("width", "key", "expected"), [
    (1, "river_small", -1), (2, "river_major", -2), (3, "river_great", -4),
])  # fmt: skip
def test_a_river_counts_when_half_of_the_strength_crosses_it(
    width: int, key: str, expected: int
) -> None:
    state = setting(
        rifles(), rifles(neighbour(TARGET, 2), "r2"), rifles(neighbour(TARGET, 2), "r3"),
        defender(), rivers={(TARGET, "S"): width},
    )  # fmt: skip
    assert rows(odds(state, attack("r", "r2"))) == {key: expected}
    assert rows(odds(state, attack("r", "r2", "r3"))) == {}


def test_a_small_river_in_mud_is_a_major_one() -> None:
    state = setting(rifles(), defender(), rivers={(TARGET, "S"): 1})
    assert rows(odds(replace(state, ground=(2,)), attack("r"))) == {"river_major": -2}


def test_attacks_from_opposite_hexsides_gain_a_row() -> None:
    state = setting(
        rifles(), rifles(NORTH, "n"), rifles(neighbour(TARGET, 2), "se"),
        rifles(neighbour(TARGET, 4), "sw"), rifles(neighbour(TARGET, 5), "nw"),
        defender(men=50000),
    )  # fmt: skip
    assert "two_sides" in rows(odds(state, attack("r", "n")))
    assert "two_sides" not in rows(odds(state, attack("r", "se", "sw")))
    assert "two_sides" in rows(odds(state, attack("sw", "n", "se")))


def test_a_defender_without_a_way_out_is_worse_off() -> None:
    ring = [rifles(neighbour(TARGET, d), f"r{d}", men=2000) for d in (0, 2, 4)]
    state = setting(*ring, defender())
    assert rows(odds(state, attack("r0")))["no_retreat"] == 1
    assert odds(state, attack("r0")).trapped
    friend = defender(neighbour(TARGET, 1), "friend", men=900)
    assert not odds(setting(*ring, defender(), friend), attack("r0")).trapped


def test_disruption_counts_by_strength() -> None:
    state = setting(rifles(), rifles(id="r2"), defender())
    assert rows(odds(with_unit(state, "j", disruption=2), attack("r"))) == {"defender_disrupted": 2}
    tired = with_unit(state, "r", disruption=3)
    assert rows(odds(tired, attack("r"))) == {"attacker_disrupted": -3}
    assert rows(odds(tired, attack("r", "r2"))) == {"attacker_disrupted": -1}


@pytest.mark.parametrize(("ammo", "expected"), [(10, 0), (9, -1), (0, -3)])
def test_an_attacker_short_of_ammunition_does_worse(ammo: int, expected: int) -> None:
    state = with_unit(setting(rifles(), defender()), "r", ammo=ammo)
    assert sum(rows(odds(state, attack("r"))).values()) == expected


def test_each_25_fatigue_is_a_row() -> None:
    state = setting(rifles(), defender())
    assert rows(odds(with_unit(state, "r", fatigue=74), attack("r"))) == {"fatigue": -2}
    assert rows(odds(with_unit(state, "j", fatigue=25), attack("r"))) == {"defender_fatigue": 1}


def test_two_armies_do_worse_together() -> None:
    state = setting(rifles(), rifles(id="r2", formation="a2"), defender())
    assert rows(odds(state, attack("r", "r2"))) == {"across_boundary": -1}


def test_heavy_rain_hampers_the_attacker() -> None:
    state = replace(setting(rifles(), defender()), weather=("Hr",))
    assert rows(odds(state, attack("r"))) == {"heavy_rain": -1}


@pytest.mark.parametrize(("turn", "expected"), [(1, 3), (2, 1), (3, 0)])
def test_the_japanese_are_surprised_for_two_days(turn: int, expected: int) -> None:
    state = setting(rifles(), defender(), turn=turn)
    assert sum(rows(odds(state, attack("r"))).values()) == expected
    off = setting(rifles(), defender(), turn=turn, surprise="off")
    assert rows(odds(off, attack("r"))) == {}


def test_nobody_is_surprised_by_the_japanese() -> None:
    state = setting(rifles(TARGET), defender(SOUTH), turn=1)
    assert rows(odds(replace(state, phase="japan"), attack("j"))) == {}


def test_tanks_with_infantry_gain_a_row_and_shock_another_where_guns_are_few() -> None:
    tanks = counter("t", SOUTH, "tank", mobility="tank", men=1400, tanks=65, guns=16)
    few, many = defender(guns=39), defender(guns=40)
    assert rows(odds(setting(tanks, few), attack("t"))) == {"combined_arms": 1, "armour_shock": 1}
    assert rows(odds(setting(tanks, many), attack("t"))) == {"combined_arms": 1}
    assert rows(odds(setting(tanks, few, text=OPEN.replace(".", "f")), attack("t"))) == {
        "terrain": -1
    }
    with_foot = setting(tanks, rifles(men=26000), few)
    assert "combined_arms" not in rows(odds(with_foot, attack("t", "r")))


def test_a_unit_on_trains_is_caught() -> None:
    state = with_unit(setting(rifles(), defender()), "j", railing=1)
    assert rows(odds(state, attack("r"))) == {"march_column": 2}


# Assets.


def asset(id: str, kind: str, *, guns: int = 0, rockets: int = 0, formation: str = "a1") -> Asset:
    """Troops of an army without a counter, quality 100."""
    return Asset(
        AssetId(id), id, "USSR", "soviet", kind, FormationId(formation), 1, 1000, 0, 0, guns,
        rockets, 0, 0, 100, SOUTH, "", "", "high", "toy",
    )  # fmt: skip


def with_assets(state: State, *assets: Asset) -> State:
    """The state with assets in its scenario."""
    scenario = replace(state.scenario, assets={a.id: a for a in assets})
    return replace(state, scenario=scenario, cache={})


def test_guns_count_2_and_rocket_launchers_3_up_to_600_barrels() -> None:
    state = with_assets(
        setting(rifles(), defender()), asset("g", "artillery", guns=550),
        asset("k", "rocket", rockets=100), asset("aa", "anti_air", guns=100),
    )  # fmt: skip
    plain = odds(state, attack("r")).attack
    assert odds(state, attack("r", assets=("k",))).attack == plain + 300
    assert odds(state, attack("r", assets=("k", "g"))).attack == plain + 300 + 1000
    refusal = check_attack(state, attack("r", assets=("aa",)))
    assert refusal is not None
    assert refusal.code == "no_such_asset"


def test_only_300_barrels_fire_in_close_country() -> None:
    state = setting(rifles(), defender(), text=OPEN.replace(".", "f"))
    state = with_assets(state, asset("g", "artillery", guns=550))
    plain = odds(state, attack("r")).attack
    assert odds(state, attack("r", assets=("g",))).attack == plain + 600


def test_siege_guns_and_engineers_help_against_works_only() -> None:
    helpers = (asset("s", "siege", guns=40), asset("e", "engineer"))
    fort = with_assets(setting(rifles(), defender(), works=4), *helpers)
    order = attack("r", assets=("s", "e"))
    assert rows(odds(fort, order)) == {"works": -2, "engineers": 1, "siege_guns": 1}
    field = with_assets(setting(rifles(), defender()), *helpers)
    assert rows(odds(field, order)) == {}


def test_an_engineer_unit_is_as_good_as_an_engineer_asset_across_a_river() -> None:
    sappers = counter("e", SOUTH, "engineer", men=1000, guns=0, stack=1)
    state = setting(rifles(), sappers, defender(), rivers={(TARGET, "S"): 2})
    assert rows(odds(state, attack("r", "e"))) == {"river_major": -2, "engineers": 1}


def test_the_middle_of_an_army_is_its_unit_nearest_to_all_others() -> None:
    state = setting(
        rifles(hex_at(1, 1), "x"), rifles(hex_at(2, 2), "y"), rifles(hex_at(8, 8), "z"), defender()
    )
    assert army_centre(state, FormationId("a1")) == hex_at(2, 2)
    assert army_centre(state, FormationId("a2")) == 0


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), min_size=1, max_size=12))
def test_the_middle_of_an_army_has_the_least_sum_of_distances(
    places: list[tuple[int, int]],
) -> None:
    hexes = [hex_at(*place) for place in places]
    state = setting(*(rifles(h, f"r{i}") for i, h in enumerate(hexes)))
    best = min(hexes, key=lambda h: sum(distance(h, other) for other in hexes))
    assert army_centre(state, FormationId("a1")) == best


def test_river_craft_come_up_the_river_four_hexes_a_day_and_halve_its_hindrance() -> None:
    sailors = asset("s", "flotilla", guns=36, formation="tf")
    state = setting(rifles(), defender(), rivers={(TARGET, "S"): 3})
    near = with_assets(state, sailors)
    assert check_attack(near, attack("r", assets=("s",))) is None
    assert rows(odds(near, attack("r", assets=("s",)))) == {"river_ferried": -2}
    far = with_assets(replace(state, turn=1), replace(sailors, hex=hex_at(1, 9)))
    assert available_assets(far, (UnitId("r"),), TARGET) == ()
    assert available_assets(replace(far, turn=2), (UnitId("r"),), TARGET) == ("s",)
    dry = with_assets(setting(rifles(), defender()), sailors)
    assert available_assets(dry, (UnitId("r"),), TARGET) == ()


@pytest.mark.parametrize(("assets", "code"), [
    (("g", "g"), "asset_twice"), (("x",), "no_such_asset"), (("late",), "asset_not_available"),
    (("other",), "asset_not_available"),
])  # fmt: skip
def test_assets_that_cannot_serve_are_refused(assets: tuple[str, ...], code: str) -> None:
    state = with_assets(
        setting(rifles(), defender()), asset("g", "artillery", guns=5),
        replace(asset("late", "artillery", guns=5), arrives=9),
        asset("other", "artillery", guns=5, formation="a2"),
    )  # fmt: skip
    refusal = check_attack(state, attack("r", assets=assets))
    assert refusal is not None
    assert refusal.code == code


def test_assets_serve_their_army_within_reach_of_its_middle() -> None:
    state = with_assets(
        setting(rifles(), rifles(hex_at(1, 1), "far"), rifles(hex_at(1, 2), "far2"), defender()),
        asset("g", "artillery", guns=50), asset("h", "artillery", guns=60, formation="a2"),
        asset("f", "artillery", guns=40, formation="tf"),
    )  # fmt: skip
    near = setting(rifles(), defender())
    near = with_assets(near, *state.scenario.assets.values())
    assert available_assets(near, (UnitId("r"),), TARGET) == ("g", "f")
    assert available_assets(state, (UnitId("r"),), TARGET) == ()
    used = replace(near, assets_used=frozenset({AssetId("g")}))
    assert available_assets(used, (UnitId("r"),), TARGET) == ("f",)
    refusal = check_attack(used, attack("r", assets=("g",)))
    assert refusal is not None
    assert refusal.code == "asset_not_available"


# The results table.


def test_the_ways_of_two_dice_add_up_to_36_and_rows_are_limited() -> None:
    state = setting(rifles(men=60000), defender())
    found = outcomes(odds(state, attack("r")))
    assert sum(o.ways for o in found) == 36
    assert found[-1].row == 14
    assert [o.row for o in found] == sorted({o.row for o in found})


@pytest.mark.parametrize(("row", "name"), [
    (-6, "repulsed"), (-1, "repulsed"), (0, "held"), (1, "held"), (2, "shaken"), (4, "shaken"),
    (5, "retreat"), (7, "retreat"), (8, "rout"), (10, "rout"), (11, "shattered"), (14, "shattered"),
])  # fmt: skip
def test_each_row_has_its_result(row: int, name: str) -> None:
    assert result_of_row(TABLE, row).name == name


def test_the_attacker_is_shaken_below_row_0_and_twice_at_row_4_below() -> None:
    found = [result_of_row(TABLE, row).attacker_disruption for row in (-4, -3, -1, 0)]
    assert found == [2, 1, 1, 0]


def test_a_defender_that_stands_fast_stays_for_double_loss() -> None:
    stood, plain = result_of_row(TABLE, 6, stand=True), result_of_row(TABLE, 6)
    assert (stood.name, stood.hexes, stood.defender) == ("stood", 0, 2 * plain.defender)
    assert result_of_row(TABLE, 8, stand=True).name == "rout"


def test_works_halve_the_loss_keep_the_garrison_and_crumble() -> None:
    held = result_of_row(TABLE, 12, works=70)
    assert (held.name, held.hexes, held.prisoners) == ("works", 0, 0)
    assert (held.defender, held.works, held.defender_disruption) == (70, 15, 0)
    assert result_of_row(TABLE, 12, works=3).works == 3


def test_shattered_troops_lose_50_permille_of_prisoners_a_row_above_10() -> None:
    assert [result_of_row(TABLE, row).prisoners for row in (10, 11, 14)] == [0, 50, 200]
