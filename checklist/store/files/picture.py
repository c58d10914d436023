"""A photo as it is kept: upright, at most 2,048 pixels long, JPEG, and without anything that the camera wrote into it."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

from PIL import Image, ImageOps, UnidentifiedImageError

from checklist.errors import Refused, TooLarge
from checklist.store.files import jpeg

LONGEST = 2048
MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 60_000_000
QUALITY = 82
SIGN_LONGEST, SIGN_CONTRAST = 200, 60
FORMATS = ("JPEG", "PNG", "WEBP")
MOST_SCANS = 200
"""Usual files have at most a dozen; a small one with very many takes minutes to decode."""
MEDIA_TYPE = "image/jpeg"
ORIENTATION = 0x0112
UNREADABLE = "画像として読み取れないファイルです。JPEGまたはPNGの写真を選んでください。"

_ONE_AT_A_TIME = Lock()
"""A picture takes up to 240 MB while it is decoded, whoever sent it."""

# What is refused is decided here by size; beyond twice this, Pillow itself refuses before it decodes anything.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS


@dataclass(frozen=True)
class Picture:
    """A photo ready to be stored."""

    content: bytes
    width: int
    height: int


@contextmanager
def opened(content: bytes) -> Iterator[Image.Image]:
    """A picture of one of the known formats, while nobody decodes another; raises what Pillow raises."""
    with _ONE_AT_A_TIME, warnings.catch_warnings():
        # What a camera has written wrongly beside the picture is left out anyway, and fills no console.
        warnings.simplefilter("ignore", UserWarning)
        with Image.open(io.BytesIO(content), formats=FORMATS) as found:
            yield found


def shrink(content: bytes) -> Picture:
    """The photo as it is kept; raises TooLarge, or Refused for what is no image or would fill the memory."""
    if len(content) > MOST_BYTES:
        raise TooLarge("写真が大きすぎます。1枚8MBまでです。")
    try:
        with opened(content) as found:
            if found.width * found.height > MOST_PIXELS:
                raise Refused("写真の画素数が大きすぎるため、保存できません。")
            if content.count(b"\xff\xda") > MOST_SCANS and found.format != "PNG":
                raise Refused(UNREADABLE)
            if kept := _as_it_is(found, content):
                return kept
            # Lets the decoder leave out what would be shrunk away anyway.
            found.draft("RGB", (LONGEST, LONGEST))
            return _encode(found)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused("写真の画素数が大きすぎるため、保存できません。") from error
    # Pillow raises any of these for a damaged picture, even SyntaxError for a broken PNG.
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise Refused(UNREADABLE) from error


def sign(content: bytes) -> bytes:
    """The picture of a single sign as it is printed: small, black on white; raises TooLarge or Refused."""
    with Image.open(io.BytesIO(shrink(content).content), formats=["JPEG"]) as found:
        small = found.convert("L")
    small.thumbnail((SIGN_LONGEST, SIGN_LONGEST))
    darkest, lightest = small.getextrema()
    if lightest - darkest < SIGN_CONTRAST:  # type: ignore[operator]
        raise Refused("図に文字が見えません。白い地に黒い文字の画像を選んでください。")
    if max(small.size) > 4 * min(small.size):
        raise Refused("図が細長すぎます。1文字の画像を選んでください。")
    target = io.BytesIO()
    small.save(target, "JPEG", quality=QUALITY)
    return target.getvalue()


def _as_it_is(found: Image.Image, content: bytes) -> Picture | None:
    """A photo that needs no change but to lose what is not picture: as our own page sends them.

    Encoding anew would hold up every other request of the process for some 50 ms for each photo.
    """
    # More than a byte for each pixel is a photo that becomes much lighter when it is encoded anew.
    light = len(content) <= found.width * found.height
    if (
        found.mode not in ("RGB", "L")
        or max(found.size) > LONGEST
        or not light
        or found.getexif().get(ORIENTATION, 1) != 1
    ):
        return None
    bare = jpeg.picture_only(content)
    if bare is None:
        return None
    with Image.open(io.BytesIO(bare), formats=["JPEG"]) as again:
        width, height = again.size
        # Reads the file to its end, though at an eighth of its size.
        again.draft(None, (1, 1))
        again.load()
    return Picture(bare, width, height)


def _encode(found: Image.Image) -> Picture:
    upright = ImageOps.exif_transpose(found).convert("RGBA" if "A" in found.getbands() else "RGB")
    upright.thumbnail((LONGEST, LONGEST))
    # A new image takes along the pixels only: no position, no camera, no comment.
    plain = Image.new("RGB", upright.size, "white")
    plain.paste(upright, mask=upright if upright.mode == "RGBA" else None)
    target = io.BytesIO()
    plain.save(target, "JPEG", quality=QUALITY)
    return Picture(target.getvalue(), *plain.size)
