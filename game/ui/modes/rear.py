"""Work of engineers, fuel from one unit to another, and headquarters."""

from __future__ import annotations

from collections.abc import Mapping

from game.hexes import Hex
from game.model.forces import FormationId, UnitId
from game.model.orders import GiveFuel, PlaceHq, Task, Work
from game.model.state import PlayerView
from game.rules import engineering, headquarters, quartermaster
from game.ui.modes.mode import Base, Proposal

TASKS: dict[Task, str] = {
    "blow": "Blow the bridge to", "tear": "Tear up the railway to", "repair": "Mend the way to",
    "bridge": "Bridge the river to", "track": "Cut a track to", "fort": "Build works in",
}  # fmt: skip
LENGTHS = {"repair", "bridge", "track", "fort"}


class Engineers(Base):
    """A task of engineers or pioneers at the unit's hex."""

    def __init__(self, units: tuple[UnitId, ...], task: Task | None = None) -> None:
        super().__init__(units[:1])
        self.task = task
        self.name, self.hint = "work", "Click the neighbour on the other side, or the unit's hex."

    def _open(self, view: PlayerView) -> list[Work]:
        unit = view.units[self.units[0]]
        works = engineering.works_open(view, unit) if unit.on_map else ()
        return [w for w in works if self.task in (None, w.task)]

    def goals(self, view: PlayerView) -> Mapping[Hex, str]:
        """Neighbours towards which something can be done, and the hex itself."""
        return {w.target: "" for w in self._open(view)}

    def propose(self, view: PlayerView, h: Hex) -> Proposal:
        """The task that can be done towards a hex, and how much work it is."""
        unit = view.units[self.units[0]]
        orders = [w for w in self._open(view) if w.target == h]
        label = view.scenario.map.label(h)
        if not orders:
            task = self.task or ("fort" if h == unit.hex else "bridge")
            refusal = engineering.check_work(view, Work(unit.id, task, h))
            why = refusal.sentence if refusal else ""
            return Proposal(f"{TASKS[task]} {label}", (), (), why or "Nothing can be done there.")
        order = orders[0]
        return Proposal(f"{TASKS[order.task]} {label}", (lasts(view, order),), orders=(order,))


def lasts(view: PlayerView, order: Work) -> str:
    """How long a work takes, in words."""
    unit = view.units[order.unit]
    if order.task not in LENGTHS:
        return "At once; the charges may fail"
    left = engineering.work_left(view, engineering.job_of(unit, order))
    return f"{left} engineer-turns of work"


class Fuel(Base):
    """Pour a refill into a neighbour."""

    def __init__(self, units: tuple[UnitId, ...]) -> None:
        super().__init__(units[:1])
        self.name, self.hint = "fuel", "Click the unit that is to have fuel."

    def _orders(self, view: PlayerView, h: Hex) -> list[GiveFuel]:
        giver = view.units[self.units[0]]
        points = min(giver.fuel, view.scenario.tables.supply.refill)
        orders = [
            GiveFuel(giver.id, u.id, points) for u in view.units_at(h) if u.id != giver.id
        ]  # fmt: skip
        return sorted(orders, key=lambda o: view.units[o.taker].fuel)

    def goals(self, view: PlayerView) -> Mapping[Hex, str]:
        """Hexes where somebody can take fuel."""
        unit = view.units[self.units[0]]
        near = (unit.hex, *view.scenario.map.around[unit.hex]) if unit.on_map else ()
        return {
            h: "" for h in near
            if any(quartermaster.check_fuel(view, o) is None for o in self._orders(view, h))
        }  # fmt: skip

    def propose(self, view: PlayerView, h: Hex) -> Proposal:
        """Fuel for the unit of the hex that has least."""
        why = "Nobody there takes fuel."
        for order in self._orders(view, h):
            refusal = quartermaster.check_fuel(view, order)
            if refusal is None:
                taker = view.scenario.counters[order.taker].name
                got = quartermaster.received(view, order)
                lines = (f"{order.points} points, of which {taker} gains {got}",)
                return Proposal(f"Fuel for {taker}", lines, orders=(order,))
            why = refusal.sentence
        return Proposal(f"Fuel to {view.scenario.map.label(h)}", (), (), why)


class Post(Base):
    """Send a headquarters to a hex."""

    def __init__(self, formation: FormationId) -> None:
        super().__init__(())
        self.formation = formation
        self.name, self.hint = "hq", "Click where the headquarters is to go."

    def goals(self, view: PlayerView) -> Mapping[Hex, str]:
        """Hexes within a day's drive."""
        return dict.fromkeys(headquarters.day_drive(view, self.formation), "")

    def propose(self, view: PlayerView, h: Hex) -> Proposal:
        """The drive there."""
        order = PlaceHq(self.formation, h)
        refusal = headquarters.check_hq(view, order)
        name = view.scenario.formations[self.formation].name
        title = f"Headquarters of {name} to {view.scenario.map.label(h)}"
        points = headquarters.day_drive(view, self.formation).get(h, 0)
        lines = (f"{points} points of the way; it stays there",)
        return Proposal(title, lines, (), refusal.sentence if refusal else "", (order,))
