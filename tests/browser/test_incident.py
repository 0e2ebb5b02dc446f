"""Three phones: a teacher raises and rings, a leader takes it, a mother far away says that she has seen it."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from nuangang.accounts.models import User
from nuangang.incidents.actions.texting import send_text
from nuangang.incidents.models import Deadline, Incident
from nuangang.incidents.tests.cast import HOME, Cast
from nuangang.incidents.tests.test_raising import carrier
from nuangang.notify.models import Message
from nuangang.people.actors import actor_for
from nuangang.people.models import Child, Contact
from nuangang.people.search import search_text
from tests.browsing import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db) -> Cast:
    """The school of incidents' tests, with phones and an SMS service."""
    made = Cast()
    carrier(made)
    words = search_text(["安安"], [], made.school.pk)
    Child.objects.of(made.school).filter(pk=made.an.pk).update(search=words)
    return made


def link_to(row: Deadline, site: str) -> str:
    """Return the link that the mother gets by SMS, as if the school had a public name."""
    contact = Contact.objects.of(row.school_id).get(relative__kin="mother")
    send_text(
        actor_for(User.objects.get(login="wang").pk), row, contact=contact.pk, whom="妈妈 刘芳",
        once=uuid4(), address_of=lambda code: site + reverse("incident_seen", args=["an", code]),
    )  # fmt: skip
    text = Message.objects.get(to_name="妈妈 刘芳").text
    return re.findall(r"http\S+", text)[0]


def test_raised_taken_and_seen_on_three_phones(cast: Cast, visit, live_server) -> None:
    teacher = visit(User.objects.get(login="li"), PHONE)
    teacher.goto(reverse("children"))
    teacher.locator(".topbar-raise").click()
    teacher.locator("input[name=who]").press_sequentially("anan")
    teacher.locator("#raise-found .chip-choice", has_text="安安").click()
    teacher.locator(".kind-chip", has=teacher.locator("input[value=injury]")).click()
    teacher.locator(".raise-it").click()
    call = teacher.locator(f"#calls a[href='tel:{HOME}']").first
    call.wait_for()
    assert call.bounding_box()["height"] >= 44
    assert teacher.evaluate("document.documentElement.scrollWidth") <= 360

    leader = visit(User.objects.get(login="head"), PHONE)
    leader.goto(reverse("incidents"))
    leader.locator(".incident-card a").click()
    leader.locator(".lead-line button").click()
    leader.locator(".lead-line", has_text="高校长").wait_for()

    incident = Incident.objects.get()
    row = Deadline.objects.select_related("incident__school").get(party="parents")
    mother = visit(None, PHONE)
    mother.goto(link_to(row, live_server.url))
    mother.locator(".panel form button").click()
    mother.locator(".panel .status").wait_for()
    row.refresh_from_db()
    assert row.told_to == "妈妈 刘芳"
    teacher.goto(reverse("incident", args=[incident.pk]))
    expect(teacher.locator(".lead-line")).to_contain_text("高校长")
    expect(teacher.locator("#line")).to_contain_text("妈妈 刘芳")
