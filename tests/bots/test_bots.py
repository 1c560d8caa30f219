"""Programs as players: what they are told, their time, and that none of them can hurt a game."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from pathlib import Path

import pytest

from game.bots import names, wire
from game.bots.clock import Clock, clock_of
from game.bots.player import Bot
from game.bots.process import Program, Silent
from game.cli import start
from game.lab.simulate import Simulation, play
from game.match import Match
from game.model.orders import EndPhase
from game.players.registry import UnknownPlayer
from game.replay import read
from tests.lab.toys import SCENARIO

EXAMPLES = Path(__file__).parents[2] / "examples"
GREET = "import sys,json\nsay=lambda m:print(json.dumps(m),flush=True)\n"
GREET += "sys.stdin.readline()\nsay({'protocol':1,'name':'probe'})\n"


def program(tmp_path: Path, body: str, clock: str = "20+5") -> str:
    """The name of a player that is this Python program."""
    path = tmp_path / "bot.py"
    path.write_text(body, encoding="utf-8")
    return f"cmd@{clock}:{sys.executable} {path}"


def game(soviet: str, japan: str = "greedy", turns: int | None = None) -> Simulation:
    """A game of the small war."""
    return play(SCENARIO, 1, {"soviet": soviet, "japan": japan}, turns=turns)


def gone(pid: int) -> bool:
    """Whether no process has this number any more, not even a dead one that nobody has reaped."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_the_example_in_python_plays_a_whole_game() -> None:
    played = game(f"cmd:{sys.executable} {EXAMPLES / 'bot.py'}")
    assert played.forfeit is None
    assert played.match.over
    assert played.match.orders > 20
    assert played.bots["soviet"].title == "example in Python"


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
def test_the_example_in_another_language_plays_a_whole_game() -> None:
    played = game("greedy", f"cmd:node {EXAMPLES / 'bot.js'}")
    assert played.forfeit is None
    assert played.match.over
    assert played.bots["japan"].title == "example in JavaScript"


def test_a_program_that_only_ends_its_phases_plays_to_the_end(tmp_path: Path) -> None:
    played = game(program(tmp_path, GREET + "for line in sys.stdin: say([])"))
    assert (played.forfeit, played.end) == (None, "the last day is over")


def test_refused_orders_are_told_and_logged_and_cost_nothing(tmp_path: Path) -> None:
    body = GREET + (
        "import pathlib\nseen=[]\n"
        "for line in sys.stdin:\n"
        "    m=json.loads(line)\n"
        "    if m['type']!='orders': break\n"
        "    seen+=m['refused']\n"
        "    pathlib.Path(__file__).with_suffix('.seen').write_text(json.dumps(seen))\n"
        "    say({'orders':['move r0 00101-00102','end']} if len(seen)==0 else\n"
        "        ['fly to Tokyo'] if len(seen)==1 else ['end'])\n"
    )
    played = game(program(tmp_path, body), turns=1)
    seen = json.loads((tmp_path / "bot.seen").read_text())
    assert [r["order"] for r in seen] == ["move r0 00101-00102", "fly to Tokyo"]
    assert seen[1]["code"] == "malformed"
    assert played.forfeit is None
    assert played.refused >= 2
    log = played.bots["soviet"].log
    assert "fly to Tokyo" in log[1]
    assert "no order begins with 'fly'" in log[1]


def test_a_program_that_never_gives_a_legal_order_loses_its_phase_and_no_more(
    tmp_path: Path,
) -> None:
    played = game(program(tmp_path, GREET + "for line in sys.stdin: say(['nothing'])"), turns=2)
    assert played.forfeit is None
    assert played.turns == 2


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("raise SystemExit(3)", "exit code 3"),
        (GREET + "raise ValueError('I am lost')", "its last words: ValueError: I am lost"),
        (GREET + "sys.stdin.readline()\nprint('what?',flush=True)\nsys.stdin.read()", "no JSON"),
        (GREET + "sys.stdin.readline()\nsay({'orders':7})\nsys.stdin.read()", "no list of texts"),
        (GREET + "for line in sys.stdin: say({'ask':'advice'})", "there are legal, check, odds"),
        (GREET + "sys.stdin.readline()\nprint('x'*2000000,flush=True)", "more than 1,000,000"),
        ("import sys\nsys.stdin.readline()\nprint('{\"protocol\":99}',flush=True)\n"
         "sys.stdin.read()", "the answer to hello"),
    ],
)  # fmt: skip
def test_a_crash_or_nonsense_is_a_defeat_and_the_game_goes_out_in_order(
    tmp_path: Path, body: str, why: str
) -> None:
    played = game(program(tmp_path, body))
    assert played.forfeit is not None
    assert played.forfeit.side == "soviet"
    assert why in played.forfeit.reason
    result = played.as_json()
    assert result["end"] == "forfeit of soviet"
    assert result["victory"]["level"] == "forfeit"  # type: ignore[index]


@pytest.mark.parametrize(
    "body",
    [
        "import time\ntime.sleep(60)",
        GREET + "import time\ntime.sleep(60)",
        # It neither reads nor writes, will not be told to stop, and has a child that holds on.
        "import os,signal,time\nsignal.signal(signal.SIGTERM,signal.SIG_IGN)\n"
        "os.fork()\ntime.sleep(60)",
    ],
)
def test_a_program_that_hangs_loses_on_time_and_is_gone(tmp_path: Path, body: str) -> None:
    name = program(tmp_path, body, "0.4+0.1")
    began = time.monotonic()
    played = game(name)
    assert time.monotonic() - began < 10
    assert played.forfeit is not None
    assert "out of time" in played.forfeit.reason
    running = played.bots["soviet"]._program
    assert running is not None
    assert gone(running.pid)


