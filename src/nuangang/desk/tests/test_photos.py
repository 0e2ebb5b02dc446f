"""Photos with what is recorded: sent, refused without losing a word, seen by whom, taken off."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from nuangang.accounts.models import School
from nuangang.accounts.posts import Post
from nuangang.audit.models import Entry
from nuangang.care.actions import reconcile_duties
from nuangang.care.actions.photos import sweep_photos
from nuangang.care.clock import tick
from nuangang.care.models import CareRecord, Photo
from nuangang.care.tests.cast import MONDAY, Cast
from nuangang.desk.tests.caring import NOW, caring, client_of
from nuangang.lib.tests.photographs import HEIC, bomb, jpeg, png
from nuangang.people.actions.ties import end_tie
from nuangang.people.models import Child, Tie

__all__ = ["caring"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def on_disk(folder: Path) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))


def form(*children: Child, photos=(), **more) -> dict:
    return {
        "together": str(uuid4()),
        "child": [str(child.pk) for child in children],
        "kind": "talk",
        "happened_on": MONDAY.isoformat(),
        "photos": [upload(data) for data in photos],
        **more,
    }


def upload(data: bytes, name: str = "IMG_1.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def send(client: Client, together: object, data: bytes, pk: object = None):
    sent = {"id": str(pk or uuid4()), "together": str(together), "file": upload(data)}
    return client.post("/record/photo", sent)


def recorded(cast: Cast, *children: Child, by=None, **more) -> CareRecord:
    """Record a talk through the form and return the first record."""
    sent = form(*children, **more)
    assert client_of(by or cast.wang).post("/record/", sent).status_code == 302
    return CareRecord.objects.filter(together=sent["together"]).first()


def test_words_and_photos_in_one_form_without_scripts(caring: Cast, folder: Path) -> None:
    made = recorded(caring, caring.an, words="一起种花", photos=[jpeg(), png()])
    assert Photo.objects.filter(together=made.together).count() == 2
    assert on_disk(folder) == 4
    page = client_of(caring.wang).get(f"/children/{caring.an.pk}/").content.decode()
    assert page.count("small.jpg") == 2
    assert 'alt="谈心的照片，11月16日"' in page


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"MZ a program", "这不是照片"),
        (HEIC, "HEIC"),
        (jpeg((400, 300))[:1500], "没有传完整"),
        (bomb(), "像素太多"),
        (b"", "文件是空的"),
        (b"\xff\xd8" * 15 * 1024 * 1024, "超过 15 MB"),
    ],
)
def test_a_bad_picture_loses_no_word_and_says_why(caring: Cast, folder, data, words) -> None:
    client = client_of(caring.wang)
    sent = form(caring.an, words="一起种花", photos=[data, jpeg()], next="/children/")
    answer = client.post("/record/", sent)
    [made] = CareRecord.objects.all()
    assert made.words == "一起种花"
    assert Photo.objects.count() == 1
    page = client.get(answer.url).content.decode()
    assert words in page
    assert "写的已经保存" in page
    assert "IMG_1.jpg" in page
    again = {"photos": [upload(png())], "next": "/children/"}
    assert client.post(f"/record/{made.together}/photos/", again).url == "/children/"
    assert Photo.objects.count() == 2


def test_a_form_that_comes_back_asks_for_the_photos_again(caring: Cast) -> None:
    client = client_of(caring.wang)
    wrong = {**form(caring.an), "happened_on": "?"}
    assert "请再选一次照片" not in client.post("/record/", wrong).content.decode()
    answer = client.post("/record/", {**wrong, "photos": [upload(jpeg())]})
    assert answer.status_code == 422
    assert "请再选一次照片" in answer.content.decode()
    assert not Photo.objects.exists()


def test_the_same_form_sent_twice_makes_each_photo_once(caring: Cast, folder: Path) -> None:
    sent = form(caring.an)
    for _time in range(2):
        client_of(caring.wang).post("/record/", {**sent, "photos": [upload(jpeg())]})
    assert (CareRecord.objects.count(), Photo.objects.count(), on_disk(folder)) == (1, 1, 2)


def test_more_than_four_are_refused_one_by_one(caring: Cast) -> None:
    client = client_of(caring.wang)
    photos = [jpeg((80 + extra, 60)) for extra in range(5)]
    answer = client.post("/record/", form(caring.an, photos=photos))
    assert Photo.objects.count() == 4
    assert "已经有四张照片了" in client.get(answer.url).content.decode()


def test_sent_apart_from_the_words_and_twice_is_one(
    caring: Cast, folder: Path, django_capture_on_commit_callbacks
) -> None:
    made, pk = recorded(caring, caring.an), uuid4()
    client = client_of(caring.wang)
    assert send(client, made.together, jpeg(), pk).status_code == 201
    assert send(client, made.together, jpeg(), pk).status_code == 200
    assert Photo.objects.get().pk == pk
    assert on_disk(folder) == 2
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/record/photo/{pk}/remove/")
    assert send(client, made.together, jpeg(), pk).status_code == 200
    assert on_disk(folder) == 0


@pytest.mark.parametrize(
    ("data", "status"),
    [(b"MZ", 415), (HEIC, 415), (b"", 422), (bomb(), 422), (jpeg((400, 300))[:900], 422)],
)
def test_refused_with_a_sentence(caring: Cast, folder: Path, data: bytes, status: int) -> None:
    made = recorded(caring, caring.an)
    answer = send(client_of(caring.wang), made.together, data)
    assert answer.status_code == status
    assert answer.content.decode().endswith("。")
    assert answer["Content-Type"].startswith("text/plain")
    assert (Photo.objects.count(), on_disk(folder)) == (0, 0)


def test_thirty_megabytes_no_file_and_a_fifth(caring: Cast) -> None:
    made, client = recorded(caring, caring.an), client_of(caring.wang)
    assert send(client, made.together, b"\xff\xd8" * 15 * 1024 * 1024).status_code == 413
    ids = {"id": str(uuid4()), "together": str(made.together)}
    assert client.post("/record/photo", ids).status_code == 422
    for _time in range(4):
        assert send(client, made.together, jpeg()).status_code == 201
    assert send(client, made.together, jpeg()).status_code == 422
    assert Photo.objects.count() == 4


def test_only_who_may_mend_the_record_adds_to_it(caring: Cast) -> None:
    made = recorded(caring, caring.an)
    elsewhere = School.objects.create(short_name="bei", name="北山中学")
    stranger = caring.person("远老师", "yuan", elsewhere)
    caring.post(stranger, Post.LEAD)
    for who in (caring.li, caring.lin, stranger):
        assert send(client_of(who), made.together, jpeg()).status_code == 404, who.name
    assert send(client_of(caring.wang), uuid4(), jpeg()).status_code == 404
    assert send(client_of(caring.wang), "x", jpeg()).status_code == 404
    assert send(Client(), made.together, jpeg()).status_code == 302
    assert not Photo.objects.exists()
    assert send(client_of(caring.wang), made.together, jpeg()).status_code == 201
    assert send(client_of(caring.lead), made.together, jpeg()).status_code == 201


def test_an_id_that_is_another_schools_photo_does_not_exist(caring: Cast, folder: Path) -> None:
    made = recorded(caring, caring.an)
    elsewhere = School.objects.create(short_name="bei", name="北山中学")
    stranger = caring.person("远老师", "yuan", elsewhere)
    theirs = Photo.objects.create(
        school=elsewhere, together=uuid4(), staff=stranger, width=1, height=1,
        added_by=stranger, added_at=NOW,
    )  # fmt: skip
    assert send(client_of(caring.wang), made.together, jpeg(), theirs.pk).status_code == 404
    assert on_disk(folder) == 0
    other = recorded(caring, caring.bo, photos=[jpeg()])
    there = Photo.objects.get(together=other.together)
    assert send(client_of(caring.wang), made.together, jpeg(), there.pk).status_code == 404


def test_sending_anothers_together_gives_nobody_their_photos(caring: Cast) -> None:
    """Li may record for Chen under the `together` of Wang's record; Wang's photo stays Wang's."""
    made = recorded(caring, caring.an, photos=[jpeg()])
    photo = Photo.objects.get()
    recorded(caring, caring.chen, by=caring.li, together=str(made.together))
    li = client_of(caring.li)
    for page in ("", "full.jpg", "small.jpg"):
        assert li.get(f"/record/photo/{photo.pk}/{page}").status_code == 404
    assert li.post(f"/record/photo/{photo.pk}/remove/").status_code == 404
    assert str(photo.pk) not in li.get(f"/children/{caring.chen.pk}/").content.decode()
    assert send(li, made.together, jpeg()).status_code == 201
    seen = client_of(caring.wang).get(f"/children/{caring.an.pk}/").content.decode()
    assert seen.count("small.jpg") == 1


