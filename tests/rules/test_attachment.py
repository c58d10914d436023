"""Which files may be attached."""

from __future__ import annotations

import pytest

from checklist.errors import Refused, TooLarge
from checklist.rules import attachment

PDF = b"%PDF-1.7 ..."


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("議事録.pdf", PDF, "application/pdf"),
        ("写真.JPG", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("図.png", b"\x89PNG\r\n\x1a\n", "image/png"),
        ("計画.xlsx", b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_known_kinds_are_taken_by_name_and_content(name: str, content: bytes, media_type: str) -> None:
    found = attachment.check(name, content)
    assert (found.name, found.media_type, found.content) == (name, media_type, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("script.html", b"<script>"),
        ("議事録.pdf", b"<html>"),
        ("写真.jpg", PDF),
        ("pdf", PDF),
        ("", PDF),
        ("macro.xlsm", b"PK\x03\x04"),
        ("空.pdf", b""),
    ],
)
def test_anything_else_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(Refused):
        attachment.check(name, content)


def test_a_name_cannot_leave_its_folder_or_break_a_header() -> None:
    assert attachment.check('../../etc/"議事録\r\n.pdf', PDF).name == ".._.._etc__議事録__.pdf"
    assert len(attachment.check("あ" * 500 + ".pdf", PDF).name) == 120


def test_more_than_20_megabytes_are_too_large() -> None:
    with pytest.raises(TooLarge):
        attachment.check("大.pdf", PDF + bytes(attachment.MOST_BYTES))
