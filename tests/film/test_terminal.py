"""Games told as text."""

import io
import threading
from pathlib import Path
from typing import get_args

import pytest
from rich.console import Console

from game.film import terminal, words
from game.hexes import Hex
from game.lab.simulate import play
from game.model import events as e
from game.model.events import AnyEvent, Toll
from game.model.forces import AssetId, FormationId, UnitId
from game.model.terrain import Cut
from tests.lab.test_rerun import game, load
from tests.lab.toys import SCENARIO

R0, R1, J0 = UnitId("r0"), UnitId("r1"), UnitId("j0")
SAID: list[tuple[AnyEvent, str]] = [
    (e.TurnBegan(turn=2, weather=("Ra",), ground=(1,), wet_days=(1,)),
     "Turn 2, 10 August: rain, ground wet."),
    (e.PhaseBegan(turn=2, phase="japan"), "The Japanese phase of turn 2 begins."),
    (e.Supplied(side="soviet", tons=(("tf", 900, 1200),)),
     "Soviet supply: 900 of 1,200 t delivered; tf gets 900 of 1,200 t."),
    (e.Supplied(side="soviet", tons=(("tf", 900, 1200),), tight=(("tf", "gauge", Hex(102)),),
                opened=(Hex(103),), lost=(Hex(101),)),
     "Soviet supply: 900 of 1,200 t delivered; tf gets 900 of 1,200 t (the gauge changes at "
     "00102). Trains now run as far as 00103. No trains reach 00101 any more."),
    (e.RailWork(side="soviet", relaid=((606, 1524),), cuts=((612, None), (618, Cut("bridge", 1)))),
     "Soviet railway troops relay the line at 00101, and mend the line at 00102, and work on the "
     "line at 00103."),
    (e.DepotTaken(place=Hex(101), burnt=False, tons=3000, by="soviet"),
     "The depot of 00101 is taken with 3,000 t of use."),
    (e.DepotTaken(place=Hex(101), burnt=True, tons=0, by="soviet"),
     "The depot of 00101 was burnt before it fell."),
    (e.AirTasked(front=FormationId("tf"), units=(R0, R1)),
     "The transport aircraft of tf fly to r0 and r1 first."),
    (e.AirTasked(front=FormationId("tf"), units=()),
     "The transport aircraft of tf fly to all alike."),
    (e.Arrived(units=(R0, R1)), "R0 and r1 arrive."),
    (
        e.Sailed(units=(R0,), path=(Hex(101), Hex(102), Hex(103))),
        "R0 sails 2 hexes; now off 00103.",
    ),
    (e.Sailed(units=(R0,), path=(Hex(101),)), "R0 is at sea off 00101."),
    (
        e.Sailed(units=(R0,), path=(Hex(101), Hex(102)), by_river=True, stopped="enemy"),
        "R0 goes by river to 00102, stopped by the enemy on the shore.",
    ),
    (
        e.Sailed(units=(R0, R1), path=(Hex(101), Hex(102)), landed=True, sunk=900),
        "Landing: r0 and r1 go ashore in 00102. Ships with 900 men are sunk by the coast.",
    ),
    (
        e.Sailed(units=(R0,), path=(Hex(101),), stopped="fog"),
        "R0 is kept off 00101 by fog.",
    ),
    (e.Moved(unit=R0, path=(Hex(501), Hex(601), Hex(701)), stopped="enemy"),
     "R0 marches 2 hexes to 00701, stopped by the enemy."),
    (e.Moved(unit=R0, path=(Hex(501), Hex(601)), by_rail=True), "R0 goes by train 1 hex to 00601."),
    (e.Moved(unit=R0, path=(Hex(501),), stopped="enemy"),
     "R0 stays in 00501, stopped by the enemy."),
    (e.Sighted(side="japan", found=(R0,), hexes=(Hex(501),)),
     "The Japanese side sights enemy troops at 00501."),
    (e.Fought(target=Hex(803), attackers=(R0, R1), defenders=(J0,), assets=(), attack=300,
              defence=100, column=3, modifiers=(), dice=7, row=4, result="retreat",
              attacker_men=10, defender_men=90, retreats=((J0, Hex(903)),), advanced=(R0,),
              toll=(Toll("USSR", killed=4, wounded=6), Toll("JPN", killed=90))),
     "R0 and r1 attack j0 at 00803 (Harbin) (300 against 100): the defenders retreat. They fall "
     "back to 00903. r0 advances. Lost: Soviet 4 killed, 6 wounded; Japanese 90 killed."),
    (e.Surrendered(units=(J0,), cause="order", at=Hex(801)),
     "J0 is gone at 00801, on the order to cease fire."),
    (e.Refitted(what="rest", by="soviet"), "Rest: the Soviet side."),
    (e.Worked(unit=J0, task="blow", side=501 * 6 + 3, result="done", left=2, dice=8, at=Hex(501)),
     "J0 blows the bridge between 00501 and 00502, 2 more days of a brigade."),
    (e.Captured(place="harbin", name="Harbin", by="soviet"), "Harbin is now Soviet."),
    (e.Proclaimed(what="rescript", text="The war is to end."), "The war is to end."),
    (e.Mutinied(units=(J0,), over=False), "J0 mutinies and its men go home."),
    (e.Mutinied(units=(R0, R1), over=True), "R0 and r1 mutiny and go over to the enemy."),
    (e.Fled(unit=J0, path=(Hex(803), Hex(903)), why="enemy armour near"),
     "J0 flees from 00803 (Harbin): enemy armour near."),
    (e.Refugees(hexes=(Hex(803),)), "Refugees fill the roads at 00803 (Harbin)."),
    (e.Evacuated(unit=J0, at=Hex(803), toll=(Toll("JPN", evacuated=500),)),
     "J0 leaves the theatre by 00803 (Harbin). Lost: Japanese 500 evacuated."),
    (e.Escorted(taken=((Hex(803), 6000), (Hex(501), 50))),
     "6,050 prisoners are led to the rear, 6,000 at 00803 (Harbin) and 50 at 00501."),
    (e.HqMoved(hqs=((FormationId("a1"), Hex(801)),), by="soviet"), "A1 commands from 00801."),
    (e.HqMoved(hqs=((FormationId("a1"), Hex(801)), (FormationId("a2"), Hex(501))), by="soviet"),
     "2 Soviet headquarters move."),
    (e.HqLost(formation=FormationId("a1"), name="a1", by="japan", at=Hex(803)),
     "A1 is overrun at 00803 (Harbin): its headquarters is scattered."),
    (e.Happened(event="news", title="Nagasaki", text="A second bomb falls.", told="both"),
     "Nagasaki. A second bomb falls."),
    (e.Chose(event="mc10", option="a25", text="10th Corps: to 25th Army", unanswered=True),
     "10th Corps: to 25th Army (nobody chose)."),
    (e.Deliberated(terms=(("blockade", 2), ("places lost", 5)), stands=52, pressure=7),
     "Pressure on the council: blockade +2, places lost +5; it stands at 52."),
    (e.Deliberated(terms=(), stands=52, need=12, throw=7),
     "The council sits: 7 thrown, 12 needed; the war goes on."),
    (e.Deliberated(terms=(), stands=52, decided=True), "The council decides to end the war."),
    (e.Flew(wing=AssetId("sa1"), mission="column", sorties=80, arrived=60, stopped=20, effect=45,
            at=Hex(801), toll=(Toll("USSR", aircraft=1),)),
     "80 sorties of sa1 (20 were stopped by fighters) attack troops at 00801; 45 men fall. "
     "Lost: Soviet 1 aircraft."),
    (e.Flew(wing=AssetId(""), mission="bridge", sorties=60, arrived=60, stopped=0, at=Hex(801),
            by="soviet"),
     "60 sorties of the Soviet side bomb the bridge at 00801 and miss."),
    (e.Based(moved=((AssetId("sa1"), Hex(101), Hex(803)),)),
     "New airfields: sa1 to 00803 (Harbin)."),
    (e.Based(lost=((AssetId("jf1"), 40),), at=Hex(803)),
     "Aircraft lost with their airfield at 00803 (Harbin): 40 of jf1."),
    (e.AirLanded(unit=R0, result="obeyed", at=Hex(803)),
     "R0 takes 00803 (Harbin): the garrison lays down its arms."),
    (e.Ended(reason="the last day is over", level="draw", points=-3),
     "The game is over (the last day is over): draw, -3 points."),
]  # fmt: skip


