"""Train a simple policy in the environment of PettingZoo, or see how good one is.

    python examples/train_policy.py                               # trains for a minute
    python examples/train_policy.py --evaluate policy.json        # plays 10 games with it

The policy is as small as can be: a weight for each kind of action, and one more for it where the
unit is tired. What is allowed and has the greatest weight, with some chance, is done. The weights
are found by the cross-entropy method: draw a population of policies, let each play against one that
acts at random, and go on from the best quarter.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))  # runs from a clone as it is

from game.rl.actions import ATTACK, FORCED, LEAVE, MARCH, STANCE, TOGETHER, TOWARDS
from game.rl.environment import env

KINDS = ("march", "forced", "attack", "together", "stance", "leave", "towards", "sail", "end")
FATIGUE = 10  # its column in the table of units


def kinds_of(game):
    """For each action the number of its kind, and of the unit it belongs to (-1 for none)."""
    actions = game.unwrapped.actions
    goals = len(actions.goals)
    starts = (MARCH, FORCED, ATTACK, TOGETHER, STANCE, LEAVE, TOWARDS, TOWARDS + goals)
    what = np.arange(actions.first_choice) % actions.per_unit
    kinds = np.full(actions.size, len(KINDS) - 1)
    kinds[: actions.first_choice] = np.searchsorted(starts, what, side="right") - 1
    units = np.full(actions.size, -1)
    units[: actions.first_choice] = np.arange(actions.first_choice) // actions.per_unit
    return kinds, units


def choose(seen, weights, kinds, units, chance):
    """The allowed action of greatest weight and chance."""
    allowed = np.flatnonzero(seen["action_mask"])
    fatigue = np.where(units >= 0, seen["units"][units, FATIGUE], 0)[allowed]
    score = weights[0, kinds[allowed]] + weights[1, kinds[allowed]] * fatigue
    return int(allowed[np.argmax(score + chance.gumbel(size=len(allowed)))])


def play(game, weights, side, seed):
    """The points that a policy wins for `side` in one game against one without weights."""
    kinds, units = kinds_of(game)
    chance = np.random.default_rng(seed)
    nothing = np.zeros_like(weights)
    game.reset(seed=seed)
    won = 0
    for agent in game.agent_iter():
        seen, reward, ended, cut, _ = game.last()
        won += reward if agent == side else 0
        mine = weights if agent == side else nothing
        game.step(None if ended or cut else choose(seen, mine, kinds, units, chance))
    return won


def evaluate(game, weights, side, games):
    """Mean points and their standard error, over games that were not trained with."""
    won = [play(game, weights, side, 10_000 + n) for n in range(games)]
    return float(np.mean(won)), float(np.std(won) / max(1, len(won) - 1) ** 0.5)


def train(game, side, generations, population, chance):
    """Find weights by the cross-entropy method."""
    middle, spread = np.zeros((2, len(KINDS))), np.full((2, len(KINDS)), 2.0)
    for generation in range(generations):
        drawn = middle + spread * chance.normal(size=(population, *middle.shape))
        # All of a generation play with the same dice, so that luck does not choose.
        won = [play(game, weights, side, generation) for weights in drawn]
        best = drawn[np.argsort(won)[-max(2, population // 4) :]]
        middle, spread = best.mean(axis=0), best.std(axis=0) + 0.1
        print(f"generation {generation + 1}: mean {np.mean(won):+.1f}, best {max(won):+.1f}")
    return middle


def main():
    """Read the command line, train or evaluate."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--scenario", default="tutorial")
    parser.add_argument("--side", default="soviet", choices=("soviet", "japan"))
    parser.add_argument("--generations", type=int, default=5)
    parser.add_argument("--population", type=int, default=12)
    parser.add_argument("--games", type=int, default=10, help="to evaluate with")
    parser.add_argument("--out", type=Path, default=Path("policy.json"))
    parser.add_argument("--evaluate", type=Path, help="a policy trained before; nothing is trained")
    asked = parser.parse_args()
    game = env(scenario=asked.scenario)
    untrained = np.zeros((2, len(KINDS)))
    if asked.evaluate:
        weights = np.array(json.loads(asked.evaluate.read_text())["weights"])
    else:
        chance = np.random.default_rng(1945)
        weights = train(game, asked.side, asked.generations, asked.population, chance)
        asked.out.write_text(json.dumps({"kinds": KINDS, "weights": weights.tolist()}, indent=1))
    for name, some in (("at random", untrained), ("this policy", weights)):
        mean, error = evaluate(game, some, asked.side, asked.games)
        print(f"{name}: {mean:+.1f} ± {1.96 * error:.1f} points as {asked.side} in new games")


if __name__ == "__main__":
    main()
