"""The app's registration."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Registers the app."""

    name = "nuangang.desk"
