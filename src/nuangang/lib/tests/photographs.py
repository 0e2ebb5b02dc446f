"""Photos as phones make them, and files that only look like one."""

import struct
import zlib
from io import BytesIO

from PIL import Image

HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 100


def jpeg(size: tuple[int, int] = (80, 60), *, turned: int = 0, place: bool = False) -> bytes:
    """Return a JPEG, red to the left and blue to the right as it is stored.

    `turned` is how the camera was held (EXIF orientation); with `place` it says where it was.
    """
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    exif = Image.Exif()
    if turned:
        exif[0x0112] = turned
    if place:
        exif[0x010F] = "Phone of Wang"
        exif.get_ifd(0x8825).update({1: "N", 2: (26.0, 34.0, 12.0), 3: "E", 4: (106.0, 42.0, 0.0)})
    kept = BytesIO()
    image.save(kept, "JPEG", exif=exif, comment=b"at home" if place else None)
    return kept.getvalue()


def png(size: tuple[int, int] = (80, 60), mode: str = "RGB", colour: object = "red") -> bytes:
    """Return a PNG of one colour."""
    kept = BytesIO()
    Image.new(mode, size, colour).save(kept, "PNG")
    return kept.getvalue()


def bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """Return a PNG of a few kilobytes that says it is 900 million points large."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + check

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
