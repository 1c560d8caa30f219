"""The staff's aircraft: reconnaissance before the attacks, raids with what is left after them,
patrols, special attack, airfields given up in time, and parties landed in cities.

Support of attacks needs no thought here: the rules' own default plan gives it, and the reckoning of
each attack counts it.
"""

from __future__ import annotations

from collections.abc import Iterable

from game.hexes import NOWHERE, Hex, distance
from game.model.forces import AssetId
from game.model.orders import Air, AirLand, AirMission, Order, line_of
from game.model.state import PlayerView
from game.players.staff.doctrine import Doctrine
from game.players.staff.memory import Memory
from game.players.staff.situation import Situation, power_of
from game.players.staff.theatre import open_objectives
from game.players.staff.why import Option, Why, option
from game.rules import air, airborne
from game.rules.air_bases import airfields
from game.rules.air_missions import check_air, forecast
from game.rules.sight import seen

SCOUTS, RAIDS, PATROLS = 2, 5, 4
"""Missions of each kind that are flown in a phase at most."""
LEAST_RAID = 20
"""Men that a raid must be expected to cost the enemy."""
LEAST_ARMOUR = 20
"""Tanks and guns in a hex that are worth a special attack."""
LEAST_THROUGH = 2
"""Special attack aircraft that must be expected to come through."""
DANGER, SAFE = 3, 8
"""Hexes from the enemy at which an airfield is given up, and at which another one is safe."""
LIKELY, BROKEN = 85, 75
"""Per cent of success, and of the order's having come, below which no party is landed: a garrison
must be believed broken."""
LEAST_DAYS = 2
"""Days that a landing must save: what the army takes tomorrow needs no party."""
PARTY_PRICE = 400
"""Price of a party lost, in hundredths of a point of victory."""
FAR_DAYS = 6
"""Days of march from which on a place counts as out of reach."""
WALK = 60
"""Points of march in a day."""


def missions(
    stage: str, view: PlayerView, now: Situation, doctrine: Doctrine, memory: Memory
) -> tuple[Order, ...]:
    """The next orders of a stage: `scout` before the attacks, `raid` and `patrol` after them."""
    if not any(wing.sorties for _, wing in air.wings_of(view, now.side)):
        return ()
    chosen: list[tuple[Order, Option]] = []
    if stage == "scout":
        if memory.flown.get("land", 0) == 0:
            chosen = _landings(view, now, memory)
        if not chosen and "base" not in memory.flown:
            memory.flown["base"] = 1
            chosen = _retreats(view, now)
        if not chosen:
            chosen = _scouts(view, now, memory)
    elif stage == "raid":
        chosen = _special(view, now, memory) or _raids(view, now, doctrine, memory)
    elif "patrol" not in memory.flown:
        memory.flown["patrol"] = 1
        chosen = _patrols(view, now)
    for order, reason in chosen:
        memory.whys.append(Why("unit", view.turn, line_of(order), reason))
    return tuple(order for order, _ in chosen)


def _wings(view: PlayerView, now: Situation, mission: AirMission, least: int) -> list[AssetId]:
    """Own wings that fly such missions and have so many sorties left."""
    return [
        name for name, wing in air.wings_of(view, now.side)
        if wing.sorties >= least and not wing.held
        and mission in air.branch_of(view, name).missions
    ]  # fmt: skip


def _nearest(view: PlayerView, wings: Iterable[AssetId], order: AirMission, h: Hex) -> Air | None:
    """The mission flown by the nearest wing that can."""
    found = sorted((distance(view.wings[w].base, h), w) for w in wings)
    for _, wing in found:
        asked = Air(wing, order, h)
        if check_air(view, asked) is None:
            return asked
    return None


# Reconnaissance.


def _scouts(view: PlayerView, now: Situation, memory: Memory) -> list[tuple[Order, Option]]:
    """A look at the goal that most troops march on unseen, or at troops that went out of sight."""
    if memory.flown.get("scout", 0) >= SCOUTS:
        return []
    wings = _wings(view, now, "recon", view.scenario.tables.air.recon.sorties)
    if not wings:
        return []
    mask = seen(view, now.side)
    wanted: dict[Hex, int] = {}
    for directive in memory.directives.values():
        if directive.goal != NOWHERE and not mask[directive.goal]:
            wanted[directive.goal] = wanted.get(directive.goal, 0) + directive.weight
    for memory_of in view.sightings.get(now.side, {}).values():
        if not mask[memory_of.hex] and now.concerns(memory_of.hex):
            worth = wanted.get(memory_of.hex, 0) + memory_of.men // 1000
            wanted[memory_of.hex] = worth
    for h in sorted(wanted, key=lambda h: (-wanted[h], h))[:6]:
        order = _nearest(view, wings, "recon", h)
        if order is not None:
            memory.flown["scout"] = memory.flown.get("scout", 0) + 1
            name = f"look at {view.scenario.map.label(h)}"
            return [(order, option(name, ("depends on it unseen", wanted[h], 1, wanted[h])))]
    return []


