"""Tables of supply (`scenarios/common/supply.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class SupplyTable:
    """Tons a day, fuel points (40 is a refill), tenths of an attack-day of ammunition."""

    refill: int
    fuel_start: int
    ammo_start: int
    rations_start: int

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}
