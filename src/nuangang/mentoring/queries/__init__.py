"""Questions about pairing."""

from nuangang.mentoring.queries.panel import panel

__all__ = ["panel"]
