"""Passwords: how they are kept, what is refused and what is said then."""

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation

from nuangang.accounts.models import School, User
from nuangang.accounts.passwords import Hasher, words_about

pytestmark = pytest.mark.django_db


def refused(password: str, person: User) -> str:
    with translation.override("zh-hans"), pytest.raises(ValidationError) as why:
        validate_password(password, person)
    return " ".join(why.value.messages)


def test_kept_as_argon2id_at_the_written_cost():
    kept = Hasher().encode("harbour-lamp-7", "saltsaltsalt")
    assert kept.startswith("argon2$argon2id$v=19$m=47104,t=2,p=1$")
    assert identify_hasher(kept).verify("harbour-lamp-7", kept)


def test_a_school_is_known_in_every_spelling():
    School.objects.create(name="清溪镇初级中学", short_name="demo")
    words = words_about(User(login="lin", name="林晓慧"))
    assert {"lin", "林晓慧", "linxiaohui", "xiaohuilin", "qingxi", "清溪"} <= words


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("woaini1314", "很多人都用"),
        ("qingxi2026", "学校名"),
        ("13800001234a", "几分钟就能猜到"),
        ("1986-04-12", "生日"),
        ("qwer1234asdf", "键盘"),
    ],
)
def test_says_why_and_what_to_take_instead(password, why):
    School.objects.create(name="清溪镇初级中学", short_name="demo")
    text = refused(password, User(login="lin", name="林晓慧"))
    assert why in text
    assert "三四个" in text
