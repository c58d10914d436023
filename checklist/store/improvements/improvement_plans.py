"""Improvement plans, 改善計画: what a hospital does about each finding, with progress notes and files that prove it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from sqlite3 import Row

from checklist.errors import Fault, Refused, Stale
from checklist.model.improvements import PlanState
from checklist.model.permission import Thing, Verb
from checklist.model.visits import Visit
from checklist.rules import access
from checklist.rules.access import Facts
from checklist.rules.improvements.improvement import plan_state
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.closing import findings
from checklist.store.closing.findings import Finding
from checklist.store.db import slots
from checklist.store.files import attachments
from checklist.store.files.attachment import Attachment
from checklist.store.files.attachments import StoredFile
from checklist.store.rows import insert, update


@dataclass(frozen=True)
class ProgressNote:
    """One note on how it goes."""

    id: int
    text: str
    at: datetime
    by: str


@dataclass(frozen=True)
class PlanFields:
    """What a hospital writes down; dates that are still open are None."""

    action: str
    person_in_charge: str = ""
    due_on: date | None = None
    completed_on: date | None = None
    checked_on: date | None = None
    checked_by: str = ""


@dataclass(frozen=True)
class ImprovementPlan:
    """A finding of a sealed report with its plan; `id` None and `version` 0 before there is one."""

    finding: Finding
    hospital_id: int
    fiscal_year: int
    id: int | None
    version: int
    fields: PlanFields
    notes: tuple[ProgressNote, ...]
    proofs: tuple[StoredFile, ...]

    def state(self, today: date) -> PlanState:
        """Where the plan stands on a day."""
        fields = self.fields
        return plan_state(self.id is not None, fields.due_on, fields.completed_on, fields.checked_on, today)


@dataclass(frozen=True)
class PlanLine:
    """What the secretariat sees of a plan: number, state and due date, nothing of its content."""

    finding_id: int
    hospital_id: int
    fiscal_year: int
    state: PlanState
    due_on: date | None
    visit_id: int


_PROOFS = "plan_evidence"
_SEALED = """
JOIN visit ON visit.id = found.visit_id AND visit.state IN ('reported', 'acknowledged', 'closed')
    AND EXISTS (SELECT 1 FROM report WHERE report.visit_id = visit.id)
LEFT JOIN improvement_plan plan ON plan.finding_id = found.id
"""
_SELECT = f"""
SELECT found.*, visit.fiscal_year, visit.host_id, plan.id AS plan_id, coalesce(plan.version, 0) AS plan_version,
    coalesce(plan.action, '') AS action, coalesce(plan.person_in_charge, '') AS person_in_charge, plan.due_on,
    plan.completed_on, plan.checked_on, coalesce(plan.checked_by, '') AS checked_by
FROM ({findings.SELECT} WHERE f.dropped_at IS NULL AND f.kind = 'finding') AS found {_SEALED}
"""
# A region has 10,000 of them: no text is read of which only the state is told.
_STATES = f"""
SELECT found.id, host_id, fiscal_year, visit_id, plan.id AS plan_id, due_on, completed_on, checked_on
FROM (SELECT id, visit_id FROM finding WHERE dropped_at IS NULL AND kind = 'finding') AS found {_SEALED}
"""


def of_hospital(view: View, hospital_id: int) -> list[ImprovementPlan]:
    """The findings of a hospital with their plans, the newest year first; raises Forbidden.

    Visitors see those of the years up to their own latest visit.
    """
    view.require(Verb.READ, Thing.IMPROVEMENT_PLANS, _facts(view, hospital_id))
    return view.once(f"plans of hospital {hospital_id}", lambda: _of_hospital(view, hospital_id))


def _of_hospital(view: View, hospital_id: int) -> list[ImprovementPlan]:
    found = view.db.execute(
        f"{_SELECT} WHERE visit.host_id = ? ORDER BY visit.fiscal_year DESC, found.id", [hospital_id]
    ).fetchall()
    years = {row["fiscal_year"] for row in found}
    seen = {year for year in years if view.may(Verb.READ, Thing.IMPROVEMENT_PLANS, _facts(view, hospital_id, year))}
    return _plans(view, [row for row in found if row["fiscal_year"] in seen])


def verbs(view: View, hospital_id: int) -> frozenset[Verb]:
    """What the principal may do to any of the plans of a hospital."""
    return access.verbs(view.principal, Thing.IMPROVEMENT_PLANS, _facts(view, hospital_id))


def _facts(view: View, hospital_id: int, fiscal_year: int = 0) -> Facts:
    """What the table needs to know of the plans of a year: those who visit the hospital in it or later look back on it.

    Whoever visited before learns nothing of what came after their last visit.
    """
    # Asked here alone: the list knew this limit and a single finding did not, so former visitors read later years.
    made = view.once("own visits", lambda: _own_visits(view))
    people = [person for host, year, person in made if host == hospital_id and year >= fiscal_year]
    own = view.principal.hospital_id
    visitors = (own,) if people and own is not None else ()
    return Facts(hospital_id, visitors, [person for person in people if person is not None])


def _own_visits(view: View) -> list[tuple[int, int, int | None]]:
    """Host, fiscal year and member of every visit that the principal's hospital makes."""
    made = view.db.execute(
        """SELECT visit.host_id, visit.fiscal_year, m.person_id FROM visit
           JOIN visit_hospital h ON h.visit_id = visit.id LEFT JOIN visit_member m ON m.visit_id = visit.id
           WHERE h.hospital_id = ? AND visit.state <> 'cancelled'""",
        [view.principal.hospital_id],
    )
    return [(row["host_id"], row["fiscal_year"], row["person_id"]) for row in made]


