"""What comes back to units, and what is left of them: stragglers, replacements, merged remnants."""

from __future__ import annotations

from dataclasses import replace

from game.hexes import NOWHERE
from game.model.events import AnyEvent, Refitted
from game.model.forces import Side, Unit, updated
from game.model.orders import Merge, Refusal
from game.model.state import PlayerView, State
from game.rules.landing import at_sea
from game.rules.losses import Tally
from game.rules.quartermaster import own_unit
from game.rules.retreat import can_move_at_all


def returning(state: State, side: Side) -> tuple[AnyEvent, ...]:
    """Dusk: stragglers find their units again, and replacements come up to units in supply. None
    on a day of fighting; scattered men of units that are cut off are lost one by one."""
    table = state.scenario.tables.morale
    tally = Tally()
    after = []
    for u in state.on_map(side):
        if u.fought or u.attacked:
            continue
        counter = state.scenario.counters[u.id]
        men, out = u.men, u.stragglers
        if out:
            found = out if out <= table.stragglers_last else -(-out * table.stragglers_back // 100)
            out -= found
            if u.cut_off:
                tally.add(counter.nation, dispersed=found)
            else:
                men += found
        came = replacements(state, u, men + out)
        if came:
            tally.add(counter.nation, joined=came)
        if (men + came, out) != (u.men, u.stragglers):
            after.append(updated(u, men=men + came, stragglers=out))
    if not after:
        return ()
    return (Refitted(what="returning", after=tuple(after), by=side, toll=tally.total()),)


def replacements(state: State, unit: Unit, strength: int) -> int:
    """Men who come up from the depots this evening to a unit that does not fight and is `strength`
    strong, stragglers included."""
    counter, table = state.scenario.counters[unit.id], state.scenario.tables.morale
    wanted = counter.men - strength
    if wanted <= 0 or counter.nation not in table.replaced or unit.cut_off or unit.rations <= 0:
        return 0
    return 0 if at_sea(state, unit) else min(table.replacements.get(counter.size, 0), wanted)


def check_merge(view: State, order: Merge) -> Refusal | None:
    """A remnant can be put into a unit of its nation in its hex that has room for its men."""
    giver, taker = own_unit(view, order.giver), own_unit(view, order.taker)
    if isinstance(giver, Refusal):
        return giver
    if isinstance(taker, Refusal):
        return taker
    counters, table = view.scenario.counters, view.scenario.tables.morale
    a, b = counters[giver.id], counters[taker.id]
    both = f"{a.name} and {b.name}"
    code, sentence = "", ""
    if giver.id == taker.id:
        code, sentence = "same_unit", f"{a.name} cannot be merged into itself."
    elif giver.hex != taker.hex:
        code, sentence = "not_together", f"{both} do not stand in one hex."
    elif a.nation != b.nation:
        code, sentence = "other_nation", f"{both} are not of one nation."
    elif not can_move_at_all(view.scenario, giver) or giver.railing or giver.fought:
        code, sentence = "not_free", f"{a.name} is bound to its place, its trains or its fight."
    elif giver.men * 100 > a.men * table.merge_percent:
        share = f"{table.merge_percent} % of its {a.men} men"
        code, sentence = "no_remnant", f"{a.name} has {giver.men} men, more than {share}."
    elif giver.men + giver.stragglers + taker.men + taker.stragglers > b.men:
        code, sentence = "too_many", (
            f"{b.name} has {taker.men} of {b.men} men and no room for {giver.men} more."
        )
    return Refusal(code, sentence, (giver.hex,), (giver.id, taker.id)) if code else None


def resolve_merge(state: State, order: Merge) -> tuple[Refitted, ...]:
    """The men and arms of one unit pass to the other, which takes the worse condition of both and
    its share of their stocks."""
    giver, taker = state.units[order.giver], state.units[order.taker]
    men = giver.men + taker.men

    def shared(mine: int, theirs: int) -> int:
        return (mine * giver.men + theirs * taker.men) // max(1, men)

    after = replace(
        taker,
        men=men, stragglers=giver.stragglers + taker.stragglers,
        tanks=giver.tanks + taker.tanks, spg=giver.spg + taker.spg, guns=giver.guns + taker.guns,
        rockets=giver.rockets + taker.rockets, vehicles=giver.vehicles + taker.vehicles,
        workshop=giver.workshop + taker.workshop, points=min(giver.points, taker.points),
        disruption=max(giver.disruption, taker.disruption),
        fatigue=max(giver.fatigue, taker.fatigue), ammo=shared(giver.ammo, taker.ammo),
        rations=shared(giver.rations, taker.rations), fuel=shared(giver.fuel, taker.fuel),
        heard=giver.heard or taker.heard, frozen=giver.frozen or taker.frozen,
    )  # fmt: skip
    gone = replace(
        giver, hex=NOWHERE, men=0, stragglers=0, tanks=0, spg=0, guns=0, rockets=0, vehicles=0,
        workshop=0, points=0, gone="merged",
    )  # fmt: skip
    return (Refitted(what="merged", after=(after, gone), by=state.phase, at=taker.hex),)


def merges(view: PlayerView, unit: Unit) -> tuple[Merge, ...]:
    """The merges that a unit could be put into another by now."""
    found = (Merge(unit.id, other.id) for other in view.units_at(unit.hex) if other.id != unit.id)
    return tuple(order for order in found if check_merge(view, order) is None)
