"""The built styles and scripts: there, light, and old enough in their ways."""

import re

import brotli
import pytest

from nuangang.site.assets import MANIFEST, asset, manifest, styles

FOLDER = MANIFEST.parent
TOO_NEW = r":has\(|oklch\(|color-mix\(|@layer|@container|[;{]inset:|dvh\b|:is\(|\baspect-ratio:"


def files():
    return [
        FOLDER / entry.rpartition("/")[2] for entry in [asset("src/app.ts"), *styles("src/app.ts")]
    ]


def test_the_first_load_stays_under_sixty_kilobytes():
    weight = sum(len(brotli.compress(path.read_bytes())) for path in files())
    assert weight < 60_000


def test_styles_use_nothing_that_chromium_80_lacks():
    css = next(path for path in files() if path.suffix == ".css").read_text()
    assert not re.findall(TOO_NEW, css)
    flexed = [
        rule
        for rule in css.split("}")
        if "display:flex" in rule and re.search(r"[;{](row-|column-)?gap:", rule)
    ]
    assert not flexed


def test_names_carry_a_hash_so_that_they_can_be_kept_for_ever(settings):
    for name in ("src/app.ts", "icons.svg"):
        assert re.match(settings.WHITENOISE_IMMUTABLE_FILE_TEST, asset(name))


def test_every_icon_a_template_names_is_drawn():
    drawn = set(
        re.findall(r'<symbol id="([^"]+)"', (FOLDER / manifest()["icons.svg"]["file"]).read_text())
    )
    named = set()
    for path in FOLDER.parents[2].glob("*/templates/**/*.html"):
        named |= set(re.findall(r"(?:icon\(\s*|icon=)[\"']([a-z0-9-]+)", path.read_text()))
    assert named
    assert not named - drawn


def test_an_unknown_name_is_no_address():
    assert asset("src/none.ts") == ""
    assert styles("src/none.ts") == ()


@pytest.mark.django_db
def test_menu_icons_are_drawn():
    from nuangang.desk.menu import ITEMS

    sheet = (FOLDER / manifest()["icons.svg"]["file"]).read_text()
    assert not [item.icon for item in ITEMS if f'id="{item.icon}"' not in sheet]
