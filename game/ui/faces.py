"""What counters show in the window: cards of units as a side knows them, and of remembered ones."""

from __future__ import annotations

from dataclasses import replace

from game.film.counters import Card, card_of
from game.hexes import Hex
from game.model.events import Sighting
from game.model.forces import Side, Unit, UnitId
from game.model.state import PlayerView
from game.model.terrain import IMPASSABLE, MOBILITY_INDEX
from game.rules.command import in_command
from game.rules.requests import ammo_state, fuel_state

FRESH, VEILED = 0, 3
"""Turns since when troops out of sight were seen: today, and so few that they are only veiled."""
ROUTED = 3
"""Disruption from which a unit counts as routed: it exerts no zone of control."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
Stack = list[tuple[Unit, Card]]


class Faces:
    """The cards of all units in a view, made anew only where a unit has changed."""

    def __init__(self) -> None:
        self.figures = False
        """Silhouettes instead of military signs."""
        self._of: dict[UnitId, tuple[object, ...]] = {}
        self._stacks: tuple[tuple[object, ...], dict[Hex, Stack]] = ((), {})

    def stacks(self, view: PlayerView, side: Side) -> dict[Hex, Stack]:
        """Units that `side` sees, by hex, the strongest first."""
        # The headquarters are part of what a counter tells: whether it is in command.
        about = (view.units, view.hqs, view.turn, view.phase, self.figures, side)
        if len(self._stacks[0]) == len(about) and all(
            a is b or (isinstance(a, int | str) and a == b)
            for a, b in zip(self._stacks[0], about, strict=True)
        ):
            return self._stacks[1]
        found: dict[Hex, Stack] = {}
        for owner in ("soviet", "japan"):
            for unit in view.on_map(owner):
                found.setdefault(unit.hex, []).append((unit, self.face(view, side, unit)))
        for stack in found.values():
            stack.sort(key=lambda row: (-_number(row[1].left), row[1].kind, row[1].middle))
        self._stacks = (about, found)
        return found

    def face(self, view: PlayerView, side: Side, unit: Unit) -> Card:
        """The card of one unit."""
        mine = view.side_of(unit.id) == side
        lost = mine and not in_command(view, unit)
        moved = mine and view.phase == side
        about = (unit, lost, moved, self.figures)
        kept = self._of.get(unit.id)
        if kept is not None and kept[0] is unit and kept[1:4] == about[1:]:
            found = kept[4]
            assert isinstance(found, Card)
            return found
        made = self._made(view, unit, mine, lost, moved)
        self._of[unit.id] = (*about, made)
        return made

    def _made(self, view: PlayerView, unit: Unit, mine: bool, lost: bool, moved: bool) -> Card:
        scenario = view.scenario
        counter = scenario.counters[unit.id]
        plain = card_of(scenario, unit)
        if counter.type == "unknown":
            return replace(plain, middle="", right="", steps=0)
        signs = []
        if unit.disruption:
            signs.append("routed" if unit.disruption >= ROUTED else "disrupted")
        if unit.frozen:
            signs.append("asleep")
        if not mine:
            return replace(
                plain, signs=tuple(signs), earth=min(3, unit.entrenched), figures=self.figures
            )
        signs += _supply_signs(view, unit)
        if lost and not unit.frozen:
            signs.append("command")
        veil = ""
        if moved and unit.fought:
            veil = "fought"
        elif moved and unit.spent and not _pace(view, unit):
            veil = "moved"
        return replace(
            plain, right=str(_pace(view, unit)), signs=tuple(signs),
            earth=min(3, unit.entrenched), isolated=unit.cut_off > 0,
            at_sea=not scenario.map.land[unit.hex], veil=veil, figures=self.figures,
        )  # fmt: skip


def _supply_signs(view: PlayerView, unit: Unit) -> list[str]:
    table = view.scenario.tables.supply
    fuel, ammo = fuel_state(unit, table), ammo_state(unit, table)
    signs = []
    if ammo == "out" or unit.rations <= 0:
        signs.append("out")
    elif "low" in (fuel, ammo):
        signs.append("low")
    if fuel == "out":
        signs.append("fuel")
    return signs


def _pace(view: PlayerView, unit: Unit) -> int:
    """Hexes that a unit could still go on a good road."""
    table = view.scenario.tables.movement
    pace = table.road_open[MOBILITY_INDEX[view.scenario.counters[unit.id].mobility]]
    return 0 if pace == IMPASSABLE else unit.points // pace


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0


def remembered(view: PlayerView, side: Side) -> dict[Hex, list[tuple[UnitId, Card]]]:
    """Cards of troops that `side` has seen and sees no more, by the hex where that was."""
    found: dict[Hex, list[tuple[UnitId, Card]]] = {}
    for name, sighting in view.sightings.get(side, {}).items():
        found.setdefault(sighting.hex, []).append((name, _ghost(view, name, sighting)))
    return found


def _ghost(view: PlayerView, name: UnitId, sighting: Sighting) -> Card:
    counter = view.scenario.counters[name]
    date = view.scenario.date_of(max(1, sighting.turn))
    age = view.turn - sighting.turn
    veil = "" if age <= FRESH else "seen" if age <= VEILED else "old"
    return Card(
        counter.type, counter.size, counter.nation, "", "", "", 0, veil=veil,
        tag=f"{date.day} {MONTHS[date.month - 1]}",
    )  # fmt: skip
