"""Missions that wings fly by order: against troops, lines, bridges and depots, reconnaissance,
patrols of fighters, special attack; and the orders for their bases and the default plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from game.dice import WAYS_2D6, Dice
from game.hexes import NOWHERE, Hex, distance, neighbour
from game.model.events import AnyEvent, Flew, Refitted
from game.model.forces import AssetId, Unit, Wing, enemy_of
from game.model.orders import Air, Refusal
from game.model.state import HOLDER_OF, State
from game.model.terrain import MAJOR_RIVER, Cut
from game.rules import air
from game.rules.air_bases import is_airfield
from game.rules.losses import Tally, fraction, shares
from game.rules.siege import works_for
from game.rules.sight import within
from game.rules.stacking import hexside

STRIKES = frozenset({"column", "rail", "bridge", "depot", "recon", "kamikaze"})
"""Missions that fly to a target and back."""
No = Callable[[str, str], Refusal]
"""A way of refusing: code and the rest of the sentence."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a mission can come to, as far as the player knows."""

    sorties: int
    """Sorties that would be flown."""
    arriving: int
    """Of these, what weather and known fighters let through."""
    chance: int
    """Of 36 throws, those that have the effect; 36 where it is sure, 0 where none is possible."""
    effect: int
    """Size of the effect: men, quarters of a day's trains, 1 for a bridge, per cent of a depot,
    hexes seen, hits (rounded down) of special attack."""
    what: str
    """The effect in a few words."""


# Targets.


def rail_link(state: State, h: Hex) -> int:
    """The railway hexside of a hex that is bombed: the line of the highest class; -1 without any.

    Named from its lower hex."""
    rail, tracks = state.scenario.map.rail, state.scenario.map.tracks
    sides = [h * 6 + d for d in range(6) if rail[h * 6 + d]]
    if not sides:
        return -1
    best = max(sides, key=lambda s: (int(rail[s]), int(tracks[s]), -s))
    return hexside(h, neighbour(h, best % 6))


def bridge_at(state: State, h: Hex) -> int:
    """The hexside of a hex with the greatest bridge that still stands: a railway's before a
    road's, over a major or great river; -1 without any."""
    hexmap = state.scenario.map
    found = []
    for d in range(6):
        s = h * 6 + d
        if int(hexmap.river[s]) < MAJOR_RIVER or not (hexmap.rail[s] or hexmap.road[s]):
            continue
        side = hexside(h, neighbour(h, d))
        cut = state.cuts.get(side)
        if cut is None or cut.what != "bridge":
            found.append((int(hexmap.rail[s]), int(hexmap.river[s]), -side))
    return -max(found)[2] if found else -1


def sorties_for(state: State, order: Air) -> int:
    """Sorties that a wing flies on a mission: all it has left, as far as they find room."""
    table = state.scenario.tables.air
    have = air.left(state, order.wing)
    match order.mission:
        case "recon":
            return min(have, table.recon.sorties)
        case "column":
            return min(have, table.column.most)
        case "rail":
            return min(have, table.rail.most)
        case "bridge":
            return min(have, table.bridge.most)
        case "depot":
            return min(have, table.depot.most)
        case "kamikaze":
            return min(have, table.kamikaze.most)
    return have


def least_for(state: State, mission: str) -> int:
    """Sorties below which a mission has no effect and is not flown."""
    table = state.scenario.tables.air
    packets = {
        "recon": table.recon.sorties, "column": table.column.sorties, "rail": table.rail.sorties,
        "bridge": table.bridge.sorties, "depot": table.depot.sorties,
    }  # fmt: skip
    return packets.get(mission, 1)


# Checking.