# Raids.


def _raids(
    view: PlayerView, now: Situation, doctrine: Doctrine, memory: Memory
) -> list[tuple[Order, Option]]:
    """Raids on troops that are seen, the largest expected loss first, each hex once a phase; then
    one on the railway by which the main goal could be reinforced."""
    done = memory.flown.get("raid", 0)
    if done >= RAIDS or (now.side == "japan" and view.ceasefire):
        return []
    wings = _wings(view, now, "column", view.scenario.tables.air.column.sorties)
    wings = [w for w in wings if "patrol" not in air.branch_of(view, w).missions]
    best: tuple[int, Hex, Air, int] | None = None
    men = {
        h: sum(u.men for u in view.units_at(h))
        for h in now.foes if view.side_at(h) and now.concerns(h)
    }  # fmt: skip
    for h in sorted(men, key=lambda h: (-men[h], h))[:12]:
        if h in memory.raided:
            continue
        order = _nearest(view, wings, "column", h)
        if order is None:
            continue
        effect = forecast(view, order).effect
        near = 2 if h in {d.goal for d in memory.directives.values()} else 1
        if effect >= LEAST_RAID and (best is None or (effect * near, -h) > best[:2]):
            best = effect * near, Hex(-h), order, effect
    if best is not None:
        order, effect = best[2], best[3]
        memory.flown["raid"] = done + 1
        memory.raided.add(order.target)
        name = f"raid {view.scenario.map.label(order.target)}"
        points = effect * doctrine.enemy_men // 100
        return [(order, option(name, ("their losses", effect, doctrine.enemy_men, points)))]
    if "rail" in memory.flown:
        return []
    memory.flown["rail"] = 1
    return _cut_off(view, now, memory)


def _cut_off(view: PlayerView, now: Situation, memory: Memory) -> list[tuple[Order, Option]]:
    """Bombs on the railway at the goal of the greatest force: nobody shall come by train."""
    force: dict[Hex, int] = {}
    for d in memory.directives.values():
        if d.goal != NOWHERE and d.posture not in ("delay", "hold", "withdraw"):
            force[d.goal] = force.get(d.goal, 0) + 1
    wings = _wings(view, now, "rail", view.scenario.tables.air.rail.sorties)
    for h in sorted(force, key=lambda h: (-force[h], h))[:3]:
        order = _nearest(view, wings, "rail", h)
        if order is not None:
            chance = forecast(view, order).chance
            if chance:
                name = f"bomb the railway at {view.scenario.map.label(h)}"
                return [(order, option(name, ("units march on it", force[h], 1, force[h])))]
    return []


def _special(view: PlayerView, now: Situation, memory: Memory) -> list[tuple[Order, Option]]:
    """One special attack a day, on armour or on shipping, if some come through: the aircraft are
    worth nothing else and are lost with their airfield."""
    if now.side != "japan" or "special" in memory.flown:
        return []
    memory.flown["special"] = 1
    wings = _wings(view, now, "kamikaze", 1)
    if not wings or view.ceasefire or view.options.special_attack == "off":
        return []
    land = view.scenario.map.land
    worth = {
        h: sum(u.armour for u in view.units_at(h)) if land[h] else 1000
        for h in now.foes if view.side_at(h)
    }  # fmt: skip
    for h in sorted(worth, key=lambda h: (-worth[h], h))[:6]:
        if worth[h] < LEAST_ARMOUR:
            break
        order = _nearest(view, wings, "kamikaze", h)
        if order is None:
            continue
        through = forecast(view, order).arriving
        if through >= LEAST_THROUGH:
            name = f"special attack on {view.scenario.map.label(h)}"
            return [(order, option(name, ("aircraft that come through", through, 1, through)))]
    return []


# Patrols and airfields.


