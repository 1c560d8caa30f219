"""Chapter 5: what a side sees, what it remembers, and what it must not learn."""

from __future__ import annotations

from dataclasses import replace

from game.hexes import Hex
from game.model.events import Moved, Sighting
from game.model.forces import UnitId
from game.model.state import apply
from game.rules import fog, sight
from tests.toy import counter, toy_map, toy_scenario, toy_state

RIBBON = "........\n........\n........"


def a_state(*counters):  # type: ignore[no-untyped-def]
    return toy_state(toy_scenario(toy_map(RIBBON, japan=(502, 602, 702, 802)), list(counters)))


def stepped(state, unit, *path):  # type: ignore[no-untyped-def]
    after = replace(state.units[UnitId(unit)], hex=Hex(path[-1]))
    by = state.side_of(UnitId(unit))
    held = tuple(Hex(h) for h in path[1:])
    event = Moved(
        unit=UnitId(unit), path=tuple(map(Hex, path)), after=(after,), by=by, held=held,
        at=Hex(path[-1]),
    )  # fmt: skip
    return event, apply(state, event)


def test_a_neighbour_is_recognised_and_its_strength_is_rounded():
    state = a_state(counter("rd", 202), counter("jd", 302, "infantry", nation="JPN", men=7300))
    view = fog.observe(state, "soviet")
    assert view.units[UnitId("jd")].men == 7000
    assert view.scenario.counters[UnitId("jd")].type == "infantry"


def test_two_hexes_away_a_scout_sees_a_crowd_but_not_who_it_is():
    state = a_state(
        counter("tb", 202, "tank", mobility="tank"),
        counter("jd", 402, "infantry", nation="JPN", men=7300),
        counter("jb", 402, "infantry", nation="JPN", men=4000),
    )
    view = fog.observe(state, "soviet")
    assert UnitId("jd") not in view.units
    crowd = view.units[UnitId("?00402")]
    assert (crowd.hex, crowd.men) == (402, 10000)
    assert view.scenario.counters[crowd.id].type == "unknown"
    assert view.side_at(402) == "japan"


def test_infantry_does_not_see_two_hexes_and_nobody_sees_into_forest():
    state = a_state(counter("rd", 202), counter("jd", 402, "infantry", nation="JPN"))
    assert fog.observe(state, "soviet").side_at(402) is None
    woods = toy_map("....\n...f\n....")
    hidden = toy_state(
        toy_scenario(
            woods, [counter("tb", 202, "tank"), counter("jd", 402, "infantry", nation="JPN")]
        )
    )
    assert fog.observe(hidden, "soviet").side_at(402) is None


def test_nothing_that_is_unseen_changes_the_view():
    state = a_state(
        counter("rd", 102), counter("jd", 702, "infantry", nation="JPN", men=7300),
        counter("jx", 802, "infantry", nation="JPN"),
    )  # fmt: skip
    other = apply(state, stepped(state, "jd", 702, 602)[0])
    units = {**other.units, UnitId("jx"): replace(other.units[UnitId("jx")], men=1, fuel=3)}
    other = replace(other, units=units, cache={})
    one, two = fog.observe(state, "soviet"), fog.observe(other, "soviet")
    assert one == two
    assert set(one.scenario.counters) == set(two.scenario.counters) == {"rd"}
    assert one.control == two.control


def test_the_view_holds_no_enemy_stocks_stances_or_plans():
    state = a_state(counter("rd", 202), counter("jd", 302, "infantry", nation="JPN"))
    jd = replace(state.units[UnitId("jd")], ammo=1, fuel=2, fatigue=50, stance="stand", heard=True)
    state = replace(state, units={**state.units, jd.id: jd}, cache={})
    shown = fog.observe(state, "soviet").units[jd.id]
    assert (shown.fatigue, shown.stance, shown.heard, shown.points) == (0, "normal", False, 0)
    assert shown.ammo == state.scenario.tables.supply.ammo_start


def test_ground_lost_out_of_sight_is_known_the_next_day():
    state = a_state(counter("tb", 302), counter("jd", 802, "infantry", nation="JPN"))
    _, taken = stepped(state, "tb", 302, 402, 502)
    assert taken.control[502] == 1
    assert fog.observe(taken, "japan").control[502] == 2
    assert fog.observe(replace(taken, turn=2, cache={}), "japan").control[502] == 1


def test_troops_that_go_out_of_sight_are_remembered_where_they_were():
    state = a_state(counter("rd", 202), counter("jd", 302, "infantry", nation="JPN", men=7300))
    event, after = stepped(state, "jd", 302, 402, 502)
    noticed = sight.notice(state, after, (event,))
    for change in noticed:
        after = apply(after, change)
    memory = fog.observe(after, "soviet").sightings["soviet"]
    assert memory == {"jd": Sighting(Hex(302), 1, 7000, 0, 170, True)}
    assert fog.observe(after, "japan").sightings["soviet"] == {}


def test_a_memory_is_dropped_when_its_hex_is_seen_empty():
    state = a_state(counter("rd", 102), counter("jd", 702, "infantry", nation="JPN"))
    old = Sighting(Hex(302), 1, 5000, 0, 0, True)
    state = replace(state, sightings={"soviet": {UnitId("jd"): old}, "japan": {}})
    event, after = stepped(state, "rd", 102, 202)
    # Nothing of the enemy is near the march, but the place of the memory is now in plain sight.
    (change,) = sight.notice(state, after, (event,))
    assert change.cleared == ("jd",)
    assert apply(after, change).sightings["soviet"] == {}


def test_a_carried_view_equals_one_observed_anew():
    state = a_state(counter("rd", 102), counter("jd", 702, "infantry", nation="JPN"))
    view = fog.observe(state, "soviet")
    for path in ((102, 202), (202, 302), (302, 402), (402, 502)):
        event, after = stepped(state, "rd", *path)
        noticed = sight.notice(state, after, (event,))
        for change in noticed:
            after = apply(after, change)
        view = fog.carry(view, after, "soviet", (event, *noticed))
        fresh = fog.observe(after, "soviet")
        assert view == fresh
        assert view.control == fresh.control
        assert view.index == fresh.index
        state = after


def test_with_fog_off_everything_is_seen():
    state = a_state(counter("rd", 102), counter("jd", 702, "infantry", nation="JPN", men=7300))
    state = replace(state, options=replace(state.options, fog="off"))
    assert fog.observe(state, "soviet").units[UnitId("jd")].men == 7300


def test_who_has_laid_down_his_arms_is_known_to_the_other_side_wherever_he_is():
    state = a_state(counter("rd", 101), counter("jd", 801, "infantry", nation="JPN", men=7300))
    given_up = replace(state.units[UnitId("jd")], gone="disarming", heard=True)
    state = replace(
        state, units={**state.units, given_up.id: given_up}, rescript=7, ceasefire=8, cache={}
    )
    view = fog.observe(state, "soviet")
    assert view.units[UnitId("jd")] == given_up
    assert view.scenario.counters[UnitId("jd")].name == "jd"
    assert view.side_at(801) is None
