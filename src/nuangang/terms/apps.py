"""The app's registration."""

from django.apps import AppConfig


class TermsConfig(AppConfig):
    """Registers the app and its access rules."""

    name = "nuangang.terms"

    def ready(self) -> None:
        """Declare who may see the app's rows."""
        from nuangang.terms import guards  # noqa: F401
