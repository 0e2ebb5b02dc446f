"""A zip to carry away that opens with a password (AES-256); the password is kept nowhere."""

import secrets
from io import BytesIO

import pyzipper

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_password() -> str:
    """Return a password one can write down: four groups of four, without letters that look alike."""
    return "-".join("".join(secrets.choice(LETTERS) for _each in range(4)) for _group in range(4))


def zipped(files: dict[str, bytes], password: str) -> bytes:
    """Return the encrypted zip of `files` by name."""
    written = BytesIO()
    with pyzipper.AESZipFile(
        written, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES
    ) as archive:
        archive.setpassword(password.encode())
        for name, data in files.items():
            archive.writestr(name, data)
    return written.getvalue()
