"""An attack as it is put together: who takes part, what it comes to, and what can happen."""

from __future__ import annotations

from dataclasses import dataclass

from game.film.counters import POINTS
from game.hexes import Hex
from game.model.events import Modifier
from game.model.forces import AssetId, Unit, UnitId, enemy_of
from game.model.orders import Attack, Refusal
from game.model.state import PlayerView
from game.rules import combat
from game.rules.air import support
from game.rules.forecast import WAYS, Spread, men_lost
from game.rules.landing import ashore
from game.rules.odds import Odds, odds, outcomes
from game.rules.siege import works_for
from game.rules.strength import POINT, strength
from game.rules.support import SAPPERS, available_assets, barrels

MOST_GUNS = 3
"""Bodies of artillery that are taken in at first; more seldom find room."""
RESULTS = {
    "repulsed": "We are thrown back", "held": "They hold", "shaken": "They hold, shaken",
    "works": "The works hold, damaged", "stood": "They stand and bleed",
    "retreat": "They retreat, we advance", "rout": "They are routed, we advance",
    "shattered": "They are shattered",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Band:
    """One kind of result with its chance."""

    name: str
    ways: int
    """Of 36."""

    @property
    def percent(self) -> int:
        """Its chance, rounded."""
        return (self.ways * 100 + WAYS // 2) // WAYS

    @property
    def text(self) -> str:
        """The result in words."""
        return RESULTS[self.name]


class Reckoning:
    """Units and assets ticked in or out, and everything that follows from it."""

    def __init__(self, view: PlayerView, units: tuple[UnitId, ...], target: Hex) -> None:
        self.view, self.target = view, target
        side = view.phase
        near = [
            u.id for h in view.scenario.map.around[target] for u in view.units_at(h)
            if view.side_of(u.id) == side
        ]  # fmt: skip
        self.unable: dict[UnitId, str] = {}
        """Own units beside the target that cannot attack, with the reason."""
        self.able: list[UnitId] = []
        """Own units that could take part; those chosen at first stand at the top."""
        for name in dict.fromkeys((*units, *near)):
            refusal = combat.check_attack(view, Attack((name,), target))
            if refusal is None:
                self.able.append(name)
            elif name in near:
                self.unable[name] = refusal.sentence
        self.units = [u for u in units if u in self.able] or self.able[:1]
        self.advance = True
        self.assets: list[AssetId] = []
        self.offered = available_assets(view, tuple(self.able or units), target)
        """Assets that could support the attack: guns, engineers, ships; aircraft last."""
        squadrons = view.scenario.squadrons
        self._take_guns([a for a in self.offered if a not in squadrons])
        self._trim()

    def _take_guns(self, guns: list[AssetId]) -> None:
        """Take in the bodies of artillery that add most and still find room; engineers where there
        are works."""
        terrain = self.view.scenario.map.terrain_at(self.target)
        total = 0
        for asset in sorted(guns, key=lambda a: -self.asset_power(a)):
            more = barrels(self.view, (*self.assets, asset), terrain)
            if more > total * 11 // 10 and len(self.assets) < MOST_GUNS:
                self.assets.append(asset)
                total = more
        enemy = enemy_of(self.view.phase)
        if works_for(self.view, enemy, self.target):
            sappers = [a for a in guns if self.view.scenario.assets[a].kind in SAPPERS]
            self.assets += [a for a in sappers[:1] if a not in self.assets]

    def _trim(self) -> None:
        """Leave out assets that do not serve the armies of those who attack."""
        if not self.units:
            return
        can = available_assets(self.view, tuple(self.units), self.target)
        self.assets = [a for a in self.assets if a in can]

    def toggle(self, key: object) -> None:
        """Take a unit or an asset in or out."""
        if key in self.units:
            self.units.remove(UnitId(str(key)))
        elif key in self.able:
            self.units.append(UnitId(str(key)))
        elif key in self.assets:
            self.assets.remove(AssetId(str(key)))
        elif key in self.offered:
            self.assets.append(AssetId(str(key)))
        self._trim()

    @property
    def order(self) -> Attack:
        """The order that would be given."""
        return Attack(tuple(self.units), self.target, tuple(self.assets), self.advance)

    @property
    def refusal(self) -> str:
        """Why it cannot be given so; "" when it can."""
        if not self.units:
            return "Nobody attacks: tick a unit."
        found = combat.check_attack(self.view, self.order)
        return found.sentence if isinstance(found, Refusal) else ""

    def odds(self) -> Odds:
        """The reckoning by the rules."""
        return odds(self.view, self.order)

    def bands(self) -> list[Band]:
        """Kinds of result from the worst for the attacker to the best, with their chances."""
        found: list[Band] = []
        for outcome in outcomes(self.odds()):
            name = outcome.result.name
            if found and found[-1].name == name:
                found[-1] = Band(name, found[-1].ways + outcome.ways)
            else:
                found.append(Band(name, outcome.ways))
        return found

    def losses(self) -> tuple[Spread, Spread]:
        """Men that both sides are likely to lose."""
        return men_lost(self.view, self.order, self.odds())

    def defenders(self) -> list[Unit]:
        """The enemy in the hex, as known."""
        side = self.view.phase
        return [u for u in self.view.units_at(self.target) if self.view.side_of(u.id) != side]

    def power(self, unit: Unit) -> float:
        """Effective power of a unit in this fight, in the points that stand on counters."""
        view = self.view
        role = "attack" if view.side_of(unit.id) == view.phase else "defence"
        works = works_for(view, enemy_of(view.phase), self.target)
        terrain = view.scenario.map.terrain_at(self.target)
        found = strength(view.scenario, ashore(view, unit), terrain, role, works > 0)  # type: ignore[arg-type]
        return found / (POINTS * 100)

    def asset_power(self, asset: AssetId) -> float:
        """What the barrels of an asset alone would add, in the same points."""
        if asset in self.view.scenario.squadrons:
            return 0.0
        terrain = self.view.scenario.map.terrain_at(self.target)
        return barrels(self.view, (asset,), terrain) / (POINTS * 100)

    def flyers(self) -> set[AssetId]:
        """Wings that will fly."""
        found = support(self.view, self.view.phase, self.target, tuple(self.assets))
        return {name for name, _ in found.sent}

    def flying(self) -> str:
        """The aircraft that will fly, in words."""
        squadrons = self.view.scenario.squadrons
        found = support(self.view, self.view.phase, self.target, tuple(self.assets))
        if not found.sent:
            return "No aircraft will fly."
        names = ", ".join(f"{squadrons[name].name} ({n})" for name, n in found.sent)
        plan = "" if any(a in squadrons for a in self.assets) else " by the usual plan"
        return f"Will fly{plan}: {names}."


def points(strength_points: int) -> float:
    """Strength in whole points as the points that stand on counters."""
    return strength_points * POINT / (POINTS * 100)


def says(modifier: Modifier) -> str:
    """A line of the reckoning in words."""
    words = modifier.why or modifier.name.replace("_", " ")
    return words[:1].upper() + words[1:]
