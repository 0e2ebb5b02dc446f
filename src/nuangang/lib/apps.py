"""The app's registration."""

from django.apps import AppConfig


class LibConfig(AppConfig):
    """Registers the app."""

    name = "nuangang.lib"
