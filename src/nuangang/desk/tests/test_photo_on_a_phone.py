"""A talk with a photo recorded on a phone of 360 pixels: the photo goes small, nothing is lost."""

from pathlib import Path

import pytest
from django.utils import timezone

from nuangang.care.actions import reconcile_duties
from nuangang.care.models import CareRecord, Photo
from nuangang.care.tests.cast import Cast
from nuangang.lib.tests.photographs import HEIC, jpeg
from tests.browsing import PHONE

pytestmark = pytest.mark.browser

FILES = ".photo-field input[name=photos]"
DRAWN = "image => image.decode().then(() => [image.naturalWidth, image.naturalHeight])"
SIZES = f"[...document.querySelector('{FILES}').files].map((file) => file.size)"


@pytest.fixture
def term(transactional_db: None) -> Cast:
    cast = Cast()
    cast.rule(
        unit="every_n_days", every=7, since=timezone.localdate(), window={"in_holidays": True}
    )
    reconcile_duties(cast.school, now=timezone.now())
    return cast


@pytest.fixture
def photos(tmp_path: Path, settings) -> dict[str, Path]:
    """A photo held upright, one whose name lies, one that can't be read here."""
    settings.MEDIA_ROOT = tmp_path / "files"
    made = {"upright": jpeg((3000, 2000), turned=6), "lying": b"MZ" * 500, "apple": HEIC}
    paths = {name: tmp_path / f"{name}.jpg" for name in made}
    for name, path in paths.items():
        path.write_bytes(made[name])
    return paths


def choose(sheet, *paths: Path) -> None:
    sheet.locator(".photo-field label > input[multiple]").set_input_files(paths)
    sheet.locator(".photo-field .photo-row li").nth(len(paths) - 1).wait_for()


def test_three_taps_and_a_photo(term: Cast, visit, photos) -> None:
    page = visit(term.wang.user, PHONE)
    page.goto("/today/")
    page.locator(".lines").get_by_role("link", name="记一笔").first.click()
    sheet = page.locator("dialog[open]")
    choose(sheet, photos["upright"])
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    sheet.get_by_role("button", name="保存").click()
    page.get_by_text("已记下 · 安安 谈心").wait_for()
    photo = Photo.objects.get()
    assert (photo.width, photo.height) == (1067, 1600)
    page.goto(f"/children/{term.an.pk}/")
    thumbnail = page.get_by_role("img", name="谈心的照片").first
    thumbnail.scroll_into_view_if_needed()
    assert thumbnail.evaluate(DRAWN) == [200, 200]
    thumbnail.click()
    assert page.locator(".photo-full img").evaluate(DRAWN) == [1067, 1600]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("link", name="回到安安").click()
    page.wait_for_url(f"**/children/{term.an.pk}/#care")


def test_made_small_taken_out_and_kept_when_the_kind_changes(term: Cast, visit, photos) -> None:
    page = visit(term.wang.user, PHONE)
    page.goto(f"/record/?child={term.an.pk}")
    choose(page, photos["upright"], photos["apple"])
    small, asis = page.evaluate(SIZES)
    assert small < photos["upright"].stat().st_size
    assert asis == len(HEIC)
    page.get_by_role("radio", name="家访", exact=True).check()
    page.locator("#record-form input[value=home_visit]:checked").wait_for()
    assert page.evaluate(SIZES) == [small, asis]
    page.get_by_role("button", name="不要这张 2").click()
    assert page.evaluate(SIZES) == [small]
    page.get_by_role("button", name="保存").click()
    page.get_by_text("已记下").wait_for()
    assert Photo.objects.count() == 1
    assert CareRecord.objects.get().kind == "home_visit"


def test_a_bad_one_says_why_and_where_to_add_it_again(term: Cast, visit, photos) -> None:
    page = visit(term.wang.user, PHONE)
    page.goto("/today/")
    page.locator(".care-row").first.get_by_role("link", name="记一笔").click()
    sheet = page.locator("dialog[open]")
    sheet.locator("textarea").fill("一起包饺子")
    choose(sheet, photos["lying"], photos["upright"])
    sheet.get_by_role("button", name="保存").click()
    page.get_by_text("这不是照片").wait_for()
    assert CareRecord.objects.get().words == "一起包饺子"
    assert Photo.objects.count() == 1
    choose(page.locator("main"), photos["upright"])
    page.get_by_role("button", name="添加").click()
    page.wait_for_url("**/today/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
