"""A copy of a demonstration school's data folder to measure in, and Django set up on it."""

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

NAME = "nuangang.sqlite3"


def set_up_copy() -> tempfile.TemporaryDirectory:
    """Copy the folder of NUANGANG_VAR beside itself and set Django up on the copy; keep what comes back."""
    source = Path(os.environ.get("NUANGANG_VAR", "var")).resolve()
    folder = tempfile.TemporaryDirectory(prefix="nuangang-bench-", dir=source.parent)
    shutil.copytree(source / "keys", Path(folder.name) / "keys")
    with (
        closing(sqlite3.connect(source / NAME)) as there,
        closing(sqlite3.connect(Path(folder.name) / NAME)) as here,
    ):
        there.backup(here)
    os.environ["NUANGANG_VAR"] = folder.name
    os.environ["DJANGO_SETTINGS_MODULE"] = "nuangang.site.settings"
    import django

    django.setup()
    return folder
