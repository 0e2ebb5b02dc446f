"""The app's registration."""

from django.apps import AppConfig


class SafetyConfig(AppConfig):
    """Registers the app and its access rules."""

    name = "nuangang.safety"

    def ready(self) -> None:
        """Declare who may see the app's rows."""
        from nuangang.safety import guards  # noqa: F401
