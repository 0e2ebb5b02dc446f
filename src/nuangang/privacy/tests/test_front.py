"""The front page of children's data, and who finds it."""

import pytest

from nuangang.accounts.posts import Post
from nuangang.privacy.tests.cast import PrivacyCast

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("post", "status"),
    [
        (Post.HEAD, 200),
        (Post.DEPUTY, 200),
        (Post.LEAD, 200),
        (Post.PRIVACY_PERSON, 200),
        (Post.CLASS_TEACHER, 404),
        (Post.COUNSELLOR, 404),
    ],
)
def test_those_in_charge_find_the_parts_and_others_nothing(law: PrivacyCast, post, status):
    client = law.client(post)
    assert client.get("/privacy/").status_code == status
    assert ("/privacy/" in client.get("/me/").content.decode()) == (status == 200)


def test_a_part_says_that_it_is_not_done_yet(law: PrivacyCast):
    page = law.client(Post.HEAD).get("/privacy/").content.decode()
    assert "规则" in page
    assert "还没发布" in page
