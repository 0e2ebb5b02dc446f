"""The rules of conduct: asked at sign-in once a school asks, later is always possible."""

from django.test import Client

from nuangang.accounts.posts import Post
from nuangang.privacy.models import ConductSigned
from nuangang.privacy.tests.cast import PrivacyCast

PASSWORD = "harbour-lamp-7"


def signed_in(law: PrivacyCast) -> tuple[Client, str]:
    user = law.signed(Post.CLASS_TEACHER).user
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    answer = client.post("/sign-in/", {"login": user.login, "password": PASSWORD})
    return client, answer.url


def test_nobody_is_asked_before_the_school_begins(law: PrivacyCast):
    assert "conduct" not in signed_in(law)[1]
    law.client(Post.LEAD).post("/privacy/conduct/")
    client, address = signed_in(law)
    assert address.startswith("/me/conduct/")
    assert client.get("/today/").status_code == 200


def test_a_yes_is_kept_once_and_later_waits_some_days(law: PrivacyCast):
    law.client(Post.LEAD).post("/privacy/conduct/")
    client, address = signed_in(law)
    later = client.post(address, {"later": "1", "next": "/today/"})
    assert later.url == "/today/"
    assert later.cookies["conduct_later"]["max-age"] == 3 * 24 * 3600
    for _twice in range(2):
        client.post("/me/conduct/", {"next": "https://elsewhere.example/"})
    assert ConductSigned.objects.count() == 1
    assert "conduct" not in signed_in(law)[1]
    lead = law.client(Post.LEAD)
    name = law.signed(Post.CLASS_TEACHER).name
    assert name in lead.get("/privacy/conduct/?state=done").content.decode()
    assert name not in lead.get("/privacy/conduct/?state=open").content.decode()
