"""The app's registration."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Registers the app and its access rules."""

    name = "nuangang.intake"

    def ready(self) -> None:
        """Declare who may see the app's rows."""
        from nuangang.intake import guards  # noqa: F401
