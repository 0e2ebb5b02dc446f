"""Every call of the API, with what its schema allows and with what it forbids, on rows that exist.

schemathesis makes the calls from the published schema and checks each answer: no 5xx, only the
statuses, types and shapes that are promised, nothing wrong accepted, nothing right refused.
"""

import logging
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from nuangang.accounts.integrations import make_integration
from nuangang.accounts.models import Region, RegionPost, School, User
from nuangang.audit.actions import Person
from nuangang.care.models import CareRecord, Duty
from nuangang.care.tests.cast import MONDAY, Cast
from nuangang.desk.figures.keeping import keep_figures
from nuangang.desk.tests import caring as at_school
from nuangang.desk.tests.caring import NOW
from nuangang.people.models import Contact, ParentFact, Relative
from nuangang.people.tests.api import LATER, token_for
from nuangang.policy.integrations import OF_REGION
from nuangang.site.api import rules

SCHEMA = "/api/v1/openapi.json"
caring = at_school.caring
FUZZ = settings(
    max_examples=15,
    database=None,
    derandomize=True,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """Keep the test's connection over a request's end, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def rows(
    caring: Cast,
    settings: Any,
    _one_connection: None,
) -> dict[str, list[str]]:
    """What there is to find, by the name under which the schema asks for it."""
    settings.API_PER_MINUTE = 1_000_000
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    family = Relative.objects.create(
        school=caring.school, child=caring.an, kin="father", name="安父", is_carer=True
    )
    Contact.objects.create(
        school=caring.school, child=caring.an, relative=family, number="13900000000", label="爸爸"
    )
    ParentFact.objects.create(
        school=caring.school, child=caring.an, parent="father", kind="residence", value="away"
    )
    caring.talk(caring.wang, caring.an, caring.bo, now=NOW, words="说了说学习")
    caring.talk(caring.li, caring.chen, now=NOW, could_not="child_away")
    children = [str(child.pk) for child in (caring.an, caring.bo, caring.chen)]
    staff = [str(person.pk) for person in (caring.wang, caring.li, caring.lin)]
    records = [str(pk) for pk in CareRecord.objects.values_list("pk", flat=True)]
    last = caring.talk(caring.wang, caring.bo, now=NOW, kind="gift")
    duties = [str(pk) for pk in Duty.objects.values_list("pk", flat=True)]
    return {
        "child_id": children, "child": children, "record_id": records, "duty_id": duties,
        "staff": staff, "agent_parent": staff, "class_id": [str(caring.class_1.pk)],
        "after": [*records, *duties, *children], "changed_since": ["2026-11-01T00:00:00Z"],
        "to_withdraw": [str(last[0].pk)],
        "token": [token_for(caring.lead)], "of_region": [_of_region(caring)],
    }  # fmt: skip


def _of_region(cast: Cast) -> str:
    """Return a token for the county that the school is in."""
    county = Region.objects.create(level="county", name="甲县")
    School.objects.filter(pk=cast.school.pk).update(region=county)
    viewer = User.objects.create_user("viewer", name="县里")
    RegionPost.objects.create(
        user=viewer, region=county, kind="county_viewer", since=date(2020, 1, 1)
    )
    _made, token = make_integration(
        Person("viewer"), name="县平台", purpose="月报", scopes=OF_REGION, expires_at=LATER,
        user_id=viewer.pk, region_id=county.pk,
    )  # fmt: skip
    keep_figures(cast.school, NOW)
    return token


def made_real(case: Any, rows: dict[str, list[str]], choose: int) -> None:
    """Put ids of rows that exist where ids are asked for, and days somebody could remember."""
    for part in (case.path_parameters, case.query):
        for name in part or ():
            if name in rows and choose % 4:
                part[name] = rows[name][choose % len(rows[name])]
        if case.path.endswith("/withdrawal") and "record_id" in (part or ()) and choose % 4:
            part["record_id"] = rows["to_withdraw"][0]
    body = case.body
    if not isinstance(body, dict):
        return
    if body.get("happened_on"):
        body["happened_on"] = MONDAY.replace(day=1 + choose % 16).isoformat()
    if "children" in body and choose % 4:
        body["children"] = rows["child"][: 1 + choose % 3]
        body["staff"] = rows["staff"][choose % 3] if body.get("staff") else None
    if "id" in body and choose % 2:
        body["id"] = str(uuid.UUID(int=choose))


def operations() -> list[Any]:
    """Return the calls of the schema."""
    schema = schemathesis.openapi.from_wsgi(SCHEMA, get_wsgi_application())
    return [found.ok() for found in schema.get_all_operations()]


def ask(operation: Any, mode: GenerationMode, rows: dict[str, list[str]], seen: Counter) -> None:
    """Make one call many times and check every answer; count the answers in `seen`."""
    token = rows["of_region" if operation.path.endswith("/schools") else "token"][0]
    headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}

    @FUZZ
    @given(case=operation.as_strategy(mode), choose=st.integers(0, 2**64))
    def once(case: Any, choose: int) -> None:
        if mode is GenerationMode.POSITIVE:
            made_real(case, rows, choose)
        answer = case.call_and_validate(headers=headers)
        seen[f"{case.method} {case.path}", answer.status_code] += 1

    once()


def test_what_the_schema_allows_is_answered_as_promised(rows: dict[str, list[str]]) -> None:
    seen: Counter[tuple[str, int]] = Counter()
    for operation in operations():
        ask(operation, GenerationMode.POSITIVE, rows, seen)
    reached = {where for where, status in seen if status in (200, 201)}
    assert reached == {where for where, _status in seen}
    assert len(reached) == len(rules())


def test_what_the_schema_forbids_is_refused_politely(rows: dict[str, list[str]]) -> None:
    seen: Counter[tuple[str, int]] = Counter()
    for operation in operations():
        if operation.query or operation.body:
            ask(operation, GenerationMode.NEGATIVE, rows, seen)
    assert {status for _where, status in seen} >= {422}
    assert all(status < 500 for _where, status in seen)
