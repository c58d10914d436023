"""Tombstones, and the one text that is taken out of a snapshot."""

from __future__ import annotations

from datetime import date
from typing import Any

from checklist.model.assessments import Track
from checklist.rules.closing import erasure

STONE = "（個人情報のため削除 2026年11月25日 山田）"


def snapshot() -> dict[str, Any]:
    """Two sheets with an item of the same code, and a finding that is told in two places."""
    item = {"code": "1-01", "self": {"comment": "なし"}, "visitor": {"comment": "患者名"}, "agreed": None}
    other = {"code": "1-02", "self": None, "visitor": {"comment": "患者名"}, "agreed": None}
    again = {"code": "1-01", "self": None, "visitor": {"comment": "患者名"}, "agreed": None}
    return {
        "sheets": [{"code": "mini-2", "items": [item, other]}, {"code": "infection", "items": [again]}],
        "findings": [{"id": 3, "text": "患者名"}, {"id": 4, "text": "患者名"}],
        "follow_ups": [{"finding_id": 3, "text": "患者名"}, {"finding_id": 5, "text": "患者名"}],
    }


def test_a_tombstone_names_day_and_person_and_is_known_again() -> None:
    assert erasure.tombstone(date(2026, 11, 25), "山田") == STONE
    assert erasure.is_tombstone(STONE)
    assert not erasure.is_tombstone("（個人情報）")


def test_only_the_comment_that_is_meant_is_replaced() -> None:
    found, expected = snapshot(), snapshot()
    expected["sheets"][0]["items"][0]["visitor"]["comment"] = STONE
    assert erasure.erase_comment(found, "mini-2", "1-01", Track.VISITOR, "患者名", STONE)
    assert found == expected


def test_what_does_not_stand_there_changes_nothing() -> None:
    found = snapshot()
    assert not erasure.erase_comment(found, "mini-2", "1-01", Track.VISITOR, "別の文", STONE)
    assert not erasure.erase_comment(found, "mini-2", "1-01", Track.AGREED, "患者名", STONE)
    assert not erasure.erase_finding(found, 9, "患者名", STONE)
    assert found == snapshot()


def test_a_finding_is_replaced_in_its_own_report_and_where_it_is_followed_up() -> None:
    found = snapshot()
    assert erasure.erase_finding(found, 3, "患者名", STONE)
    assert [one["text"] for one in found["findings"]] == [STONE, "患者名"]
    assert [one["text"] for one in found["follow_ups"]] == [STONE, "患者名"]
