"""The environment: `env` for agents that move in turn, `parallel_env` for both at once.

An agent is a side. It acts again and again in its phase until it ends it, or has given as many
orders as a phase may have; then the other side's agent acts. `docs/rl.md` explains the arrays.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from gymnasium.spaces import Box, Dict, Discrete, Space
from gymnasium.utils import seeding
from pettingzoo import AECEnv
from pettingzoo.utils.conversions import turn_based_aec_to_parallel
from pettingzoo.utils.wrappers import AssertOutOfBoundsWrapper, OrderEnforcingWrapper

from game.lab.simulate import options_of, standing
from game.match import Match
from game.model.forces import SIDES, Side
from game.model.orders import EndPhase, Order, Refusal
from game.rl.actions import Actions
from game.rl.observations import OF_A_UNIT, OF_THE_DAY, Arrays
from game.scenario.load import load

PER_UNIT = 4
"""Orders a unit after which a phase is ended, and as many again."""
WIDTH = 640
"""Of a picture, in pixels."""


def env(**choices: Any) -> Any:
    """The environment, which sees to it that it is used in the right sequence. The arguments are
    those of `Campaign`."""
    return OrderEnforcingWrapper(AssertOutOfBoundsWrapper(Campaign(**choices)))


def parallel_env(max_cycles: int | None = None, **choices: Any) -> Any:
    """The same for learners that want both sides' actions at once: of each pair that of the side
    whose phase it is counts. `max_cycles` is the number of steps."""
    return turn_based_aec_to_parallel(env(max_steps=max_cycles, **choices))


class Campaign(AECEnv):  # type: ignore[misc]
    """A game of a scenario."""

    metadata: dict[str, Any] = {  # noqa: RUF012  (its name and kind are PettingZoo's)
        "name": "august_storm_v1",
        "render_modes": ["human", "ansi", "rgb_array"],
        "is_parallelizable": False,
        "render_fps": 4,
    }

    def __init__(
        self,
        scenario: str = "tutorial",
        options: Mapping[str, str] | None = None,
        max_cycles: int | None = None,
        max_steps: int | None = None,
        render_mode: str | None = None,
    ) -> None:
        """A game of `scenario` under its options, some of them changed.

        After `max_cycles` actions of an agent its phases are ended for it, and when both have had
        so many the game is truncated; so it is after `max_steps` actions of both together.
        """
        if render_mode not in (None, *self.metadata["render_modes"]):
            raise ValueError(
                f"render_mode is {render_mode!r}; there are {self.metadata['render_modes']}"
            )
        self.scenario = load(scenario)
        self.options = options_of(self.scenario, options or {})
        self.max_cycles, self.max_steps = max_cycles, max_steps
        self.render_mode = render_mode
        self.match = Match(self.scenario, 0, self.options)
        self.actions = Actions(self.match.scenario)
        self.arrays = Arrays(self.match.scenario, self.actions)
        self.possible_agents: list[str] = list(SIDES)
        self.agents: list[str] = []
        shapes = {
            "observation": self.arrays.shape,
            "units": (self.actions.slots, len(OF_A_UNIT)),
            "day": (len(OF_THE_DAY),),
        }
        self._seen: dict[str, Space[Any]] = {
            side: Dict({
                **{name: Box(0, 1, shape, np.float32) for name, shape in shapes.items()},
                "action_mask": Box(0, 1, (self.actions.size,), np.int8),
            })
            for side in SIDES
        }  # fmt: skip
        self._can: dict[str, Space[Any]] = {side: Discrete(self.actions.size) for side in SIDES}
        self._chance: np.random.Generator | None = None
        self._pictures: Any = None

    def observation_space(self, agent: str) -> Space[Any]:
        """The arrays that an agent sees."""
        return self._seen[agent]

    def action_space(self, agent: str) -> Space[Any]:
        """The numbers of its actions."""
        return self._can[agent]

    def reset(self, seed: int | None = None, options: dict[str, Any] | None = None) -> None:
        """A new game. `seed` is that of its dice; without one each game gets its own. Nothing is
        made of `options`: those of the scenario are chosen when the environment is made."""
        if seed is not None or self._chance is None:
            self._chance, _ = seeding.np_random(seed)
        dice = seed if seed is not None else int(self._chance.integers(2**31))
        self.match = Match(self.scenario, dice, self.options)
        self.agents = list(self.possible_agents)
        self.rewards = dict.fromkeys(self.agents, 0)
        self._cumulative_rewards = dict.fromkeys(self.agents, 0)
        self.terminations = dict.fromkeys(self.agents, False)
        self.truncations = dict.fromkeys(self.agents, False)
        self.infos = {agent: {"refused": ""} for agent in self.agents}
        self.agent_selection = self.match.phase
        self._points = standing(self.match)[0]
        self._acted = dict.fromkeys(self.agents, 0)
        self._in_phase = 0

    def observe(self, agent: str) -> dict[str, npt.NDArray[Any]]:
        """What a side knows; while it is not its phase nothing but the end of one is in its
        mask."""
        side: Side = "soviet" if agent == "soviet" else "japan"
        view = self.match.view(side)
        if side == self.match.phase:
            mask = self.actions.mask(view)
        else:
            mask = np.zeros(self.actions.size, dtype=np.int8)
            mask[self.actions.end] = 1
        return {
            "observation": self.arrays.planes(view, side),
            "units": self.arrays.units(view, side),
            "day": self.arrays.day(view, side),
            "action_mask": mask,
        }

    def step(self, action: int | None) -> None:
        """Give an order. One that is not allowed changes nothing but counts as an action, and its
        code stands in the agent's info."""
        agent = self.agent_selection
        if self.terminations[agent] or self.truncations[agent]:
            self._was_dead_step(action)
            return
        assert action is not None
        self._cumulative_rewards[agent] = 0
        self._clear_rewards()
        order = self.actions.order(self.match.view(self.match.phase), int(action))
        self.infos[agent] = {"refused": self._give(order)}
        self._acted[agent] += 1
        self._in_phase += 1
        self._go_on()
        self._accumulate_rewards()

    def _give(self, order: Order | None) -> str:
        """Give an order; the code of its refusal."""
        if order is None:
            return "nothing"
        turn, phase = self.match.turn, self.match.phase
        outcome = self.match.submit(order)
        if isinstance(outcome, Refusal):
            return outcome.code
        if (turn, phase) != (self.match.turn, self.match.phase):
            self._in_phase = 0
        if turn != self.match.turn or self.match.over:
            self._reward()
        return ""

    def _reward(self) -> None:
        """Once a day each side is rewarded with the points that it has won: in all those of the
        end of the game, less those of its beginning."""
        points = standing(self.match)[0]
        self.rewards["soviet"] += points - self._points
        self.rewards["japan"] -= points - self._points
        self._points = points

    def _go_on(self) -> None:
        """Find out who acts next, and whether anybody does."""
        while not self.match.over and not self._truncated():
            phase = self.match.phase
            slots = len(self.actions.units[phase])
            if not self._tired(phase) and self._in_phase < PER_UNIT * (slots + PER_UNIT):
                break
            self._give(EndPhase())
        if self.match.over:
            self.terminations = dict.fromkeys(self.agents, True)
        elif self._truncated():
            self.truncations = dict.fromkeys(self.agents, True)
        self.agent_selection = self.match.phase

    def _tired(self, agent: str) -> bool:
        return self.max_cycles is not None and self._acted[agent] >= self.max_cycles

    def _truncated(self) -> bool:
        steps = sum(self._acted.values())
        if self.max_steps is not None and steps >= self.max_steps:
            return True
        return all(self._tired(agent) for agent in self.possible_agents)

    def render(self) -> Any:
        """The whole truth: as text (`ansi`; `human` prints it), or as a picture of the map."""
        if self.render_mode == "rgb_array":
            return self._picture()
        if self.render_mode is None:
            return None
        from game.film.terminal import sketch

        state = self.match.state
        lines = [f"turn {state.turn}, {state.phase}, points {standing(self.match)[0]:+d}"]
        text = "\n".join([*lines, *(str(line) for line in sketch(state, 80))])
        if self.render_mode == "human":
            print(text)
            return None
        return text

    def _picture(self) -> npt.NDArray[np.uint8]:
        from game.film.still import Stills

        if self._pictures is None:
            self._pictures = Stills(self.match.scenario, WIDTH)
        found: npt.NDArray[np.uint8] = self._pictures.array(self.match.state)
        return found

    def close(self) -> None:
        """Nothing is left open."""
        self._pictures = None
