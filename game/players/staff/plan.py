"""What passes between the layers: directives down, drafts and reasons up.

A theatre writes directives for its formations; a person can write one too. The army layer turns a
directive into orders for the units of that formation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from game.hexes import NOWHERE, Hex
from game.model.forces import FormationId, UnitId
from game.model.orders import Order
from game.players.staff.why import Why

Posture = Literal["attack", "exploit", "mask", "hold", "delay", "withdraw", "race"]
POSTURES: tuple[Posture, ...] = (
    "attack", "exploit", "mask", "hold", "delay", "withdraw", "race",
)  # fmt: skip
DEFENDING: frozenset[Posture] = frozenset({"delay", "hold", "withdraw"})
"""Postures in which troops do not go for ground that the enemy holds."""
Risk = Literal["careful", "normal", "bold"]
RISKS: tuple[Risk, ...] = ("careful", "normal", "bold")
WHOLE = FormationId("*")
"""Stands for all troops of a side."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a directive does not allow."""

    keep: frozenset[Hex] = frozenset()
    """Hexes whose garrison may not leave."""
    risk: Risk = "normal"
    """How much an attack may cost, and how hard troops are driven."""


@dataclass(frozen=True, slots=True)
class Directive:
    """What a formation is to do: where to, and how."""

    formation: FormationId
    posture: Posture
    goal: Hex = NOWHERE
    """The hex to take, hold or fall back to; NOWHERE leaves the choice to the staff."""
    limits: Limits = Limits()
    reserve: frozenset[UnitId] = frozenset()
    """Units to be kept out of it."""
    weight: int = 0
    """Worth of the goal in points of victory per day."""
    landing: Hex = NOWHERE
    """Where the troops go ashore; NOWHERE when they go by land."""
    port: Hex = NOWHERE
    """Where they go aboard."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Orders proposed for a formation up to the first uncertain event."""

    orders: tuple[Order, ...]
    why: tuple[Why, ...]
    not_done: tuple[tuple[UnitId, str], ...] = field(default=())
    """Units that get no order, and the reason."""
    later: tuple[Order, ...] = ()
    """What would follow if nothing unexpected happened: further attacks, and marches."""
