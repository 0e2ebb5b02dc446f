"""The app's registration."""

from django.apps import AppConfig


class MachineConfig(AppConfig):
    """Registers the app; it has no rows, only files beside the database."""

    name = "nuangang.machine"
