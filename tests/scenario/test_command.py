"""The tree of command of the campaign, as the game begins with it."""

import pytest

from game.hexes import NOWHERE
from game.match import Match
from game.model.forces import FormationId
from game.model.orders import EndPhase
from game.rules.command import Post, in_command, tree
from game.scenario.load import load


@pytest.fixture(scope="module")
def match() -> Match:
    """The campaign on its first day, Soviet phase."""
    return Match(load("manchuria_1945"), 1)


@pytest.fixture(scope="module")
def soviet(match: Match) -> dict[str, Post]:
    """The Soviet headquarters."""
    return {p.formation: p for p in tree(match.view("soviet"))}


@pytest.fixture(scope="module")
def japan() -> dict[str, Post]:
    """The Japanese ones, in their own phase."""
    there = Match(load("manchuria_1945"), 1)
    there.submit(EndPhase())
    return {p.formation: p for p in tree(there.view("japan"))}


def test_each_of_three_fronts_has_its_headquarters_troops_and_lorries(
    match: Match, soviet: dict[str, Post]
) -> None:
    fronts = [soviet[f] for f in ("tbf", "fef1", "fef2")]
    assert all(p.hex != NOWHERE and p.reach == 12 for p in fronts)
    assert all(p.men > 80_000 and p.armour > 300 for p in fronts)
    assert all(match.state.scenario.lifts[p.formation] > 0 for p in fronts)
    assert len({p.hex for p in fronts}) == 3


def test_kwantung_army_commands_two_area_armies_and_independent_armies(
    match: Match, japan: dict[str, Post]
) -> None:
    formations = match.state.scenario.formations
    under = {f.id for f in formations.values() if f.parent == "J_KWA"}
    assert {"J_FA1", "J_FA3", "J_A04", "J_A34"} <= under
    assert {p: japan[p].depth for p in ("J_KWA", "J_FA1", "J_A05")} == {
        "J_KWA": 0, "J_FA1": 1, "J_A05": 2,
    }  # fmt: skip
    assert all(japan[f].hex != NOWHERE for f in ("J_KWA", "J_FA1", "J_FA3", "J_A04", "J_A34"))


def test_the_armies_of_both_sides_have_headquarters_and_troops(
    match: Match, soviet: dict[str, Post], japan: dict[str, Post]
) -> None:
    armies = ("gta6", "a17", "a36", "a39", "a53", "a1rb", "a5", "a25", "a35", "mc10", "a2rb", "a15",
              "a16", "c5s", "kmg")  # fmt: skip
    scenario = match.state.scenario
    later = {
        a for a in armies
        if all(
            match.state.units[c.id].gone == "waiting" for c in scenario.counters.values()
            if scenario.under(c.formation, FormationId(a))
        )
    }  # fmt: skip
    assert later == {"a53", "mc10"}
    for posts, ids in ((soviet, armies), (japan, ("J_A03", "J_A05", "J_A30", "J_A44", "J_A04"))):
        there = [posts[f] for f in ids if f not in later]
        assert all(p.men > 3000 and p.hex != NOWHERE for p in there)


def test_nearly_everybody_is_in_command_when_the_soviet_side_begins(match: Match) -> None:
    units = match.state.on_map("soviet")
    lost = [u for u in units if not in_command(match.state, u)]
    assert len(lost) * 20 < len(units)
