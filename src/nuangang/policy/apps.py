"""Refuses to start when a model has no rule."""

from typing import Any

from django.apps import AppConfig, apps
from django.core import checks


def every_model_has_a_rule(**_options: Any) -> list[checks.CheckMessage]:
    """Name every model of ours that no guard was declared for."""
    from nuangang.policy.guards import is_declared

    return [
        checks.Error(f"{model._meta.label} has no access rule", id="nuangang.E001")
        for model in apps.get_models()
        if model.__module__.startswith("nuangang.") and not is_declared(model)
    ]


class PolicyConfig(AppConfig):
    """Registers the check, and the rules of the floors below."""

    name = "nuangang.policy"

    def ready(self) -> None:
        """Declare the lower floors' models and register the start-up check."""
        from nuangang.policy import lower_floors  # noqa: F401

        checks.register(every_model_has_a_rule)