@pytest.mark.parametrize(("event", "said"), SAID)
def test_an_event_is_a_sentence(event: AnyEvent, said: str) -> None:
    assert words.sentence(event, SCENARIO) == said


def test_every_class_of_event_has_an_example_here() -> None:
    assert {type(event) for event, _ in SAID} == set(get_args(AnyEvent))


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, ""), (1, "a"), (2, "a and b"), (3, "a, b and c"), (5, "a, b and 3 more")],
)
def test_lists_are_cut(count: int, said: str) -> None:
    assert words.listed("abcde"[:count]) == said


def console() -> Console:
    """A wide one that remembers."""
    return Console(file=io.StringIO(), width=200, highlight=False)


def text(of: Console) -> str:
    """What it printed."""
    assert isinstance(of.file, io.StringIO)
    return of.file.getvalue()


def test_a_recorded_game_is_told_order_by_order(tmp_path: Path) -> None:
    played = game(tmp_path / "a")
    out = console()
    terminal.show(tmp_path / "a", load=load, console=out)
    told = text(out)
    assert "Turn 1, 9 August 1945" in told
    assert "Turn 3, 11 August 1945" in told
    assert told.count(" end\n") == 6
    assert f"{played.match.orders:,}" in told
    assert "Soviet losses of the day" in told
    assert "The game is over" in told


