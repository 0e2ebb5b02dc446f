"""Every address, walked by every role, with its own school's rows and another's."""

import itertools
import json
import logging
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path
from django.urls.resolvers import RegexPattern

from nuangang.accounts.integrations import make_integration
from nuangang.accounts.models import Region, RegionPost, School, User
from nuangang.accounts.posts import Post, RegionPostKind
from nuangang.audit.actions import Person
from nuangang.incidents.models import (
    Deadline,
    FollowUp,
    Incident,
    IncidentChild,
    IncidentStep,
    PolicyVersion,
)
from nuangang.incidents.table import default_table
from nuangang.intake.models import Batch
from nuangang.mentoring.models import Plan
from nuangang.people.actors import actor_for
from nuangang.people.models import Child, SchoolClass, Staff, StaffPost, Tie
from nuangang.people.tests.api import LATER, token_for
from nuangang.policy.guards import is_declared, visible
from nuangang.policy.integrations import OF_SCHOOL, SCOPES
from nuangang.policy.matrix import FIELD_CLASSES, MATRIX
from nuangang.policy.words import CLASSES, KINDS
from nuangang.site.api import rules
from nuangang.site.management.commands.access_doc import FILES, access_doc
from nuangang.wellbeing.models import (
    Concern,
    ConcernChild,
    ConcernStep,
    CounsellingWords,
    Glass,
    SealedNote,
)

pytestmark = pytest.mark.once

ROLES = [post.value for post in Post if post != Post.OUTSIDE_MENTOR]
OURS, SECRET = "本校的孩子甲", "外校的孩子乙"
ROW_OF = {
    "staff": "staff", "classes": "klass", "rosters": "batch", "pairing": "plan",
    "integrations": "integration", "concerns": "concern", "sealed": "note", "glass": "glass",
    "incidents": "incident", "incident-deadlines": "deadline", "incident-steps": "incident_step",
    "incident-follow-ups": "follow_up",
}  # fmt: skip


