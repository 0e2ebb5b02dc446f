"""The framework's own ceiling: the barest list of fifty children that is still signed in."""
