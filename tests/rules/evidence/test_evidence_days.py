"""What inspectors ask to see, for which days, and what is missing of it."""

from __future__ import annotations

from datetime import date

import pytest

from checklist.rules.criteria.facts import DocumentFact
from checklist.rules.criteria.rule_set import EvidenceKind
from checklist.rules.evidence import evidence_days
from checklist.rules.evidence.evidence_days import DocumentFields

DAY = date(2025, 8, 1)


def paper(
    on: date, first: date | None = None, last: date | None = None, kind: str = "minutes", id: int = 1
) -> DocumentFact:
    return DocumentFact(id, kind, "書類", on, first, last)


@pytest.mark.parametrize(
    ("window", "day", "expected"),
    [
        ("current", DAY, [("現在", DAY, DAY)]),
        ("months:1", DAY, [("直近1か月", date(2025, 7, 2), DAY)]),
        ("months:1", date(2025, 3, 31), [("直近1か月", date(2025, 3, 1), date(2025, 3, 31))]),
        ("months:2", date(2026, 1, 15), [("直近2か月", date(2025, 11, 16), date(2026, 1, 15))]),
        (
            "years:2",
            DAY,
            [("本年度", date(2025, 4, 1), DAY), ("前年度", date(2024, 4, 1), date(2025, 3, 31))],
        ),
        ("years:1", date(2026, 3, 31), [("本年度", date(2025, 4, 1), date(2026, 3, 31))]),
    ],
)
def test_the_days_that_a_window_means(window: str, day: date, expected: list[tuple[str, date, date]]) -> None:
    assert [(one.name, one.first, one.last) for one in evidence_days.periods(window, day)] == expected


# window, documents of the kind, names of what is missing on 2025-08-01
CASES = [
    ("current", [], ["現在"]),
    ("current", [paper(date(2019, 4, 1))], []),
    ("current", [paper(date(2025, 8, 1))], []),
    ("current", [paper(date(2025, 8, 2))], ["現在"]),
    ("months:1", [paper(date(2025, 7, 1))], ["直近1か月"]),
    ("months:1", [paper(date(2025, 7, 2))], []),
    ("months:1", [paper(date(2025, 7, 31), date(2025, 7, 1), date(2025, 7, 31))], []),
    ("years:2", [], ["本年度", "前年度"]),
    ("years:2", [paper(date(2025, 5, 10))], ["前年度"]),
    ("years:2", [paper(date(2025, 3, 31), date(2024, 4, 1), date(2025, 3, 31))], ["本年度"]),
    ("years:2", [paper(date(2025, 6, 1), date(2024, 4, 1), date(2025, 5, 31))], []),
    ("years:2", [paper(date(2025, 5, 1), kind="attendance"), paper(date(2024, 5, 1))], ["本年度"]),
]


@pytest.mark.parametrize(("window", "documents", "missing"), CASES)
def test_what_is_missing_of_a_kind(window: str, documents: list[DocumentFact], missing: list[str]) -> None:
    found = evidence_days.presence(window, "minutes", documents, DAY)
    assert [one.name for one in found.missing] == missing
    assert found.complete == (not missing)


def test_a_document_without_its_own_period_counts_on_its_day_and_the_newest_comes_first() -> None:
    old, new = paper(date(2024, 5, 1), id=1), paper(date(2025, 5, 1), id=2)
    assert [one.id for one in evidence_days.presence("years:2", "minutes", [old, new], DAY).documents] == [2, 1]
    assert [one.id for one in evidence_days.presence("years:1", "minutes", [old, new], DAY).documents] == [2]


GOOD = DocumentFields("minutes", "4月の議事録", date(2025, 4, 30), date(2025, 4, 1), date(2025, 4, 30))


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        (GOOD, []),
        (DocumentFields("certificate", "修了証", DAY), []),
        (DocumentFields("nothing", "題", DAY), ["書類の種類"]),
        (DocumentFields("minutes", " ", DAY), ["書類の名称"]),
        (DocumentFields("minutes", "題" * 101, DAY), ["書類の名称"]),
        (DocumentFields("minutes", "題", date(2025, 8, 2)), ["書類の日付"]),
        (DocumentFields("minutes", "題", date(1900, 1, 1)), ["書類の日付"]),
        (DocumentFields("minutes", "題", DAY, period_from=DAY), ["対象の期間"]),
        (DocumentFields("minutes", "題", DAY, DAY, date(2025, 7, 1)), ["対象の期間"]),
        (DocumentFields("minutes", "題", DAY, note="補" * 501), ["補足"]),
        (DocumentFields("x", "", date(2030, 1, 1), DAY), ["書類の種類", "書類の名称", "書類の日付", "対象の期間"]),
    ],
)
def test_everything_wrong_with_what_was_typed_is_told_at_once(fields: DocumentFields, where: list[str]) -> None:
    assert [fault.where for fault in evidence_days.faults(fields, DAY)] == where


def test_the_kinds_stand_in_the_order_of_the_inspection_list_in_japanese() -> None:
    assert list(evidence_days.KINDS)[:2] == ["certificate", "attendance"]
    assert list(evidence_days.KINDS)[-1] == "other"
    assert not any(
        character.isascii() and character.isalpha() for word in evidence_days.KINDS.values() for character in word
    )


def test_records_stand_for_documents_and_what_nobody_asks_for_is_never_missing() -> None:
    kinds = [
        EvidenceKind("conference_record", "カンファレンス記録", "years:2", "根拠"),
        EvidenceKind("physician_proof", "専任医師の書類", "current", "根拠"),
        EvidenceKind("other", "その他", "months:1", "根拠"),
    ]
    held = {"conference_record": [date(2025, 4, 7), date(2025, 4, 14), date(2025, 9, 1)]}
    other = paper(date(2020, 1, 1), kind="other")
    found = evidence_days.lines(kinds, {"conference_record"}, [other], held, DAY)
    assert [line.kind.code for line in found] == ["conference_record"]
    assert (found[0].presence.recorded, [one.name for one in found[0].presence.missing]) == (2, ["前年度"])
    asked = evidence_days.lines(kinds, {"physician_proof"}, [], {}, DAY)
    assert [(line.kind.code, line.presence.complete) for line in asked] == [("physician_proof", False)]
