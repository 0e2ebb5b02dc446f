"""What goes on to the county office: by the rules, by hand, seen without reporter, words and names."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from nuangang.accounts.models import Region, RegionPost, User
from nuangang.audit.models import Entry
from nuangang.incidents import ticking
from nuangang.incidents.actions.county import escalate, keep_contact, to_escalate
from nuangang.incidents.actions.leading import take_lead
from nuangang.incidents.actions.policy import save_rules
from nuangang.incidents.actions.raising import make_grave
from nuangang.incidents.models import Escalation, Incident, IncidentStep
from nuangang.incidents.table import Rule, ToCounty, default_table, rule_of, with_rules
from nuangang.incidents.tests.cast import WORDS, Cast
from nuangang.incidents.tests.test_raising import carrier
from nuangang.notify.models import Message
from nuangang.people.actors import actor_for

MINUTE = timedelta(minutes=1)


class County:
    """An officer and a viewer above the school, and an officer of another county."""

    def __init__(self, cast: Cast) -> None:
        county, other = (Region.objects.create(level="county", name=name) for name in "云雾")
        town = Region.objects.create(level="township", name="清溪镇", parent=county)
        cast.school.region = town
        cast.school.save()
        self.cast = cast
        self.officer = self.person("officer", "严专管", county, "county_officer")
        self.viewer = self.person("viewer", "看数的", county, "county_viewer")
        self.far = self.person("far", "别县的", other, "county_officer")

    def person(self, login: str, name: str, region: Region, kind: str) -> User:
        user = User.objects.create_user(login, name=name)
        RegionPost.objects.create(user=user, region=region, kind=kind, since="2020-01-01")
        return user

    def browser(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    def page(self, user: User, view: str, *args, **data) -> str:
        answer = self.browser(user).get(reverse(view, args=args), data)
        return answer.content.decode() if answer.status_code == 200 else ""


@pytest.fixture
def county(cast: Cast) -> County:
    """The cast's school under a county."""
    return County(cast)


def rule(cast: Cast, **to_county) -> None:
    """Let injuries go on to the county by these rules."""
    before = rule_of(default_table(), "injury")
    given = Rule(True, before.counts_from, before.tell, 0, 0, ToCounty(**to_county))
    table = with_rules(default_table(), {"injury": given})
    save_rules(cast.as_(cast.lead), table, changed="", base=0)


def test_what_is_grave_goes_at_once_and_officers_are_told(county: County) -> None:
    cast = county.cast
    carrier(cast)
    for user in (county.officer, county.far):
        keep_contact(actor_for(user.pk), phone="13911110000", mail="")
    made = cast.incident()
    assert not Escalation.objects.exists()
    make_grave(cast.as_(cast.lead), made, "伤到头")
    found = Escalation.objects.get()
    assert (found.why, found.by) == ("grave", None)
    told = Message.objects.filter(to_name__in=["严专管", "别县的"])
    assert [message.to_name for message in told] == ["严专管"]
    assert "安安" not in told[0].text
    assert IncidentStep.objects.filter(incident=made, kind="county").count() == 1
    assert not escalate(cast.as_(cast.lead), made, "hand")
    drill = cast.incident(drill=True, grave=True)
    assert not escalate(cast.as_(cast.lead), drill, "hand")
    assert Escalation.objects.count() == 1


@pytest.mark.parametrize(
    ("to_county", "minutes", "led", "why"),
    [
        ({"missed": True}, 11, True, "missed"),  # head and class teacher have ten
        ({"missed": True}, 9, True, ""),
        ({"unled": 7}, 8, False, "unled"),
        ({"unled": 7}, 8, True, ""),
        ({"unled": 7}, 6, False, ""),
        ({}, 600, False, ""),
    ],
)
def test_the_clock_sends_on_what_missed_a_time_or_is_led_by_nobody(
    county: County, to_county: dict, minutes: int, led: bool, why: str
) -> None:
    cast, now = county.cast, timezone.now()
    rule(cast, **to_county)
    made = cast.incident(now=now)
    if led:
        take_lead(cast.as_(cast.deputy), made, now=now)
    for _again in range(2):
        ticking._send_on(now + minutes * MINUTE)
    assert [found.why for found in Escalation.objects.all()] == ([why] if why else [])


def test_each_second_costs_one_statement_where_nothing_is_due(
    county: County, django_assert_num_queries
) -> None:
    now = timezone.now()
    county.cast.incident(now=now)
    with django_assert_num_queries(1):
        assert ticking._send_on(now + MINUTE) == 0
    with connection.cursor() as cursor:
        sql, params = to_escalate(now).query.sql_with_params()
        explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
        cursor.execute(explain + sql, params)
        plan = str(cursor.fetchall())
    assert "incidents_to_county" in plan or connection.vendor != "sqlite"