def test_seen_with_the_childs_records_by_nobody_else(caring: Cast) -> None:
    recorded(caring, caring.an, photos=[jpeg((2000, 1500))])
    photo = Photo.objects.get()
    stranger = caring.person("远老师", "yuan", School.objects.create(short_name="bei", name="北"))
    caring.post(stranger, Post.LEAD)
    for who, status in (
        (caring.wang, 200), (caring.lin, 200), (caring.lead, 200), (caring.li, 404), (stranger, 404),
    ):  # fmt: skip
        for page in ("", "full.jpg", "small.jpg"):
            answer = client_of(who).get(f"/record/photo/{photo.pk}/{page}")
            assert answer.status_code == status, (who.name, page)


def test_a_copied_address_is_worth_nothing_and_ends_with_the_right(caring: Cast) -> None:
    recorded(caring, caring.an, by=caring.lin, photos=[jpeg()])
    photo, wang = Photo.objects.get(), client_of(caring.wang)
    parts = [f"/record/photo/{photo.pk}/{part}.jpg" for part in ("full", "small")]
    for part in parts:
        assert wang.get(part).status_code == 200
        unknown = Client().get(part)
        assert unknown["Location"].startswith("/sign-in/")
        assert b"\xff\xd8" not in unknown.content
    [tie] = Tie.objects.filter(child=caring.an, adult=caring.wang)
    end_tie(caring.as_(caring.lead), tie, until=MONDAY, reason=Tie.EndReason.CHANGED)
    assert [wang.get(part).status_code for part in parts] == [404, 404]


