"""Tables of sight and reconnaissance (`scenarios/common/sight.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class SightTable:
    """What one side sees of the other."""

    identify: int
    """A unit this near (hexes) is known by name and type."""
    men_step: int
    """Estimates of a seen unit's men are rounded to this; so guns and vehicles."""
    gun_step: int
    armour_step: int
    forget: int
    """Turns after which a sighting is no longer shown."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}
