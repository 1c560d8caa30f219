"""August Storm: the Soviet invasion of Manchuria, August 1945, as a game and a laboratory."""

__version__ = "0.1.0"