def test_the_photo_of_several_is_seen_by_whoever_sees_one_of_them(caring: Cast) -> None:
    di = caring.child("弟弟")
    caring.tie(di, caring.li)
    recorded(caring, caring.an, di, by=caring.lin, photos=[jpeg()])
    photo = Photo.objects.get()
    page = client_of(caring.li).get(f"/record/photo/{photo.pk}/").content.decode()
    assert "弟弟" in page
    assert "安安" not in page
    for child in (caring.an, di):
        assert "small.jpg" in client_of(caring.lin).get(f"/children/{child.pk}/").content.decode()


def test_it_is_served_as_a_picture_and_nothing_else(caring: Cast) -> None:
    recorded(caring, caring.an, photos=[jpeg((2000, 1500), place=True)])
    photo, client = Photo.objects.get(), client_of(caring.wang)
    full = client.get(f"/record/photo/{photo.pk}/full.jpg")
    assert full.content.startswith(b"\xff\xd8")
    assert b"Exif" not in full.content
    assert full["Content-Type"] == "image/jpeg"
    assert full["X-Content-Type-Options"] == "nosniff"
    assert full["Content-Disposition"].startswith("inline; filename=")
    assert full["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert full["Cache-Control"] == "private, no-store"
    small = client.get(f"/record/photo/{photo.pk}/small.jpg")
    assert len(small.content) < len(full.content)
    assert small["Cache-Control"] == "private, max-age=86400"
    assert "Cookie" in small["Vary"]


def test_opening_the_full_photo_is_recorded(caring: Cast) -> None:
    recorded(caring, caring.an, photos=[jpeg()])
    photo, client = Photo.objects.get(), client_of(caring.lin)
    client.get(f"/record/photo/{photo.pk}/small.jpg")
    assert not Entry.objects.filter(verb="read_photo").exists()
    client.get(f"/record/photo/{photo.pk}/full.jpg")
    entry = Entry.objects.get(verb="read_photo")
    assert (entry.actor_name, entry.object_id, entry.label) == ("林老师", photo.pk, "安安")


def test_taken_off_it_is_deleted_and_its_row_tells_there_was_one(
    caring: Cast, folder: Path, django_capture_on_commit_callbacks
) -> None:
    made = recorded(caring, caring.an, photos=[jpeg()])
    photo = Photo.objects.get()
    for who in (caring.li, caring.lin):
        assert client_of(who).post(f"/record/photo/{photo.pk}/remove/").status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        client = client_of(caring.wang)
        there = client.post(f"/record/photo/{photo.pk}/remove/")
    assert on_disk(folder) == 0
    photo.refresh_from_db()
    assert (photo.removed_by, photo.removed_at) == (caring.wang, NOW)
    assert "王老师去掉了一张照片" in client.get(there.url).content.decode()
    for page in ("", "full.jpg", "small.jpg"):
        assert client.get(f"/record/photo/{photo.pk}/{page}").status_code == 404
    assert "small.jpg" not in client.get(f"/children/{caring.an.pk}/").content.decode()
    assert made.pk == CareRecord.objects.get().pk


def test_a_record_taken_back_takes_its_photos_along(
    caring: Cast, folder: Path, django_capture_on_commit_callbacks
) -> None:
    made = recorded(caring, caring.an, caring.bo, photos=[jpeg()])
    client = client_of(caring.wang)
    for item, left in zip(CareRecord.objects.filter(together=made.together), (2, 0), strict=True):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(f"/record/{item.pk}/withdraw/", {"reason": "没有这回事"})
        assert on_disk(folder) == left
    assert Photo.objects.get().removed_by == caring.wang
    assert send(client, made.together, jpeg()).status_code == 404


def test_a_corrected_record_keeps_its_photos(caring: Cast) -> None:
    made = recorded(caring, caring.an, photos=[jpeg()])
    client = client_of(caring.lead)
    mended = form(caring.an, words="更好", reason="写错", next=f"/children/{caring.an.pk}/")
    assert client.post(f"/record/{made.pk}/mend/", mended).status_code == 302
    assert CareRecord.objects.count() == 2
    page = client_of(caring.wang).get(f"/children/{caring.an.pk}/").content.decode()
    assert page.count("small.jpg") == 1


def test_mending_adds_a_photo_where_the_record_had_no_go_of_its_own(caring: Cast) -> None:
    [old] = caring.talk(caring.wang, caring.an, now=NOW)
    assert old.together is None
    mended = form(caring.an, reason="补照片", photos=[jpeg()])
    client_of(caring.wang).post(f"/record/{old.pk}/mend/", mended)
    new = CareRecord.objects.get(supersedes=old)
    assert str(new.together) != mended["together"]
    assert Photo.objects.get().together == new.together


def test_statements_of_the_time_line_do_not_grow_with_photos(
    caring: Cast, django_assert_max_num_queries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, counts = client_of(caring.wang), []
    recorded(caring, caring.an)
    client.get(f"/children/{caring.an.pk}/")
    for photos in ([jpeg()], [jpeg(), png(), jpeg((90, 60))]):
        recorded(caring, caring.an, photos=photos)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.get(f"/children/{caring.an.pk}/")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_transaction_that_fails_leaves_no_file(caring: Cast, folder: Path, monkeypatch) -> None:
    made = recorded(caring, caring.an)

    def full(*_args: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("nuangang.care.actions.photos._tell", full)
    with pytest.raises(OSError, match="no space"), transaction.atomic():
        send(client_of(caring.wang), made.together, jpeg())
    assert (Photo.objects.count(), on_disk(folder)) == (0, 0)


def test_the_night_sweeps_files_that_lost_their_row(caring: Cast, folder: Path) -> None:
    recorded(caring, caring.an, photos=[jpeg()])
    recorded(caring, caring.bo, photos=[png()])
    Photo.objects.filter(together=CareRecord.objects.get(child=caring.bo).together).delete()
    assert sweep_photos(caring.school, NOW) == 0
    reconcile_duties(caring.school, now=NOW)
    import os

    for path in folder.rglob("*.*"):
        os.utime(path, (NOW.timestamp() - 9000, NOW.timestamp() - 9000))
    tick(NOW)
    assert on_disk(folder) == 2
