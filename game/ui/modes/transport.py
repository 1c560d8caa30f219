"""Journeys by train and by ship."""

from __future__ import annotations

from collections.abc import Mapping

from game.hexes import Hex
from game.model.forces import UnitId
from game.model.orders import RailMove, Refusal, Sail
from game.model.state import PlayerView
from game.rules import naval, railway
from game.ui.modes.mode import Base, Proposal, called


class Rail(Base):
    """By train, one unit."""

    def __init__(self, units: tuple[UnitId, ...]) -> None:
        super().__init__(units[:1])
        self.name, self.hint = "rail", "Click a place on the railway."

    def goals(self, view: PlayerView) -> Mapping[Hex, str]:
        """Hexes that trains reach today, with the turns that the unit is bound afterwards."""
        unit = view.units[self.units[0]]
        ways = railway.rail_reachable(view, unit)
        return dict.fromkeys(ways, "")

    def propose(self, view: PlayerView, h: Hex) -> Proposal:
        """The journey to a hex."""
        unit = view.units[self.units[0]]
        way = railway.rail_reachable(view, unit).get(h)
        title = f"By train to {view.scenario.map.label(h)}"
        refusal = railway.check_rail(view, RailMove(unit.id, way or (unit.hex, h)))
        if refusal is not None:
            return Proposal(title, (), way or (), refusal.sentence)
        assert way is not None
        bound = railway.days_bound(view, unit, way)
        trains = railway.trains_needed(view, unit)
        lines = (
            f"{len(way) - 1} hexes, {trains} trains",
            f"Bound for {bound} {'turn' if bound == 1 else 'turns'} afterwards",
        )
        return Proposal(title, lines, way, "", (RailMove(unit.id, way),))


class Sea(Base):
    """By ship: over the sea, ashore, or along a river."""

    def __init__(self, units: tuple[UnitId, ...]) -> None:
        super().__init__(units)
        self.name, self.hint = "sail", "Click where the ships are to go, or the beach."

    def goals(self, view: PlayerView) -> Mapping[Hex, str]:
        """Hexes that the ships reach today."""
        return dict.fromkeys(naval.sail_reachable(view, self.units), "")

    def propose(self, view: PlayerView, h: Hex) -> Proposal:
        """The passage to a hex."""
        way = naval.sail_reachable(view, self.units).get(h)
        shore = bool(view.scenario.map.land[h])
        title = f"{'Ashore at' if shore else 'By sea to'} {view.scenario.map.label(h)}"
        start = view.units[self.units[0]].hex
        order = Sail(self.units, way or (start, h))
        going = naval.passage(view, view.units[self.units[0]])
        if isinstance(going, Refusal):
            return Proposal(title, (), (), going.sentence)
        if way is None and not view.units[self.units[0]].on_map:
            return Proposal(title, (), (), "The ships do not get there today.")
        refusal = naval.check_sail(view, order)
        if refusal is not None:
            return Proposal(title, (), way or (), refusal.sentence)
        lines = (f"{called(view, self.units)}, {len(order.path) - 1} hexes",)
        return Proposal(title, lines, order.path, "", (order,))
