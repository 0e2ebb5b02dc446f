"""The app's registration."""

from django.apps import AppConfig


class WellbeingConfig(AppConfig):
    """Registers the app, its access rules, and what the clock does for it."""

    name = "nuangang.wellbeing"

    def ready(self) -> None:
        """Declare who may see the app's rows, and let the clock look after unread concerns."""
        from nuangang.wellbeing import guards, ticking  # noqa: F401
