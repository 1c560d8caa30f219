"""Who attacks what: the rules' own distribution of results, priced by doctrine.

Every enemy hex that units touch is reckoned up with a few groups of attackers (all, one army, the
fresh ones), each with the support it could have; the group with the largest net worth is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from game.hexes import NOWHERE, Hex
from game.model.forces import AssetId, FormationId, Unit, UnitId, enemy_of
from game.model.orders import Attack
from game.model.state import PlayerView
from game.players.fields import CLASS_OF, Field
from game.players.staff.assault import Assault, Work
from game.players.staff.doctrine import Doctrine
from game.players.staff.plan import Directive
from game.players.staff.situation import Situation, power_of
from game.rules.acts import closed
from game.rules.combat import check_attack
from game.rules.landing import loss_factor
from game.rules.odds import Odds, odds, outcomes
from game.rules.reach import GOES_ON
from game.rules.siege import works_for
from game.rules.stacking import frontage
from game.rules.support import GUNS, SHIPS, ground_assets

WAYS = 36
MOST_ASSETS = 3
"""Assets given to one attack at most: others may need them."""
TRAPPED_SHARE = 40
"""Per cent of a cleared road that a blow against trapped troops is worth: they may surrender."""
FEW = (1, 2, 4)
"""Sizes of small groups that are tried: surplus power is wasted, and could attack again."""
DETOUR = 90
"""Points of march round works up to which they are passed by."""
SLACK = 12
"""Points by which a hex may be worse than the best one and still be on the way."""
SHAKEN_SHARE = 12
"""The same for a defender shaken: the next attack will be easier."""
FALLEN_SHARE = 90
"""The same for the last of his works, and in proportion for a part of them."""


@dataclass(frozen=True)
class Stakes:
    """What the units on the map are after."""

    directives: Mapping[UnitId, Directive]
    ways: Mapping[UnitId, Field]
    """The field each unit goes down."""
    opens: Mapping[UnitId, Field]
    """The same as if there were no enemy."""
    weights: Mapping[Hex, int]
    """Objectives still to be taken, with their weight."""


def assaults(
    view: PlayerView,
    now: Situation,
    stakes: Stakes,
    doctrine: Doctrine,
    work: Work,
    units: Iterable[Unit],
    reckoned: dict[Hex, tuple[object, Assault | None]],
) -> list[Assault]:
    """Attacks worth making now by these units, best first.

    `reckoned` keeps the best attack on each hex with all that it was reckoned from.
    """
    found = []
    for target, beside in sorted(touching(view, now, units).items()):
        key = _facts(view, stakes, target, beside)
        known = reckoned.get(target)
        if known is not None and known[0] == key and _has_its_guns(view, known[1]):
            best = known[1]
        else:
            best = best_on(view, stakes, doctrine, work, target, beside)
            reckoned[target] = (key, best)
        if best is not None and best.net >= doctrine.least:
            found.append(best)
    found.sort(key=lambda a: (-a.net, a.order.target))
    return found


def touching(view: PlayerView, now: Situation, units: Iterable[Unit]) -> dict[Hex, list[Unit]]:
    """Units that could attack at once, by the enemy hex they touch."""
    types, counters = view.scenario.unit_types, view.scenario.counters
    price = view.scenario.tables.movement.attack
    around = view.scenario.map.around
    beside: dict[Hex, list[Unit]] = {}
    beyond = closed(view, now.side)
    for u in units:
        if u.points < price or u.hex not in now.near:
            continue
        kind = types[counters[u.id].type]
        if not kind.combat or u.railing or u.disruption > 3:
            continue
        for h in around[u.hex]:
            if h in now.foes and h not in beyond and view.side_at(h) == now.enemy:
                beside.setdefault(h, []).append(u)
    return beside


def _facts(view: PlayerView, stakes: Stakes, target: Hex, beside: list[Unit]) -> object:
    return (
        [(u.id, u.hex, u.points, u.men, u.disruption, u.fought) for u in beside],
        [(u.id, u.men, u.disruption) for u in view.units_at(target)],
        view.works.get(target), view.assaults.get(target), stakes.weights.get(target),
    )  # fmt: skip


def _has_its_guns(view: PlayerView, known: Assault | None) -> bool:
    return known is None or not any(a in view.assets_used for a in known.order.assets)


def best_on(
    view: PlayerView,
    stakes: Stakes,
    doctrine: Doctrine,
    work: Work,
    target: Hex,
    beside: list[Unit],
) -> Assault | None:
    """The best attack on one hex, whether worth making or not; None when none is allowed."""
    best: Assault | None = None
    tried: set[tuple[UnitId, ...]] = set()
    for group in _groups(view, target, beside):
        order = _allowed(view, group, target)
        if order is None or order.units in tried:
            continue
        tried.add(order.units)
        if not work.charge(40):
            break
        assault = price(view, stakes, doctrine, order)
        if best is None or assault.net > best.net:
            best = assault
    if best is None or best.net + doctrine.road <= 0:
        return best
    supported = _with_assets(view, best.order)
    if supported is not None and work.charge(40):
        with_guns = price(view, stakes, doctrine, supported)
        if with_guns.net > best.net + 2 * len(supported.assets):
            best = with_guns
    return best


def _groups(view: PlayerView, target: Hex, beside: list[Unit]) -> Iterable[list[Unit]]:
    """Groups worth reckoning up: the few strongest, all, the main army alone, the fresh ones."""
    whole = _front(view, target, beside)
    yield whole
    for count in FEW:
        if count < len(whole):
            yield whole[:count]
    army_of = view.scenario.army_of
    armies: dict[FormationId, int] = {}
    for u in beside:
        army = army_of[u.formation]
        armies[army] = armies.get(army, 0) + power_of(view, u, "attack")
    if len(armies) > 1:
        main = max(armies, key=lambda a: armies[a])
        yield _front(view, target, [u for u in beside if army_of[u.formation] == main])
    fresh = [u for u in beside if u.disruption < 2 and u.fatigue < 40]
    if fresh and len(fresh) < len(beside):
        yield _front(view, target, fresh)


def _front(view: PlayerView, target: Hex, units: list[Unit]) -> list[Unit]:
    """The strongest units that find room on each hexside."""
    width = frontage(view, target)
    used: dict[Hex, int] = {}
    taken = []
    for u in sorted(units, key=lambda u: (-power_of(view, u, "attack"), u.id)):
        size = view.scenario.counters[u.id].stack
        if used.get(u.hex, 0) + size <= width:
            used[u.hex] = used.get(u.hex, 0) + size
            taken.append(u)
    return taken


def _allowed(view: PlayerView, units: list[Unit], target: Hex) -> Attack | None:
    """The attack without those units whom the rules refuse it."""
    names = tuple(u.id for u in units)
    for _ in range(3):
        if not names:
            return None
        order = Attack(names, target)
        refusal = check_attack(view, order)
        if refusal is None:
            return order
        culprits = set(refusal.units) & set(names)
        if not culprits or len(culprits) == len(names):
            break
        names = tuple(n for n in names if n not in culprits)
    able = tuple(n for n in names if check_attack(view, Attack((n,), target)) is None)
    order = Attack(able, target)
    return order if able and check_attack(view, order) is None else None


def _with_assets(view: PlayerView, order: Attack) -> Attack | None:
    """The same attack with the most useful support: guns, and engineers where they count."""
    there = ground_assets(view, order.units, order.target)
    assets = view.scenario.assets
    guns = [
        a for a in there if assets[a].kind == SHIPS
        or (assets[a].kind in GUNS and assets[a].kind != "siege")
    ]  # fmt: skip
    special: list[AssetId] = []
    if works_for(view, enemy_of(view.phase), order.target):
        special += [a for a in there if assets[a].kind == "siege"][:2]
    special += [a for a in there if assets[a].kind in ("engineer", "pontoon")][:1]
    chosen = (*special, *guns[: MOST_ASSETS - min(len(special), 2)])
    if not chosen:
        return None
    supported = replace(order, assets=chosen)
    return supported if check_attack(view, supported) is None else None


def price(view: PlayerView, stakes: Stakes, doctrine: Doctrine, order: Attack) -> Assault:
    """What an attack is worth by the doctrine's prices, term by term."""
    reckoning = odds(view, order)
    own = sum(
        view.units[u].men * loss_factor(view, view.units[u], order.target) for u in order.units
    )
    theirs = sum(u.men for u in view.units_at(order.target))
    cleared = shaken = own_lost = their_lost = works = upset = 0
    for o in outcomes(reckoning):
        r = o.result
        own_lost += o.ways * r.attacker * own
        their_lost += o.ways * (r.defender + r.prisoners) * theirs
        works += o.ways * r.works
        upset += o.ways * r.attacker_disruption * len(order.units)
        if r.hexes:
            cleared += o.ways * 100
        elif reckoning.trapped and r.defender_disruption:
            cleared += o.ways * TRAPPED_SHARE
        elif r.defender_disruption:
            shaken += o.ways
    ahead = {u for u in order.units if _in_the_way(view, stakes, u, order.target, reckoning.works)}
    line = _siege_of_a_line(view, stakes, order)
    worth, works_point = _worth(stakes, doctrine, order.target, bool(ahead), line, reckoning)
    effort = sum(_effort(view, view.units[u], reckoning.works) for u in order.units)
    lost = sum(_lost_day(view, stakes, u) for u in order.units) if not ahead else 0
    brought = FALLEN_SHARE * works // (WAYS * max(1, reckoning.works))
    terms = (
        ("opens the way", cleared // WAYS, worth, cleared * worth // (100 * WAYS)),
        ("shakes them", shaken, worth, shaken * worth * SHAKEN_SHARE // (100 * WAYS)),
        ("wears down works", works // WAYS, works_point, works * works_point // WAYS),
        ("brings works down", brought, worth if works_point else 0,
         brought * worth // 100 if works_point else 0),
        ("their losses", their_lost // (1000 * WAYS), doctrine.enemy_men,
         their_lost * doctrine.enemy_men // (100_000 * WAYS)),
        ("own losses", own_lost // (1000 * WAYS), -doctrine.own_men,
         -(own_lost * doctrine.own_men // (100_000 * WAYS))),
        ("own troops shaken", upset, -doctrine.upset, -(upset * doctrine.upset // WAYS)),
        ("effort", effort, -doctrine.effort, -doctrine.effort * effort),
        ("days lost on the march", lost, -doctrine.march_day, -doctrine.march_day * lost),
    )  # fmt: skip
    name = f"attack {view.scenario.map.label(order.target)} at row {reckoning.base:+d}"
    return Assault(order, sum(t[3] for t in terms), reckoning.base, name, terms)


def _in_the_way(view: PlayerView, stakes: Stakes, name: UnitId, target: Hex, works: int) -> bool:
    """Whether a unit's way would lead through the target if the enemy were not there; past works
    only when the way round them is long."""
    way, free = stakes.ways.get(name), stakes.opens.get(name)
    directive = stakes.directives.get(name)
    if way is None or free is None or directive is None or directive.posture in ("hold", "mask"):
        return False
    here = view.units[name].hex
    if works and target != directive.goal and int(way[here]) - int(free[here]) < DETOUR:
        return False
    best = min(int(free[n]) for n in view.scenario.map.around[here])
    return int(free[target]) <= best + SLACK and free[target] < free[here]


def _siege_of_a_line(view: PlayerView, stakes: Stakes, order: Attack) -> bool:
    """Whether a fort on a railway is attacked by troops fit for it, none of whom only masks it:
    with engineers or siege guns, and no tanks."""
    h, s = order.target, view.scenario
    if not s.map.rail[h * 6 : h * 6 + 6].any() or not order.assets:
        return False
    directives = [stakes.directives.get(u) for u in order.units]
    return not any(d is not None and d.posture == "mask" for d in directives) and not any(
        CLASS_OF[s.counters[u].mobility] == "mech" for u in order.units
    )


def _effort(view: PlayerView, unit: Unit, works: int) -> int:
    """Days' worth of effort that an attack costs a unit: the last shells are dear, and fast
    troops, who are wanted further on, do not spend theirs on works."""
    days = 1 if unit.ammo >= 20 else 5 if unit.ammo >= 10 else 12
    fast = works and CLASS_OF[view.scenario.counters[unit.id].mobility] == "mech"
    return 2 * days + 2 if fast else days


def _lost_day(view: PlayerView, stakes: Stakes, name: UnitId) -> int:
    """1 for a unit on the march somewhere else that may not march on after it has attacked."""
    directive = stakes.directives.get(name)
    goes_on = view.scenario.counters[name].mobility in GOES_ON
    return int(directive is not None and directive.goal != NOWHERE and not goes_on)


def _worth(
    stakes: Stakes, doctrine: Doctrine, target: Hex, ahead: bool, railed: bool, reckoning: Odds
) -> tuple[int, int]:
    """Worth of clearing the target, and of a point off its works."""
    weight = stakes.weights.get(target, 0)
    worth = doctrine.objective * weight + (doctrine.road if ahead else doctrine.aside)
    if not reckoning.works:
        return worth, 0
    # Works that nobody needs are left alone; those on a railway stop the trains.
    return worth, doctrine.works_point if weight or ahead or railed else 0
