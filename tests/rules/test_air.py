"""Wings: sorties, support of attacks, superiority, airfields, missions."""

from dataclasses import replace

import pytest

from game import engine
from game.dice import Dice
from game.hexes import NOWHERE, Hex
from game.model.events import AnyEvent, Based, Flew, Fought
from game.model.forces import AssetId, UnitId
from game.model.orders import Air, AirMission, Attack, EndPhase, Refusal
from game.model.state import PlayerView, State, apply
from game.model.terrain import Cut
from game.rules import air, air_bases, air_missions, fog, sight, support
from game.rules.legal import legal
from game.rules.odds import odds
from game.rules.railway import trains_a_day
from tests.air import CITY, FAR, FRONT, HOME, scene, squadron, wing
from tests.toy import counter

IL2 = squadron("sa1", "soviet", "ground_attack", 150, 801)
PE2 = squadron("ba1", "soviet", "bomber", 200, HOME)
YAK = squadron("ia1", "soviet", "fighter", 100, 801)
SCOUT = squadron("ra1", "soviet", "recon_air", 20, 801)
OSCAR = squadron("jf1", "japan", "fighter", 40, CITY)
BOMBERS = squadron("jb1", "japan", "bomber", 200, CITY)
LAST = squadron("jk1", "japan", "kamikaze_air", 400, CITY)
J0, R0 = Hex(1001), Hex(FRONT)
ON_J0 = Attack((UnitId("r0"),), J0)


def order(id: str, mission: AirMission, target: int = NOWHERE) -> Air:
    return Air(AssetId(id), mission, Hex(target))


def told(state: State, asked: Air, seed: int = 1) -> tuple[State, Flew]:
    assert engine.check(PlayerView(state), asked) is None
    after, events = engine.play(state, asked, Dice(seed))
    return after, next(e for e in events if isinstance(e, Flew))


def refused(state: State, asked: Air) -> str:
    refusal = engine.check(PlayerView(state), asked)
    assert isinstance(refusal, Refusal)
    assert refusal.sentence.endswith(".")
    return refusal.code


# Sorties.


@pytest.mark.parametrize(
    ("weather", "sorties"), [("Cl", 120), ("Pc", 96), ("Ra", 48), ("Hr", 12), ("Fg", 0)]
)
def test_four_soviet_aircraft_in_five_fly_in_clear_weather_and_fewer_in_worse(
    weather: str, sorties: int
) -> None:
    assert wing(scene(IL2, weather=weather), "sa1").sorties == sorties


def test_half_of_the_japanese_aircraft_fly() -> None:
    assert wing(scene(OSCAR), "jf1").sorties == 20


def test_one_trainer_in_four_can_be_used_for_special_attack() -> None:
    assert wing(scene(LAST), "jk1").aircraft == 100


def test_the_morning_makes_the_aircraft_ready_again() -> None:
    state = scene(IL2)
    spent = replace(state, wings={AssetId("sa1"): replace(wing(state, "sa1"), sorties=0)})
    for event in air_bases.morning(spent, "soviet"):
        spent = apply(spent, event)
    assert wing(spent, "sa1").sorties == 120


# Ground support.


def test_eighty_sorties_give_two_rows_and_forty_one() -> None:
    plain = odds(scene(), ON_J0)
    eighty = odds(scene(IL2), ON_J0)
    forty = odds(scene(squadron("sa1", "soviet", "ground_attack", 60, 801)), ON_J0)
    few = odds(scene(squadron("sa1", "soviet", "ground_attack", 40, 801)), ON_J0)
    assert (eighty.base - plain.base, forty.base - plain.base, few.base - plain.base) == (2, 1, 0)
    line = next(m for m in eighty.modifiers if m.name == "air_support")
    assert "80 sorties of Sa1" in line.why


def test_the_default_plan_sends_no_more_than_are_of_use_and_they_are_used_up() -> None:
    state = scene(IL2)
    after, events = engine.play(state, ON_J0, Dice(1))
    fought = next(e for e in events if isinstance(e, Fought))
    assert fought.flown == ((AssetId("sa1"), 80),)
    assert wing(after, "sa1").sorties == 40


