"""Tables of the rescript and the cease-fire (`scenarios/common/politics.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class PoliticsTable:
    """Dates are turns (1 is 9 August); chances are per cent a day."""

    rescript_turn: int
    """Turn of the broadcast under historical options (15 August is turn 7)."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}
