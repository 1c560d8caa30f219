"""Load a scenario, look at it as a side sees it, and play a turn by hand.

    python examples/play_a_turn.py
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # runs from a clone as it is

from game.film.words import sentence
from game.match import Match, play_out
from game.model.orders import Refusal, line_of, parse_line
from game.players.registry import make
from game.scenario.load import load


def main():
    """Two orders by hand, then the staff plays the rest of the turn."""
    scenario = load("hailar")
    match = Match(scenario, seed=1)
    view = match.view("soviet")
    print(f"{scenario.title}, turn {match.turn} of {scenario.turns}: {match.phase} to play")
    for unit in view.on_map("soviet")[:3]:
        counter = view.scenario.counters[unit.id]
        print(f"  {counter.name} ({unit.id}) in {unit.hex:05d}: {unit.men:,} men")
    print(f"  and the enemy in {sorted({u.hex for u in view.on_map('japan')})}")

    march = next(order for order in match.legal("soviet") if order.kind == "move")
    for order in (march, parse_line("attack rd999 > 12345")):
        outcome = match.submit(order)
        if isinstance(outcome, Refusal):
            print(f"{line_of(order)}: refused ({outcome.code}): {outcome.sentence}")
        else:
            told = match.visible(outcome, "soviet")
            print(f"{line_of(order)}: {' '.join(sentence(e, match.scenario) for e in told)}")

    staff = {side: make("staff", side) for side in ("soviet", "japan")}
    play_out(match, staff, turns=1)
    print(f"morning of turn {match.turn}: {match.orders} orders, state {match.state_hash()[:12]}")


if __name__ == "__main__":
    main()
