"""Written reports: begun with what is known, without names, kept by version, handed in to settle what is owed."""

import io
import zipfile
from datetime import timedelta
from uuid import uuid4

import pypdf
import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import etree, html

from nuangang.audit.models import Entry
from nuangang.incidents.actions.leading import add_line, close_incident
from nuangang.incidents.models import Deadline, IncidentReport, IncidentStep, of
from nuangang.incidents.tests.cast import HOME, Cast

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def write(cast: Cast, by, made, view: str = "incident_report_write", query: str = "kind=first", **typed):  # fmt: skip
    """Send the form as it is begun, with what is typed over it."""
    browser, address = cast.browser(by), f"{reverse(view, args=[made.pk])}?{query}"
    forms = html.fromstring(browser.get(address).content.decode()).forms
    begun = next(form for form in forms if "title" in form.fields)
    given = {name: value.strip() for name, value in begun.form_values()}
    given["steps"] = given["steps"] or "送卫生院"
    return browser.post(address, {**given, **typed})


def kept(cast: Cast, made=None, **typed) -> IncidentReport:
    made = made or cast.incident(words="安安从双杠上摔下来", place="操场")
    answer = write(cast, cast.lead, made, **typed)
    assert answer.status_code == 302, answer.content.decode()
    return IncidentReport.objects.latest("number")


def said(report: IncidentReport) -> str:
    return report.body


def hand(cast: Cast, report: IncidentReport, **more):
    given = {
        "once": uuid4(),
        "party": "bureau",
        "result": "reached",
        "whom": "安全科 张科长",
        **more,
    }
    return cast.browser(cast.lead).post(reverse("incident_report_hand", args=[report.pk]), given)


def test_the_report_begins_with_what_is_known_and_names_nobody(cast: Cast) -> None:
    made = cast.incident(words=f"安安从双杠上摔下来，奶奶张桂花电话{HOME}", place="操场")
    add_line(cast.as_(cast.lead), made, "done", "送安安去卫生院")
    body = said(kept(cast, made))
    assert "某生（七(1)班）" in body
    assert "某生从双杠上摔下来" in body
    assert "送某生去卫生院" in body
    assert not any(name in body for name in ("安安", "张桂花", HOME))
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM incidents_incidentreport")
        assert "某生" not in cursor.fetchone()[0]


def test_names_typed_by_hand_are_found_and_replaced(cast: Cast) -> None:
    made = cast.incident()
    refused = write(
        cast, cast.lead, made, hurt=f"安 安右臂骨折，{HOME}，波波扶她", cause="王老师在场"
    )
    assert refused.status_code == 422
    page = refused.content.decode()
    assert all(words in page for words in ("安安", "波波", "王老师", "（号码略）"))
    assert 'value="keep"' not in page  # a child concerned can't be left there
    assert "右臂骨折" in page  # nothing typed is lost
    typed = {"hurt": f"安 安右臂骨折，{HOME}，波波扶她", "cause": "王老师在场"}
    body = said(kept(cast, made, names="replace", **typed))
    assert "某生右臂骨折，（号码略），另一名学生扶她" in body
    assert "一名教师在场" in body


def test_names_of_others_may_stay_if_somebody_says_so(cast: Cast) -> None:
    made = cast.incident()
    refused = write(cast, cast.lead, made, cause="波波推了一下")
    assert 'value="keep"' in refused.content.decode()
    assert "波波推了一下" in said(kept(cast, made, cause="波波推了一下", names="keep"))


def test_with_names_it_needs_a_reason_and_stands_in_the_log(cast: Cast) -> None:
    made, view = cast.incident(), "incident_report_named"
    assert cast.browser(cast.wang).get(reverse(view, args=[made.pk])).status_code == 404
    assert write(cast, cast.lead, made, view).status_code == 422
    assert write(cast, cast.lead, made, view, reason="公安立案需要").status_code == 302
    report = IncidentReport.objects.get()
    assert "安安" in report.body
    assert Entry.objects.filter(verb="kept_incident_report", detail__named=True).exists()
    plain = reverse("incident_report_file", args=[report.pk, "pdf"])
    assert cast.browser(cast.lead).get(plain).status_code == 404
    asked = cast.browser(cast.lead).get(plain.replace("/file/", "/named-file/"))
    assert b"%PDF" not in asked.content  # asks what for
    Session = cast.browser(cast.lead).session
    Session["proved"] = (timezone.now() - timedelta(minutes=11)).isoformat()
    Session.save()
    again = cast.browser(cast.lead).get(reverse(view, args=[made.pk])).content.decode()
    assert "安安" not in again  # the second step comes first


