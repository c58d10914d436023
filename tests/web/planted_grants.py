"""Whose each planted text is, and whether the permission table lets somebody read it: the judge of every answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from sqlite_utils import Database

from checklist.model import center
from checklist.model.accounts import Principal
from checklist.model.permission import Thing, Verb
from checklist.model.records import KINDS
from checklist.rules import access
from checklist.store.act import View
from checklist.store.assessments import assessments
from checklist.store.improvements import improvement_plans
from checklist.store.visits import visits
from tests.world import by

MARKED = re.compile(r"《(\w+)\.\w+》(\d+)")
OPEN = frozenset(
    {
        "hospital",
        "person",
        "region",
        "sheet",
        "sheet_version",
        "chapter",
        "item",
        "filing",
        "rule_correction",
        "phrase_choice",
    }
)
"""Names, sheets, classes and the settings of the region: everybody who is signed in may meet with them."""
OF_NO_HOSPITAL = {
    "audit": Thing.ACCOUNTS, "backup_plan": Thing.BACKUPS, "backup_run": Thing.BACKUPS, "mail": Thing.MAIL, "mail_plan": Thing.MAIL, "sign_in_provider": Thing.PROVIDER, "identity": Thing.ACCOUNTS, "notification": Thing.NOTICES, "notification_choice": Thing.NOTICES, "notification_round": Thing.MAIL, "centre_note": Thing.CENTER_RECORDS,
    "practice": Thing.PRACTICES,
    **dict.fromkeys(("sheet_revision", "revision_event"), Thing.REVISIONS),
    **dict.fromkeys((*(kind.TABLE for kind in center.KINDS.values()), "case_history", "case_message", "case_search", "case_draft", "option_edition", "case_opening", "retention_end", "public_edition", "learning_draft", "learning_effect", "guideline_edition", "question_edition", "council_paper", "council_paper_removal", "council_observer", "council_draw", "survey_edition"), Thing.CENTER_RECORDS), "topic_edition": Thing.TOPICS, "safety_information": Thing.CENTER_INFORMATION,
}  # fmt: skip
_OFFERED = (Thing.ATTENDANCE_OFFERS, Thing.CENTER_RECORDS)
_OF_OFFER = "SELECT a.id, o.hospital_id FROM {} a JOIN attendance_offer o ON o.id = a.offer_id"
_AGREED = """EXISTS (SELECT 1 FROM center_case c WHERE c.id = t.case_id AND c.withdrawn_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM transfer_event w WHERE w.transfer_id = t.id AND w.kind = 'withdrawn')"""
OF_HOSPITAL: dict[str, tuple[str, tuple[Thing, ...]]] = {
    # What a judgement stands on is read with it.
    **dict.fromkeys(KINDS, ("SELECT id, hospital_id FROM {}", (Thing.RECORDS, Thing.CRITERIA))),
    "case_transfer": (f"SELECT t.id, t.hospital_id FROM {{}} t WHERE {_AGREED}", (Thing.PASSED_CASE,)),
    "transfer_event": (
        f"SELECT e.id, t.hospital_id FROM {{}} e JOIN case_transfer t ON t.id = e.transfer_id WHERE {_AGREED}",
        (Thing.PASSED_CASE,),
    ),
    "hospital_desk": ("SELECT id, hospital_id FROM {}", (Thing.HOSPITAL_DESK,)),
    # The centre offers, and reads what is said to it.
    "attendance_offer": ("SELECT id, hospital_id FROM {}", _OFFERED),
    "offer_answer": (_OF_OFFER, _OFFERED),
    "offer_withdrawal": (_OF_OFFER, _OFFERED),
    "evidence_document": ("SELECT id, hospital_id FROM {}", (Thing.EVIDENCE,)),
    "information_read": ("SELECT id, hospital_id FROM {}", (Thing.INFORMATION_READ,)),
    "topic_wish": ("SELECT id, hospital_id FROM {}", (Thing.TOPIC_WISHES,)),
    "revision_comment": ("SELECT id, hospital_id FROM {}", (Thing.REVISION_COMMENTS,)),
    "name_sign": ("SELECT id, hospital_id FROM {}", (Thing.NAME_SIGNS,)),
    "name_sign_picture": (
        "SELECT p.id, n.hospital_id FROM {} p JOIN name_sign n ON n.id = p.name_sign_id",
        (Thing.NAME_SIGNS,),
    ),
    "settlement": ("SELECT id, hospital_id FROM {}", (Thing.CRITERIA,)),
    "filing_partner": ("SELECT id, hospital_id FROM {}", (Thing.FILING,)),
    "filing_event": ("SELECT e.id, f.hospital_id FROM {} e JOIN filing f ON f.id = e.filing_id", (Thing.FILING,)),
}
"""Table -> row and hospital, and the things of which one has to be open to the reader."""
_BY_VISIT = "SELECT id, visit_id FROM {}"
OF_VISIT: dict[str, tuple[str, tuple[Thing, ...]]] = {
    "visit": ("SELECT id, id FROM {}", (Thing.VISIT,)),
    "visit_event": (_BY_VISIT, (Thing.VISIT,)),
    "visit_agreement": (_BY_VISIT, (Thing.AGREEMENT,)),
    "visit_paper": (_BY_VISIT, (Thing.PAPERS,)),
    "closing": ("SELECT visit_id, visit_id FROM {}", (Thing.CLOSING, Thing.REPORT)),
    "signature": (_BY_VISIT, (Thing.CLOSING, Thing.REPORT)),
    "signature_void": ("SELECT v.id, s.visit_id FROM {} v JOIN signature s ON s.id = v.signature_id", (Thing.CLOSING,)),
    "report": (_BY_VISIT, (Thing.REPORT,)),
    "report_event": ("SELECT e.id, r.visit_id FROM {} e JOIN report r ON r.id = e.report_id", (Thing.REPORT,)),
    "follow_up": ("SELECT visit_id, visit_id FROM {}", (Thing.FOLLOW_UPS,)),
    "erasure": (
        """SELECT e.id, coalesce(f.visit_id, r.visit_id, s.visit_id,
            CASE e.place WHEN 'closing' THEN e.place_id
                WHEN 'host_comment' THEN (SELECT visit_id FROM host_comment WHERE id = e.place_id)
                WHEN 'visit_agreement' THEN (SELECT visit_id FROM visit_agreement WHERE id = e.place_id)
                WHEN 'report_event' THEN (SELECT visit_id FROM report WHERE id = (
                    SELECT report_id FROM report_event WHERE id = e.place_id))
                WHEN 'assessment_event' THEN (SELECT s2.visit_id FROM assessment_event v
                    JOIN assessment a2 ON a2.id = v.assessment_id
                    JOIN visit_sheet s2 ON s2.id = a2.visit_sheet_id OR s2.self_assessment_id = a2.id
                    WHERE v.id = e.place_id LIMIT 1)
                WHEN 'visit_event' THEN (SELECT visit_id FROM visit_event WHERE id = e.place_id) END) FROM {} e
        LEFT JOIN finding_history fh ON e.place = 'finding_history' AND fh.id = e.place_id
        LEFT JOIN finding f ON f.id = fh.finding_id LEFT JOIN report r ON e.place = 'report' AND r.id = e.place_id
        LEFT JOIN rating_history h ON e.place = 'rating_history' AND h.id = e.place_id
        LEFT JOIN late_answer l ON e.place = 'late_answer' AND l.id = e.place_id
        LEFT JOIN assessment a ON a.id IN (h.assessment_id, l.assessment_id)
        LEFT JOIN visit_sheet s ON s.id = a.visit_sheet_id""",
        (Thing.ERASURES,),
    ),
    "finding": (_BY_VISIT, (Thing.CLOSING, Thing.REPORT)),
    "host_comment": (_BY_VISIT, (Thing.CLOSING, Thing.REPORT)),
    "finding_history": ("SELECT h.id, f.visit_id FROM {} h JOIN finding f ON f.id = h.finding_id", (Thing.CLOSING,)),
}
_PLAN = "JOIN finding f ON f.id = p.finding_id"
PLANS = {
    "improvement_plan": f"SELECT p.id, f.visit_id FROM {{}} p {_PLAN}",
    "progress_note": f"SELECT n.id, f.visit_id FROM {{}} n JOIN improvement_plan p ON p.id = n.plan_id {_PLAN}",
    "plan_evidence": f"SELECT e.id, f.visit_id FROM {{}} e JOIN improvement_plan p ON p.id = e.plan_id {_PLAN}",
}
_BY_ASSESSMENT = "SELECT id, assessment_id FROM {}"
OF_ASSESSMENT = {
    **dict.fromkeys(("assessment_event", "rating_history", "photo", "late_answer"), _BY_ASSESSMENT),
    "photo_erasure": "SELECT e.id, p.assessment_id FROM {} e JOIN photo p ON p.id = e.photo_id",
    "rating": "SELECT DISTINCT assessment_id, assessment_id FROM {}",
    "late_decision": "SELECT d.id, l.assessment_id FROM {} d JOIN late_answer l ON l.id = d.late_answer_id",
}
OF_PERSON = frozenset({"session"})
"""Texts are numbered by the person whose they are, and nobody else's."""
TABLES = OPEN | OF_PERSON | {*OF_NO_HOSPITAL, *OF_HOSPITAL, *OF_VISIT, *PLANS, *OF_ASSESSMENT}
"""Every table whose texts have their judge here."""


