"""A JPEG without anything but its picture: the same pixels, and none of the rest."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from checklist.store.files.jpeg import picture_only
from tests.pictures import jpeg

SECRET = b"35.6812N 139.7671E"
END = b"\xff\xd9"


def gradient(mode: str = "RGB") -> Image.Image:
    return Image.merge("RGB", [Image.linear_gradient("L").rotate(90 * turn) for turn in range(3)]).convert(mode)


def saved(mode: str = "RGB", **how: Any) -> bytes:
    target = io.BytesIO()
    gradient(mode).save(target, "JPEG", **how)
    return target.getvalue()


def pixels(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content)) as found:
        return found.tobytes()


def segment(marker: int, data: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(data) + 2).to_bytes(2) + data


def with_segment(content: bytes, marker: int, data: bytes) -> bytes:
    """The file with one more segment right after its start."""
    return content[:2] + segment(marker, data) + content[2:]


def test_what_a_camera_writes_is_gone_and_every_pixel_is_the_same() -> None:
    sent = jpeg(200, 100, "orange")
    kept = picture_only(sent)
    assert kept is not None
    assert b"SECRET" in sent
    assert b"SECRET" not in kept
    assert pixels(kept) == pixels(sent)


@pytest.mark.parametrize(
    ("mode", "how"),
    [
        ("RGB", {}), ("RGB", {"progressive": True}), ("RGB", {"subsampling": 0, "quality": 95}), ("L", {}),
        ("RGB", {"keep_rgb": True}), ("RGB", {"restart_marker_rows": 1}), ("RGB", {"icc_profile": SECRET * 9}),
    ],
    ids=["baseline", "progressive", "fine", "grey", "stored as RGB", "restart marks", "colour profile"],
)  # fmt: skip
def test_every_usual_kind_keeps_its_pixels(mode: str, how: dict[str, Any]) -> None:
    sent = saved(mode, **how)
    kept = picture_only(sent)
    assert kept is not None
    assert pixels(kept) == pixels(sent)
    assert SECRET not in kept


def test_what_follows_the_picture_is_gone() -> None:
    sent = saved() + jpeg() + SECRET
    assert picture_only(sent) == picture_only(saved())


@given(marker=st.sampled_from([*range(0xE0, 0xF0), 0xFE]), before=st.binary(max_size=40), after=st.binary(max_size=40))
def test_no_segment_of_application_data_carries_anything_through(marker: int, before: bytes, after: bytes) -> None:
    kept = picture_only(with_segment(saved(), marker, before + SECRET + after))
    assert kept is not None
    assert SECRET not in kept
    assert pixels(kept) == pixels(saved())


def test_words_behind_the_names_of_usual_segments_are_gone_too() -> None:
    for marker, name in ((0xE0, b"JFIF\x00"), (0xE0, b"JFXX\x00"), (0xEE, b"Adobe")):
        kept = picture_only(with_segment(saved(), marker, name + bytes(12) + SECRET))
        assert kept is not None
        assert SECRET not in kept


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\xff", b"\xff\xd8", b"\xff\xd8\xff", b"GIF89a", saved()[:300], saved()[:-2], b"x" + saved(),
        with_segment(saved(), 0xDC, b"\x00\x10"), with_segment(saved(), 0xC9, b"\x00"), b"\xff\xd8\xff\xe1\xff\xff",
    ],
    ids=["empty", "letter", "start", "marker", "gif", "half", "no end", "shifted", "height later", "arithmetic", "too long"],
)  # fmt: skip
def test_what_is_not_understood_to_its_end_is_left_to_others(content: bytes) -> None:
    assert picture_only(content) is None


@given(st.binary(max_size=300))
def test_any_bytes_at_all_are_read_without_a_fault(content: bytes) -> None:
    assert picture_only(b"\xff\xd8" + content) in (None, b"\xff\xd8" + END) or END in content
