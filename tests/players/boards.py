"""Tiny games for the players' tests: played by the real match, seen through the real fog."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from game.engine import uncertain
from game.hexes import Hex
from game.match import Match
from game.model.forces import Counter, Side
from game.model.hexmap import HexMap
from game.model.orders import EndPhase, Order, Refusal
from game.model.scenario import Objective, Options, Scenario, SupplySource
from game.model.state import PlayerView, State
from game.players.protocol import Player
from tests.toy import toy_scenario

FOGGY = Options(forewarned="on")
"""Both sides awake: what is shown here is how they play."""


class Passive:
    """A side that does nothing."""

    name = "passive"

    def choose(self, view: PlayerView) -> tuple[Order, ...]:
        """Nothing."""
        return (EndPhase(),)


def objective(h: int, weight: int = 5, par: int = 5) -> Objective:
    """A place that counts; the map must have a place of the same name there."""
    return Objective(f"p{h}", Hex(h), f"P{h}", weight, par, 1, 25)


def board(
    hexmap: HexMap,
    counters: list[Counter],
    goals: Iterable[Objective],
    *,
    sources: dict[int, Side] | None = None,
    turns: int = 12,
) -> Scenario:
    """A scenario with objectives and sources of supply at the given hexes."""
    made = tuple(
        SupplySource(f"s{h}", Hex(h), side, (), 5000, "") for h, side in (sources or {}).items()
    )
    return toy_scenario(
        hexmap, counters, turns=turns, objectives=tuple(goals), sources=made, options=FOGGY
    )


def play(
    scenario: Scenario,
    soviet: Player,
    japan: Player,
    *,
    seed: int = 1,
    turns: int = 5,
    each: Callable[[State], None] | None = None,
    begin: Callable[[State], State] | None = None,
) -> tuple[Match, list[str], int]:
    """Play some days; the match, all orders as lines, and how many were refused. `begin` changes
    the first state."""
    match = Match(scenario, seed)
    if begin is not None:
        match.state = begin(match.state)
    players: dict[Side, Player] = {"soviet": soviet, "japan": japan}
    lines: list[str] = []
    refused, asked = 0, 0
    while not match.over and match.turn <= turns:
        side = match.phase
        asked += 1
        assert asked < 4000, "a player goes on for ever"
        for order in players[side].choose(match.view(side)):
            result = match.submit(order)
            lines.append(f"{match.turn} {side} {order}")
            if isinstance(result, Refusal):
                refused += 1
                break
            if match.over or match.phase != side or uncertain(result, side):
                break
        if each is not None and match.phase != side:
            each(match.state)
    return match, lines, refused
