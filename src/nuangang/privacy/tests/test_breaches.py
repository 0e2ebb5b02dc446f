"""A breach: written down, clocks, who was told, letters, closed with lessons."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from nuangang.accounts.posts import Post
from nuangang.audit.models import Entry
from nuangang.people.actions.family import set_contact, set_relative
from nuangang.privacy.models import Breach, BreachStep
from nuangang.privacy.tests.cast import PrivacyCast

GIVEN = {
    "what": "名单发错了群", "noticed_at": "2026-11-20T08:00", "cause": "手滑", "data": ["names", "contact"],
    "whom": "class", "harm": "陌生人可能打电话",
}  # fmt: skip
NOW = timezone.localtime().strftime("%Y-%m-%dT%H:%M")


def begun(law: PrivacyCast, **more):
    given = {**GIVEN, "klass": str(law.klass.pk), **more}
    answer = law.client(Post.LEAD).post("/privacy/breaches/new/", given)
    assert answer.status_code == 302, answer.content.decode()
    return answer.url


def step(law: PrivacyCast, address, kind, text="打了电话"):
    sent = {"kind": kind, "happened_at": NOW, "text": text}
    return law.client(Post.LEAD).post(address, sent)


def test_the_page_says_what_to_do_and_who_was_not_told(law: PrivacyCast):
    law.child()
    address = begun(law)
    assert "名单" not in Entry.objects.get(verb="breach_noted").label
    client = law.client(Post.LEAD)
    page = client.get(address).content.decode()
    assert "先做这些" in page
    assert "网信" in client.get("/privacy/breaches/?state=open").content.decode()
    step(law, address, "office")
    step(law, address, "office")
    step(law, address, "guardians")
    assert BreachStep.objects.count() == 2
    assert "还没做" not in client.get("/privacy/breaches/").content.decode()


def letters(law, post, address, *classes):
    client = law.client(post)
    assert "13800005678" not in client.get(address).content.decode()
    why = {"reason": "family", "words": "", "classes": classes}
    return client.post(address, why, follow=True).content.decode()


def test_letters_show_each_reader_what_the_file_shows_them(law: PrivacyCast):
    child = law.child("李欣怡")
    set_contact(law.lead, child, "13800005678")
    address = begun(law) + "letters/"
    masked = letters(law, Post.HEAD, address)
    assert "李欣怡" in masked
    assert "13800005678" not in masked
    again = law.client(Post.HEAD, "第二位校长").post(
        address, {"reason": "family", "words": "", "classes": ["contact"]}, follow=True
    )
    assert "13800005678" in again.content.decode()
    other = letters(law, Post.PRIVACY_PERSON, address)
    assert "李欣怡" in other
    assert "5678" not in other


def test_letters_name_each_family_and_the_message_names_nothing(law: PrivacyCast):
    child = law.child("李欣怡")
    law.child("王浩", klass=law.other_class)
    carer = set_relative(
        law.lead, child, "paternal_grandmother", {"name": "王秀英", "is_carer": True}
    )
    set_contact(law.lead, child, "13800005678", relative=carer)
    page = letters(law, Post.LEAD, begun(law) + "letters/")
    assert page.count('class="file-card promise"') == 1
    assert "王秀英" in page
    assert "13800005678" in page
    assert "王浩" not in page
    message = page.split("短信")[1].split("</section>")[0]
    assert "李欣怡" not in message
    assert "名单发错了群" not in message


def test_what_is_learned_later_supersedes_and_stays(law: PrivacyCast):
    address = begun(law)
    sent = {**GIVEN, "klass": str(law.klass.pk), "cause": "手机丢了"}
    law.client(Post.LEAD).post(address + "change/", sent)
    assert Breach.objects.count() == 2
    page = law.client(Post.LEAD).get(address).content.decode()
    assert "手机丢了" in page
    assert "手滑" in page
    with pytest.raises(DatabaseError), transaction.atomic():
        Breach.objects.all().delete()


def test_closed_it_takes_nothing_more(law: PrivacyCast):
    address = begun(law)
    step(law, address, "closed", "以后名单不发群")
    assert step(law, address, "measure").status_code == 200
    assert BreachStep.objects.count() == 1
    assert (
        "名单发错了群"
        in law.client(Post.LEAD).get("/privacy/breaches/?state=closed").content.decode()
    )


@pytest.mark.parametrize("moment", ["2036-11-20T08:00", "0001-01-01T00:00", "0026-11-20T08:00"])
def test_a_moment_to_come_and_a_slip_in_the_year_are_named(law: PrivacyCast, moment: str):
    client = law.client(Post.LEAD)
    answer = client.post("/privacy/breaches/new/", {**GIVEN, "noticed_at": moment})
    assert answer.status_code == 422
    assert not Breach.objects.exists()


def test_words_of_an_earlier_version_are_sealed_and_read_as_before(law: PrivacyCast):
    step(law, begun(law), "measure", "收回名单")
    sealing = import_module("nuangang.privacy.migrations.0011_seal_words_of_breaches").Migration
    editor = SimpleNamespace(connection=connection, execute=execute)
    models = SimpleNamespace(apps=None, clear_delayed_apps_cache=lambda: None)
    for each in reversed(sealing.operations):
        each.database_backwards("privacy", editor, models, models)
    assert raw() == ("名单发错了群", "手滑", "陌生人可能打电话", "收回名单")
    for each in sealing.operations:
        each.database_forwards("privacy", editor, models, models)
    assert all(text.startswith("aes-") for text in raw())
    assert Breach.objects.get().what == "名单发错了群"
    assert BreachStep.objects.get().text == "收回名单"
    for model in (Breach, BreachStep):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.update(by_name="别人")


def execute(statement, params=()):
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


def raw():
    """Return what stands in the columns themselves."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT b.what, b.cause, b.harm, s.text FROM privacy_breach b, privacy_breachstep s"
        )
        return cursor.fetchone()
