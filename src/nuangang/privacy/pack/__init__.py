"""The yearly compliance pack: its tables, its self-check, and how it is written."""
