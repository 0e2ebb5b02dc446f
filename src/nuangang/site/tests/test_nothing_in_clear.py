"""Who has the database and no key reads no number, address or sealed text: looked for in its files."""

import json
import os
import re
import subprocess
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from django.apps import apps
from django.db import connection
from django.test import Client
from django.utils import timezone

from nuangang.accounts.actions import check_sign_in
from nuangang.accounts.models import ChatPlatform, Factor, School, Session, User
from nuangang.lib.sealing import SealedTextField
from nuangang.notify.models import ChannelSetting, Message
from nuangang.people.models import Child, Staff
from nuangang.privacy.models import Breach, BreachStep, DataRequest
from nuangang.site.demo.county import Size, build_county
from nuangang.site.demo.sealed import tell_sealed
from tests import postgres

NUMBER = re.compile(r"G?[0-9]{17}[0-9Xx]|1[3-9][0-9]{9}")
DIGITS = re.compile(rb"[0-9]{11,18}[Xx]?")
LETTERS = re.compile(r"[^\W\d_]{2}|[0-9]{5}")
PLAIN_TOO = {"people.change"}  # the history tells of names and codes as well, which stand in clear
WORDS, PHONE, ROLL = "只写给封好的一栏看", "15400099999", "G99999920150301001X"
TYPED = {"15400088888", "wrong-field-9-harbour"}  # at sign-in, by somebody who has no such name


def test_the_files_of_the_database_tell_nothing(transactional_db):
    school = build_county(lambda _said: None, Size(schools=1, children=12, records=40), seed=7)
    tell_sealed(school, timezone.now())
    plant(school)
    numbers, texts = sealed()
    assert len(numbers) > 40
    assert len(texts) > 10
    assert {WORDS, PHONE, ROLL} <= numbers | texts
    looked_for = texts | TYPED
    assert found(files_of_the_database(), numbers, looked_for) == set()
    canary = Staff.objects.filter(pk=Staff.objects.first().pk)
    canary.update(subject=WORDS, search=f"x{min(numbers)}")
    assert found(files_of_the_database(), numbers, looked_for) == {WORDS, min(numbers)}


def test_the_search_finds_what_is_written_in_other_ways():
    for way in WAYS:
        assert found(b"\1\2" + way(WORDS) + b"\3", set(), {WORDS}) == {WORDS}
        assert found(b"\1\2" + way(f"{WORDS}x") + b"\3", set(), {WORDS}) == {WORDS}
    hidden = b64encode(f"a{PHONE}b".encode()) + f"x{ROLL}".encode("utf-16-le")
    assert found(hidden, {PHONE, ROLL, "15400077777"}, set()) == {PHONE, ROLL}


def plant(school: School) -> None:
    """Write one of each kind of row that the little school has not, each with words to look for."""
    now = timezone.now()
    child = Child.objects.filter(school=school).order_by("pk").first()
    child.roll_number, child.household_place, child.remark = ROLL, WORDS, WORDS
    child.save()
    user = User.objects.order_by("pk").first()
    half_done = json.dumps({"phone": PHONE, "note": WORDS})
    Session.objects.create(
        session_key="x", session_data=half_done, user=user, began_at=now, seen_at=now, expire_date=now
    )  # fmt: skip
    Factor.objects.create(user=user, kind="totp", secret=WORDS, made_at=now)
    ChatPlatform.objects.create(
        school=school, kind="dingtalk", app_id="a", secret=WORDS, set_at=now
    )
    ChannelSetting.objects.create(school=school, carrier="email", settings=half_done)
    Message.objects.create(
        school=school, once="a", channel="sms", to_name="王秀英", address=PHONE, purpose="trial",
        text=WORDS, queued_at=now, give_up_at=now,
    )  # fmt: skip
    DataRequest.objects.create(
        school=school, child=child, kind="copy", asker="mother", proof="身份证", words=WORDS,
        reasons=WORDS, asked_on=now.date(), due_on=now.date(), entered_at=now,
    )  # fmt: skip
    known = {"case": uuid4(), "at": now}
    Breach.objects.create(
        school=school, what=WORDS, cause=WORDS, harm=WORDS, noticed_at=now, whom="all", **known
    )
    BreachStep.objects.create(school=school, kind="measure", text=WORDS, happened_at=now, **known)
    for typed in TYPED:
        assert check_sign_in(typed, WORDS, "10.0.0.1") is None
    assert Client().post("/sign-in/", {"login": PHONE, "password": WORDS}).status_code < 500


def sealed() -> tuple[set[str], set[str]]:
    """Return every number and every other text that stands sealed in a row."""
    values = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, SealedTextField):
                rows = set(model._base_manager.values_list(field.attname, flat=True))
                some = {v for v in rows if v and NUMBER.search(v)}
                values |= some if model._meta.label_lower in PLAIN_TOO else rows - {""}
    numbers = {number for value in values for number in NUMBER.findall(value)}
    return numbers, {v for v in values if len(v) > 4 and LETTERS.search(v)} - numbers


def _base64(text: str, before: int) -> bytes:
    """Return what of base64 is the same whatever stands around `text`, `before` bytes into a group."""
    data = text.encode()
    data = data[-before % 3 :]
    return b64encode(data[: len(data) // 3 * 3])


WAYS: tuple[Callable[[str], bytes], ...] = (
    str.encode,
    lambda text: text.encode("utf-16-le"),
    lambda text: text.encode("utf-16-be"),
    lambda text: json.dumps(text)[1:-1].encode(),
    *(lambda text, before=before: _base64(text, before) for before in range(3)),
)


def found(content: bytes, numbers: set[str], texts: set[str]) -> set[str]:
    """Return which of them stand in `content`, in any of WAYS."""
    runs = set(DIGITS.findall(content)) | set(DIGITS.findall(content.replace(b"\0", b"")))
    digits = b" ".join(runs).upper()
    plain = {n for n in numbers if n.upper().lstrip("G").encode() in digits}
    wrapped = {n for n in numbers for way in WAYS[-3:] if way(n) in content}
    return plain | wrapped | {text for text in texts if any(way(text) in content for way in WAYS)}


def files_of_the_database() -> bytes:
    """Return what somebody carries away: SQLite's file and its log, or a dump of PostgreSQL."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        path = Path(settings["NAME"])
        return b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*"))
    connection.close()
    command = [
        postgres.programs() / "pg_dump", "--format=plain", "-h", settings["HOST"],
        "-p", settings["PORT"], "-U", settings["USER"], settings["NAME"],
    ]  # fmt: skip
    password = {**os.environ, "PGPASSWORD": settings["PASSWORD"]}
    return subprocess.run(command, env=password, check=True, capture_output=True).stdout
