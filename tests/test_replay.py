"""The replay file: what is written comes back, a cut tail costs one order, all else is a fault."""

import contextlib
import gzip
import json
import subprocess
import sys
import zlib
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.hexes import Hex
from game.model.events import Moved, Sighting, Toll
from game.model.forces import AssetId, UnitId
from game.model.orders import Attack, EndPhase, Move
from game.model.scenario import Options
from game.model.state import State
from game.replay import (
    FORMAT,
    Began,
    Given,
    Header,
    Recorder,
    Replay,
    ReplayFault,
    Snapshot,
    SnapshotFault,
    Unpacker,
    differences,
    digest,
    event_digest,
    read,
    reading,
    restore,
    snapshot,
)
from tests.toy import counter, toy_map, toy_scenario, toy_state

SCENARIO = toy_scenario(
    toy_map("....\n....\n...."),
    [counter("red", 101), counter("blue", 302), counter("yellow", 404 - 1, nation="JPN")],
)
HEADER = Header(FORMAT, "0.1", 1, "toy", "toy", 7, Options(), {"soviet": "a", "japan": "b"})
RICH = replace(
    toy_state(SCENARIO),
    held={Hex(302): (1, 2), Hex(101): (2, 1)},
    traffic={612: 3},
    assets_used=frozenset(map(AssetId, ("gamma", "alpha", "beta"))),
    captures={"harbin": 4, "changchun": 2},
    losses={"JPN": Toll("JPN", killed=5), "MPR": Toll("MPR", guns=1)},
    sightings={
        "soviet": {UnitId("yellow"): Sighting(Hex(301), 1, 500, 0, 3, True)},
        "japan": {},
    },
    over=("turns", "draw", -3),
)


STATE = toy_state(SCENARIO)
RED = UnitId("red")


def march(n: int) -> Move:
    """An order of its own for each number."""
    return Move(RED, (Hex(101), Hex(102 + n)))


def give(recorder: Recorder, n: int) -> None:
    """Record an order and an event."""
    order = march(n)
    recorder.order("soviet", order, (Moved(unit=RED, path=order.path),), STATE)


def record(path: Path, orders: int = 5) -> Path:
    """A file with a phase, its state and some orders, closed but not ended."""
    with Recorder(path, HEADER) as recorder:
        recorder.phase(STATE)
        for n in range(1, orders + 1):
            give(recorder, n)
    return path


def remake(path: Path, change: object, to: object = None) -> None:
    """Write the file's lines anew with one text in place of another, or with other lines."""
    lines = reading.read_lines(path).lines
    if isinstance(change, str) and isinstance(to, str):
        text = b"\n".join(lines).decode()
        assert change in text
        lines = text.replace(change, to, 1).encode().split(b"\n")
    else:
        assert isinstance(change, list)
        lines = change
    path.write_bytes(gzip.compress(b"".join(line + b"\n" for line in lines)))


# Snapshots


def test_a_snapshot_comes_back_equal_with_its_index_and_control() -> None:
    back = restore(snapshot(RICH), SCENARIO)
    assert back == RICH
    assert snapshot(back) == snapshot(RICH)
    assert back.index == RICH.index
    assert back.control[302] == 1


def test_a_snapshot_holds_every_fact_and_nothing_else() -> None:
    assert set(json.loads(snapshot(RICH))) == {f.name for f in fields(State)} - {
        "scenario", "index", "control", "cache",
    }  # fmt: skip


def test_equal_states_give_equal_text_in_whatever_order_their_tables_were_filled() -> None:
    other = replace(
        RICH,
        held=dict(reversed(RICH.held.items())),
        captures=dict(reversed(RICH.captures.items())),
        losses=dict(reversed(RICH.losses.items())),
        sightings=dict(reversed(RICH.sightings.items())),
    )
    assert other == RICH
    assert snapshot(other) == snapshot(RICH)


