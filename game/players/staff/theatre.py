"""The theatre: which formation goes for which objective.

An objective is worth its weight for every day that it falls sooner. Each formation weighs what it
could win against the days it needs to get there; the best pair is fixed first, and an objective
that has enough troops on the way to it becomes less attractive to the next formation. So axes and
main efforts come out of distance, worth and strength, and nobody is told a historical route.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from game.hexes import Hex, distance
from game.model.forces import FormationId, Unit, UnitId
from game.model.state import HOLDER_OF, PlayerView
from game.model.terrain import Mobility
from game.players.fields import CLASS_OF, FAR, Field
from game.players.staff.doctrine import Doctrine
from game.players.staff.memory import Memory
from game.players.staff.plan import Directive, Posture
from game.players.staff.situation import Situation, power_of
from game.players.staff.why import Option, Why, option

ALONE = frozenset({"army", "front", "group", "district", "garrison", "area_army"})
"""Levels whose own troops are sent out one by one: they stand far apart."""
UNSEEN_NEED = 50
"""Power thought to hold an objective for each point of its weight, before it is seen."""
GETTING_READY = 3
"""Days added to every march, so that a near objective is not worth everything."""
ATTACHED = 8
"""Hexes within which army troops join a corps."""
ASIDE = 12
"""Per cent of its worth that an objective loses for each day aside of the army's axis."""
LEAST_ASIDE = 25
LEAST_SHARE = 8
"""Per cent of its worth that an objective keeps however many are on the way."""


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


def main_goals(
    view: PlayerView, now: Situation, memory: Memory, made: list[Group], hexes: list[Hex]
) -> dict[FormationId, Hex]:
    """The objective towards which each army has its axis: worth against days for the whole army."""
    goals = open_objectives(view)
    pars = {o.hex: o.par for o in view.scenario.objectives}
    army_of = view.scenario.army_of
    armies: dict[FormationId, list[Group]] = {}
    for group in made:
        armies.setdefault(army_of[group.formation], []).append(group)
    table: list[tuple[int, FormationId, Hex, int]] = []
    for army, members in armies.items():
        heaviest = max(members, key=lambda g: g.power)
        power = sum(g.power for g in members)
        for h in hexes:
            way = _median(memory.eta(view, h, heaviest.kind), heaviest)
            if way < FAR:
                days = way // 60
                late = max(-5, min(3, pars[h] - view.turn - days))
                table.append((1000 * goals[h] * (9 + late) // (days + 2 * GETTING_READY), army, h,
                              power))  # fmt: skip
    chosen: dict[FormationId, Hex] = {}
    there: dict[Hex, int] = {}
    while True:
        best: tuple[int, int, FormationId, Hex] | None = None
        for rank, (score, army, h, power) in enumerate(table):
            if army in chosen:
                continue
            need = max(now.need(view, h), UNSEEN_NEED * goals[h])
            real = score * max(LEAST_SHARE, 100 * need // (need + there.get(h, 0)))
            if best is None or (real, -rank) > best[:2]:
                best = (real, -rank, army, h)
                last = power
        if best is None:
            return chosen
        chosen[best[2]] = best[3]
        there[best[3]] = there.get(best[3], 0) + last


def _median(field: Field, group: Group) -> int:
    ways = sorted(int(field[u.hex]) for u in group.units)
    return ways[len(ways) // 2]


def attack_plan(
    view: PlayerView, now: Situation, doctrine: Doctrine, memory: Memory
) -> dict[UnitId, Directive]:
    """A directive for every unit that can march, on the attacking side."""
    goals = open_objectives(view)
    hexes = list(goals)
    made = groups(view, now.own)
    if not made:
        return {}
    posture: Posture = "race" if view.ceasefire or view.rescript else "attack"
    scores = np.zeros((len(made), max(1, len(hexes))), np.int64)
    terms: dict[tuple[int, int], tuple[int, int, int]] = {}
    pars = {o.hex: o.par for o in view.scenario.objectives}
    mains = main_goals(view, now, memory, made, hexes)
    for i, group in enumerate(made):
        main = mains.get(view.scenario.army_of[group.formation])
        for j, h in enumerate(hexes):
            way = _median(memory.eta(view, h, group.kind), group)
            if way >= FAR:
                continue
            days = way // view.scenario.tables.movement.points
            late = max(-5, min(3, pars[h] - view.turn - days))
            gain = goals[h] * (9 + late)
            score = 1000 * gain // (days + GETTING_READY)
            if main is not None and main != h:
                axis = memory.eta(view, main, group.kind)
                detour = (way + int(axis[h]) - _median(axis, group)) // 60
                score = score * max(LEAST_ASIDE, 100 - ASIDE * max(0, detour)) // 100
            old = memory.directives.get(group.units[0].id)
            if old is not None and old.goal == h:
                score = score * doctrine.keep // 100
            scores[i, j] = score
            terms[i, j] = (goals[h], 9 + late, days)
    needs = [
        max(now.need(view, h), 0 if view.ceasefire else UNSEEN_NEED * goals[h], 100) for h in hexes
    ]
    return _allot(view, made, hexes, goals, scores, terms, needs, posture, memory)


def _allot(
    view: PlayerView,
    made: list[Group],
    hexes: list[Hex],
    goals: dict[Hex, int],
    scores: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
    terms: dict[tuple[int, int], tuple[int, int, int]],
    needs: list[int],
    posture: Posture,
    memory: Memory,
) -> dict[UnitId, Directive]:
    """The best pair of group and objective first; then what is left for the others."""
    plan: dict[UnitId, Directive] = {}
    there = [0] * len(hexes)
    share = np.full(scores.shape[1], 100, np.int64)
    left = set(range(len(made)))
    current = scores * share
    while left:
        best = int(current.argmax())
        i, j = divmod(best, scores.shape[1])
        if current[i, j] <= 0:
            break
        group = made[i]
        h = hexes[j]
        directive = Directive(
            formation=group.formation, posture=posture, goal=h, priority=int(current[i, j] // 100),
            weight=goals[h],
        )  # fmt: skip
        for u in group.units:
            plan[u.id] = directive
        if i in left:
            memory.whys.append(_why(view, group, h, hexes, scores[i] * share // 100, terms, i))
        left.discard(i)
        there[j] += group.power
        share[j] = max(LEAST_SHARE, 100 * needs[j] // (needs[j] + there[j]))
        current[:, j] = scores[:, j] * share[j]
        taken = [k for k in range(len(made)) if k not in left]
        current[taken, :] = 0
    for i in sorted(left):
        directive = Directive(formation=made[i].formation, posture=posture)
        for u in made[i].units:
            plan[u.id] = directive
    return plan


def _why(
    view: PlayerView,
    group: Group,
    h: Hex,
    hexes: list[Hex],
    row: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
    terms: dict[tuple[int, int], tuple[int, int, int]],
    i: int,
) -> Why:
    """The reason for a group's objective, with the next best ones."""
    label = view.scenario.map.label

    def shown(j: int) -> Option:
        weight, worth, days = terms[i, j]
        score = int(row[j])
        whole = 1000 * weight * worth // (days + GETTING_READY)
        return option(
            f"go for {label(hexes[j])}, {days} days away",
            ("worth by date", weight * worth, 1, whole),
            ("others on the way there, and plans kept", 0, 1, score - whole),
        )

    ranked = sorted((j for j in range(len(hexes)) if (i, j) in terms), key=lambda j: (-row[j], j))
    chosen = hexes.index(h)
    others = tuple(shown(j) for j in ranked if j != chosen)[:3]
    return Why("theatre", view.turn, group.name, shown(chosen), others)
