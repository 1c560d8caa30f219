"""The staff: a general for either side, in layers of theatre, army and unit."""