def test_the_forecast_of_the_view_is_what_the_attack_gets() -> None:
    state = scene(IL2, PE2)
    view = fog.observe(state, "soviet")
    assert odds(view, ON_J0).modifiers[-1] == odds(state, ON_J0).modifiers[-1]


def test_a_wing_held_back_flies_only_when_it_is_named() -> None:
    state, _ = engine.play(scene(IL2), order("sa1", "hold"), Dice(1))
    assert air.support(state, "soviet", J0, ()).rows == 0
    assert air.support(state, "soviet", J0, (AssetId("sa1"),)).rows == 2
    assert engine.check(PlayerView(state), replace(ON_J0, assets=(AssetId("sa1"),))) is None
    free, _ = engine.play(state, order("sa1", "free"), Dice(1))
    assert air.support(free, "soviet", J0, ()).rows == 2
    assert refused(free, order("sa1", "free")) == "no_change"


def test_an_attack_can_name_only_wings_that_reach_it() -> None:
    far = squadron("sa2", "soviet", "ground_attack", 100, 101)
    more = (counter("r1", 1701), counter("j1", 1801, "infantry", nation="JPN"))
    state = scene(squadron("sa1", "soviet", "fighter", 100, 801), far, counters=more)
    on_j1 = Attack((UnitId("r1"),), Hex(1801))
    for name, why in (("sa1", "no wing for ground support"), ("sa2", "reaches only 12 hexes")):
        refusal = engine.check(PlayerView(state), replace(on_j1, assets=(AssetId(name),)))
        assert refusal is not None
        assert refusal.code == "asset_not_available"
        assert why in refusal.sentence
    assert support.available_assets(state, (UnitId("r1"),), Hex(1801)) == ()


def test_rain_at_the_target_keeps_sorties_away() -> None:
    state = scene(IL2)
    there = replace(wing(state, "sa1"), sorties=100)
    assert air.arriving(state, there, J0, 100) == 100
    assert air.arriving(replace(state, weather=("Fg",), cache={}), there, J0, 100) == 0


# Superiority.


@pytest.mark.parametrize(
    ("japanese", "share"), [(100, 0), (480, 50), (960, 90)]
)
def test_three_fighters_to_one_stop_half_and_six_to_one_nine_tenths(
    japanese: int, share: int
) -> None:
    state = scene(YAK, squadron("jf1", "japan", "fighter", japanese, CITY))
    assert air.superiority(state, "soviet", J0) == share


def test_no_more_sorties_are_stopped_than_there_are_fighters() -> None:
    state = scene(PE2, OSCAR)
    assert air.superiority(state, "soviet", J0) == 90
    assert air.stopped(state, "soviet", J0, 160) == 20


def test_opposed_sorties_cost_more_aircraft_on_both_sides() -> None:
    free = scene(squadron("ba1", "soviet", "bomber", 1000, HOME))
    met = scene(squadron("ba1", "soviet", "bomber", 1000, HOME),
                squadron("jf1", "japan", "fighter", 160, CITY))  # fmt: skip
    lost = [0, 0]
    for seed in range(20):
        for i, state in enumerate((free, met)):
            after, _ = told(state, order("ba1", "column", J0), seed)
            lost[i] += 1000 - wing(after, "ba1").aircraft
    assert lost[0] < lost[1]
    after, flew = told(met, order("ba1", "column", J0), 3)
    assert flew.stopped == 72
    assert wing(after, "jf1").aircraft < 160


def test_fighters_on_patrol_count_twice_there_and_nowhere_else() -> None:
    state = scene(YAK)
    assert air.fighters(state, "soviet", J0) == 80
    patrol, _ = engine.play(state, order("ia1", "patrol", J0), Dice(1))
    assert air.fighters(patrol, "soviet", J0) == 160
    assert air.fighters(patrol, "soviet", Hex(HOME)) == 0
    night, _ = engine.play(patrol, EndPhase(), Dice(1))
    assert wing(night, "ia1").patrol == J0
    day, _ = engine.play(night, EndPhase(), Dice(1))
    assert wing(day, "ia1").patrol == NOWHERE


