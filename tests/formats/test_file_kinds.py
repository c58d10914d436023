"""Kinds of files: said once, and the same for every screen, address and command."""

from __future__ import annotations

import mimetypes
import re
from pathlib import Path

import pytest

from checklist.formats import file_kinds, files
from checklist.formats.file_kinds import FileKind

ROOT = Path(__file__).resolve().parents[2] / "checklist"
KINDS = [found for found in vars(file_kinds).values() if isinstance(found, FileKind)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_a_kind_is_what_the_world_calls_it(kind: FileKind) -> None:
    assert mimetypes.guess_type(f"x{kind.ending}")[0] == kind.media_type.partition(";")[0]


def test_every_document_is_offered_as_each_kind_that_can_be_written() -> None:
    assert tuple(kind.code for kind in file_kinds.DOCUMENTS) == files.KINDS


def test_no_two_kinds_share_a_code_or_a_word() -> None:
    assert len({kind.code for kind in KINDS}) == len({kind.word for kind in KINDS}) == len(KINDS)


def test_no_other_floor_lists_them_again() -> None:
    """What a hospital may upload is a list of its own, in the store; what people take away is this one."""
    again = {
        path.name
        for room in ("web", "ui", "papers", "command", "comparison", "readings")
        for path in (ROOT / room).rglob("*.py")
        if re.search(
            r"[\"']application/(pdf|zip|vnd\.)|[\"']text/csv|\"(pdf|xlsx)\"\s*[:,]\s*\"", path.read_text("utf-8")
        )
    }
    assert again == set()
