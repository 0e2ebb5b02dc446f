"""A school's own Word form is looked through before it counts."""

import io
import zipfile
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from nuangang.accounts.models import School
from nuangang.incidents.actions.reporting import keep_report
from nuangang.incidents.models import IncidentReport
from nuangang.incidents.own_form import delivered
from nuangang.incidents.tests.cast import Cast

DOCUMENT = "word/document.xml"


def changed(
    old: str, new: str, part: str = DOCUMENT, more: dict[str, bytes] | None = None
) -> bytes:
    """Return the delivered form with a text replaced in one part, and with further parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(delivered())) as read, zipfile.ZipFile(out, "w") as written:
        for name in read.namelist():
            data = read.read(name)
            if name == part:
                assert old in data.decode()
                data = data.decode().replace(old, new).encode()
            written.writestr(name, data)
        for name, data in (more or {}).items():
            written.writestr(name, data)
    return out.getvalue()


def bring(cast: Cast, data: bytes, by=None):
    file = SimpleUploadedFile("form.docx", data)
    return cast.browser(by or cast.lead).post(reverse("incident_report_form"), {"file": file})


def report(cast: Cast) -> IncidentReport:
    body = {
        "title": "报告",
        "to": "教育局",
        "signer": "",
        "contact": "",
        "unit": "学校",
        "parts": [["一、情况", "平稳"]],
    }
    return keep_report(
        cast.as_(cast.lead), cast.incident(), once=uuid4(), kind="first", issue=1, body=body
    )


def words_of(cast: Cast, kept: IncidentReport) -> str:
    answer = cast.browser(cast.lead).get(reverse("incident_report_file", args=[kept.pk, "docx"]))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return archive.read(DOCUMENT).decode()


def test_the_schools_own_form_counts_until_it_is_given_up(cast: Cast, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    kept = report(cast)
    assert bring(cast, changed("（盖章）", "（公章）青山镇专用")).status_code == 302
    assert "青山镇专用" in words_of(cast, kept)
    taken = cast.browser(cast.lead).get(reverse("incident_report_form_file"))
    assert taken.content[:2] == b"PK"
    [file] = tmp_path.rglob("*.docx")
    assert b"word/document.xml" not in file.read_bytes()  # sealed
    give_up = {"give_up": "1"}
    assert cast.browser(cast.lead).post(reverse("incident_report_form"), give_up).status_code == 302
    assert "青山镇专用" not in words_of(cast, kept)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (lambda: b"no word file", "不是 Word 文件"),
        (lambda: changed("{{ foot }}", "", "word/footer1.xml"), "{{ foot }}"),
        (lambda: changed("{{ title }}", "{{ title.__class__.__mro__ }}"), "填"),
        (lambda: changed("{{ title }}", "{% for %}"), "填"),
        (lambda: changed("x", "x", more={"word/vbaProject.bin": b"x"}), "宏"),
        (lambda: b"PK" + b"0" * 2_000_001, "2 MB"),
    ],
)  # fmt: skip
def test_what_would_not_work_or_do_harm_is_refused_with_what_to_do(cast: Cast, data, said) -> None:
    answer = bring(cast, data())
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "incident_report_form" not in School.objects.get(pk=cast.school.pk).preferences


def test_only_who_makes_the_rules_changes_the_form(cast: Cast) -> None:
    assert bring(cast, delivered(), cast.counsellor).status_code in (403, 404)
    assert cast.browser(cast.wang).get(reverse("incident_report_form")).status_code == 404
