"""The app's registration."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Registers the app and its access rules."""

    name = "nuangang.people"

    def ready(self) -> None:
        """Declare who may see the app's rows."""
        from nuangang.people import guards  # noqa: F401
