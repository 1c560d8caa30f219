"""The engineers' day: what they build and mend at the end of their side's phase.

First those with orders, then the others, where their army passes: so a side that gives its
engineers no thought loses little. In August 1945 the armies' engineer brigades followed the
spearheads and mended what the Japanese had blown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from game.hexes import Hex, distance
from game.model.events import AnyEvent, Worked
from game.model.forces import Side, Unit, enemy_of
from game.model.state import HOLDER_OF, State
from game.model.terrain import MAJOR_RIVER, Cut, Job
from game.rules.damage import beyond, severed
from game.rules.demolition import bridged
from game.rules.engineering import Row, able, away, engineers, handy, rate, reaches, wild, work_left
from game.rules.stacking import hexside


@dataclass
class _Site:
    """Work on hexsides while a day's work is being added up."""

    state: State
    side: Side
    cuts: dict[int, int] = field(default_factory=dict)
    pontoons: dict[int, int] = field(default_factory=dict)
    tracks: dict[int, int] = field(default_factory=dict)

    def left(self, job: Job) -> int:
        """Engineer-turns of a job still to do."""
        table = {"repair": self.cuts, "bridge": self.pontoons, "track": self.tracks}[job.task]
        return table.get(job.side, work_left(self.state, job))

    def safe(self, job: Job) -> bool:
        """Whether engineers can work there: no enemy on either bank, and one bank their own."""
        ends = (Hex(job.side // 6), beyond(job.side))
        state, mine = self.state, HOLDER_OF[self.side]
        if any(state.side_at(h) == enemy_of(self.side) for h in ends):
            return False
        return any(state.control[h] == mine for h in ends)

    def do(self, who: str, job: Job, work: int, keep: bool) -> Worked:
        """Work on a job for a day; with `keep` the builder goes on with it tomorrow."""
        left = max(0, self.left(job) - work)
        cuts: tuple[tuple[int, Cut | None], ...] = ()
        pontoons: tuple[tuple[int, int], ...] = ()
        tracks: tuple[tuple[int, int], ...] = ()
        if job.task == "repair":
            self.cuts[job.side] = left
            old = self.state.cuts[job.side]
            cuts = ((job.side, replace(old, work=left) if left else None),)
        elif job.task == "bridge":
            self.pontoons[job.side] = left
            pontoons = ((job.side, left),)
        else:
            self.tracks[job.side] = left
            tracks = ((job.side, left),)
        jobs: tuple[tuple[str, Job | None], ...] = ((who, None),) if keep and not left else ()
        return Worked(
            unit=who, task=job.task, side=job.side, result="part" if left else "done", left=left,
            cuts=cuts, pontoons=pontoons, tracks=tracks, jobs=jobs, by=self.side,
            at=Hex(job.side // 6),
        )  # fmt: skip


def night(state: State, side: Side) -> Iterator[AnyEvent]:
    """The end of a side's phase: engineers do their day's work, first those with orders, then the
    others where their army passes."""
    if not (state.jobs or state.cuts or state.traffic):
        return
    site = _Site(state, side)
    idle: list[Row] = []
    for row in engineers(state.scenario, side):
        asset = row[0]
        if asset.arrives > state.turn or asset.id in state.assets_used:
            continue
        job = state.jobs.get(asset.id)
        if job is None:
            idle.append(row)
        elif not _wanted(site, job) or not reaches(state, row, job):
            yield _dropped(site, asset.id, job)
        elif job.task != "fort":
            yield site.do(asset.id, job, rate(state.scenario, asset), keep=True)
    for u in _busy_units(state, side):
        job = state.jobs.get(u.id)
        if job is not None:
            at_site = u.hex in (job.side // 6, beyond(job.side))
            if not at_site or not _wanted(site, job) or not handy(state, u, job):
                yield _dropped(site, u.id, job)
            elif job.task != "fort" and not (u.fought or u.attacked):
                yield site.do(u.id, job, 1, keep=True)
        elif not (u.fought or u.attacked or u.spent):
            yield from _by_itself(site, u)
    if idle:
        yield from _default(site, idle)


def _wanted(site: _Site, job: Job) -> bool:
    """Whether a job is still to be done, and can be."""
    if job.task == "fort":
        there = site.state.units_at(job.side // 6)
        most = site.state.scenario.tables.morale.dig_most
        return any(
            site.state.side_of(u.id) == site.side and u.entrenched < most for u in there
        )
    return site.left(job) > 0 and site.safe(job)


def _dropped(site: _Site, who: str, job: Job) -> Worked:
    return Worked(
        unit=who, task=job.task, side=job.side, result="dropped", jobs=((who, None),),
        by=site.side, at=Hex(job.side // 6),
    )  # fmt: skip


def _busy_units(state: State, side: Side) -> Iterator[Unit]:
    s = state.scenario
    for u in state.on_map(side):
        kind = s.unit_types[s.counters[u.id].type]
        if kind.engineer or kind.id in s.tables.engineering.rail_types or u.id in state.jobs:
            yield u


def _by_itself(site: _Site, unit: Unit) -> Iterator[Worked]:
    """An engineer or railway unit mends what is broken beside it, far from the enemy."""
    for n in site.state.scenario.map.around[unit.hex]:
        job = Job("repair", hexside(unit.hex, n))
        broken = job.side in site.state.cuts and site.left(job) > 0
        if broken and handy(site.state, unit, job) and site.safe(job) and _ours(site, job.side):
            yield site.do(unit.id, job, 1, keep=False)
            return


QUIET = 4
"""Hexes: damage with the enemy nearer than this is not mended without an order, except on ground
taken from him: a side that falls back does not mend what it has just destroyed."""


def _ours(site: _Site, side: int) -> bool:
    state, mine = site.state, HOLDER_OF[site.side]
    ends = (Hex(side // 6), beyond(side))
    if any(state.held.get(h, (0, 0))[0] == mine for h in ends):
        return True
    return all(distance(u.hex, ends[0]) >= QUIET for u in state.on_map(enemy_of(site.side)))


def _default(site: _Site, idle: list[Row]) -> Iterator[Worked]:
    """What engineers without orders do: each takes the site that matters most of those in reach
    which nobody has taken. Damage first, railways before roads, the nearest to the army; then
    bridges over rivers, and tracks through forest, that the day's columns have passed."""
    state = site.state
    hexmap = state.scenario.map
    sites = [
        (0, -int(hexmap.rail[s] > 0), -int(hexmap.road[s]), Job("repair", s))
        for s in sorted(state.cuts) if severed(state, s) and _ours(site, s)
    ]  # fmt: skip
    for s, columns in sorted(state.traffic.items()):
        if not 0 <= s < hexmap.size * 6:
            continue
        if hexmap.river[s] == MAJOR_RIVER and not bridged(state, s):
            sites.append((1, 0, -columns, Job("bridge", s)))
        elif wild(state, s):
            sites.append((2, 0, -columns, Job("track", s)))
    reach = state.scenario.tables.engineering.reach
    taken: set[Job] = set()
    for row in idle if sites else ():
        best = None
        for first, second, third, job in sites:
            if job in taken or not able(state, row[0], job) or not site.left(job):
                continue
            far = away(state, row, Hex(job.side // 6))
            key = (first, second, third, far, job.side)
            if far <= reach and (best is None or key < best[0]) and site.safe(job):
                best = (key, job)
        if best is not None:
            taken.add(best[1])
            yield site.do(row[0].id, best[1], rate(state.scenario, row[0]), keep=False)
