"""Engineers in the staff's plans: bridges blown before the enemy, mended and laid where most of the
army passes, small forts shut in by the weakest troops that suffice, and who sells himself dearly.
"""

from __future__ import annotations

from collections.abc import Mapping

from game.hexes import Hex, distance
from game.model.forces import Unit, UnitId, enemy_of
from game.model.orders import Stance, Task, Work, line_of
from game.model.state import PlayerView
from game.model.terrain import MAJOR_RIVER, ROAD
from game.players.fields import costs_of, spread
from game.players.staff.attack import Stakes
from game.players.staff.plan import Directive
from game.players.staff.situation import Situation, power_of
from game.players.staff.why import Why, option
from game.rules.damage import severed
from game.rules.demolition import bridged
from game.rules.engineering import check_work
from game.rules.siege import bound, forts, may_sacrifice, wanted, works_for
from game.rules.stacking import hexside

READY = 120
"""Points of the nearest enemy's march to a bridge from which its guard is told to blow it behind
him: two days."""
FIRE = 60
"""The same from which it is blown at once: a day."""
BEYOND = 2
"""Hexes on the far side within which own troops keep a bridge standing."""
FLOW = 4
"""Hexes around a broken bridge whose troops are reckoned to want it."""
SITES = 4
"""Works that are ordered in a day: engineers without orders look after the rest."""
MASK_FROM = 2
"""Hexes from a small fort within which troops are told off to shut it in."""
BRIDGE_WORTH = 10
"""Worth of a blown bridge for each size of its river; twice that with a railway on it."""


def important(view: PlayerView, side: int) -> int:
    """What a bridge is worth: by its river, a railway counting twice; tracks nothing."""
    hexmap = view.scenario.map
    if not hexmap.rail[side] and (hexmap.road[side] < ROAD or hexmap.river[side] < MAJOR_RIVER):
        return 0
    return BRIDGE_WORTH * int(hexmap.river[side]) * (2 if hexmap.rail[side] else 1)


def threatened(view: PlayerView, now: Situation) -> dict[UnitId, dict[Hex, int]]:
    """For own fighting units the bridges beside them that matter, by the neighbour they lead to:
    points of the nearest enemy's march to it. Only bridges that the enemy reaches from the far
    side, and that no own troops still have to come back over."""
    if not now.foes or view.ceasefire:
        return {}
    hexmap, kinds = view.scenario.map, view.scenario.unit_types
    found: dict[UnitId, dict[Hex, int]] = {}
    near = [
        (u, n, hexside(u.hex, n))
        for u in now.own
        if kinds[view.scenario.counters[u.id].type].combat
        for n in hexmap.around[u.hex]
    ]
    near = [row for row in near if important(view, row[2]) and bridged(view, row[2])]
    if not near:
        return {}
    ends = [h for u, n, _ in near for h in (u.hex, n)]
    eta = spread(costs_of(view, "mech"), dict.fromkeys(now.foes, 0), wanted=ends)
    mine = frozenset(u.hex for u in view.on_map(now.side))
    movable = frozenset(u.hex for u in view.on_map(now.side) if not bound(view, u))
    for u, n, _ in near:
        here, there = int(eta[u.hex]), int(eta[n])
        if there >= here or there > READY or n in mine:
            continue
        # Once the enemy stands at the bridge nobody comes back over it any more.
        out = there > 0 and any(
            distance(h, n) <= BEYOND and distance(h, n) < distance(h, u.hex) for h in movable
        )
        if not out:
            found.setdefault(u.id, {})[n] = there
    return found


def demolitions(view: PlayerView, now: Situation) -> list[tuple[Work, Why]]:
    """Bridges to blow today: those that the enemy can reach within a day, each by one unit."""
    done: set[int] = set()
    found = []
    for name, bridges in threatened(view, now).items():
        for n, eta in sorted(bridges.items(), key=lambda row: row[1]):
            side = hexside(view.units[name].hex, n)
            order = Work(name, "blow", n)
            if eta > FIRE or side in done or check_work(view, order) is not None:
                continue
            done.add(side)
            worth = important(view, side)
            reason = option(
                f"blow the bridge to {view.scenario.map.label(n)}",
                ("days it costs the enemy", int(view.scenario.map.river[side]), worth, worth),
            )
            found.append((order, Why("unit", view.turn, line_of(order), reason)))
            break
    return found


