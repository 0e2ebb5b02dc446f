"""What pages ask about incidents and their rules."""