def check_air(view: State, order: Air) -> Refusal | None:
    """Why a wing cannot do this, as far as the player can know; None when it can."""
    wing = view.wings.get(order.wing)
    squadron = view.scenario.squadrons.get(order.wing)
    if wing is None or squadron is None or squadron.side != view.phase:
        sentence = f"{order.wing} is no wing of the side whose phase it is."
        return Refusal("no_wing", sentence)
    where = (order.target,) if order.target != NOWHERE else ()

    def no(code: str, why: str) -> Refusal:
        return Refusal(code, f"{squadron.name} {why}.", where)

    if order.mission in ("hold", "free"):
        if order.target != NOWHERE:
            return no("no_target", "is held back or set free as a whole, without a target")
        if wing.held == (order.mission == "hold"):
            return no("no_change", "is held back already" if wing.held else "is free already")
        return None
    if not 0 <= order.target < view.scenario.map.size or (
        not view.scenario.map.terrain_bytes[order.target]
    ):
        return no("no_target", f"cannot fly to {order.target}: there is no such hex")
    if order.mission == "base":
        return _check_base(view, order, wing, no)
    branch = air.branch_of(view, order.wing)
    if order.mission not in branch.missions:
        known = ", ".join(branch.missions) or "none"
        return no("wrong_branch", f"flies no such mission; {branch.name} fly: {known}")
    if order.mission == "kamikaze" and view.options.special_attack == "off":
        return no("option_off", "makes no special attacks in this game")
    if view.phase == "japan" and view.ceasefire and order.mission != "recon":
        return no("ceasefire", "flies no more attacks after the order to cease fire")
    have, least = air.left(view, order.wing), least_for(view, order.mission)
    if have < least:
        return no("no_sorties", f"has {have} sorties left today; this takes {least}")
    if not air.reaches(view, order.wing, wing, order.target):
        label = view.scenario.map.label(wing.base)
        return no("too_far", f"reaches {branch.reach} hexes from {label}")
    if not air.arriving(view, wing, order.target, 100):
        return no("weather", "cannot fly there in today's weather")
    return _check_target(view, order, no)


def _check_base(view: State, order: Air, wing: Wing, no: No) -> Refusal | None:
    table = view.scenario.tables.air.bases
    if order.target == wing.base:
        return no("no_change", "is based there already")
    if wing.base == NOWHERE or not wing.aircraft:
        return no("no_aircraft", "has no aircraft left")
    if wing.idle or wing.sorties < air.ready(view, order.wing, wing):
        return no("no_sorties", "needs the whole day for the move: it has flown or moved already")
    if not is_airfield(view, view.phase, order.target):
        return no("no_airfield", "needs a town with an airfield that you have held since yesterday")
    if distance(wing.base, order.target) > table.ferry:
        return no("too_far", f"moves {table.ferry} hexes at most")
    return None


def _check_target(view: State, order: Air, no: No) -> Refusal | None:
    target, enemy = order.target, enemy_of(view.phase)
    match order.mission:
        case "column" | "kamikaze":
            if view.side_at(target) != enemy:
                return no("nobody_there", "finds no enemy there: none is seen")
            if order.mission == "column" and works_for(view, enemy, target):
                return no("in_works", "does no harm to troops in permanent works")
        case "rail" | "bridge" | "depot":
            if view.control[target] != HOLDER_OF[enemy]:
                return no("not_enemys", "bombs only what the enemy holds")
            if order.mission == "rail" and rail_link(view, target) < 0:
                return no("no_rail", "finds no railway there")
            if order.mission == "bridge" and bridge_at(view, target) < 0:
                return no("no_bridge", "finds no bridge over a major river there")
            if order.mission == "depot" and target not in view.scenario.map.places_at:
                return no("no_depot", "finds no place there that could have a depot")
            if order.mission == "rail" and rail_link(view, target) in view.cuts:
                return no("cut_already", "finds the line there cut already")
    return None


# What comes of it.


