"""A player in Python that speaks lines of JSON, as one in any other language would.

    python main.py simulate --scenario tutorial --soviet "cmd:python examples/bot.py"

It attacks where the odds are good and marches its units towards the nearest objective that it does
not hold. It needs nothing but the standard library. The lines are explained in docs/bots.md.
"""

import json
import sys

STRIDE = 100  # a hex's number is column * 100 + row
GOOD = 6  # row of the results table from which it attacks


def say(message):
    """Send one line, at once."""
    print(json.dumps(message), flush=True)


def ask(question):
    """Ask the game something and wait for its answer."""
    say(question)
    return json.loads(sys.stdin.readline())


def place(h):
    """A hex as three coordinates, of which the largest difference is a distance."""
    column, row = divmod(h, STRIDE)
    r = row - (column - (column & 1)) // 2
    return column, r, -column - r


def distance(a, b):
    """Hexes between two hexes."""
    return max(abs(x - y) for x, y in zip(place(a), place(b), strict=True))


class Bot:
    """What it remembers of the game."""

    def __init__(self, hello):
        """Learn side, objectives and who holds the ground at first."""
        self.side = hello["side"]
        self.objectives = [o["hex"] for o in hello["objectives"]]
        self.holder = {}
        for country in hello["map"]["countries"].values():
            self.holder.update(dict.fromkeys(country["hexes"], country["side"]))
        self.turn, self.marched, self.tried = 0, set(), set()

    def orders(self, message):
        """One attack, or the march of one unit, or the end of the phase."""
        view = message["view"]
        if view["turn"] != self.turn:
            self.turn, self.marched, self.tried = view["turn"], set(), set()
        for side, hexes in view["held"].items():
            self.holder.update(dict.fromkeys(hexes, side))
        for unit in view["units"]:
            if unit["id"] in self.marched:
                continue
            self.marched.add(unit["id"])
            legal = ask({"ask": "legal", "unit": unit["id"]})["orders"]
            for line in legal:
                if line.startswith("attack") and line not in self.tried:
                    self.tried.add(line)
                    if ask({"ask": "odds", "order": line}).get("row", 0) >= GOOD:
                        self.marched.discard(unit["id"])
                        return [line]
            march = self.best_march(unit["hex"], legal)
            if march:
                return [march]
        return ["end"]

    def best_march(self, here, legal):
        """The march that ends nearest to an objective of the enemy."""
        goals = [h for h in self.objectives if self.holder.get(h) != self.side]
        best, line = min((distance(here, g) for g in goals), default=0), ""
        for order in legal:
            if order.startswith("move") and not order.endswith("forced"):
                end = int(order.split()[2].split("-")[-1])
                far = min((distance(end, g) for g in goals), default=0)
                if far < best:
                    best, line = far, order
        return line


def main():
    """Play one game."""
    bot = None
    for line in sys.stdin:
        message = json.loads(line)
        if message["type"] == "hello":
            bot = Bot(message)
            say({"protocol": 1, "name": "example in Python"})
        elif message["type"] == "orders":
            say({"orders": bot.orders(message)})


if __name__ == "__main__":
    main()
