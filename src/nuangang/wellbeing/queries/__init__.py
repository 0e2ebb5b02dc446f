"""What is asked about concerns and sealed notes."""
