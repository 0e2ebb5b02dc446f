"""The one box."""

from django.urls import reverse

from nuangang.audit.models import Entry
from nuangang.desk.tests.register_cast import names

SEARCH = reverse("search")


def test_it_finds_by_initials_and_leads_to_the_file(register):
    child = register.left_behind_child()
    answer = register.get("lead", SEARCH, q="lxy")
    assert names(answer) == ["李欣怡"]
    assert reverse("child", kwargs={"pk": child.pk}) in answer.content.decode()


def test_what_was_typed_is_never_recorded(register):
    register.left_behind_child()
    register.get("lead", SEARCH, q="5678")
    assert not any("5678" in str(e.detail) + e.label for e in Entry.objects.all())


def test_nothing_typed_finds_nobody(register):
    register.left_behind_child()
    assert names(register.get("lead", SEARCH)) == []
    assert names(register.get("lead", SEARCH, q="  ")) == []


def test_only_ones_own(register):
    register.left_behind_child()
    assert names(register.get("elsewhere", SEARCH, q="lxy")) == []
    assert names(register.get("mentor", SEARCH, q="lxy")) == []
