"""What one side is told of the other's doings, and what it is not."""

from __future__ import annotations

from dataclasses import replace

from game.hexes import Hex
from game.match import Match
from game.model.events import (
    AnyEvent,
    Arrived,
    Captured,
    Fought,
    Moved,
    Proclaimed,
    Refitted,
    Sighted,
    Supplied,
    Surrendered,
    TurnBegan,
)
from game.model.forces import UnitId
from game.model.orders import EndPhase, Move
from game.model.scenario import Options
from game.model.state import apply
from game.rules import fog
from tests.toy import counter, place, toy_map, toy_scenario, toy_state

FIELD = toy_map("........\n" * 3, japan=(602, 702, 802), places=(place("town", 802),))
FORCE = [
    counter("scout", 202, "tank", mobility="tank"),
    counter("rd", 203),
    counter("near", 302, "infantry", nation="JPN"),
    counter("middle", 402, "infantry", nation="JPN"),
    counter("far", 702, "infantry", nation="JPN"),
]
STATE = toy_state(toy_scenario(FIELD, FORCE))
NEAR, MIDDLE, FAR, RD = (UnitId(u) for u in ("near", "middle", "far", "rd"))


def told(event: AnyEvent) -> AnyEvent | None:
    """The event as the Soviet side learns of it."""
    return fog.told(STATE, "soviet", event)


def test_own_doings_are_told_in_full_but_for_the_enemys_true_strength() -> None:
    mine, his = STATE.units[RD], STATE.units[NEAR]
    fight = Fought(
        target=Hex(302), attackers=(RD,), defenders=(NEAR,), assets=("guns",), attack=3, defence=2,  # type: ignore[arg-type]
        column=1, modifiers=(), dice=7, row=1, result="held", attacker_men=10, defender_men=20,
        after=(mine, his), by="soviet", at=Hex(302),
    )  # fmt: skip
    assert told(fight) == replace(fight, after=(mine,))
    assert fog.told(STATE, "japan", fight) == replace(fight, after=(his,), assets=())


def test_a_march_is_told_where_it_is_seen_and_by_name_only_when_near() -> None:
    def march(unit: UnitId, *path: int) -> Moved:
        end = Hex(path[-1])
        hexes = tuple(map(Hex, path))
        return Moved(
            unit=unit, path=hexes, after=(STATE.units[unit],), by="japan", at=end, held=hexes,
            traffic=((7, 3),),
        )  # fmt: skip

    near = told(march(NEAR, 602, 502, 402, 302))
    assert isinstance(near, Moved)
    assert (near.unit, near.path, near.held) == (NEAR, (402, 302), (402, 302))
    assert (near.after, near.traffic) == ((), ())
    crowd = told(march(MIDDLE, 602, 502, 402))
    assert isinstance(crowd, Moved)
    assert (crowd.unit, crowd.path) == ("?00402", (402,))
    assert told(march(FAR, 602, 702)) is None


def test_ground_taken_out_of_sight_is_told_only_with_its_towns() -> None:
    fall = Captured(place="town", name="Town", by="japan", at=Hex(802), held=(Hex(802), Hex(702)))
    assert told(fall) == replace(fall, held=(Hex(802),))


def test_arrivals_and_surrenders_are_told_where_they_are_seen() -> None:
    for kind in (Arrived, Surrendered):
        more = {"cause": "cut_off"} if kind is Surrendered else {}

        def event(unit: UnitId, at: int, kind=kind, more=more):  # type: ignore[no-untyped-def]
            return kind(units=(unit,), after=(STATE.units[unit],), by="japan", at=Hex(at), **more)

        assert told(event(FAR, 702)) is None
        assert told(event(MIDDLE, 402)).units == ("?00402",)  # type: ignore[union-attr]
        assert told(event(NEAR, 302)).units == (NEAR,)  # type: ignore[union-attr]
        assert told(event(NEAR, 302)).after == ()  # type: ignore[union-attr]


def test_stances_stocks_and_who_has_heard_are_never_told_to_the_other_side() -> None:
    his = (STATE.units[NEAR],)
    quiet: list[AnyEvent] = [
        Refitted(what="stance", after=his, by="japan", at=Hex(302)),
        Supplied(side="japan", after=his),
        Sighted(side="japan", found=(RD,)),
        Proclaimed(what="heard", text="It reaches 1 unit.", units=(NEAR,), after=his, by="japan"),
    ]
    assert [told(event) for event in quiet] == [None] * len(quiet)
    assert all(fog.told(STATE, "japan", event) == event for event in quiet)


def test_public_acts_are_told_to_both_sides() -> None:
    public: list[AnyEvent] = [
        TurnBegan(turn=2, weather=("Cl",), ground=(0,), wet_days=(0,)),
        Proclaimed(what="rescript", text="The war is to end.", by="japan"),
    ]
    assert [told(event) for event in public] == public


def test_with_fog_off_everything_is_told() -> None:
    state = replace(STATE, options=Options(fog="off"), cache={})
    event = Refitted(what="stance", after=(state.units[FAR],), by="japan", at=Hex(702))
    assert fog.told(state, "soviet", event) == event


def test_a_match_tells_each_side_its_part() -> None:
    scenario = toy_scenario(FIELD, FORCE)
    match = Match(scenario, 1)
    events = match.submit(Move(RD, (Hex(203), Hex(103))))
    assert isinstance(events, tuple)
    moved, lost = events
    assert match.visible(events, "soviet") == (moved,)
    assert match.visible(events, "japan") == (lost,)
    match.submit(EndPhase())
    events = match.submit(EndPhase())
    assert isinstance(events, tuple)
    for side in ("soviet", "japan"):
        seen = match.visible(events, side)  # type: ignore[arg-type]
        assert [e.kind for e in seen if e.kind in ("turn", "phase")] == ["turn", "phase"]
        assert all(match.state.side_of(u.id) == side for event in seen for u in event.after)
        assert [e.side for e in seen if e.kind == "supply"] == [side]


def test_troops_that_pass_out_of_sight_and_back_are_the_same_to_the_eye() -> None:
    gone = apply(STATE, Moved(unit=MIDDLE, path=(Hex(402), Hex(502)), by="japan",
                              after=(replace(STATE.units[MIDDLE], hex=Hex(502)),)))  # fmt: skip
    back = apply(gone, Moved(unit=MIDDLE, path=(Hex(502), Hex(402)), by="japan",
                             after=(STATE.units[MIDDLE],)))  # fmt: skip
    assert fog.observe(STATE, "soviet") == fog.observe(back, "soviet")
    assert "middle" not in repr(fog.observe(STATE, "soviet"))
