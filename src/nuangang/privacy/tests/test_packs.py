"""The yearly pack: its figures against slow counts, its encryption, and when it is due."""

import csv
import hashlib
import hmac
import io
import struct
import zlib
from datetime import date, timedelta

import pytest
import pyzipper
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.utils import timezone

from nuangang.accounts.posts import Post
from nuangang.audit.actions import record
from nuangang.audit.models import Entry
from nuangang.people.models import Child, Consent
from nuangang.people.purposes import BY_CODE
from nuangang.privacy.actions.requests import enter_request
from nuangang.privacy.models import Pack, RetentionRun, SelfCheck
from nuangang.privacy.pack.people import by_band, years_before
from nuangang.privacy.pack.self_check import HEADINGS
from nuangang.privacy.pack.tables import Year
from nuangang.privacy.queries.packs import is_due
from nuangang.privacy.tests.cast import PrivacyCast

TODAY = timezone.localdate()
PASSWORD = "一个足够长的密码-2026"


def decrypted(data: bytes, name: str, password: str) -> bytes:
    """Open one file of the zip by the published AE-2 rules, without the library that wrote it."""
    place = data.index(b"PK\x03\x04")
    while place >= 0:
        fields = struct.unpack("<4s5H3I2H", data[place : place + 30])
        length, extra = fields[9], fields[10]
        named = data[place + 30 : place + 30 + length].decode()
        body = place + 30 + length + extra
        if named == name:
            size = fields[7]
            break
        place = data.find(b"PK\x03\x04", place + 4)
    salt, check = data[body : body + 16], data[body + 16 : body + 18]
    sealed, mac = data[body + 18 : body + size - 10], data[body + size - 10 : body + size]
    keys = hashlib.pbkdf2_hmac("sha1", password.encode(), salt, 1000, 66)
    assert keys[64:] == check, "wrong password"
    assert hmac.new(keys[32:64], sealed, "sha1").digest()[:10] == mac
    plain = b""
    for number in range(0, len(sealed), 16):
        block = (number // 16 + 1).to_bytes(16, "little")
        pad = Cipher(algorithms.AES(keys[:32]), modes.ECB()).encryptor().update(block)
        plain += bytes(a ^ b for a, b in zip(sealed[number : number + 16], pad, strict=False))
    return zlib.decompress(plain, -15)


def made(law: PrivacyCast, year=TODAY.year, password=PASSWORD):
    return law.client(Post.HEAD).post(f"/privacy/pack/{year}/make/", {"file_password": password})


def test_who_it_is_is_asked_again_before_it_is_made(law: PrivacyCast):
    client = law.client(Post.HEAD)
    session = client.session
    session["began"] = (timezone.now() - timedelta(hours=1)).isoformat()
    session.save()
    answer = client.post(f"/privacy/pack/{TODAY.year}/make/", {"file_password": PASSWORD})
    assert answer["Content-Type"] != "application/zip"
    assert PASSWORD in answer.content.decode(), "what was sent is kept until the answer"
    assert not Pack.objects.exists()


def table(data: bytes, code: str) -> list[list[str]]:
    with pyzipper.AESZipFile(io.BytesIO(data)) as archive:
        archive.setpassword(PASSWORD.encode())
        name = next(n for n in archive.namelist() if code in n)
        return list(csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig"))))


def test_the_zip_opens_by_the_published_rules_and_with_no_other_password(law: PrivacyCast):
    law.child("李欣怡")
    answer = made(law)
    data = answer.content
    assert answer["Content-Type"] == "application/zip"
    assert b"\xe6\x9d\x8e" not in data
    report = decrypted(data, "report.html", PASSWORD).decode()
    assert "安平中学" in report
    with pytest.raises(AssertionError, match="wrong password"):
        decrypted(data, "report.html", "别的密码别的密码别的")
    row = Pack.objects.get()
    assert row.sha256 == hashlib.sha256(data).hexdigest()


def test_ages_are_those_of_a_slow_count(law: PrivacyCast):
    last = TODAY
    births = [date(last.year - years, last.month, 1) - timedelta(days=shift)
              for years in (6, 13, 14, 15, 17, 18, 19) for shift in (0, 15, 40)]  # fmt: skip
    births += [years_before(last, 14), years_before(last, 14) + timedelta(days=1), None]
    for number, birth in enumerate(births):
        Child.objects.create(
            school=law.school, name=f"孩{number}", birth=birth,
            joined_on=last - timedelta(days=400) if number % 3 else None,
            left_on=last - timedelta(days=number) if number % 5 == 0 else None,
            left_behind="both" if number % 2 else "no",
        )  # fmt: skip
    found = by_band(Year(law.school, last.year, last))
    slow = dict.fromkeys(found, 0)
    for child in Child.objects.filter(school=law.school):
        if child.here_on(last):
            slow[band(child.birth, last)] += 1
    assert {name: counts["here"] for name, counts in found.items()} == slow
    rows = table(made(law).content, "children_by_age")
    assert [int(row[1]) for row in rows[1:]] == [*slow.values(), sum(slow.values())]


def band(birth: date | None, day: date) -> str:
    if birth is None:
        return "unknown"
    age = day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
    return "under_14" if age < 14 else "from_14_to_17" if age < 18 else "from_18"


def test_the_logs_figures_are_those_of_a_slow_count(law: PrivacyCast):
    child, lead = law.child(), law.acting(Post.LEAD)
    for _each in range(3):
        record(lead, "revealed", kind="child", object_id=child.pk, label=child.name)
    record(lead, "printed_transfer_card", kind="child", object_id=child.pk, label=child.name)
    rows = {row[0]: row[1:] for row in table(made(law).content, "log_by_month")[1:]}
    slow = [e for e in Entry.objects.filter(school_id=law.school.pk) if e.verb == "revealed"]
    opened = next(row for name, row in rows.items() if "遮" in name or "密封" in name)
    assert int(opened[-1]) == len(slow) == 3
    assert int(opened[TODAY.month - 1]) == 3


def test_consents_requests_and_clearings_are_those_of_a_slow_count(law: PrivacyCast):
    law.asks("portrait", "wechat")
    child, other = law.child("甲一"), law.child("乙二")
    law.say(child, portrait="granted", wechat="refused")
    law.say(child, portrait="withdrawn")
    law.say(other, portrait="granted")
    head, day = law.acting(Post.HEAD), TODAY
    typed = {"kind": "view", "asker": "mother", "proof": "x", "words": "y"}
    enter_request(head, child, **typed, asked_on=day)
    enter_request(head, child, **typed, asked_on=day - timedelta(days=400))
    row = {"school": law.school, "by_name": "校长", "at": timezone.now()}
    RetentionRun.objects.create(counts={"file": 3}, times={}, **row)
    RetentionRun.objects.create(counts={"file": 9}, times={}, **row | {"school": law.other_school})
    data = made(law).content
    said = {row[0]: [int(n) for n in row[1:]] for row in table(data, "consents")[1:]}
    everything = list(Consent.objects.filter(school=law.school))
    for code in ("portrait", "wechat"):
        slow = [sum(c.purpose == code and c.answer == a for c in everything)
                for a in ("granted", "refused", "withdrawn")]  # fmt: skip
        assert said[str(BY_CODE[code].title)] == slow
    assert [row[1] for row in table(data, "requests")[1:]] == [day.isoformat()]
    assert [row[1:3] for row in table(data, "retention")[1:]] == [["校长", "3"]]


def test_a_cell_that_looks_like_a_formula_is_defused(law: PrivacyCast):
    law.staff("=1+1")
    law.staff("＝2+2")
    names = [row[0] for row in table(made(law).content, "access")]
    assert "'=1+1" in names
    assert "'＝2+2" in names


def test_last_years_answers_stand_there_already(law: PrivacyCast):
    client = law.client(Post.HEAD)
    before, this = TODAY.year - 1, TODAY.year
    sent = dict.fromkeys(HEADINGS, "yes") | {"rules_remark": "在门厅"}
    client.post(f"/privacy/pack/{before}/check/", sent)
    assert "在门厅" in client.get(f"/privacy/pack/{this}/check/").content.decode()
    assert SelfCheck.objects.get().answers["rules"] == ["yes", "在门厅"]
    assert table(made(law).content, "self_check")[1][1:] == ["是", "在门厅"]
    assert client.get("/privacy/pack/1999/check/").status_code == 404


def test_a_short_password_is_refused(law: PrivacyCast):
    assert made(law, password="kurz").status_code == 422
    assert not Pack.objects.exists()


def test_it_is_due_in_january_for_the_year_before(law: PrivacyCast):
    head, january = law.acting(Post.HEAD), date(TODAY.year + 1, 1, 2)
    assert is_due(head, january)
    made(law)
    assert not is_due(head, january)
    assert not is_due(head, TODAY), "a school that began this year owes nothing for the year before"
