"""Keyed dice: a roll is a function of the seed and of what it decides, with no memory.

Two unrelated rolls never disturb each other, whatever the sequence in which they are asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b

# The number of ways in which two dice give each sum from 2 to 12; they add to 36.
WAYS_2D6 = {s: 6 - abs(s - 7) for s in range(2, 13)}

Roll = Callable[..., int]


@dataclass(frozen=True, slots=True)
class Dice:
    """Dice of one match. The seed belongs to the match, never to a state or a view."""

    seed: int

    def below(self, sides: int, *key: str | int) -> int:
        """A whole number from 0 to `sides` - 1, decided by the seed and by `key`."""
        words = "\x1f".join(str(word) for word in (self.seed, *key))
        digest = blake2b(words.encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big") % sides

    def d6(self, *key: str | int) -> int:
        """One die, 1 to 6."""
        return 1 + self.below(6, *key)

    def two_d6(self, *key: str | int) -> int:
        """The sum of two dice, 2 to 12."""
        both = self.below(36, *key)
        return 2 + both // 6 + both % 6

    def percent(self, *key: str | int) -> int:
        """0 to 99: `percent(...) < chance` happens with `chance` per cent."""
        return self.below(100, *key)
