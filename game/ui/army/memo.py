"""Directives that stand from day to day, kept beside the saves of a game.

The file belongs to the game (scenario and seed), so every save of it finds its army orders again.
It holds intentions only: a game goes on without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from game.model.forces import SIDES, FormationId, Side
from game.players.staff.plan import WHOLE, Directive
from game.ui.session import Session
from game.ui.settings import data_folder

FORMAT = 1
MOST = 60
"""Games whose orders are kept; the oldest files go."""


@dataclass(frozen=True, slots=True)
class Memo:
    """What the file holds."""

    format: int
    scenario: str
    seed: int
    orders: dict[Side, tuple[Directive, ...]]


_FILE = TypeAdapter(Memo)


def place_of(session: Session) -> Path:
    """Where the army orders of a game are kept."""
    name = f"{session.scenario.id}-{session.match.seed}.json"
    return data_folder() / "orders" / name


def remember(session: Session, orders: dict[Side, dict[FormationId, Directive]]) -> None:
    """Write the directives down, whole or not at all; games that are not saved leave nothing."""
    if session.path is None:
        return
    path = place_of(session)
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = {side: tuple(given.values()) for side, given in orders.items()}
    memo = Memo(FORMAT, session.scenario.id, session.match.seed, kept)
    part = path.with_suffix(".part")
    part.write_bytes(_FILE.dump_json(memo, indent=1))
    part.replace(path)
    files = sorted(path.parent.glob("*.json"), key=lambda p: p.stat().st_mtime)
    for old in files[:-MOST]:
        old.unlink(missing_ok=True)


def recall(session: Session) -> dict[Side, dict[FormationId, Directive]]:
    """The directives of a game; none where there is no file, or one that cannot be used."""
    found: dict[Side, dict[FormationId, Directive]] = {side: {} for side in SIDES}
    if session.path is None:
        return found
    try:
        memo = _FILE.validate_json(place_of(session).read_bytes())
    except (OSError, ValidationError):
        return found
    same = (memo.scenario, memo.seed) == (session.scenario.id, session.match.seed)
    if memo.format != FORMAT or not same:
        return found
    known, hexes = session.scenario.formations, session.scenario.map.size
    for side, given in memo.orders.items():
        for d in given:
            own = d.formation == WHOLE or (
                d.formation in known and known[d.formation].side == side
            )
            if own and 0 <= d.goal < hexes:
                found[side][d.formation] = d
    return found
