"""What is left of a text that was erased because it names a patient: a tombstone, and its hash."""

from __future__ import annotations

import hashlib
from datetime import date

from msgspec.structs import replace

from checklist.model.assessments import Track
from checklist.model.closing.report import Item, Report

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


def erase_comment(report: Report, version_code: str, item: str, track: Track, text: str, stone: str) -> Report:
    """The report with the tombstone in place of the comment of one track at an item; the same where it does not stand."""
    sheets = tuple(
        replace(sheet, items=tuple(_erase(one, track, text, stone) if one.code == item else one for one in sheet.items))
        if sheet.code == version_code
        else sheet
        for sheet in report.sheets
    )
    return replace(report, sheets=sheets)


def _erase(item: Item, track: Track, text: str, stone: str) -> Item:
    rating = item.rating(track)
    # Word for word: another wording at the same item need not name anybody, and is part of what was signed.
    if rating is None or rating.comment != text:
        return item
    erased = replace(rating, comment=stone)
    match track:
        case Track.SELF:
            return replace(item, own=erased)
        case Track.VISITOR:
            return replace(item, visitor=erased)
        case Track.AGREED:
            return replace(item, agreed=erased)


def erase_photo(report: Report, photo_id: int, stone: str) -> Report:
    """The report with the tombstone in place of what a photo shows; before format 3 there is no more of it than its hash."""
    if report.format < 3:
        return report
    return replace(
        report,
        sheets=tuple(
            replace(
                sheet, photos=tuple(replace(one, caption=stone) if one.id == photo_id else one for one in sheet.photos)
            )
            for sheet in report.sheets
        ),
    )


def erase_finding(report: Report, finding_id: int, text: str, stone: str) -> Report:
    """The report with the tombstone in place of a finding, be it of this visit or one that it follows up."""
    findings = tuple(
        replace(one, text=stone) if (one.id, one.text) == (finding_id, text) else one for one in report.findings
    )
    follow_ups = tuple(
        replace(one, text=stone) if (one.finding_id, one.text) == (finding_id, text) else one
        for one in report.follow_ups
    )
    return replace(report, findings=findings, follow_ups=follow_ups)


def erase_remarks(report: Report, text: str, stone: str) -> Report:
    """The report with the tombstone in place of the 講評; the same where another text stands there."""
    return replace(report, remarks=stone) if report.remarks == text else report


def erase_host_comment(report: Report, about: int, text: str, stone: str) -> Report:
    """The report with the tombstone in place of what the host says to a finding, or to the 講評 (`about` 0)."""
    if not about:
        return replace(report, remarks_host=stone) if report.remarks_host == text else report
    findings = tuple(
        replace(one, host=stone) if (one.id, one.host) == (about, text) else one for one in report.findings
    )
    return replace(report, findings=findings)


def erase_follow_up(report: Report, finding_id: int, text: str, stone: str) -> Report:
    """The report with the tombstone in place of what this visit says beside its mark of an earlier finding."""
    follow_ups = tuple(
        replace(one, comment=stone) if (one.finding_id, one.comment) == (finding_id, text) else one
        for one in report.follow_ups
    )
    return replace(report, follow_ups=follow_ups)
