"""What follows from an invented visit, written at once with times of its own: meeting, report, plans, follow-ups."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlite_utils import Database

from checklist.model.assessments import Track
from checklist.model.closing import FindingKind, Signatory
from checklist.model.closing.report import Head, canonical
from checklist.model.improvements import Sequel
from checklist.model.visits import VisitState
from checklist.rules.closing import erasure
from checklist.store import bulk
from checklist.store.accounts import people
from checklist.store.act import View, operator
from checklist.store.bulk import Answer, Start
from checklist.store.clock import to_text
from checklist.store.closing import agreed_values, report_snapshot, sealed_reports
from checklist.store.db import insert
from checklist.store.sheets import sheets
from checklist.store.visits import visits


@dataclass(frozen=True)
class Meeting:
    """A closing meeting as it ended: what was recorded, found and said, and who signed."""

    visit_id: int
    at: datetime
    member: int
    remarks: str
    recorded: tuple[tuple[int, str, str], ...]
    """Item id, value and comment of what was agreed."""
    found: tuple[tuple[int, FindingKind, str], ...]
    signed: tuple[tuple[Signatory, str, int], ...]


@dataclass(frozen=True)
class Plan:
    """An improvement plan as it stands, with its notes."""

    action: str
    person_in_charge: str
    due_on: date
    completed_on: date | None
    checked_on: date | None
    checked_by: str
    notes: tuple[tuple[datetime, str], ...]


def agree(db: Database, visit_id: int, on: date, participants: str, person_id: int, at: datetime) -> None:
    """Write 協議の記録."""
    names = db.execute(
        """SELECT group_concat(sheet.name || ' ' || v.name, '、') FROM visit_sheet s
           JOIN sheet_version v ON v.id = s.version_id JOIN sheet ON sheet.id = v.sheet_id WHERE s.visit_id = ?""",
        [visit_id],
    ).fetchone()[0]
    row = {"visit_id": visit_id, "agreed_on": on.isoformat(), "participants": participants, "versions": names or ""}
    insert(db, "visit_agreement", {**row, "method": "on_site", "at": to_text(at), "person_id": person_id})


def meet(db: Database, meeting: Meeting) -> list[int]:
    """Write a closing meeting with both signatures; the ids of its findings, good practices left out."""
    state = visits.get(_view(db), meeting.visit_id).state
    _set_state(db, meeting.visit_id, VisitState.ON_SITE)
    at = to_text(meeting.at)
    head = {"visit_id": meeting.visit_id, "remarks": meeting.remarks, "version": 1, "opened_at": at, "updated_at": at}
    insert(db, "closing", {**head, "person_id": meeting.member})
    _record(db, meeting)
    kept = []
    for item_id, kind, text in meeting.found:
        row = {"visit_id": meeting.visit_id, "item_id": item_id, "kind": kind.value, "text": text, "version": 1}
        key = insert(db, "finding", {**row, "created_at": at, "updated_at": at, "person_id": meeting.member})
        kept += [key] if kind is FindingKind.FINDING else []
    for side, name, person_id in meeting.signed:
        row = {"visit_id": meeting.visit_id, "edition": 1, "side": side.value, "name": name, "at": at}
        insert(db, "signature", {**row, "person_id": person_id})
    _set_state(db, meeting.visit_id, state)
    return kept


def _record(db: Database, meeting: Meeting) -> None:
    rows = db.execute(
        """SELECT s.id, s.version_id, v.host_id, v.fiscal_year FROM visit_sheet s JOIN visit v ON v.id = s.visit_id
           WHERE s.visit_id = ?""",
        [meeting.visit_id],
    ).fetchall()
    for row in rows:
        new = Start(Track.AGREED, row["version_id"], row["host_id"], row["fiscal_year"], meeting.at, row["id"])
        # Signed values are locked, so they are written before anybody signs.
        own = frozenset(sheets.item_ids(_view(db), row["version_id"]).values())
        answers = [
            Answer(item, value, comment, meeting.at, meeting.member)
            for item, value, comment in meeting.recorded
            if item in own
        ]
        bulk.fill(db, bulk.start(db, new), answers)


def seal(db: Database, visit_id: int, at: datetime, member: int, member_name: str) -> None:
    """Write the sealed report of a visit that stands at `reported` or later, and seal its assessments."""
    visit = visits.get(_view(db), visit_id)
    agreed_values.settle_as(_view(db), member, visit_id, at)
    number, addressee = sealed_reports.suggested(_view(db), visit_id)
    head = Head(number, addressee, 1, to_text(at), member_name)
    text = canonical(report_snapshot.of_visit(_by(db, member), visit, head))
    row = {"visit_id": visit_id, "edition": 1, "document_number": number, "addressee": addressee, "snapshot": text}
    more = {"sha256": erasure.digest(text), "sealed_at": to_text(at), "sealed_by": member}
    insert(db, "report", {**row, **more})
    _seal_assessments(db, visit_id, at, member)


def _seal_assessments(db: Database, visit_id: int, at: datetime, member: int) -> None:
    rows = db.execute(
        """SELECT a.id, a.state FROM assessment a JOIN visit_sheet s
               ON s.id = a.visit_sheet_id OR s.self_assessment_id = a.id
           WHERE s.visit_id = ? AND a.state <> 'sealed'""",
        [visit_id],
    ).fetchall()
    for row in rows:
        if row["state"] == "open":
            bulk.submit(db, row["id"], at, member)
        db.execute("UPDATE assessment SET state = 'sealed' WHERE id = ?", [row["id"]])
        event = {"assessment_id": row["id"], "kind": "sealed", "at": to_text(at), "person_id": member}
        insert(db, "assessment_event", event)


def event(db: Database, visit_id: int, kind: str, on: date, person_id: int, at: datetime) -> None:
    """Write that the report was handed over or acknowledged."""
    report = db.execute("SELECT id FROM report WHERE visit_id = ?", [visit_id]).fetchone()["id"]
    row = {"report_id": report, "kind": kind, "on_date": on.isoformat(), "at": to_text(at), "person_id": person_id}
    insert(db, "report_event", row)


def plan(db: Database, finding_id: int, found: Plan, person_id: int, at: datetime) -> None:
    """Write the improvement plan of a finding with its notes."""
    row = {
        "finding_id": finding_id,
        "action": found.action,
        "person_in_charge": found.person_in_charge,
        "due_on": found.due_on.isoformat(),
        "completed_on": found.completed_on.isoformat() if found.completed_on else None,
        "checked_on": found.checked_on.isoformat() if found.checked_on else None,
        "checked_by": found.checked_by,
        "version": 1,
        "created_at": to_text(at),
        "updated_at": to_text(at),
        "person_id": person_id,
    }
    plan_id = insert(db, "improvement_plan", row)
    for moment, text in found.notes:
        insert(db, "progress_note", {"plan_id": plan_id, "text": text, "at": to_text(moment), "person_id": person_id})


def follow_up(
    db: Database, visit_id: int, marks: Iterable[tuple[int, Sequel, str]], person_id: int, at: datetime
) -> None:
    """Write what a visit says of earlier findings."""
    state = visits.get(_view(db), visit_id).state
    _set_state(db, visit_id, VisitState.ON_SITE)
    for finding_id, mark, comment in marks:
        db.execute(
            "INSERT INTO follow_up (finding_id, visit_id, mark, comment, at, person_id) VALUES (?, ?, ?, ?, ?, ?)",
            [finding_id, visit_id, mark.value, comment, to_text(at), person_id],
        )
    _set_state(db, visit_id, state)


def _set_state(db: Database, visit_id: int, state: VisitState) -> None:
    """The guards ask for a visit on site; its history of states was written with it and is left alone."""
    db.execute("UPDATE visit SET state = ? WHERE id = ?", [state.value, visit_id])


def _view(db: Database) -> View:
    return View.now(db, operator())


def _by(db: Database, person_id: int) -> View:
    return View.now(db, people.principal(View.now(db, operator()), person_id))
