"""The app's registration."""

from django.apps import AppConfig


class MachineConfig(AppConfig):
    """Registers the app; it has no rows, only files beside the database."""

    name = "nuangang.machine"

    def ready(self) -> None:
        """Make known what is told when the clock stands still, and look at what SMS cost."""
        from nuangang.machine import silence, spending  # noqa: F401
