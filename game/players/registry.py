"""Players by name, for the command line, the match and the lab."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches

from game.model.forces import Side
from game.players.greedy import GreedyPlayer
from game.players.protocol import Player
from game.players.random import RandomPlayer
from game.players.search import SearchPlayer
from game.players.staff.player import StaffPlayer

DEFAULT = "staff"


class UnknownPlayer(ValueError):
    """No player has this name; the message says which there are."""


_MAKERS: dict[str, Callable[[Side, int], Player]] = {
    "search": SearchPlayer,
    "staff": lambda side, seed: StaffPlayer(side),
    "greedy": lambda side, seed: GreedyPlayer(side),
    "random": RandomPlayer,
}
NAMES: tuple[str, ...] = tuple(_MAKERS)


def make(name: str, side: Side, seed: int = 0) -> Player:
    """A new player of that name for a side. `seed` is for the dice of players that throw any."""
    maker = _MAKERS.get(name)
    if maker is None:
        near = get_close_matches(name, NAMES, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else "."
        raise UnknownPlayer(f"no player is called {name!r}{hint} There are: {', '.join(NAMES)}.")
    return maker(side, seed)
