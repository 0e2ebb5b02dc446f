"""A database on another machine is reached over TLS alone, by pages and by backups."""

from types import SimpleNamespace

import pytest

from nuangang.machine import databases
from nuangang.site.settings import _database

pytestmark = pytest.mark.once


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", ""])
def test_on_this_machine_nothing_is_asked(host):
    assert _database(f"postgres://u:p@{host}/care")["OPTIONS"] == {}


def test_another_machine_has_to_prove_itself_unless_somebody_decides_otherwise():
    asked = _database("postgres://u:p@db.example.cn/care?sslrootcert=/etc/ca.pem")
    assert asked["OPTIONS"] == {"sslmode": "verify-full", "sslrootcert": "/etc/ca.pem"}
    decided = _database("postgres://u:p@10.0.0.5/care?sslmode=require")
    assert decided["OPTIONS"] == {"sslmode": "require"}


def test_backups_reach_it_as_pages_do(monkeypatch):
    far = _database("postgres://u:p@db.example.cn/care?sslrootcert=/etc/ca.pem")
    monkeypatch.setattr(databases, "connection", SimpleNamespace(settings_dict=far))
    told = databases._connection()
    assert (told["sslmode"], told["sslrootcert"]) == ("verify-full", "/etc/ca.pem")
    env = databases._environment(told)
    assert (env["PGSSLMODE"], env["PGSSLROOTCERT"]) == ("verify-full", "/etc/ca.pem")
    assert (env["PGHOST"], env["PGUSER"]) == ("db.example.cn", "u")
