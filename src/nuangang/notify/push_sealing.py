"""Sealing what a browser is to show so that its maker, who carries it, can't read it (RFC 8291, RFC 8188)."""

import os
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

RECORD = 4096
_POINT, _SECRET = 65, 16


def seal_for(
    data: bytes, p256dh: str, auth: str,
    *, own: ec.EllipticCurvePrivateKey | None = None, salt: bytes | None = None,
) -> bytes:  # fmt: skip
    """Return `data` in one record of aes128gcm for the browser with this key and secret.

    `own` and `salt` are new for each message; only the test of the RFC's example gives them.
    """
    own = own or ec.generate_private_key(ec.SECP256R1())
    salt = salt or os.urandom(16)
    theirs, mine = unpacked(p256dh), point_of(own.public_key())
    shared = own.exchange(
        ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(own.curve, theirs)
    )
    secret = _derived(shared, unpacked(auth), b"WebPush: info\0" + theirs + mine, 32)
    key = _derived(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(secret, salt, b"Content-Encoding: nonce\0", 12)
    head = salt + struct.pack("!LB", RECORD, len(mine)) + mine
    return head + AESGCM(key).encrypt(nonce, data + b"\x02", None)


def is_a_browsers(p256dh: str, auth: str) -> bool:
    """Say whether these are a point of the curve and a secret, as browsers make them."""
    try:
        point, secret = unpacked(p256dh), unpacked(auth)
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError:
        return False
    return len(point) == _POINT and len(secret) == _SECRET


def point_of(key: ec.EllipticCurvePublicKey) -> bytes:
    """Return a public key as browsers write it."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def packed(data: bytes) -> str:
    """Return bytes in the letters of addresses."""
    return urlsafe_b64encode(data).decode().rstrip("=")


def unpacked(text: str) -> bytes:
    """Return the bytes of such letters; raises ValueError."""
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)
