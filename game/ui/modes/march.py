"""Marches: where units can go today, what the way costs, and how they stand at its end."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from game.hexes import Hex
from game.model.forces import Unit, UnitId, enemy_of
from game.model.orders import Move, Order
from game.model.state import PlayerView
from game.rules import movement
from game.rules.network import UNREACHED
from game.rules.reach import allowance, march_path, path_to, reachable, step_costs
from game.rules.supply import depot_haul
from game.rules.zoc import zoc
from game.ui.modes.mode import Base, Proposal, called

MOTORISED = frozenset({"motor", "mech", "tank"})


class March(Base):
    """March, with a forced march if need be."""

    def __init__(self, units: tuple[UnitId, ...], forced: bool = False) -> None:
        super().__init__(units)
        self.forced = forced
        self.name = "forced" if forced else "march"
        self.hint = "Click where to march" + (" with a forced march." if forced else ".")

    def goals(self, view: PlayerView) -> Mapping[Hex, str]:
        """Hexes that the unit can reach today, with the points it has left there; of several units
        those that all can reach."""
        found: dict[Hex, str] = {}
        for i, name in enumerate(self.units):
            unit = view.units[name]
            points = allowance(view, unit, self.forced)
            reached = reachable(view, unit, self.forced) if unit.on_map else {}
            mine = {h: str(points - cost) for h, (cost, _) in reached.items() if h != unit.hex}
            found = mine if i == 0 else {h: "" for h in found if h in mine}
        return found

    def propose(self, view: PlayerView, h: Hex) -> Proposal:
        """The way to a hex today; where it is too far, how many days it takes."""
        orders: list[Order] = []
        refused, lines = "", list[str]()
        path: tuple[Hex, ...] = ()
        for name in self.units:
            unit = view.units[name]
            way = path_to(view, unit, h, self.forced) if unit.on_map else None
            order = Move(name, way, self.forced) if way else None
            why = movement.check_move(view, order) if order else None
            if order is None or why is not None:
                refused = why.sentence if why else _why_not(view, unit, h, self.forced)
            else:
                orders.append(order)
                if len(self.units) == 1:
                    path, lines = order.path, _at_the_end(view, unit, order)
        if len(self.units) > 1 and orders:
            lines = [f"{len(orders)} of {len(self.units)} units can get there today"]
            path, refused = orders[0].path if isinstance(orders[0], Move) else (), ""
        if refused and len(self.units) == 1:
            path, lines = _later(view, view.units[self.units[0]], h)
        title = f"{'Forced march' if self.forced else 'March'} to {view.scenario.map.label(h)}"
        if len(self.units) > 1:
            title = f"{called(view, self.units)}: {title[0].lower()}{title[1:]}"
        return Proposal(title, tuple(lines), path, refused, tuple(orders))


def _why_not(view: PlayerView, unit: Unit, h: Hex, forced: bool) -> str:
    """Why a unit does not get to a hex today: the engine's reason where it has one."""
    name = view.scenario.counters[unit.id].name
    if h == unit.hex:
        return f"{name} stands there."
    way = march_path(view, unit, h) if unit.on_map else None
    if way is None:
        way = (unit.hex, h)
    refusal = movement.check_move(view, Move(unit.id, way, forced))
    return refusal.sentence if refusal else f"{name} cannot get there today."


def _at_the_end(view: PlayerView, unit: Unit, order: Move) -> list[str]:
    """What a march costs, and what the unit finds at its end."""
    points = allowance(view, unit, order.forced)
    going = movement.march(view, unit, order.path, points)
    spent, counter = sum(going.costs), view.scenario.counters[unit.id]
    side, h = view.side_of(unit.id), order.path[-1]
    lines = [f"{spent} of {points} points, {points - spent} left; today"]
    if counter.mobility in MOTORISED:
        drunk = sum(going.fuel)
        lines.append(f"Fuel {unit.fuel} - {drunk} = {unit.fuel - drunk}")
    if zoc(view, enemy_of(side))[h]:
        lines.append("In an enemy zone of control")
    haul = int(depot_haul(view, side)[h])
    if haul >= UNREACHED:
        lines.append("No way of supply leads there")
    else:
        most = view.scenario.tables.supply.haul_limit
        far = "beyond the lorries' range" if haul > most else f"lorries go to {most}"
        lines.append(f"Supply: {haul} points from the railhead or depot ({far})")
    return lines


def _later(view: PlayerView, unit: Unit, h: Hex) -> tuple[tuple[Hex, ...], list[str]]:
    """A way that takes more than a day, and how many days about."""
    way = march_path(view, unit, h) if unit.on_map and h != unit.hex else None
    if way is None:
        return (), []
    cost = step_costs(view, unit)
    total = sum(cost(a, b) for a, b in pairwise(way))
    day = max(1, view.scenario.tables.movement.points)
    days = max(1, -(-max(0, total - unit.points) // day) + 1)
    return way, [f"The way takes about {total} points: {days} days"]
