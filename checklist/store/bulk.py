"""Whole visits and assessments written at once, with times of their own: for invented regions only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_OID, uuid5

from sqlite_utils import Database

from checklist.errors import Refused
from checklist.model.assessments import Track
from checklist.model.visits import Visit, VisitState
from checklist.store import region
from checklist.store.clock import to_text
from checklist.store.files.picture import MEDIA_TYPE, Picture

CACHE_KILOBYTES = 400_000
"""Room for a region of 300 hospitals; only what is used is taken."""


@dataclass(frozen=True)
class Step:
    """A state of a visit, when it was reached and by whom."""

    state: VisitState
    at: datetime
    person_id: int


@dataclass(frozen=True)
class Start:
    """A new, empty assessment."""

    track: Track
    version_id: int
    hospital_id: int
    fiscal_year: int
    created_at: datetime
    visit_sheet_id: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One accepted answer; a second one to the same item becomes its version 2."""

    item_id: int
    value: str | None
    comment: str
    saved_at: datetime
    person_id: int


def require_fictional(db: Database) -> None:
    """Refuse to write into anything but an invented region."""
    if not region.load(db).fictional:
        raise Refused("架空の地域ではないため、一括で書き込むことはできません。")


def make_room(db: Database) -> None:
    """Keep one large transaction in memory: what the cache cannot hold would be written again and again."""
    db.conn.execute(f"PRAGMA cache_size = -{CACHE_KILOBYTES}")


def _insert(db: Database, sql: str, values: Sequence[object]) -> int:
    key = db.conn.execute(sql, values).lastrowid
    assert key is not None
    return key


def add_visit(db: Database, visit: Visit, steps: Sequence[Step]) -> int:
    """Write a visit with its hospitals, members and history of states, and return its id."""
    require_fictional(db)
    visit_id = _insert(
        db,
        """INSERT INTO visit (fiscal_year, host_id, visit_date, mode, state, record_only, note, created_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            visit.fiscal_year,
            visit.host_id,
            visit.visit_date.isoformat() if visit.visit_date else None,
            visit.mode.value,
            visit.state.value,
            int(visit.record_only),
            visit.note,
            to_text(steps[0].at),
        ),
    )
    db.conn.executemany(
        "INSERT INTO visit_hospital (visit_id, hospital_id, leading) VALUES (?, ?, ?)",
        [(visit_id, hospital, int(index == 0)) for index, hospital in enumerate(visit.evaluator_ids)],
    )
    db.conn.executemany(
        "INSERT INTO visit_member (visit_id, person_id) VALUES (?, ?)", [(visit_id, key) for key in visit.member_ids]
    )
    db.conn.executemany(
        "INSERT INTO visit_event (visit_id, state, at, person_id) VALUES (?, ?, ?, ?)",
        [(visit_id, step.state.value, to_text(step.at), step.person_id) for step in steps],
    )
    return visit_id


def add_visit_sheet(db: Database, visit_id: int, version_id: int, self_assessment_id: int | None) -> int:
    """Give a visit the sheet that it uses, beside the host's self-assessment, and return its id."""
    return _insert(
        db,
        "INSERT INTO visit_sheet (visit_id, version_id, self_assessment_id) VALUES (?, ?, ?)",
        (visit_id, version_id, self_assessment_id),
    )


def start(db: Database, new: Start) -> int:
    """Write an empty assessment and return its id."""
    require_fictional(db)
    return _insert(
        db,
        """INSERT INTO assessment (track, version_id, hospital_id, fiscal_year, visit_sheet_id, created_at)
           VALUES (?, ?, ?, ?, ?, ?)""",
        (
            new.track.value,
            new.version_id,
            new.hospital_id,
            new.fiscal_year,
            new.visit_sheet_id,
            to_text(new.created_at),
        ),
    )


def fill(db: Database, assessment_id: int, answers: Iterable[Answer]) -> None:
    """Write answers to an open assessment, in the order given, through the same triggers as every answer."""
    first: list[tuple[object, ...]] = []
    later: list[tuple[object, ...]] = []
    versions: dict[int, int] = {}
    for answer in answers:
        version = versions[answer.item_id] = versions.get(answer.item_id, 0) + 1
        key = f"demo-{assessment_id}-{answer.item_id}-{version}"
        row = (answer.value, answer.comment, version, to_text(answer.saved_at), answer.person_id, key)
        (first if version == 1 else later).append((*row, assessment_id, answer.item_id))
    db.conn.executemany(
        """INSERT INTO rating (value, comment, version, saved_at, person_id, operation_id, assessment_id, item_id)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        first,
    )
    db.conn.executemany(
        """UPDATE rating SET value = ?, comment = ?, version = ?, saved_at = ?, person_id = ?, operation_id = ?
           WHERE assessment_id = ? AND item_id = ?""",
        later,
    )


def photograph(db: Database, assessment_id: int, answer: Answer, picture: Picture, sha256: str) -> None:
    """Note a photo at an answered item of an open assessment; its file is already on disk."""
    require_fictional(db)
    key = uuid5(NAMESPACE_OID, f"demo-photo-{assessment_id}-{answer.item_id}-{sha256}")
    at = to_text(answer.saved_at)
    _insert(
        db,
        """INSERT INTO photo (assessment_id, item_id, sha256, media_type, bytes, width, height, operation_id, person_id,
               taken_at, saved_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            assessment_id, answer.item_id, sha256, MEDIA_TYPE, len(picture.content), picture.width, picture.height,
            str(key), answer.person_id, at, at,
        ),
    )  # fmt: skip


def submit(db: Database, assessment_id: int, at: datetime, person_id: int) -> None:
    """Lock an assessment."""
    db.conn.execute(
        "UPDATE assessment SET state = 'submitted', submitted_at = ? WHERE id = ?", (to_text(at), assessment_id)
    )
    _note(db, assessment_id, "submitted", at, person_id)


def approve(db: Database, assessment_id: int, at: datetime, person_id: int) -> None:
    """Record the director's approval of a submitted self-assessment."""
    db.conn.execute("UPDATE assessment SET approved_at = ? WHERE id = ?", (to_text(at), assessment_id))
    _note(db, assessment_id, "approved", at, person_id)


def _note(db: Database, assessment_id: int, kind: str, at: datetime, person_id: int) -> None:
    db.conn.execute(
        "INSERT INTO assessment_event (assessment_id, kind, at, person_id) VALUES (?, ?, ?, ?)",
        (assessment_id, kind, to_text(at), person_id),
    )