def test_word_and_pdf_open_elsewhere_with_the_mark_of_who_took_them(cast: Cast) -> None:
    report = kept(cast, hurt="右臂骨折\x07\x1b <b>&amp;{{ 7*7 }}")
    word, pdf = (
        cast.browser(cast.lead).get(reverse("incident_report_file", args=[report.pk, form])).content
        for form in ("docx", "pdf")
    )
    archive = zipfile.ZipFile(io.BytesIO(word))
    text = "".join(node.text or "" for node in etree.fromstring(archive.read("word/document.xml")).iter(f"{W}t"))  # fmt: skip
    head = archive.read("word/header1.xml").decode()
    pages = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    for found in (text, pages.replace(" ", "").replace("\n", "")):
        for words in ("首报", "报送单位", "一、基本情况", "某生", "六、下一步工作", "续报补充"):
            assert words in found
    assert "右臂骨折 <b>&amp;{{ 7*7 }}" in text
    assert "周主任" in head
    assert "周主任" in pages
    assert "演练" not in text + pages
    taken = Entry.objects.filter(verb="took_report", actor_name="周主任")
    assert sorted(taken.values_list("detail__form", flat=True)) == ["docx", "pdf"]


def test_a_drill_says_so_in_the_paper(cast: Cast) -> None:
    report = kept(cast, cast.incident(drill=True))
    files = [
        cast.browser(cast.lead).get(reverse("incident_report_file", args=[report.pk, form])).content
        for form in ("docx", "pdf")
    ]
    assert "演练，不是真实事件" in zipfile.ZipFile(io.BytesIO(files[0])).read("word/header1.xml").decode()  # fmt: skip
    text = pypdf.PdfReader(io.BytesIO(files[1])).pages[0].extract_text()
    assert "【演练】" in text
    assert "演 练" in text


def test_handed_in_and_received_settles_what_is_owed(cast: Cast) -> None:
    now = timezone.now()
    made = cast.incident(now=now - timedelta(hours=50))
    first = kept(cast, made)
    hand(cast, first, result="sent", whom="")
    assert of(made, Deadline).get(what="tell", party="bureau").told_at is None
    assert hand(cast, first, whom="").status_code == 422
    hand(cast, first)
    row = of(made, Deadline).get(what="tell", party="bureau")
    assert (row.told_by, row.told_to) == (cast.lead, "安全科 张科长")
    follow = kept(cast, made, query="kind=progress&issue=2", overview="平稳", steps="看望")
    hand(cast, follow)
    told = of(made, Deadline).filter(what="progress", told_at__isnull=False)
    assert sorted(told.values_list("number", flat=True)) == [1, 2]  # the missed one before it too
    page = cast.get(cast.head, reverse("incident_reports", args=[made.pk]))
    assert page.count("报晚了") == 3
    assert "安全科 张科长" in page
    assert "安全科 张科长" in cast.get(cast.head, reverse("incident", args=[made.pk]))


def test_a_wrong_hand_in_is_put_right_and_the_report_is_owed_again(cast: Cast) -> None:
    made = cast.incident()
    report = kept(cast, made)
    once = uuid4()
    for _again in range(2):
        hand(cast, report, once=once)
    step = IncidentStep.objects.get(kind="reported")
    given = {"result": "reached", "whom": "张科长", "withdrawn": "on", "reason": "点错了"}
    assert cast.browser(cast.lead).post(reverse("incident_mend", args=[step.pk]), given).status_code == 302  # fmt: skip
    assert of(made, Deadline).get(what="tell", party="bureau").told_at is None
    assert "已报送" not in cast.get(cast.lead, reverse("incident_reports", args=[made.pk]))


