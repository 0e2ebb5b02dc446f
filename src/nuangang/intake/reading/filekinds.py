"""What a file is, told from its bytes and never from its name (domain.md §6.4)."""

import re

from nuangang.intake.reading.problems import UnreadableRoster

MOST_BYTES = 60 * 2**20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ELSE = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"RIFF", "image"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"{\\rtf", "word"),
    (b"SQLite format 3", "program"),
)
_HTML = re.compile(
    r"<\s*(?:!doctype\s+html|html|head|body|table|meta|style|div|tr)\b", re.IGNORECASE
)
_SPREADSHEET_XML = "urn:schemas-microsoft-com:office:spreadsheet"


def kind_of(data: bytes) -> str:
    """ole, zip or text; raises `UnreadableRoster` for what can hold no roster."""
    if not data.strip(b"\x00 \t\r\n"):
        raise UnreadableRoster("empty")
    if len(data) > MOST_BYTES:
        raise UnreadableRoster("too_big")
    if data.startswith(_OLE[:4]):
        return _ole(data)
    if data.startswith(b"PK"):
        return "zip"
    for magic, code in _ELSE:
        if data.startswith(magic) and (len(magic) > 2 or b"\x00" in data[:512]):
            raise UnreadableRoster(code)
    return "text"


def _ole(data: bytes) -> str:
    names = {name for name in _OLE_NAMES if name.encode("utf-16-le") in data}
    if names & {"EncryptedPackage", "EncryptionInfo"}:
        raise UnreadableRoster("encrypted")
    if names & {"Workbook", "Book"}:
        return "ole"
    if "WordDocument" in names:
        raise UnreadableRoster("word")
    if "PowerPoint Document" in names:
        raise UnreadableRoster("slides")
    raise UnreadableRoster("cut_off")


_OLE_NAMES = (
    "EncryptedPackage",
    "EncryptionInfo",
    "Workbook",
    "Book",
    "WordDocument",
    "PowerPoint Document",
)


def text_of(data: bytes) -> str:
    """A text file's characters: BOMs, UTF-8, UTF-16, then GB18030; raises `UnreadableRoster`."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _sound(data.decode("utf-16", errors="replace"))
    if data[1:2] == b"\x00" and data[3:4] == b"\x00":
        return _sound(data.decode("utf-16-le", errors="replace"))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return _sound(data.decode(encoding))
        except UnicodeDecodeError as error:
            if error.start >= len(data) - 3 and error.reason.startswith(
                ("unexpected end", "incomplete")
            ):
                raise UnreadableRoster("cut_off") from None
    raise UnreadableRoster("program")


def _sound(text: str) -> str:
    head = text[:20_000]
    odd = sum(1 for c in head if (c < " " and c not in "\t\r\n\x0c\x1a") or c == "\ufffd")
    if odd > len(head) // 100 + 1:
        raise UnreadableRoster("program")
    return text


def text_kind(text: str) -> str:
    """html, xml2003, mhtml or plain."""
    head = text[:4_000]
    if _SPREADSHEET_XML in head:
        return "xml2003"
    if head.lstrip()[:13].lower() == "mime-version:":
        return "mhtml"
    return "html" if _HTML.search(head) or _HTML.search(text[4_000:60_000]) else "plain"
