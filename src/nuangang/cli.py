"""The command line: the product's commands under their own names, and errors a person can read."""

import difflib
import locale
import os
import sys
from argparse import SUPPRESS, ArgumentParser
from collections.abc import Iterator

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import ManagementUtility, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError, connections
from django.utils import translation
from django.utils.translation import gettext as _

import nuangang
from nuangang.lib.master_keys import SealError

_DJANGO_ONLY = {"version", "verbosity", "settings", "pythonpath", "no_color", "force_color"}
_DATABASE = (OperationalError, ProgrammingError)


def main(arguments: list[str] | None = None) -> int:
    """Run one command of `nuangang`; return its exit code (2 for a wrong call)."""
    words = sys.argv[1:] if arguments is None else arguments
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuangang.site.settings")
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    if words[:1] in (["--version"], ["version"]):
        print(f"nuangang {nuangang.__version__}")
        return 0
    django.setup()
    translation.activate(language())
    if not words or words[0] in {"--help", "-h", "help"}:
        return _help(words[1:])
    return _run(words[0], words[1:])


def language() -> str:
    """Return the language to speak on this terminal: Chinese where the system does, else English."""
    names = [os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    chosen = next((name for name in names if name), None) or locale.getlocale()[0] or ""
    return "zh-hans" if chosen.lower().startswith(("zh", "chinese")) else "en"


def _run(name: str, arguments: list[str]) -> int:
    module = name.replace("-", "_")
    if module not in get_commands():
        return _unknown(name)
    command = ManagementUtility(["nuangang", name]).fetch_command(module)
    if not _is_ours(module):
        command.run_from_argv(["nuangang", module, *arguments])
        return 0
    command.help = str(command.help)
    options = vars(_parser(command, name).parse_args(arguments))
    try:
        command.execute(*options.pop("args", ()), **options)
    except (CommandError, ImproperlyConfigured, SealError, *_DATABASE) as error:
        if options["traceback"]:
            raise
        return _refuse(error)
    except KeyboardInterrupt:
        return 130
    finally:
        connections.close_all()
    return 0


def _parser(command: BaseCommand, name: str) -> ArgumentParser:
    parser = command.create_parser("nuangang", name)
    for action in parser._actions:
        if action.dest in _DJANGO_ONLY:
            action.help = SUPPRESS
    return parser


def _refuse(error: Exception) -> int:
    text = str(error)
    if isinstance(error, _DATABASE):
        text = _("The database does not answer as it should: %(error)s") % {"error": text.strip()}
        text += "\n" + _("If it was never set up, `nuangang migrate` does that.")
    print(text, file=sys.stderr, flush=True)
    return getattr(error, "returncode", 1)


def _unknown(name: str) -> int:
    near = difflib.get_close_matches(name, [shown for shown, _line in _ours()], n=1)
    print(_("There is no command “%(name)s”.") % {"name": name}, end=" ", file=sys.stderr)
    hint = _("Did you mean “%(name)s”?") % {"name": near[0]} if near else ""
    print(hint or _("`nuangang --help` lists them."), file=sys.stderr, flush=True)
    return 2


def _help(names: list[str]) -> int:
    if names:
        return _run(names[0], ["--help"])
    print(_("nuangang: a school's care for its left-behind children") + "\n")
    rows = list(_ours())
    width = max(len(name) for name, _line in rows) + 2
    for name, line in rows:
        print(f"  {name:<{width}}{line}")
    print("\n" + _("`nuangang COMMAND --help` says more about each."))
    print(_("Django's own commands work too, such as `migrate`, `dbshell` and `shell`."))
    return 0


def _is_ours(module: str) -> bool:
    place = get_commands()[module]
    return not isinstance(place, BaseCommand) and place.startswith("nuangang.")


def _ours() -> Iterator[tuple[str, str]]:
    """Yield name and one line of help of each of the product's commands."""
    utility = ManagementUtility(["nuangang"])
    for module in sorted(filter(_is_ours, get_commands())):
        lines = str(utility.fetch_command(module).help).strip().splitlines()
        yield module.replace("_", "-"), lines[0] if lines else ""
