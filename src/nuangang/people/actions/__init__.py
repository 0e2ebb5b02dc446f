"""Changes to the people of a school, by noun."""