@pytest.mark.parametrize(
    "change", [{"turn": 2}, {"held": {}}, {"assets_used": frozenset()}, {"over": None}]
)
def test_every_change_changes_the_digest(change: dict[str, object]) -> None:
    assert digest(snapshot(replace(RICH, **change))) != digest(snapshot(RICH))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"hex":101', '"hex":99999', "units.red.hex"),
        ('"id":"red"', '"id":7', "units.red"),
        ('"turn":1', '"turn":11111', "turn"),
        ('"red":{', '"green":{', "units"),
        ('"held":{"101"', '"held":{"65000"', "held.65000"),
        ('"turn":1', '"day":1', "has the fields"),
        ("{", "[", "one JSON object"),
    ],
)
def test_a_snapshot_of_something_else_is_a_fault(old: str, new: str, told: str) -> None:
    text = snapshot(RICH)
    assert old in text
    with pytest.raises(SnapshotFault, match=told):
        restore(text.replace(old, new, 1), SCENARIO)


def test_a_difference_is_named_by_its_field() -> None:
    red = replace(RICH.units[UnitId("red")], men=8999)
    other = replace(RICH, units={**RICH.units, red.id: red}, captures={"harbin": 4})
    found = list(differences(json.loads(snapshot(RICH)), json.loads(snapshot(other))))
    assert found == [("units.red.men", "9000", "8999"), ("captures.changchun", "2", "nothing")]


def test_the_digest_of_events_counts_their_every_field_and_their_order() -> None:
    a = Moved(unit=UnitId("red"), path=(Hex(101), Hex(102)))
    b = replace(a, after=(RICH.units[UnitId("red")],))
    seals = {event_digest(events) for events in ((), (a,), (b,), (a, b), (b, a))}
    assert len(seals) == 5
    assert all(len(seal) == 16 for seal in seals)


def test_digests_do_not_depend_on_the_process() -> None:
    code = (
        "from tests.test_replay import RICH, digest, snapshot; print(digest(snapshot(RICH)))"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True,
            cwd=Path(__file__).parents[1], env={"PYTHONHASHSEED": seed},
        ).stdout.strip()
        for seed in ("1", "2")
    }  # fmt: skip
    assert found == {digest(snapshot(RICH))}


# Files


def test_what_is_written_is_read(tmp_path: Path) -> None:
    replay = read(record(tmp_path / "a.replay"))
    assert replay.header == HEADER
    began, state, first, *_ = replay.entries
    assert began == Began(1, "soviet", digest(snapshot(STATE)))
    assert state == Snapshot(snapshot(STATE))
    assert isinstance(first, Given)
    assert first.parsed() == march(1)
    assert (replay.orders, replay.finished, replay.lost) == (5, False, "")


def test_the_end_of_a_game_is_written(tmp_path: Path) -> None:
    with Recorder(tmp_path / "a", HEADER) as recorder:
        recorder.phase(STATE)
        recorder.order("soviet", EndPhase(), (), RICH)
    assert read(tmp_path / "a").finished


def test_each_phase_has_its_digest_and_each_turn_its_state_in_full(tmp_path: Path) -> None:
    with Recorder(tmp_path / "a", HEADER) as recorder:
        recorder.phase(STATE)
        for turn in (1, 2):
            noon = replace(STATE, turn=turn, phase="japan")
            recorder.order("soviet", EndPhase(), (), noon)
            recorder.order("japan", EndPhase(), (), replace(STATE, turn=turn + 1))
    kinds = [type(entry) for entry in read(tmp_path / "a").entries]
    assert kinds == [Began, Snapshot, *[Given, Began, Given, Began, Snapshot] * 2]


def test_any_gzip_tool_reads_a_closed_file(tmp_path: Path) -> None:
    lines = gzip.decompress(record(tmp_path / "a").read_bytes()).splitlines()
    assert json.loads(lines[3])["order"] == "move red 00101-00103"


