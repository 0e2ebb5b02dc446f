"""The app's registration."""

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    """Registers the app and its access rules."""

    name = "nuangang.notify"

    def ready(self) -> None:
        """Declare who may see the app's rows."""
        from nuangang.notify import guards  # noqa: F401
