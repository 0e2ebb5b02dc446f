"""A photo as it comes from a phone, made small, upright and silent about where it was taken."""

import threading
from dataclasses import dataclass
from io import BytesIO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

LONGEST = 1600
SMALL = (200, 200)
MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = {"JPEG": 64_000_000, "PNG": 24_000_000, "WEBP": 24_000_000}
_APPLE = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")
_ONE_AT_A_TIME = threading.Lock()  # a photo of 64 million points needs 200 MB while it is read


class PictureError(ValueError):
    """A file that can't be taken as a photo: a short code, HTTP's status, and one sentence."""

    code = "broken"
    status = 422
    sentence: str | Promise = _("This photo can't be read. Please take it again.")


class TooLargeError(PictureError):
    """More bytes than a photo has."""

    code = "large"
    status = 413
    sentence = _("The photo is larger than 15 MB. Please send a smaller one.")


class NotAPictureError(PictureError):
    """By its content no photo, whatever the name says."""

    code = "other"
    status = 415
    sentence = _("This is no photo. JPEG, PNG and WebP can be read.")


class AppleOnlyError(NotAPictureError):
    """HEIC, which stock Pillow can't read."""

    code = "heic"
    sentence = _(
        "This is a HEIC photo, which can't be read here. On the phone choose Settings, Camera, "
        "Formats, Most Compatible and take it again, or send a screenshot of it."
    )


class EmptyError(PictureError):
    """A file without anything in it."""

    code = "empty"
    sentence = _("The file is empty. Please choose the photo again.")


class BrokenError(PictureError):
    """A photo that ends too soon or is damaged."""

    code = "broken"
    sentence = _("The photo is damaged or did not arrive whole. Please choose it again.")


class TooManyPointsError(PictureError):
    """A picture that would fill the memory once unpacked."""

    code = "pixels"
    sentence = _("The picture has too many pixels. Please send a smaller one.")


ERRORS = (
    TooLargeError,
    NotAPictureError,
    AppleOnlyError,
    EmptyError,
    BrokenError,
    TooManyPointsError,
)


@dataclass(frozen=True)
class Picture:
    """A photo ready to be kept: two JPEGs without any metadata."""

    full: bytes
    small: bytes
    width: int
    height: int


def take(data: bytes, small: tuple[int, int] = SMALL) -> Picture:
    """Return the photo in `data`, at most 1600 pixels long, and cut to the size of `small`.

    What it is, is seen from its content. Raises a PictureError that says what is wrong with it.
    """
    if not data:
        raise EmptyError
    if len(data) > MOST_BYTES:
        raise TooLargeError
    if data[4:8] == b"ftyp" and data[8:12] in _APPLE:
        raise AppleOnlyError
    with _ONE_AT_A_TIME:
        return _reduced(_opened(data), small)


def _opened(data: bytes) -> Image.Image:
    """Return the picture with only its head read, if it isn't too large to be unpacked."""
    try:
        image = Image.open(BytesIO(data), formats=tuple(MOST_PIXELS))
    except Image.DecompressionBombError:
        raise TooManyPointsError from None
    except Image.UnidentifiedImageError:
        raise NotAPictureError from None
    except Exception as error:  # decoders of hostile bytes fail in every way there is
        raise BrokenError from error
    most = MOST_PIXELS.get(image.format or "", MOST_PIXELS["JPEG"])  # MPO is a JPEG with more in it
    if image.width * image.height > most:
        raise TooManyPointsError
    return image


def _reduced(image: Image.Image, small: tuple[int, int]) -> Picture:
    try:
        image.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS, reducing_gap=1.0)
        upright = _on_white(ImageOps.exif_transpose(image))
    except Exception as error:
        raise BrokenError from error
    cut = ImageOps.fit(upright, small, Image.Resampling.LANCZOS)
    return Picture(_jpeg(upright, 80), _jpeg(cut, 70), upright.width, upright.height)


def _on_white(image: Image.Image) -> Image.Image:
    """Return the points alone, on paper: metadata stays behind with the picture that had it."""
    paper = Image.new("RGB", image.size, "white")
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        paper.paste(layer, mask=layer)
    else:
        paper.paste(image.convert("RGB"))
    return paper


def _jpeg(image: Image.Image, quality: int) -> bytes:
    kept = BytesIO()
    image.save(kept, "JPEG", quality=quality)
    return kept.getvalue()
