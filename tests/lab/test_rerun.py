"""A recorded game played again: it repeats, a lie in it is named, an unfinished one goes on."""

import gzip
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from game.lab.simulate import Simulation, play
from game.match import play_out
from game.model.orders import Refusal
from game.model.scenario import Scenario
from game.players.registry import make
from game.replay import Recorder, ReplayFault, event_digest, read, reading
from game.rerun import resume, verify
from game.scenario.problems import Problem, ScenarioFault
from tests.lab.toys import SCENARIO

ROOT = Path(__file__).parents[2]
WHO = {"soviet": "greedy", "japan": "random"}


def load(name: str) -> Scenario:
    """The scenario of all recordings here."""
    assert name == "toy"
    return SCENARIO


def game(path: Path, turns: int | None = None, seed: int = 5) -> Simulation:
    """A recorded game."""
    return play(SCENARIO, seed, WHO, turns=turns, replay=path)


def change(path: Path, old: str, new: str, count: int = 1) -> None:
    """Write a replay anew with another text in it."""
    text = b"\n".join(reading.read_lines(path).lines).decode()
    assert old in text, old
    path.write_bytes(gzip.compress((text.replace(old, new, count) + "\n").encode()))


def test_a_whole_game_repeats_exactly(tmp_path: Path) -> None:
    played = game(tmp_path / "a")
    assert played.match.over
    assert any(o.order.startswith("attack") for o in orders(tmp_path / "a"))
    verdict = verify(tmp_path / "a", load)
    assert verdict.ok, verdict.message
    assert verdict.as_json() == {"ok": True, "message": verdict.message}
    assert f"{played.match.orders} orders repeat exactly, to its end" in verdict.message


def orders(path: Path) -> list[reading.Given]:
    """The orders of a file."""
    return [entry for entry in read(path).entries if isinstance(entry, reading.Given)]


def test_the_same_seed_gives_the_same_game_in_other_processes(tmp_path: Path) -> None:
    here = game(tmp_path / "a").match.state_hash()
    code = (
        "import sys; from pathlib import Path; from tests.lab.test_rerun import game;"
        "print(game(Path(sys.argv[1])).match.state_hash())"
    )
    for seed in ("1", "77"):
        path = tmp_path / f"b{seed}"
        done = subprocess.run(
            [sys.executable, "-c", code, str(path)], cwd=ROOT, capture_output=True, text=True,
            check=True, env={**os.environ, "PYTHONHASHSEED": seed},
        )  # fmt: skip
        assert done.stdout.strip() == here
        assert path.read_bytes() == (tmp_path / "a").read_bytes()


def test_another_seed_gives_another_game(tmp_path: Path) -> None:
    other = game(tmp_path / "b", seed=6).match
    assert game(tmp_path / "a").match.state_hash() != other.state_hash()


def test_recording_changes_nothing(tmp_path: Path) -> None:
    assert play(SCENARIO, 5, WHO).match.state_hash() == game(tmp_path / "a").match.state_hash()


def test_an_order_that_was_changed_into_an_end_is_seen_by_the_reader(tmp_path: Path) -> None:
    path = tmp_path / "a"
    game(path)
    victim = next(o for o in orders(path) if o.order.startswith("move") and o.n > 3)
    change(path, f'"n":{victim.n},"side":"{victim.side}","order":"{victim.order}"',
           f'"n":{victim.n},"side":"{victim.side}","order":"end"')  # fmt: skip
    verdict = verify(path, load)
    assert (verdict.ok, verdict.field) == (False, "file")
    assert "found an order; allowed is the beginning of a phase" in verdict.message


def test_verify_names_an_order_that_is_not_allowed(tmp_path: Path) -> None:
    path = tmp_path / "a"
    game(path)
    victim = next(o for o in orders(path) if o.order.startswith("move") and o.n > 3)
    unit, way = victim.order.split()[1:3]
    far = "-".join([*way.split("-"), "01206"])
    change(path, f'"order":"{victim.order}"', f'"order":"move {unit} {far}"')
    verdict = verify(path, load)
    assert (verdict.ok, verdict.order, verdict.field) == (False, victim.n, "order")
    assert verdict.found.startswith("refused: ")
    assert verdict.line == f"move {unit} {far}"


@pytest.mark.parametrize(
    "order",
    [
        "move nobody 00501-00601", "move r0 00501-99999", "move r0 99999-99998",
        "rail r0 00501-99999", "attack r0 > 99999", "attack nobody > 00601",
        "attack r0 > 00601 with nothing", "attack r0,r0 > 00601", "stance nobody stand",
        "fuel r0 > nobody 5", "fuel r0 > r0 9999", "move j0 00801-00701", "move r0 000-000",
    ],
)  # fmt: skip
def test_a_hostile_order_is_refused_not_a_crash(tmp_path: Path, order: str) -> None:
    path = tmp_path / "a"
    game(path, turns=1)
    first = orders(path)[0]
    change(path, f'"order":"{first.order}"', f'"order":"{order}"')
    verdict = verify(path, load)
    assert (verdict.ok, verdict.order, verdict.field) == (False, 1, "order")
    assert verdict.found.startswith("refused: ")


def test_verify_names_changed_events(tmp_path: Path) -> None:
    path = tmp_path / "a"
    game(path)
    victim = orders(path)[4]
    change(path, f'"events":"{victim.events}"', '"events":"0123456789abcdef"')
    verdict = verify(path, load)
    told = verdict.as_json()
    assert (told["ok"], told["turn"], told["order"]) == (False, 1, 5)
    assert (told["field"], told["expected"]) == ("events", "0123456789abcdef")
    assert told["found"] == victim.events


