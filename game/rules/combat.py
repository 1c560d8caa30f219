"""Attacks: whether one is allowed, and what comes of it.

Checked against what the player sees, resolved against what is true. The reckoning is in
`rules/odds.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from game.dice import Dice
from game.hexes import Hex, direction_between
from game.model.events import AnyEvent, Fought, Sailed, Surrendered
from game.model.forces import Unit, UnitId, enemy_of
from game.model.orders import Attack, Refusal
from game.model.state import State, apply
from game.model.terrain import GREAT_RIVER
from game.rules import air
from game.rules.costs import ferry_for
from game.rules.demolition import left_behind
from game.rules.landing import at_sea, gone_ashore, held_off, loss_factor, taken_off
from game.rules.losses import Tally, fraction, is_remnant, remove, shares
from game.rules.morale import disarmed, lays_down_arms
from game.rules.movement import take_hexes
from game.rules.odds import Odds, Result, odds, outcomes, result_at, row_of, surprise_of
from game.rules.retreat import followers, retreat_path
from game.rules.shore import approach, in_storm
from game.rules.siege import works_for
from game.rules.strength import BURNS_FUEL, strength
from game.rules.support import available_assets, check_assets

__all__ = ["available_assets", "check_attack", "odds", "outcomes", "resolve_attack"]

LAST_STANDS = frozenset({"retreat", "rout", "shattered"})
"""Results that should drive a defender off: where nobody goes, it is a last stand."""
MOBILE = frozenset({"horse", "mech", "tank"})
"""Classes that keep their points after a fight, and may attack once more with them."""


# Checking.


def check_attack(view: State, order: Attack) -> Refusal | None:
    """Why this attack is not allowed, as far as the player can know; None when it is."""
    scenario, target = view.scenario, order.target
    if not order.units:
        return Refusal("no_units", "An attack needs at least one unit.", (target,))
    if len(set(order.units)) < len(order.units):
        return Refusal("unit_twice", "A unit attacks once in an attack.", (target,), order.units)
    for name in order.units:
        if name not in view.units or view.side_of(name) != view.phase:
            sentence = f"{name} is no unit of the side whose phase it is."
            return Refusal("not_yours", sentence, (target,), (name,))
        refusal = _check_unit(view, view.units[name], target)
        if refusal:
            return refusal
    if view.phase == "japan" and view.ceasefire:
        sentence = "After the order to cease fire Japanese troops attack no more."
        return Refusal("ceasefire", sentence, (target,), order.units)
    if view.side_at(target) != enemy_of(view.phase):
        label = scenario.map.label(target)
        return Refusal("nobody_there", f"No enemy is seen in {label}.", (target,))
    done, most = view.assaults.get(target, 0), most_assaults(view, target)
    if done >= most:
        sentence = (
            f"{scenario.map.label(target)} has been attacked {done} times today; there is no room "
            f"or time for more than {most} (works: one prepared assault a day)."
        )
        return Refusal("enough", sentence, (target,), order.units)
    return _check_frontage(view, order) or check_assets(
        view, view.phase, order.units, target, order.assets
    )


def most_assaults(view: State, target: Hex) -> int:
    """How often the side whose phase it is may attack a hex in one phase."""
    table = view.scenario.tables.combat
    in_works = works_for(view, enemy_of(view.phase), target) > 0
    # By surprise many works were taken on the first night before they were manned.
    if in_works and surprise_of(view, view.phase) != "surprise_first":
        return table.assaults_works
    return table.assaults


def _check_unit(view: State, unit: Unit, target: Hex) -> Refusal | None:
    """What stands against this unit attacking that hex."""
    scenario = view.scenario
    counter, table = scenario.counters[unit.id], scenario.tables
    if not unit.on_map:
        return Refusal("off_map", f"{counter.name} is not on the map.", (), (unit.id,))
    code, sentence = "", ""
    if not scenario.unit_types[counter.type].combat:
        code, sentence = "no_combat", "is no fighting unit"
    elif unit.railing:
        code, sentence = "railing", "is bound to its trains"
    elif unit.frozen:
        code, sentence = "frozen", "has no orders yet and attacks nobody today"
    elif unit.disruption >= table.combat.most_disruption:
        code, sentence = "broken", f"is broken (disruption {unit.disruption}) and only retreats"
    elif unit.fought and (
        counter.mobility not in MOBILE or unit.fought >= table.combat.mobile_attacks
    ):
        code, sentence = "already_fought", "has attacked already this turn"
    elif unit.points < table.movement.attack:
        need = table.movement.attack
        code, sentence = "no_points", f"has {unit.points} points; an attack takes {need}"
    elif unit.ammo <= 0:
        code, sentence = "no_ammo", "has no ammunition"
    elif counter.mobility in BURNS_FUEL and unit.fuel < table.combat.fuel_out:
        code, sentence = "no_fuel", f"has fuel for {unit.fuel} points only and cannot attack"
    if code:
        return Refusal(code, f"{counter.name} {sentence}.", (unit.hex, target), (unit.id,))
    d = direction_between(unit.hex, target)
    label = scenario.map.label(target)
    if d is None:
        sentence = f"{counter.name} stands in {scenario.map.label(unit.hex)}, not next to {label}."
        return Refusal("not_adjacent", sentence, (unit.hex, target), (unit.id,))
    side = unit.hex * 6 + d
    if scenario.map.barrier[side] or not scenario.map.land[target]:
        sentence = f"{counter.name} cannot reach {label}: there is no way across the hexside."
        return Refusal("cannot_reach", sentence, (unit.hex, target), (unit.id,))
    if at_sea(view, unit) and in_storm(view, target):
        sentence = f"In the storm {counter.name} cannot land in {label}."
        return Refusal("storm", sentence, (unit.hex, target), (unit.id,))
    if scenario.map.river[side] == GREAT_RIVER and not ferry_for(view, unit):
        sentence = f"{counter.name} has no ferries to attack {label} across a great river."
        return Refusal("cannot_reach", sentence, (unit.hex, target), (unit.id,))
    return None


def _check_frontage(view: State, order: Attack) -> Refusal | None:
    scenario, target = view.scenario, order.target
    limit = scenario.map.terrain_at(target).frontage
    used: dict[Hex, int] = {}
    for name in order.units:
        h = view.units[name].hex
        used[h] = used.get(h, 0) + scenario.counters[name].stack
        if used[h] > limit:
            sentence = (
                f"Too many units from {scenario.map.label(h)}: {limit} stack points can attack "
                f"{scenario.map.label(target)} across one hexside."
            )
            return Refusal("frontage", sentence, (h, target), order.units)
    return None


# Resolving.


def resolve_attack(state: State, order: Attack, dice: Dice) -> tuple[AnyEvent, ...]:
    """Throw the dice for an attack that `check_attack` allows, on the truth.

    Fought carries everything that has changed; those after it only tell more. What weather and
    batteries do to troops from the sea comes before it, and may call the attack off.
    """
    scenario, target = state.scenario, order.target
    side = scenario.counters[order.units[0]].side
    met, kept_off = approach(state, order.units, target, dice)
    before: tuple[AnyEvent, ...] = (met,) if met else ()
    if met:
        state = apply(state, met)
    if kept_off:
        return before
    reckoning = odds(state, order)
    throw = dice.two_d6(*_key(state, target))
    row = row_of(reckoning.table, reckoning.base, throw)
    result = result_at(reckoning, row)
    attackers = tuple(state.units[u] for u in order.units)
    defenders = tuple(u for u in state.units_at(target) if scenario.counters[u.id].side != side)
    fight = _Fight(state, dice, target, reckoning, result)
    beaten = fight.defend(defenders, tuple(dict.fromkeys(u.hex for u in attackers)))
    victors = fight.attack(attackers, row)
    advanced: tuple[UnitId, ...] = ()
    if order.advance and defenders and not any(u.hex == target for u in beaten):
        victors, advanced = _advance(state, victors, target)
    taken = take_hexes(state, side, (target,) if advanced else ())
    works = ((target, reckoning.works - result.works),) if result.works else ()
    aircraft = air.support(state, side, target, order.assets)
    wings = air.fly(
        state, side, target, aircraft.sent, aircraft.stopped, dice, fight.tally,
        *_key(state, target), below=tuple(u.id for u in defenders),
    )  # fmt: skip
    name = result.name
    if name in LAST_STANDS and any(u.hex == target for u in beaten):
        # Nowhere to go, and the white flag is not shown.
        name = "last_stand"
    fought = Fought(
        target=target, attackers=order.units, defenders=tuple(u.id for u in defenders),
        assets=order.assets, attack=reckoning.attack, defence=reckoning.defence,
        column=reckoning.column, modifiers=reckoning.modifiers, dice=throw, row=row, result=name,
        attacker_men=_men(attackers) - _men(victors), defender_men=_men(defenders) - _men(beaten),
        retreats=tuple(fight.retreats), advanced=advanced, after=(*victors, *beaten),
        held=taken.held, by=side, works=taken.works or works, toll=fight.tally.total(), at=target,
        wings=wings, flown=aircraft.sent,
    )  # fmt: skip
    events: list[AnyEvent] = [fought]
    for cause, units in fight.gone.items():
        events.append(Surrendered(units=tuple(units), cause=cause, at=target, by=side))
    events += _went_ashore(attackers, advanced, state, target)
    events += taken.captured
    went = frozenset((target,)) if not any(u.hex == target for u in beaten) else frozenset[Hex]()
    for fled, _ in fight.retreats:
        path = (target, *fight.paths[fled])
        events += left_behind(state, state.units[fled], path, dice, went)
    return (*before, *events)


def _went_ashore(
    attackers: Sequence[Unit], advanced: Sequence[UnitId], state: State, target: Hex
) -> list[AnyEvent]:
    """Tells of the landing when troops have fought their way ashore."""
    wet = [u for u in attackers if u.id in advanced and at_sea(state, u)]
    if not wet:
        return []
    path, units = (wet[0].hex, target), tuple(u.id for u in wet)
    side = state.side_of(units[0])
    return [Sailed(units=units, path=path, landed=True, by=side, at=target)]


def _key(state: State, target: Hex) -> tuple[str | int, ...]:
    """The dice of the next attack on a hex in this phase."""
    return ("combat", state.turn, state.phase, target, state.assaults.get(target, 0))


def _men(units: Sequence[Unit]) -> int:
    return sum(u.men for u in units)


class _Fight:
    """Losses and flight of both sides in one attack."""

    def __init__(
        self, state: State, dice: Dice, target: Hex, reckoning: Odds, result: Result
    ) -> None:
        self.state, self.dice, self.target = state, dice, target
        self.odds, self.result = reckoning, result
        self.table = reckoning.table
        self.tally = Tally()
        self.retreats: list[tuple[UnitId, Hex]] = []
        self.gone: dict[str, list[UnitId]] = {}
        self.paths: dict[UnitId, tuple[Hex, ...]] = {}
        self._key = _key(state, target)

    def attack(self, units: Sequence[Unit], row: int) -> tuple[Unit, ...]:
        """The attackers after the fight."""
        scenario, table, result = self.state.scenario, self.table, self.result
        lost = _losses(units, attacker_rates(self.state, units, self.target, result))
        factor = table.armour_repulsed if row < 0 else 1
        engineering = scenario.tables.engineering
        parties = engineering.sacrifice_armour if self.odds.sacrificing else 0
        after = []
        for u, men in zip(units, lost, strict=True):
            mobile = scenario.counters[u.id].mobility in MOBILE
            u = self._worn(
                u, men, result.attacker, factor, table.armour_repairable,
                extra=parties,
                points=u.points - scenario.tables.movement.attack if mobile else 0,
                fought=u.fought + 1,
                disruption=min(table.most_disruption, u.disruption + result.attacker_disruption),
                ammo=max(0, u.ammo - table.attack_ammo),
            )  # fmt: skip
            after.append(held_off(self.state, self._remnant(u), self.target, row))
        return tuple(after)

    def defend(self, units: Sequence[Unit], foes: Sequence[Hex]) -> tuple[Unit, ...]:
        """The defenders after the fight, retreated or laid down arms."""
        result, table = self.result, self.table
        paths = self.paths = self._paths(units, foes)
        stuck = [result.hexes > 0 and not paths[u.id] for u in units]
        permille = defender_rates(self.state, units, self.odds, result, stuck)
        lost = _losses(units, permille)
        taken = _losses(units, [result.prisoners] * len(units))
        after = []
        for u, rate, men, prisoners, is_stuck in zip(
            units, permille, lost, taken, stuck, strict=True
        ):
            path = paths[u.id]
            u = self._worn(
                u, men, rate, 1, 0 if path else table.armour_repairable,
                scattered=self._scattered(men) if path else 0,
                prisoners=min(prisoners, u.men - men), guns_left=result.guns_left if path else 0,
                points=0,
                attacked=True,
                disruption=min(table.most_disruption, u.disruption + result.defender_disruption),
                ammo=max(0, u.ammo - table.defence_ammo),
                sacrificed=self.state.turn if u.id in self.odds.sacrificing else u.sacrificed,
            )  # fmt: skip
            tested = is_stuck or result.name == "shattered"
            if self.odds.trapped and result.name in ("retreat", "rout"):
                tested = True
            u = self._remnant(u)
            if u.on_map and tested and lays_down_arms(self.state, u, self.dice, *self._key):
                u = disarmed(self.state, u, self.tally)
                cause = "shattered" if result.name == "shattered" else "no_retreat"
                self.gone.setdefault(cause, []).append(u.id)
            if u.on_map and path:
                u = taken_off(self.state, u, path[-1])
                self.retreats.append((u.id, path[-1]))
            after.append(u)
        return tuple(after)

    def _scattered(self, men: int) -> int:
        """Those of the men lost in a rout who are only scattered."""
        if self.result.name not in ("rout", "shattered"):
            return 0
        return men * self.state.scenario.tables.morale.stragglers // 100

    def _paths(self, units: Sequence[Unit], foes: Sequence[Hex]) -> dict[UnitId, tuple[Hex, ...]]:
        """Where each unit falls back to; the strongest choose first."""
        counters = self.state.scenario.counters
        paths: dict[UnitId, tuple[Hex, ...]] = {u.id: () for u in units}
        if self.result.hexes:
            taken: dict[Hex, int] = {}
            for u in sorted(units, key=lambda u: -u.men):
                path = retreat_path(self.state, u, self.result.hexes, foes, taken)
                paths[u.id] = path
                if path:
                    taken[path[-1]] = taken.get(path[-1], 0) + counters[u.id].stack
        return paths

    def _worn(
        self,
        unit: Unit,
        men: int,
        permille: int,
        armour_factor: int,
        repairable: int,
        *,
        prisoners: int = 0,
        scattered: int = 0,
        guns_left: int = 0,
        extra: int = 0,
        **changes: int,
    ) -> Unit:
        """A unit less its losses in men, guns and armour, which are entered in the tally; weary,
        and changed as said besides."""
        table, dice, key = self.table, self.dice, (*self._key, unit.id)
        nation = self.state.scenario.counters[unit.id].nation
        fallen = men - scattered
        killed = fallen * table.killed[nation] // 100
        barrels = unit.guns + unit.rockets
        guns = fraction(dice, barrels * permille * table.gun_loss, 100_000, *key, "guns")
        guns = min(barrels, guns)
        guns += (barrels - guns) * guns_left // 100
        gun_part, rocket_part = shares(guns, (unit.guns, unit.rockets))
        factor = table.armour_loss_close if self.odds.close else table.armour_loss_open
        rate = min(1000, permille * factor * armour_factor + extra)
        hit = fraction(dice, unit.armour * rate, 1000, *key, "armour")
        kept = fraction(dice, hit * repairable, 100, *key, "repair")
        tank_part, spg_part = shares(hit, (unit.tanks, unit.spg))
        self.tally.add(
            nation, killed=killed, wounded=fallen - killed, captured=prisoners, tanks=hit - kept,
            guns=guns,
        )  # fmt: skip
        return replace(
            unit,
            men=unit.men - men - prisoners,
            stragglers=unit.stragglers + scattered,
            guns=unit.guns - gun_part,
            rockets=unit.rockets - rocket_part,
            tanks=unit.tanks - tank_part,
            spg=unit.spg - spg_part,
            workshop=unit.workshop + kept,
            fatigue=min(100, unit.fatigue + table.fight_fatigue),
            digging=0,
            **changes,  # type: ignore[arg-type]
        )

    def _remnant(self, unit: Unit) -> Unit:
        """The unit, or its end when too little is left of it."""
        if not is_remnant(self.state.scenario, unit):
            return unit
        self.gone.setdefault("destroyed", []).append(unit.id)
        return remove(
            self.state.scenario, unit, "destroyed", self.tally, dispersed=unit.men
        )


def attacker_rates(
    state: State, units: Sequence[Unit], target: Hex, result: Result
) -> list[int]:
    """Permille of its men that each attacker loses by a result."""
    return [result.attacker * loss_factor(state, u, target) for u in units]


def defender_rates(
    state: State, units: Sequence[Unit], reckoning: Odds, result: Result, stuck: Sequence[bool]
) -> list[int]:
    """Permille of its men that each defender loses by a result; `stuck` says who should go and has
    no way. Prisoners come on top."""
    parties = state.scenario.tables.engineering.sacrifice_men
    return [
        result.defender * (reckoning.table.stand_factor if s else 1)
        + (parties if u.id in reckoning.sacrificing else 0)
        for u, s in zip(units, stuck, strict=True)
    ]


def _losses(units: Sequence[Unit], permille: Sequence[int]) -> list[int]:
    """Men lost by each unit at these rates; whole men go to the largest remainders."""
    weights = [u.men * p for u, p in zip(units, permille, strict=True)]
    lost = shares(sum(weights) // 1000, weights)
    return [min(n, u.men) for n, u in zip(lost, units, strict=True)]


def _advance(
    state: State, units: tuple[Unit, ...], target: Hex
) -> tuple[tuple[Unit, ...], tuple[UnitId, ...]]:
    """The attackers with those moved that follow into the hex they have won."""
    scenario = state.scenario
    terrain = scenario.map.terrain_at(target)
    alive = [u for u in units if u.on_map]
    ranks = [strength(scenario, u, terrain, "attack") for u in alive]
    chosen = tuple(u.id for u in followers(state, alive, target, ranks))
    moved = tuple(gone_ashore(state, u, target) if u.id in chosen else u for u in units)
    return moved, chosen
