"""Anybody employed raises an incident in seconds; what is due stands at once, and leaders know."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from nuangang.accounts.models import School
from nuangang.audit.models import Entry
from nuangang.incidents.models import Deadline, Incident, IncidentChild, IncidentStep, of
from nuangang.incidents.tests.cast import AWAY, HOME, WORDS, Cast
from nuangang.notify.models import ChannelSetting, Message
from nuangang.people.models import Contact, ParentFact, Relative
from nuangang.wellbeing.tests.cast import other_school


def send(cast: Cast, by, *children, **more):
    given = {"once": uuid4(), "child": [c.pk for c in children], "kind": "injury", **more}
    return cast.browser(by).post(reverse("incident_new"), given)


def test_a_teacher_raises_it_about_any_child_and_calls_from_the_page(cast: Cast) -> None:
    assert cast.browser(cast.li).get(reverse("child", args=[cast.an.pk])).status_code == 404
    answer = send(cast, cast.li, cast.an, words=WORDS, place="操场")
    made = Incident.objects.get()
    assert answer.url == reverse("incident", args=[made.pk])
    page = cast.get(cast.li, answer.url)
    assert page.index(f"tel:{HOME}") < page.index(f"tel:{AWAY}")  # the carer's clock is the first
    assert "张桂花" in page
    assert "tel:110" in page
    entry = Entry.objects.filter(verb="read_incident").latest("at")
    assert (entry.actor_name, entry.detail["children"]) == ("李老师", [str(cast.an.pk)])
    step = IncidentStep.objects.get()
    assert (step.kind, step.words, step.place, step.by) == ("raised", WORDS, "操场", cast.li)
    with connection.cursor() as cursor:
        cursor.execute("SELECT words, place FROM incidents_incidentstep")
        assert not {WORDS, "操场"} & set(cursor.fetchone())


def test_each_party_has_its_deadline_by_the_rules(cast: Cast) -> None:
    now = timezone.now()
    made = cast.incident(now=now, happened_at=now - timedelta(minutes=5))
    told = {
        d.party: (d.due_at - made.happened_at) // timedelta(minutes=1)
        for d in of(made, Deadline).filter(what="tell")
    }
    assert told == {
        "class_teacher": 10, "head": 10, "guardian": 30, "parents": 60, "bureau": 120, "township": 120,
    }  # fmt: skip
    assert cast.due(made, "guardian").child_id == cast.an.pk
    assert of(made, Deadline).filter(what="progress").count() == 6
    assert of(made, Deadline).get(what="final").due_at == made.happened_at + timedelta(days=7)


def test_sent_twice_it_is_one(cast: Cast) -> None:
    once = uuid4()
    for _again in range(2):
        assert send(cast, cast.wang, cast.an, once=once).status_code == 302
    assert (Incident.objects.count(), IncidentStep.objects.count()) == (1, 1)
    send(cast, cast.li, cast.an, once=once)
    assert Incident.objects.count() == 2  # nobody takes another's by sending its number


def carrier(cast: Cast) -> None:
    """Let the school have an SMS service, and its leaders phones."""
    ChannelSetting.objects.create(school=cast.school, carrier="sms_gateway", on=True)
    for number, staff in enumerate((cast.head, cast.deputy, cast.lead, cast.lin, cast.wang)):
        staff.phone = f"1390000000{number}"
        staff.save()


def test_leaders_get_an_sms_without_a_child_in_it_and_the_menu_counts(cast: Cast) -> None:
    cast.incident()
    assert not Message.objects.exists()  # no carrier: nothing is queued for ever
    carrier(cast)
    cast.incident(cast.lead)
    told = set(Message.objects.values_list("to_name", "urgent"))
    assert told == {("高校长", True), ("副校长", True), ("林老师", True)}
    assert not any("安安" in message.text for message in Message.objects.all())
    assert School.objects.get(pk=cast.school.pk).waiting["incidents"] == {"all": 2}
    assert "count-badge" in cast.get(cast.head, reverse("incidents"))


def test_children_are_found_by_typing_and_stay_chosen(cast: Cast) -> None:
    cast.chen.search = " chenchen 晨晨 "
    cast.chen.save()
    page = cast.browser(cast.wang).post(
        reverse("incident_new"), {"again": "1", "who": "晨晨", "child": [cast.an.pk]}
    )
    chips = page.content.decode().split('id="raise-found"')[1]
    assert f'value="{cast.an.pk}" checked' in chips
    assert "晨晨" in chips
    assert Incident.objects.count() == 0
    preset = cast.get(cast.wang, reverse("incident_new"), child=cast.an.pk)
    assert f'value="{cast.an.pk}" checked' in preset


def test_nothing_is_required_but_what_happened(cast: Cast) -> None:
    assert send(cast, cast.wang, kind="").status_code == 422
    later = (timezone.localtime() + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")
    refused = send(cast, cast.wang, cast.an, at=later)
    assert refused.status_code == 422
    assert f'value="{cast.an.pk}" checked' in refused.content.decode()  # nothing is lost
    assert send(cast, cast.wang).status_code == 302
    assert not IncidentChild.objects.exists()
    assert not Deadline.objects.filter(party="guardian").exists()


def test_another_schools_child_and_people_from_outside(cast: Cast) -> None:
    head, far = other_school()
    assert send(cast, cast.wang, far).status_code == 422
    assert cast.browser(cast.outside).get(reverse("incident_new")).status_code == 404
    made = cast.incident()
    assert cast.browser(head).get(reverse("incident", args=[made.pk])).status_code == 404
    assert cast.browser(cast.outside).get(reverse("incident", args=[made.pk])).status_code == 404


def test_the_dead_are_not_called_and_parents_at_home_are_told_once(cast: Cast) -> None:
    own = {"school": cast.school, "child": cast.an}
    father = Relative.objects.create(**own, kin="father", name="安强")
    Contact.objects.create(**own, relative=father, number="13800000009", call_order=1)
    ParentFact.objects.create(**own, parent="father", kind="alive", value="dead")
    made = cast.incident()
    assert "13800000009" not in cast.get(cast.wang, reverse("incident", args=[made.pk]))
    Relative.objects.filter(kin="mother", school=cast.school).update(is_carer=True)
    again = cast.incident()
    assert not of(again, Deadline).filter(party="parents").exists()


def test_the_database_refuses_to_change_or_delete_the_time_line(cast: Cast) -> None:
    cast.incident()
    for change in (
        lambda: IncidentStep.objects.update(by=cast.li),
        lambda: IncidentStep.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_drill_masks_numbers_and_is_kept_apart(cast: Cast) -> None:
    carrier(cast)
    made = cast.incident(drill=True)
    page = cast.get(cast.wang, reverse("incident", args=[made.pk]))
    assert "drill-stripe" in page
    assert HOME not in page
    assert "tel:" not in page
    address = reverse("incident", args=[made.pk])
    assert address not in cast.get(cast.head, reverse("incidents"))
    assert address in cast.get(cast.head, reverse("incidents"), drill=1)
    assert School.objects.get(pk=cast.school.pk).waiting.get("incidents", {}) == {}
    assert not Message.objects.exists()