def test_anti_aircraft_guns_of_the_army_below_add_to_the_loss() -> None:
    from game.model.forces import Asset, FormationId

    guns = Asset(AssetId("aa"), "aa", "USSR", "soviet", "anti_air", FormationId("a1"), 1, 900, 0, 0,
                 80, 0, 0, 0, 60, R0, "", "", "high", "toy")  # fmt: skip
    state = scene(BOMBERS)
    armed = replace(state, scenario=replace(state.scenario, assets={guns.id: guns}))
    assert air.flak(state, (UnitId("r0"),)) == 0
    assert air.flak(armed, (UnitId("r0"),)) == 2


# Airfields.


def test_aircraft_on_an_airfield_that_the_enemy_takes_are_lost() -> None:
    state = scene(OSCAR)
    taken = replace(state, control=bytes(
        1 if h == CITY else c for h, c in enumerate(state.control)), cache={})  # fmt: skip
    assert air.left(taken, AssetId("jf1")) == 0
    event = next(e for e in air_bases.morning(taken, "japan") if isinstance(e, Based))
    assert event.lost == ((AssetId("jf1"), 40),)
    assert event.toll[0].aircraft == 40
    assert wing(apply(taken, event), "jf1").aircraft == 0


def test_a_wing_left_behind_follows_its_army_and_does_not_fly_that_day() -> None:
    state = scene(squadron("sa1", "soviet", "ground_attack", 100, HOME))
    ahead = apply(state, air_bases.morning(state, "soviet")[-1])
    assert wing(ahead, "sa1").base == 801
    assert wing(ahead, "sa1").sorties == 0
    for event in air_bases.morning(ahead, "soviet"):
        ahead = apply(ahead, event)
    assert wing(ahead, "sa1").sorties == 80


def test_a_move_by_order_takes_the_day_and_the_next_morning() -> None:
    state = scene(PE2)
    moved, _ = engine.play(state, order("ba1", "base", 801), Dice(1))
    assert (wing(moved, "ba1").base, wing(moved, "ba1").sorties) == (801, 0)
    for _ in range(2):
        for event in air_bases.morning(moved, "soviet"):
            moved = apply(moved, event)
    assert wing(moved, "ba1").sorties == 160
    assert refused(state, order("ba1", "base", HOME)) == "no_change"
    assert refused(state, order("ba1", "base", CITY)) == "no_airfield"
    assert refused(moved, order("ba1", "base", 705)) == "no_target"
    assert refused(moved, order("ba1", "base", 702)) == "no_airfield"


def test_an_airfield_can_be_used_on_the_day_after_it_was_taken() -> None:
    state = scene(PE2)
    gained = replace(
        state, held={Hex(CITY): (1, 1)},
        control=bytes(1 if h == CITY else c for h, c in enumerate(state.control)), cache={},
    )  # fmt: skip
    assert not air_bases.is_airfield(gained, "soviet", Hex(CITY))
    assert air_bases.is_airfield(replace(gained, turn=2, cache={}), "soviet", Hex(CITY))


# Missions.


def test_twenty_sorties_cost_a_column_five_permille_ten_vehicles_and_ten_points() -> None:
    state = scene(PE2)
    view = fog.observe(state, "soviet")
    foreseen = air_missions.forecast(view, order("ba1", "column", J0))
    assert (foreseen.sorties, foreseen.arriving, foreseen.effect) == (80, 80, 180)
    after, flew = told(state, order("ba1", "column", J0))
    j0 = after.units[UnitId("j0")]
    assert flew.effect == 180 == 9000 - j0.men
    assert j0.delay == 40
    night, _ = engine.play(after, EndPhase(), Dice(1))
    assert night.units[UnitId("j0")].points == 60 + 60 - 40
    assert wing(after, "ba1").sorties == 80


def test_works_protect_and_entrenchment_halves() -> None:
    state = scene(PE2)
    dug = replace(state.units[UnitId("j0")], entrenched=2)
    state = replace(state, units={**state.units, UnitId("j0"): dug}, cache={})
    assert told(state, order("ba1", "column", J0))[1].effect == 90


