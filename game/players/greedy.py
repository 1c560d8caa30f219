"""The greedy player: every unit down the shortest way to an enemy objective, every good attack.

It has no plan, and remembers only what it tried in vain today; it is the yardstick that a general
must beat, and shows how fast the rules run when nobody thinks.
"""

from __future__ import annotations

from game.hexes import Hex
from game.model.forces import Side, Unit, UnitId, enemy_of
from game.model.orders import Attack, EndPhase, Move, Order
from game.model.state import HOLDER_OF, PlayerView
from game.players.fields import CLASS_OF, FAR, Field, eta_field
from game.rules import movement
from game.rules.combat import check_attack
from game.rules.odds import odds, outcomes
from game.rules.stacking import room


class GreedyPlayer:
    """Attacks when it expects to kill more than it loses, and marches on."""

    name = "greedy"

    def __init__(self, side: Side) -> None:
        """A player for `side`."""
        self.side = side
        self._turn = 0
        self._tried: set[Move] = set()

    def choose(self, view: PlayerView) -> tuple[Order, ...]:
        """The best attack; else marches; else the end of the phase."""
        if view.turn != self._turn:
            self._turn, self._tried = view.turn, set()
        attack = _best_attack(view)
        if attack is not None:
            return (attack,)
        moves = tuple(_marches(view))
        # The first march is checked against this very view, so every call gets on by one at least.
        # One that led nowhere, into the zone of troops unseen, is not tried again.
        while moves and (moves[0] in self._tried or movement.check_move(view, moves[0])):
            moves = moves[1:]
        self._tried.update(moves[:1])
        return moves or (EndPhase(),)


def goals_of(view: PlayerView) -> tuple[Hex, ...]:
    """Objectives that the enemy holds; his other towns when there is none; else his troops."""
    mine, enemy = HOLDER_OF[view.phase], HOLDER_OF[enemy_of(view.phase)]
    places = [o.hex for o in view.scenario.objectives if view.control[o.hex] != mine]
    if not places:
        places = [p.hex for p in view.scenario.map.places if view.control[p.hex] == enemy]
    return tuple(places) or tuple(u.hex for u in view.on_map(enemy_of(view.phase)))


def _best_attack(view: PlayerView) -> Attack | None:
    """The attack with the largest expected exchange of men, if that is positive."""
    beside: dict[Hex, list[Unit]] = {}
    for u in view.on_map(view.phase):
        if u.points >= view.scenario.tables.movement.attack:
            for h in view.scenario.map.around[u.hex]:
                if view.side_at(h) == enemy_of(view.phase):
                    beside.setdefault(h, []).append(u)
    best: tuple[int, Attack] | None = None
    for target in sorted(beside):
        able: tuple[UnitId, ...] = ()
        for u in beside[target]:
            if check_attack(view, Attack((*able, u.id), target)) is None:
                able = (*able, u.id)
        if not able:
            continue
        order = Attack(able, target)
        gain = _exchange(view, order)
        if gain > 0 and (best is None or gain > best[0]):
            best = gain, order
    return best[1] if best else None


def _exchange(view: PlayerView, order: Attack) -> int:
    """36,000 times the men the enemy is expected to lose beyond our own."""
    own = sum(view.units[u].men for u in order.units)
    theirs = sum(u.men for u in view.units_at(order.target))
    return sum(
        o.ways * (o.result.defender * theirs - o.result.attacker * own)
        for o in outcomes(odds(view, order))
    )


def _marches(view: PlayerView) -> list[Move]:
    goals = goals_of(view)
    fields: dict[str, Field] = {}
    planned: list[tuple[int, Unit]] = []
    for u in view.on_map(view.phase):
        kind = CLASS_OF[view.scenario.counters[u.id].mobility]
        if kind not in fields:
            fields[kind] = eta_field(view, kind, goals)
        planned.append((int(fields[kind][u.hex]), u))
    coming: dict[Hex, int] = {}
    moves: list[Move] = []
    for here, u in sorted(planned, key=lambda p: (p[0], p[1].id)):
        if u.points <= 0 or here in (0, FAR):
            continue
        field = fields[CLASS_OF[view.scenario.counters[u.id].mobility]]
        goal = _furthest(view, u, field, coming)
        path = movement.path_to(view, u, goal) if goal is not None else None
        if goal is not None and path is not None:
            moves.append(Move(u.id, path))
            coming[goal] = coming.get(goal, 0) + view.scenario.counters[u.id].stack
    return moves


def _furthest(view: PlayerView, u: Unit, field: Field, coming: dict[Hex, int]) -> Hex | None:
    """The reachable hex nearest to a goal that still has room, when it is nearer than here."""
    size = view.scenario.counters[u.id].stack
    reached = movement.reachable(view, u, forced=False)
    for value, h in sorted((int(field[h]), h) for h in reached):
        if value >= field[u.hex]:
            return None
        if room(view, view.phase, h) >= size + coming.get(h, 0):
            return h
    return None
