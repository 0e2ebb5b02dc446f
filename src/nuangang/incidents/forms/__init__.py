"""What is typed in about incidents."""
