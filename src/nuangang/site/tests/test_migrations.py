"""The squashed migrations, which an empty database takes, come to what the single steps come to."""

import pytest
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState


def models(*, squashed: bool) -> dict:
    """Return each model's fields and options after the squashed migrations, or after those they replace."""
    loader = MigrationLoader(None, replace_migrations=squashed)
    steps = loader.replacements.items()
    last = [key if squashed else migration.replaces[-1] for key, migration in steps]
    state: ProjectState = loader.project_state(last)
    return {
        name: (
            {field: kept.deconstruct()[1:] for field, kept in sorted(model.fields.items())},
            {option: parts(kept) for option, kept in sorted(model.options.items()) if kept},
        )
        for name, model in state.models.items()
    }


def parts(option: object) -> object:
    """Return indexes and constraints as plain values, in the order of their names."""
    if isinstance(option, list) and option and hasattr(option[0], "deconstruct"):
        return sorted((each.name, repr(each.deconstruct())) for each in option)
    return option


@pytest.mark.once
def test_one_step_comes_to_the_same_models_as_all_the_single_ones() -> None:
    single, whole = models(squashed=False), models(squashed=True)
    assert single.keys() == whole.keys()
    for name, model in single.items():
        assert repr(model) == repr(whole[name])
