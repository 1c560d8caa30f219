"""Orders: each has a one-line form that reads back as itself, alone and through a replay."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from game.hexes import Hex
from game.model.orders import (
    STANCES,
    TASKS,
    Air,
    AirLand,
    Airlift,
    AttachUnit,
    Attack,
    Choose,
    EndPhase,
    GiveFuel,
    MalformedOrder,
    Merge,
    Move,
    Order,
    Parley,
    PlaceHq,
    RailMove,
    Sail,
    SetStance,
    Withdraw,
    Work,
    line_of,
    parse_line,
)
from game.replay import read
from game.replay.lines import Given, parse_entry
from tests.test_replay import RICH, digest, snapshot

names = st.from_regex(r"[A-Za-z0-9_?]{1,12}", fullmatch=True)
hexes = st.integers(100, 15599).map(Hex)
paths = st.lists(hexes, min_size=2, max_size=30).map(tuple)
several = st.lists(names, min_size=1, max_size=6).map(tuple)
orders = st.one_of(
    st.builds(Move, names, paths, st.booleans()),
    st.builds(RailMove, names, paths),
    st.builds(Attack, several, hexes, st.just(()) | several, st.booleans()),
    st.builds(SetStance, names, st.sampled_from(STANCES)),
    st.builds(Work, names, st.sampled_from(TASKS), hexes),
    st.builds(GiveFuel, names, names, st.integers(0, 9999)),
    st.builds(PlaceHq, names, hexes),
    st.builds(AttachUnit, names, names),
    st.builds(Sail, several, st.lists(hexes, min_size=1, max_size=30).map(tuple)),
    st.builds(Choose, names, names),
    st.builds(Parley, names, hexes),
    st.builds(Air, names, st.sampled_from(["column", "rail", "recon", "kamikaze", "base"]), hexes),
    st.builds(Air, names, st.sampled_from(["hold", "free"])),
    st.builds(AirLand, names, hexes),
    st.builds(Airlift, names, st.just(()) | several),
    st.builds(Withdraw, names),
    st.builds(Merge, names, names),
    st.just(EndPhase()),
)


@given(orders)
def test_every_order_reads_back_from_its_line(order: Order) -> None:
    line = line_of(order)
    assert parse_line(line) == order
    assert parse_line(f"  {line}\n") == order
    assert "\n" not in line


@given(orders)
def test_every_order_reads_back_from_json(order: Order) -> None:
    adapter: TypeAdapter[Order] = TypeAdapter(Order)
    assert adapter.validate_json(adapter.dump_json(order)) == order


@given(st.lists(orders, max_size=8))
def test_every_order_reads_back_from_a_replay_line(given_orders: list[Order]) -> None:
    for n, order in enumerate(given_orders, start=1):
        line = json.dumps({"n": n, "side": "soviet", "order": line_of(order), "events": "0" * 16})
        entry = parse_entry(line.encode())
        assert isinstance(entry, Given)
        assert entry.parsed() == order


def test_every_order_reads_back_from_a_replay_file(tmp_path: Path) -> None:
    path = tmp_path / "orders"
    header = {
        "format": 1, "game": "0", "rules": 1, "scenario": "toy", "digest": "0", "seed": 1,
        "options": {}, "players": {},
    }  # fmt: skip
    text = snapshot(RICH)
    began = {"turn": RICH.turn, "phase": "soviet", "hash": digest(text)}
    lines = [json.dumps(header), json.dumps(began), '{"state":' + text + "}"]
    given_orders = (
        Move("a", (Hex(101), Hex(102)), True),  # type: ignore[arg-type]
        RailMove("a", (Hex(101), Hex(102), Hex(103))),  # type: ignore[arg-type]
        Attack(("a", "b"), Hex(103), ("guns",), False),  # type: ignore[arg-type]
        SetStance("a", "stand"),  # type: ignore[arg-type]
        Work("a", "blow", Hex(102)),  # type: ignore[arg-type]
        GiveFuel("a", "b", 12),  # type: ignore[arg-type]
        PlaceHq("a1", Hex(103)),  # type: ignore[arg-type]
        AttachUnit("a", "a2"),  # type: ignore[arg-type]
        Sail(("a", "b"), (Hex(101), Hex(102))),  # type: ignore[arg-type]
        Choose("event", "way"),
        Parley("a", Hex(103)),  # type: ignore[arg-type]
        Air("a", "column", Hex(103)),  # type: ignore[arg-type]
        Air("a", "hold"),  # type: ignore[arg-type]
        AirLand("a", Hex(103)),  # type: ignore[arg-type]
        Airlift("tf", ("a", "b")),  # type: ignore[arg-type]
        Airlift("tf", ()),  # type: ignore[arg-type]
        Withdraw("a"),  # type: ignore[arg-type]
        Merge("a", "b"),  # type: ignore[arg-type]
    )
    for n, order in enumerate(given_orders, start=1):
        row = {"n": n, "side": "soviet", "order": line_of(order), "events": "0" * 16}
        lines.append(json.dumps(row))
    path.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode()))
    found = [entry.parsed() for entry in read(path).entries if isinstance(entry, Given)]
    assert tuple(found) == given_orders


@given(st.text(max_size=60))
def test_any_text_is_an_order_or_malformed(text: str) -> None:
    try:
        order = parse_line(text)
    except MalformedOrder:
        return
    assert parse_line(line_of(order)) == order


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "no order begins with ''"),
        ("march a 00101-00102", "there are move, rail, attack, stance, "),
        ("move", "move gtb20 12345-12346 [forced]"),
        ("move a 00101", "move gtb20"),
        ("move a 00101-0010x", "move gtb20"),
        ("move a 00101-00102 quickly", "move gtb20"),
        ("rail a 00101-00102 forced", "rail JD119"),
        ("attack > 00102", "attack rd144,rd159"),
        ("attack a, > 00102", "attack rd144,rd159"),
        ("attack a > 00102 hold with x", "attack rd144,rd159"),
        ("airlift tf a", "airlift tbf > gtb20,mb9|-"),
        ("stance a bold", "stance JD124 stand|normal|demolish|sacrifice"),
        ("work a blow", "work JD124 blow|tear|repair|bridge|track|fort 12345"),
        ("work a dig 00101", "work JD124 blow|tear"),
        ("fuel a > b -1", "fuel gtb20 > gtb21 20"),
        ("fuel a > b 99999", "fuel gtb20 > gtb21 20"),
        ("hq a1", "hq J_A05 10457"),
        ("withdraw", "withdraw JIMB002"),
        ("merge a b", "merge JD124 > JD126"),
        ("attach a", "attach gtb20 gmc9"),
        ("sail a > 00101", "is not of the form: sail nib13,nb355 12345-12346"),
        ("choose mc10", "choose mc10 army25"),
        ("parley a > 00102", "parley rd144 12447"),
        ("air a column", "air sa247 column"),
        ("air a hold 00102", "air sa247 hold|free"),
        ("airland a", "airland al_har 09051"),
        ("end now", "is not of the form: end"),
    ],
)
def test_a_malformed_order_says_what_is_allowed(line: str, said: str) -> None:
    with pytest.raises(MalformedOrder) as fault:
        parse_line(line)
    assert said in str(fault.value)
