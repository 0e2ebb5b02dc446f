"""Who is asked to lead is data: step by step, seen before it is saved, old versions as they were."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from nuangang.incidents.actions.paging import page_next, warn_of_deadlines
from nuangang.incidents.actions.policy import save_rules
from nuangang.incidents.actions.telling import note_attempt
from nuangang.incidents.asking import OLD, Asking, Step, asking_of, default_asking
from nuangang.incidents.kinds import Clock
from nuangang.incidents.models import Deadline, IncidentStep, PolicyVersion, of
from nuangang.incidents.table import default_table
from nuangang.incidents.tests.cast import AWAY, HOME, Cast
from nuangang.incidents.tests.test_paging import texted
from nuangang.incidents.tests.test_raising import carrier
from nuangang.incidents.tests.test_rota import duty_now
from nuangang.people.models import Contact

MINUTE = timedelta(minutes=1)
STEPS = st.lists(
    st.builds(
        Step, st.sampled_from(["lead", "head"]), st.integers(1, 60), st.just("sms"),
        st.integers(1, 30), st.integers(1, 9),
    ), min_size=1, max_size=5,
)  # fmt: skip


@pytest.mark.once
@given(STEPS)
def test_moments_are_those_a_walk_minute_by_minute_finds(steps: list[Step]) -> None:
    asking = Asking((), tuple(steps))
    slow = [
        (minute, [s for s in steps if any(s.after + s.every * n == minute for n in range(s.times))])
        for minute in range(60 + 30 * 9)
    ]
    assert asking.moments() == [(minute, found) for minute, found in slow if found]
    assert asking_of({"asking": {"care": asking.kept()}}, "care") == asking


@pytest.mark.once
def test_what_ships_asks_each_five_minutes_for_two_hours_and_old_tables_as_before() -> None:
    for clock in Clock.values:
        minutes = [m for m, _steps in asking_of({"asking": default_asking()}, clock).moments()]
        assert minutes == list(range(5, 121, 5)), clock
        assert asking_of({}, clock) == OLD
    assert [minute for minute, _steps in OLD.moments()] == list(range(5, 121, 5))


def rules(cast: Cast, **asking: Asking) -> None:
    """Let the school have these steps from now on."""
    kept = {**default_asking(), **{clock: each.kept() for clock, each in asking.items()}}
    base = PolicyVersion.objects.filter(source="own").count()
    save_rules(cast.as_(cast.lead), {**default_table(), "asking": kept}, changed="", base=base)


def test_steps_are_taken_in_time_and_an_empty_post_passes_to_the_next(cast: Cast) -> None:
    carrier(cast)
    steps = (Step("duty", 2, "sms", 3, 2), Step("deputy", 4, "sms"), Step("head", 9, "sms"))
    rules(cast, notice=Asking(("lead",), steps, warn=3))
    now = timezone.now()
    made = cast.incident(now=now)
    assert texted(0) == ["周主任"]
    cast.deputy.posts.update(until=timezone.localdate())
    for minute in (1, 2, 3, 4, 5, 9, 30):
        page_next(cast.school, now=now + minute * MINUTE)
    # nobody is on duty and nobody is deputy: the head is asked instead, at 2, 4 and 5 minutes
    assert texted(1) == ["高校长"] * 4
    made.refresh_from_db()
    assert made.page_at is None
    assert cast.due(made, "head").warn_at == cast.due(made, "head").due_at - 3 * MINUTE
    duty_now(cast, cast.wang)
    again = cast.incident(cast.li, now=now)
    page_next(cast.school, now=now + 2 * MINUTE)
    assert texted(0).count("王老师") == 1
    assert IncidentStep.objects.filter(incident=again, kind="paged").get().whom == "王老师"


def test_an_incident_under_an_old_version_goes_on_as_before(cast: Cast) -> None:
    carrier(cast)
    table = {name: kept for name, kept in default_table().items() if name != "asking"}
    save_rules(cast.as_(cast.lead), table, changed="", base=0)
    now = timezone.now()
    cast.incident(now=now)
    first = len(texted(0))
    rules(cast, notice=Asking(("head",), (Step("head", 1, "sms"),)))
    for minute in (1, 5, 10, 15, 20, 25):
        page_next(cast.school, now=now + minute * MINUTE)
    assert texted(first) == ["林老师", "周主任", "副校长", "高校长", "林老师"]
    assert warn_of_deadlines(cast.school, now=now + 6 * MINUTE) == 4  # all who could, five before


def typed(**more):
    return {
        "at_once": ["lead"], "who_1": "duty", "after_1": 5, "by_1": "sms", "every_1": 5,
        "times_1": 3, "who_2": "head", "after_2": 20, "by_2": "both", "warn": 5, "base": 0, **more,
    }  # fmt: skip


def test_the_lead_sees_the_steps_at_noon_and_then_saves_them(cast: Cast) -> None:
    address, browser = reverse("incident_asking", args=["notice"]), cast.browser(cast.lead)
    assert 'value="20"' in browser.get(address).content.decode()
    shown = browser.post(address, typed(show=1)).content.decode()
    lines = shown.split('id="preview"')[1]
    assert all(clock in lines for clock in ("12:00", "12:05", "12:10", "12:15", "12:20"))
    mark = shown.split('name="seen" value="')[1].split('"')[0].replace("&#39;", "'")
    assert browser.post(address, typed(save=1, seen=mark)).status_code == 302
    kept = asking_of(PolicyVersion.objects.get().table, "notice")
    assert kept.steps == (Step("duty", 5, "sms", 5, 3), Step("head", 20, "both"))
    assert "12:20" in cast.get(cast.wang, reverse("incident_rules"))
    assert cast.browser(cast.wang).get(address).status_code == 404
    assert browser.get(reverse("incident_asking", args=["nonsense"])).status_code == 404


@pytest.mark.parametrize(
    ("clock", "wrong", "field"),
    [
        ("notice", {"after_1": ""}, "id_after_1_error"),
        ("notice", {"every_1": ""}, "id_every_1_error"),
        ("notice", {"who_1": ""}, "id_who_1_error"),
        ("notice", {"times_1": 99, "every_1": 600}, "id_times_1_error"),
        ("notice", {"who_2": "", "after_2": ""}, "没有人值班"),
        ("report", {}, "id_who_1_error"),  # a report of harm is no duty teacher's
        ("report", {"who_1": "head", "at_once": ["head"], "by_2": "sms"}, "被怀疑"),
    ],
)
def test_steps_that_say_half_are_named_at_their_field(
    cast: Cast, clock: str, wrong: dict, field: str
) -> None:
    page = cast.browser(cast.lead).post(
        reverse("incident_asking", args=[clock]), typed(show=1, **wrong)
    )
    assert page.status_code == 422
    assert field in page.content.decode()
    assert not PolicyVersion.objects.exists()


def test_the_next_number_is_on_top_and_after_the_last_the_rules_say_what_then(cast: Cast) -> None:
    table = {**default_table(), "unreached": {"sms": True, "then": "village"}}
    table["numbers"] |= {"village": "村支书 13700000001"}
    save_rules(cast.as_(cast.lead), table, changed="", base=0)
    gran = Contact.objects.of(cast.school).get(child=cast.an, relative__is_carer=True)
    other = Contact.objects.create(
        school=cast.school,
        child=cast.an,
        relative=gran.relative,
        number="13800000077",
        call_order=3,
    )
    made = cast.incident()
    row, address = cast.due(made, "guardian"), reverse("incident", args=[made.pk])
    wang = cast.as_(cast.wang)

    def rings() -> str:
        page = cast.get(cast.wang, address)
        return page[page.index("接着打这个") - 400 :].split('href="tel:')[1][:11]

    def fails(contact: Contact) -> None:
        given = {"phone": contact.number, "contact": contact.pk, "whom": "奶奶"}
        note_attempt(wang, row, result="no_answer", once=uuid4(), **given)

    assert rings() == HOME
    fails(gran)
    assert rings() == other.number
    fails(other)
    assert rings() == HOME  # tried longest ago
    page = cast.get(cast.wang, address)
    assert "每个号码都打过" in page
    assert "tel:13700000001" in page
    fails(gran)
    assert "空号" not in cast.get(cast.wang, address)
    fails(gran)
    assert "空号" in cast.get(cast.wang, address)
    assert "空号" in cast.get(cast.lin, reverse("child", args=[cast.an.pk]))
    assert AWAY in page
    assert of(made, Deadline).filter(party="guardian", told_at=None).exists()