def test_bombs_stop_a_quarter_of_the_trains_until_the_morning() -> None:
    state = scene(PE2, rails={(CITY, "S"): 2})
    foreseen = air_missions.forecast(fog.observe(state, "soviet"), order("ba1", "rail", CITY))
    assert (foreseen.chance, foreseen.effect) == (21, 4)
    results = [told(state, order("ba1", "rail", CITY), seed) for seed in range(30)]
    hit = [(after, flew) for after, flew in results if flew.effect]
    assert 5 < len(hit) < 27
    after, flew = hit[0]
    assert flew.dice >= 7
    assert list(after.cuts.values()) == [Cut("bombed", 4)]
    before = trains_a_day(state, "japan", CITY, CITY + 1)
    assert before > 0 == trains_a_day(after, "japan", CITY, CITY + 1)
    for event in air_bases.lines_mended(after):
        after = apply(after, event)
    assert after.cuts == {}


def test_sixty_sorties_break_a_bridge_with_nine_or_more() -> None:
    state = scene(PE2, rails={(CITY, "SE"): 2}, rivers={(CITY, "SE"): 2})
    foreseen = air_missions.forecast(fog.observe(state, "soviet"), order("ba1", "bridge", CITY))
    assert (foreseen.sorties, foreseen.chance) == (60, 10)
    results = [told(state, order("ba1", "bridge", CITY), seed) for seed in range(30)]
    down = [after for after, flew in results if flew.dice >= 9]
    assert down
    assert all(list(a.cuts.values()) == [Cut("bridge", 1)] for a in down)
    assert not any(a.cuts for a, flew in results if flew.dice < 9)


def test_forty_sorties_burn_a_twentieth_of_a_depot() -> None:
    state = replace(scene(PE2), stores={Hex(CITY): 1000})
    after, flew = told(state, order("ba1", "depot", CITY))
    assert after.stores[Hex(CITY)] == 900
    assert flew.effect == 100
    assert fog.observe(state, "soviet").stores == {}


def test_reconnaissance_shows_two_hexes_around_until_the_next_phase() -> None:
    hidden = counter("j9", 1401, "infantry", nation="JPN")
    state = scene(SCOUT, counters=(hidden,))
    assert UnitId("j9") not in fog.observe(state, "soviet").units
    after, flew = told(state, order("ra1", "recon", 1301))
    assert UnitId("j9") in fog.observe(after, "soviet").units
    assert Hex(1401) in flew.scouted
    assert wing(after, "ra1").sorties == 10
    assert sight.seen(after, "soviet")[1401]
    assert not sight.seen(after, "japan")[R0 - 400]
    night, _ = engine.play(after, EndPhase(), Dice(1))
    assert UnitId("j9") in fog.observe(night, "soviet").units
    day, events = engine.play(night, EndPhase(), Dice(1))
    assert UnitId("j9") not in fog.observe(day, "soviet").units
    assert UnitId("j9") in day.sightings["soviet"]
    assert events


def test_special_attack_costs_every_aircraft_and_a_few_tanks() -> None:
    tanks = counter("t0", 902, "tank", size="brigade", mobility="tank", men=1400, tanks=65, guns=0)
    state = scene(squadron("jk1", "japan", "kamikaze_air", 400, CITY), counters=(tanks,),
                  phase="japan")  # fmt: skip
    hits, flown = 0, 0
    for seed in range(40):
        after, flew = told(state, order("jk1", "kamikaze", 902), seed)
        hits += flew.effect
        flown += flew.sorties
        assert wing(after, "jk1").aircraft == 100 - flew.sorties
        assert after.units[UnitId("t0")].tanks == 65 - flew.effect
    assert flown == 2000
    assert 7 <= hits * 100 // flown <= 11


def test_superiority_stops_most_of_a_special_attack() -> None:
    state = scene(squadron("jk1", "japan", "kamikaze_air", 400, CITY), YAK, phase="japan")
    view = fog.observe(state, "japan")
    assert air_missions.forecast(view, order("jk1", "kamikaze", FRONT)).arriving == 10


