"""Showing a game to others: pictures of the map, the terminal, pages."""
