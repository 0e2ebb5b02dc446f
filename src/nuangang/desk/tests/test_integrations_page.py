"""The page on which somebody in charge lets other programs in and shuts them out."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from nuangang.accounts.models import Integration
from nuangang.care.tests.cast import MONDAY, Cast
from nuangang.desk.tests import caring as at_school
from nuangang.desk.tests.caring import client_of
from nuangang.people.tests.api import Program, token_for

caring = at_school.caring
TOKEN = re.compile(r"nuangang_[\w-]{43}")


def typed(**more: object) -> dict[str, object]:
    """Return the form as filled in."""
    until = MONDAY + timedelta(days=90)
    given = {"name": "家校平台", "purpose": "每周把名单带过去", "scopes": ["children:read"]}
    return {"id": uuid4(), "until": until.isoformat(), **given, **more}


def test_the_token_is_shown_once_with_an_example_and_works(caring: Cast) -> None:
    client, form = client_of(caring.lead), typed()
    page = client.post("/integrations/new/", form).content.decode()
    (token,) = set(TOKEN.findall(page))
    assert f'curl -H "Authorization: Bearer {token}"' in page
    assert Program(token).get("children").status_code == 200
    again = client.post("/integrations/new/", form, follow=True).content.decode()
    assert not TOKEN.search(again)
    assert Integration.objects.count() == 1


def test_the_list_says_who_made_it_what_it_may_and_when_it_was_used(caring: Cast) -> None:
    asking = Program(token_for(caring.lead, "children:read", until=timezone.now() + timedelta(9)))
    client = client_of(caring.lead)
    assert "还没用过" in client.get("/integrations/").content.decode()
    asking.get("token")
    page = client.get("/integrations/").content.decode()
    assert all(word in page for word in ("家校平台", "周主任做的", "上次使用", "到期"))
    assert "还没用过" not in page


def test_shutting_out_asks_first_and_works_at_once(caring: Cast) -> None:
    asking = Program(token_for(caring.lead))
    client, address = (
        client_of(caring.lead),
        f"/integrations/{Integration.objects.get().pk}/revoke/",
    )
    assert client.get(address).status_code == 200
    assert asking.get("token").status_code == 200
    client.post(address)
    assert asking.get("token").status_code == 401
    assert Integration.objects.get().revoked_by == "周主任"


@pytest.mark.parametrize(
    "wrong",
    [
        {"scopes": []}, {"scopes": ["everything"]}, {"scopes": ["health"]}, {"name": ""},
        {"until": MONDAY.isoformat()}, {"until": (MONDAY + timedelta(days=999)).isoformat()},
        {"id": "1"}, {"purpose": "\x00"},
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_and_nothing_is_made(caring: Cast, wrong: dict) -> None:
    answer = client_of(caring.lead).post("/integrations/new/", typed(**wrong))
    assert (answer.status_code, Integration.objects.count()) == (422, 0)


def test_only_those_in_charge_may(caring: Cast) -> None:
    token_for(caring.lead)
    for staff in (caring.lin, caring.wang):
        client = client_of(staff)
        assert client.get("/integrations/").status_code == 404
        assert client.post("/integrations/new/", typed()).status_code == 403
    assert Integration.objects.count() == 1
