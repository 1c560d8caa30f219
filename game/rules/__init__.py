"""The verbs of the game: pure functions, one module per chapter of the rulebook."""
