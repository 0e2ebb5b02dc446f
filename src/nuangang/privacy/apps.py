"""The app's registration."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Registers the app and its access rules."""

    name = "nuangang.privacy"

    def ready(self) -> None:
        """Declare who may see the app's rows."""
        from nuangang.privacy import guards  # noqa: F401
