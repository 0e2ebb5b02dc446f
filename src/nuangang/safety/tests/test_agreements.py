"""Safety agreements: owed by posts, signed on the phone or on paper, signed opposite, never changed."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from nuangang.accounts.models import Region, School
from nuangang.accounts.posts import Post, RegionPostKind
from nuangang.audit.models import Entry
from nuangang.people.models import Staff, StaffPost
from nuangang.safety.levels import ROLES, addressee, roles_below, roles_of
from nuangang.safety.models import AgreementText, SafetyFigures, Signature
from nuangang.safety.queries.news import to_sign
from nuangang.safety.queries.owed import DONE, ONE_SIDE, TO_SIGN
from nuangang.safety.ready_texts import ready_duties
from nuangang.safety.tests.cast import Cast
from nuangang.wellbeing.tests.cast import other_school

CLASS, AGENT = Post.CLASS_TEACHER.value, "agent_parent"


def test_what_is_signed_follows_from_posts() -> None:
    posts = {Post.CLASS_TEACHER.value, Post.SUBJECT_TEACHER.value, Post.AUDITOR.value}
    assert roles_of(posts, mentor=True, outside=False) == [CLASS, AGENT]
    assert roles_of([], mentor=False, outside=False) == ["staff"]
    assert roles_of([], mentor=False, outside=True) == []
    assert CLASS in roles_below([Post.LEAD])
    assert CLASS not in roles_below([Post.ACADEMIC_LEAD])
    for role in ROLES:
        assert ready_duties(role)


def test_nobody_signs_opposite_to_themselves() -> None:
    holders = {"lead": [(1, "周")], "deputy": [(2, "副")]}
    assert addressee(CLASS, holders, 9) == ("lead", [(1, "周")])
    assert addressee(CLASS, holders, 1) == ("deputy", [(2, "副")])
    assert addressee("head", holders, 3) == ("bureau", [])


def test_each_post_has_its_agreement_and_only_the_head_begins(cast: Cast) -> None:
    assert reverse("safety_round") in cast.get(cast.head, reverse("safety"))
    assert cast.send(cast.lead, "safety_round").status_code == 403
    cast.opened()
    cast.opened(due=20)  # a second time moves the day alone
    assert AgreementText.objects.filter(number=1).count() == len(ROLES)
    owed = cast.lines()
    assert (cast.lin.name, CLASS) in owed
    assert (cast.wang.name, AGENT) in owed
    assert (cast.outside.name, "staff") not in owed
    assert [p for _k, p in owed[(cast.lin.name, CLASS)].above_people] == [cast.lead.name]
    assert owed[(cast.lin.name, CLASS)].label == "七(1)班班主任"


def test_signed_on_the_phone_then_opposite_then_it_counts(cast: Cast) -> None:
    cast.opened()
    cast.sign(cast.lin, CLASS)
    cast.sign(cast.lin, CLASS)  # twice is once
    assert Signature.objects.count() == 1
    assert cast.lines()[(cast.lin.name, CLASS)].state == ONE_SIDE
    mine = {"line": cast.key(cast.lin, CLASS)}
    assert cast.send(cast.wang, "safety_countersign", **mine).status_code == 302
    assert cast.lines()[(cast.lin.name, CLASS)].state == ONE_SIDE
    unsigned = cast.key(cast.wang, AGENT)
    cast.send(cast.lead, "safety_countersign", line=[mine["line"], unsigned])
    assert cast.lines()[(cast.lin.name, CLASS)].state == DONE
    assert cast.lines()[(cast.wang.name, AGENT)].state == TO_SIGN
    paper = cast.get(cast.lin, reverse("safety_agreement", args=[cast.lin.pk, CLASS]))
    assert cast.lead.name in paper
    figures = SafetyFigures.objects.get(school=cast.school)
    assert (figures.signed, figures.done) == (1, 1)
    assert {"safety_signed", "safety_countersigned"} <= set(
        Entry.objects.values_list("verb", flat=True)
    )


def test_the_second_step_or_password_is_asked_before_signing(cast: Cast) -> None:
    cast.opened()
    session = cast.browser(cast.lin).session
    session["began"] = session["proved"] = (timezone.now() - timedelta(hours=1)).isoformat()
    session.save()
    answer = cast.browser(cast.lin).post(reverse("safety_sign"), {"role": CLASS})
    assert "safety" not in answer.headers.get("Location", "")
    assert not Signature.objects.exists()


def test_a_new_text_is_signed_again_and_the_old_is_kept(cast: Cast) -> None:
    cast.opened()
    cast.sign(cast.lin, CLASS)
    sent = {
        "preamble": "双方签订",
        "duties": "每天点名\n\n放学护送",
        "closing": "",
        "since": "this",
        "after": 1,
    }
    assert cast.send(cast.lin, "safety_text", CLASS, **sent).status_code == 200
    assert AgreementText.objects.filter(role=CLASS).count() == 1  # a class teacher only reads it
    later = cast.send(cast.lead, "safety_text", CLASS, **{**sent, "since": "next"})
    assert later.status_code == 302
    assert cast.lines()[(cast.lin.name, CLASS)].state == ONE_SIDE  # counts from the next year on
    stale = cast.send(cast.lead, "safety_text", CLASS, **sent)
    assert stale.status_code == 422  # somebody saved version 2 meanwhile
    assert "放学护送" in stale.content.decode()
    cast.send(
        cast.lead, "safety_text", CLASS, **{**sent, "after": 2, "duties": "每天点名\n晚上查房"}
    )
    line = cast.lines()[(cast.lin.name, CLASS)]
    assert line.state == TO_SIGN
    assert line.older
    assert line.text.duties == ["每天点名", "晚上查房"]
    page = cast.get(cast.lin, reverse("safety_text", args=[CLASS]), version="1")
    assert "每天早、中、晚点名" in page
    long = cast.send(
        cast.lead, "safety_text", CLASS, **{**sent, "after": 3, "duties": "好\n" + "长" * 201}
    )
    assert "201" in long.content.decode()


def test_a_text_that_changed_while_it_was_read_is_not_signed(cast: Cast) -> None:
    cast.opened()
    answer = cast.send(cast.lin, "safety_sign", role=CLASS, seal="0" * 64)
    assert answer.headers["Location"] == reverse("safety_agreement", args=[cast.lin.pk, CLASS])
    assert not Signature.objects.exists()


def test_papers_are_noted_with_both_names_and_taken_back_with_a_reason(cast: Cast) -> None:
    cast.opened()
    both = [cast.key(cast.lin, CLASS), cast.key(cast.head, "head")]
    day = timezone.localdate()
    assert cast.send(cast.wang, "safety_paper", line=both, on=day).status_code == 403
    asked = cast.send(cast.lead, "safety_paper", line=both, on=day)
    assert asked.status_code == 422  # who signed for the bureau?
    assert cast.head.name in asked.content.decode()
    late = cast.send(
        cast.lead, "safety_paper", line=both, on=day + timedelta(days=1), name_above="局长"
    )
    assert late.status_code == 422
    given = {"on": day, "name_above": "县教育局 李局长", "place": "3 号柜"}
    cast.send(cast.lead, "safety_paper", line=both, **given)
    lines = cast.lines()
    assert lines[(cast.head.name, "head")].over.name == "县教育局 李局长"
    own = lines[(cast.lin.name, CLASS)].own
    assert (own.name, own.how, own.noted_by_name) == (cast.lin.name, "paper", cast.lead.name)
    assert cast.send(cast.wang, "safety_take_back", own.pk, reason="错").status_code == 404
    assert cast.send(cast.lead, "safety_take_back", own.pk, reason=" ").status_code == 422
    cast.send(cast.lead, "safety_take_back", own.pk, reason="签错了人")
    assert cast.lines()[(cast.lin.name, CLASS)].state == TO_SIGN
    cast.sign(cast.lin, CLASS)
    assert cast.lines()[(cast.lin.name, CLASS)].own.how == "phone"
    assert "签错了人" in cast.get(cast.lead, reverse("safety_agreement", args=[cast.lin.pk, CLASS]))


def test_signatures_and_texts_never_change(cast: Cast) -> None:
    cast.opened()
    cast.sign(cast.lin, CLASS)
    for rows in (Signature.objects.of(cast.school), AgreementText.objects.of(cast.school)):
        for change in (lambda rows=rows: rows.update(role="staff"), rows.delete):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()


def test_joiners_get_theirs_and_leavers_drop_out(cast: Cast) -> None:
    cast.opened()
    today = timezone.localdate()
    cast.post(cast.wang, Post.DORM_KEEPER)
    assert (cast.wang.name, "dorm_keeper") in cast.lines()
    StaffPost.objects.filter(school=cast.school, staff=cast.lin).update(until=today)
    assert (cast.lin.name, CLASS) not in cast.lines()
    assert (cast.lin.name, "staff") in cast.lines()
    Staff.objects.filter(school=cast.school, pk=cast.wang.pk).update(until=today)
    assert not [name for name, _role in cast.lines() if name == cast.wang.name]


def test_who_sees_what(cast: Cast) -> None:
    cast.opened()
    teacher = cast.get(cast.lin, reverse("safety_list"))
    assert "七(1)班班主任" in teacher
    assert cast.head.name not in teacher
    assert not cast.get(cast.lin, reverse("safety"))
    assert not cast.get(cast.lin, reverse("safety_sheet"))
    other = reverse("safety_agreement", args=[cast.wang.pk, AGENT])
    assert not cast.get(cast.lin, other)
    assert cast.get(cast.lead, other)
    north, _child = other_school()
    assert not cast.get(north, other)
    assert cast.lin.name not in cast.get(north, reverse("safety_list"))


def test_rates_lead_to_their_lists(cast: Cast) -> None:
    cast.opened(due=-1)
    cast.sign(cast.wang, AGENT)
    page = cast.get(cast.head, reverse("safety"))
    assert f"{reverse('safety_list')}?role=agent_parent&amp;state=to_sign" in page
    assert "1/2" in page  # agent parents: Wang of Wang and Li
    missing = cast.get(cast.head, reverse("safety_list"), role=AGENT, state="to_sign")
    assert cast.li.name in missing
    assert cast.wang.name not in missing
    printed = cast.get(cast.head, reverse("safety_print"), role=AGENT)
    assert printed.count('class="file-card promise"') == 2
    sheet = cast.browser(cast.head).get(reverse("safety_sheet"), {"role": AGENT})
    rows = list(csv.reader(StringIO(sheet.content.decode("utf-8-sig"))))
    assert [row[1] for row in rows[1:]] == sorted([cast.wang.name, cast.li.name])


def test_the_list_asks_no_more_for_twice_the_rows(cast: Cast) -> None:
    cast.opened()

    def asked() -> int:
        cast.get(cast.head, reverse("safety_list"))
        with CaptureQueriesContext(connection) as found:
            assert cast.get(cast.head, reverse("safety_list"))
        return len([q for q in found if "safety_" in q["sql"] or "people_staffpost" in q["sql"]])

    before = asked()
    for number in range(6):
        cast.post(cast.person(f"新老师{number}", f"new{number}"), Post.SUBJECT_TEACHER)
    assert asked() == before
    assert before <= 5


def test_the_matters_of_the_day_name_each_once(cast: Cast) -> None:
    day = timezone.localdate()

    def told(staff: Staff) -> list[str]:
        lines: list[str] = []
        to_sign(lambda _state, text, **_more: lines.append(text), cast.as_(staff), day)
        return lines

    assert told(cast.lin) == []
    cast.opened(due=-1)
    cast.sign(cast.lin, CLASS)
    assert told(cast.lin) == []
    assert len(told(cast.wang)) == 1
    assert len(told(cast.lead)) == 3  # own, Lin's to sign opposite, who is late


def test_the_county_sees_rates_and_its_officer_signs_with_the_heads(cast: Cast) -> None:
    county = Region.objects.create(level="county", name="云岭县")
    School.objects.filter(pk=cast.school.pk).update(region=county)
    officer = cast.above(county, RegionPostKind.COUNTY_OFFICER)
    viewer = cast.above(county, RegionPostKind.COUNTY_VIEWER)
    elsewhere = cast.above(Region.objects.create(level="county", name="别县"), "county_officer")
    cast.opened()
    cast.sign(cast.head, "head")
    sent = {"school": cast.school.pk}
    for other in (viewer, elsewhere):
        cast.send(other, "county_safety_sign", **sent)
    assert cast.lines()[(cast.head.name, "head")].state == ONE_SIDE
    page = cast.get(officer, reverse("county_safety"))
    assert cast.school.name in page
    assert cast.lin.name not in page
    assert cast.school.name not in cast.get(elsewhere, reverse("county_safety"))
    assert not cast.get(cast.head, reverse("county_safety"))
    cast.send(officer, "county_safety_sign", **sent)
    line = cast.lines()[(cast.head.name, "head")]
    assert (line.state, line.over.name) == (DONE, officer.name)
    entry = Entry.objects.get(verb="safety_countersigned")
    assert entry.school_id == cast.school.pk
