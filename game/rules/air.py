"""Aircraft: who can fly where, who has the upper hand in the air, and support of attacks.

A wing flies one sortie a day with each aircraft that is ready: fighters too, because the record's
mean is a third of a sortie for each aircraft and day. What the weather at the target keeps away,
and what enemy fighters stop, does not arrive.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from game.dice import Dice
from game.hexes import NOWHERE, Hex, distance
from game.model.events import Modifier
from game.model.forces import AssetId, Side, UnitId, Wing, enemy_of
from game.model.scenario import Scenario
from game.model.state import HOLDER_OF, State
from game.model.tables.air import Branch
from game.rules.losses import Tally, fraction

UNKNOWN = "?"
"""First letter of the other side's fighters at an airfield, in a view: ``?japan07376``."""
Sent = tuple[tuple[AssetId, int], ...]
"""Wings and the sorties they fly."""


# Wings.


def at_start(scenario: Scenario) -> dict[AssetId, Wing]:
    """All wings at their first bases; those of a box that touches the map fly from there."""
    table = scenario.tables.air
    wings = {}
    for s in scenario.squadrons.values():
        base, away = s.hex, 0
        way_out = scenario.exits.get(s.box)
        if way_out is not None:
            base, away = way_out.hex, way_out.days * table.bases.passage
        fit = table.branch[s.branch].fit
        wings[s.id] = Wing(base=base, aircraft=s.aircraft * fit // 100, away=away)
    return wings


def side_of_wing(state: State, wing: AssetId) -> Side:
    """Whose wing it is; also of enemy fighters in a view."""
    squadron = state.scenario.squadrons.get(wing)
    if squadron is not None:
        return squadron.side
    return "soviet" if wing[1:].startswith("soviet") else "japan"


def branch_of(state: State, wing: AssetId) -> Branch:
    """What its aircraft can do."""
    squadron = state.scenario.squadrons.get(wing)
    return state.scenario.tables.air.branch[squadron.branch if squadron else "fighter"]


def wings_of(state: State, side: Side) -> Iterator[tuple[AssetId, Wing]]:
    """The wings of a side, in the fixed order."""
    squadrons = state.scenario.squadrons
    for name, wing in state.wings.items():
        squadron = squadrons.get(name)
        if (squadron.side if squadron is not None else side_of_wing(state, name)) == side:
            yield name, wing


def sky(state: State, h: int) -> int:
    """Per cent of the sorties that today's weather over a hex allows."""
    code = state.weather[state.scenario.map.sector_bytes[h]]
    return state.scenario.tables.air.sky.get(code, 0)


def ready(state: State, name: AssetId, wing: Wing) -> int:
    """Sorties that a wing could fly from its base today."""
    if wing.base == NOWHERE or _arrives(state, name) > state.turn:
        return 0
    share = state.scenario.tables.air.ready[side_of_wing(state, name)]
    return wing.aircraft * share // 100 * sky(state, wing.base) // 100


def _arrives(state: State, name: AssetId) -> int:
    squadron = state.scenario.squadrons.get(name)
    return squadron.arrives if squadron else 0


def holds_base(state: State, name: AssetId, wing: Wing) -> bool:
    """Whether a wing still has its airfield, and the people who serve it."""
    if wing.base == NOWHERE:
        return False
    squadron = state.scenario.squadrons.get(name)
    ground = squadron.ground if squadron is not None and not squadron.box else None
    if ground is not None and not _serves(state, ground):
        return False
    return bool(wing.away) or state.control[wing.base] == HOLDER_OF[side_of_wing(state, name)]


def _serves(state: State, ground: UnitId) -> bool:
    unit = state.units[ground]
    return unit.on_map or unit.gone == "waiting"


def left(state: State, name: AssetId) -> int:
    """Sorties that a wing can still fly in this turn."""
    wing = state.wings[name]
    return wing.sorties if wing.sorties and holds_base(state, name, wing) else 0


def reaches(state: State, name: AssetId, wing: Wing, target: Hex) -> bool:
    """Whether a hex lies within a wing's reach."""
    if wing.base == NOWHERE:
        return False
    return distance(wing.base, target) + wing.away <= branch_of(state, name).reach


def arriving(state: State, wing: Wing, target: Hex, sorties: int) -> int:
    """Of these sorties, those that weather worse than at the base lets through."""
    here = sky(state, wing.base)
    return sorties * min(here, sky(state, target)) // here if here else 0


# Superiority.


def fighters(state: State, side: Side, target: Hex) -> int:
    """Fighter sorties of a side that can meet others over a hex."""
    memo: dict[object, int] = state.derived(("wings", "fighters"), dict)
    key = side, target
    if key not in memo:
        memo[key] = _fighters(state, side, target)
    return memo[key]


def _fighters(state: State, side: Side, target: Hex) -> int:
    table = state.scenario.tables.air.superiority
    total = 0
    for name, wing in wings_of(state, side):
        if not wing.sorties or "patrol" not in branch_of(state, name).missions:
            continue
        if wing.patrol != NOWHERE:
            near = distance(wing.patrol, target) <= table.patrol_reach
            flying = wing.sorties * table.patrol_factor if near else 0
        else:
            flying = wing.sorties if reaches(state, name, wing, target) else 0
        if flying and holds_base(state, name, wing):
            total += arriving(state, wing, target, flying)
    return total


def superiority(state: State, side: Side, target: Hex) -> int:
    """Per cent of the sorties of `side` over a hex that the other side's fighters can stop."""
    table = state.scenario.tables.air.superiority
    own = max(1, fighters(state, side, target))
    theirs = fighters(state, enemy_of(side), target)
    share = 0
    for ratio, stopped in zip(table.ratio, table.stopped, strict=True):
        if theirs >= ratio * own:
            share = stopped
    return share


def stopped(state: State, side: Side, target: Hex, sorties: int) -> int:
    """Of these sorties over a hex, those that fighters stop: never more than there are fighters."""
    share = superiority(state, side, target)
    return min(fighters(state, enemy_of(side), target), sorties * share // 100) if share else 0


def known_fighters(state: State, side: Side) -> dict[AssetId, Wing]:
    """The other side's fighters as `side` reckons with them: both staffs knew the airfields, and
    roughly what stood on them."""
    step, enemy = state.scenario.tables.air.superiority.estimate, enemy_of(side)
    at: dict[Hex, int] = {}
    for name, wing in wings_of(state, enemy):
        branch = branch_of(state, name)
        if wing.base != NOWHERE and "patrol" in branch.missions:
            at[wing.base] = at.get(wing.base, 0) + wing.aircraft
    found = {}
    share = state.scenario.tables.air.ready[enemy]
    for base, aircraft in at.items():
        about = (aircraft + step // 2) // step * step
        if about:
            flying = about * share // 100 * sky(state, base) // 100
            found[AssetId(f"{UNKNOWN}{enemy}{base:05d}")] = Wing(base, about, flying)
    return found


def flak(state: State, units: Iterable[UnitId]) -> int:
    """Permille of the sorties that anti-aircraft guns of these units' armies shoot down."""
    scenario, table = state.scenario, state.scenario.tables.air.superiority
    armies = {scenario.army_of.get(state.units[u].formation) for u in units}
    guns = sum(
        a.guns for a in scenario.assets.values()
        if a.kind == "anti_air" and scenario.army_of.get(a.formation) in armies
    )  # fmt: skip
    return min(table.flak_most, guns // table.flak_barrels)


def fly(
    state: State,
    side: Side,
    target: Hex,
    sent: Sent,
    stopped_: int,
    dice: Dice,
    tally: Tally,
    *key: str | int,
    below: Sequence[UnitId] = (),
) -> tuple[tuple[AssetId, Wing], ...]:
    """The wings after flying these sorties: spent, and less what was shot down on both sides."""
    table = state.scenario.tables.air.superiority
    total, after = sum(n for _, n in sent), []
    rate = table.loss + (flak(state, below) if below else 0)
    opposed = stopped_
    for name, sorties in sent:
        wing = state.wings[name]
        mine = stopped_ * sorties // total if total else 0
        amount = (sorties - mine) * rate + mine * table.opposed
        lost = min(wing.aircraft, fraction(dice, amount, 1000, *key, name, "aircraft"))
        tally.add(state.scenario.squadrons[name].nation, aircraft=lost)
        spent = max(0, min(wing.sorties - sorties, wing.aircraft - lost))
        after.append((name, replace(wing, aircraft=wing.aircraft - lost, sorties=spent)))
    if opposed:
        after += _fighters_after(state, enemy_of(side), target, opposed, dice, tally, *key)
    return tuple(after)


def _fighters_after(
    state: State,
    side: Side,
    target: Hex,
    met: int,
    dice: Dice,
    tally: Tally,
    *key: str | int,
) -> list[tuple[AssetId, Wing]]:
    """The fighters that met so many sorties: the strongest wing in range bears the loss."""
    table = state.scenario.tables.air.superiority
    there = [
        (name, wing) for name, wing in wings_of(state, side)
        if wing.sorties and "patrol" in branch_of(state, name).missions
        and reaches(state, name, wing, target)
    ]  # fmt: skip
    if not there:
        return []
    name, wing = max(there, key=lambda row: (row[1].sorties, row[0]))
    lost = min(wing.aircraft, fraction(dice, met * table.opposed, 1000, *key, "fighters"))
    if not lost:
        return []
    tally.add(state.scenario.squadrons[name].nation, aircraft=lost)
    left_ = min(wing.sorties, wing.aircraft - lost)
    return [(name, replace(wing, aircraft=wing.aircraft - lost, sorties=left_))]


# Ground support.


@dataclass(frozen=True, slots=True)
class Support:
    """Sorties flown for one attack."""

    sent: Sent = ()
    arriving: int = 0
    """Sorties that neither weather nor fighters keep away."""
    stopped: int = 0
    rows: int = 0
    """Rows that they add to the attack."""

    def modifier(self, scenario: Scenario) -> Modifier:
        """The line in the reckoning."""
        names = " and ".join(scenario.squadrons[name].name for name, _ in self.sent[:2])
        more = f" and {len(self.sent) - 2} more" if len(self.sent) > 2 else ""
        return Modifier("air_support", self.rows, f"{self.arriving} sorties of {names}{more}")


NO_SUPPORT = Support()


def support(state: State, side: Side, target: Hex, assets: Sequence[AssetId]) -> Support:
    """Aircraft that support an attack: the wings among `assets`, or, when there are none, those
    of the default plan: not held back, nearest first, no more than are of use."""
    if not state.wings:
        return NO_SUPPORT
    memo: dict[object, Support] = state.derived(("wings", "support"), dict)
    squadrons = state.scenario.squadrons
    named = tuple(a for a in assets if a in squadrons) if assets else ()
    key = side, target, named
    found = memo.get(key)
    if found is None:
        found = memo[key] = _support(state, side, target, named)
    return found


def may_support(state: State, name: AssetId, target: Hex) -> str:
    """Why a wing cannot support an attack on a hex; "" when it can."""
    wing, branch = state.wings[name], branch_of(state, name)
    if "support" not in branch.missions:
        return f"is no wing for ground support ({branch.name})"
    if not left(state, name):
        return "has no sorties left today"
    if not reaches(state, name, wing, target):
        return f"reaches only {branch.reach} hexes from {state.scenario.map.label(wing.base)}"
    if not arriving(state, wing, target, 100):
        return "cannot fly there in this weather"
    return ""


def able_wings(state: State, side: Side, target: Hex) -> tuple[AssetId, ...]:
    """Wings that could support an attack on a hex, nearest first."""
    found = [
        (distance(wing.base, target) + wing.away, name) for name, wing in wings_of(state, side)
        if wing.sorties and not may_support(state, name, target)
    ]  # fmt: skip
    return tuple(name for _, name in sorted(found))


def _support(state: State, side: Side, target: Hex, named: tuple[AssetId, ...]) -> Support:
    table = state.scenario.tables.air.support
    if side == "japan" and state.ceasefire:
        return NO_SUPPORT
    wings = state.wings
    names = named or tuple(n for n in able_wings(state, side, target) if not wings[n].held)
    can = [(n, left(state, n)) for n in names]
    arrive = sum(arriving(state, wings[n], target, k) for n, k in can)
    goal = max((s for s in table.sorties if s <= arrive), default=arrive if named else 0)
    sent, got = [], 0
    for name, most in can:
        if got >= goal:
            break
        rate = arriving(state, wings[name], target, 1000)
        fly_ = min(most, -(-(goal - got) * 1000 // rate)) if rate else 0
        if fly_:
            sent.append((name, fly_))
            got += arriving(state, wings[name], target, fly_)
    kept_off = stopped(state, side, target, got)
    through = got - kept_off
    # Rounding of several wings may leave one sortie short of the number that was aimed at.
    short = len(sent) if not kept_off else 0
    rows = 0
    for sorties, worth in zip(table.sorties, table.rows, strict=True):
        if through + short >= sorties:
            rows = worth
    if not rows and not named:
        return NO_SUPPORT
    return Support(tuple(sent), through, kept_off, rows)
