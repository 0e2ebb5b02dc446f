"""The photo on a child's file: put there, replaced, taken off, seen by whom, printed."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from nuangang.audit.models import Entry
from nuangang.desk.tests.register_cast import LONG_AGO, Register
from nuangang.lib.tests.photographs import HEIC, jpeg, png
from nuangang.people.actions.portraits import sweep_portraits
from nuangang.people.models import Change, Child, Tie


@pytest.fixture
def school(db: None) -> Register:
    return Register()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def on_disk(folder: Path) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))


def send(school: Register, who: str, child: Child, data: bytes):
    file = SimpleUploadedFile("face.jpg", data, content_type="image/jpeg")
    return school.post(who, f"/children/{child.pk}/photo/", photos=file)


def test_it_stands_in_the_head_of_the_file_and_on_both_cards(school: Register) -> None:
    child = school.agreed(school.left_behind_child(), "portrait")
    assert send(school, "teacher", child, jpeg((900, 1200), place=True)).status_code == 302
    child.refresh_from_db()
    address = f"/children/{child.pk}/photo.jpg?v={child.photo}"
    for page in ("", "card/", "contact-card/"):
        assert address in school.get("teacher", f"/children/{child.pk}/{page}").content.decode()
    answer = school.get("teacher", address)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"].startswith("private")
    assert b"Phone of Wang" not in answer.content
    assert Entry.objects.get(verb="set_portrait").label == child.name


def test_replaced_and_taken_off_with_a_line_in_the_history_and_no_file_left(
    school: Register, folder: Path, django_capture_on_commit_callbacks
) -> None:
    child = school.agreed(school.left_behind_child(), "portrait")
    with django_capture_on_commit_callbacks(execute=True):
        for data in (jpeg(), png()):
            send(school, "lead", child, data)
    assert on_disk(folder) == 1
    with django_capture_on_commit_callbacks(execute=True):
        school.post("lead", f"/children/{child.pk}/photo/remove/")
    assert on_disk(folder) == 0
    lines = Change.objects.filter(child=child, field="photo").order_by("at", "pk")
    assert [(line.before, line.after) for line in lines] == [
        ("", "one"), ("one", "another"), ("one", ""),
    ]  # fmt: skip
    page = school.get("lead", f"/children/{child.pk}/history/").content.decode()
    assert "另一张照片" in page
    assert school.get("lead", f"/children/{child.pk}/photo.jpg").status_code == 404


@pytest.mark.parametrize(("data", "words"), [(HEIC, "HEIC"), (b"MZ", "不是照片"), (b"", "是空的")])
def test_what_is_no_photo_leaves_the_old_one(school: Register, folder, data, words) -> None:
    child = school.agreed(school.left_behind_child(), "portrait")
    send(school, "lead", child, jpeg())
    child.refresh_from_db()
    kept = child.photo
    answer = send(school, "lead", child, data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    child.refresh_from_db()
    assert child.photo == kept
    assert on_disk(folder) == 1


def test_who_may_see_it_and_who_may_change_it(school: Register) -> None:
    mine = school.agreed(school.left_behind_child(), "portrait")
    other = school.other_schools_child()
    send(school, "lead", mine, jpeg())
    for who, read, write in (
        ("lead", 200, 200), ("teacher", 200, 200), ("records", 200, 200),
        ("mentor", 404, 404), ("outsider", 404, 404), ("elsewhere", 404, 404),
    ):  # fmt: skip
        assert school.get(who, f"/children/{mine.pk}/photo.jpg").status_code == read, who
        assert school.get(who, f"/children/{mine.pk}/photo/").status_code == write, who
    assert send(school, "lead", other, jpeg()).status_code == 404
    Tie.objects.create(school=school.school, child=mine, adult=school.wang, since=LONG_AGO)
    assert school.get("mentor", f"/children/{mine.pk}/photo.jpg").status_code == 200
    assert send(school, "mentor", mine, jpeg()).status_code in (403, 404)


def test_a_failure_leaves_no_file_and_the_sweep_takes_what_was_lost(
    school: Register, folder: Path, monkeypatch
) -> None:
    child = school.agreed(school.left_behind_child(), "portrait")
    monkeypatch.setattr("nuangang.people.actions.portraits.record", lambda *_a, **_k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        send(school, "lead", child, jpeg())
    assert on_disk(folder) == 0
    monkeypatch.undo()
    send(school, "lead", child, jpeg())
    Child.objects.filter(pk=child.pk).update(photo=None)
    assert sweep_portraits(school.school, timezone.now()) == 0
    assert sweep_portraits(school.school, timezone.now() + timedelta(hours=2)) == 1
    assert on_disk(folder) == 0


def test_without_consent_it_is_refused_by_name_and_what_was_there_is_hidden(
    school: Register, folder: Path
) -> None:
    child = school.agreed(school.left_behind_child(), "portrait")
    send(school, "lead", child, jpeg())
    school.agreed(child)
    answer = send(school, "lead", child, jpeg())
    assert answer.status_code == 422
    assert "档案里的照片" in answer.content.decode()
    assert on_disk(folder) == 1
    assert school.get("lead", f"/children/{child.pk}/photo.jpg").status_code == 404
    for page in ("", "card/", "contact-card/", "photo/"):
        page = school.get("lead", f"/children/{child.pk}/{page}").content.decode()
        assert "photo.jpg" not in page
    assert "这张照片已经遮住" in page
