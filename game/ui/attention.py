"""Which units ask for their general's attention: without orders, short of supply, in contact,
threatened. Everything is reckoned from what the side knows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from game.model.forces import Side, Unit, UnitId, enemy_of
from game.model.state import PlayerView
from game.players.staff.situation import power_of
from game.rules.air import branch_of, wings_of
from game.rules.happenings import open_choices
from game.rules.reach import allowance
from game.rules.requests import ammo_state, fuel_state

Need = Literal["all", "idle", "short", "contact", "threatened"]
MOTORISED = frozenset({"motor", "mech", "tank"})


def is_idle(view: PlayerView, unit: Unit) -> bool:
    """Whether a unit could still march or fight in this phase and has done neither."""
    fresh = not unit.fought and not unit.spent and not unit.railing and not unit.frozen
    held = unit.stance != "normal"
    return fresh and not held and allowance(view, unit) > 0


def is_short(view: PlayerView, unit: Unit) -> bool:
    """Whether a unit lacks fuel, ammunition, food, or any way of supply."""
    table = view.scenario.tables.supply
    motorised = view.scenario.counters[unit.id].mobility in MOTORISED
    return (
        unit.cut_off > 0 or unit.rations <= 0 or ammo_state(unit, table) != "full"
        or (motorised and fuel_state(unit, table) != "full")
    )  # fmt: skip


def in_contact(view: PlayerView, unit: Unit) -> bool:
    """Whether an enemy is seen beside a unit."""
    enemy = enemy_of(view.side_of(unit.id))
    return any(view.side_at(h) == enemy for h in view.scenario.map.around[unit.hex])


def is_threatened(view: PlayerView, unit: Unit) -> bool:
    """Whether enemies seen beside a unit's hex are stronger than all who stand in it."""
    side = view.side_of(unit.id)
    foes = sum(
        power_of(view, u, "attack")
        for h in view.scenario.map.around[unit.hex] if view.side_at(h) == enemy_of(side)
        for u in view.units_at(h)
    )  # fmt: skip
    return foes > 0 and foes > sum(power_of(view, u) for u in view.units_at(unit.hex))


TESTS: dict[Need, Callable[[PlayerView, Unit], bool]] = {
    "all": lambda view, unit: True,
    "idle": is_idle,
    "short": is_short,
    "contact": in_contact,
    "threatened": is_threatened,
}


def needing(view: PlayerView, side: Side, need: Need) -> tuple[UnitId, ...]:
    """The units of a side on the map that have this need, in the fixed order."""
    test = TESTS[need]
    return view.derived(
        ("attention", side, need), lambda: tuple(u.id for u in view.on_map(side) if test(view, u))
    )


def unused_wings(view: PlayerView, side: Side) -> int:
    """Wings that could still fly a mission of their own today."""
    found = 0
    for name, wing in wings_of(view, side):
        missions = branch_of(view, name).missions
        if wing.sorties and not wing.idle and set(missions) - {"support", "patrol"}:
            found += 1
    return found


def undone(view: PlayerView, side: Side, idle: int) -> tuple[str, ...]:
    """What would be left undone if the phase ended now, in words, the gravest first; `idle` units
    are without orders."""
    said = []
    choices = open_choices(view, side)
    if choices:
        said.append(f"{counted(len(choices), 'choice')} open: {choices[0].title}")
    if idle:
        said.append(f"{counted(idle, 'unit')} without orders")
    wings = unused_wings(view, side)
    if wings:
        said.append(f"{counted(wings, 'wing')} with sorties left")
    return tuple(said)


def counted(number: int, noun: str) -> str:
    """`1 unit`, `2 units`."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
