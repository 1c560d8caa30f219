"""What a side knows as arrays of numbers between 0 and 1."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from game.hexes import STRIDE, Hex
from game.model.forces import Side, Unit, enemy_of
from game.model.scenario import Scenario
from game.model.state import HOLDER_OF, PlayerView
from game.rl.actions import Actions
from game.rules import victory

Floats = npt.NDArray[np.float32]

PLANES = (
    "theatre", "land", "rough", "river", "road", "rail", "objective", "mine", "enemy's",
    "own men", "own armour", "own points", "enemy men", "enemy armour", "works", "remembered",
)  # fmt: skip
"""The planes of the map, in their order."""
STATIC = 7
"""So many of them never change."""
OF_A_UNIT = (
    "on the map", "column", "row", "men", "armour", "guns", "points", "fuel", "ammunition",
    "rations", "fatigue", "disruption", "entrenched",
)  # fmt: skip
OF_THE_DAY = ("turn", "my phase", "soviet", "points", "broadcast", "cease-fire")
FULL = {"men": 20_000, "armour": 300, "guns": 300, "points": 120, "fuel": 160}
"""What counts as 1."""


class Arrays:
    """Observations of a scenario. Their shapes are the same for both sides and all days."""

    def __init__(self, scenario: Scenario, actions: Actions) -> None:
        """Arrays for `scenario`, whose units have the numbers of `actions`."""
        self.actions = actions
        self.turns = scenario.turns
        hexes = np.array(scenario.map.hexes)
        self.columns, self.rows = hexes // STRIDE, hexes % STRIDE
        self.left, self.top = int(self.columns.min()), int(self.rows.min())
        self.columns, self.rows = self.columns - self.left, self.rows - self.top
        self.hexes = hexes
        self.shape = (len(PLANES), int(self.columns.max()) + 1, int(self.rows.max()) + 1)
        self.static = self._static(scenario)

    def _static(self, scenario: Scenario) -> Floats:
        hexmap, hexes = scenario.map, self.hexes
        planes = np.zeros((STATIC, *self.shape[1:]), dtype=np.float32)
        cost = np.array([min(t.cost[0], 60) for t in hexmap.terrains]) / 60
        weights = {o.hex: o.weight for o in scenario.objectives}
        most = max(weights.values(), default=1)
        sides = hexes[:, None] * 6 + np.arange(6)
        for plane, values in enumerate((
            np.ones(len(hexes)),
            np.frombuffer(hexmap.land, dtype=np.uint8)[hexes],
            cost[hexmap.terrain[hexes]],
            hexmap.river[sides].max(axis=1) / 3,
            hexmap.road[sides].max(axis=1) / 3,
            hexmap.rail[sides].max(axis=1) / 3,
            np.array([weights.get(Hex(int(h)), 0) / most for h in hexes]),
        )):  # fmt: skip
            planes[plane, self.columns, self.rows] = np.clip(values, 0, 1)
        return planes

    def planes(self, view: PlayerView, side: Side) -> Floats:
        """The map as a side knows it: planes by column and row, from its north-western corner."""
        found = np.zeros(self.shape, dtype=np.float32)
        found[:STATIC] = self.static
        control = np.frombuffer(view.control, dtype=np.uint8)[self.hexes]
        mine, theirs = HOLDER_OF[side], HOLDER_OF[enemy_of(side)]
        found[7, self.columns, self.rows] = control == mine
        found[8, self.columns, self.rows] = control == theirs
        for unit in view.on_map(side):
            column, row = self._at(unit.hex)
            found[9, column, row] += unit.men / FULL["men"]
            found[10, column, row] += unit.armour / FULL["armour"]
            found[11, column, row] = max(found[11, column, row], unit.points / FULL["points"])
        for unit in view.on_map(enemy_of(side)):
            column, row = self._at(unit.hex)
            found[12, column, row] += unit.men / FULL["men"]
            found[13, column, row] += unit.armour / FULL["armour"]
        for h, points in view.works.items():
            found[14, *self._at(h)] = points / 90
        for seen in view.sightings[side].values():
            found[15, *self._at(seen.hex)] += seen.men / FULL["men"]
        return np.clip(found, 0, 1)

    def units(self, view: PlayerView, side: Side) -> Floats:
        """The side's units, one row each, zeros for those that are not on the map."""
        table = np.zeros((self.actions.slots, len(OF_A_UNIT)), dtype=np.float32)
        for slot, unit_id in enumerate(self.actions.units[side]):
            unit = view.units[unit_id]
            if unit.on_map:
                table[slot] = self._row(unit)
        return np.clip(table, 0, 1)

    def _row(self, unit: Unit) -> tuple[float, ...]:
        column, row = self._at(unit.hex)
        return (
            1, column / self.shape[1], row / self.shape[2], unit.men / FULL["men"],
            unit.armour / FULL["armour"], unit.guns / FULL["guns"],
            unit.points / FULL["points"], unit.fuel / FULL["fuel"], unit.ammo / 30,
            unit.rations / 10, unit.fatigue / 100, unit.disruption / 4, unit.entrenched / 4,
        )  # fmt: skip

    def day(self, view: PlayerView, side: Side) -> Floats:
        """Date and standing. 0.5 are no points; each hundredth is two of the side's own."""
        points = victory.ledger(view).total
        own = points if side == "soviet" else -points
        return np.clip(np.array([
            view.turn / self.turns, view.phase == side, side == "soviet", 0.5 + own / 200,
            view.rescript > 0, view.ceasefire > 0,
        ], dtype=np.float32), 0, 1)  # fmt: skip

    def _at(self, h: int) -> tuple[int, int]:
        return h // STRIDE - self.left, h % STRIDE - self.top
