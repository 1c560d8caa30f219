"""Tables of victory (`scenarios/common/victory.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class VictoryTable:
    """Points are the Soviet side's; negative ones are the Japanese side's."""

    early_days: int
    """Most days before its par for which an objective pays."""
    late_days: int
    """Most days after its par for which it costs."""
    never: int
    """Further factor on the weight of an objective that is not taken by the end."""
    men: int
    """How many men the next four numbers are counted in."""
    par_losses: int
    """Soviet casualties of the record, in so many men."""
    losses_per_point: int
    """Casualties, in so many men, that cost a point."""
    par_prisoners: int
    """Japanese prisoners of the record, in so many men."""
    prisoners_per_point: int
    follow_most: int
    """Most days by which par follows the rescript."""
    even: int
    """Points that a level game makes; they are taken off at the end. The campaign's are those of
    the record, which is 0."""
    draw: int
    """Up to this many points either way the game is drawn."""
    marginal: int
    substantial: int

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}
