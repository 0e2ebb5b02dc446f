"""The school's own authority vouches for the school's names only, and is renewed by the clock."""

import contextlib
import ssl
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.management import CommandError, call_command
from django.utils import timezone

from nuangang.machine import certificates
from nuangang.machine.certificates import current, folder, make, renew, renew_if_due

NAMES = ["school.local", "192.168.1.20"]
NOW = timezone.now()


@pytest.fixture(autouse=True)
def house(tmp_path, settings):
    settings.VAR = tmp_path


def accepts(host: str) -> bool:
    """Say whether a client that trusts only our authority takes our server for `host`."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder() / "server.pem", folder() / "server.key")
    client = ssl.create_default_context(cafile=folder() / "ca.pem")
    a, b, c, d = (ssl.MemoryBIO() for _ in range(4))
    ours = server.wrap_bio(a, b, server_side=True)
    theirs = client.wrap_bio(c, d, server_hostname=host)
    try:
        for _round in range(4):
            for side in (theirs, ours):
                with contextlib.suppress(ssl.SSLWantReadError):
                    side.do_handshake()
            a.write(d.read())
            c.write(b.read())
    except ssl.SSLCertVerificationError:
        return False
    return True


def test_clients_that_trust_the_school_take_its_names_and_no_others():
    make(NAMES, "甲校", now=NOW)
    assert [accepts(host) for host in (*NAMES, "localhost", "127.0.0.1")] == [True] * 4
    assert not accepts("bank.example")
    assert not accepts("192.168.1.21")


def test_stolen_authority_can_vouch_for_nothing_outside_the_school():
    make(NAMES, "甲校", now=NOW)
    signer = serialization.load_pem_private_key(
        (folder() / "ca.key").read_bytes(), certificates._password()
    )
    authority = certificates._read("ca.pem")
    key = ec.generate_private_key(ec.SECP256R1())
    forged = (
        certificates._builder(
            certificates._named("bank.example"), authority.subject, key, NOW,
            NOW + timedelta(days=9),
        )
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("bank.example")]), False)
        .sign(signer, hashes.SHA256())
    )  # fmt: skip
    (folder() / "server.pem").write_bytes(forged.public_bytes(serialization.Encoding.PEM))
    (folder() / "server.key").write_bytes(certificates._pem(key, None))
    assert not accepts("bank.example")


def test_keys_are_for_the_owner_alone_and_the_authoritys_is_sealed():
    make(NAMES, "甲校", now=NOW)
    assert {path.stat().st_mode & 0o077 for path in folder().iterdir()} == {0}
    with pytest.raises(TypeError):
        serialization.load_pem_private_key((folder() / "ca.key").read_bytes(), None)


def test_clock_renews_in_the_last_month_and_phones_need_nothing_new():
    first = make(NAMES, "甲校", now=NOW)
    assert not renew_if_due(NOW + timedelta(days=30))
    assert renew_if_due(NOW + timedelta(days=61))
    assert current().until > first.until
    assert (current().fingerprint, current().names) == (first.fingerprint, first.names)


def test_renewing_never_outlives_the_authority():
    first = make(NAMES, "甲校", now=NOW - timedelta(days=3600))
    assert renew(NAMES, now=NOW).until <= first.ca_until


@pytest.mark.django_db
@pytest.mark.once
def test_command_makes_renews_and_refuses(capsys, client):
    assert client.get("/trust/").status_code == 404
    call_command("certificate", "--name", "school.local", "--address", "192.168.1.20")
    made = current().fingerprint
    assert made in capsys.readouterr().out
    call_command("certificate")
    assert current().fingerprint == made
    page = client.get("/trust/").content.decode()
    assert all(f"<code>{made[at : at + 11]}</code>" in page for at in range(0, 95, 12))
    fetched = client.get("/trust/ca.crt")
    given = x509.load_pem_x509_certificate(fetched.content)
    assert given.fingerprint(hashes.SHA256()).hex().upper() == made.replace(":", "")
    assert b"PRIVATE" not in fetched.content
    with pytest.raises(CommandError, match="not a name"):
        call_command("certificate", "--name", "not a name")