def _patrols(view: PlayerView, now: Situation) -> list[tuple[Order, Option]]:
    """Fighters over the armour of the attack, or over the greatest posts of the defence."""
    worth: dict[Hex, int] = {}
    if now.side == "soviet":
        for u in now.own:
            if u.armour >= LEAST_ARMOUR:
                worth[u.hex] = worth.get(u.hex, 0) + u.armour
    else:
        worth = dict(open_objectives(view))
    wings = _wings(view, now, "patrol", 1)
    reach = view.scenario.tables.air.superiority.patrol_reach
    covered: list[Hex] = []
    found: list[tuple[Order, Option]] = []
    for h in sorted(worth, key=lambda h: (-worth[h], h)):
        if len(found) >= PATROLS or not wings:
            break
        if any(distance(h, c) <= reach for c in covered):
            continue
        order = _nearest(view, wings, "patrol", h)
        if order is not None:
            covered.append(h)
            wings.remove(order.wing)
            name = f"patrol over {view.scenario.map.label(h)}"
            found.append((order, option(name, ("worth below", worth[h], 1, worth[h]))))
    return found


def _retreats(view: PlayerView, now: Situation) -> list[tuple[Order, Option]]:
    """Wings whose airfield the enemy is about to reach fly to the nearest one that is safe."""
    found: list[tuple[Order, Option]] = []
    for name, wing in air.wings_of(view, now.side):
        if not wing.aircraft or wing.base == NOWHERE or wing.away:
            continue
        near = min((distance(wing.base, foe) for foe in now.foes), default=99)
        if near > DANGER or not _outmatched(view, now, wing.base):
            continue
        safe = sorted(
            (distance(h, wing.base), h) for h in airfields(view, now.side)
            if all(distance(h, foe) >= SAFE for foe in now.foes)
        )  # fmt: skip
        for _, h in safe[:2]:
            order = Air(name, "base", h)
            if check_air(view, order) is None:
                reason = ("the enemy is near", DANGER + 1 - near, 1, DANGER + 1 - near)
                found.append((order, option(f"leave {view.scenario.map.label(wing.base)}", reason)))
                break
    return found


def _outmatched(view: PlayerView, now: Situation, h: Hex) -> bool:
    """Whether the enemy around a hex is stronger than the own troops there."""
    all_ = view.on_map(now.side)
    own = sum(power_of(view, u) for u in all_ if distance(u.hex, h) <= DANGER)
    return sum(p for foe, p in now.foes.items() if distance(foe, h) <= DANGER) > own


# Parties.


def _landings(view: PlayerView, now: Situation, memory: Memory) -> list[tuple[Order, Option]]:
    """Parties to the objectives where they gain most: worth of the days saved by the chance of
    success, against the loss of the party by the chance of failure. The best one first."""
    if now.side != "soviet" or view.turn < view.scenario.tables.air.party.from_turn:
        return []
    waiting = airborne.parties(view, now.side)
    if not waiting:
        return []
    weights, mask = open_objectives(view), seen(view, now.side)
    bound = {view.units[u].hex for u in airborne.airheads(view, now.side)}
    options: list[tuple[int, Hex, Option]] = []
    for h, weight in sorted(weights.items()):
        if h in bound or not airborne.is_goal(view, now.side, h):
            continue
        empty = bool(mask[h]) and view.side_at(h) is None
        if not empty and not view.ceasefire:
            continue
        chances = airborne.forecast(view, AirLand(waiting[0].id, h))
        chance = 100 if empty else chances.in_the_end
        if not empty and chances.heard < BROKEN:
            continue
        days = _days_to(view, now, memory, h)
        gain, loss = weight * days * chance, PARTY_PRICE * (100 - chance) // 100
        if chance < LIKELY or days < LEAST_DAYS or gain <= loss:
            continue
        made = option(
            f"land at {view.scenario.map.label(h)}",
            (f"{days} days sooner, {chance} %", weight, days * chance, gain),
            ("may be lost", 100 - chance, -PARTY_PRICE, -loss),
        )
        options.append((made.score, h, made))
    for _, h, made in sorted(options, key=lambda row: (-row[0], row[1])):
        for unit in waiting:
            order = AirLand(unit.id, h)
            refusal = airborne.check_airland(view, order)
            if refusal is None:
                return [(order, made)]
            if refusal.code == "weather":
                break
    memory.flown["land"] = 1
    return []


def _days_to(view: PlayerView, now: Situation, memory: Memory, h: Hex) -> int:
    """Days of march of the nearest own fast troops to a place, at most FAR_DAYS."""
    way = memory.eta(view, h, "mech")
    near = min((int(way[u.hex]) for u in view.on_map(now.side)), default=FAR_DAYS * WALK)
    return min(FAR_DAYS, near // WALK + 1)
