"""Fork a game: try an order in a copy, and look what the other way would have brought.

    python examples/fork.py
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # runs from a clone as it is

from game.match import Match, play_out
from game.model.orders import EndPhase
from game.players.registry import make
from game.rules import victory
from game.scenario.load import load


def points(match):
    """The points as they stand; positive ones are Soviet."""
    return victory.ledger(match.state).total


def main():
    """What a day of rest costs, with the same dice and with others."""
    match = Match(load("hailar"), seed=1)
    play_out(match, {side: make("staff", side) for side in ("soviet", "japan")}, turns=2)
    print(f"turn {match.turn}: {points(match):+d} points")
    for seed in (None, 2, 3):
        goes_on, rests = match.fork(seed), match.fork(seed)
        rests.submit(EndPhase())
        for twin in (goes_on, rests):
            play_out(twin, {side: make("staff", side) for side in ("soviet", "japan")}, turns=6)
        dice = "the same dice" if seed is None else f"dice {seed}"
        print(f"  {dice}: {points(goes_on):+d} after turn 6; with a day of rest {points(rests):+d}")
    print(f"the game itself is where it was: turn {match.turn}, {points(match):+d} points")


if __name__ == "__main__":
    main()
