"""The theatre: which formation goes for which objective.

An objective falls when enough troops have come to it, and is worth its weight for every day that
this is sooner, within the days that count for victory. Formations are given objectives by what
each adds to the sum: first the largest gain, then changes of one formation as long as they help.
So fast troops go where nobody else comes in time, the mass goes where strength is wanted, and
axes come out of distance, worth and strength; nobody is told a historical route.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from game.hexes import NOWHERE, Hex, distance
from game.model.forces import FormationId, Unit, UnitId
from game.model.scenario import Objective
from game.model.state import HOLDER_OF, PlayerView
from game.model.terrain import Mobility
from game.players.fields import CLASS_OF, FAR, Field
from game.players.staff.captors import escorts
from game.players.staff.doctrine import SOVIET, Doctrine
from game.players.staff.engineers import masks
from game.players.staff.landing import DARING, Lane, afloat, lanes, shipped, worth_following
from game.players.staff.memory import Memory
from game.players.staff.plan import Directive, Posture
from game.players.staff.sectors import Sectors, sectors_of, shortest
from game.players.staff.situation import Situation, power_of
from game.players.staff.why import Option, Why, option
from game.rules.landing import at_sea
from game.rules.victory import par_of

ALONE = frozenset({"army", "front", "group", "district", "garrison", "area_army"})
"""Levels whose own troops are sent out one by one: they stand far apart."""
HEARD_NEED = 40
"""Power wanted at an unseen objective for each point of its weight, once the enemy has been ordered
to cease fire."""
ATTACHED = 8
"""Hexes within which army troops join a corps."""
SIEGE_ARMOUR = 25
"""Per cent of the power of fast troops that counts against permanent works."""
NEVER = 99
SOON = 3
"""Days in which a goal that is no objective is wanted."""
_KINDS: tuple[Mobility, ...] = ("foot", "mech")
MOST_TOLL = 240
SWEEPS = 2
KEPT = 60
"""Hundredths of points, for each of its weight, by which a group's old objective is preferred."""


@dataclass(frozen=True, slots=True)
class Group:
    """Units that go one way together."""

    name: str
    formation: FormationId
    units: tuple[Unit, ...]
    kind: Mobility
    power: int


def open_objectives(view: PlayerView) -> dict[Hex, int]:
    """Objectives never taken yet by the Soviet side, with their weights."""
    held = HOLDER_OF["soviet"]
    return {
        o.hex: o.weight
        for o in view.scenario.objectives
        if o.place not in view.captures and view.control[o.hex] != held
    }


def groups(view: PlayerView, units: tuple[Unit, ...]) -> list[Group]:
    """Units that can march, by corps; troops directly under an army each for itself."""
    scenario = view.scenario
    gathered: dict[str, list[Unit]] = {}
    for u in units:
        counter = scenario.counters[u.id]
        kind = scenario.unit_types[counter.type]
        if kind.fixed or counter.mobility == "static" or not kind.combat:
            continue
        level = scenario.formations[u.formation].level if u.formation in scenario.formations else ""
        name = str(u.id) if level in ALONE else str(u.formation)
        gathered.setdefault(name, []).append(u)
    _attach(view, gathered)
    made = []
    for name, members in gathered.items():
        powers = [power_of(view, u, "attack") for u in members]
        fast = sum(
            p for u, p in zip(members, powers, strict=True)
            if CLASS_OF[scenario.counters[u.id].mobility] == "mech"
        )  # fmt: skip
        kind_: Mobility = "mech" if fast * 2 > sum(powers) else "foot"
        made.append(Group(name, members[0].formation, tuple(members), kind_, sum(powers)))
    return made


def _attach(view: PlayerView, gathered: dict[str, list[Unit]]) -> None:
    """Army troops that stand near a corps of their army go with it."""
    army_of = view.scenario.army_of
    corps = [
        (name, members[0]) for name, members in gathered.items() if name == members[0].formation
    ]
    for name in list(gathered):
        lone = gathered[name][0]
        if name != lone.id:
            continue
        near = [
            (distance(lone.hex, other.hex), at)
            for at, other in corps
            if army_of[other.formation] == army_of[lone.formation]
        ]
        if near and min(near)[0] <= ATTACHED:
            gathered[min(near)[1]] += gathered.pop(name)


