"""The demonstration's published rules, one class's answers, a request that waits, two files past their time."""

from datetime import date, timedelta
from typing import Any

from nuangang.accounts.models import School
from nuangang.people.actions.consents import Said, record_consents
from nuangang.people.actors import actor_for
from nuangang.people.models import Child, Relative, StaffPost
from nuangang.privacy.actions.requests import due_on, enter_request
from nuangang.privacy.actions.rules import name_person, publish_rules, save_draft
from nuangang.privacy.retention.clearing import keep_longer
from nuangang.privacy.rules_text import SECTIONS
from nuangang.privacy.school_settings import PrivacySettings

ASKED = ("portrait", "wechat", "publicity")
OPEN, NO = 6, 5  # every sixth form has not come back; of those that did, every fifth says no to one
ANSWERS_SOON = 2
DAY = timedelta(days=1)


def ask_families(head: Any, *, today: date) -> None:
    """Publish the rules, take in most forms of the visitor's class, and write a mother's request down."""
    name_person(head, PrivacySettings(person="周德育", phone="0871 6800123"))
    sections = [list(each) for each in SECTIONS]
    save_draft(head, sections, optional=list(ASKED), anew=[], changed="")
    publish_rules(head, valid_from=today - 60 * DAY)
    school = School.objects.get(pk=head.school_id)
    head = actor_for(head.user_id)  # the school's settings are others now
    relatives = _first_relatives(school)
    said = [each for number, row in enumerate(relatives) for each in _said(number, row)]
    record_consents(head, school, said, channel="paper", on=today - 45 * DAY)
    _request(head, school, relatives[0].child, today)
    _past_their_time(head, school, today)


def _first_relatives(school: School) -> list[Relative]:
    """Return whoever signs for each child of the visiting class teacher's class."""
    posts = StaffPost.objects.of(school).filter(staff__user__login="class-teacher")
    klass = posts.exclude(klass=None).values("klass_id")[:1]
    rows = Relative.objects.of(school).filter(child__klass_id__in=klass, child__left_on=None)
    first: dict[Any, Relative] = {}
    for row in rows.select_related("child").order_by("child__name", "child_id", "pk"):
        first.setdefault(row.child_id, row)
    return list(first.values())


def _said(number: int, relative: Relative) -> list[Said]:
    if number % OPEN == OPEN - 1:
        return []
    refused = ASKED[number // NO % len(ASKED)] if number % NO == NO - 1 else ""
    return [
        Said(relative.child, relative, code, "refused" if code == refused else "granted")
        for code in ASKED
    ]


def _request(head: Any, school: School, child: Child, today: date) -> None:
    """Let a mother have asked so long ago that the answer is due within two days."""
    asked = today
    while due_on(school, asked) > today + ANSWERS_SOON * DAY:
        asked -= DAY
    enter_request(
        head, child, kind="copy", asker="mother", proof="看过身份证，户口本上是母女",
        words="想要一份学校记了孩子哪些事，带去新的打工地方。", asked_on=asked,
    )  # fmt: skip


def _past_their_time(head: Any, school: School, today: date) -> None:
    """Leave two files of children who left over three years ago; one is kept for an open dispute."""
    files = [
        Child.objects.create(
            school=school, name=name, gender=gender, birth=date(today.year - 18, 5, 12),
            joined_on=date(today.year - 6, 9, 1), left_on=date(today.year - 4, 6, day),
            leave_reason="graduated", left_behind="both",
        )
        for name, gender, day in (("韦小满", "female", 20), ("陆冬生", "male", 26))
    ]  # fmt: skip
    keep_longer(head, files[1], reason="校外意外的赔偿还没谈完", until=today + 90 * DAY)
