"""A day of incidents rehearsed on a simulated clock, with workers killed for real, against an oracle."""
