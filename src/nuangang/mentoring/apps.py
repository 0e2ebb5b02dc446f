"""The app's registration."""

from django.apps import AppConfig


class MentoringConfig(AppConfig):
    """Registers the app and its access rules."""

    name = "nuangang.mentoring"

    def ready(self) -> None:
        """Declare who may see the app's rows."""
        from nuangang.mentoring import guards  # noqa: F401
