"""How long data are kept: the table of times, what is past its time, and letting go of it by a person's yes."""