def readers(db: Database, everybody: dict[str, Principal]) -> dict[str, Callable[[str], set[str]]]:
    """Name -> what of a text was never granted to that person, as 《table.column》row; judged in the state of the file."""
    owners = {
        table: dict(db.execute(sql.format(table)).fetchall())
        for table, sql in (
            *((table, sql) for table, (sql, _) in (OF_HOSPITAL | OF_VISIT).items()),
            *PLANS.items(),
            *OF_ASSESSMENT.items(),
        )
    }
    found = {}
    for name, who in everybody.items():
        granted = {
            (table, row)
            for table, rows in owners.items()
            for row, owner in rows.items()
            if _may(View.now(db, who), table, owner)
        }
        granted |= {(table, who.person_id) for table in OF_PERSON}
        granted |= _deeds(db, who)
        found[name] = _judge(who, granted)
    return found


def _deeds(db: Database, who: Principal) -> set[tuple[str, int]]:
    """Lines of the audit that concern one's own hospital or a visit to it, or were done by its people."""
    own = who.hospital_id
    if own is None or not access.may(who, Verb.READ, Thing.HOSPITAL_AUDIT, access.of_hospital(own)):
        return set()
    found = db.execute(
        """SELECT a.id FROM audit a LEFT JOIN audit_hospital h ON h.id = a.id LEFT JOIN visit v ON v.id = a.visit_id
           LEFT JOIN person p ON p.id = a.person_id WHERE ? IN (h.hospital_id, v.host_id, p.hospital_id)""",
        [own],
    )
    return {("audit", row[0]) for row in found}


