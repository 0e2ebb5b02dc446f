"""The app's registration."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """Registers the app, and hands the table of keys to what seals."""

    name = "nuangang.accounts"

    def ready(self) -> None:
        """Let lib.sealing find its keys, and make what is missing after each migration."""
        from nuangang.accounts.sealing_keys import KeptKeys
        from nuangang.lib.sealing import keep_keys_in

        keep_keys_in(KeptKeys())
        post_migrate.connect(_make_missing_keys, sender=self)


def _make_missing_keys(**_migrated: Any) -> None:
    from nuangang.accounts.sealing_keys import make_missing_keys
    from nuangang.lib.sealing import forget_keys

    forget_keys()
    make_missing_keys()