def test_verify_names_another_seed_by_the_first_order_that_met_dice(tmp_path: Path) -> None:
    path = tmp_path / "a"
    game(path)
    change(path, '"seed":5', '"seed":6')
    verdict = verify(path, load)
    assert not verdict.ok
    assert verdict.order
    assert verdict.field in ("events", "order")
    assert verdict.state  # and what came of it by the next morning


def test_verify_names_the_field_of_a_changed_state(tmp_path: Path) -> None:
    path = tmp_path / "a"
    game(path)
    change(path, '"men":9000', '"men":9001')
    verdict = verify(path, load)
    assert (verdict.turn, verdict.phase, verdict.order) == (1, "soviet", 0)
    assert (verdict.field, verdict.expected, verdict.found) == ("units.r0.men", "9001", "9000")


def test_verify_names_a_changed_hash_and_a_changed_end(tmp_path: Path) -> None:
    game(tmp_path / "a")
    whole = (tmp_path / "a").read_bytes()
    began = [e for e in read(tmp_path / "a").entries if isinstance(e, reading.Began)][3]
    change(tmp_path / "a", began.hash, "0" * 32)
    verdict = verify(tmp_path / "a", load)
    assert (verdict.turn, verdict.phase, verdict.field) == (began.turn, began.phase, "state")
    (tmp_path / "a").write_bytes(whole)
    end = read(tmp_path / "a").entries[-1]
    assert isinstance(end, reading.Finish)
    change(tmp_path / "a", f'"points":{end.points}', f'"points":{end.points + 1}')
    assert verify(tmp_path / "a", load).field == "points"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"digest":"toy"', '"digest":"toi"', "content of the scenario toy toi; allowed is toy"),
        ('"rules":', '"rules":9', "rules 9"),
        ('"scenario":"toy"', '"scenario":"atlantis"', "cannot be loaded.*atlantis"),
        ('"scenario":"toy"', '"scenario":"../toy"', "as scenario"),
        ('"format":1', '"format":2', "newer version"),
    ],
)
def test_another_game_is_refused_before_it_is_played(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    import re

    def only_toy(name: str) -> Scenario:
        if name != "toy":
            raise ScenarioFault([Problem("scenarios", "", "", name, "toy")])
        return SCENARIO

    path = tmp_path / "a"
    game(path, turns=1)
    change(path, old, new)
    verdict = verify(path, only_toy)
    assert not verdict.ok
    assert re.search(told, verdict.message), verdict.message


def test_a_spoilt_tail_does_not_verify_but_a_cut_one_does(tmp_path: Path) -> None:
    path = tmp_path / "a"
    game(path)
    whole = path.read_bytes()
    path.write_bytes(whole[:-60])
    verdict = verify(path, load)
    assert verdict.ok
    assert "Note: the file was not closed" in verdict.message
    path.write_bytes(whole[:-60] + bytes(80))
    assert not verify(path, load).ok


@pytest.mark.parametrize("part", [20, 50, 90, 99])
def test_an_unfinished_game_goes_on_to_its_end_in_the_same_file(tmp_path: Path, part: int) -> None:
    whole = game(tmp_path / "whole").match
    data = (tmp_path / "whole").read_bytes()
    cut = tmp_path / "cut"
    cut.write_bytes(data[: max(len(data) * part // 100, 2000)])
    match = resume(cut, SCENARIO)
    assert match.orders == read(cut).orders <= whole.orders
    play_out(match, {"soviet": make("greedy", "soviet", 5), "japan": make("random", "japan", 5)})
    assert isinstance(match.scribe, Recorder)
    match.scribe.close()
    assert verify(cut, load).ok
    assert read(cut).finished
    assert match.turn == whole.turn


def test_going_on_gives_the_very_same_file(tmp_path: Path) -> None:
    game(tmp_path / "whole")
    game(tmp_path / "part", turns=1)
    match = resume(tmp_path / "part", SCENARIO)
    for entry in orders(tmp_path / "whole")[match.orders :]:
        events = match.submit(entry.parsed())
        assert not isinstance(events, Refusal)
        assert event_digest(events) == entry.events
    assert isinstance(match.scribe, Recorder)
    match.scribe.close()
    assert gzip.decompress((tmp_path / "part").read_bytes()) == gzip.decompress(
        (tmp_path / "whole").read_bytes()
    )


def test_a_killed_game_loses_at_most_the_order_it_was_working_on(tmp_path: Path) -> None:
    path = tmp_path / "a"
    code = (
        "import sys; from pathlib import Path; from game.lab.simulate import play;"
        "from tests.lab.test_rerun import SCENARIO, WHO;"
        "tell = lambda match, order, events: print(match.orders, flush=True);"
        "play(SCENARIO, 5, WHO, replay=Path(sys.argv[1]), watch=tell)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    with process.stdout:
        for line in process.stdout:
            if int(line) == 9:
                break
        process.send_signal(signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
        told = [9, *map(int, process.stdout.read().split())]
    process.wait()
    assert told[-1] <= read(path).orders <= told[-1] + 1
    assert verify(path, load).ok
    match = resume(path, SCENARIO)
    assert match.orders >= 9
    assert isinstance(match.scribe, Recorder)
    match.scribe.close()


def test_a_finished_or_foreign_game_does_not_go_on(tmp_path: Path) -> None:
    game(tmp_path / "a")
    with pytest.raises(ReplayFault, match="a game that is over"):
        resume(tmp_path / "a", SCENARIO)
    game(tmp_path / "b", turns=1)
    with pytest.raises(ReplayFault, match="content of the scenario"):
        resume(tmp_path / "b", replace(SCENARIO, digest="other"))
    change(tmp_path / "b", '"guns":165', '"guns":166', 99)
    with pytest.raises(ReplayFault, match="found a state; allowed is the one with the digest"):
        resume(tmp_path / "b", SCENARIO)
