"""The keys by which browsers' makers know this installation (VAPID, RFC 8292).

Made at first use and kept sealed in the database, so every process and every backup has them. A device
belongs to the key it was given: a newer key is for devices switched on, or signed in, from then on.
"""

from datetime import datetime
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from nuangang.notify.models import PushKey
from nuangang.notify.push_sealing import packed, point_of

VALID_SECONDS = 12 * 3600


def key_in_use(now: datetime) -> PushKey:
    """Return the newest key, made if there is none."""
    return PushKey.objects.order_by("-made_at", "-pk").first() or new_key(now)


def new_key(now: datetime) -> PushKey:
    """Make a key for all devices that are switched on from now on."""
    pair = ec.generate_private_key(ec.SECP256R1())
    private = pair.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    public = packed(point_of(pair.public_key()))
    return PushKey.objects.create(made_at=now, private=private, public=public)


def authorisation(key: PushKey, endpoint: str, contact: str, now: datetime) -> str:
    """Return the header that shows a browser's maker who sends; `contact` is whom they can write to."""
    from py_vapid import Vapid02  # a tenth of a second that only a process that sends needs

    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int(now.timestamp()) + VALID_SECONDS,
        "sub": f"mailto:{contact}",
    }
    signed: str = Vapid02.from_pem(key.private.encode()).sign(claims)["Authorization"]
    return signed
