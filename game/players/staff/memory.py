"""What a staff remembers between calls: plans and fields, all of which it can make anew."""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import dataclass, field

from game.hexes import STRIDE, Hex
from game.model.forces import FormationId, UnitId
from game.model.orders import Move
from game.model.state import PlayerView
from game.model.terrain import Mobility
from game.players.fields import Costs, Field, eta_field, settled, spread
from game.players.staff.assault import Assault, Work
from game.players.staff.attack import Stakes
from game.players.staff.plan import Directive
from game.players.staff.situation import Situation, tolled
from game.players.staff.why import Why

FIELD_LIFE = 2
"""Turns after which a field is made anew."""
MARGIN = 14
"""Columns beyond the outermost unit and goal in which ways are sought."""


@dataclass(slots=True)
class Shelved:
    """A field to a goal, spread as far as was wanted of it."""

    made: int
    """The turn."""
    goal: Hex
    costs: Costs
    first: int
    """Column; so the next."""
    last: int
    field: Field = dataclasses.field(init=False)
    sure: int = -1
    """Ways up to this are right."""

    def serve(self, wanted: list[Hex]) -> Field:
        """The field with the ways from these hexes, spread further if need be."""
        if self.sure < 0 or max(self.field[wanted].tolist()) > self.sure:
            self.field = spread(self.costs, (self.goal,), (self.first, self.last + 1), wanted)
            self.sure = settled(self.field, wanted)
        return self.field


@dataclass
class Memory:
    """A staff's notebook."""

    turn: int = 0
    stage: int = 0
    work: Work = field(default_factory=Work)
    directives: dict[UnitId, Directive] = field(default_factory=dict)
    planned: int = 0
    """Turn of the last theatre plan."""
    posts: dict[UnitId, Hex] = field(default_factory=dict)
    queue: list[Move] = field(default_factory=list)
    """Marches still to be made in this stage."""
    refused: dict[UnitId, int] = field(default_factory=dict)
    """How often a unit's march was refused in this phase."""
    first: Move | None = None
    """The march that the last batch began with."""
    poured: bool = False
    crossed: Counter[tuple[UnitId, FormationId]] = field(default_factory=Counter)
    """How often a unit has attacked with troops of another army, by unit and army."""
    leaving: frozenset[UnitId] = frozenset()
    """Units on their way out of the theatre."""
    commanded: set[str] = field(default_factory=set)
    """Orders of command given today."""
    ridden: bool = False
    engineered: bool = False
    """Whether the engineers have had their orders for the day."""
    demolished: bool = False
    """Whether the day's bridges to blow have been thought of."""
    sailed: set[UnitId] = field(default_factory=set)
    """Units that have been given a passage today."""
    flown: dict[str, int] = field(default_factory=dict)
    """Missions flown in this phase, by kind."""
    raided: set[Hex] = field(default_factory=set)
    """Where."""
    stakes: Stakes | None = None
    """Fields of this day's directives."""
    met: frozenset[Hex] = frozenset()
    """Where the enemy was known to be when the day's march began."""
    contacts: frozenset[Hex] = frozenset()
    """Where the enemy was known to be when the queue was made."""
    reckoned: dict[Hex, tuple[object, Assault | None]] = field(default_factory=dict)
    """The best attack on a hex, with everything it was reckoned from."""
    etas: dict[tuple[Hex, Mobility], Field] = field(default_factory=dict)
    fields: dict[tuple[Hex, Mobility], Shelved] = field(default_factory=dict)
    """Ways by goal and mobility."""
    whys: list[Why] = field(default_factory=list)

    def way(
        self, view: PlayerView, now: Situation, goal: Hex, kind: Mobility, wanted: list[Hex]
    ) -> Field:
        """The field to a goal that serves units on these hexes, from the shelf or new."""
        low, high = min(wanted) // STRIDE, max(wanted) // STRIDE
        found = self.fields.get((goal, kind))
        if found is not None and view.turn - found.made < FIELD_LIFE:
            if found.first <= low and high <= found.last:
                return found.serve(wanted)
            low, high = min(low, found.first), max(high, found.last)
        at = goal // STRIDE
        first = max(0, min(low, at) - MARGIN)
        last = min(view.scenario.map.columns - 1, max(high, at) + MARGIN)
        self.work.charge(1000 * (last - first + 1) // view.scenario.map.columns)
        made = Shelved(view.turn, goal, tolled(view, now, kind), first, last)
        # What has grown old goes off the shelf, with its costs.
        self.fields = {
            key: old for key, old in self.fields.items() if view.turn - old.made < FIELD_LIFE
        }
        self.fields[(goal, kind)] = made
        return made.serve(wanted)

    def eta(self, view: PlayerView, goal: Hex, kind: Mobility) -> Field:
        """Marching time to a goal on open roads, for planning far ahead; made once, so it is not
        charged to the day's work."""
        found = self.etas.get((goal, kind))
        if found is None:
            found = self.etas[(goal, kind)] = eta_field(view, kind, (goal,))
        return found
