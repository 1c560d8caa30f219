"""Recorded games as shots, and the page's data folded from them."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from game.film import sheet
from game.film.reel import GROUPS, Reel, Seen, group_of
from game.film.strip import runs
from game.film.webpage import page
from game.match import Match
from game.model.forces import NATION_SIDE, SIDES
from game.model.orders import EndPhase
from game.model.scenario import Scenario
from game.replay import Given, read
from game.rules import fog, victory
from game.scenario.load import load as load_scenario
from tests.film.test_terminal import SAID
from tests.lab.test_rerun import game, load

Told = dict[str, Any]


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recorded game of the small war."""
    path = tmp_path_factory.mktemp("film") / "toy.replay"
    game(path)
    return path


def told(text: str, name: str = "film") -> Told:
    """What a page's script is told."""
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', text, re.S)
    assert found is not None
    content: Told = json.loads(found.group(1))
    return content


def unfolded(content: Told) -> list[tuple[dict[str, list[int]], bytes]]:
    """Counters by name and the holder of each hex, after each shot."""
    control = bytearray()
    start: list[int] = content["control"]
    for value, length in zip(start[::2], start[1::2], strict=True):
        control += bytes([value]) * length
    rows: dict[int, list[int]] = {}
    found = []
    for shot in content["shots"]:
        for number, *row in shot.get("u", ()):
            if row:
                rows[number] = row
            else:
                del rows[number]
        for holder, *hexes in shot.get("c", ()):
            for h in hexes:
                control[h] = holder
        by_name = {content["units"][n]["n"]: row for n, row in rows.items()}
        found.append((by_name, bytes(control)))
    return found


def test_a_reel_shows_every_order_of_the_record(film: Path) -> None:
    shots = list(Reel(film, load=load))
    given = [e for e in read(film).entries if isinstance(e, Given)]
    assert [s.n for s in shots] == list(range(len(given) + 1))
    assert [s.side for s in shots[1:]] == [g.side for g in given]
    assert [s.last for s in shots[1:]] == [g.order == "end" for g in given]
    assert shots[0].order is None
    assert all(s.order is not None for s in shots[1:])


@pytest.mark.parametrize("seen", SIDES)
def test_a_side_is_shown_what_it_knew_and_nothing_else(film: Path, seen: Seen) -> None:
    reel = Reel(film, seen, load)
    for shot in reel:
        assert seen != "all"
        view = fog.observe(reel.match.state, seen)
        assert shot.state.units == view.units
        assert shot.state.control == view.control
        assert (shot.order is None) or shot.side == seen
        if shot.side != seen and not shot.last:
            assert shot.events


def test_unfolding_a_page_gives_the_states_of_the_game(film: Path) -> None:
    content = told(page(Reel(film, load=load)))
    moments = unfolded(content)
    shots = Reel(film, load=load)
    for (rows, control), shot in zip(moments, shots, strict=True):
        here = {u.id: u for u in shot.state.units.values() if u.on_map}
        assert set(rows) == set(here)
        for name, (h, strength, steps, men, armour, guns, seen) in rows.items():
            unit = here[name]  # type: ignore[index]
            assert (h, men, armour, guns, seen) == (unit.hex, unit.men, unit.armour, unit.guns, 0)
            assert strength > 0
            assert 0 <= steps <= 6
        assert control == shot.state.control


def test_a_page_of_one_side_holds_nothing_that_it_does_not_know(film: Path) -> None:
    content = told(page(Reel(film, "soviet", load)))
    assert content["seen"] == "soviet"
    moments = unfolded(content)
    reel = Reel(film, "soviet", load)
    hidden = 0
    for (rows, control), shot in zip(moments, reel, strict=True):
        sides = {u: c.side for u, c in reel.match.scenario.counters.items()}
        view = fog.observe(reel.match.state, "soviet")
        known = {u.id for u in view.units.values()} | set(view.sightings["soviet"])
        assert control == view.control
        theirs = [n for n in rows if sides.get(n) == "japan"]  # type: ignore[call-overload]
        assert set(theirs) <= known
        hidden += sum(sides[u.id] == "japan" for u in reel.match.state.units.values()) - len(theirs)
        if shot.side == "japan":
            assert shot.order is None
    assert "japan_fallen" not in content["series"]
    assert "soviet_fallen" in content["series"]
    assert hidden > 0, "nothing was hidden in this game, so nothing was tested"
    assert not any("o" in s for s in content["shots"] if s["p"] == SIDES.index("japan"))


def test_figures_are_those_of_the_state_at_the_end_of_each_phase(film: Path) -> None:
    content = told(page(Reel(film, load=load)))
    series = content["series"]
    ends = [shot for shot in Reel(film, load=load) if shot.last]
    assert {len(values) for values in series.values()} == {len(ends) + 1}
    last = ends[-1].state
    assert last.over is not None
    assert series["points"][-1] == last.over[2]
    assert series["points"][-2] == victory.ledger(ends[-2].state).total
    for side in SIDES:
        tolls = [t for n, t in last.losses.items() if NATION_SIDE[n] == side]
        assert series[f"{side}_fallen"][-1] == sum(t.killed + t.wounded for t in tolls)
    assert series["japan_fallen"][-1] > 0


def test_every_event_has_its_group_or_none() -> None:
    groups = {group_of(event) for event, _ in SAID}
    assert groups == {*GROUPS, None}


def test_runs_are_values_with_their_lengths() -> None:
    assert runs(np.array([0, 0, 2, 1, 1, 1], np.uint8)) == [0, 2, 2, 1, 1, 3]
    assert runs([]) == []


def test_text_in_a_page_cannot_end_its_script(film: Path) -> None:
    from game.film.webpage import _embedded

    wild = {"name": "</script><script>alert(1)</script><!--"}
    text = _embedded(wild)
    assert "<" not in text
    assert json.loads(text) == wild


def test_tiles_of_a_part_of_the_theatre_lie_under_its_hexes() -> None:
    whole, part = load_scenario("manchuria_1945"), load_scenario("tutorial")
    assert sheet.is_shipped(whole)
    assert sheet.is_shipped(part)
    assert not sheet.is_shipped(toy())
    for step in sheet.SHIPPED:
        few, many = (sheet.shipped(s, step) for s in (part, whole))
        assert {t.path for t in few} < {t.path for t in many}
        assert len(sheet.shipped(part, step, whole=True)) >= len(many)
    projection = sheet.Projection.of(part.map.projection)
    low, high = sheet.corners(part.map, projection)
    cells = {(t.column, t.row) for t in sheet.shipped(part, 54)}
    for h in part.map.hexes:
        x, y = projection.centre(h)
        px = 54 / projection.size
        at = int((x - low[0]) * px) // sheet.TILE, int((high[1] - y) * px) // sheet.TILE
        assert at in cells


def toy() -> Scenario:
    """The small war."""
    return load("toy")


def test_a_match_is_not_disturbed_by_being_looked_at(film: Path) -> None:
    quiet, watched = Match(toy(), 5), Match(toy(), 5)
    for _ in range(4):
        watched.view("soviet"), watched.view("japan")
        assert watched.submit(EndPhase()) == quiet.submit(EndPhase())
    assert watched.state_hash() == quiet.state_hash()
