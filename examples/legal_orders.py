"""Ask which orders are legal, why one is not, and what an attack would bring.

    python examples/legal_orders.py
"""

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # runs from a clone as it is

from game.engine import check
from game.match import Match
from game.model.orders import Attack, line_of, parse_line
from game.rules.legal import orders_of
from game.rules.odds import odds, outcomes
from game.scenario.load import load


def main():
    """The orders of the tutorial's first morning."""
    match = Match(load("tutorial"), seed=1)
    view = match.view("soviet")
    orders = match.legal("soviet")
    print(f"{len(orders)} legal orders: {dict(Counter(order.kind for order in orders))}")

    unit = view.on_map("soviet")[0]
    own = orders_of(view, unit)
    print(f"{len(own)} of {unit.id}, among them {line_of(own[0])}")

    order = parse_line(f"move {unit.id} {unit.hex:05d}-{unit.hex + 500:05d}")
    refusal = check(view, order)
    print(f"{line_of(order)}: {refusal.sentence if refusal else 'allowed'}")

    attack = max(
        (order for order in orders if isinstance(order, Attack)),
        key=lambda order: odds(view, order).base,
    )
    reckoned = odds(view, attack)
    print(f"{line_of(attack)}: {reckoned.attack} against {reckoned.defence}, row {reckoned.base}")
    for outcome in outcomes(reckoned):
        result = outcome.result
        print(
            f"  {outcome.ways:2d} of 36: {result.name}, losses {result.attacker / 10:.1f} % and "
            f"{result.defender / 10:.1f} %"
        )


if __name__ == "__main__":
    main()