def lines(view: View, today: date, hospital_id: int | None = None) -> list[PlanLine]:
    """State and due date of every plan of the region, for the secretariat, or of one's own hospital; raises Forbidden.

    Of a day that is over, without what was done after it.
    """
    if hospital_id is None:
        # Not PLANS: whoever plans the region sees how far a plan is, and no word of it.
        view.require(Verb.READ, Thing.VISITS)
    else:
        view.require(Verb.READ, Thing.IMPROVEMENT_PLANS, access.of_hospital(hospital_id))
    return view.once(f"plan lines of {hospital_id} on {today}", lambda: _lines(view, today, hospital_id))


def _lines(view: View, today: date, hospital_id: int | None) -> list[PlanLine]:
    found = []
    # Today, a day still to come is what somebody has promised to have done by.
    last = today if today < view.today else date.max
    of_one, only = ("", []) if hospital_id is None else ("WHERE visit.host_id = ?", [hospital_id])
    for row in view.db.execute(f"{_STATES} {of_one} ORDER BY visit.fiscal_year DESC, visit.host_id, found.id", only):
        fields = rows.one(PlanFields, row, action="", person_in_charge="", checked_by="")
        done, checked = (one if one and one <= last else None for one in (fields.completed_on, fields.checked_on))
        state = plan_state(row["plan_id"] is not None, fields.due_on, done, checked, today)
        found.append(PlanLine(row["id"], row["host_id"], row["fiscal_year"], state, fields.due_on, row["visit_id"]))
    return found


def of_finding(view: View, finding_id: int) -> ImprovementPlan:
    """The plan of one finding of a sealed report; raises NotFound or Forbidden."""
    return require(view, finding_id, Verb.READ)


def require(view: View, finding_id: int, verb: Verb) -> ImprovementPlan:
    """The same for whoever may do this to it; raises NotFound or Forbidden."""
    return _plans(view, [_require(view, finding_id, verb)])[0]


def _require(view: View, finding_id: int, verb: Verb) -> Row:
    """The row of a finding with its plan, if the principal may do this to it; raises NotFound or Forbidden."""
    found = view.db.execute(f"{_SELECT} WHERE found.id = ?", [finding_id])
    row = rows.first(found, "確定した報告書の指摘事項ではありません。")
    view.require(verb, Thing.IMPROVEMENT_PLANS, _facts(view, row["host_id"], row["fiscal_year"]))
    return row


def _plans(view: View, found: Sequence[Row]) -> list[ImprovementPlan]:
    ids = [row["plan_id"] for row in found if row["plan_id"] is not None]
    notes = _notes(view, ids) if ids else {}
    proofs = attachments.of_owners(view, _PROOFS, "plan_id", ids) if ids else {}
    return [
        ImprovementPlan(
            rows.one(Finding, row),
            row["host_id"],
            row["fiscal_year"],
            row["plan_id"],
            row["plan_version"],
            rows.one(PlanFields, row),
            tuple(notes.get(row["plan_id"], ())),
            tuple(proofs.get(row["plan_id"], ())),
        )
        for row in found
    ]


