"""Tombstones, and the one text that is taken out of a report."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from checklist.model.assessments import Track
from checklist.model.closing import report
from checklist.rules.closing import erasure
from tests.model.closing import reports

STONE = "（個人情報のため削除 2026年11月25日 山田）"


def test_a_tombstone_names_day_and_person_and_is_known_again() -> None:
    assert erasure.tombstone(date(2026, 11, 25), "山田") == STONE
    assert erasure.is_tombstone(STONE)
    assert not erasure.is_tombstone("（個人情報）")


def test_only_the_comment_that_is_meant_is_replaced() -> None:
    sealed = reports.small("患者名")
    first, second = sealed.sheets
    meant, other = first.items
    expected = replace(
        sealed, sheets=(replace(first, items=(replace(meant, visitor=reports.rating(STONE)), other)), second)
    )
    assert erasure.erase_comment(sealed, "mini-2", "1-01", Track.VISITOR, "患者名", STONE) == expected


def test_each_track_has_its_own_comment() -> None:
    rated = reports.rating("患者名")
    item = replace(reports.item("1-01", rated, rated), agreed=rated)
    sealed = replace(reports.small(""), sheets=(reports.sheet("mini-2", item),))
    for track in Track:
        (sheet,) = erasure.erase_comment(sealed, "mini-2", "1-01", track, "患者名", STONE).sheets
        comments = {one: found.comment for one in Track if (found := sheet.items[0].rating(one))}
        assert comments == {**dict.fromkeys(Track, "患者名"), track: STONE}


def test_what_does_not_stand_there_changes_nothing() -> None:
    sealed = reports.small("患者名")
    assert erasure.erase_comment(sealed, "mini-2", "1-01", Track.VISITOR, "別の文", STONE) == sealed
    assert erasure.erase_comment(sealed, "mini-2", "1-01", Track.AGREED, "患者名", STONE) == sealed
    assert erasure.erase_finding(sealed, 9, "患者名", STONE) == sealed
    assert erasure.erase_finding(sealed, 3, "別の文", STONE) == sealed


def test_a_finding_is_replaced_in_its_own_report_and_where_it_is_followed_up() -> None:
    found = erasure.erase_finding(reports.small("患者名"), 3, "患者名", STONE)
    assert [one.text for one in found.findings] == [STONE, "患者名"]
    assert [one.text for one in found.follow_ups] == [STONE, "患者名"]


def test_erasing_leaves_the_report_before_it_as_it_was() -> None:
    sealed = reports.small("患者名")
    before = report.canonical(sealed)
    erasure.erase_finding(sealed, 3, "患者名", STONE)
    erasure.erase_comment(sealed, "mini-2", "1-01", Track.VISITOR, "患者名", STONE)
    assert report.canonical(sealed) == before
