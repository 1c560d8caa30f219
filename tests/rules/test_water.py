"""The sea: passage, shipping, landings with and without a fight, supply from ships."""

from dataclasses import replace

import pytest

from game import engine
from game.dice import Dice
from game.hexes import NOWHERE, Hex
from game.model.events import Captured, Fought, Sailed
from game.model.forces import Asset, AssetId, FormationId, Unit, UnitId
from game.model.hexmap import HexMap, Place, Zone
from game.model.orders import Attack, Move, RailMove, Refusal, Sail
from game.model.scenario import Exit, Fleet, Scenario
from game.model.state import PlayerView, State
from game.rules import combat, fog, landing, naval, river, shore, supply, turn
from game.rules.delivery import delivery
from game.rules.legal import legal
from game.rules.odds import odds
from game.rules.retreat import can_retreat
from game.rules.sea import FAR, captured_ports, coasts, sea_distance
from game.rules.stacking import room
from game.rules.zoc import zoc
from tests.toy import counter, place, toy_map, toy_scenario, toy_state

# Row 1 is a coast with two ports, rows 2 to 4 are sea, row 5 is an enemy coast with a port.
COAST = """
........
~~~~~~~~
~~~~~~~~
~~~~~~~~
........
.......~
"""
HOME, BEACH, PORT = Hex(101), Hex(305), Hex(605)
ENEMY = tuple(Hex(c * 100 + r) for c in range(1, 9) for r in (5, 6) if (c, r) != (8, 6))
FLEET, BOATS = AssetId("fleet"), AssetId("boats")


def port(id: str, h: int, size: int = 1, country: str = "RED") -> Place:
    """A port."""
    return replace(place(id, h, country=country), port=size, kind="port")


def fleet(id: AssetId, *, box: str = "base", h: int = 0) -> Asset:
    """Ships of the first army."""
    return Asset(
        id=id, name=str(id), nation="USSR", side="soviet", kind="fleet",
        formation=FormationId("a1"), arrives=1, men=1000, tanks=0, spg=0, guns=600, rockets=0,
        aircraft=0, vehicles=0, quality=70, hex=Hex(h), box=box, notes="", confidence="high",
        source="toy",
    )  # fmt: skip


def sea_map(**more: object) -> HexMap:
    """The two coasts."""
    places = (port("home", HOME), port("far", 801), port("seaport", PORT, country="YEL"))
    return toy_map(COAST, japan=ENEMY, places=places, **more)  # type: ignore[arg-type]


def waters(*counters: object, lift: int = 10_000, gunfire: int = 0, **more: object) -> Scenario:
    """A scenario with one fleet at home; units without a hex wait in its box."""
    made = toy_scenario(sea_map(**more), list(counters), weather="Cl")  # type: ignore[arg-type]
    boxed = {
        i: replace(c, box="base") if c.hex == NOWHERE else c for i, c in made.counters.items()
    }
    return replace(
        made, counters=boxed, boxes={"base": "The fleet"}, exits={"base": Exit(HOME, 0)},
        assets={FLEET: fleet(FLEET)}, fleets={FLEET: Fleet(lift, gunfire, 30)},
    )  # fmt: skip


def game(scenario: Scenario, **changes: object) -> State:
    """A state in which those without a hex wait in the box."""
    state = toy_state(scenario)
    units = {
        i: replace(u, gone="box") if u.hex == NOWHERE else u for i, u in state.units.items()
    }
    return replace(state, units=units, **changes, cache={})  # type: ignore[arg-type]


def seen_by(state: State) -> PlayerView:
    """The view of the side whose phase it is."""
    return fog.observe(state, state.phase)


def marines(id: str = "nb", h: int = 0, size: str = "battalion", men: int = 700, **more: object):
    """Naval infantry, in the box unless a hex is given."""
    return counter(id, h, "naval_infantry", size=size, men=men, guns=8, stack=1, **more)  # type: ignore[arg-type]


