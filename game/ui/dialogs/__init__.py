"""Windows that ask a person something before the game goes on."""
