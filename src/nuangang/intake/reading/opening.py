"""From bytes to raw sheets, whatever the file is called (domain.md §6.4)."""

from pathlib import PurePath

from nuangang.intake.reading import filekinds, textsheet, websheet, workbook, xmlsheet
from nuangang.intake.reading.problems import UnreadableRoster
from nuangang.intake.reading.rawsheet import RawSheet


def sheets_of(data: bytes, filename: str) -> tuple[str, list[RawSheet]]:
    """What the file is (xls, workbook, csv, html, xml) and its sheets; raises `UnreadableRoster`."""
    kind = filekinds.kind_of(data)
    if kind in ("ole", "zip"):
        return ("xls" if kind == "ole" else "workbook"), workbook.read(data, kind)
    text = filekinds.text_of(data)
    if not text.strip():
        raise UnreadableRoster("empty")
    return _from_text(text, data, PurePath(filename).stem or "1")


def _from_text(text: str, data: bytes, name: str) -> tuple[str, list[RawSheet]]:
    kind = filekinds.text_kind(text)
    if kind == "xml2003":
        return "xml", xmlsheet.read(data)
    if kind == "mhtml":
        text, kind = websheet.from_archive(data), "html"
    if kind == "html":
        return "html", websheet.read(text, name)
    return "csv", textsheet.read(text, name)
