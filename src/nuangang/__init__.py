"""暖港: care for left-behind children, for the school and the county above it."""

__version__ = "0.1.0"
