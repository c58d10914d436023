"""Every column into which somebody could type a patient's name: it can be erased, or there is a reason why not."""

from __future__ import annotations

from pathlib import Path

from checklist.model import center
from checklist.model.center import Case, Contact
from checklist.model.closing import VisitText
from checklist.model.fields import Record, columns
from checklist.model.records import KINDS
from checklist.store import db
from checklist.store.closing import visit_texts
from checklist.store.records import record_erasures
from tests.ui import planted_columns


def texts_of(kind: type[Record]) -> list[str]:
    """The fields into which anybody may type a text."""
    return [one.name for one in columns(kind) if one.shape == "text" and not one.choices and not one.listed]


ERASED = {
    # erasures: what is written at an item.
    "rating.comment", "rating_history.comment", "late_answer.comment", "finding.text", "finding_history.text",
    # erasures.erase_photo: the caption goes with the picture.
    "photo.caption",
    # note_erasures.
    "progress_note.text",
    # visit_texts: about a visit, at no item.
    *(f"{place.value}.{visit_texts.COLUMNS[place]}" for place in VisitText),
    # record_erasures: in every kind, as it stands and in record_history.content.
    *(f"{kind.TABLE}.{name}" for kind in KINDS.values() for name in record_erasures.labels(kind)),
    # case_erasures: every text of a case, of its contacts and of what was asked about it.
    *(f"{kind.TABLE}.{name}" for kind in (Case, Contact) for name in texts_of(kind)),
    "case_message.text", "case_draft.content", "case_search.folded", "case_transfer.text", "transfer_event.text",
    *(f"{kind.TABLE}.withdraw_reason" for kind in (Case, Contact)),
    # questionnaire_erasures: a text goes, the answer still counts.
    "questionnaire_answer.content",
    # observers.forget: once the meeting is over, nothing but the number stays.
    "council_observer.name", "council_observer.contact", "council_observer.access",
    # erasures, too: what the library of 好事例 holds.
    "practice.text",
}  # fmt: skip

NOT_ERASED = {
    "rewritten in place; no earlier wording is kept, so whoever wrote it takes the name out": (
        "visit.note", "improvement_plan.action", "improvement_plan.person_in_charge", "improvement_plan.checked_by",
    ),
    "names of the staff who did it, which are the proof": (
        "person.name", "person.mail", "signature.name", "visit_agreement.participants", "settlement.settled_by",
        "rule_correction.confirmed_by",
    ),
    "the reason of an erasure, which has to stay": ("erasure.reason", "photo.erase_reason", "photo_erasure.reason"),
    "why an act was taken back: asked for in one line, about the act": (
        "signature.void_reason", "signature_void.reason", "late_decision.reason", "filing_partner.withdraw_reason",
        "rule_correction.withdraw_reason", "settlement.withdraw_reason", "evidence_document.withdraw_reason",
        "offer_answer.reason", "offer_withdrawal.reason",
        "council_paper_removal.reason",
    ),
    "what the region, a hospital or a sheet is called, written before any patient is met": (
        "region.name", "hospital.name", "hospital.founder", "hospital.address", "sheet.name", "sheet_version.name",
        "chapter.name", "item.text", "item.department", "item.place", "item.purpose", "item.basis", "item.procedure",
        "item.evidence", "report.document_number", "report.addressee",
    ),
    "phrases for everybody, written by the secretariat and in use from the moment they are saved": (
        "phrase_choice.texts",
    ),
    "the draft of a sheet and what hospitals say to it: about what is asked, before any hospital is looked at": (
        "sheet_revision.name", "revision_event.reason",
        "revision_comment.text",
    ),
    "official numbers and notes of filings and rules": (
        "filing.receipt_number", "filing_event.receipt_number", "filing_event.note", "rule_correction.value",
        "rule_correction.source", "settlement.reason", "settlement.document",
    ),
    "the centre's own work and books, in which nobody's care is told: a name is asked about before it is saved": (
        *(f"{kind.TABLE}.{name}" for kind in center.KINDS.values() for name in texts_of(kind)
          if kind not in (Case, Contact)),
        *(f"{kind.TABLE}.withdraw_reason" for kind in center.KINDS.values() if kind not in (Case, Contact)),
        "option_edition.name", "topic_edition.name", "guideline_edition.name", "question_edition.name",
        "attendance_offer.title",
    ),
    "how one reaches a hospital's desk: whoever is in charge is told by their function": (
        "hospital_desk.name", "hospital_desk.contact", "hospital_desk.hours", "hospital_desk.phone", "hospital_desk.way",
    ),
    "what a hospital belongs to": ("hospital.corporate_group", "hospital.medical_area"),
    "letters of a name of a hospital or of its people": ("name_sign.sign", "name_sign.text"),
    "a stored file and what it is called: a file is withdrawn as a whole, and its bytes are kept as evidence": (
        "evidence_document.title", "evidence_document.note", "evidence_document.name", "plan_evidence.name",
        "visit_paper.name",
    ),
    "settings and addresses of the mail server and to whom it wrote, and from where somebody is signed in just now": (
        "mail_plan.host", "mail_plan.password", "mail_plan.sender", "mail.address", "session.device", "session.address",
    ),
    "written by the program": ("audit.address", "audit.device", "audit.detail", "backup_plan.folder", "backup_run.fault",
        "council_paper.title",
    ),
}  # fmt: skip
"""Why not, and which columns."""


def test_every_free_text_can_be_erased_or_has_a_reason_why_not(empty_db: Path) -> None:
    with db.reading(empty_db) as connection:
        tables = planted_columns.schema(connection.conn)
    free = {one.place for columns in tables.values() for one in columns if one.is_free}
    listed = [place for places in NOT_ERASED.values() for place in places]
    assert len(listed) == len(set(listed))
    assert not ERASED & set(listed)
    assert free - ERASED == set(listed), "a new column: let it be erased, or say why not"


def test_what_is_said_to_be_erased_is_there(empty_db: Path) -> None:
    with db.reading(empty_db) as connection:
        there = {one.place for columns in planted_columns.schema(connection.conn).values() for one in columns}
    assert there >= ERASED
