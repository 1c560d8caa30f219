"""Whole matches run without a window: simulation, comparison, measurement."""
