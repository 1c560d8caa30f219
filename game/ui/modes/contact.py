"""Orders against a neighbouring hex: attack it, or offer its garrison terms."""

from __future__ import annotations

from collections.abc import Mapping

from game.hexes import Hex
from game.model.forces import UnitId, enemy_of
from game.model.orders import Attack, Parley
from game.model.state import PlayerView
from game.rules import combat, envoys
from game.rules.odds import odds, outcomes
from game.ui.modes.mode import Base, Proposal, called

GAINS = frozenset({"retreat", "rout", "shattered"})
"""Results that leave the hex to the attacker."""


class Assault(Base):
    """Attack from where the units stand."""

    def __init__(self, units: tuple[UnitId, ...]) -> None:
        super().__init__(units)
        self.name, self.hint = "attack", "Click the enemy to be attacked."

    def goals(self, view: PlayerView) -> Mapping[Hex, str]:
        """Hexes beside the units in which the enemy is seen."""
        found = {}
        for name in self.units:
            unit = view.units[name]
            for h in view.scenario.map.around[unit.hex] if unit.on_map else ():
                if view.side_at(h) == enemy_of(view.side_of(name)):
                    found[h] = ""
        return found

    def propose(self, view: PlayerView, h: Hex) -> Proposal:
        """The odds, as far as they are known."""
        title = f"Attack {view.scenario.map.label(h)}"
        able, why = able_units(view, self.units, h)
        if not able:
            return Proposal(title, (), (), why)
        order = Attack(able, h)
        refusal = combat.check_attack(view, order)
        if refusal is not None and len(able) == 1:
            return Proposal(title, (), (), refusal.sentence)
        found = odds(view, order)
        gains = sum(o.ways for o in outcomes(found) if o.result.name in GAINS)
        lines = (
            f"{called(view, able)}: {found.attack} against {found.defence}",
            f"The enemy gives way in {gains * 100 // 36} of 100 cases",
        )
        return Proposal(title, lines, attack=h)


def able_units(
    view: PlayerView, units: tuple[UnitId, ...], target: Hex
) -> tuple[tuple[UnitId, ...], str]:
    """Those of the units that could attack a hex by themselves; else why not the first."""
    able, why = [], ""
    for name in units:
        refusal = combat.check_attack(view, Attack((name,), target))
        if refusal is None:
            able.append(name)
        why = why or (refusal.sentence if refusal else "")
    return tuple(able), why


class Envoys(Base):
    """Offer terms to the enemy in a neighbouring hex."""

    def __init__(self, units: tuple[UnitId, ...]) -> None:
        super().__init__(units[:1])
        self.name, self.hint = "parley", "Click the garrison to which envoys are to go."

    def goals(self, view: PlayerView) -> Mapping[Hex, str]:
        """Hexes to which envoys can go."""
        unit = view.units[self.units[0]]
        around = view.scenario.map.around[unit.hex] if unit.on_map else ()
        return {
            h: "" for h in around if envoys.check_parley(view, Parley(unit.id, h)) is None
        }  # fmt: skip

    def propose(self, view: PlayerView, h: Hex) -> Proposal:
        """Whether envoys can go there."""
        order = Parley(self.units[0], h)
        refusal = envoys.check_parley(view, order)
        title = f"Offer terms to {view.scenario.map.label(h)}"
        lines = ("The answer comes at dusk",)
        return Proposal(title, lines, (), refusal.sentence if refusal else "", (order,))
