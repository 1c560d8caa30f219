"""What can be laid over the map: one module for each, with its legend."""
