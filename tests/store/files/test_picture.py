"""Photos as they are kept: upright, small enough, and without a trace of where they were taken."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from checklist.errors import Refused, TooLarge
from checklist.store.files import picture
from tests.pictures import bomb, jpeg, png


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def test_position_camera_and_comment_are_gone() -> None:
    sent = jpeg()
    assert b"SECRETCAMERA" in sent
    assert b"SECRETPLACE" in sent
    kept = picture.shrink(sent)
    assert b"SECRET" not in kept.content
    found = opened(kept.content)
    assert (found.format, dict(found.getexif()), found.info.get("comment")) == ("JPEG", {}, None)


def test_a_photo_taken_upright_stands_upright_without_the_note_that_said_so() -> None:
    kept = picture.shrink(jpeg(60, 40, rotated=True))
    assert (kept.width, kept.height) == opened(kept.content).size == (40, 60)


@pytest.mark.parametrize(
    ("size", "kept_size"), [((3000, 1500), (2048, 1024)), ((1500, 3000), (1024, 2048)), ((100, 50), (100, 50))]
)
def test_the_longest_side_is_2048_pixels_at_most_and_nothing_is_enlarged(
    size: tuple[int, int], kept_size: tuple[int, int]
) -> None:
    kept = picture.shrink(jpeg(*size))
    assert (kept.width, kept.height) == kept_size


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "LA", "P", "L", "1"])
def test_every_kind_of_png_becomes_a_jpeg(mode: str) -> None:
    assert opened(picture.shrink(png(mode=mode)).content).format == "JPEG"


def test_what_is_transparent_becomes_white() -> None:
    assert opened(picture.shrink(png()).content).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    "content",
    [b"", b"x", b"<html>", b"%PDF-1.7", b"\xff\xd8\xff", jpeg()[:300], b"GIF89a" + bytes(100), png()[:40]],
    ids=["empty", "letter", "page", "pdf", "beginning", "half a photo", "gif", "half a png"],
)
def test_what_is_no_photo_is_refused_in_one_sentence(content: bytes) -> None:
    with pytest.raises(Refused, match="画像として読み取れない"):
        picture.shrink(content)


def test_a_decompression_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(Refused, match="画素数"):
        picture.shrink(bomb())
    with pytest.raises(Refused, match="画素数"):
        picture.shrink(bomb(8000, 8000))


def test_a_photo_as_our_own_page_sends_it_is_kept_bit_for_bit() -> None:
    kept = picture.shrink(picture.shrink(jpeg(1600, 1200)).content)
    assert kept == picture.shrink(kept.content)
    assert opened(kept.content).tobytes() == opened(jpeg(1600, 1200)).tobytes()


def test_a_photo_that_is_small_but_heavy_is_made_lighter() -> None:
    noise = io.BytesIO()
    Image.effect_noise((400, 400), 90).convert("RGB").save(noise, "JPEG", quality=100, subsampling=0)
    kept = picture.shrink(noise.getvalue())
    assert len(kept.content) < 400 * 400 < len(noise.getvalue())


def test_a_photo_in_hundreds_of_scans_is_refused_before_it_is_decoded() -> None:
    with io.BytesIO() as target:
        Image.linear_gradient("L").save(target, "JPEG", progressive=True)
        content = target.getvalue()
    last = content[content.rindex(b"\xff\xda") : -2]
    assert picture.shrink(content[:-2] + last * 3 + content[-2:]).width == 256
    with pytest.raises(Refused, match="画像として読み取れない"):
        picture.shrink(content[:-2] + last * 300 + content[-2:])


def test_more_than_8_megabytes_are_too_large() -> None:
    with pytest.raises(TooLarge):
        picture.shrink(jpeg() + bytes(picture.MOST_BYTES))