def test_an_officer_sees_only_what_was_sent_on_without_reporter_words_and_names(
    county: County,
) -> None:
    cast = county.cast
    kept = cast.incident()
    sent = cast.incident(cast.wang, kind="mr4")
    take_lead(cast.as_(cast.wang), sent)
    escalate(cast.as_(cast.head), Incident.objects.get(pk=sent.pk), "hand", "请派人来")
    page = county.page(county.officer, "county_incidents")
    assert reverse("county_incident", args=[sent.pk]) in page
    assert reverse("county_incident", args=[kept.pk]) not in page
    assert county.page(county.officer, "county_incident", kept.pk) == ""
    shown = county.page(county.officer, "county_incident", sent.pk)
    assert "请派人来" in shown
    for secret in ("安安", WORDS, "王老师"):
        assert secret not in shown + page, secret
    browser, named = county.browser(county.officer), reverse("county_incident", args=[sent.pk])
    assert "安安" not in browser.get(named + "?names=1").content.decode()
    given = {"reason": "safety", "words": ""}
    assert browser.post(named + "?names=1", given).status_code == 302
    assert "安安" in browser.get(named + "?names=1").content.decode()
    assert "安安" not in browser.get(named).content.decode()
    entry = Entry.objects.filter(verb="names_by_county").latest("at")
    assert (entry.school_id, entry.actor_name) == (cast.school.pk, "严专管")
    for user in (county.viewer, county.far):
        assert county.page(user, "county_incident", sent.pk) == ""
    assert county.page(county.viewer, "county_incidents") == ""
    assert cast.get(cast.head, reverse("county_incidents")) == ""
    assert county.page(county.officer, "incident", sent.pk) == ""


def test_received_tells_the_bureau_under_the_officers_name_and_instructions_reach_the_school(
    county: County,
) -> None:
    cast = county.cast
    made = cast.incident()
    address = reverse("incident_escalate", args=[made.pk])
    assert cast.browser(cast.lin).post(address, {"words": "要车"}).status_code == 302
    browser = county.browser(county.officer)
    for _again in range(2):
        received = browser.post(reverse("county_incident_received", args=[made.pk]))
        assert received.status_code == 302
    row = cast.due(made, "bureau")
    assert (row.told_to, row.told_by) == ("严专管", None)
    assert not row.is_late(timezone.now())
    instruct = reverse("county_incident_instruct", args=[made.pk])
    assert browser.post(instruct, {"words": ""}).status_code == 422
    assert browser.post(instruct, {"words": "先送县医院"}).status_code == 302
    page = cast.get(cast.lin, reverse("incident", args=[made.pk]))
    for words in ("先送县医院", "严专管", "县里已收到"):
        assert words in page, words
    far = county.browser(county.far)
    assert far.post(instruct, {"words": "别县"}).status_code == 404
    assert IncidentStep.objects.filter(kind="received").count() == 1


def test_where_an_officer_is_reached_is_asked_for_and_kept(county: County) -> None:
    browser, address = county.browser(county.officer), reverse("county_contact")
    assert "联系不到您" in county.page(county.officer, "county_incidents")
    assert browser.post(address, {"phone": "123"}).status_code == 422
    assert browser.post(address, {"phone": "13911110000"}).status_code == 302
    assert "13911110000" in browser.get(address).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM incidents_officercontact")
        assert "13911110000" not in str(cursor.fetchall())


def test_the_countys_page_asks_no_more_for_twice_the_rows(county: County) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert county.page(county.officer, "county_incidents", state="")
        return len(queries)

    cast = county.cast
    escalate(cast.as_(cast.head), cast.incident(), "hand")
    asked()
    before = asked()
    for child in (cast.bo, cast.chen):
        escalate(cast.as_(cast.head), cast.incident(cast.lin, child), "hand")
    assert asked() == before


def test_the_lead_changes_when_it_goes_on_and_reads_it_in_words(county: County) -> None:
    browser, address = (
        county.cast.browser(county.cast.lead),
        reverse("incident_rule", args=["injury"]),
    )
    given = {
        "on": "on", "counts_from": "happened", "guardian": 30, "base": 0, "county_at_once": "no",
        "county_unled": 45,
    }  # fmt: skip
    assert 'value="no"' in browser.get(address).content.decode()
    assert browser.post(address, {**given, "county_unled": 0, "show": 1}).status_code == 422
    shown = browser.post(address, {**given, "show": 1}).content.decode()
    assert "45 分钟没人牵头" in shown
    mark = shown.split('name="seen" value="')[1].split('"')[0].replace("&#39;", "'")
    assert browser.post(address, {**given, "save": 1, "seen": mark}).status_code == 302
    made = county.cast.incident(grave=True)
    assert not Escalation.objects.exists()
    assert made.unled_at == made.raised_at + 45 * MINUTE