def test_a_recorder_never_overwrites_a_file(tmp_path: Path) -> None:
    record(tmp_path / "a")
    before = (tmp_path / "a").read_bytes()
    with pytest.raises(ReplayFault, match="never overwrites"):
        Recorder(tmp_path / "a", HEADER)
    assert (tmp_path / "a").read_bytes() == before


def test_each_order_is_in_the_file_before_the_next_one_is_given(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "a", HEADER)
    recorder.phase(STATE)
    for n in range(1, 20):
        give(recorder, n)
        replay = read(tmp_path / "a")
        assert replay.orders == n
        assert "not closed" in replay.lost
    recorder.close()


def test_a_file_cut_at_any_byte_loses_only_the_lines_that_are_cut(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "a", HEADER)
    recorder.phase(STATE)
    sizes = [(tmp_path / "a").stat().st_size]
    for n in range(1, 9):
        recorder.order("soviet", Attack((RED,), Hex(100 + n)), (), STATE)
        sizes.append((tmp_path / "a").stat().st_size)
    recorder.close()
    whole = (tmp_path / "a").read_bytes()
    cut = tmp_path / "cut"
    for size in range(len(whole)):
        cut.write_bytes(whole[:size])
        if size < sizes[0]:
            # The header may be there, or not all of it.
            with contextlib.suppress(ReplayFault):
                assert read(cut).orders == 0
            continue
        replay = read(cut)
        # What was flushed is there; a line may come out a few bytes before its flush is complete.
        flushed = sum(size >= written for written in sizes[1:])
        assert flushed <= replay.orders <= flushed + 1
        assert replay.lost
        assert not replay.damaged


@pytest.mark.parametrize("lost", [0, 9, 30, 80])
def test_going_on_with_a_cut_file_makes_the_same_file(tmp_path: Path, lost: int) -> None:
    whole = record(tmp_path / "whole", orders=6)
    cut = tmp_path / "cut"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size - lost])
    kept = read(cut).orders
    with Recorder.again(cut, kept) as recorder:
        for n in range(kept + 1, 7):
            give(recorder, n)
    assert gzip.decompress(cut.read_bytes()) == gzip.decompress(whole.read_bytes())
    assert sorted(tmp_path.iterdir()) == [cut, whole]


def packed(data: bytes) -> bytes:
    """A gzip file without the time of day, which would give the tests another name each second."""
    return gzip.compress(data, mtime=0)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "line 1: found an empty file"),
        (b"PNG and so on", "no gzip data"),
        (packed(b""), "an empty file"),
        (packed(b"{}\n"), "the header"),
        (packed(b"[1]\n"), "one JSON object"),
        (packed(b'{"format":999,"new":1}\n'), "format 999.*newer version"),
        (packed(b'{"format":"x"}\n'), "as format"),
        (packed(b"\xff\xfe\n"), "one JSON object"),
        (packed(b"[" * 100_000 + b"\n"), "one JSON object"),
    ],
)
def test_a_file_that_is_no_replay_is_one_sentence(
    tmp_path: Path, content: bytes, told: str
) -> None:
    path = tmp_path / "a"
    path.write_bytes(content)
    with pytest.raises(ReplayFault, match=told) as fault:
        read(path)
    assert str(path) in str(fault.value)
    assert "allowed is" in str(fault.value)
    assert "\n" not in str(fault.value)
    assert len(str(fault.value)) < 500


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"n":3', '"n":4', "line 6: found order 4; allowed is order 3 here"),
        ('"n":3', '"n":-3', "line 6"),
        ('"side":"soviet","order"', '"side":"china","order"', "line 4.*'china' as side"),
        ("move red", "teleport red", "line 4.*no order begins with 'teleport'"),
        ("00101-00103", "00101", "line 4.*not of the form"),
        ('"events":"', '"events":"XX', "line 4.*as events"),
        ('{"n":1,', '{"n":1,"x":2,', "line 4"),
        ('{"turn":1,', '{"day":1,', "line 2.*begins with"),
        ('"seed":7', '"seed":"7"', "line 1.*as seed"),
        ('"seed":7', '"seed":' + "7" * 5000, "line 1.*as seed|one JSON object"),
        ('"fog":"on"', '"fog":"thick"', "line 1.*as options.fog"),
        ('"soviet":"a"', '"soviets":"a"', "line 1.*players"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, old: str, new: str, told: str) -> None:
    path = record(tmp_path / "a")
    remake(path, old, new)
    with pytest.raises(ReplayFault, match=told):
        read(path)


