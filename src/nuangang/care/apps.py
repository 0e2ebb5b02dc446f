"""The app's registration."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    """Registers the app and its access rules."""

    name = "nuangang.care"

    def ready(self) -> None:
        """Declare who may see the app's rows."""
        from nuangang.care import guards  # noqa: F401
