"""Landings by the staff: from a box over the sea to an objective, and when it does not dare."""

from dataclasses import replace

from game.hexes import Hex
from game.match import Match, play_out
from game.model.events import AnyEvent, Sailed
from game.model.forces import UnitId
from game.model.orders import Order
from game.model.scenario import Objective, Scenario
from game.model.state import HOLDER_OF, State
from game.players.staff.landing import lanes
from game.players.staff.memory import Memory
from game.players.staff.player import StaffPlayer
from game.players.staff.situation import look
from game.rules import fog, naval
from tests.rules.test_water import (
    FLEET,
    HOME,
    PORT,
    aboard,
    game,
    garrison,
    marines,
    on_the_river,
    waters,
)
from tests.toy import counter, place

GOAL = Objective("seaport", PORT, "Seaport", 5, 3, 1, 5)


def over_the_sea(*counters: object, **more: object) -> Scenario:
    """The two coasts with an objective on the far one; somebody inland on either side."""
    made = waters(*counters, counter("rd", 201), garrison(406), **more)
    return replace(made, objectives=(GOAL,))


def played(scenario: Scenario, turns: int, seed: int = 1) -> tuple[State, list[Sailed]]:
    """A game of some days between two staffs, and all passages."""
    match = Match(scenario, seed)
    sailed: list[Sailed] = []

    def watch(_: Match, __: Order, events: tuple[AnyEvent, ...]) -> None:
        sailed.extend(e for e in events if isinstance(e, Sailed))

    players = {"soviet": StaffPlayer("soviet"), "japan": StaffPlayer("japan")}
    play_out(match, players, turns=turns, watch=watch)  # type: ignore[arg-type]
    return match.state, sailed


def test_troops_in_a_box_sail_for_an_objective_and_take_it_unprompted() -> None:
    state, sailed = played(over_the_sea(marines()), 3)
    assert any(e.landed for e in sailed)
    assert state.control[PORT] == HOLDER_OF["soviet"]
    assert "seaport" in state.captures


def test_troops_on_land_march_to_a_port_load_and_land_elsewhere() -> None:
    state, sailed = played(over_the_sea(marines(h=201, size="brigade", men=4000)), 6)
    assert [e.units for e in sailed if e.landed] == [(UnitId("nb"),)]
    assert state.control[PORT] == HOLDER_OF["soviet"]


def test_nobody_sails_against_a_harbour_known_to_be_held_by_far_more() -> None:
    strong = garrison(PORT, men=9000, quality=80, type="infantry")
    scenario = over_the_sea(marines(), strong, marines("scout", 604))
    state = game(scenario)
    scout = replace(state.units[UnitId("scout")], aboard=FLEET)
    state = replace(state, units={**state.units, scout.id: scout}, cache={})
    view = fog.observe(state, "soviet")
    assert view.side_at(PORT) == "japan"
    player = StaffPlayer("soviet")
    orders = player.choose(view)
    assert not [o for o in orders if o.kind == "attack"]
    directive = player.memory.directives[UnitId("nb")]
    assert not directive.landing or directive.landing != PORT


def test_ways_by_sea_count_loading_passage_and_the_march() -> None:
    scenario = over_the_sea(marines(), marines("ashore", HOME, "brigade", 4000))
    view = fog.observe(game(scenario), "soviet")
    now, memory = look(view), Memory()
    units = [view.units[UnitId("nb")], view.units[UnitId("ashore")]]
    found = lanes(view, now, memory, units, [PORT])
    quick, slow = found[UnitId("nb")][0], found[UnitId("ashore")][0]
    assert quick is not None
    assert slow is not None
    assert (quick.days, quick.landing) == (0, PORT)
    assert (slow.days, slow.port) == (2, HOME)


def test_the_course_goes_as_far_as_the_day_and_ashore_at_its_end() -> None:
    far = aboard(waters(marines(size="brigade")), 102)
    view = fog.observe(far, "soviet")
    path = naval.course(view, view.units[UnitId("nb")], PORT)
    assert path is not None
    assert path[-1] == PORT
    tired = replace(far.units[UnitId("nb")], points=14)
    slow = replace(far, units={**far.units, tired.id: tired}, cache={})
    path = naval.course(fog.observe(slow, "soviet"), tired, PORT)
    assert path is not None
    assert len(path) == 3


def test_troops_on_a_bank_take_the_river_when_it_is_the_shorter_way() -> None:
    scenario = on_the_river(
        marines(h=107, size="brigade", men=800), garrison(401), counter("rd", 301),
        japan=tuple(range(101, 106)), places=(place("seaport", 103),),
    )  # fmt: skip
    goal = replace(GOAL, hex=Hex(103))
    slow = replace(scenario, objectives=(goal,), turns=8)
    state, sailed = played(slow, 3)
    assert sailed
    assert sailed[0].by_river
    assert "seaport" in state.captures
