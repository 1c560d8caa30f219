"""Attachment: units change from one corps or army of their front to another."""

from __future__ import annotations

from dataclasses import replace

from game.hexes import NOWHERE, distance
from game.model.events import Refitted
from game.model.forces import FormationId, Unit
from game.model.orders import AttachUnit, Refusal
from game.model.state import PlayerView, State
from game.rules.quartermaster import own_unit

PUPPETS = frozenset({"MCK", "MGJ"})


def check_attach(view: State, order: AttachUnit) -> Refusal | None:
    """A unit can be put under a corps or army of its front whose headquarters can reach it."""
    unit = own_unit(view, order.unit)
    if isinstance(unit, Refusal):
        return unit
    scenario, who = view.scenario, (order.unit,)
    counter, table = scenario.counters[order.unit], scenario.tables.command
    there = scenario.formations.get(order.formation)
    if there is None or there.side != view.phase:
        sentence = f"{order.formation} is no formation of the side whose phase it is."
        return Refusal("no_such_formation", sentence, (unit.hex,), who)
    code, sentence = "", ""
    if unit.formation == order.formation:
        code, sentence = "no_change", f"stands under {there.name} already"
    elif there.level not in table.attach_levels:
        levels = ", ".join(table.attach_levels)
        code, sentence = "no_level", f"cannot join {there.name}: units join {levels}"
    elif counter.nation in PUPPETS or (there.id not in view.hqs):
        code, sentence = "not_theirs", f"cannot be put under {there.name}"
    elif scenario.front_of[unit.formation] != scenario.front_of[order.formation]:
        front = scenario.formations[scenario.front_of[unit.formation]].name
        code, sentence = "other_front", f"belongs to {front}, {there.name} does not"
    elif unit.transfer:
        code, sentence = "too_soon", "is still changing its superior"
    else:
        at, reach = view.hqs[order.formation], table.reach[there.level]
        if at == NOWHERE or distance(at, unit.hex) > reach:
            label = scenario.map.label
            where = f"in {label(at)}" if at != NOWHERE else "being made anew"
            code = "too_far"
            sentence = f"is out of reach of {there.name}, {where}, which commands {reach} hexes"
    return Refusal(code, f"{counter.name} {sentence}.", (unit.hex,), who) if code else None


def resolve_attach(state: State, order: AttachUnit) -> tuple[Refitted, ...]:
    """The unit changes its superior, and is out of command until that has settled."""
    unit = state.units[order.unit]
    after = reattached(state, unit, order.formation)
    return (Refitted(what="attached", after=(after,), by=state.phase, at=unit.hex),)


def reattached(state: State, unit: Unit, formation: FormationId) -> Unit:
    """A unit under a new superior: out of command for the rest of this turn and the next."""
    turns = state.scenario.tables.command.transfer + 1
    return replace(unit, formation=formation, briefed=False, transfer=turns)


def candidates(view: PlayerView, unit: Unit) -> tuple[FormationId, ...]:
    """Formations that a unit could be attached to now, the nearest headquarters first."""
    table, formations = view.scenario.tables.command, view.scenario.formations
    front_of, found = view.scenario.front_of, []
    front = front_of[unit.formation]
    for f, at in view.hqs.items():
        level = formations[f].level
        if at == NOWHERE or front_of[f] != front or level not in table.attach_levels:
            continue
        far = distance(at, unit.hex)
        if far <= table.reach[level] and check_attach(view, AttachUnit(unit.id, f)) is None:
            found.append((far, f))
    return tuple(f for _, f in sorted(found))