def test_a_correction_is_a_new_version_and_the_first_stays(cast: Cast) -> None:
    made = cast.incident()
    report = kept(cast, made, hurt="左臂骨折")
    query = f"from={report.pk}"
    assert write(cast, cast.lead, made, query=query, hurt="右臂骨折").status_code == 422
    assert write(cast, cast.lead, made, query=query, hurt="右臂骨折", reason="写反了").status_code == 302  # fmt: skip
    newer = IncidentReport.objects.latest("number")
    assert (newer.number, newer.supersedes) == (2, report)
    assert "左臂" in cast.get(cast.head, reverse("incident_report", args=[report.pk]))
    assert "首报，更正" in cast.get(cast.head, reverse("incident_report", args=[newer.pk]))
    hand(cast, report)
    assert not IncidentStep.objects.filter(kind="reported").exists()  # the newer one is handed in
    for change in (
        lambda: IncidentReport.objects.update(named=True),
        lambda: IncidentReport.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_report_of_harm_names_no_colleague_and_nobody_has_to_agree(cast: Cast) -> None:
    made = cast.incident(cast.wang, kind="mr4", words="安安说爸爸打的")
    page = cast.get(cast.wang, reverse("incident_report_write", args=[made.pk]))
    assert "第十一条" in page
    assert "先报警" in page
    needed = {"police": "9时10分报警，回执 12", "steps": "和校医在一起"}
    for by, view in ((cast.wang, "incident_report_write"), (cast.head, "incident_report_named")):
        more = {**needed, "reason": "公安机关办案"}
        refused = write(cast, by, made, view, **more, danger="王老师看见的", contact="李老师")
        assert refused.status_code == 422, by.name
        page = refused.content.decode()
        assert "王老师" in page  # whoever it is: to guard one name alone would tell whose it is
        assert "李老师" in page
        assert 'value="keep"' not in page
    assert write(cast, cast.wang, made, **needed).status_code == 302
    report = IncidentReport.objects.get()
    assert (report.by, "安安" in report.body) == (cast.wang, False)
    shown = cast.get(cast.head, reverse("incident_reports", args=[made.pk]))
    assert "王老师" not in shown
    paper = cast.browser(cast.wang).get(reverse("incident_report_file", args=[report.pk, "docx"]))
    whole = zipfile.ZipFile(io.BytesIO(paper.content))
    assert not any(
        "王老师" in whole.read(name).decode(errors="replace") for name in whole.namelist()
    )
    assert not Entry.objects.filter(object_id=made.pk, actor_name="王老师").exists()


def test_a_crisis_has_its_own_fields_and_the_final_report_how_it_ended(cast: Cast) -> None:
    made = cast.incident(cast.wang, kind="crisis_red", words="安安说活着没意思")
    body = said(kept(cast, made))
    assert all(
        words in body for words in ("危机信号", "红色", "安全计划和复查", "某生说活着没意思")
    )
    hurt = cast.incident()
    close_incident(
        cast.as_(cast.lead), hurt, outcome="treated", words="已手术", lesson="双杠下加垫子",
        follow_ups=[("看望安安", cast.lin, timezone.localdate())],
    )  # fmt: skip
    final = write(cast, cast.lead, hurt, query="kind=final", cause="地面湿滑", hurt="骨折")
    assert final.status_code == 302
    text = of(hurt, IncidentReport).get().body
    assert all(words in text for words in ("已手术", "双杠下加垫子", "看望某生"))


def test_who_may_not_see_the_incident_finds_no_report(cast: Cast) -> None:
    report = kept(cast)
    own = [report.pk]
    for address in (
        reverse("incident_report", args=own),
        reverse("incident_report_file", args=[*own, "pdf"]),
        reverse("incident_reports", args=[report.incident_id]),
        reverse("incident_report_write", args=[report.incident_id]),
    ):
        assert cast.browser(cast.li).get(address).status_code == 404
        assert cast.browser(cast.secretary).get(address).status_code in (200, 403, 404)
    assert cast.browser(cast.secretary).get(reverse("incident_report_file", args=[*own, "pdf"])).status_code in (403, 404)  # fmt: skip


def test_the_page_of_reports_asks_no_more_for_twice_the_versions(cast: Cast) -> None:
    made = cast.incident()
    address = reverse("incident_reports", args=[made.pk])

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            cast.get(cast.head, address)
        return len(found)

    hand(cast, kept(cast, made))
    asked()
    before = asked()
    hand(cast, kept(cast, made, query="kind=progress", overview="平稳", steps="看望"))
    assert asked() == before
