"""A recorded game in memory, from which any moment can be had at once.

The orders are played again once, which proves them; their events and every so many states are
kept. A state between two of these is the earlier one with the events since applied: no rule is
asked again. Nothing of it is ever written down.
"""

from __future__ import annotations

import time
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

from game.hexes import NOWHERE, Hex
from game.model.events import AnyEvent, Fought
from game.model.forces import Side
from game.model.scenario import Scenario
from game.model.state import State, apply
from game.replay import Given, Replay, ReplayFault, read
from game.rerun import Loader, Step, begin, steps
from game.scenario.load import load as load_scenario
from game.ui.film.reel import Shot, Viewer, Views, shown, told_of

EVERY = 40
"""Orders from one kept state to the next."""
KEPT = 16
"""States between them that are kept for the moment."""


class Recording:
    """A recorded game. `work` has to be called until it is whole; what there is can be seen
    before."""

    def __init__(self, path: Path, load: Loader = load_scenario) -> None:
        """ReplayFault or ScenarioFault where the file is of no use."""
        self.path = path
        self.replay: Replay = read(path)
        self._match = begin(self.replay, load(self.replay.header.scenario))
        self.steps: list[Step] = []
        self.whole = False
        self.fault = ""
        """Why it ends before its last order; "" when it does not."""
        self.turns: dict[int, int] = {self._match.turn: 0}
        """The first order of each turn."""
        self._keys = [_plain(self._match.state)]
        self._lately: OrderedDict[int, State] = OrderedDict()
        self._told: dict[Viewer, list[tuple[AnyEvent, ...]]] = {"soviet": [], "japan": []}
        self._more: Iterator[Step] = steps(self._match, iter(self.replay.entries), path)
        self.orders = sum(isinstance(e, Given) for e in self.replay.entries)
        if self.replay.damaged or self.replay.lost:
            self.fault = self.replay.lost

    @property
    def scenario(self) -> Scenario:
        """The scenario as its options have it."""
        return self._match.scenario

    @property
    def share(self) -> float:
        """How much of it is ready, 0 to 1."""
        return len(self.steps) / self.orders if self.orders else 1.0

    def work(self, seconds: float | None = None) -> bool:
        """Play on, for so long or to the end; whether it is whole."""
        until = None if seconds is None else time.perf_counter() + seconds
        while not self.whole:
            try:
                step = next(self._more, None)
            except ReplayFault as fault:
                self.fault, step = str(fault), None
            if step is None:
                self.whole = True
                break
            self._take(step)
            if until is not None and time.perf_counter() > until:
                break
        return self.whole

    def _take(self, step: Step) -> None:
        state = self._match.state
        self.steps.append(step)
        for viewer, told in self._told.items():
            told.append(told_of(state, viewer, step.events))
        if len(self.steps) % EVERY == 0:
            self._keys.append(_plain(state))
        self.turns.setdefault(state.turn, len(self.steps))

    def __len__(self) -> int:
        """Orders that are ready."""
        return len(self.steps)

    def state(self, n: int) -> State:
        """The state after `n` orders."""
        if not 0 <= n <= len(self.steps):
            raise IndexError(n)
        if n in self._lately:
            self._lately.move_to_end(n)
            return self._lately[n]
        key = n // EVERY
        at, state = key * EVERY, self._keys[key]
        near = max((m for m in self._lately if at < m < n), default=at)
        if near != at:
            at, state = near, self._lately[near]
        for step in self.steps[at:n]:
            for event in step.events:
                state = apply(state, event)
        self._lately[n] = state
        while len(self._lately) > KEPT:
            self._lately.popitem(last=False)
        return state

    def told(self, n: int, viewer: Viewer) -> tuple[AnyEvent, ...]:
        """What a viewer was told of the order with index `n`."""
        return self.steps[n].events if viewer == "all" else self._told[viewer][n]


def _plain(state: State) -> State:
    """A state without what can be worked out again."""
    return replace(state, cache={})


class Cut:
    """The film of a recording for one viewer: the orders of which it can show anything. It grows
    with the recording."""

    def __init__(self, recording: Recording, viewer: Viewer) -> None:
        self.recording, self.viewer = recording, viewer
        self._views = Views(viewer)
        self._index: list[int] = []
        self._looked = 0
        self.grow()

    def grow(self) -> None:
        """Take in what has become ready."""
        recording = self.recording
        for n in range(self._looked, len(recording)):
            if shown(recording.told(n, self.viewer)):
                self._index.append(n)
        self._looked = len(recording)

    def __len__(self) -> int:
        return len(self._index)

    def order(self, i: int) -> int:
        """Which order a shot is of; at the end the number of all orders."""
        return self._index[i] if i < len(self._index) else len(self.recording)

    def shot_from(self, n: int) -> int:
        """The first shot of an order not before `n`."""
        return bisect_left(self._index, n)

    def told(self, i: int) -> tuple[AnyEvent, ...]:
        """What a shot tells."""
        return self.recording.told(self._index[i], self.viewer)

    def when(self, i: int) -> tuple[int, Side]:
        """Turn and phase of a shot."""
        step = self.recording.steps[self._index[i]]
        return step.turn, step.side

    def shot(self, i: int) -> Shot:
        """A shot with its views."""
        n = self._index[i]
        before = self._views.of(self.recording.state(n))
        after = self._views.of(self.recording.state(n + 1))
        turn, side = self.when(i)
        return Shot(turn, side, self.told(i), before, after, self.recording.scenario)

    def view(self, n: int) -> Shot:
        """The moment after `n` orders, as a shot of nothing."""
        state = self.recording.state(n)
        view = self._views.of(state)
        return Shot(state.turn, state.phase, (), view, view, self.recording.scenario)


def cost_of(event: Fought) -> int:
    """Men that a fight cost both sides."""
    return event.attacker_men + event.defender_men


def hexes_of(event: AnyEvent) -> tuple[Hex, ...]:
    """Hexes that an order's event has to do with."""
    path = cast("tuple[Hex, ...]", getattr(event, "path", ()))
    target = (event.target,) if isinstance(event, Fought) else ()
    at = (event.at,) if event.at != NOWHERE else ()
    return (*path[-1:], *target, *at, *(u.hex for u in event.after if u.on_map))
