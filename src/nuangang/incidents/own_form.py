"""A school's own Word form for written reports: looked through before it is taken, kept sealed."""

import io
import zipfile
import zlib
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from nuangang.incidents.paper import PAPERS, as_word
from nuangang.lib import sealed_files

KEY, PART = "incident_report_form", "docx"
BIGGEST, UNPACKED = 2_000_000, 20_000_000
SAMPLE: dict[str, Any] = {
    "title": "标题样例", "mark": "首报样例", "facts": [["报送单位", "单位样例"]], "unit": "落款样例",
    "parts": [{"heading": "一、小标题样例", "lines": ["正文样例"]}], "day": "日期样例", "drill": True,
    "watermark": "水印样例", "foot": "页脚样例",
}  # fmt: skip
# What a form must show, with how its place is written; without the mark nobody knows who took it out.
NEEDED = {
    "标题样例": "{{ title }}", "首报样例": "{{ mark }}", "一、小标题样例": "{{ part.heading }}",
    "正文样例": "{{ line }}", "页脚样例": "{{ foot }}", "演练": "{% if drill %}【演练】{% endif %}",
}  # fmt: skip


def folder(school_id: Any) -> str:
    """Return where a school's form lies."""
    return f"report_forms/{school_id}"


def form_of(school: Any) -> bytes | None:
    """Return the school's own form, None where it has none or it is gone."""
    kept = school.preferences.get(KEY)
    if not kept:
        return None
    try:
        return sealed_files.read(folder(school.pk), UUID(kept["file"]), PART)
    except FileNotFoundError:
        return None


def delivered() -> bytes:
    """Return the form that comes along, to begin from."""
    return (PAPERS / "report.docx").read_bytes()


def looked_through(data: bytes) -> bytes:
    """Return a form that can be used; raises ValidationError saying what is wrong with it."""
    if len(data) > BIGGEST:
        raise ValidationError(_("The file is larger than 2 MB. Take large pictures out of it."))
    _check_inside(data)
    try:
        made = as_word(SAMPLE, data)
        shown = _text_of(made)
    except Exception as error:  # whatever a stranger's file makes the libraries raise
        said = {"problem": str(error).splitlines()[0][:120] if str(error) else type(error).__name__}
        raise ValidationError(
            _("Word could be read, but the places to fill in are wrong: %(problem)s") % said
        ) from error
    missing = [place for words, place in NEEDED.items() if words not in shown]
    if missing:
        raise ValidationError(_("Missing in the form: %(places)s") % {"places": "、".join(missing)})
    return data


def _check_inside(data: bytes) -> None:
    """Refuse what is no Word file, what unpacks to too much, macros, and what is fetched from elsewhere."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            large = sum(part.file_size for part in archive.infolist()) > UNPACKED
            rels = [] if large else [archive.read(n) for n in names if n.endswith(".rels")]
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, RuntimeError, ValueError, OSError) as error:  # fmt: skip
        raise ValidationError(_("This is no Word file (.docx). Save it as .docx and try again.")) from error  # fmt: skip
    if "word/document.xml" not in names:
        raise ValidationError(_("This is no Word file (.docx). Save it as .docx and try again."))
    if large:
        raise ValidationError(_("The file is larger than 2 MB. Take large pictures out of it."))
    if any("vbaproject" in name.lower() for name in names) or any(b"External" in r for r in rels):
        raise ValidationError(_("The form has macros or links to elsewhere: take them out."))


def _text_of(made: bytes) -> str:
    """Return what stands in a Word file's body, heads and feet."""
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        parts = [n for n in archive.namelist() if n.startswith("word/") and n.endswith(".xml")]
        roots = [etree.fromstring(archive.read(name)) for name in sorted(parts)]
    return "".join("".join(root.itertext()) for root in roots)
