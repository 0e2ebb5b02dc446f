"""The register in a real browser: found while typing, called with one thumb, filtered without scripts."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from nuangang.accounts.models import User
from nuangang.desk.tests.register_cast import Register
from nuangang.people.models import Child
from tests.browsing import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def school(transactional_db) -> Register:
    """A school with two left-behind children and one pupil besides."""
    register = Register()
    register.left_behind_child("李欣怡")
    register.left_behind_child("曾子轩")
    register.child("张三", village="石桥村")
    return register


def user(login: str) -> User:
    """Return somebody of the cast."""
    return User.objects.get(login=login)


def test_a_child_is_found_from_every_page_while_typing(school, visit) -> None:
    page = visit(user("lead"))
    page.goto(reverse("classes"))
    page.locator(".side-search input").press_sequentially("cengz")
    found = page.locator("#side-found a")
    found.wait_for()
    assert found.all_inner_texts()[0].startswith("曾子轩")
    found.first.click()
    page.get_by_role("heading", name="曾子轩").wait_for()


def test_the_list_follows_the_box_and_the_filters(school, visit) -> None:
    page = visit(user("lead"))
    page.goto(reverse("children"))
    page.locator("select[name=label]").select_option("any")
    page.locator("tbody tr").nth(2).wait_for(state="detached")
    page.locator(".filter-bar input[type=search]").fill("lxy")
    page.locator("tbody tr").nth(1).wait_for(state="detached")
    expect(page.locator("tbody th")).to_have_text("李欣怡")
    assert "label=any" in page.url


def test_without_scripts_everything_can_still_be_asked_and_saved(school, visit) -> None:
    page = visit(user("teacher"), DESK | {"java_script_enabled": False})
    page.goto(reverse("children"))
    page.locator(".filter-bar input[type=search]").fill("zs")
    page.locator(".filter-bar noscript button, .filter-bar button[type=submit]").first.click()
    page.locator("tbody th a").click()
    page.locator("#gaps a").first.click()
    page.locator("input[name=residence][value=away]").check()
    page.locator("input[name=place]").fill("广东东莞")
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("#family")).to_contain_text("广东东莞")
    assert Child.objects.get(name="张三").left_behind == "one"


def test_on_a_phone_whom_to_call_is_under_the_thumb(school, visit) -> None:
    page = visit(user("teacher"), PHONE)
    child = Child.objects.get(name="李欣怡")
    page.goto(reverse("child", kwargs={"pk": child.pk}))
    call = page.locator("#calls a[href='tel:13800005678']")
    box = call.bounding_box()
    assert box["height"] >= 44
    assert box["y"] < PHONE["viewport"]["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
