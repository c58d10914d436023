"""The closing meeting and its report as their rows hold them, for the store alone: nothing here asks who wants to know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlite_utils import Database

from checklist.model.closing import FindingKind, Signatory
from checklist.store import rows
from checklist.store.act import View
from checklist.store.db import slots


@dataclass(frozen=True)
class Finding:
    """One finding as it reads now, with its item and chapter."""

    id: int
    visit_id: int
    version_code: str
    item: str
    item_text: str
    chapter: str
    chapter_name: str
    kind: FindingKind
    text: str
    version: int
    dropped: bool
    photos: tuple[int, ...]
    updated_at: datetime
    updated_by: str


SELECT = """
SELECT f.*, f.dropped_at IS NOT NULL AS dropped, v.code AS version_code, item.code AS item, item.text AS item_text, c.code AS chapter,
    c.name AS chapter_name, person.name AS updated_by
FROM finding f JOIN item ON item.id = f.item_id JOIN chapter c ON c.id = item.chapter_id
JOIN sheet_version v ON v.id = item.version_id JOIN person ON person.id = f.person_id
"""


def findings(db: Database, visit_id: int) -> list[Finding]:
    """The findings of a visit that were not dropped, in sheet order."""
    found = db.execute(
        f"{SELECT} WHERE visit_id = ? AND dropped_at IS NULL ORDER BY v.id, item.position, f.id", [visit_id]
    )
    return rows.many(Finding, found)


def finding(db: Database, finding_id: int) -> Finding:
    """One finding by id, dropped or not."""
    found = db.execute(f"{SELECT} WHERE f.id = ?", [finding_id])
    return rows.one(Finding, rows.first(found, "指定された指摘事項は登録されていません。"))


@dataclass(frozen=True)
class Signature:
    """One signature; `name` as it was written, `entered_by` the account that wrote it."""

    id: int
    edition: int
    side: Signatory
    name: str
    entered_by: str
    at: datetime
    void_reason: str | None
    strokes: tuple[tuple[int, ...], ...]
    """What was drawn by finger; see the report."""


_SIGNATURES = "SELECT s.*, person.name AS entered_by FROM signature s JOIN person ON person.id = s.person_id"


def signatures(db: Database, visit_id: int) -> list[Signature]:
    """Every signature of a visit, voided ones included, oldest first."""
    return rows.many(Signature, db.execute(f"{_SIGNATURES} WHERE visit_id = ? ORDER BY s.id", [visit_id]))


def standing_signatures(db: Database, visit_id: int) -> dict[Signatory, Signature]:
    """The signatures that stand, by side."""
    return {found.side: found for found in signatures(db, visit_id) if found.void_reason is None}


def edition(db: Database, visit_id: int) -> int:
    """The edition of the report that is being prepared."""
    # Counting is safe, because reports are never deleted; the trigger for signatures counts the same way.
    return 1 + int(db.execute("SELECT count(*) FROM report WHERE visit_id = ?", [visit_id]).fetchone()[0])


HANDED_OVER, ACKNOWLEDGED, REOPENED = "handed_over", "acknowledged", "reopened"
TAKEN_BACK = {HANDED_OVER: "hand_over_taken_back", ACKNOWLEDGED: "receipt_taken_back"}
"""What undoes them."""


@dataclass(frozen=True)
class ReportEvent:
    """What happened to a sealed report, on which day and by whom."""

    kind: str
    on_date: date
    reason: str
    at: datetime
    by: str


@dataclass(frozen=True)
class ErasedFrom:
    """An erasure of personal data from a sealed report, and the hash of what it says since."""

    at: datetime
    by: str
    reason: str
    sha256: str


@dataclass(frozen=True)
class SealedReport:
    """One sealed edition; the snapshot itself is read by `snapshot`.

    `link` is the chain of records up to the edition, itself included, at this `position` of it.
    """

    id: int
    visit_id: int
    edition: int
    document_number: str
    addressee: str
    sha256: str
    sealed_at: datetime
    sealed_by: str
    position: int
    link: str
    events: tuple[ReportEvent, ...]
    erasures: tuple[ErasedFrom, ...]

    def _day(self, kind: str) -> date | None:
        """The day of what stands: the last one of a kind, unless it was taken back after that."""
        kinds = (kind, TAKEN_BACK.get(kind))
        last = next((event for event in reversed(self.events) if event.kind in kinds), None)
        return last.on_date if last and last.kind == kind else None

    @property
    def handed_over_on(self) -> date | None:
        """When it was handed over to the host."""
        return self._day(HANDED_OVER)

    @property
    def acknowledged_on(self) -> date | None:
        """When the host took note of it."""
        return self._day(ACKNOWLEDGED)

    @property
    def reopened_because(self) -> str:
        """Why it was reopened; empty while it stands."""
        return next((event.reason for event in self.events if event.kind == REOPENED), "")

    @property
    def stands(self) -> bool:
        """Whether it was not reopened."""
        return self._day(REOPENED) is None


def editions(db: Database, visit_id: int) -> list[SealedReport]:
    """Every sealed edition of a visit with what became of it, the newest first."""
    return _editions(db, [visit_id])[visit_id]


def editions_of(view: View, visit_ids: Iterable[int]) -> dict[int, list[SealedReport]]:
    """The same for each of several visits, each read once."""
    return view.each("sealed reports of visit", visit_ids, lambda ids: _editions(view.db, ids))


def _editions(db: Database, ids: list[int]) -> dict[int, list[SealedReport]]:
    # Without the snapshot, which is long.
    sealed = db.execute(
        f"""SELECT r.id, visit_id, edition, document_number, addressee, sha256, sealed_at, person.name AS sealed_by,
                coalesce(chain.position, 0) AS position, coalesce(lower(hex(chain.link)), '') AS link
            FROM report r JOIN person ON person.id = r.sealed_by
            LEFT JOIN chain ON chain.source = 'report' AND chain.row_id = r.id
            WHERE visit_id IN ({slots(ids)}) ORDER BY edition DESC""",
        ids,
    ).fetchall()
    reports = [row["id"] for row in sealed]
    events = _events(db, reports) if reports else {}
    erased = _erasures(db, reports) if reports else {}
    found: dict[int, list[SealedReport]] = {visit_id: [] for visit_id in ids}
    for row in sealed:
        of_it = {"events": events.get(row["id"], ()), "erasures": erased.get(row["id"], ())}
        found[row["visit_id"]].append(rows.one(SealedReport, row, **of_it))
    return found


def _events(db: Database, reports: Sequence[int]) -> dict[int, list[ReportEvent]]:
    found = db.execute(
        f"""SELECT e.*, person.name AS "by" FROM report_event e JOIN person ON person.id = e.person_id
            WHERE report_id IN ({slots(reports)}) ORDER BY e.id""",
        reports,
    )
    return rows.grouped(ReportEvent, found, "report_id")


def _erasures(db: Database, reports: Sequence[int]) -> dict[int, list[ErasedFrom]]:
    """The last step of every erasure: one that met both a comment and a finding went by two."""
    found = db.execute(
        f"""SELECT e.*, after_sha256 AS sha256, person.name AS "by" FROM erasure e JOIN person ON person.id = e.person_id
            WHERE place = 'report' AND place_id IN ({slots(reports)}) ORDER BY e.id""",
        reports,
    )
    steps = rows.grouped(ErasedFrom, found, "place_id")
    # All steps of one act bear the same moment, so the later one takes the place of the former.
    return {report: list({one.at: one for one in several}.values()) for report, several in steps.items()}


def meeting(db: Database, visit_id: int) -> tuple[str, int] | None:
    row = db.execute("SELECT remarks, version FROM closing WHERE visit_id = ?", [visit_id]).fetchone()
    return (row["remarks"], row["version"]) if row else None


def meetings(view: View, visit_ids: Iterable[int]) -> dict[int, tuple[str, int] | None]:
    """Remarks and version of the closing meeting of each visit, None where it has not begun; each read once."""

    def read(ids: list[int]) -> dict[int, tuple[str, int] | None]:
        found = view.db.execute(f"SELECT visit_id, remarks, version FROM closing WHERE visit_id IN ({slots(ids)})", ids)
        return dict.fromkeys(ids) | {row["visit_id"]: (row["remarks"], row["version"]) for row in found}

    return view.each("closing", visit_ids, read)


def signatures_of(view: View, visit_ids: Iterable[int]) -> dict[int, list[Signature]]:
    """The signatures of each visit, voided ones included, oldest first; each read once."""

    def read(ids: list[int]) -> dict[int, list[Signature]]:
        found = view.db.execute(f"{_SIGNATURES} WHERE visit_id IN ({slots(ids)}) ORDER BY s.id", ids)
        return rows.grouped(Signature, found, "visit_id", ids)

    return view.each("signatures of visit", visit_ids, read)
