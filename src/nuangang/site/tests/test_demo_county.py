"""The county made by bulk load: its size is exact, and every school in it as real as the demonstration."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from nuangang.accounts.models import RegionPost, School, User
from nuangang.care.actions import reconcile_duties
from nuangang.care.evidence import Slot, evidence_for, slot_of, subject_of, tallies
from nuangang.care.models import CareRecord, Duty, PeriodResult
from nuangang.desk.models import DayFigures
from nuangang.people.actions.refresh import refresh_files
from nuangang.people.models import Child, Relative, Tie
from nuangang.site.demo.county import Size, build_county
from nuangang.terms.calendar import end_of

SIZE = Size(schools=3, children=60, records=1500)


def structure() -> set[str]:
    """Return all indexes, references and triggers of the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT indexdef FROM pg_indexes UNION SELECT conname || pg_get_constraintdef(oid)"
                " FROM pg_constraint UNION SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
            )
        else:
            cursor.execute("SELECT name || coalesce(sql, '') FROM sqlite_master")
        return {row[0] for row in cursor.fetchall() if "sqlite_stat" not in row[0]}


@pytest.fixture
def county(db) -> list[School]:
    """Make a small county."""
    build_county(lambda _said: None, SIZE, seed=7)
    return list(School.objects.order_by("pk"))


def test_is_exactly_as_large_as_asked(county):
    assert len(county) == 3
    assert sum(Child.objects.of(s).count() for s in county) == 60
    assert sum(CareRecord.objects.of(s).count() for s in county) == 1500
    assert all(s.is_demo for s in county)


def test_the_past_says_what_its_records_say(county):
    now = timezone.now()
    for school in county:
        results = list(PeriodResult.objects.of(school).select_related("duty__rule"))
        assert {r.outcome for r in results} >= {"met", "missed"}
        over = [
            Slot(r.pk, r.duty.rule, subject_of(r.duty), r.begins, r.ends, end_of(r.ends))
            for r in results
        ]
        counted = tallies(over, evidence_for(school.pk, over))
        assert all(counted[r.pk].done(r.duty.rule) == r.done for r in results)
        duties = list(Duty.objects.of(school).select_related("rule"))
        present = [slot_of(duty) for duty in duties]
        counted = tallies(present, evidence_for(school.pk, present))
        assert all(counted[duty.pk].done(duty.rule) == duty.done for duty in duties)
        assert sum(duty.done > 0 for duty in duties) > len(duties) // 5
        assert not any(reconcile_duties(school, now=now))
        assert refresh_files(school, today=timezone.localdate(now)) == 0


def test_every_school_has_families_pairs_figures_and_pages(county):
    for school in county:
        assert Relative.objects.of(school).exists()
        assert Tie.objects.of(school).exists()
        assert DayFigures.objects.of(school).count() > 1
        client = Client()
        client.force_login(User.objects.get(staff__school=school, staff__posts__post="head"))
        child = Tie.objects.of(school).first().child_id
        for page in ("/board/", "/children/", f"/children/{child}/", "/duties/", "/pairing/"):
            assert client.get(page).status_code == 200, page
    client.force_login(RegionPost.objects.get().user)
    assert all(school.name in client.get("/county/").content.decode() for school in county)


def test_texts_are_sealed_and_records_still_only_added_to(county):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT school_id, substr(words, 1, 14) FROM care_carerecord WHERE words <> ''"
        )
        schools, keys = zip(*cursor.fetchall(), strict=True)
        assert len(set(schools)) == len(set(keys)) == len(keys) == len(county)
        assert all(key.startswith("aes-") for key in keys)
    assert any(r.words.endswith("。") for r in CareRecord.objects.of(county[0]))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        CareRecord.objects.of(county[0]).update(words="")


@pytest.mark.django_db
def test_what_was_set_aside_is_put_back():
    before = structure()
    build_county(lambda _said: None, Size(1, 20, 100), seed=7)
    assert structure() == before
    connection.check_constraints()


@pytest.mark.django_db
def test_few_records_are_no_more_than_asked_for():
    build_county(lambda _said: None, Size(2, 40, 7), seed=7)
    assert sum(CareRecord.objects.of(s).count() for s in School.objects.all()) == 7


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"schools": 0}, "at least one school"),
        ({"schools": 5, "children": 10}, "at least 60 children"),
        ({"records": -1}, "fewer than no records"),
    ],
)
def test_nonsense_gets_a_sentence(asked, words):
    with override("en"), pytest.raises(CommandError, match=words):
        call_command("demo", **asked)
    assert not School.objects.exists()


@pytest.mark.django_db
def test_a_real_school_is_left_alone():
    School.objects.create(name="向阳小学", short_name="xiangyang")
    with override("en"), pytest.raises(CommandError, match="real school"):
        call_command("demo", schools=3, children=60, records=10)
    assert School.objects.count() == 1