def _notes(view: View, plan_ids: Sequence[int]) -> dict[int, list[ProgressNote]]:
    found = view.db.execute(
        f"""SELECT n.*, person.name AS "by" FROM progress_note n JOIN person ON person.id = n.person_id
            WHERE plan_id IN ({slots(plan_ids)}) ORDER BY n.id""",
        plan_ids,
    )
    return rows.grouped(ProgressNote, found, "plan_id")


def faults(fields: PlanFields) -> list[Fault]:
    """Everything wrong with what was written down."""
    found = []
    if not fields.action.strip():
        found.append(Fault("改善策", "入力してください。"))
    if len(fields.action) > 2000:
        found.append(Fault("改善策", "2000文字以内で入力してください。"))
    if len(fields.person_in_charge) > 100 or len(fields.checked_by) > 100:
        found.append(Fault("担当者・確認者", "100文字以内で入力してください。"))
    if fields.checked_on and not fields.checked_by.strip():
        found.append(Fault("確認者", "確認した人を入力してください。"))
    if fields.checked_on and not fields.completed_on:
        found.append(Fault("確認日", "完了日を入力してから確認してください。"))
    if fields.checked_on and fields.completed_on and fields.checked_on < fields.completed_on:
        found.append(Fault("確認日", "完了日より前の日にはできません。"))
    return found


def save(act: Act, finding_id: int, version: int, fields: PlanFields) -> int:
    """Write the plan of a finding (`version` 0 for a new one) and return its id; raises Stale, Refused, Forbidden."""
    old = _require(act, finding_id, Verb.WRITE)
    if found := faults(fields):
        raise Refused(found)
    if old["plan_version"] != version:
        raise Stale
    values = {
        **asdict(fields),
        "action": fields.action.strip(),
        "person_in_charge": fields.person_in_charge.strip(),
        "checked_by": fields.checked_by.strip(),
        "version": version + 1,
    }
    plan_id: int | None = old["plan_id"]
    if plan_id is None:
        return insert(act, "improvement_plan", {**values, "finding_id": finding_id})
    update(act, "improvement_plan", plan_id, values)
    return plan_id


def _existing(view: View, finding_id: int) -> int:
    plan_id: int | None = _require(view, finding_id, Verb.WRITE)["plan_id"]
    if plan_id is None:
        raise Refused("先に改善計画を保存してください。")
    return plan_id


def add_note(act: Act, finding_id: int, text: str) -> None:
    """Add a progress note; it cannot be changed afterwards."""
    plan_id = _existing(act, finding_id)
    if not 1 <= len(text.strip()) <= 2000:
        raise Refused([Fault("進捗", "2000文字以内で入力してください。")])
    insert(act, "progress_note", {"plan_id": plan_id, "text": text.strip()})


def add_proof(act: Act, finding_id: int, checked: Attachment) -> int:
    """Keep a file that proves the improvement and return its id; raises Forbidden, or Refused without a plan."""
    plan_id = _existing(act, finding_id)
    return attachments.keep(act, _PROOFS, {"plan_id": plan_id}, checked)


def proof_file(view: View, proof_id: int) -> tuple[StoredFile, bytes]:
    """Such a file with its content; raises NotFound or Forbidden."""
    row = attachments.get(view, _PROOFS, proof_id)
    finding = view.db.execute("SELECT finding_id FROM improvement_plan WHERE id = ?", [row["plan_id"]]).fetchone()[0]
    of_finding(view, finding)
    found = rows.one(StoredFile, row)
    return found, attachments.content(view, found)


def without_plans(view: View, visits: Collection[Visit]) -> dict[int, int]:
    """How many findings of each visit, by its id, still have no plan; absent are those where every finding has one.

    Raises Forbidden unless all of the visits may be known.
    """
    for one in visits:
        view.require(Verb.READ, Thing.VISIT, access.of_visit(one))
    found = view.db.execute(
        f"""SELECT visit_id, count(*) AS findings FROM ({_SELECT}
                WHERE found.visit_id IN ({slots(visits)}) AND plan.id IS NULL) GROUP BY visit_id""",
        [one.id for one in visits],
    )
    return {row["visit_id"]: row["findings"] for row in found}