def test_no_program_outlives_its_game(tmp_path: Path) -> None:
    played = game(program(tmp_path, GREET + "while True: sys.stdin.readline(); say([])"))
    running = played.bots["soviet"]._program
    assert running is not None
    assert gone(running.pid)


def test_a_record_of_a_forfeited_game_can_be_read(tmp_path: Path) -> None:
    body = GREET + "sys.stdin.readline()\nsay(['end'])\nsys.stdin.readline()\nraise SystemExit"
    name = program(tmp_path, body)
    path = tmp_path / "game.replay"
    played = play(SCENARIO, 1, {"soviet": name, "japan": "greedy"}, replay=path)
    assert played.forfeit is not None
    replay = read(path)
    assert not replay.finished
    assert replay.header.players["soviet"] == name


def test_time_that_is_not_used_is_kept_as_in_chess() -> None:
    clock = clock_of("30+2.5")
    clock.phase()
    clock.spend(1)
    clock.phase()
    assert clock.left == 34
    assert str(clock) == "30+2.5"
    for bad in ("30", "0+0", "+3", "fast"):
        with pytest.raises(ValueError, match="is no clock"):
            clock_of(bad)


def test_only_the_time_of_the_program_counts(tmp_path: Path) -> None:
    ticks = iter(range(1000))
    _, command = names.command_of(program(tmp_path, GREET + "for line in sys.stdin: say([])"))
    bot = Bot("b", command, "soviet", Clock(50, 10), now=lambda: next(ticks))
    try:
        match = Match(SCENARIO, 1)
        assert bot.choose(match.view("soviet")) == (EndPhase(),)
        # Two lines were asked for, hello and orders, at one second each by this clock.
        assert bot.clock.left == 50 + 10 - 2
    finally:
        bot.close()


def test_a_program_learns_what_its_side_knows_and_no_more() -> None:
    match = Match(SCENARIO, 1)
    view = match.view("japan")
    told = json.loads(wire.line(wire.view_of(view, "japan")))
    assert {u["id"] for u in told["units"]} == {f"j{i}" for i in range(6)}
    hidden = {f"r{i}" for i in range(6)} - {u.id for u in view.on_map("soviet")}
    text = wire.line(wire.hello(view, "japan", Clock())) + wire.line(wire.view_of(view, "japan"))
    for unit in hidden:
        assert f'"{unit}"'.encode() not in text
    assert b'"seed"' not in text
    assert all("fuel" not in u for u in told["enemy"])


def test_a_program_can_ask_for_legal_orders_checks_and_odds(tmp_path: Path) -> None:
    body = GREET + (
        "import pathlib\nsys.stdin.readline()\nheard=[]\n"
        "for q in ({'ask':'legal'},{'ask':'legal','unit':'r0'},{'ask':'legal','unit':'j0'},\n"
        "    {'ask':'check','order':'end'},{'ask':'check','order':'dance'},\n"
        "    {'ask':'odds','order':'attack r0 > 00101'}):\n"
        "    say(q); heard.append(json.loads(sys.stdin.readline()))\n"
        "pathlib.Path(__file__).with_suffix('.heard').write_text(json.dumps(heard))\n"
        "say([])\nsys.stdin.read()"
    )
    game(program(tmp_path, body, "10+0"), turns=1)
    every, own, other, fine, bad, odds = json.loads((tmp_path / "bot.heard").read_text())
    assert "end" in every["orders"]
    assert set(own["orders"]) < set(every["orders"])
    assert other["orders"] == []
    assert fine == {"type": "check", "order": "end"}
    assert bad["code"] == "malformed"
    assert odds["type"] == "odds"
    assert "sentence" in odds


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("cmd:", "has no command"),
        ("cmd:./there/is/none", "is no program that can be run"),
        ("cmd@soon:python", "is no clock"),
        ('cmd:python "bot', "No closing quotation"),
        ("py:bot", "not of the form"),
        ("py:none.py:Bot", "there is no file"),
        ("gredy", "did you mean 'greedy'"),
    ],
)
def test_a_player_that_cannot_be_is_named_before_the_game(name: str, why: str) -> None:
    with pytest.raises(UnknownPlayer, match=why):
        names.check_name(name)


def test_a_class_from_a_file_plays_and_its_fault_is_its_defeat(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text(
        "from game.model.orders import EndPhase\n"
        "class Quiet:\n    name='quiet'\n    def __init__(self, side): pass\n"
        "    def choose(self, view): return (EndPhase(),)\n"
        "class Wrong(Quiet):\n    def choose(self, view): return 1 / 0\n"
    )
    assert game(f"py:{path}:Quiet").forfeit is None
    lost = game(f"py:{path}:Wrong").forfeit
    assert lost is not None
    assert "ZeroDivisionError" in lost.reason
    with pytest.raises(UnknownPlayer, match="there is no class Nobody"):
        names.check_name(f"py:{path}:Nobody")


def test_the_command_tells_a_forfeit_in_a_sentence_and_ends_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = program(tmp_path, "raise SystemExit(3)")
    assert start(["simulate", "--scenario", "tutorial", "--japan", name]) == 0
    assert f"japan forfeits the game: {name}: it has ended (exit code 3)." in (
        " ".join(capsys.readouterr().out.split())
    )
    assert start(["simulate", "--scenario", "tutorial", "--japan", "cmd:./none/such"]) == 2
    assert "give its path" in capsys.readouterr().err


def test_a_closed_program_is_silent() -> None:
    with Program([sys.executable, "-c", "pass"]) as running:
        with pytest.raises(Silent, match="it has ended"):
            running.hear(10)
        running.close()
    assert gone(running.pid)
