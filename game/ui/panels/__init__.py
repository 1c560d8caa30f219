"""Panels round the map: each shows one thing, and is written anew only when that has changed."""
