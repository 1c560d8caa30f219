"""Scenario files: their form, their faults, and the way from files to the model."""
