"""A budget of time as in chess: an amount for the whole game and an increment for each turn."""

from __future__ import annotations

import re
from dataclasses import dataclass, field


@dataclass
class Clock:
    """Seconds that a player may still think. What it does not use in a turn it keeps."""

    start: float = 60.0
    """For the whole game; the start of the program counts against it."""
    each: float = 10.0
    """Added at the beginning of each of its phases."""
    left: float = field(init=False)

    def __post_init__(self) -> None:
        """A new clock has the whole of its first amount."""
        self.left = self.start

    def phase(self) -> None:
        """A phase of the player begins."""
        self.left += self.each

    def spend(self, seconds: float) -> None:
        """The player has thought for so long."""
        self.left -= seconds

    def __str__(self) -> str:
        """As `clock_of` reads it."""
        return f"{self.start:g}+{self.each:g}"


_FORM = re.compile(r"(\d{1,5}(?:\.\d{1,3})?)\+(\d{1,4}(?:\.\d{1,3})?)")


def clock_of(text: str) -> Clock:
    """The clock that `60+10` says: seconds for the game, and for each turn. ValueError when it says
    none, or no time at all."""
    found = _FORM.fullmatch(text)
    if found is None or not float(found[1]) + float(found[2]):
        raise ValueError(
            f"{text!r} is no clock; allowed are seconds for the game and for each turn, as in 60+10"
        )
    return Clock(float(found[1]), float(found[2]))
