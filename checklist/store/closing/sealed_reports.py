"""評価報告書: sealed snapshots of a visit with their hash; handed over, acknowledged, reopened for a written reason."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from sqlite3 import Row
from typing import Any

from checklist.errors import Fault, NotFound, Refused
from checklist.model.assessments import AssessmentState, Track
from checklist.model.closing import Signatory
from checklist.model.permission import Thing, Verb
from checklist.model.visits import Visit, VisitState
from checklist.rules.closing import erasure
from checklist.rules.visits import visit_states
from checklist.store.act import Act, View
from checklist.store.assessments import assessment_states, assessments
from checklist.store.clock import from_text
from checklist.store.closing import agreed_values, report_snapshot, seals, signatures
from checklist.store.db import insert, slots
from checklist.store.hospitals import hospitals
from checklist.store.visits import visits

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


def of_visit(view: View, visit_id: int) -> list[SealedReport]:
    """Every sealed edition of a visit with what became of it, the newest first; raises Forbidden."""
    visits.require(view, visit_id, Thing.REPORT, Verb.READ)
    return editions(view, visit_id)


def editions(view: View, visit_id: int) -> list[SealedReport]:
    """As `of_visit`, without asking who wants to know."""
    return editions_of(view, [visit_id])[visit_id]


def editions_of(view: View, visit_ids: Iterable[int]) -> dict[int, list[SealedReport]]:
    """For each visit its sealed editions, the newest first, without asking who wants to know."""

    def read(ids: list[int]) -> dict[int, list[SealedReport]]:
        rows = view.db.execute(
            f"""SELECT r.*, person.name AS sealed_by_name FROM report r JOIN person ON person.id = r.sealed_by
                WHERE visit_id IN ({slots(ids)}) ORDER BY edition DESC""",
            ids,
        ).fetchall()
        reports = [row["id"] for row in rows]
        events = _events(view, reports) if reports else {}
        erased = _erasures(view, reports) if reports else {}
        found: dict[int, list[SealedReport]] = {visit_id: [] for visit_id in ids}
        for row in rows:
            found[row["visit_id"]].append(_report(row, events.get(row["id"], ()), erased.get(row["id"], ())))
        return found

    return view.each("sealed reports of visit", visit_ids, read)


def _report(row: Row, events: Iterable[ReportEvent], erased: Iterable[ErasedFrom]) -> SealedReport:
    return SealedReport(
        row["id"],
        row["visit_id"],
        row["edition"],
        row["document_number"],
        row["addressee"],
        row["sha256"],
        from_text(row["sealed_at"]),
        row["sealed_by_name"],
        tuple(events),
        tuple(erased),
    )


def _events(view: View, reports: Sequence[int]) -> dict[int, list[ReportEvent]]:
    rows = view.db.execute(
        f"""SELECT e.*, person.name FROM report_event e JOIN person ON person.id = e.person_id
            WHERE report_id IN ({slots(reports)}) ORDER BY e.id""",
        reports,
    )
    found: dict[int, list[ReportEvent]] = {}
    for row in rows:
        day, moment = date.fromisoformat(row["on_date"]), from_text(row["at"])
        found.setdefault(row["report_id"], []).append(ReportEvent(row["kind"], day, row["reason"], moment, row["name"]))
    return found


def _erasures(view: View, reports: Sequence[int]) -> dict[int, list[ErasedFrom]]:
    """The last step of every erasure: one that met both a comment and a finding went by two."""
    rows = view.db.execute(
        f"""SELECT e.*, person.name FROM erasure e JOIN person ON person.id = e.person_id
            WHERE place = 'report' AND place_id IN ({slots(reports)}) ORDER BY e.id""",
        reports,
    )
    steps: dict[int, dict[str, ErasedFrom]] = {}
    for row in rows:
        found = ErasedFrom(from_text(row["at"]), row["name"], row["reason"], row["after_sha256"])
        steps.setdefault(row["place_id"], {})[row["at"]] = found
    return {report: list(found.values()) for report, found in steps.items()}


def snapshot(view: View, visit_id: int, edition: int | None = None) -> dict[str, Any]:
    """The content of a sealed edition (the newest one without a number); raises NotFound, Forbidden, or Refused if
    it is not what was sealed.
    """
    visits.require(view, visit_id, Thing.REPORT, Verb.READ)
    row = view.db.execute(
        """SELECT id, sha256, erasures, CAST(snapshot AS BLOB) AS content FROM report
           WHERE visit_id = ? AND edition = coalesce(?, edition) ORDER BY edition DESC LIMIT 1""",
        [visit_id, edition],
    ).fetchone()
    if row is None:
        raise NotFound("確定した評価報告書はまだありません。")
    if not seals.is_intact(view.db, row):
        raise Refused("評価報告書の内容が確定時と一致しません。管理者に連絡してください。")
    found: dict[str, Any] = json.loads(row["content"])
    return found


def suggested(view: View, visit_id: int) -> tuple[str, str]:
    """A document number and an addressee to begin with."""
    visit = visits.get(view, visit_id)
    number = f"医安相{visit.fiscal_year}-{visit_id:03d}-{signatures.edition(view, visit_id)}"
    return number, f"{hospitals.get(view, visit.host_id).name} 病院長"


def lacks(view: View, visit_id: int) -> list[Fault]:
    """Everything that stands in the way of sealing, in one pass."""
    signed = signatures.current(view, visit_id)
    found = []
    if visits.get(view, visit_id).state is not VisitState.ON_SITE:
        found.append(Fault("訪問", "訪問中の訪問でだけ、評価報告書を確定できます。"))
    if not view.db.execute("SELECT 1 FROM closing WHERE visit_id = ?", [visit_id]).fetchone():
        found.append(Fault("講評会", "まだ始めていません。"))
    if assessments.open_visitor_of(view, visit_id):
        found.append(Fault("訪問評価", "まだ提出されていません。"))
    every = assessments.of_visit(view, visit_id)
    if any(one.track is Track.SELF and one.state is AssessmentState.OPEN for one in every):
        found.append(Fault("自己評価", "まだ提出されていません。"))
    if Signatory.HOST not in signed:
        found.append(Fault("受審病院の署名", "まだありません。"))
    if Signatory.EVALUATOR not in signed:
        found.append(Fault("訪問側の署名", "まだありません。"))
    return found


def seal(act: Act, visit_id: int, document_number: str, addressee: str) -> int:
    """Seal what both sides have signed, lock every assessment in it, and lead the visit to 報告済み."""
    visit = visits.require(act, visit_id, Thing.SEAL, Verb.WRITE)
    faults = lacks(act, visit_id)
    for name, text in (("文書番号", document_number), ("宛先", addressee)):
        if not 1 <= len(text.strip()) <= 100:
            faults.append(Fault(name, "100文字以内で入力してください。"))
    if faults:
        raise Refused(faults)
    agreed_values.settle(act, visit_id)
    new_id = _insert(act, visit, document_number.strip(), addressee.strip())
    assessment_states.seal(act, visit_id)
    visits.enter(act, visit_id, VisitState.REPORTED)
    return new_id


def _insert(act: Act, visit: Visit, number: str, addressee: str) -> int:
    edition, moment = signatures.edition(act, visit.id), act.stamp
    document = {
        "number": number,
        "addressee": addressee,
        "edition": edition,
        "sealed_at": moment,
        "sealed_by": act.principal.name,
    }
    text = report_snapshot.text(act, visit, document)
    row = {
        "visit_id": visit.id,
        "edition": edition,
        "document_number": number,
        "addressee": addressee,
        "snapshot": text,
        "sha256": erasure.digest(text),
        "sealed_at": moment,
        "sealed_by": act.principal.person_id,
    }
    return insert(act.db, "report", row)


def hand_over(act: Act, visit_id: int, on: date) -> None:
    """Note the day on which the report was handed over to the host."""
    visits.require(act, visit_id, Thing.HAND_OVER, Verb.WRITE)
    found = _standing(act, visit_id)
    if found.handed_over_on is not None:
        raise Refused("手交日はすでに記録されています。")
    _note(act, found, HANDED_OVER, on)


def acknowledge(act: Act, visit_id: int, on: date) -> None:
    """Note that the host has received the report; leads the visit to 受領済み."""
    visit = visits.require(act, visit_id, Thing.ACKNOWLEDGE, Verb.WRITE)
    found = _standing(act, visit_id)
    if visit.state is not VisitState.REPORTED:
        raise Refused("報告済みの訪問でだけ、受領を記録できます。")
    if found.handed_over_on is not None and on < found.handed_over_on:
        raise Refused([Fault("受領日", "手交日より前の日にはできません。")])
    _note(act, found, ACKNOWLEDGED, on)
    visits.enter(act, visit_id, VisitState.ACKNOWLEDGED)


def reopen(act: Act, visit_id: int, reason: str) -> None:
    """Open a sealed report again for a written reason: the edition stays, its signatures are void, a new one follows."""
    visit = visits.require(act, visit_id, Thing.REOPEN, Verb.WRITE)
    if not reason.strip():
        raise Refused([Fault("理由", "報告書を再開する理由を入力してください。")])
    found = _standing(act, visit_id)
    if visit.state not in visit_states.REOPENABLE:
        raise Refused("終了した訪問の報告書は再開できません。")
    _note(act, found, REOPENED, act.today, reason)
    signatures.void_all(act, visit_id, f"報告書の再開：{reason.strip()}")
    visits.enter(act, visit_id, VisitState.ON_SITE)
    assessment_states.reopen(act, visit_id, reason)
    agreed_values.unsettle(act, visit_id)


def _standing(view: View, visit_id: int) -> SealedReport:
    found = next((report for report in editions(view, visit_id) if report.stands), None)
    if found is None:
        raise Refused("確定した評価報告書がありません。")
    return found


def _note(act: Act, report: SealedReport, kind: str, on: date, reason: str = "") -> None:
    if on > act.today:
        raise Refused([Fault("日付", "今日より後の日は入力できません。")])
    row = {"report_id": report.id, "kind": kind, "on_date": on.isoformat(), "reason": reason.strip(), "at": act.stamp}
    insert(act.db, "report_event", {**row, "person_id": act.principal.person_id})
