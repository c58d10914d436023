"""Whether what was sealed or stored is still what it was: every hash is computed again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Row

from sqlite_utils import Database

from checklist.errors import NotFound
from checklist.model.permission import Thing, Verb
from checklist.store.act import View
from checklist.store.files import files
from checklist.store.visits import visits


@dataclass(frozen=True)
class CheckedReport:
    """One sealed edition, and whether its content is what was sealed, erased personal data left aside."""

    visit_id: int
    edition: int
    intact: bool


@dataclass(frozen=True)
class CheckedFile:
    """One stored file; `fault` is the sentence on what is wrong with it, or empty."""

    sha256: str
    fault: str


@dataclass(frozen=True)
class Count:
    """How many were looked at, and how many of them are no longer what they were."""

    total: int
    broken: int


def reports(db: Database, visit_id: int | None = None) -> Iterator[CheckedReport]:
    """Every sealed edition, or those of one visit, without asking who wants to know."""
    # As bytes, since those were hashed: what was damaged on the disk need not be text any more.
    rows = db.execute(
        """SELECT id, visit_id, edition, sha256, erasures, CAST(snapshot AS BLOB) AS content FROM report
           WHERE visit_id = coalesce(?, visit_id) ORDER BY visit_id, edition""",
        [visit_id],
    )
    for row in rows:
        yield CheckedReport(row["visit_id"], row["edition"], is_intact(db, row))


def is_intact(db: Database, report: Row) -> bool:
    """Whether a report (`content` holds its snapshot as bytes) says what was sealed, or differs from it by nothing but erasures on record, hash by hash."""
    steps = db.execute(
        "SELECT before_sha256, after_sha256 FROM erasure WHERE place = 'report' AND place_id = ? ORDER BY id",
        [report["id"]],
    ).fetchall()
    expected = report["sha256"]
    for step in steps:
        if step["before_sha256"] != expected:
            return False
        expected = step["after_sha256"]
    # The report counts its erasures itself: a step that was added to the chain or taken out of it alone is found, too.
    return bool(len(steps) == report["erasures"] and files.digest(report["content"]) == expected)


def of_visit(view: View, visit_id: int) -> list[CheckedReport]:
    """Every sealed edition of a visit, the oldest first; raises Forbidden."""
    visits.require(view, visit_id, Thing.REPORT, Verb.READ)
    return list(reports(view.db, visit_id))


def stored(db: Database) -> Iterator[CheckedFile]:
    """Every photo and document that a row names: each is read and its hash computed again."""
    base: Path = files.folder(db)
    for sha256 in sorted(files.referenced(db)):
        try:
            files.get(base, sha256)
        except NotFound as error:
            yield CheckedFile(sha256, error.message)
        else:
            yield CheckedFile(sha256, "")


def everything(view: View) -> tuple[Count, Count]:
    """All sealed reports and all stored files of the region, as numbers only; raises Forbidden."""
    view.require(Verb.READ, Thing.INTEGRITY)
    sealed = [one.intact for one in reports(view.db)]
    kept = [not one.fault for one in stored(view.db)]
    return Count(len(sealed), sealed.count(False)), Count(len(kept), kept.count(False))
