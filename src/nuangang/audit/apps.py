"""The app's registration."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Registers the app."""

    name = "nuangang.audit"
