"""Tables of victory (`scenarios/common/victory.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class VictoryTable:
    """Points are the Soviet side's; negative ones are the Japanese side's."""

    early_days: int
    late_days: int
    never: int
    """Factor on the weight of an objective that was never taken."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}
