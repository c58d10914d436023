"""The closing meeting and its report as their rows hold them, for the store alone: nothing here asks who wants to know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from sqlite3 import Row

from sqlite_utils import Database

from checklist.errors import NotFound
from checklist.model.closing import FindingKind, Signatory
from checklist.store.clock import from_text


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
    updated_at: datetime
    updated_by: str


SELECT = """
SELECT f.*, v.code AS version_code, item.code AS item, item.text AS item_text, c.code AS chapter,
    c.name AS chapter_name, person.name AS updated_by
FROM finding f JOIN item ON item.id = f.item_id JOIN chapter c ON c.id = item.chapter_id
JOIN sheet_version v ON v.id = item.version_id JOIN person ON person.id = f.person_id
"""


def from_row(row: Row) -> Finding:
    """A row of `SELECT` as a finding."""
    return Finding(
        row["id"],
        row["visit_id"],
        row["version_code"],
        row["item"],
        row["item_text"],
        row["chapter"],
        row["chapter_name"],
        FindingKind(row["kind"]),
        row["text"],
        row["version"],
        row["dropped_at"] is not None,
        from_text(row["updated_at"]),
        row["updated_by"],
    )


def findings(db: Database, visit_id: int) -> list[Finding]:
    """The findings of a visit that were not dropped, in sheet order."""
    rows = db.execute(
        f"{SELECT} WHERE visit_id = ? AND dropped_at IS NULL ORDER BY v.id, item.position, f.id", [visit_id]
    )
    return [from_row(row) for row in rows]


def finding(db: Database, finding_id: int) -> Finding:
    """One finding by id, dropped or not."""
    row = db.execute(f"{SELECT} WHERE f.id = ?", [finding_id]).fetchone()
    if row is None:
        raise NotFound("指定された指摘事項は登録されていません。")
    return from_row(row)


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


def signatures(db: Database, visit_id: int) -> list[Signature]:
    """Every signature of a visit, voided ones included, oldest first."""
    rows = db.execute(
        """SELECT s.*, person.name AS entered_by FROM signature s JOIN person ON person.id = s.person_id
           WHERE visit_id = ? ORDER BY s.id""",
        [visit_id],
    )
    return [
        Signature(
            row["id"],
            row["edition"],
            Signatory(row["side"]),
            row["name"],
            row["entered_by"],
            from_text(row["at"]),
            row["void_reason"],
        )
        for row in rows
    ]


def standing_signatures(db: Database, visit_id: int) -> dict[Signatory, Signature]:
    """The signatures that stand, by side."""
    return {found.side: found for found in signatures(db, visit_id) if found.void_reason is None}


def edition(db: Database, visit_id: int) -> int:
    """The edition of the report that is being prepared."""
    return 1 + int(db.execute("SELECT count(*) FROM report WHERE visit_id = ?", [visit_id]).fetchone()[0])


HANDED_OVER, ACKNOWLEDGED, REOPENED = "handed_over", "acknowledged", "reopened"


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
    """One sealed edition; the snapshot itself is read by `snapshot`."""

    id: int
    visit_id: int
    edition: int
    document_number: str
    addressee: str
    sha256: str
    sealed_at: datetime
    sealed_by: str
    events: tuple[ReportEvent, ...]
    erasures: tuple[ErasedFrom, ...]

    def _day(self, kind: str) -> date | None:
        return next((event.on_date for event in self.events if event.kind == kind), None)

    @property
    def handed_over_on(self) -> date | None:
        """When it was handed over to the host."""
        return self._day(HANDED_OVER)

    @property
    def acknowledged_on(self) -> date | None:
        """When the host took note of it."""
        return self._day(ACKNOWLEDGED)

    @property
    def stands(self) -> bool:
        """Whether it was not reopened."""
        return self._day(REOPENED) is None


def editions(db: Database, visit_id: int) -> list[SealedReport]:
    """Every sealed edition of a visit with what became of it, the newest first."""
    rows = db.execute(
        """SELECT r.*, person.name AS sealed_by_name FROM report r JOIN person ON person.id = r.sealed_by
           WHERE visit_id = ? ORDER BY edition DESC""",
        [visit_id],
    )
    return [_report(db, row) for row in rows.fetchall()]


def _report(db: Database, row: Row) -> SealedReport:
    events = db.execute(
        """SELECT e.*, person.name FROM report_event e JOIN person ON person.id = e.person_id
           WHERE report_id = ? ORDER BY e.id""",
        [row["id"]],
    )
    return SealedReport(
        row["id"],
        row["visit_id"],
        row["edition"],
        row["document_number"],
        row["addressee"],
        row["sha256"],
        from_text(row["sealed_at"]),
        row["sealed_by_name"],
        tuple(
            ReportEvent(e["kind"], date.fromisoformat(e["on_date"]), e["reason"], from_text(e["at"]), e["name"])
            for e in events
        ),
        tuple(
            ErasedFrom(from_text(e["at"]), e["name"], e["reason"], e["after_sha256"]) for e in _erasures(db, row["id"])
        ),
    )


def _erasures(db: Database, report_id: int) -> list[Row]:
    """The last step of every erasure: one that met both a comment and a finding went by two."""
    rows = db.execute(
        """SELECT e.*, person.name FROM erasure e JOIN person ON person.id = e.person_id
           WHERE place = 'report' AND place_id = ? ORDER BY e.id""",
        [report_id],
    )
    return list({row["at"]: row for row in rows}.values())


def meeting(db: Database, visit_id: int) -> tuple[str, int] | None:
    row = db.execute("SELECT remarks, version FROM closing WHERE visit_id = ?", [visit_id]).fetchone()
    return (row["remarks"], row["version"]) if row else None
