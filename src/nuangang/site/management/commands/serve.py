"""`nuangang serve`: everything a school needs, as one tree of processes."""

import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import translation
from django.utils.translation import gettext as _

from nuangang.accounts.models import School
from nuangang.accounts.sealing_keys import refuse_without_masters
from nuangang.desk.demo_cast import cast
from nuangang.lib.master_keys import SealError
from nuangang.machine.certificates import current, folder
from nuangang.site.serving import Child, Tree, port_is_free, say, taking_long


class Command(BaseCommand):
    """Prepare the database, then run web server and clock until stopped."""

    help = _("Serve the pages and run the clock, until Ctrl-C")
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address from the command line or from HOST and PORT."""
        host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
        parser.add_argument("--host", default=host, help=_("address to listen on (%(default)s)"))
        parser.add_argument("--port", default=port, type=int, help=_("port (%(default)s)"))
        plain = os.environ.get("HTTP_PORT")
        only = _("plain port beside HTTPS, which only shows phones how to trust it (PORT + 1)")
        parser.add_argument("--http-port", default=plain, type=int, help=only)
        parser.add_argument("--workers", default=2, type=int, help=_("processes (%(default)s)"))
        empty = _("do not generate the demonstration school; the first page sets up a real one")
        parser.add_argument("--empty", action="store_true", help=empty)

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until told to stop, and leave the database sound."""
        host, port = options["host"], options["port"]
        if not port_is_free(host, port):
            taken = _("Port %(port)d on %(host)s is taken: choose another with PORT or --port.")
            raise CommandError(taken % {"port": port, "host": host})
        migrate()
        refuse_without_keys()
        if not options["empty"] and not School.objects.exists():
            generate_demo()
        told = current()
        door = options["http_port"] or port + 1
        tree = _tree(host, port, str(options["workers"]), door if told else 0)
        connection.close()
        try:
            if told:
                os.environ["NUANGANG_SECURE_ADDRESS"] = f"{told.main_name}:{port}"
                say(_("Phones learn to trust it at http://%(name)s:%(port)d/trust/")
                    % {"name": told.names[-1], "port": door})  # fmt: skip
            run(tree, f"http{'s' if told else ''}://{local_name(host)}:{port}")
        finally:
            tree.stop()
            settle()
        say(_("Stopped."))


def _tree(host: str, port: int, workers: str, door: int) -> Tree:
    """Return the processes to run: with a certificate, HTTPS and a plain door to learn of it."""
    tls = folder() / "server.pem" if door else None
    web = ["web", host, str(port), workers, *([str(folder())] if door else [])]
    children = [Child(_("The web server"), web), Child(_("The clock"), ["clock"])]
    if door:
        children.append(Child(_("The plain door"), ["web", host, str(door), "1"]))
    return Tree(children, tls)


def run(tree: Tree, address: str) -> None:
    """Start `tree`, tell where it is once it answers, and keep it going."""
    tree.listen_for_stop()
    with taking_long(_("Starting")):
        ready = tree.start(f"{address}/healthz")
    if ready:
        greet(address)
        tree.keep()
    elif not tree.stopping.is_set():
        raise CommandError(_("The web server did not start; what it said is above."))


def migrate() -> None:
    """Bring the database to the shape this version needs."""
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    say(_("Preparing the database"))
    with taking_long(_("Preparing the database")):
        call_command("migrate", verbosity=0, interactive=False)


def refuse_without_keys() -> None:
    """Do not start where nothing could be opened; say which key is missing and what to do."""
    try:
        refuse_without_masters()
    except SealError as error:
        raise CommandError(
            f"{error}\n" + _("The database is sealed with it, so nothing was started or changed.")
            + " " + _("docs/keys.md says more.")
        ) from error  # fmt: skip


def generate_demo() -> None:
    """Generate the demonstration school, in the language of the installation."""
    say(_("Generating the demonstration school (no real person is in it)"))
    with taking_long(_("Generating")), translation.override(settings.LANGUAGE_CODE):
        call_command("demo")


def greet(address: str) -> None:
    """Say where the pages are and whom to sign in as."""
    say("")
    say(_("暖港 is running: %(address)s") % {"address": address})
    if people := cast():
        say(_("Open the page and click a name to sign in:"))
        for part, user in people:
            say(f"  {user.name}  {part.role}")
    elif not School.objects.exists():
        say(_("Open the page to set up your school."))
    say(_("Ctrl-C stops it."))
    connection.close()


def local_name(host: str) -> str:
    """Return the name under which this machine reaches a server that listens on `host`."""
    if host in {"0.0.0.0", "::", ""}:  # noqa: S104
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def settle() -> None:
    """Fold SQLite's write-ahead log into the database file, so that the file alone is whole."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
