"""Tables of disruption, surrender and desertion (`scenarios/common/morale.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class MoraleTable:
    """All checks are two dice against a number."""

    recovery_base: int
    """One disruption is recovered when 2d6 >= this - quality / `recovery_quality`."""
    recovery_quality: int
    surrender_after: int
    """Days cut off before a unit is tested."""
    surrender_need: dict[str, int]
    """What 2d6 + days cut off / 3 + disruption must reach, by class of troops."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}
