"""Engineers: what can be ordered of them, and who does it.

What is built is built by engineers: units of that arm, or the engineer assets of an army or front,
which need no counter at the site. They take orders (`State.jobs`); `rules/building.py` has what
they do at the end of their side's phase, with orders and without.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

from game.dice import Dice
from game.hexes import NOWHERE, Hex, direction_between, distance
from game.model.events import Worked
from game.model.forces import Asset, FormationId, Side, Unit, enemy_of
from game.model.orders import Refusal, Task, Work
from game.model.scenario import Scenario
from game.model.state import State
from game.model.terrain import Job
from game.rules.damage import beyond, severed
from game.rules.demolition import bridged, check_destroy, lay_work, resolve_destroy
from game.rules.quartermaster import own_unit
from game.rules.stacking import hexside
from game.rules.support import army_centre

BUILDS = ("repair", "bridge", "track", "fort")
"""Tasks that take days, done by engineers at the end of their side's phase."""


def can_blow(view: State, unit: Unit) -> tuple[Hex, ...]:
    """The neighbours that a bridge leads to which the unit can try to blow now."""
    return _targets(view, unit, "blow")


def _targets(view: State, unit: Unit, task: Task) -> tuple[Hex, ...]:
    return tuple(
        n for n in view.scenario.map.around[unit.hex]
        if check_work(view, Work(unit.id, task, n)) is None
    )  # fmt: skip


def works_open(view: State, unit: Unit) -> Iterator[Work]:
    """All works that can be ordered of a unit, or of the engineers of its army at its hex."""
    hexmap = view.scenario.map
    for n in hexmap.around[unit.hex]:
        side = hexside(unit.hex, n)
        tasks: list[Task] = []
        if side in view.cuts:
            tasks.append("repair")
        if hexmap.rail[side]:
            tasks.append("tear")
        if hexmap.river[side]:
            tasks += ["blow", "bridge"]
        if wild(view, side):
            tasks.append("track")
        for task in tasks:
            order = Work(unit.id, task, n)
            if check_work(view, order) is None:
                yield order
    order = Work(unit.id, "fort", unit.hex)
    if check_work(view, order) is None:
        yield order


def check_work(view: State, order: Work) -> Refusal | None:
    """Why a work cannot be ordered, as far as the side can know."""
    unit = own_unit(view, order.unit)
    if isinstance(unit, Refusal):
        return unit
    s = view.scenario
    name, label = s.counters[unit.id].name, s.map.label
    where, who = (unit.hex, order.target), (unit.id,)
    if order.task == "fort":
        if order.target != unit.hex:
            sentence = f"{name} can be dug in where it stands only, on {label(unit.hex)}."
            return Refusal("not_there", sentence, where, who)
    elif direction_between(unit.hex, order.target) is None or not s.map.land[order.target]:
        sentence = f"{label(order.target)} is no land next to {name} on {label(unit.hex)}."
        return Refusal("not_adjacent", sentence, where, who)
    if order.task in BUILDS:
        return _check_build(view, unit, order)
    return check_destroy(view, unit, order)


def _check_build(view: State, unit: Unit, order: Work) -> Refusal | None:
    s = view.scenario
    table, label = s.tables.engineering, s.map.label
    where, who = (unit.hex, order.target), (unit.id,)
    side = job_of(unit, order).side
    code, why = "", ""
    way = f"between {label(unit.hex)} and {label(order.target)}"
    if order.task == "repair" and not severed(view, side):
        code, why = "no_change", f"Nothing is broken {way}, as far as is known."
    elif order.task == "bridge" and not table.lay[int(s.map.river[side])]:
        code, why = "no_river", f"No river wide enough for a pontoon bridge lies {way}."
    elif order.task == "bridge" and bridged(view, side):
        code, why = "no_change", f"There is a bridge {way}."
    elif order.task == "track" and not wild(view, side):
        code, why = "no_forest", f"No virgin forest without a way lies {way}."
    elif order.task == "fort" and unit.entrenched >= s.tables.morale.dig_most:
        code, why = "no_change", f"Nobody can dig deeper on {label(unit.hex)}."
    elif view.side_at(order.target) == enemy_of(view.phase):
        code, why = "enemy_there", f"Enemy troops stand on {label(order.target)}."
    if code:
        return Refusal(code, why, where, who)
    who_can = builder(view, unit, order)
    if who_can is None:
        sentence = f"No engineers for this are within reach of {label(unit.hex)} and free today."
        return Refusal("no_engineers", sentence, where, who)
    if view.jobs.get(who_can) == job_of(unit, order):
        sentence = "The engineers are at work on it already."
        return Refusal("no_change", sentence, where, who)
    return None


def job_of(unit: Unit, order: Work) -> Job:
    """What engineers do under an order to build."""
    side = unit.hex * 6 if order.task == "fort" else hexside(unit.hex, order.target)
    return Job(order.task, side)  # type: ignore[arg-type]


