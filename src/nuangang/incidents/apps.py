"""The app's registration."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """Registers the app and its access rules."""

    name = "nuangang.incidents"

    def ready(self) -> None:
        """Declare who may see the app's rows."""
        from nuangang.incidents import guards  # noqa: F401