def patterns(resolver: Any = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every route with its pattern."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        else:
            yield route, entry


ROUTES = sorted({route for route, _entry in patterns()})


def without_rule(resolver: Any = None) -> list[str]:
    return [route for route, entry in patterns(resolver) if not hasattr(entry.callback, "rule")]


def test_every_view_declares_its_rule():
    assert not without_rule()


def test_a_planted_address_without_a_rule_is_found():
    planted = URLResolver(RegexPattern(""), [path("planted/", lambda request: None)])
    assert without_rule(planted) == ["planted/"]


def test_every_call_of_the_api_declares_its_rule():
    without = [call for call, function in rules().items() if not hasattr(function, "rule")]
    assert not without
    rights = {right for f in rules().values() for right in re.findall(r"(\w+) (\w+)", f.rule)}
    given = {(to, kind) for grant in SCOPES.values() for kind, to in grant.rights}
    assert rights <= given
    assert {kind for kind, _to in itertools.chain(*(g.rights for g in SCOPES.values()))} <= set(
        MATRIX
    )


def test_no_two_pages_have_the_same_name():
    """A link by name would lead to whichever stands last."""
    names = [entry.name for _route, entry in patterns() if entry.name != "api_root"]
    assert sorted(set(names)) == sorted(names)


def test_every_model_has_a_guard_or_a_reason():
    ours = [m for m in apps.get_models() if m.__module__.startswith("nuangang.")]
    assert [m for m in ours if not is_declared(m)] == []


def test_only_these_pages_are_public():
    public = {e.name for _route, e in patterns() if getattr(e.callback, "rule", "") == "public"}
    assert public <= {
        "healthz", "sign_in", "demo_sign_in", "sign_out", "join", "join_code", "reading",
        "set_up", "components", "components_form", "second_step", "passkey_sign_in", "passkey_question",
        "service_worker", "offline", "trust", "trust_authority",
        "api_docs", "api_schema", "api_root",
        "here", "notice",
        "chat_choose", "chat_start", "chat_back",
        "rules_schools", "rules_read", "rules_read_version", "consent_code", "consent_say",
        "incident_seen", "sms_in", "directory_public",
    }  # fmt: skip


def test_these_pages_ask_again_who_it_is():
    again = {e.name for _route, e in patterns() if hasattr(e.callback, "asks_again")}
    assert again == {
        "carrier", "carrier_try", "chat_platform", "child_reveal", "concern_print", "glass_break",
        "integration_new", "me_chat", "me_password", "my_step_app", "my_step_codes",
        "my_step_drop", "my_step_passkey", "my_step_passkey_question", "note_mend", "note_print",
        "log_export", "pack_make",
        "recovery_code", "sealed_note", "retention_clear", "staff_factor_reset", "staff_slips",
        "child_everything", "child_everything_file", "forget_confirm", "incident_report_named",
        "incident_report_named_file",
        "county_safety_sign", "safety_countersign", "safety_sign",
    }  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_published_promise_is_the_matrix(language):
    """docs/access.md and its Chinese sister are made by `nuangang access-doc --language …`."""
    place = Path(__file__).parent.parent / "docs" / FILES[language]
    assert place.read_text(encoding="utf-8") == access_doc(language)


def test_every_kind_and_class_has_its_words_in_both_languages():
    for words, named in ((KINDS, MATRIX), (CLASSES, FIELD_CLASSES)):
        assert set(named) == set(words), "policy/words.py says each, and no other"
        assert all(zh and en and zh != en for zh, en in words.values())
    said = access_doc("zh") + access_doc("en")
    assert all(f"`{kind}`" in said for kind in (*MATRIX, *FIELD_CLASSES))
    roles = {role for row in (*MATRIX.values(), *FIELD_CLASSES.values()) for role in row}
    assert roles <= {*Post.values, *RegionPostKind.values}


def sealed_rows(pupil: Child, staff: Staff, words: str) -> dict[str, uuid.UUID]:
    """Return a concern, a sealed note and a broken glass of a child, all of them saying `words`."""
    own, now = {"school": pupil.school}, "2026-11-01T00:00:00Z"
    concern = Concern.objects.create(
        **own, written_by=staff, written_at=now, happened_on="2026-11-01", urgency="week",
        circle="all", due_at=now,
    )  # fmt: skip
    ConcernChild.objects.create(**own, concern=concern, child=pupil)
    ConcernStep.objects.create(**own, concern=concern, kind="told", by=staff, at=now, words=words)
    note = SealedNote.objects.create(
        **own, kind="counselling", child=pupil, by=staff, at=now, happened_on="2026-11-01"
    )
    CounsellingWords.objects.create(**own, note=note, body=json.dumps({"trouble": words}))
    glass = Glass.objects.create(
        **own, child=pupil, by=staff, reason=words, broken_at=now, ends_at=now
    )
    return {"concern": concern.pk, "note": note.pk, "glass": glass.pk}


def incident_rows(pupil: Child, staff: Staff, words: str) -> dict[str, uuid.UUID]:
    """Return an incident about a child, with a deadline, a line and a follow-up that say `words`."""
    own, now = {"school": pupil.school}, "2026-11-01T00:00:00Z"
    version = PolicyVersion.objects.create(
        **own, number=1, source="shipped", table=default_table(), at=now
    )
    incident = Incident.objects.create(
        **own, kind="injury", clock="notice", policy=version, raised_by=staff, raised_at=now,
        happened_at=now,
    )  # fmt: skip
    hung = {**own, "incident": incident}
    IncidentChild.objects.create(**hung, child=pupil)
    row = Deadline.objects.create(**hung, what="tell", party="guardian", child=pupil, due_at=now)
    step = IncidentStep.objects.create(
        **hung, kind="note", by=staff, at=now, noted_at=now, words=words
    )
    after = FollowUp.objects.create(
        **hung, words=words, staff=staff, due_on="2026-11-09", made_at=now
    )
    return {
        "incident": incident.pk, "deadline": row.pk, "incident_step": step.pk, "follow_up": after.pk,
    }  # fmt: skip


class Two:
    """Two schools, each with a person in every post and one row of the main models."""

    def __init__(self) -> None:
        self.county = Region.objects.create(level="county", name="甲县")
        self.here = self._school("here", OURS)
        self.there = self._school("there", SECRET)
        viewer = User.objects.create_user("viewer", name="县里")
        RegionPost.objects.create(
            user=viewer, region=self.county, kind="county_viewer", since="2020-01-01"
        )
        self.clients = {role: self._client(f"here-{role}") for role in ROLES}
        self.clients["county_viewer"] = self._client("viewer")

    def _school(self, short: str, child: str) -> dict[str, uuid.UUID]:
        region = (
            self.county if short == "here" else Region.objects.create(level="county", name="乙")
        )
        school = School.objects.create(short_name=short, name=short, region=region)
        klass = SchoolClass.objects.create(school=school, entry_year=2026, number=1)
        pupil = Child.objects.create(school=school, name=child, klass=klass, search=f" {child} ")
        for role in ROLES:
            user = User.objects.create_user(f"{short}-{role}", name=role)
            staff = Staff.objects.create(school=school, user=user, name=role)
            StaffPost.objects.create(
                school=school, staff=staff, post=role, since="2020-01-01", klass=klass,
                grade_entry_year=2026,
            )  # fmt: skip
        Tie.objects.create(school=school, child=pupil, adult=staff, since="2026-09-01")
        now = "2026-11-01T00:00:00Z"
        batch = Batch.objects.create(
            school=school, filename=child, sha256="x", size=1, made_at=now, state="dropped"
        )
        plan = Plan.objects.create(school=school, made_at=now)
        return {
            "child": pupil.pk, "staff": staff.pk, "klass": klass.pk, "batch": batch.pk,
            "plan": plan.pk, "integration": self._integration(staff, child),
            **sealed_rows(pupil, staff, child), **incident_rows(pupil, staff, child),
        }  # fmt: skip

    def _integration(self, staff: Staff, name: str) -> uuid.UUID:
        made, _token = make_integration(
            Person(name), name=name, purpose="", scopes=OF_SCHOOL, expires_at=LATER,
            user_id=staff.user_id, staff_id=staff.pk, school_id=staff.school_id,
        )  # fmt: skip
        return made.pk

    def _client(self, login: str) -> Client:
        client = Client(raise_request_exception=True)
        client.force_login(User.objects.get(login=login))
        return client


@pytest.fixture
def two(db):
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    yield Two()
    logging.getLogger("django.request").setLevel(logging.NOTSET)


def filled(route: str, ids: dict[str, Any]) -> str:
    """Return the route's address with a row of the kind its first word names."""
    pk = ids[ROW_OF.get(route.split("/")[0], "child")]
    address = re.sub(r"<uuid:[^>]+>", str(pk), route)
    return "/" + re.sub(r"<[^>]+>", "1", address)


def api_addresses(ids: dict[str, Any]) -> list[str]:
    """Return the address of every call of the API, with the child's id where one is asked for."""
    paths = {call.split()[1] for call in rules()}
    return sorted("/api/v1" + re.sub(r"{[^}]+}", str(ids["child"]), path) for path in paths)


@pytest.mark.parametrize("role", ROLES)
def test_no_token_reaches_into_another_school(two, role):
    staff = Staff.objects.get(user__login=f"here-{role}")
    own = {"Authorization": f"Bearer {token_for(staff)}"}
    for address in api_addresses(two.there):
        for answer in (
            Client(headers=own).get(address),
            Client(headers=own).post(address, {"reason": "看看"}, content_type="application/json"),
        ):
            assert answer.status_code in (200, 403, 404, 405, 422), address
            assert SECRET not in answer.content.decode(), address
    mine = Client(headers=own).get("/api/v1/children").content.decode()
    assert (OURS in mine) == visible(actor_for(staff.user_id), Child).exists()


def test_a_session_opens_nothing_of_the_api(two):
    for address in api_addresses(two.here):
        for client in (two.clients["head"], two.clients["county_viewer"]):
            assert client.get(address).status_code in (401, 405), address
            answer = client.post(address, {"reason": "看看"}, content_type="application/json")
            assert answer.status_code in (401, 405), address


@pytest.mark.parametrize("role", [*ROLES, "county_viewer"])
def test_nobody_reaches_into_another_school(two, role):
    client = two.clients[role]
    for route in ROUTES:
        if route in ("sign-out/", "me/"):
            continue
        address = filled(route, two.there)
        for answer in (client.get(address), client.post(address)):
            place = f"{role} {answer.request['REQUEST_METHOD']} {address}"
            assert answer.status_code < 500, place
            assert answer.streaming or SECRET not in answer.content.decode(errors="replace"), place


def test_a_stranger_reaches_nothing(two):
    client = Client()
    for route, entry in patterns():
        if getattr(entry.callback, "rule", "") == "public":
            continue
        address = filled(route, two.here)
        assert client.get(address).status_code in ((302, 405) if entry.name != "api" else (404,))
    for address in api_addresses(two.here):
        assert client.get(address).status_code in (401, 405), address


def test_the_county_sees_no_name(two):
    client = two.clients["county_viewer"]
    for route in ROUTES:
        if route != "sign-out/":
            address = filled(route, two.here)
            assert OURS not in client.get(address).content.decode(errors="replace"), address


def test_every_table_is_named_for_a_screen_reader(two):
    for role in ("lead", "county_viewer"):
        for route in ROUTES:
            if route == "sign-out/":
                continue
            page = two.clients[role].get(filled(route, two.here)).content.decode(errors="replace")
            unnamed = re.findall(r'<table class="table"[^>]*role="table">\s*<thead', page)
            assert not unnamed, route
