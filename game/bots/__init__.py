"""Players from outside: programs in any language that speak lines of JSON, and classes from files.

The wall clock lives here, and nowhere in the rules or among the computer's own players.
"""
