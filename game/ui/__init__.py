"""The window: the only part of the game that a person sees and touches."""
