"""What a layer of the map may know: one side's view, what is selected, where the pointer is."""

from __future__ import annotations

from dataclasses import dataclass, field

from game.hexes import NOWHERE, Hex
from game.model.forces import FormationId, Side, Unit, UnitId
from game.model.state import PlayerView

Plan = tuple[Hex, ...]


@dataclass(frozen=True)
class Scene:
    """One moment of the map as a side sees it. Nothing here comes from the truth."""

    view: PlayerView
    side: Side
    """Whose eyes these are."""
    selected: tuple[UnitId, ...] = ()
    hover: Hex = NOWHERE
    plans: dict[FormationId, Plan] = field(default_factory=dict)
    """Axes that are ordered or drafted for armies, from where they stand on."""

    @property
    def chosen(self) -> Unit | None:
        """The one unit of the viewer that is selected, on the map; None for none or many."""
        if len(self.selected) != 1:
            return None
        unit = self.view.units.get(self.selected[0])
        mine = unit is not None and self.view.side_of(unit.id) == self.side
        return unit if mine and unit is not None and unit.on_map else None


class Same:
    """Wraps a value so that two are equal when they are one and the same object: what a layer was
    made from can be told apart without comparing it."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.value is self.value

    def __hash__(self) -> int:
        return id(self.value)
