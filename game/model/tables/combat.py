"""Tables of combat and works (`scenarios/common/combat.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class CombatTable:
    """Strength, odds columns, modifiers in rows, and the results table."""

    men: int
    """Strength per 100 men."""
    gun: int
    rocket: int
    tank: int
    spg: int
    tank_japan: int
    japan_defence: tuple[int, int, int]
    """Constant, numerator, denominator of a Japanese unit's quality when defending."""
    japan_attack: tuple[int, int, int]
    columns: tuple[int, ...]
    """Least attack per 1,000 of defence for columns -6 to 12."""
    first_column: int
    first_row: int
    last_row: int
    attacker_loss: tuple[int, ...]
    """Permille of men lost, by row from `first_row`."""
    defender_loss: tuple[int, ...]
    works_loss: tuple[int, ...]
    retreat_row: int
    rout_row: int
    shatter_row: int
    modifiers: dict[str, int]
    """Rows by the name of the modifier."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}
