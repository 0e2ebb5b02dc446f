"""Public lists: allowed columns, a second yes, an address that ends, nothing that tells too much."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from nuangang.accounts.posts import Post
from nuangang.privacy.listing import forbidden_in, hidden
from nuangang.privacy.models import PublicList, Sharing
from nuangang.privacy.tests.cast import PrivacyCast

TODAY = timezone.localdate()
GIVEN = {
    "title": "2026-2027学年资助名单", "purpose": "公示", "whom": "all", "columns": ["class"],
    "hide_name": "on", "until": (TODAY + timedelta(days=7)).isoformat(),
}  # fmt: skip


def drawn(law: PrivacyCast, **more):
    answer = law.client(Post.LEAD).post("/privacy/lists/new/", {**GIVEN, **more})
    assert answer.status_code == 302, answer.content.decode()
    return PublicList.objects.latest("made_at")


def in_public(law: PrivacyCast, row):
    return Client().get(f"/notices/{law.school.short_name}/{row.address}/")


def test_nobody_sees_it_before_a_second_person_said_yes(law: PrivacyCast):
    law.child("李欣怡", id_number="", address="柳树村5号", birth=TODAY.replace(year=2014, day=1))
    row = drawn(law)
    assert in_public(law, row).status_code == 404
    law.client(Post.LEAD).post(f"/privacy/lists/{row.pk}/yes/")
    assert in_public(law, row).status_code == 404
    for _twice in range(2):
        law.client(Post.HEAD).post(f"/privacy/lists/{row.pk}/yes/")
    answer = in_public(law, row)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "noindex" in answer["X-Robots-Tag"]
    assert "李*怡" in page
    assert "李欣怡" not in page
    assert "柳树村" not in page
    assert Sharing.objects.get().to == "public"


def test_it_ends_by_itself_and_can_be_ended_early(law: PrivacyCast):
    law.child()
    row = drawn(law)
    law.client(Post.HEAD).post(f"/privacy/lists/{row.pk}/yes/")
    PublicList.objects.filter(pk=row.pk).update(until=TODAY - timedelta(days=1))
    assert in_public(law, row).status_code == 404
    PublicList.objects.filter(pk=row.pk).update(until=TODAY)
    assert in_public(law, row).status_code == 200
    law.client(Post.LEAD).post(f"/privacy/lists/{row.pk}/end/")
    assert in_public(law, row).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "名单 138 0000 1234"), ("purpose", "11010120130101123X"), ("columns", ["birth"]),
        ("purpose", "卡号6222 0212 3456 7890 123"), ("until", "2020-01-01"), ("until", "2036-01-01"),
    ],
)  # fmt: skip
def test_what_may_not_stand_there_is_refused(law: PrivacyCast, field, value):
    law.child()
    answer = law.client(Post.LEAD).post("/privacy/lists/new/", {**GIVEN, field: value})
    assert answer.status_code == 422
    assert not PublicList.objects.exists()


def test_a_list_of_nobody_is_none(law: PrivacyCast):
    answer = law.client(Post.LEAD).post("/privacy/lists/new/", GIVEN)
    assert answer.status_code == 422


@given(st.integers(10**10, 10**19 - 1), st.sampled_from(["", " ", "-", "－", "·"]))
def test_no_long_number_passes_whatever_its_gaps(number, gap):
    text = gap.join(str(number)[at : at + 4] for at in range(0, len(str(number)), 4))
    assert forbidden_in(f"名单{text}号")


def test_full_width_digits_and_births_are_found_and_years_are_let_be():
    assert forbidden_in("１３８００００１２３４")
    assert forbidden_in("2013年5月1日生")
    assert not forbidden_in("2026-2027学年第一学期资助名单（三年级）")
    assert not forbidden_in(f"{TODAY.year}年11月28日公示")


def test_one_character_is_hidden():
    assert [hidden(name) for name in ("李欣怡", "李怡", "欧阳小红", "李")] == [
        "李*怡",
        "李*",
        "欧*小红",
        "李",
    ]
