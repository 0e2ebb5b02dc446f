"""An SMS to a family says no word of what happened; its link makes them told, once, under their name."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nuangang.incidents.models import IncidentStep, SeenLink
from nuangang.incidents.tests.cast import Cast
from nuangang.incidents.tests.test_raising import carrier
from nuangang.notify.models import Message
from nuangang.people.models import Contact

HOST = "school.example.org"


@pytest.fixture
def row(cast: Cast, settings):
    """The deadline for An's mother, in a school with an SMS service and a public name."""
    settings.ALLOWED_HOSTS = ["*"]
    carrier(cast)
    return cast.due(cast.incident(), "parents")


def send(cast: Cast, row, by=None, host: str = HOST, child=None, **more):
    contact = Contact.objects.of(cast.school).get(child=child or cast.an, relative__kin="mother")
    given = {"once": uuid4(), "contact": contact.pk, "whom": "妈妈 刘芳", **more}
    return cast.browser(by or cast.wang).post(
        reverse("incident_text", args=[row.pk]), given, HTTP_HOST=host
    )


def texts() -> list[str]:
    return [message.text for message in Message.objects.filter(to_name="妈妈 刘芳")]


def link_of(text: str) -> str:
    return text[text.index("http") :].split(HOST)[1].strip()


def test_the_family_taps_the_link_and_is_told_by_that(cast: Cast, row) -> None:
    once = uuid4()
    for _again in range(2):
        assert send(cast, row, once=once).status_code == 302
    (text,) = texts()
    assert "安安" not in text
    page = Client().get(link_of(text), HTTP_HOST=HOST).content.decode()
    assert "安安" not in page
    assert "双杠" not in page
    row.refresh_from_db()
    assert row.told_at is None  # sent is not told, and a phone's preview of a link is nobody
    for _again in range(2):
        assert Client().post(link_of(text), HTTP_HOST=HOST).status_code == 200
    row.refresh_from_db()
    assert (row.told_to, row.told_by) == ("妈妈 刘芳", None)
    assert IncidentStep.objects.filter(deadline=row, kind="seen").count() == 1
    assert "点链接确认" in cast.get(cast.wang, reverse("incident", args=[row.incident_id]))


def test_a_number_without_a_name_is_told_under_the_number(cast: Cast, row) -> None:
    own = {"school": cast.school, "child": cast.an}
    bare = Contact.objects.create(**own, number="13800009999", call_order=9)
    given = {"once": uuid4(), "contact": bare.pk, "whom": ""}
    address = reverse("incident_text", args=[row.pk])
    assert cast.browser(cast.wang).post(address, given, HTTP_HOST=HOST).status_code == 302
    assert SeenLink.objects.get().whom == "13800009999"


def test_wrong_and_old_codes_open_nothing(cast: Cast, row) -> None:
    send(cast, row)
    wrong = reverse("incident_seen", args=[cast.school.short_name, "ABCDEFGHJKLM"])
    assert Client().get(wrong, HTTP_HOST=HOST).status_code == 404
    SeenLink.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert Client().post(link_of(texts()[0]), HTTP_HOST=HOST).status_code == 404
    row.refresh_from_db()
    assert row.told_at is None


def test_within_the_house_it_goes_without_a_link_and_never_in_a_drill(cast: Cast, row) -> None:
    send(cast, row, host="192.168.1.5")
    assert "http" not in texts()[0]
    drill = cast.due(cast.incident(drill=True), "parents")
    send(cast, drill)
    assert len(texts()) == 1
    assert not IncidentStep.objects.filter(deadline=drill).exists()


def test_only_to_a_number_of_this_child_and_by_who_sees_to_it(cast: Cast, row) -> None:
    cast.family(cast.bo)
    send(cast, row, child=cast.bo)
    assert send(cast, row, by=cast.li).status_code == 404
    assert texts() == []