def test_lines_follow_each_other_as_the_game_does(tmp_path: Path) -> None:
    path = record(tmp_path / "a", orders=1)
    header, began, state, order = reading.read_lines(path).lines
    end = b'{"end":"x","level":"draw","points":0,"hash":"%s"}' % (b"0" * 32)
    for lines, told in (
        ([header, state], "found a state; allowed is the beginning of a phase or the end"),
        ([header, order], "found an order"),
        ([header, began, order], "allowed is the state at the beginning of a turn"),
        ([header, began, state, began], "found the beginning of a phase; allowed is order 1"),
        ([header, began, state, order, end], "found the end of the game; allowed is order 2"),
        ([header, end, began], "nothing after the end"),
    ):
        remake(path, lines)
        with pytest.raises(ReplayFault, match=told):
            read(path)


def test_spoilt_bytes_and_appended_bytes_are_told_as_damage(tmp_path: Path) -> None:
    path = record(tmp_path / "a", orders=30)
    whole = path.read_bytes()
    path.write_bytes(whole + b"more")
    assert read(path).damaged
    path.write_bytes(whole[:-8] + bytes(8))
    replay = read(path)
    assert replay.damaged
    assert "damaged" in replay.lost
    path.write_bytes(whole[:-40] + bytes(200))
    assert read(path).damaged


def test_a_bomb_is_refused_without_unpacking_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bomb"
    path.write_bytes(gzip.compress(bytes(3_000_000)))
    monkeypatch.setattr(reading, "MAX_LINE", 100_000)
    with pytest.raises(ReplayFault, match="bytes in a line; allowed is 100,000 at most"):
        read(path)
    path.write_bytes(gzip.compress(b"{}\n" * 1_000_000, mtime=0))
    monkeypatch.setattr(reading, "MAX_TEXT", 200_000)
    with pytest.raises(ReplayFault, match="bytes of text"):
        read(path)
    monkeypatch.setattr(reading, "MAX_TEXT", 10_000_000)
    monkeypatch.setattr(reading, "MAX_LINES", 1_000)
    with pytest.raises(ReplayFault, match="lines; allowed is 1,000 at most"):
        read(path)


@given(st.binary(max_size=300), st.booleans())
def test_no_bytes_make_the_reader_fail_in_another_way(data: bytes, packed: bool) -> None:
    unpacker = Unpacker(Path("x"))
    squeeze = zlib.compressobj(1, zlib.DEFLATED, 31)
    content = squeeze.compress(data) + squeeze.flush(zlib.Z_SYNC_FLUSH) if packed else data
    try:
        lines = unpacker.feed(content)
    except ReplayFault:
        assert not packed
    else:
        if packed:
            assert b"\n".join([*lines, unpacker.rest]) == data


def test_a_growing_file_can_be_read_piece_by_piece(tmp_path: Path) -> None:
    path = record(tmp_path / "a")
    unpacker = Unpacker(path)
    pieces = [
        line for i in range(path.stat().st_size)
        for line in unpacker.feed(path.read_bytes()[i : i + 1])
    ]  # fmt: skip
    assert pieces == reading.read_lines(path).lines
    assert unpacker.complete


def test_reading_and_writing_are_small(tmp_path: Path) -> None:
    path = record(tmp_path / "a", orders=4000)
    assert path.stat().st_size < 4000 * 60
    replay = read(path)
    assert isinstance(replay, Replay)
    assert replay.orders == 4000
