"""What is chosen before a game: scenario, seats, opponent, options, dice; the game made of it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from game.lab.simulate import options_of
from game.model.forces import SIDES, Side
from game.model.scenario import Scenario
from game.players import registry
from game.ui.saves import auto_path
from game.ui.session import PERSON, Session

Seats = Literal["soviet", "japan", "both", "none"]
"""Which sides persons lead."""
SEATS: Mapping[Seats, str] = {
    "soviet": "Soviet", "japan": "Japanese", "both": "Two players, one computer",
    "none": "Watch the computer",
}  # fmt: skip
SEAT_WORDS: Mapping[Seats, str] = {
    "soviet": "You lead the Soviet side: the attack, against the calendar.",
    "japan": "You lead the Japanese side: outnumbered, without aircraft to speak of, for time.",
    "both": "Two players take turns at this computer; a page hides the map in between.",
    "none": "The computer leads both sides; the bar under the map says whose eyes show it.",
}

GENERALS: Mapping[str, tuple[str, str]] = {
    "search": ("Thinking staff (slow)",
               "The general staff, which plays the next days in thought before it chooses its "
               "plan: stronger at times, and it takes seconds every second morning."),
    "staff": ("General staff (hard)",
              "Plans armies, roads, supply, aircraft and retreats as a staff would. It sees what "
              "its troops see and throws the same dice as you."),
    "greedy": ("Impatient colonel (easier)",
               "Sends everybody to the nearest objective and attacks what is in the way. No plan, "
               "no reserve, no thought for supply. The same dice."),
    "random": ("Recruit (no opponent)",
               "Gives orders that are allowed, by lot. Good for trying things out."),
}  # fmt: skip
"""The computer's generals by their names in `players/registry.py`: title and honest words."""


def general(name: str) -> tuple[str, str]:
    """Title and words of a general; one that nobody has described yet goes by its name."""
    return GENERALS.get(name, (name.capitalize(), f"The player {name}, as the manual has it."))


@dataclass(frozen=True)
class Setup:
    """Everything that makes a new game."""

    scenario: str
    seats: Seats = "soviet"
    opponent: str = registry.DEFAULT
    """Name of the computer's general, for each side that no person leads."""
    seed: int = 1
    options: Mapping[str, str] = field(default_factory=dict)
    """Those that differ from the scenario's."""

    def players(self) -> dict[Side, str]:
        """Who plays each side, as the record names them."""
        persons = SIDES if self.seats == "both" else (self.seats,)
        return {side: PERSON if side in persons else self.opponent for side in SIDES}


def new_seed() -> int:
    """Dice for a game that nobody has played before."""
    return int.from_bytes(os.urandom(4), "big") % 1_000_000


def begin(setup: Setup, scenario: Scenario) -> Session:
    """The game, which saves itself from now on. BadOption and UnknownPlayer, sentences, when it
    cannot be played."""
    if setup.seats != "both":
        registry.make(setup.opponent, "soviet")
    options = options_of(scenario, dict(setup.options))
    path = auto_path(scenario.id)
    return Session.new(scenario, setup.seed, options, setup.players(), path)
