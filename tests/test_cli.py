"""The command line: a wrong one is one sentence and exit code 2; JSON is JSON alone."""

import gzip
import json
import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from game.cli import start
from game.model.orders import EndPhase, line_of, parse_line
from game.replay import reading
from game.scenario.load import SCENARIOS

ROOT = Path(__file__).parents[1]
QUICK = ["simulate", "--soviet", "greedy", "--japan", "greedy", "--turns", "1"]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A day of the campaign between two greedy players."""
    path = tmp_path_factory.mktemp("recorded") / "day.replay"
    assert start([*QUICK, "--replay", str(path)]) == 0
    return path


def main(*arguments: str, **environment: str) -> subprocess.Popen[str]:
    """The program as a user starts it."""
    return subprocess.Popen(
        [sys.executable, "main.py", *arguments], cwd=ROOT, env={**os.environ, **environment},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("simulat", "Did you mean 'simulate'?"),
        ("replay", "Missing command"),
        ("simulate --sed 3", "--seed"),
        ("simulate --seed x", "--seed"),
        ("simulate --seed 9223372036854775808", "9223372036854775807"),
        ("simulate --turns 0", "--turns"),
        ("simulate --turns -1", "--turns"),
        ("simulate --scenario manchuria", 'did you mean "manchuria_1945"?'),
        ("simulate --soviet stuff", "did you mean 'staff'?"),
        ("simulate --option fog", "'fog' is not name=value"),
        ("simulate --option fogg=off", "did you mean 'fog'?"),
        ("simulate --option fog=thick", "'on' or 'off'"),
        ("simulate --replay FOLDER", "is a directory"),
        ("simulate --replay FOLDER/none/x", "No such file or directory"),
        ("simulate --replay TEXT", "never overwrites"),
        ("simulate more", "more"),
        ("replay verify FOLDER/none", "does not exist"),
        ("replay verify FOLDER", "is a directory"),
        ("replay verify TEXT", "no gzip data"),
        ("replay show TEXT", "no gzip data"),
        ("replay show TEXT --follow", "no gzip data"),
        ("replay verify EMPTY", "an empty file"),
        ("replay show DAY --turn 99", "a turn from 1 to 2"),
        ("scenario show nowhere", "manchuria_1945"),
        ("scenario show ../scenarios", "no such folder"),
        ("scenario validate FOLDER/none", "does not exist"),
        ("scenario validate TEXT", "is a file"),
        ("scenario schema --out TEXT", "is a file"),
        ("map manchuria_1945 --out FOLDER/none/x.png", "there is no folder"),
        ("map manchuria_1945 --out FOLDER/x.jpeg", "does not end in .png"),
        ("map manchuria_1945 --out FOLDER/x.png --at Atlantis", "no place 'Atlantis'"),
        ("map manchuria_1945 --out FOLDER/x.png --width 1", "--width"),
        ("map manchuria_1945 --out FOLDER/x.png --at harbin --across inf", "--across"),
        ("map nowhere --out FOLDER/x.png", "manchuria_1945"),
        ("legal", "--side"),
        ("legal --side blue", "'soviet', 'japan'"),
        ("bench --player stuff", "did you mean 'staff'?"),
        ("bench window", "none of engine, sweep, ui"),
        ("screenshot --out FOLDER/x.png --screen cellar", "there is no picture 'cellar'"),
        ("screenshot --out FOLDER/x.png --size big", "write it as 1920x1080"),
        ("screenshot --out FOLDER/x.png --ui-scale 77", "the interface has no size 77"),
        ("screenshot --out FOLDER/x.png --side blue", "blue"),
        ("ladder staff stuff", "did you mean 'staff'?"),
        ("ladder --pairs 0", "--pairs"),
    ],
)
def test_a_wrong_command_is_one_sentence(
    arguments: str, said: str, tmp_path: Path, recorded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "text").write_text("no replay\n")
    (tmp_path / "empty").touch()
    for name, path in (
        ("FOLDER", tmp_path), ("TEXT", tmp_path / "text"), ("EMPTY", tmp_path / "empty"),
        ("DAY", recorded),
    ):  # fmt: skip
        arguments = arguments.replace(name, str(path))
    assert start(arguments.split()) == 2
    out, err = capsys.readouterr()
    assert not out
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    assert said in err


def test_a_folder_that_is_no_scenario_is_told_by_validate(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert start(["scenario", "validate", str(tmp_path)]) == 2
    assert "scenario.toml: found no such file" in capsys.readouterr().out
    assert start(["scenario", "validate", str(SCENARIOS / "manchuria_1945")]) == 0
    assert "no problems" in capsys.readouterr().out


def only_json(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    """The one object on standard output."""
    out, err = capsys.readouterr()
    assert not err
    found = json.loads(out)
    assert isinstance(found, dict)
    return found


def test_simulate_tells_a_game_to_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert start([*QUICK, "--seed", "3", "--option", "fog=off", "--json"]) == 0
    told = only_json(capsys)
    assert list(told) == [
        "scenario", "seed", "options", "turns", "end", "state_hash", "orders", "units", "hexes",
        "cpu_seconds", "wall_seconds", "captures", "losses", "victory",
        "forfeit", "bots", "rescript", "ceasefire", "decision", "acts", "headquarters",
        "air_landings", "choices", "council", "prisoners", "report",
    ]  # fmt: skip
    assert (told["scenario"], told["seed"], told["turns"]) == ("manchuria_1945", 3, 1)
    assert told["options"]["fog"] == "off"  # type: ignore[index]
    assert all(date.fromisoformat(day) for day in told["captures"].values())  # type: ignore[attr-defined]
    losses = {"killed", "wounded", "captured", "tanks", "guns", "aircraft"}
    assert {frozenset(row) for row in told["losses"].values()} == {frozenset(losses)}  # type: ignore[attr-defined]
    assert list(told["losses"]) == ["USSR", "MPR", "JPN", "MCK", "MGJ"]  # type: ignore[call-overload]
    assert set(told["victory"]) == {"points", "level"}  # type: ignore[call-overload]


def test_scenario_show_tells_a_scenario_to_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert start(["scenario", "show", "manchuria_1945", "--json"]) == 0
    told = only_json(capsys)
    for key in ("units", "rail_km", "places"):
        assert isinstance(told[key], int)
    sums = {"men", "tanks", "spg", "guns_mortars", "aircraft"}
    for key in ("totals", "formations"):
        assert all(sums <= set(row) for row in told[key].values())  # type: ignore[attr-defined]
    assert set(told["totals"]) == {"USSR", "MPR", "JPN", "MCK", "MGJ"}  # type: ignore[call-overload]
    assert {"tbf", "gta6"} <= set(told["formations"])  # type: ignore[call-overload]
    assert told["hexes"]["mountains"] > 0  # type: ignore[index]
    assert start([*QUICK, "--json"]) == 0
    assert only_json(capsys)["units"] == told["units"]


def test_replay_verify_tells_its_verdict_to_programs(
    tmp_path: Path, recorded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert start(["replay", "verify", str(recorded), "--json"]) == 0
    assert only_json(capsys)["ok"] is True
    lines = [line.decode() for line in reading.read_lines(recorded).lines]
    at = next(i for i, line in enumerate(lines) if '"order":"move' in line)
    given = json.loads(lines[at])
    lines[at] = lines[at].replace(given["events"], "0123456789abcdef")
    changed = tmp_path / "changed.replay"
    changed.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode()))
    assert start(["replay", "verify", str(changed), "--json"]) == 1
    told = only_json(capsys)
    assert told["ok"] is False
    assert (told["turn"], told["phase"], told["order"]) == (1, "soviet", given["n"])
    assert (told["expected"], told["found"]) == ("0123456789abcdef", given["events"])
    assert start(["replay", "verify", str(changed)]) == 1
    assert f"order {given['n']}, {given['order']!r}: events differs" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"format":1', '"format":2', "a newer version of the game wrote this"),
        ('"digest":"', '"digest":"0', "content of the scenario"),
        ('"rules":', '"rules":9', "rules 9"),
        ('"scenario":"manchuria_1945"', '"scenario":"manchuria"', "cannot be loaded"),
    ],
)
def test_a_recording_of_another_game_is_refused_at_once(
    old: str,
    new: str,
    said: str,
    tmp_path: Path,
    recorded: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    header = reading.read_lines(recorded).lines[0].decode()
    assert old in header
    other = tmp_path / "other.replay"
    other.write_bytes(gzip.compress((header.replace(old, new) + "\n").encode()))
    assert start(["replay", "verify", str(other)]) == 2
    out, err = capsys.readouterr()
    assert not out
    assert said in err
    assert start(["replay", "show", str(other)]) == 2
    assert capsys.readouterr().out == ""


def test_legal_prints_orders_that_can_be_read_back(capsys: pytest.CaptureFixture[str]) -> None:
    assert start(["legal", "--side", "soviet"]) == 0
    lines = capsys.readouterr().out.splitlines()
    orders = [parse_line(line) for line in lines]
    assert [line_of(order) for order in orders] == lines
    assert orders[-1] == EndPhase()
    assert {"move", "attack", "stance", "end"} <= {order.kind for order in orders}


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"COLUMNS": "10", "TERM": "dumb"},
    ],
    ids=["plain C", "ascii", "narrow"],
)
def test_any_terminal_will_do(environment: dict[str, str], recorded: Path) -> None:
    for arguments in (["replay", "show", str(recorded)], ["scenario", "show", "manchuria_1945"]):
        process = main(*arguments, **environment)
        out, err = process.communicate()
        assert (process.returncode, err) == (0, "")
        assert "\x1b" not in out
        assert out


@pytest.mark.skipif(os.name == "nt", reason="pipes and signals of Unix")
def test_a_reader_that_goes_away_is_no_fault() -> None:
    process = main("legal", "--side", "soviet")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait() == 1
    process.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_a_full_disk_is_one_sentence() -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "main.py", "legal", "--side", "soviet"], cwd=ROOT, check=False,
            stdout=full, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "No space left on device" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
def test_an_interrupted_game_says_so_and_its_recording_is_good(tmp_path: Path) -> None:
    path = tmp_path / "game.replay"
    process = main("simulate", "--replay", str(path))
    while not path.exists() or path.stat().st_size < 60_000:
        assert process.poll() is None, process.communicate()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()
    assert (process.returncode, out) == (130, "")
    assert err == f"Interrupted; the game so far is in {path}.\n"
    assert start(["replay", "verify", str(path)]) == 0


def test_the_start_is_quick_because_nothing_heavy_is_imported() -> None:
    code = "import sys, main; main.main(['--version']); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert done.stdout.startswith("August Storm ")
    assert not {"numpy", "pydantic", "pygame", "rich", "typer"} & set(done.stdout.split())
