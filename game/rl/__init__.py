"""The game as an environment of PettingZoo, for programs that learn (extra `rl`)."""
