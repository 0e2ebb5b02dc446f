"""A kept report as a Word file and as a PDF, both with the mark of who took it out and when."""

import io
import json
import re
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from nuangang.terms.calendar import SCHOOL_ZONE

PAPERS = Path(__file__).parent / "papers"
PDF, WORD = "pdf", "docx"
TYPES = {
    PDF: "application/pdf",
    WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


# What XML can't hold: a Word file with it does not open.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class NoFontError(ImproperlyConfigured):
    """The Chinese fonts that the set-up installs are gone from this machine."""


def given_for(
    body: dict[str, Any], *, mark: str, number: int, kept_at: Any, watermark: str, foot: str
) -> dict[str, Any]:
    """Return everything a paper shows, as plain data."""
    kept = kept_at.astimezone(SCHOOL_ZONE)
    day = f"{kept.year}年{kept.month}月{kept.day}日"
    facts = [
        ["报送单位", body["unit"]],
        ["主送", body["to"]],
        ["报送时间", f"{day}{kept.hour}时{kept.minute}分"],
        ["签发人", body["signer"] or "＿＿＿＿＿＿"],
        ["联系人和电话", body["contact"] or "＿＿＿＿＿＿"],
        ["版本", f"第 {number} 版"],
    ]
    drill = body["drill"]
    parts = [{"heading": h, "lines": text.splitlines()} for h, text in body["parts"]]
    return {
        "title": f"【演练】{body['title']}" if drill else body["title"], "mark": mark, "facts": facts, "parts": parts, "unit": body["unit"],
        "day": day, "drill": drill, "watermark": f"演练　{watermark}" if drill else watermark, "foot": foot,
    }  # fmt: skip


def made(form: str, given: dict[str, Any], template: bytes | None = None) -> bytes:
    """Return the paper as a file; a Word file by the school's own template where it has one."""
    clean = fit(given)
    return as_pdf(clean) if form == PDF else as_word(clean, template)


def fit(given: Any) -> Any:
    """Return plain data without the characters that no file may hold."""
    if isinstance(given, dict):
        return {key: fit(value) for key, value in given.items()}
    if isinstance(given, list):
        return [fit(value) for value in given]
    return _UNFIT.sub("", given) if isinstance(given, str) else given


def as_pdf(given: dict[str, Any]) -> bytes:
    """Return the paper as a PDF set in the Chinese fonts that the set-up installs."""
    import typst

    data = typst.compile(
        str(PAPERS / "report.typ"), root=str(PAPERS), font_paths=[str(fonts())], format="pdf",
        sys_inputs={"given": json.dumps(given, ensure_ascii=False)},
    )  # fmt: skip
    return bytes(data)


def fonts() -> Path:
    """Return the folder of the Chinese fonts, or say how to get them back."""
    try:
        import pylopdf_fonts_zh_cn
    except ImportError as error:
        raise NoFontError(
            _("The Chinese fonts are missing: stop the program and start it with ./run once.")
        ) from error
    return Path(pylopdf_fonts_zh_cn.serif_path()).parent


def as_word(given: dict[str, Any], template: bytes | None = None) -> bytes:
    """Return the paper as a Word file; what stands in a template can reach nothing but the paper."""
    from docxtpl import DocxTemplate
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    source = io.BytesIO(template) if template else PAPERS / "report.docx"
    document = DocxTemplate(source)
    document.render(given, jinja_env=ImmutableSandboxedEnvironment(autoescape=True))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