def garrison(h: int, men: int = 1000, type: str = "garrison", **more: object):
    """Japanese troops on the far coast."""
    return counter(
        f"j{h}", h, type, nation="JPN", men=men, guns=4, size="regiment", stack=1,
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


def aboard(scenario: Scenario, h: int, **changes: object) -> State:
    """The state with the unit `nb` at sea on hex `h`, rested."""
    state = game(scenario)
    unit = replace(
        state.units[UnitId("nb")], hex=Hex(h), gone="", aboard=FLEET, points=60,
        **changes,
    )  # type: ignore[arg-type]  # fmt: skip
    units = {**state.units, unit.id: unit}
    return replace(state, units=units, index=engine.index_of(units), cache={})


def play(state: State, order: object, seed: int = 1) -> tuple[State, tuple[object, ...]]:
    """An order that is allowed, played."""
    refusal = engine.check(seen_by(state), order)  # type: ignore[arg-type]
    assert refusal is None, refusal
    return engine.play(state, order, Dice(seed))  # type: ignore[arg-type]


def refused(state: State, order: object) -> str:
    """The code of the refusal of an order."""
    refusal = engine.check(seen_by(state), order)  # type: ignore[arg-type]
    assert isinstance(refusal, Refusal)
    assert refusal.sentence.endswith(".")
    return refusal.code


def way(*hexes: int) -> tuple[Hex, ...]:
    """A path."""
    return tuple(Hex(h) for h in hexes)


NB = (UnitId("nb"),)
OUT = way(101, 102, 203, 204)


# -- passage ---------------------------------------------------------------------------------------


def test_a_battalion_from_the_box_sails_twelve_hexes_a_turn() -> None:
    state = game(waters(marines()))
    after, events = play(state, Sail(NB, OUT))
    unit = after.units[NB[0]]
    assert (unit.hex, unit.points, unit.aboard, unit.gone) == (204, 60 - 3 * 5, FLEET, "")
    assert events[0] == Sailed(
        units=NB, path=OUT, by="soviet", at=Hex(204), after=(unit,)
    )  # fmt: skip
    assert 60 // naval.points_a_hex(state, state.units[NB[0]]) == 12


def test_a_brigade_goes_in_transports_eight_hexes_a_turn() -> None:
    state = game(waters(marines(size="brigade", men=4200)))
    assert 60 // naval.points_a_hex(state, state.units[NB[0]]) == 8


def test_troops_load_at_a_port_for_a_turn_and_brigades_for_two() -> None:
    for size, turns in (("battalion", 1), ("brigade", 2)):
        state = game(waters(marines(h=HOME, size=size)))
        assert refused(state, Sail(NB, OUT)) == "loading"
        after, _ = play(state, Sail(NB, way(101, 102)))
        unit = after.units[NB[0]]
        assert (unit.hex, unit.points, unit.railing) == (102, 0, turns - 1)
        tomorrow = {u.id: u for u in turn.phase_began(after, "soviet").after}[unit.id]
        assert (tomorrow.points > 0) == (turns == 1)


def test_troops_who_marched_or_are_inland_do_not_load() -> None:
    state = game(waters(marines(h=HOME)))
    tired = replace(state.units[NB[0]], spent=20, points=40)
    weary = replace(state, units={**state.units, tired.id: tired}, cache={})
    assert refused(weary, Sail(NB, way(101, 102))) == "not_rested"
    inland = game(waters(marines(h=201)))
    assert refused(inland, Sail(NB, way(201, 202))) == "no_port"


def test_a_passage_from_off_the_map_takes_its_days() -> None:
    scenario = replace(waters(marines()), exits={"base": Exit(Hex(102), 2)})
    state = game(scenario)
    assert refused(state, Sail(NB, way(102, 203))) == "loading"
    after, _ = play(state, Sail(NB, way(102)))
    unit = after.units[NB[0]]
    assert (unit.hex, unit.points, unit.railing) == (102, 0, 1)


def test_troops_of_a_box_wait_for_their_date_and_need_a_way_out() -> None:
    late = game(waters(replace(marines(), arrives=5)))
    assert refused(late, Sail(NB, OUT)) == "not_ready"
    nowhere = game(replace(waters(marines()), exits={}))
    assert refused(nowhere, Sail(NB, OUT)) == "no_way"
    lost = game(waters(marines()), held={HOME: (2, 1)})
    lost = replace(lost, control=engine.control_of(lost.scenario, lost.held), cache={})
    assert refused(lost, Sail(NB, OUT)) == "no_port"


def test_shipping_has_room_for_so_many_men_at_once() -> None:
    scenario = waters(marines("nb"), marines("nb2"), marines("big", men=1900), lift=1000)
    state = game(scenario)
    assert naval.lift_left(state, FLEET) == 1000
    assert refused(state, Sail((*NB, UnitId("nb2")), OUT)) == "no_ships"
    # A bigger unit may have the whole fleet, in several trips, if nobody else is aboard.
    assert engine.check(seen_by(state), Sail((UnitId("big"),), OUT)) is None
    after, _ = play(state, Sail(NB, OUT))
    assert naval.lift_left(after, FLEET) == 300
    assert refused(after, Sail((UnitId("nb2"),), OUT)) == "no_ships"
    assert refused(after, Sail((UnitId("big"),), OUT)) == "no_ships"


def test_ships_go_home_when_they_are_unloaded_and_carry_others() -> None:
    state = aboard(waters(marines(), lift=1000), 304)
    after, _ = play(state, Sail(NB, way(304, 305)))
    assert after.units[NB[0]].aboard == FLEET
    assert naval.lift_left(after, FLEET) == 300
    later = replace(after, turn=after.turn + 2, cache={})
    free = engine.apply(later, turn.phase_began(later, "soviet"))
    assert free.units[NB[0]].aboard == ""
    assert naval.lift_left(free, FLEET) == 1000


def test_of_two_fleets_the_smaller_with_room_takes_the_troops() -> None:
    scenario = waters(marines())
    scenario = replace(
        scenario, assets={**scenario.assets, BOATS: fleet(BOATS)},
        fleets={**scenario.fleets, BOATS: Fleet(800, 0, 30)},
    )  # fmt: skip
    after, _ = play(game(scenario), Sail(NB, OUT))
    assert after.units[NB[0]].aboard == BOATS


def test_fleets_serve_a_part_of_the_sea() -> None:
    scenario = waters(marines())
    scenario = replace(scenario, fleets={FLEET: Fleet(10_000, 0, 2)})
    assert refused(game(scenario), Sail(NB, OUT)) == "too_far"
    assert refused(aboard(scenario, 203), Sail(NB, way(203, 204))) == "too_far"


def test_passage_costs_points_and_keeps_to_the_sea() -> None:
    state = aboard(waters(marines()), 102)
    tired = replace(state.units[NB[0]], points=9)
    slow = replace(state, units={**state.units, tired.id: tired}, cache={})
    assert refused(slow, Sail(NB, way(102, 203, 303))) == "too_far"
    assert refused(state, Sail(NB, way(102, 101, 102))) == "no_path"
    assert refused(state, Sail(NB, way(102, 402))) == "no_path"
    assert refused(state, Sail(NB, way(203, 303))) == "not_there"
    assert refused(state, Sail(NB, way(102))) == "no_path"
    assert refused(state, Sail((), way(102, 203))) == "no_units"
    assert refused(state, Sail((*NB, *NB), way(102, 203))) == "unit_twice"
    assert refused(state, Sail(NB, (Hex(102), Hex(10**6)))) == "no_path"


def test_only_a_side_with_ships_sails() -> None:
    state = game(waters(marines(), garrison(PORT)), phase="japan")
    assert refused(state, Sail((UnitId(f"j{PORT}"),), way(605, 604))) == "no_ships"
    assert refused(state, Sail(NB, OUT)) == "not_yours"


def test_at_sea_nobody_marches_or_rides() -> None:
    state = aboard(waters(marines()), 304)
    assert refused(state, Move(NB[0], way(304, 305))) == "at_sea"
    assert refused(state, RailMove(NB[0], way(304, 305))) == "at_sea"
    assert legal(seen_by(state))


def test_legal_orders_and_ranges_agree_with_the_check() -> None:
    for state in (game(waters(marines())), aboard(waters(marines()), 304)):
        view = seen_by(state)
        sails = [o for o in legal(view) if isinstance(o, Sail)]
        assert {o.path[-1] for o in sails} == set(naval.sail_reachable(view, NB))
        assert any(state.scenario.map.land[o.path[-1]] for o in sails)


# -- landing ---------------------------------------------------------------------------------------


def test_landing_where_nobody_stands_takes_the_beach_and_the_day() -> None:
    state = aboard(waters(marines()), 304)
    after, events = play(state, Sail(NB, way(304, 305)))
    unit = after.units[NB[0]]
    assert (unit.hex, unit.points, unit.landed) == (BEACH, 0, 1)
    assert after.control[BEACH] == 1
    sailed = events[0]
    assert isinstance(sailed, Sailed)
    assert sailed.landed


def test_landing_in_a_port_captures_it() -> None:
    state = aboard(waters(marines()), 604)
    after, events = play(state, Sail(NB, way(604, 605)))
    assert "seaport" in after.captures
    assert any(isinstance(e, Captured) for e in events)


def test_landing_needs_points() -> None:
    state = aboard(waters(marines()), 304)
    late = replace(state.units[NB[0]], points=19)
    assert refused(
        replace(state, units={**state.units, late.id: late}, cache={}), Sail(NB, way(304, 305))
    ) == "too_far"  # fmt: skip


def test_troops_met_on_the_shore_are_attacked_from_the_sea() -> None:
    state = aboard(waters(marines(), garrison(BEACH)), 304)
    assert refused(state, Sail(NB, way(304, 305))) == "enemy_there"
    assert engine.check(seen_by(state), Attack(NB, BEACH)) is None


def test_unseen_troops_stop_a_landing_off_the_coast() -> None:
    state = aboard(waters(marines(), garrison(BEACH)), 303)
    assert seen_by(state).side_at(BEACH) is None
    after, events = play(state, Sail(NB, way(303, 304, 305)))
    unit = after.units[NB[0]]
    assert (unit.hex, unit.points, unit.landed) == (304, 55, 0)
    assert isinstance(events[0], Sailed)
    assert events[0].stopped == "enemy"


def test_a_defended_beach_costs_three_rows_and_four_times_the_losses() -> None:
    state = aboard(waters(marines(men=700), garrison(BEACH)), 304)
    reckoning = odds(state, Attack(NB, BEACH))
    assert [m.rows for m in reckoning.modifiers if m.name == "beach"] == [-3]
    for seed in range(30):
        _, events = play(state, Attack(NB, BEACH), seed)
        fought = next(e for e in events if isinstance(e, Fought))
        permille = reckoning.table.attacker_loss[fought.row - reckoning.table.first_row]
        assert abs(fought.attacker_men - 700 * 4 * permille // 1000) <= 1


def test_on_the_first_day_half_the_men_and_hardly_a_gun_fight() -> None:
    state = aboard(waters(marines(men=700)), 304)
    unit = state.units[NB[0]]
    assert landing.ashore(state, unit).men == 350
    full = replace(unit, hex=BEACH, landed=1, guns=100)

    def ashore_on(turn_: int, h: Hex = BEACH) -> tuple[int, int]:
        then = replace(state, turn=turn_, cache={})
        force = landing.ashore(then, replace(full, hex=h))
        return force.men, force.guns

    assert [ashore_on(t) for t in (1, 2, 3)] == [(350, 2), (700, 30), (700, 100)]
    assert [ashore_on(t, PORT) for t in (1, 2)] == [(350, 2), (700, 100)]


def held_beach(state: State, row_at_least: int) -> State:
    """The first seed by which an attack keeps the defender but ends at that row or better."""
    for seed in range(200):
        after, events = engine.play(state, Attack(NB, BEACH), Dice(seed))
        fought = next(e for e in events if isinstance(e, Fought))
        if fought.row >= row_at_least and not fought.advanced:
            return after
    raise AssertionError("no such throw")


def test_who_is_not_thrown_back_has_a_foothold_and_attacks_from_it_next_day() -> None:
    state = aboard(waters(marines(men=4000), garrison(BEACH, men=2000)), 304)
    after = held_beach(state, 0)
    unit = after.units[NB[0]]
    assert (unit.hex, unit.foothold, unit.landed) == (304, BEACH, 1)
    rested = replace(unit, points=60, fought=0)
    tomorrow = replace(
        after, turn=2, units={**after.units, unit.id: rested}, assaults={}, cache={}
    )
    names = [m.name for m in odds(tomorrow, Attack(NB, BEACH)).modifiers]
    assert "beach" not in names
    assert landing.ashore(tomorrow, rested).men == unit.men


def test_who_is_thrown_back_has_none() -> None:
    state = aboard(waters(marines(men=700), garrison(BEACH, men=4000)), 304)
    for seed in range(200):
        after, events = engine.play(state, Attack(NB, BEACH), Dice(seed))
        if next(e for e in events if isinstance(e, Fought)).row < 0:
            break
    unit = after.units[NB[0]]
    assert (unit.hex, unit.foothold, unit.landed) == (304, NOWHERE, 0)


def test_the_victors_go_ashore_and_take_the_hex() -> None:
    state = aboard(waters(marines(men=9000), garrison(BEACH, men=300, quality=10)), 304)
    after, events = play(state, Attack(NB, BEACH))
    unit = after.units[NB[0]]
    assert (unit.hex, unit.landed, unit.foothold) == (BEACH, 1, NOWHERE)
    assert [e.path for e in events if isinstance(e, Sailed) and e.landed] == [way(304, 305)]
    assert after.control[BEACH] == 1


def test_a_landing_that_fails_may_sail_away() -> None:
    state = aboard(waters(marines()), 304, foothold=BEACH, landed=1)
    after, _ = play(state, Sail(NB, way(304, 303)))
    assert (after.units[NB[0]].foothold, after.units[NB[0]].landed) == (NOWHERE, 0)
    spent = replace(state.units[NB[0]], fought=1)
    fought = replace(state, units={**state.units, spent.id: spent}, cache={})
    assert refused(fought, Sail(NB, way(304, 303))) == "has_attacked"


def seeds_of(state: State, order: object, stopped: str) -> int:
    """In how many of 360 throws an order is stopped by that."""
    return sum(
        isinstance(events[0], Sailed) and events[0].stopped == stopped
        for seed in range(360)
        for _, events in (engine.play(state, order, Dice(seed)),)  # type: ignore[arg-type]
    )


def test_in_fog_a_landing_is_in_time_on_two_dice_of_five_and_more() -> None:
    foggy = replace(aboard(waters(marines(), garrison(PORT)), 304), weather=("Fg",))
    order = Sail(NB, way(304, 305))
    assert 30 <= seeds_of(foggy, order, "fog") <= 90  # one in six
    attack = Attack(NB, PORT)
    off = replace(aboard(waters(marines(), garrison(PORT)), 604), weather=("Fg",))
    assert 30 <= seeds_of(off, attack, "fog") <= 90
    for seed in range(360):
        after, events = engine.play(off, attack, Dice(seed))
        if isinstance(events[0], Sailed) and events[0].stopped:
            assert after.units[NB[0]].points == 0
            assert not any(isinstance(e, Fought) for e in events)


def test_in_a_storm_nobody_lands_on_a_beach_and_few_get_into_a_harbour() -> None:
    storm = replace(aboard(waters(marines(), garrison(205)), 304), weather=("St",))
    assert refused(storm, Sail(NB, way(304, 305))) == "storm"
    assert refused(storm, Attack(NB, Hex(205))) == "storm"
    off = replace(aboard(waters(marines()), 604), weather=("St",))
    assert engine.check(seen_by(off), Sail(NB, way(604, 605))) is None
    assert 150 <= seeds_of(off, Sail(NB, way(604, 605)), "storm") <= 270  # 21 of 36


def test_coast_batteries_sink_a_tenth_of_the_lift_on_ten_and_more() -> None:
    works = Zone("z", BEACH, "z", "japan", 3, "N", "", "high", "toy")
    scenario = waters(marines(men=2000), garrison(BEACH), zones=(works,))
    state = aboard(scenario, 304)
    assert shore.batteries(state, "soviet", Hex(304)) == (BEACH,)
    hit = 0
    for seed in range(360):
        after, events = engine.play(state, Attack(NB, BEACH), Dice(seed))
        if isinstance(events[0], Sailed):
            hit += 1
            assert events[0].sunk == 200
            assert sum(t.killed + t.wounded for t in events[0].toll) == 100
            assert after.ships[FLEET].sunk == 200
            assert naval.lift_left(after, FLEET) <= 10_000 - 200
    assert 30 <= hit <= 90  # one in six
    fort = aboard(waters(marines(), garrison(BEACH, type="fortress")), 304)
    assert shore.batteries(fort, "soviet", Hex(304)) == (BEACH,)
    bare = aboard(waters(marines(), garrison(BEACH)), 304)
    assert shore.batteries(bare, "soviet", Hex(304)) == ()


def test_batteries_fire_on_those_who_land_beside_them_too() -> None:
    scenario = waters(marines(men=2000), garrison(205, type="fortress"))
    state = aboard(scenario, 304)
    sunk = [
        events[0].sunk  # type: ignore[union-attr]
        for seed in range(100)
        for _, events in (engine.play(state, Sail(NB, way(304, 305)), Dice(seed)),)
    ]
    assert set(sunk) == {0, 200}


def test_naval_guns_support_an_attack_on_the_coast_but_not_inland_or_in_a_storm() -> None:
    scenario = waters(marines(), garrison(BEACH), garrison(306), counter("rd", 405), gunfire=150)
    state = aboard(scenario, 304)
    assert combat.available_assets(state, NB, BEACH) == (FLEET,)
    with_guns = odds(state, Attack(NB, BEACH, (FLEET,)))
    assert with_guns.attack - odds(state, Attack(NB, BEACH)).attack == 150
    assert combat.available_assets(state, (UnitId("rd"),), Hex(306)) == ()
    storm = replace(state, weather=("St",), cache={})
    assert refused(storm, Attack((UnitId("rd"),), BEACH, (FLEET,))) == "asset_not_available"


# -- what else holds at sea ------------------------------------------------------------------------


def test_troops_at_sea_control_no_ground_dig_no_holes_and_save_no_points() -> None:
    state = aboard(waters(marines(men=9000), garrison(BEACH)), 304)
    assert sum(zoc(state, "soviet")) == 0
    begun = {u.id: u for u in turn.phase_began(state, "soviet").after}
    assert begun[NB[0]].points == 60
    rested = replace(state.units[NB[0]], digging=1)
    calm = replace(state, units={**state.units, rested.id: rested}, cache={})
    for step in turn.EVENING:
        for event in step(calm, Dice(1)):
            calm = engine.apply(calm, event)
    assert calm.units[NB[0]].entrenched == 0


def test_there_is_room_at_sea() -> None:
    state = aboard(waters(marines()), 304)
    assert room(state, "soviet", 303) > 18


def test_troops_at_sea_and_for_days_on_the_beach_live_from_their_ships() -> None:
    state = aboard(waters(marines(), garrison(BEACH)), 304)
    assert delivery(state, "soviet").requests[NB[0]].haul == 0
    told = supply.explain(seen_by(state), NB[0])
    assert told.sentence.startswith("From the ships")
    days = state.scenario.tables.water.beach_days

    def haul(turn_: int, h: Hex) -> int:
        unit = replace(state.units[NB[0]], hex=h, landed=1, aboard=AssetId(""))
        units = {**state.units, unit.id: unit}
        then = replace(state, turn=turn_, units=units, index=engine.index_of(units), cache={})
        return delivery(then, "soviet").requests[NB[0]].haul

    assert haul(1 + days, Hex(405)) == 0
    assert haul(2 + days, Hex(405)) > 0
    assert haul(2, Hex(406)) > 0


def test_a_captured_port_is_a_source_of_supply_from_the_next_turn() -> None:
    state = aboard(waters(marines()), 604)
    after, _ = play(state, Sail(NB, way(604, 605)))
    assert captured_ports(after, "soviet") == ()
    tomorrow = replace(after, turn=2, cache={})
    (source,) = captured_ports(tomorrow, "soviet")
    assert (source.hex, source.tons) == (PORT, 300)
    unit = tomorrow.units[NB[0]]
    far = replace(unit, landed=0, aboard=AssetId(""), hex=Hex(606))
    units = {**tomorrow.units, unit.id: far}
    inland = replace(tomorrow, units=units, index=engine.index_of(units), cache={})
    assert delivery(inland, "soviet").requests[NB[0]].haul < 100


def test_beaten_troops_go_back_aboard_while_their_ships_are_there() -> None:
    inland = [garrison(h) for h in (205, 206, 306, 405, 406)]
    state = game(waters(marines(h=BEACH), *inland))
    unit = state.units[NB[0]]
    assert not can_retreat(state, (unit,))
    near = replace(unit, aboard=FLEET, landed=1)
    held = replace(state, units={**state.units, unit.id: near}, cache={})
    assert can_retreat(held, (near,))
    back = landing.taken_off(held, near, Hex(304))
    assert (back.hex, back.landed) == (304, 0)


def test_troops_at_sea_never_lay_down_arms() -> None:
    state = aboard(waters(marines(), garrison(BEACH)), 304, disruption=4)
    for step in turn.EVENING:
        for event in step(state, Dice(3)):
            state = engine.apply(state, event)
    assert state.units[NB[0]].on_map


def test_the_other_side_sees_ships_off_its_coast_but_not_whose_they_are() -> None:
    state = replace(aboard(waters(marines(), garrison(BEACH)), 304), phase="japan")
    view = seen_by(state)
    assert view.side_at(304) == "soviet"
    assert view.ships == {}
    assert view.scenario.fleets == {}
    event = Sailed(units=NB, path=way(302, 303, 304), by="soviet", at=Hex(304))
    told = fog.told(state, "japan", event)
    assert isinstance(told, Sailed)
    assert told.path == way(304)


def test_distances_by_sea_keep_off_the_land() -> None:
    steps = sea_distance(sea_map(), HOME)
    assert (steps[102], steps[204], steps[806]) == (1, 3, FAR)
    assert coasts(sea_map())[BEACH] == 1
    assert coasts(sea_map())[206] == 0


def test_a_unit_is_never_carried_by_two_fleets() -> None:
    state = aboard(waters(marines()), 304)
    unit: Unit = state.units[NB[0]]
    after, _ = play(state, Sail(NB, way(304, 303)))
    assert after.units[NB[0]].aboard == unit.aboard


@pytest.mark.parametrize("size", ["division", "regiment"])
def test_bigger_units_take_transports(size: str) -> None:
    state = game(waters(marines(size=size)))
    assert not naval.is_fast(state, state.units[NB[0]])


# -- rivers ----------------------------------------------------------------------------------------

# The Amur runs down the first column, between hexes of columns 1 and 2, from row 1 to its mouth.
AMUR = {(row + 100, side): 3 for row in range(1, 13) for side in ("NE", "SE")}
BOATS_AT = Hex(106)


def on_the_river(*counters: object, lift: int = 800, **more: object) -> Scenario:
    """A river that flows south, with a flotilla in the middle."""
    hexmap = toy_map("\n".join(["...."] * 12), rivers=AMUR, **more)  # type: ignore[arg-type]
    names = {s: "Amur" for s in range(hexmap.size * 6) if hexmap.river[s]}
    made = toy_scenario(replace(hexmap, river_names=names), list(counters))  # type: ignore[arg-type]
    boats = replace(fleet(BOATS, box="", h=BOATS_AT), kind="flotilla")
    return replace(
        made, assets={BOATS: boats}, fleets={BOATS: Fleet(lift, 0, 30)}, waterways=("Amur",),
        river_mouth=Hex(112),
    )  # fmt: skip


def test_a_flotilla_takes_troops_four_hexes_upstream_and_seven_down() -> None:
    state = game(on_the_river(marines(h=106)), turn=3)
    view = seen_by(state)
    unit = view.units[NB[0]]
    up, down = river.course(view, unit, Hex(101)), river.course(view, unit, Hex(112))
    assert up == way(106, 105, 104, 103, 102)
    assert down is not None
    assert down[-1] == 112
    after, events = play(state, Sail(NB, up))
    assert (after.units[NB[0]].hex, after.units[NB[0]].points) == (102, 0)
    assert isinstance(events[0], Sailed)
    assert (events[0].by_river, events[0].landed) == (True, False)
    assert refused(state, Sail(NB, way(106, 105, 104, 103, 102, 101))) == "too_far"


def test_a_flotilla_gets_four_hexes_further_from_its_base_with_every_turn() -> None:
    state = game(on_the_river(marines(h=106)))
    assert refused(state, Sail(NB, way(106, 107, 108, 109, 110, 111))) == "no_ships"
    later = replace(state, turn=2, cache={})
    assert engine.check(seen_by(later), Sail(NB, way(106, 107, 108, 109, 110, 111))) is None


def test_river_ships_carry_so_many_men_a_day_and_bigger_units_in_several_trips() -> None:
    scenario = on_the_river(marines("nb", 106, men=700), marines("two", 106, men=200))
    state = game(scenario)
    after, _ = play(state, Sail(NB, way(106, 105)))
    assert after.ships[BOATS].busy == 700
    assert river.boats_at(after, "soviet", Hex(106)).lift == 100
    tomorrow = engine.apply(after, turn.phase_began(after, "soviet"))
    assert tomorrow.ships[BOATS].busy == 0
    big = game(on_the_river(marines("nb", 106, "brigade", men=2000)))
    moved, _ = play(big, Sail(NB, way(106, 105)))
    assert moved.units[NB[0]].railing == 2
    huge = game(on_the_river(marines("nb", 106, "division", men=6401)))
    assert refused(huge, Sail(NB, way(106, 105))) == "no_ships"


def test_a_landing_on_the_far_bank_takes_it_unless_the_enemy_is_there() -> None:
    scenario = on_the_river(marines(h=106), japan=tuple(range(201, 213)))
    state = game(scenario)
    after, _ = play(state, Sail(NB, way(106, 206)))
    assert after.control[206] == 1
    held = game(on_the_river(marines(h=106), garrison(204), japan=tuple(range(201, 213))))
    assert seen_by(held).side_at(204) is None
    stopped, events = play(held, Sail(NB, way(106, 206, 205, 204)))
    assert isinstance(events[0], Sailed)
    assert (events[0].stopped, stopped.units[NB[0]].hex) == ("enemy", 205)
    assert refused(stopped, Sail(NB, way(205, 204))) == "not_rested"


def test_river_passages_need_rest_and_own_ground() -> None:
    state = game(on_the_river(marines(h=106)))
    tired = replace(state.units[NB[0]], points=30, spent=30)
    weary = replace(state, units={**state.units, tired.id: tired}, cache={})
    assert refused(weary, Sail(NB, way(106, 105))) == "not_rested"
    assert refused(state, Sail((*NB, UnitId("x")), way(106, 105))) == "one_unit"
    assert refused(state, Sail(NB, way(107, 106))) == "not_there"
    assert refused(state, Sail(NB, way(106, 104))) == "no_path"
