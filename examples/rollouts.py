"""Many short continuations of one position: what is it worth, and how much of that is luck?

    python examples/rollouts.py
"""

import sys
from pathlib import Path
from statistics import mean, stdev

sys.path.insert(0, str(Path(__file__).parents[1]))  # runs from a clone as it is

from game.lab.ratings import bootstrap
from game.match import Match, play_out
from game.players.registry import make
from game.rules import victory
from game.scenario.load import load

DAYS, SAMPLES = 3, 12


def rollout(match, soviet, japan, seed):
    """The points after some days, played by these two with dice of their own."""
    twin = match.fork(seed)
    players = {"soviet": make(soviet, "soviet", seed), "japan": make(japan, "japan", seed)}
    play_out(twin, players, turns=match.turn + DAYS - 1)
    return victory.ledger(twin.state).total


def main():
    """The tutorial after its first day, going on in three ways."""
    match = Match(load("tutorial"), seed=1)
    play_out(match, {side: make("staff", side) for side in ("soviet", "japan")}, turns=1)
    print(f"turn {match.turn}, {victory.ledger(match.state).total:+d} points; {DAYS} days later:")
    for soviet, japan in (("staff", "staff"), ("greedy", "staff"), ("staff", "greedy")):
        found = [rollout(match, soviet, japan, seed) for seed in range(SAMPLES)]
        low, high = bootstrap(found)
        print(
            f"  {soviet:>6} against {japan:6}: {mean(found):+6.1f} points "
            f"({low:+.1f} to {high:+.1f}), spread {stdev(found):.1f}"
        )


if __name__ == "__main__":
    main()
