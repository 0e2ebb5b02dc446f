"""Messages to people: an outbox, the channels that carry them, and what became of each."""