@dataclass
class Plan:
    """Formations, objectives, and what each could do for each."""

    groups: list[Group]
    goals: list[Hex]
    weights: list[int]
    pars: list[int]
    needs: list[int]
    days: list[list[int]]
    """Days of march by group and goal; NEVER where there is no way."""
    powers: list[list[int]]
    kept: list[int]
    """The goal each group had before, or -1."""
    turn: int
    last: int
    """Last turn of the game."""
    lines: list[list[tuple[int, int, int]]]
    """By goal the groups sent there, soonest first: days, power, group."""
    values: list[int]
    """Worth of what is sent to each goal, in hundredths of points."""
    enough: list[int]
    """Days until enough is there; NEVER while it is too little."""
    lanes: list[list[Lane | None]]
    """By group and goal the way by sea, where that is the way to go."""

    def worth(self, j: int, line: list[tuple[int, int, int]]) -> tuple[int, int]:
        """Hundredths of points that these groups win at an objective, and days until enough."""
        need, there, day = self.needs[j], 0, NEVER
        for day, power, _ in line:  # noqa: B007
            there += power
            if there >= need:
                break
        at = self.turn + day
        if not there or at > self.last:
            return 0, NEVER
        late = self.pars[j] - at
        late = 3 if late > 3 else -5 if late < -5 else late
        # Beyond the days that count, sooner is still a little better than later.
        worth = self.weights[j] * (100 * (9 + late) - 6 * day)
        if there >= need:
            return worth, day
        # Who comes with next to nothing is only as good as he is strong.
        share = 60 + 40 * there // need if there * DARING >= need else 100 * there // need
        return worth * share // 100, NEVER

    def gain(self, i: int, j: int) -> int:
        """What group `i` adds at goal `j`, with a bonus for staying with what it did."""
        day = self.days[i][j]
        if day >= NEVER:
            return 0
        bonus = KEPT * self.weights[j] if self.kept[i] == j else 0
        if self.enough[j] <= day:
            return bonus
        line = self.lines[j].copy()
        insort(line, (day, self.powers[i][j], i))
        return self.worth(j, line)[0] - self.values[j] + bonus

    def send(self, i: int, j: int) -> None:
        """Send group `i` to goal `j`."""
        insort(self.lines[j], (self.days[i][j], self.powers[i][j], i))
        self.values[j], self.enough[j] = self.worth(j, self.lines[j])

    def recall(self, i: int, j: int) -> None:
        """Take group `i` off goal `j`."""
        self.lines[j] = [row for row in self.lines[j] if row[2] != i]
        self.values[j], self.enough[j] = self.worth(j, self.lines[j])


def attack_plan(
    view: PlayerView, now: Situation, doctrine: Doctrine, memory: Memory
) -> dict[UnitId, Directive]:
    """A directive for every unit that can march, on the attacking side."""
    return plan_for(view, now, memory, open_objectives(view), afloat(view), doctrine)


