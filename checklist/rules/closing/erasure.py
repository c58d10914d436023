"""What is left of a text that was erased because it names a patient: a tombstone, and its hash."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Any

from checklist.model.assessments import Track

_BEGINS = "（個人情報のため削除 "


def tombstone(day: date, name: str) -> str:
    """What stands from now on where the text stood."""
    return f"{_BEGINS}{day.year}年{day.month}月{day.day}日 {name}）"


def is_tombstone(text: str) -> bool:
    """Whether nothing is left here to erase."""
    return text.startswith(_BEGINS) and text.endswith("）")


def digest(text: str) -> str:
    """The SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def erase_comment(snapshot: dict[str, Any], version_code: str, item: str, track: Track, text: str, stone: str) -> bool:
    """Replace the comment of one track at an item of a report's snapshot; whether it stood there."""
    found = [
        rating
        for sheet in snapshot["sheets"]
        if sheet["code"] == version_code
        for one in sheet["items"]
        if one["code"] == item and (rating := one[track.value])
    ]
    return _replace(found, "comment", text, stone)


def erase_finding(snapshot: dict[str, Any], finding_id: int, text: str, stone: str) -> bool:
    """Replace the text of a finding in the report of its own visit or in one that follows it up; whether it stood there."""
    return _replace(_mentions(snapshot, finding_id), "text", text, stone)


def _mentions(snapshot: dict[str, Any], finding_id: int) -> Iterator[dict[str, Any]]:
    yield from (one for one in snapshot["findings"] if one["id"] == finding_id)
    yield from (one for one in snapshot["follow_ups"] if one["finding_id"] == finding_id)


def _replace(found: Any, key: str, text: str, stone: str) -> bool:
    meant = [one for one in found if one[key] == text]
    for one in meant:
        one[key] = stone
    return bool(meant)
