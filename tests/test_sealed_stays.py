"""A sealed text is found where the matrix says, and nowhere else: every address, walked by every kind of person."""

import json
import logging
import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import get_resolver

from nuangang.accounts.models import User
from nuangang.audit.models import Entry
from nuangang.people.tests.api import token_for
from nuangang.site.api import rules
from nuangang.wellbeing.actions.glass import close_glass
from nuangang.wellbeing.models import CounsellingWords, LegalWords
from nuangang.wellbeing.tests.cast import Cast
from tests.test_access import patterns

pytestmark = pytest.mark.once

CONCERN, COUNSELLING, LEGAL, REASON = (
    "甲乙丙丁戊",
    "子丑寅卯辰",
    "乾坤震巽坎",
    "天地玄黄宇宙洪荒日月",
)
FOUND = {
    CONCERN: {"lead", "counsellor", "head"},
    COUNSELLING: {"counsellor"},
    LEGAL: {"deputy"},
    REASON: {"head", "counsellor", "deputy", "secretary"},
}
PLACES = {
    CONCERN: {"concern", "concern_print"},
    COUNSELLING: {"sealed_note", "note_mend", "note_print"},
    LEGAL: {"sealed_note", "note_mend", "note_print"},
    REASON: {"glass", "glass_register"},
}
PEOPLE = (
    "head", "deputy", "lead", "counsellor", "secretary", "lin", "wang", "outside", "keeper",
)  # fmt: skip


class Sealed(Cast):
    """The cast with one of everything that is sealed, and somebody who keeps the machine."""

    def __init__(self) -> None:
        super().__init__()
        concern = self.concern(self.wang, words=CONCERN, place=CONCERN, named=CONCERN)
        body = {"trouble": COUNSELLING, "matter": LEGAL}
        note, legal = self.note(body=body), self.note(self.deputy, kind="legal", body=body)
        glass = self.break_glass(self.head)
        assert close_glass(self.as_(self.head), glass)  # from now on only the keepers read
        self.rows: dict[str, list[Any]] = {
            "concerns": [concern.pk], "sealed": [note.pk, legal.pk], "glass": [glass.pk],
            "children": [self.an.pk], "classes": [self.class_1.pk], "staff": [self.wang.pk],
        }  # fmt: skip
        self.person("管机器的", "keeper")
        User.objects.filter(login="keeper").update(is_keeper=True)


@pytest.fixture
def sealed(db, monkeypatch):
    monkeypatch.setattr("nuangang.wellbeing.tests.cast.REASON", REASON)
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    yield Sealed()
    logging.getLogger("django.request").setLevel(logging.NOTSET)


def addresses(sealed: Sealed, route: str) -> list[str]:
    """Return the addresses of a route: with each row of the kind its first word names."""
    kind = route.split("/")[0]
    found = sealed.rows.get(kind, [uuid.uuid4()])
    if "<uuid:" not in route:
        found = found[:1]
    return ["/" + re.sub(r"<[^>]+>", "1", re.sub(r"<uuid:[^>]+>", str(pk), route)) for pk in found]


@pytest.mark.parametrize("who", PEOPLE)
def test_a_sealed_text_stands_only_where_the_matrix_says(sealed: Sealed, who: str) -> None:
    client, found = Client(), {text: set() for text in FOUND}
    client.force_login(User.objects.get(login=who))
    for route, entry in patterns(get_resolver()):
        if route == "sign-out/" or entry.name in ("sign_out", "demo_sign_in"):
            continue
        for address in addresses(sealed, route):
            answer = client.get(address)
            page = "" if answer.streaming else answer.content.decode(errors="replace")
            for text in FOUND:
                if text in page:
                    found[text].add(entry.name)
    for text, people in FOUND.items():
        assert found[text] == (PLACES[text] if who in people else set()), text


def test_no_token_and_no_entry_of_the_log_has_it(sealed: Sealed) -> None:
    for staff in (sealed.head, sealed.lead, sealed.counsellor):
        program = Client(headers={"Authorization": f"Bearer {token_for(staff)}"})
        for path in {call.split()[1] for call in rules()}:
            address = "/api/v1" + re.sub(r"{[^}]+}", str(sealed.an.pk), path)
            page = program.get(address).content.decode()
            assert not [text for text in FOUND if text in page], address
    for entry in Entry.objects.all():
        said = f"{entry.label} {json.dumps(entry.detail, ensure_ascii=False)}"
        assert not [text for text in FOUND if text in said], entry.verb


def test_no_column_of_the_database_has_it(sealed: Sealed) -> None:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            page = repr(cursor.fetchall())
            assert not [text for text in FOUND if text in page], table
    assert COUNSELLING in CounsellingWords.objects.get().body
    assert LEGAL in LegalWords.objects.get().body
