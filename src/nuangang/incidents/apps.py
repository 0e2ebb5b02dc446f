"""The app's registration."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """Registers the app, its access rules, and what the clock does for it."""

    name = "nuangang.incidents"

    def ready(self) -> None:
        """Declare who may see the app's rows, and let the clock ask for somebody who leads."""
        from nuangang.incidents import answering, guards, ticking  # noqa: F401
