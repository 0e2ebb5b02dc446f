"""Photos are taken by what they are: upright, small, without a word about where; hostile ones are not."""

from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from nuangang.lib import pictures
from nuangang.lib.tests.photographs import HEIC, bomb, jpeg, png


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def test_a_large_photo_becomes_small_and_a_small_one_stays() -> None:
    found = pictures.take(jpeg((4000, 3000)))
    assert (found.width, found.height) == opened(found.full).size == (1600, 1200)
    assert opened(found.small).size == (200, 200)
    assert opened(pictures.take(jpeg((300, 200))).full).size == (300, 200)


def test_nothing_tells_where_and_with_what_it_was_taken() -> None:
    sent = jpeg(place=True)
    assert b"Phone of Wang" in sent
    assert opened(sent).getexif().get_ifd(0x8825)[2] == (26.0, 34.0, 12.0)
    found = pictures.take(sent)
    for kept in (found.full, found.small):
        assert not opened(kept).getexif()
        assert opened(kept).info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert b"Exif" not in kept
        assert b"at home" not in kept


def test_a_photo_taken_sideways_stands_upright() -> None:
    found = opened(pictures.take(jpeg((400, 300), turned=6)).full)
    assert found.size == (300, 400)
    top, foot = found.getpixel((150, 50)), found.getpixel((150, 350))
    assert top[0] > 200 > 60 > top[2]
    assert foot[2] > 200 > 60 > foot[0]


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "I;16"])
def test_other_kinds_of_png_are_read_and_what_shines_through_is_white(mode: str) -> None:
    colour = {"RGBA": (0, 0, 0, 0), "LA": (0, 0)}.get(mode, 1)
    found = opened(pictures.take(png(mode=mode, colour=colour)).full)
    assert found.mode == "RGB"
    if mode in ("RGBA", "LA"):
        assert found.getpixel((5, 5)) == (255, 255, 255)


def test_webp_and_cmyk_are_read() -> None:
    for kind, mode in (("WEBP", "RGB"), ("JPEG", "CMYK")):
        kept = BytesIO()
        Image.new(mode, (50, 40)).save(kept, kind)
        assert pictures.take(kept.getvalue()).width == 50


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", pictures.EmptyError),
        (b"\xff\xd8" * 8 * 1024 * 1024, pictures.TooLargeError),
        (HEIC, pictures.AppleOnlyError),
        (b"MZ\x90\0 a program named photo.jpg", pictures.NotAPictureError),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", pictures.NotAPictureError),
        (b"GIF89a" + b"\0" * 50, pictures.NotAPictureError),
        (bomb(), pictures.TooManyPointsError),
        (bomb(6000, 4001), pictures.TooManyPointsError),
        (jpeg((400, 300))[:1500], pictures.BrokenError),
        (png((400, 300))[:-40], pictures.BrokenError),
    ],
)
def test_what_is_no_good_photo_is_refused_with_its_reason(data: bytes, error: type) -> None:
    with pytest.raises(pictures.PictureError) as refused:
        pictures.take(data)
    assert refused.type is error


@given(st.integers(0, 2000), st.binary(min_size=1, max_size=30), st.sampled_from([jpeg(), png()]))
def test_damage_anywhere_is_refused_or_read_but_never_a_crash(
    place: int, damage: bytes, sent: bytes
) -> None:
    place %= len(sent)
    with suppress(pictures.PictureError):
        pictures.take(sent[:place] + damage + sent[place + len(damage) :])