def _judge(who: Principal, granted: set[tuple[str, int]]) -> Callable[[str], set[str]]:
    def foreign(text: str) -> set[str]:
        marks = {(found[1], int(found[2]), found[0]) for found in MARKED.finditer(text)}
        return {mark for table, row, mark in marks if not _open(who, table) and (table, row) not in granted}

    return foreign


def _open(who: Principal, table: str) -> bool:
    return table in OPEN or (table in OF_NO_HOSPITAL and access.may(who, Verb.READ, OF_NO_HOSPITAL[table]))


def _may(view: View, table: str, owner: int | None) -> bool:
    if owner is None:
        return False
    if table in OF_HOSPITAL:
        return any(
            view.may(Verb.READ, thing, access.of_hospital(owner, shared=thing is Thing.PASSED_CASE))
            for thing in OF_HOSPITAL[table][1]
        )
    if table in OF_ASSESSMENT:
        # Beside the sheet that a pass opens stands what its member may read of the years before.
        who = replace(view.principal, visit_scope=None) if table == "rating" else view.principal
        return Verb.READ in assessments.verbs(View.now(view.db, who), owner)
    visit = visits.get(by(view.db), owner)
    if table in OF_VISIT and any(view.may(Verb.READ, thing, access.of_visit(visit)) for thing in OF_VISIT[table][1]):
        return True
    plans = table in PLANS or table.startswith("finding")
    return plans and (
        Verb.READ in improvement_plans.verbs(view, visit.host_id)
        or any(view.may(Verb.READ, Thing.EARLIER_PLANS, facts) for facts in _later(view, visit.host_id, owner))
    )


def _later(view: View, host: int, visit: int) -> Iterator[access.Facts]:
    for (one,) in view.db.execute("SELECT id FROM visit WHERE host_id = ? AND id > ?", [host, visit]).fetchall():
        yield access.of_visit(visits.get(by(view.db), one))