def plan_for(
    view: PlayerView,
    now: Situation,
    memory: Memory,
    goals: Mapping[Hex, int],
    ships: Iterable[Unit],
    doctrine: Doctrine,
) -> dict[UnitId, Directive]:
    """A directive for each unit of `now.own` on land and of those aboard `ships`: they go for
    these goals, which have a weight."""
    made = groups(view, tuple(u for u in now.own if not at_sea(view, u)))
    made += [
        Group(str(u.id), u.formation, (u,), "foot", power_of(view, u, "attack")) for u in ships
    ]
    single = [g.units[0] for g in made if len(g.units) == 1]
    by_sea = lanes(view, now, memory, single, list(goals))
    plan = _table(view, now, made, memory, by_sea, goals, doctrine)
    chosen = _allot(plan)
    posture: Posture = "race" if view.ceasefire or view.rescript else "attack"
    found: dict[UnitId, Directive] = {}
    sent = [sum(power for _, power, _ in line) for line in plan.lines]
    ashore = [not at_sea(view, g.units[0]) for g in made]
    idle = {i: g.units for i, g in enumerate(made) if chosen[i] < 0 and ashore[i]}
    leading = escorts(view, idle)
    for i, group in enumerate(made):
        if i in leading:
            directive = Directive(formation=group.formation, posture=posture, goal=leading[i])
            found.update((u.id, directive) for u in group.units)
            continue
        j = chosen[i] if chosen[i] >= 0 else _support(plan, i, sent)
        lane = plan.lanes[i][j] if j >= 0 else None
        if lane is not None and chosen[i] < 0 and (not worth_following(view, lane)):
            # A second wave sails when the first has won a footing, and not for the other end.
            j, lane = -1, None
        if j < 0:
            directive = Directive(formation=group.formation, posture=posture)
        else:
            directive = Directive(
                formation=group.formation, posture=posture, goal=plan.goals[j],
                weight=plan.weights[j], landing=lane.landing if lane else NOWHERE,
                port=lane.port if lane else NOWHERE,
            )  # fmt: skip
            memory.whys.append(_why(view, plan, i, j))
        for u in group.units:
            found[u.id] = directive
    return {**found, **masks(view, now, found, goals)}


def outlook(
    view: PlayerView, now: Situation, memory: Memory
) -> list[tuple[Objective, int]]:
    """Each open objective with the days until enough of the groups that would be sent to it are
    there; NEVER where too little would be. For judging a position, not for orders."""
    made = groups(view, tuple(u for u in now.own if not at_sea(view, u)))
    plan = _table(view, now, made, memory, {}, open_objectives(view), SOVIET)
    _allot(plan)
    objectives = {o.hex: o for o in view.scenario.objectives}
    return [(objectives[h], days) for h, days in zip(plan.goals, plan.enough, strict=True)]


