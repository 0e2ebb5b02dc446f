"""A zoo of made-up rosters whose every child is known, to hold the roster reader to its contract."""
