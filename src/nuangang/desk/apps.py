"""The app's registration."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Registers the app, its access rules, and the figures kept every night."""

    name = "nuangang.desk"

    def ready(self) -> None:
        """Declare who may see the app's rows, and what the clock does for it."""
        from nuangang.desk import digest_sending, forgetting, guards, log_keeping, night  # noqa: F401
        from nuangang.desk.figures import keeping  # noqa: F401
