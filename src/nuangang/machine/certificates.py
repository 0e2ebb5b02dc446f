"""A certificate authority of the school's own: it may sign for the school's names and nothing else.

A school on its own network has no public name, yet cameras, offline pages and passkeys want HTTPS.
"""

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.conf import settings
from django.utils.crypto import salted_hmac

from nuangang.lib.whole_files import write_whole

CA_LASTS = timedelta(days=3650)
SERVER_LASTS = timedelta(days=90)
RENEW_BEFORE = timedelta(days=30)
_EARLIER = timedelta(days=1)  # clocks of old phones are wrong
_HERE = ("localhost", "127.0.0.1")


@dataclass(frozen=True)
class Certificate:
    """What stands in the school's certificates."""

    names: tuple[str, ...]
    until: datetime
    ca_until: datetime
    fingerprint: str

    @property
    def main_name(self) -> str:
        """Return the name or address that people type."""
        return self.names[0]


def folder() -> Path:
    """Return where the certificates lie, among the keys."""
    return Path(settings.VAR) / "keys" / "tls"


def current() -> Certificate | None:
    """Return what the present certificates say, None when there are none."""
    if not (folder() / "server.pem").exists():
        return None
    server, authority = _read("server.pem"), _read("ca.pem")
    names = server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    found = [str(each.value) for each in names if str(each.value) not in _HERE]
    digest = authority.fingerprint(hashes.SHA256()).hex().upper()
    pairs = ":".join(digest[at : at + 2] for at in range(0, len(digest), 2))
    ends = server.not_valid_after_utc, authority.not_valid_after_utc
    return Certificate(tuple(found), *ends, pairs)


def make(names: list[str], title: str, *, now: datetime) -> Certificate:
    """Make authority and certificate for `names` (names or addresses); phones must trust it anew.

    Raises ValueError for what is neither a name nor an address.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    authority = _authority(key, [_general(name) for name in [*names, *_HERE]], title, now)
    write_whole(folder() / "ca.key", _pem(key, _password()))
    write_whole(folder() / "ca.pem", authority.public_bytes(serialization.Encoding.PEM))
    return renew(names, now=now)


def renew(names: list[str], *, now: datetime) -> Certificate:
    """Make a new server certificate under the authority that phones trust already."""
    authority = _read("ca.pem")
    signer = serialization.load_pem_private_key((folder() / "ca.key").read_bytes(), _password())
    key = ec.generate_private_key(ec.SECP256R1())
    ends = min(now + SERVER_LASTS, authority.not_valid_after_utc)
    made = (
        _builder(_named(names[0]), authority.subject, key, now, ends)
        .add_extension(
            x509.SubjectAlternativeName([_general(name) for name in [*names, *_HERE]]), False
        )
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)
        .sign(signer, hashes.SHA256())  # type: ignore[arg-type]
    )
    chain = [each.public_bytes(serialization.Encoding.PEM) for each in (made, authority)]
    write_whole(folder() / "server.key", _pem(key, None))
    write_whole(folder() / "server.pem", b"".join(chain))
    told = current()
    assert told is not None
    return told


def renew_if_due(now: datetime) -> bool:
    """Renew the server's certificate in its last month; say whether that was done."""
    told = current()
    if told is None or told.until - now > RENEW_BEFORE or told.ca_until - now < RENEW_BEFORE:
        return False
    renew(list(told.names), now=now)
    return True


def _authority(
    key: ec.EllipticCurvePrivateKey, names: list[x509.GeneralName], title: str, now: datetime
) -> x509.Certificate:
    subject = _named(f"暖港 {title}"[:60])
    usage = dict.fromkeys(
        ["digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
         "key_agreement", "encipher_only", "decipher_only"], False
    )  # fmt: skip
    permitted = [_network(name) for name in names]
    return (
        _builder(subject, subject, key, now, now + CA_LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        .add_extension(x509.KeyUsage(key_cert_sign=True, crl_sign=True, **usage), True)
        .add_extension(x509.NameConstraints(permitted, None), True)
        .sign(key, hashes.SHA256())
    )


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    now: datetime,
    ends: datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before((now - _EARLIER).astimezone(UTC))
        .not_valid_after(ends.astimezone(UTC))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
    )


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        pass
    if not name or not all(part.isascii() and part for part in name.split(".")) or " " in name:
        raise ValueError(name)
    return x509.DNSName(name.lower())


def _network(name: x509.GeneralName) -> x509.GeneralName:
    """Return an address as the network of this one address, which is what a constraint holds."""
    if isinstance(name, x509.IPAddress):
        return x509.IPAddress(ipaddress.ip_network(name.value))
    return name


def _named(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _password() -> bytes:
    """Return what the authority's key is sealed with: made from the installation's secret."""
    return salted_hmac("nuangang.certificate", "ca", algorithm="sha256").hexdigest().encode()


def _pem(key: ec.EllipticCurvePrivateKey, password: bytes | None) -> bytes:
    sealed = (
        serialization.BestAvailableEncryption(password)
        if password
        else serialization.NoEncryption()
    )
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, sealed)


def _read(name: str) -> x509.Certificate:
    return x509.load_pem_x509_certificates((folder() / name).read_bytes())[0]
