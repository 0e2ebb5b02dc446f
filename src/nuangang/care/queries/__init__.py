"""Questions about care: what is owed, what was done, who has been left out."""

from nuangang.care.queries.history import Entry, history, panel
from nuangang.care.queries.week import Week, class_children, my_children, week

__all__ = ["Entry", "Week", "class_children", "history", "my_children", "panel", "week"]
