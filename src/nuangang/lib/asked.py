"""What the address of a list asks for: words that are known, nothing else."""

from collections.abc import Container


def one_of(given: str | None, known: Container[str]) -> str:
    """Return what was asked for, '' where it is none of the `known`."""
    return given if given and given in known else ""
