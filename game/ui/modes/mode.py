"""What all orders in preparation have in common: hexes that can be chosen, and what choosing one
would mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from game.hexes import NOWHERE, Hex
from game.model.forces import UnitId
from game.model.orders import Order
from game.model.state import PlayerView


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a click on a hex would do."""

    title: str
    lines: tuple[str, ...] = ()
    """What it costs and where it leads, one thing a line."""
    path: tuple[Hex, ...] = ()
    refused: str = ""
    """Why it cannot be done; empty when it can."""
    orders: tuple[Order, ...] = ()
    """Given one after the other."""
    attack: Hex = NOWHERE
    """A hex whose attack is to be reckoned up in a dialog first."""

    @property
    def possible(self) -> bool:
        """Whether a click does something."""
        return not self.refused and (bool(self.orders) or self.attack != NOWHERE)


class Mode(Protocol):
    """An order in preparation for some units."""

    name: str
    hint: str
    """What is to be clicked now."""

    def goals(self, view: PlayerView) -> Mapping[Hex, str]:
        """Hexes that can be chosen, each with a figure to be written in it (or "")."""

    def propose(self, view: PlayerView, h: Hex) -> Proposal:
        """What choosing a hex would mean."""


@dataclass
class Base:
    """A mode for some units."""

    units: tuple[UnitId, ...] = ()
    name: str = field(default="", init=False)
    hint: str = field(default="", init=False)


def called(view: PlayerView, units: tuple[UnitId, ...]) -> str:
    """The units by name, or how many they are."""
    if len(units) == 1:
        return view.scenario.counters[units[0]].name
    return f"{len(units)} units"
