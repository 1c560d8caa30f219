"""Orders in preparation: where each kind can lead, what it would cost, and why it cannot be."""