def stance_of(
    view: PlayerView, now: Situation, unit: Unit, weights: dict[Hex, int], guards: set[UnitId]
) -> Stance:
    """How a unit of the defence should stand: to the last on an objective that the enemy touches,
    and with its lives against tanks where it could not go away anyhow; or ready to blow the bridge
    behind it."""
    touched = unit.hex in now.near
    lost = unit.cut_off > 0 or bound(view, unit)
    if touched and (unit.hex in weights or lost) and _worth_dying(view, now, unit):
        return "sacrifice"
    if touched and unit.hex in weights:
        return "stand"
    return "demolish" if unit.id in guards else "normal"


def _worth_dying(view: PlayerView, now: Situation, unit: Unit) -> bool:
    """Whether tanks stand before a unit in cover: suicide attacks need both."""
    terrain = view.scenario.map.terrain_at(unit.hex)
    cover = works_for(view, now.side, unit.hex) or terrain.armour < 75
    return bool(cover) and may_sacrifice(view, unit) and any(
        u.armour for n in view.scenario.map.around[unit.hex] for u in view.units_at(n)
        if view.side_of(u.id) == now.enemy
    )  # fmt: skip


def works(view: PlayerView, now: Situation, stakes: Stakes) -> list[tuple[Work, Why]]:
    """Works for the engineers where the most power wants to pass: what is broken, and major rivers
    without a bridge that ways lead over."""
    hexmap = view.scenario.map
    sites: dict[int, tuple[Task, Unit, Hex]] = {}
    flow: dict[int, int] = {}
    for u in now.own:
        way = stakes.ways.get(u.id)
        for n in hexmap.around[u.hex]:
            side = hexside(u.hex, n)
            task: Task | None = None
            if severed(view, side):
                task = "repair"
            elif hexmap.river[side] == MAJOR_RIVER and not bridged(view, side):
                task = "bridge"
            if task is None or (task == "bridge" and (way is None or way[n] >= way[u.hex])):
                continue
            sites.setdefault(side, (task, u, n))
            flow[side] = 0
    for side, (_, at, n) in sites.items():
        for u in now.own:
            way = stakes.ways.get(u.id)
            if way is not None and distance(u.hex, at.hex) <= FLOW and way[n] < way[at.hex]:
                flow[side] += power_of(view, u)
    found: list[tuple[Work, Why]] = []
    busy: set[int] = {job.side for job in view.jobs.values()}
    for side in sorted(sites, key=lambda s: (-flow[s], s)):
        task, at, n = sites[side]
        order = Work(at.id, task, n)
        if len(found) >= SITES or not flow[side]:
            break
        if side in busy or check_work(view, order) is not None:
            continue
        reason = option(
            f"{task} at {hexmap.label(n)}", ("power that wants to pass", flow[side], 1, flow[side])
        )
        found.append((order, Why("army", view.turn, line_of(order), reason)))
        # One order takes the engineers that are free; the next is asked again after it.
        break
    return found


def masks(
    view: PlayerView, now: Situation, found: dict[UnitId, Directive], goals: Mapping[Hex, int]
) -> dict[UnitId, Directive]:
    """Directives for the weakest troops near small forts to shut them in: of those on foot that
    stand within two hexes, as many as it takes. Forts that are objectives are besieged anyhow."""
    told: dict[UnitId, Directive] = {}
    hexmap, counters = view.scenario.map, view.scenario.counters
    for h in sorted(forts(view, enemy_of(now.side))):
        linked = hexmap.road[h * 6 : h * 6 + 6].any() or hexmap.rail[h * 6 : h * 6 + 6].any()
        if h in goals or not linked:
            continue
        near = [
            u for u in now.own
            if u.id in found and u.id not in told and counters[u.id].mobility == "foot"
            and distance(u.hex, h) <= MASK_FROM
        ]  # fmt: skip
        need = wanted(view, h)
        for u in sorted(near, key=lambda u: (power_of(view, u), u.id)):
            if need <= 0:
                break
            need -= counters[u.id].stack
            told[u.id] = Directive(u.formation, "mask", h)
    return told