def wild(state: State, side: int) -> bool:
    """Whether a hexside leads into forest without any way, and no track is cut there yet."""
    s = state.scenario
    hexmap, ground = s.map, s.tables.engineering.track_ground
    if hexmap.road[side] or hexmap.rail[side] or hexmap.barrier[side]:
        return False
    ends = (side // 6, beyond(side))
    if state.tracks.get(side, 1) == 0 or not all(hexmap.land[h] for h in ends):
        return False
    return any(hexmap.terrain_at(h).id in ground for h in ends)


def resolve_work(state: State, order: Work, dice: Dice) -> Worked:
    """Try a demolition at once, or set engineers to work from this day on."""
    unit = state.units[order.unit]
    if order.task in BUILDS:
        job = job_of(unit, order)
        who = builder(state, unit, order)
        assert who is not None, "checked before"
        left = work_left(state, job)
        return Worked(
            unit=who, task=order.task, side=job.side, result="set", left=left,
            jobs=((who, job),), by=state.phase, at=unit.hex,
        )  # fmt: skip
    return resolve_destroy(state, order, dice)


# Who builds.


Row = tuple[Asset, FormationId, FormationId]


@functools.lru_cache(maxsize=8)
def engineers(scenario: Scenario, side: Side) -> tuple[Row, ...]:
    """The side's assets that build, with army and front; the army is "" when the front itself
    commands them. (Railway brigades are in `rules/railway_troops.py`.)"""
    table, found = scenario.tables.engineering, []
    for asset in scenario.assets.values():
        if asset.side != side or asset.formation not in scenario.formations or asset.box:
            continue
        army, front = scenario.army_of[asset.formation], scenario.front_of[asset.formation]
        at = scenario.formations[army]
        whole_front = at.level in _FRONT_LEVELS or at.commander == _FRONT_COMMAND
        if whole_front:
            army = FormationId("")
        if asset.kind in table.work_kinds:
            found.append((asset, army, front))
    return tuple(found)


_FRONT_LEVELS = frozenset({"front", "area_army"})
_FRONT_COMMAND = "front command"


def away(state: State, row: Row, h: Hex) -> int:
    """Hexes from the middle of the nearest army that an asset serves; a thousand for none."""
    _, army, front = row
    s = state.scenario
    served = [army] if army else [
        f for f in dict.fromkeys(s.army_of.values()) if s.front_of.get(f) == front
    ]  # fmt: skip
    centres = [army_centre(state, a) for a in served]
    return min((distance(c, h) for c in centres if c != NOWHERE), default=1000)


def rate(scenario: Scenario, asset: Asset) -> int:
    """Engineer-turns of work that an asset does in a day."""
    table = scenario.tables.engineering
    return min(table.most_work, max(1, asset.men // table.brigade_men))


def able(state: State, asset: Asset, job: Job) -> bool:
    """Whether an asset is equipped for a job."""
    table = state.scenario.tables.engineering
    return job.task != "bridge" or asset.kind in table.lay_kinds


def reaches(state: State, row: Row, job: Job) -> bool:
    """Whether the site of a job is near enough to the army or the front that an asset serves."""
    reach = state.scenario.tables.engineering.reach
    return away(state, row, Hex(job.side // 6)) <= reach


def handy(state: State, unit: Unit, job: Job) -> bool:
    """Whether a unit does a job by itself: engineers, and railway troops on a railway."""
    s = state.scenario
    kind = s.unit_types[s.counters[unit.id].type]
    if job.task == "bridge" or unit.railing:
        return False
    if kind.engineer:
        return True
    railway = kind.id in s.tables.engineering.rail_types and s.map.rail[job.side] > 0
    return job.task == "repair" and railway


def builder(view: State, unit: Unit, order: Work) -> str | None:
    """Who would do a work that is ordered at a unit's hex: the unit, else the engineers of its
    army or front that have nothing else to do, else those that have."""
    job = job_of(unit, order)
    if handy(view, unit, job):
        return unit.id
    s = view.scenario
    army, front = s.army_of.get(unit.formation), s.front_of.get(unit.formation)
    found = [
        (view.jobs.get(asset.id) not in (None, job), away(view, row, unit.hex), asset.id)
        for row in engineers(s, view.phase)
        for asset, serves, of in (row,)
        if (serves == army or (not serves and of == front)) and asset.arrives <= view.turn
        and asset.id not in view.assets_used and able(view, asset, job)
        and reaches(view, row, job)
    ]  # fmt: skip
    return min(found)[2] if found else None


def work_left(state: State, job: Job) -> int:
    """Engineer-turns until a job is done; 0 for digging, which has no end."""
    if job.task == "repair":
        cut = state.cuts.get(job.side)
        return cut.work if cut is not None and cut.what != "bombed" else 0
    if job.task == "bridge":
        return state.pontoons.get(job.side, lay_work(state, job.side))
    if job.task == "track":
        return state.tracks.get(job.side, state.scenario.tables.engineering.track_work)
    return 0


def dug_in(state: State, side: Side) -> frozenset[Hex]:
    """Hexes where engineers help the troops to dig."""
    mine = {row[0].id for row in engineers(state.scenario, side)}
    return frozenset(
        Hex(job.side // 6)
        for who, job in state.jobs.items()
        if job.task == "fort" and (who in mine or _of(state, who, side))
    )


def _of(state: State, who: str, side: Side) -> bool:
    counter = state.scenario.counters.get(who)  # type: ignore[call-overload]
    return counter is not None and counter.side == side
