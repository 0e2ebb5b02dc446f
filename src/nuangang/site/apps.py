"""The app's registration."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Registers the app."""

    name = "nuangang.site"