def forecast(view: State, order: Air) -> Forecast:
    """What a mission that `check_air` allows would come to. Shown before it is ordered."""
    table, wing = view.scenario.tables.air, view.wings[order.wing]
    if order.mission not in STRIKES:
        return Forecast(0, 0, 36, 1, order.mission)
    sorties = sorties_for(view, order)
    coming = air.arriving(view, wing, order.target, sorties)
    coming -= air.stopped(view, view.phase, order.target, coming)
    match order.mission:
        case "recon":
            seen = len(within(view.scenario.map, order.target, table.recon.radius))
            return Forecast(sorties, coming, 36 if coming else 0, seen, "hexes seen")
        case "column":
            times = _times(view, order.target, coming)
            men = _men_hit(view, order.target, times)
            return Forecast(sorties, coming, 36 if times else 0, men, "men lost")
        case "rail":
            quarters = min(4, coming // table.rail.sorties)
            return Forecast(
                sorties, coming, _ways(table.rail.need) if quarters else 0, quarters,
                "quarters of the day's trains",
            )  # fmt: skip
        case "bridge":
            enough = coming >= table.bridge.sorties
            return Forecast(
                sorties, coming, _ways(table.bridge.need) if enough else 0, 1, "bridge down"
            )
        case "depot":
            share = coming // table.depot.sorties * table.depot.percent
            return Forecast(sorties, coming, 36 if share else 0, share, "per cent of the depot")
    hits = sorties * _through(view, order) * table.kamikaze.hit // 10_000
    coming = sorties * _through(view, order) // 100
    return Forecast(sorties, coming, 36 if hits else 18, hits, "hits")


def _ways(need: int) -> int:
    return sum(ways for total, ways in WAYS_2D6.items() if total >= need)


def _times(state: State, target: Hex, coming: int) -> int:
    """How often a column takes the effect of the table: half in close country or dug in."""
    table = state.scenario.tables.air.column
    times = coming // table.sorties
    units = state.units_at(target)
    dug = any(u.entrenched for u in units)
    return times // 2 if dug or state.scenario.map.terrain_at(target).close else times


def _men_hit(state: State, target: Hex, times: int) -> int:
    table = state.scenario.tables.air.column
    men = sum(u.men for u in state.units_at(target))
    return min(times * table.most_men, men * table.men * times // 1000)


def _through(state: State, order: Air) -> int:
    """Per cent of special attack aircraft that come through to the target."""
    table = state.scenario.tables.air.kamikaze
    opposed = air.superiority(state, state.phase, order.target) > 0
    return table.arrive_opposed if opposed else table.arrive


def resolve_air(state: State, order: Air, dice: Dice) -> tuple[AnyEvent, ...]:
    """Fly, on the truth."""
    side, wing = state.phase, state.wings[order.wing]
    if order.mission not in STRIKES:
        return (_arranged(state, order, wing),)
    key = ("air", state.turn, state.phase, order.wing, order.target, wing.sorties)
    sorties = sorties_for(state, order)
    tally = Tally()
    if order.mission == "kamikaze":
        return (_special_attack(state, order, sorties, dice, tally, *key),)
    coming = air.arriving(state, wing, order.target, sorties)
    kept_off = air.stopped(state, side, order.target, coming)
    coming -= kept_off
    below = state.index.get(order.target, ()) if state.side_at(order.target) != side else ()
    wings = air.fly(
        state, side, order.target, ((order.wing, sorties),), kept_off, dice, tally, *key,
        below=below,
    )  # fmt: skip
    flew = Flew(
        wing=order.wing, mission=order.mission, sorties=sorties, arrived=coming, stopped=kept_off,
        by=side, at=order.target, wings=wings,
    )  # fmt: skip
    flew = _hit(state, order, flew, coming, dice, tally, *key)
    return (replace(flew, toll=tally.total()),)


def _arranged(state: State, order: Air, wing: Wing) -> Refitted:
    """Orders that need no flight: patrol, base, hold and free."""
    match order.mission:
        case "patrol":
            after = replace(wing, patrol=order.target)
        case "base":
            after = replace(wing, base=order.target, away=0, sorties=0, idle=1, patrol=NOWHERE)
        case _:
            after = replace(wing, held=order.mission == "hold")
    what = {"patrol": "patrol", "base": "change of base"}.get(order.mission, "air plan")
    return Refitted(what=what, by=state.phase, wings=((order.wing, after),))


def _hit(
    state: State, order: Air, flew: Flew, coming: int, dice: Dice, tally: Tally, *key: str | int
) -> Flew:
    """The effect of a mission with the sorties that have come through."""
    table, target = state.scenario.tables.air, order.target
    match order.mission:
        case "recon":
            if coming:
                seen = within(state.scenario.map, target, table.recon.radius)
                return replace(flew, scouted=seen, effect=len(seen))
        case "column":
            times = _times(state, target, coming)
            if times and state.side_at(target) not in (None, state.phase):
                after, men = _strafed(state, target, times, dice, tally, *key)
                return replace(flew, after=after, effect=men)
        case "rail":
            quarters = min(4, coming // table.rail.sorties)
            throw = dice.two_d6(*key, "rail")
            link = rail_link(state, target)
            if quarters and throw >= table.rail.need and link not in state.cuts:
                cut = (link, Cut("bombed", quarters))
                return replace(flew, dice=throw, effect=quarters, cuts=(cut,))
            return replace(flew, dice=throw)
        case "bridge":
            throw, bridge = dice.two_d6(*key, "bridge"), bridge_at(state, target)
            enough = coming >= table.bridge.sorties
            if enough and throw >= table.bridge.need and bridge >= 0:
                work = table.bridge.work[int(state.scenario.map.river[bridge])]
                return replace(flew, dice=throw, effect=1, cuts=((bridge, Cut("bridge", work)),))
            return replace(flew, dice=throw)
        case "depot":
            stock = state.stores.get(target, 0)
            burnt = stock * (coming // table.depot.sorties) * table.depot.percent // 100
            if burnt:
                return replace(flew, effect=burnt, stores=((target, stock - burnt),))
    return flew


def _strafed(
    state: State, target: Hex, times: int, dice: Dice, tally: Tally, *key: str | int
) -> tuple[tuple[Unit, ...], int]:
    """Troops after an attack from the air, and the men they lost."""
    table, scenario = state.scenario.tables.air.column, state.scenario
    units = state.units_at(target)
    lost = _men_hit(state, target, times)
    men_of = shares(lost, [u.men for u in units])
    cars_of = shares(times * table.vehicles, [u.vehicles for u in units])
    after = []
    for u, men, cars in zip(units, men_of, cars_of, strict=True):
        nation = scenario.counters[u.id].nation
        # A unit does not end from the air: its last man is left.
        men = min(men, u.men - 1)
        killed = fraction(dice, men * scenario.tables.combat.killed[nation], 100, *key, u.id)
        tally.add(nation, killed=killed, wounded=men - killed)
        delay = min(u.delay + times * table.points, table.most_points)
        after.append(
            replace(u, men=u.men - men, vehicles=max(0, u.vehicles - cars), delay=delay)
        )
    return tuple(after), sum(men_of)


def _special_attack(
    state: State, order: Air, sorties: int, dice: Dice, tally: Tally, *key: str | int
) -> Flew:
    """Special attack flights: none returns; what hits destroys a tank, a gun or a lorry each, or
    sinks a small vessel."""
    table, scenario, target = state.scenario.tables.air.kamikaze, state.scenario, order.target
    side, wing = state.phase, state.wings[order.wing]
    came = fraction(dice, sorties * _through(state, order), 100, *key, "through")
    hits = fraction(dice, came * table.hit, 100, *key, "hit")
    tally.add(scenario.squadrons[order.wing].nation, aircraft=sorties)
    flown = replace(wing, aircraft=wing.aircraft - sorties, sorties=wing.sorties - sorties)
    units = {u.id: u for u in state.units_at(target) if scenario.counters[u.id].side != side}
    done = hits if units else 0
    for i in range(done):
        # The fattest target draws the next aircraft.
        u = max(units.values(), key=lambda u: (u.armour * 20 + u.vehicles + u.men // 100, u.id))
        nation = scenario.counters[u.id].nation
        men = table.men
        if not scenario.map.land[target]:
            sunk = dice.percent(*key, "ship", i) < table.ship_sunk
            men = table.ship_men if sunk else table.men
        elif u.armour:
            tank = u.tanks > 0
            u = replace(u, tanks=u.tanks - tank, spg=u.spg - (not tank))
            tally.add(nation, tanks=1)
        elif u.guns:
            u = replace(u, guns=u.guns - 1)
            tally.add(nation, guns=1)
        elif u.vehicles:
            u = replace(u, vehicles=u.vehicles - 1)
        men = min(men, u.men - 1)
        tally.add(nation, killed=men)
        units[u.id] = replace(u, men=u.men - men)
    changed = tuple(u for u in units.values() if u != state.units[u.id])
    return Flew(
        wing=order.wing, mission="kamikaze", sorties=sorties, arrived=came, stopped=0,
        effect=done, by=side, at=target, after=changed, wings=((order.wing, flown),),
        toll=tally.total(),
    )  # fmt: skip


def targets(view: State, wing: AssetId, mission: str, hexes: tuple[Hex, ...]) -> tuple[Hex, ...]:
    """Of these hexes, those that a wing could fly this mission against now."""
    return tuple(
        h for h in hexes
        if check_air(view, Air(wing, mission, h)) is None  # type: ignore[arg-type]
    )  # fmt: skip


