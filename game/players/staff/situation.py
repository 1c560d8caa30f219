"""What a side knows of the position, in the few numbers its staff reckons with.

Power is strength in the open in whole points, attack and defence alike: it serves to compare, and
the rules' own reckoning decides on each attack.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from game.hexes import Hex
from game.model.forces import Side, Unit, enemy_of
from game.model.hexmap import HexMap
from game.model.state import HOLDER_OF, PlayerView
from game.model.terrain import Mobility
from game.players.fields import Costs, Field, costs_of
from game.rules.collapse import SURE, risk_of
from game.rules.siege import forts, works_for
from game.rules.sight import seen
from game.rules.strength import quality, zoc_strength

FRESH = 3
"""Turns for which troops out of sight are thought to be where they were."""
WORKS_WORTH = 15
"""Power of a garrison for each point of works around it."""
WORKS_TOLL = 5
"""Points of march that a point of works is thought to cost who goes through it."""
CONTACT_TOLL = 20
MOST_TOLL = 600
CROWD_TOLL = 50
"""Points that own troops in the way are thought to cost: one looks for another road."""
DIVISION = 3
OFF_RAILS = 4


def power_of(view: PlayerView, unit: Unit, role: str = "defence") -> int:
    """Strength of a unit in the open, in points, without its condition; of puppet troops as much
    of it as can be relied on."""
    scenario = view.scenario
    how = quality(scenario, unit, "attack" if role == "attack" else "defence")
    return zoc_strength(scenario, unit) * how * (SURE - risk_of(view, unit)) // (100 * SURE)


@dataclass(frozen=True)
class Situation:
    """The enemy as he is believed to stand, and ground that is still his."""

    side: Side
    enemy: Side
    own: tuple[Unit, ...]
    """Units that orders are thought of for: all on the map, or those of one formation."""
    foes: dict[Hex, int]
    """Power of enemy troops by hex, seen or lately seen."""
    near: dict[Hex, int]
    """Power of enemy troops on the hexes around a hex."""
    works: dict[Hex, int]
    """Points of the enemy's works that may be manned."""
    ground: frozenset[Hex] | None = None
    """Where aircraft are to look for targets; None for the whole map."""

    def concerns(self, h: Hex) -> bool:
        """Whether a hex lies where aircraft are to look for targets."""
        return self.ground is None or h in self.ground

    def need(self, view: PlayerView, h: Hex, radius: int = 1) -> int:
        """Power believed to stand on a hex and around it."""
        around = self.foes.get(h, 0) + self.works.get(h, 0) * WORKS_WORTH
        if radius:
            around += sum(self.foes.get(n, 0) for n in view.scenario.map.around[h])
        return around


def look(view: PlayerView) -> Situation:
    """The situation of the side whose phase it is."""
    side = view.phase
    enemy = enemy_of(side)
    foes: dict[Hex, int] = {}
    for u in view.on_map(enemy):
        foes[u.hex] = foes.get(u.hex, 0) + power_of(view, u)
    mask = seen(view, side)
    for s in view.sightings[side].values():
        if view.turn - s.turn <= FRESH and not mask[s.hex]:
            foes[s.hex] = foes.get(s.hex, 0) + (4 * s.men // 100 + 2 * s.guns + 8 * s.armour) // 2
    works = {
        h: points
        for h in view.works
        if (points := works_for(view, enemy, h)) and (h in foes or not mask[h])
        and view.control[h] != HOLDER_OF[side]
    }  # fmt: skip
    around = view.scenario.map.around
    near: dict[Hex, int] = {}
    for h, power in foes.items():
        for n in around[h]:
            near[n] = near.get(n, 0) + power
    return Situation(side, enemy, view.on_map(side), foes, near, works)


@functools.cache
def _off_rails(hexmap: HexMap) -> Field:
    railed = hexmap.rail.reshape(-1, 6).any(axis=1)
    return np.where(railed, 0, OFF_RAILS).astype(np.uint16)


def tolled(view: PlayerView, now: Situation, kind: Mobility) -> Costs:
    """Costs of all steps, with what the enemy is expected to cost those who enter a hex.

    Troops keep to railways where it costs little: what they march along can carry supply.
    """
    extra = view.derived("tolls", lambda: _tolls(view, now))
    return view.derived(("tolled", kind), lambda: costs_of(view, kind).into(extra))


def _tolls(view: PlayerView, now: Situation) -> Field:
    extra = _off_rails(view.scenario.map).astype(np.int32)
    passed = forts(view, now.enemy)
    through = view.scenario.tables.engineering.pass_points
    for h, power in now.foes.items():
        if h in passed:
            # One marches past such a garrison.
            extra[h] += through
            continue
        extra[h] += 60 + power // 8
        if power >= 40:
            for n in view.scenario.map.around[h]:
                extra[n] += CONTACT_TOLL
    for h, points in now.works.items():
        extra[h] += 0 if h in passed else points * WORKS_TOLL
    counters = view.scenario.counters
    crowd: dict[Hex, int] = {}
    for u in view.on_map(now.side):
        crowd[u.hex] = crowd.get(u.hex, 0) + counters[u.id].stack
    for h, size in crowd.items():
        if size + DIVISION > view.scenario.map.terrain_at(h).stack:
            extra[h] += CROWD_TOLL
    return np.minimum(extra, MOST_TOLL).astype(np.uint16)