def test_special_attack_is_an_option() -> None:
    state = scene(squadron("jk1", "japan", "kamikaze_air", 400, CITY), phase="japan")
    off = replace(state, options=replace(state.options, special_attack="off"))
    assert refused(off, order("jk1", "kamikaze", FRONT)) == "option_off"


def test_special_attack_on_ships_can_sink_them() -> None:
    state = scene(squadron("jk1", "japan", "kamikaze_air", 400, CITY), phase="japan")
    at_sea = replace(state.units[UnitId("r0")], hex=Hex(603))
    state = replace(state, units={**state.units, at_sea.id: at_sea},
                    index={**{h: u for h, u in state.index.items() if h != R0},
                           Hex(603): (at_sea.id,)}, cache={})  # fmt: skip
    lost = {9000 - told(state, order("jk1", "kamikaze", 603), seed)[0].units[at_sea.id].men
            for seed in range(12)}  # fmt: skip
    assert max(lost) >= 120


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (order("jf1", "hold"), "no_wing"),
        (order("nobody", "hold"), "no_wing"),
        (order("sa1", "column", 99999), "no_target"),
        (order("sa1", "bridge", CITY), "wrong_branch"),
        (order("ba1", "column", 1401), "nobody_there"),
        (order("ba1", "rail", CITY), "no_rail"),
        (order("ba1", "bridge", CITY), "no_bridge"),
        (order("ba1", "depot", HOME), "not_enemys"),
        (order("ba1", "depot", 1301), "no_depot"),
        (order("ia1", "recon", 2001), "no_sorties"),
        (order("sa9", "column", J0), "too_far"),
        (order("sa1", "hold", J0), "no_target"),
    ],
)
def test_what_a_wing_cannot_do_is_refused_with_a_reason(asked: Air, code: str) -> None:
    state = scene(IL2, PE2, OSCAR, squadron("ia1", "soviet", "fighter", 5, 801),
                  squadron("sa9", "soviet", "ground_attack", 50, 0))  # fmt: skip
    if code == "too_far":
        away = replace(wing(state, "sa9"), base=Hex(101), sorties=40, away=9)
        state = replace(state, wings={**state.wings, AssetId("sa9"): away}, cache={})
    assert refused(state, asked) == code


def test_nobody_flies_in_fog() -> None:
    state = scene(PE2)
    state = replace(state, weather=("Fg",), cache={})
    assert refused(state, order("ba1", "column", J0)) == "weather"


def test_after_the_order_to_cease_fire_japanese_aircraft_attack_no_more() -> None:
    state = replace(scene(BOMBERS, phase="japan"), ceasefire=1)
    assert refused(state, order("jb1", "column", FRONT)) == "ceasefire"
    assert air.support(state, "japan", R0, ()).rows == 0


# What the other side knows.


def test_the_other_side_is_told_of_raids_but_not_who_flew_them_nor_of_reconnaissance() -> None:
    state = scene(PE2, SCOUT)
    _, flew = told(state, order("ba1", "column", J0))
    raid = fog.told(state, "japan", flew)
    assert isinstance(raid, Flew)
    assert raid.wing == ""
    assert not raid.wings
    _, flew = told(state, order("ra1", "recon", 1301))
    assert fog.told(state, "japan", flew) is None


def test_a_view_knows_about_how_many_fighters_the_enemy_has_and_no_more() -> None:
    state = scene(squadron("jf1", "japan", "fighter", 47, CITY), BOMBERS, PE2)
    view = fog.observe(state, "soviet")
    assert set(view.wings) == {"ba1", f"?japan{CITY:05d}"}
    assert view.wings[AssetId(f"?japan{CITY:05d}")].aircraft == 40
    assert air.superiority(view, "soviet", J0) == 90


def test_missions_are_among_the_legal_orders() -> None:
    view = fog.observe(scene(PE2, IL2), "soviet")
    there: list[AnyEvent | Air] = [o for o in legal(view) if isinstance(o, Air)]
    assert order("ba1", "column", J0) in there
    assert order("sa1", "hold") in there
    assert order("ba1", "depot", FAR) in there
    assert order("ba1", "rail", FAR) not in there
