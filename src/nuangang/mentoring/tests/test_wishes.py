"""The school's settings for pairing, and the page on which they are made."""

from dataclasses import fields

from django.urls import reverse

from nuangang.accounts.models import School
from nuangang.mentoring.forms import WishesForm
from nuangang.mentoring.pairs import Preferences
from nuangang.mentoring.school_wishes import (
    LEVELS,
    POOLS,
    WISHES,
    SchoolWishes,
    read_wishes,
    weight_of,
    wishes_of,
)
from nuangang.mentoring.tests.cast import Cast


def typed(**more) -> dict:
    wishes = SchoolWishes()
    levels = {name: wishes.level(name) for name in WISHES}
    return {
        "quota": 1, "quota_party": 2, "cap": "", "helper_cap": 2, "pool": list(POOLS), **levels,
        **more,
    }  # fmt: skip


def test_every_wish_of_the_solver_is_on_the_page_and_every_level_comes_back() -> None:
    assert set(WISHES) == {field.name for field in fields(Preferences)}
    for wish in WISHES:
        for level in LEVELS:
            kept = SchoolWishes(preferences=Preferences(**{wish: weight_of(wish, level)}))
            assert kept.level(wish) == level
            assert read_wishes(kept.as_json()) == kept


def test_a_form_left_alone_keeps_points_that_were_set_by_hand() -> None:
    before = SchoolWishes(preferences=Preferences(keep=480))
    form = WishesForm(typed(), wishes=before)
    assert form.is_valid(), form.errors
    assert form.settings() == before


def test_saving_keeps_the_schools_other_settings(cast: Cast) -> None:
    School.objects.filter(pk=cast.school.pk).update(preferences={"calendar": {"x": 1}})
    answer = cast.browser(cast.lead).post(
        reverse("pairing_settings"), typed(cap=12, keep="hard", same_village="off")
    )
    assert answer.status_code == 302
    school = School.objects.get(pk=cast.school.pk)
    wishes = wishes_of(school)
    assert (wishes.cap, wishes.preferences.keep) == (12, "hard")
    assert wishes.preferences.same_village == "off"
    assert school.preferences["calendar"] == {"x": 1}


def test_a_limit_below_the_least_number_is_refused(cast: Cast) -> None:
    answer = cast.browser(cast.lead).post(reverse("pairing_settings"), typed(cap=1))
    assert answer.status_code == 422
    assert wishes_of(School.objects.get(pk=cast.school.pk)).cap is None


def test_a_class_teacher_finds_no_settings(cast: Cast) -> None:
    assert cast.browser(cast.lin).get(reverse("pairing_settings")).status_code == 404