def test_one_turn_alone_is_told(tmp_path: Path) -> None:
    game(tmp_path / "a")
    out = console()
    terminal.show(tmp_path / "a", turn=2, load=load, console=out)
    assert "Turn 2, 10 August 1945" in text(out)
    assert "Turn 1," not in text(out)
    assert "Turn 3," not in text(out)
    assert text(out).count(" end\n") == 2


def test_a_growing_game_is_followed_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    game(tmp_path / "whole")
    data = (tmp_path / "whole").read_bytes()
    growing = tmp_path / "growing"
    growing.write_bytes(data[:100])
    monkeypatch.setattr(terminal, "POLL", 0.001)

    def write() -> None:
        with growing.open("ab") as file:
            for i in range(100, len(data), 500):
                file.write(data[i : i + 500])
                file.flush()

    writer = threading.Thread(target=write)
    writer.start()
    live, whole = console(), console()
    terminal.show(growing, follow=True, load=load, console=live)
    writer.join()
    terminal.show(tmp_path / "whole", load=load, console=whole)
    after = "Turn 1, 9 August"
    assert text(live).partition(after)[2] == text(whole).partition(after)[2] != ""


def test_a_campaign_to_watch_shows_each_day(monkeypatch: pytest.MonkeyPatch) -> None:
    out = console()
    terminal.watch("toy", seed=1, turns=2, load=load, console=out)
    told = text(out)
    assert "Turn 1, 9 August 1945" in told
    assert "Turn 2, 10 August 1945" in told
    assert "How it stands" in told
    assert "Weather: clear" in told


def test_the_sketch_shows_troops_and_ground() -> None:
    state = play(SCENARIO, 1, {"soviet": "greedy", "japan": "greedy"}, turns=1).match.state
    lines = [line.plain for line in terminal.sketch(state, 200)]
    assert set("".join(lines)) <= set("SJx:. ")
    assert {"S", "J"} <= set("".join(lines))
    assert len(lines) == 3
    assert {len(line) for line in lines} == {12}


def test_the_summary_names_holders_losses_and_result() -> None:
    match = play(SCENARIO, 1, {"soviet": "greedy", "japan": "greedy"}).match
    out = console()
    terminal.print_summary(match, out, times={"CPU": 1.5})
    told = text(out)
    assert "Harbin" in told
    assert "10 August" in told
    assert f"{match.state.losses['JPN'].killed:,}" in told
    assert match.state.over is not None
    assert f"Result: {match.state.over[1]}" in told
    assert "CPU 1.50 s" in told
