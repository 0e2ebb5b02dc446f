"""What a token opens and what not: whose it is, what it was given, and when it ends."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from nuangang.accounts.integrations import make_integration, revoke_integration
from nuangang.accounts.models import Integration
from nuangang.accounts.posts import Post
from nuangang.audit.actions import Person
from nuangang.audit.models import Entry
from nuangang.care.tests.cast import MONDAY, Cast
from nuangang.desk.tests import caring as at_school
from nuangang.people.models import Contact, Relative
from nuangang.people.tests.api import Program, program, token_for

caring = at_school.caring


def only() -> Integration:
    return Integration.objects.get()


def test_a_token_opens_the_api_and_is_kept_as_a_hash_only(caring: Cast) -> None:
    token = token_for(caring.lead)
    assert Program(token).get("token").json()["acts_for"] == "周主任"
    assert token not in str(Integration.objects.values())
    assert token.startswith(only().token_start)


def test_without_a_token_nothing_opens_not_even_with_a_session(caring: Cast) -> None:
    client = Client()
    client.force_login(caring.lead.user)
    answer = client.get("/api/v1/children")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_revoked_token_opens_nothing_from_that_moment(caring: Cast) -> None:
    asking = program(caring.lead)
    assert asking.get("children").status_code == 200
    revoke_integration(Person("周主任", school_id=caring.school.pk), only())
    refused = asking.get("children")
    assert (refused.status_code, refused.json()["detail"]) == (401, "This token was revoked.")


def test_a_token_ends_on_its_day(caring: Cast) -> None:
    asking = Program(token_for(caring.lead, until=timezone.now() + timedelta(hours=1)))
    assert asking.get("token").status_code == 200
    Integration.objects.update(expires_at=timezone.now())
    assert asking.get("token").status_code == 401


def test_a_token_lasts_a_year_at_most(caring: Cast) -> None:
    token_for(caring.lead, until=timezone.now() + timedelta(days=5000))
    assert only().expires_at <= timezone.now() + timedelta(days=366)


def test_a_token_ends_with_the_person_behind_it(caring: Cast) -> None:
    asking = program(caring.lead)
    caring.lead.until = MONDAY
    caring.lead.save()
    assert asking.get("children").status_code == 401


def test_a_token_loses_what_its_person_loses(caring: Cast) -> None:
    asking = program(caring.lead)
    assert len(asking.pages("children")) == 3
    caring.lead.posts.filter(school=caring.school, post=Post.LEAD).update(until=MONDAY)
    assert asking.pages("children") == []
    assert asking.get("figures").status_code == 403


def test_a_token_of_somebody_elsewhere_opens_nothing_here(caring: Cast) -> None:
    """The person works at two schools: the token counts at its own only."""
    asking = program(caring.lead)
    Integration.objects.update(staff_id=caring.wang.pk)
    assert asking.get("children").status_code == 401


@pytest.mark.parametrize(
    ("scope", "path"),
    [
        ("children:read", "children"), ("children:read", "classes"),
        ("care_records:read", "care-records"), ("duties:read", "duties"),
        ("figures:read", "figures"),
    ],
)  # fmt: skip
def test_each_scope_opens_its_own_and_nothing_else(caring: Cast, scope: str, path: str) -> None:
    asking = program(caring.lead, scope)
    assert asking.get(path).status_code == 200
    without = program(caring.lead, *({"children:read", "duties:read"} - {scope}))
    refused = without.get(path)
    assert (refused.status_code, scope in refused.json()["detail"]) == (403, True)


def test_families_need_their_scope_beside_the_children(caring: Cast) -> None:
    path = f"children/{caring.an.pk}/relatives"
    assert program(caring.lead, "children:read").get(path).status_code == 403
    assert program(caring.lead, "children:read", "family:read").get(path).status_code == 200


def test_sensitive_fields_stay_empty_without_their_scope(caring: Cast) -> None:
    caring.an.id_number, caring.an.address = "99999920130301001X", "石门镇 3 组"
    caring.an.illness, caring.an.aid = "哮喘", "低保"
    caring.an.save()
    Relative.objects.create(school=caring.school, child=caring.an, kin="father")
    Contact.objects.create(school=caring.school, child=caring.an, number="13900000001")
    path = f"children/{caring.an.pk}"
    bare = program(caring.lead, "children:read").get(path).json()
    assert [bare[n] for n in ("id_number", "address", "illness", "aid")] == [None] * 4
    full = program(caring.lead).get(path).json()
    assert [full[n] for n in ("address", "illness", "aid")] == ["石门镇 3 组", "哮喘", "低保"]
    assert full["id_number"].startswith("99*")
    family = program(caring.lead, "children:read", "family:read")
    assert family.get(f"{path}/contacts").json()[0]["number"] is None


def test_a_class_teachers_token_sees_the_class_and_404_beyond(caring: Cast) -> None:
    asking = program(caring.lin)
    assert {row["name"] for row in asking.pages("children")} == {"安安", "波波"}
    assert asking.get(f"children/{caring.an.pk}").status_code == 200
    assert asking.get(f"children/{caring.chen.pk}").status_code == 404
    refused = Entry.objects.get(verb="refused", object_id=caring.chen.pk)
    assert refused.detail["integration"] == str(only().pk)


def test_too_many_calls_are_told_when_to_come_back(caring: Cast, settings) -> None:
    settings.API_PER_MINUTE = 2
    asking = program(caring.lead)
    assert [asking.get("token").status_code for _time in range(3)] == [200, 200, 429]
    assert 0 < int(asking.get("token").headers["Retry-After"]) <= 60
    Integration.objects.update(minute=timezone.now() - timedelta(minutes=1))
    assert asking.get("token").status_code == 200


def test_making_first_use_reading_and_revoking_are_recorded(caring: Cast) -> None:
    asking = program(caring.lead)
    asking.get(f"children/{caring.an.pk}")
    asking.get("children", class_id=str(caring.class_1.pk))
    revoke_integration(Person("周主任", school_id=caring.school.pk), only())
    verbs = list(Entry.objects.exclude(verb="duties_reconciled").values_list("verb", flat=True))
    assert sorted(verbs) == sorted(
        ["token_made", "token_first_used", "read_file", "read_list", "token_revoked"]
    )
    listed = Entry.objects.get(verb="read_list")
    assert listed.detail["by"] == ["class_id"]
    assert str(caring.class_1.pk) not in str(listed.detail)
    assert Entry.objects.get(verb="read_file").actor_name == "周主任 · 家校平台"


def test_sending_the_form_twice_makes_one_token(caring: Cast) -> None:
    given = {
        "name": "a", "purpose": "b", "scopes": ["children:read"],
        "expires_at": timezone.now() + timedelta(days=9), "user_id": caring.lead.user_id,
        "staff_id": caring.lead.pk, "school_id": caring.school.pk, "pk": caring.an.pk,
    }  # fmt: skip
    _made, token = make_integration(Person("周"), **given)
    _again, nothing = make_integration(Person("周"), **given)
    assert (bool(token), nothing, Integration.objects.count()) == (True, "", 1)
