"""What the staff does with its aircraft."""

from dataclasses import replace

from game.hexes import Hex
from game.model.forces import UnitId
from game.model.orders import Air, AirLand, Order, line_of
from game.model.scenario import Objective
from game.model.state import State
from game.players.staff.air import missions
from game.players.staff.doctrine import doctrine_of
from game.players.staff.memory import Memory
from game.players.staff.plan import Directive
from game.players.staff.situation import look
from game.rules import fog
from tests.air import CITY, FAR, FRONT, HOME, party, scene, squadron
from tests.toy import counter

LI2 = squadron("ta1", "soviet", "transport_air", 40, 801)
PE2 = squadron("ba1", "soviet", "bomber", 200, HOME)
J0 = Hex(1001)


def ordered(state: State, stage: str, memory: Memory | None = None) -> tuple[Order, ...]:
    """The first orders of a stage, each with its reason."""
    memory = memory or Memory()
    view = fog.observe(state, state.phase)
    found = missions(stage, view, look(view), doctrine_of(state.phase), memory)
    assert [why.subject for why in memory.whys] == [line_of(order) for order in found]
    return found


def city(heard_for: int) -> State:
    """A garrison in a city that counts, so many evenings after the order began to travel."""
    town = counter("j1", FAR, "garrison", nation="JPN", quality=10, men=8000, guns=10)
    state = party(scene(LI2, counters=(town,)))
    goal = Objective("far", Hex(FAR), "Far", 9, 8, 6, 10)
    scenario = replace(state.scenario, objectives=(goal,), turns=25)
    order = {"rescript": 7, "ceasefire": 8, "turn": 8 + heard_for} if heard_for else {}
    return replace(state, scenario=scenario, **order, cache={})  # type: ignore[arg-type]


def test_no_party_is_landed_before_the_garrison_has_likely_heard_the_order() -> None:
    assert ordered(city(0), "scout") == ()
    assert ordered(city(1), "scout") == ()
    assert ordered(city(3), "scout") == (AirLand(UnitId("al"), Hex(FAR)),)


def test_no_party_goes_where_the_army_is_tomorrow() -> None:
    state = city(3)
    near = replace(state.units[UnitId("r0")], hex=Hex(1702))
    state = replace(
        state, units={**state.units, near.id: near},
        index={h: u for h, u in state.index.items() if h != FRONT} | {Hex(1702): (near.id,)},
        cache={},
    )  # fmt: skip
    assert ordered(state, "scout") == ()


def test_raids_go_where_most_men_are_seen() -> None:
    more = counter("j1", 1002, "infantry", nation="JPN", men=3000)
    state = scene(PE2, counters=(more,))
    memory = Memory()
    assert ordered(state, "raid", memory) == (Air(PE2.id, "column", J0),)
    memory.whys = []
    assert ordered(state, "raid", memory) == (Air(PE2.id, "column", Hex(1002)),)


def test_a_raid_that_would_do_little_is_not_flown() -> None:
    dug = scene(PE2)
    unit = replace(dug.units[UnitId("j0")], men=900, entrenched=2)
    assert ordered(replace(dug, units={**dug.units, unit.id: unit}, cache={}), "raid") == ()


def test_the_goal_that_most_depends_on_is_looked_at() -> None:
    scout = squadron("ra1", "soviet", "recon_air", 20, 801)
    state = scene(scout)
    memory = Memory()
    memory.directives = {UnitId("r0"): Directive(state.units[UnitId("r0")].formation, "attack",
                                                 Hex(CITY), weight=9)}  # fmt: skip
    assert ordered(state, "scout", memory) == (Air(scout.id, "recon", Hex(CITY)),)


def test_special_attacks_are_made_on_armour() -> None:
    flights = squadron("jk1", "japan", "kamikaze_air", 400, CITY)
    tanks = counter("t0", 902, "tank", size="brigade", mobility="tank", men=1400, tanks=65, guns=0)
    state = scene(flights, phase="japan")
    assert ordered(state, "raid") == ()
    state = scene(flights, phase="japan", counters=(tanks, counter("j2", 1002, "infantry",
                                                                   nation="JPN")))  # fmt: skip
    assert ordered(state, "raid") == (Air(flights.id, "kamikaze", Hex(902)),)
    off = replace(state, options=replace(state.options, special_attack="off"), cache={})
    assert ordered(off, "raid") == ()


def test_an_airfield_that_the_enemy_nears_is_given_up() -> None:
    bombers = squadron("jb1", "japan", "bomber", 100, CITY)
    state = scene(bombers, phase="japan")
    assert ordered(state, "scout") == (Air(bombers.id, "base", Hex(FAR)),)


def test_fighters_patrol_over_the_armour() -> None:
    yaks = squadron("ia1", "soviet", "fighter", 100, 801)
    tanks = counter("t0", 902, "tank", size="brigade", mobility="tank", men=1400, tanks=65, guns=0)
    assert ordered(scene(yaks, counters=(tanks,)), "patrol") == (Air(yaks.id, "patrol", Hex(902)),)
