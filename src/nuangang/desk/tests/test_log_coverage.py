"""What has to leave an entry leaves one, and no entry holds what should not be read there."""

import json
import re

import pytest
from django.test import Client
from django.urls import get_resolver

from nuangang.accounts.models import User
from nuangang.audit.actions import Person, record
from nuangang.audit.models import Entry
from nuangang.lib.ids import new_id

FILE = "children/<uuid:pk>/"
ID, PHONE, HOME = "999999201303010018", "13800005678", "石桥村十二号"
# Shown inside pages that are recorded themselves, or asking for something before they show anything.
BESIDE = {"child_photo_file", "child_reveal", "child_numbers", "child_everything_file"}
WHY = {"reason": "family", "words": "假期前家访"}
NUMBERS = re.compile(r"(?<![0-9a-f-])\d{11,18}(?![0-9a-f-])")


def routes(resolver=None, before=""):
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            yield from routes(entry, route)
        else:
            yield route, entry.name


def verbs(**about):
    return set(Entry.objects.filter(**about).values_list("verb", flat=True))


def test_every_page_of_a_childs_file_leaves_an_entry_about_the_child(register):
    child = register.left_behind_child(birth="2013-03-01")
    shown, silent = 0, []
    for route, name in routes():
        if not route.startswith(FILE) or name in BESIDE:
            continue
        address = "/" + route.replace("<uuid:pk>", str(child.pk))
        address = re.sub(r"<uuid:[^>]+>", str(new_id()), address)
        address = re.sub(r"<str:parent>|<[^>]+>", "father", address)
        before = Entry.objects.filter(object_id=child.pk).count()
        if register.get("lead", address).status_code == 200:
            shown += 1
            if Entry.objects.filter(object_id=child.pk).count() != before + 1:
                silent.append(name)
    assert not silent
    assert shown > 8


@pytest.mark.parametrize(
    ("address", "verb", "how_many"),
    [
        ("/children/", "listed", 3),
        ("/children/?rows=all", "printed_list", 3),
        ("/search/?q=李", "searched", 3),
        ("/children/checks/", "listed", 1),
        ("/classes/{klass}/", "listed", 3),
        ("/classes/{klass}/cards/", "printed_contact_cards", 3),
        ("/classes/{klass}/file-cards/", "printed_file_cards", 3),
    ],
)
def test_a_list_is_one_entry_with_how_many(register, address, verb, how_many):
    for number in range(3):
        register.left_behind_child(f"李{number}")
    address = address.format(klass=register.klass.pk)
    if verb.startswith("printed"):
        register.post("lead", address, **WHY)
    before = Entry.objects.count()
    answer = register.get("lead", address)
    assert answer.status_code == 200
    assert Entry.objects.count() == before + 1
    entry = Entry.objects.get(verb=verb)
    assert entry.detail["count"] == how_many
    assert "李" not in json.dumps(entry.detail, ensure_ascii=False)


def test_what_one_may_not_see_is_recorded_wherever_it_is(register):
    other, mine = register.other_schools_child(), register.child()
    register.get("lead", f"/children/{other.pk}/")
    register.get("mentor", f"/children/{mine.pk}/")
    register.get("mentor", "/school/")
    refused = Entry.objects.filter(verb="refused").values_list("object_id", flat=True)
    assert set(refused) == {other.pk, mine.pk, None}


def test_signing_in_and_out_and_failing_to_leave_entries(register):
    user = User.objects.get(login="lead")
    user.set_password("harbour-lamp-7")
    user.save()
    browser = Client()
    browser.post("/sign-in/", {"login": "lead", "password": "13800005678"})
    browser.post("/sign-in/", {"login": "13900009999", "password": "x"})
    browser.post("/sign-in/", {"login": "lead", "password": "harbour-lamp-7"})
    browser.post("/sign-out/")
    assert {"sign_in_failed", "signed_in", "signed_out"} <= verbs()
    assert_nothing_private()


def test_no_entry_holds_what_a_file_says(register):
    child = register.left_behind_child(address=HOME, birth="2013-03-01")
    page = f"/children/{child.pk}/"
    register.post("lead", f"{page}reveal/", reason=f"家长打来 {PHONE} 问,证件 {ID}")
    register.post("lead", f"{page}calls/", number=PHONE, label="家里")
    register.get("lead", f"/search/?q={PHONE}")
    register.get("lead", f"/children/?q={ID}")
    register.post("lead", f"{page}close/", on="2026-09-01", reason="moved", place=HOME)
    record(Person("x"), "revealed", kind="child", reason="138 0000 5678", changes={"a": [ID, ""]})
    assert Entry.objects.filter(verb="revealed").exists()
    assert_nothing_private()


def assert_nothing_private():
    for entry in Entry.objects.values():
        said = json.dumps(
            [entry["label"], entry["detail"], entry["actor_name"]], ensure_ascii=False
        )
        assert not NUMBERS.search(said), said
        for text in (ID, PHONE, HOME, "138 0000 5678"):
            assert text not in said, said
