"""What may be done with concerns and sealed notes."""