def _table(
    view: PlayerView,
    now: Situation,
    made: list[Group],
    memory: Memory,
    by_sea: dict[UnitId, list[Lane | None]],
    goals: Mapping[Hex, int],
    doctrine: Doctrine,
) -> Plan:
    hexes = list(goals)
    pars = {o.hex: par_of(view, o) for o in view.scenario.objectives}
    points = view.scenario.tables.movement.points
    unseen = HEARD_NEED if view.ceasefire else doctrine.unseen
    needs = [max(now.need(view, h) * doctrine.enough // 100, unseen * goals[h]) for h in hexes]
    days, powers, kept = [], [], []
    used: list[list[Lane | None]] = []
    place = {h: j for j, h in enumerate(hexes)}
    country = sectors_of(view.scenario)
    fight = {kind: _fighting(view, now, country, kind, doctrine.toll) for kind in _KINDS}
    at = [int(country.of[h]) for h in hexes]
    etas = {
        kind: [memory.eta(view, h, kind) for h in hexes]
        for kind in dict.fromkeys(group.kind for group in made)
    }
    for group in made:
        ways = etas[group.kind]
        start = int(country.of[sorted(u.hex for u in group.units)[len(group.units) // 2]])
        more = fight[group.kind][start]
        days.append([
            NEVER if w >= FAR else (w + int(more[j])) // points
            for w, j in zip(_medians(ways, group), at, strict=True)
        ])
        weak = group.power * SIEGE_ARMOUR // 100 if group.kind == "mech" else group.power
        powers.append([weak if h in now.works else group.power for h in hexes])
        lane = by_sea.get(group.units[0].id, [None] * len(hexes))
        used.append(shipped(view, lane, hexes, needs, days[-1], powers[-1]))
        old = memory.directives.get(group.units[0].id)
        kept.append(place.get(old.goal, -1) if old is not None else -1)
    return Plan(
        groups=made, goals=hexes, weights=[goals[h] for h in hexes],
        pars=[pars.get(h, view.turn + SOON) for h in hexes],
        needs=needs, days=days, powers=powers, kept=kept,
        turn=view.turn, last=view.scenario.turns, lines=[[] for _ in hexes],
        values=[0] * len(hexes), enough=[NEVER] * len(hexes), lanes=used,
    )  # fmt: skip


def _fighting(
    view: PlayerView, now: Situation, country: Sectors, kind: Mobility, price: int
) -> npt.NDArray[np.int32]:
    """Points of march that the enemy believed on the way costs more, by two sectors: the best way
    through or round him, against the best way if he were not there."""
    toll: dict[int, int] = {}
    for h, power in now.foes.items():
        if h not in now.works:
            sector = int(country.of[h])
            toll[sector] = toll.get(sector, 0) + power
    toll = {s: min(MOST_TOLL, power * price // 100) for s, power in toll.items()}
    return shortest(country.near[kind], toll) - country.ways[kind]


def _allot(plan: Plan) -> list[int]:
    """The goal of each group, -1 where it would add nothing: largest gain first, then changes."""
    count, width = len(plan.groups), len(plan.goals)
    chosen = [-1] * count
    if not width:
        return chosen
    table = np.array([[plan.gain(i, j) for j in range(width)] for i in range(count)], np.int64)
    table = table.reshape(count, width)
    while table.size and table.max() > 0:
        i, j = divmod(int(table.argmax()), width)
        chosen[i] = j
        plan.send(i, j)
        table[i, :] = 0
        for k in range(count):
            if chosen[k] < 0:
                table[k, j] = plan.gain(k, j)
    for _ in range(SWEEPS):
        changed = False
        for i in range(count):
            old = chosen[i]
            if old >= 0:
                plan.recall(i, old)
            gains = [plan.gain(i, j) for j in range(width)]
            best = max(range(width), key=lambda j: (gains[j], -j))
            new = best if gains[best] > 0 else -1
            if new != old and (old < 0 or new < 0 or gains[best] > gains[old]):
                changed = True
                chosen[i] = new
            if chosen[i] >= 0:
                plan.send(i, chosen[i])
        if not changed:
            break
    return chosen


def _support(plan: Plan, i: int, sent: list[int]) -> int:
    """The goal of a group that no objective needs: where it could soonest be of use, and where
    not too many are going already."""
    best, most = -1, 0
    for j, weight in enumerate(plan.weights):
        day = plan.days[i][j]
        if day >= NEVER:
            continue
        score = 100_000 * weight // (day + 2) * plan.needs[j] // (plan.needs[j] + sent[j])
        if plan.kept[i] == j:
            score = score * 3 // 2
        if score > most:
            best, most = j, score
    if best >= 0:
        sent[best] += plan.powers[i][best]
    return best


def _medians(ways: list[Field], group: Group) -> list[int]:
    """The way of the middle one of a group's units down each field."""
    at = [u.hex for u in group.units]
    middle = len(at) // 2
    if len(at) == 1:
        return [int(way[at[0]]) for way in ways]
    return [sorted(way[at].tolist())[middle] for way in ways]


def _why(view: PlayerView, plan: Plan, i: int, j: int) -> Why:
    """The reason for a group's objective, with the next best ones."""
    label = view.scenario.map.label
    sent = any(row[2] == i for row in plan.lines[j])
    if sent:
        plan.recall(i, j)
    gains = [plan.gain(i, k) for k in range(len(plan.goals))]
    ranked = sorted((k for k in range(len(gains)) if k != j), key=lambda k: (-gains[k], k))
    others = tuple(_option(label, plan, i, k) for k in ranked[:3] if gains[k] > 0)
    chosen = _option(label, plan, i, j)
    if sent:
        plan.send(i, j)
    return Why("theatre", view.turn, plan.groups[i].name, chosen, others)


def _option(label: Callable[[int], str], plan: Plan, i: int, j: int) -> Option:
    before = plan.values[j]
    gain = plan.gain(i, j)
    return option(
        f"go for {label(plan.goals[j])}, {plan.days[i][j]} days away",
        ("worth with it there", before + gain, 1, before + gain),
        ("worth without it", before, -1, -before),
    )
