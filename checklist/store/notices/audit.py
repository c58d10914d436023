"""The audit: who did what, when and from where; written in the transaction of the deed, and never changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sqlite_utils import Database

from checklist.model.notices import AuditEntry, AuditKind, SignIn
from checklist.model.permission import Thing, Verb
from checklist.rules import access
from checklist.store import clock, rows
from checklist.store.act import Act, View, Whence
from checklist.words import TOKYO

_LIMITS = {"address": 60, "device": 300, "detail": 1000}
MOST = 2_000
"""Entries of one answer: the newest of what was asked for."""
_OF_ACCOUNTS = (
    AuditKind.SIGNED_IN, AuditKind.SIGN_IN_FAILED, AuditKind.REFUSED, AuditKind.EXPORTED, AuditKind.ACCOUNT_ADDED,
    AuditKind.ACCOUNT_CHANGED, AuditKind.PASSWORD_CHANGED, AuditKind.PASSWORD_SET, AuditKind.HOSPITAL_CHANGED,
    AuditKind.SETTINGS_CHANGED, AuditKind.PASS_ISSUED, AuditKind.PASS_REVOKED, AuditKind.MEMBERS_CHANGED,
    AuditKind.FEED_MADE, AuditKind.FEED_ENDED, AuditKind.SHEET_CHANGED,
)  # fmt: skip
"""What an administrator keeps an eye on; what was said at a visit is none of it."""


def note(
    act: Act, kind: AuditKind, visit_id: int | None = None, about: int | None = None, detail: str = "",
    hospital_id: int | None = None,
) -> None:  # fmt: skip
    """Write down what this act does; for the store alone, which has asked whether it may be done.

    `about` is the person to whom it was done, where that is somebody else; `hospital_id` whose hospital it concerns.
    """
    texts = {"address": act.whence.address, "device": act.whence.device, "detail": detail}
    row = {name: text[: _LIMITS[name]] for name, text in texts.items()}
    # Nobody of the accounts sits at the server itself.
    person = act.principal.person_id or None
    things = {"kind": kind, "person_id": person, "visit_id": visit_id, "about_id": about}
    entry = rows.insert(act, "audit", {**things, **row})
    if hospital_id is not None:
        rows.insert(act, "audit_hospital", {"id": entry, "hospital_id": hospital_id})


def note_sign_in(db: Database, at: datetime, person_id: int, whence: Whence, succeeded: bool) -> None:
    """Write down that somebody has signed in, or that a wrong password was typed under their name."""
    values = [
        clock.to_text(at), AuditKind.SIGNED_IN if succeeded else AuditKind.SIGN_IN_FAILED,
        # Who typed a wrong password is not known; about whom it was, is.
        *((person_id, None) if succeeded else (None, person_id)),
        whence.address[: _LIMITS["address"]], whence.device[: _LIMITS["device"]],
    ]  # fmt: skip
    db.execute("INSERT INTO audit (at, kind, person_id, about_id, address, device) VALUES (?, ?, ?, ?, ?, ?)", values)


_WHOSE = {
    "hospitals": "SELECT id AS hospital_id, NULL AS visit_id FROM hospital WHERE id = ?",
    "visits": "SELECT NULL AS hospital_id, id AS visit_id FROM visit WHERE id = ?",
    "assessments": "SELECT hospital_id, NULL AS visit_id FROM assessment WHERE id = ?",
    "evidence-documents": "SELECT hospital_id, NULL AS visit_id FROM evidence_document WHERE id = ?",
    "visit-papers": "SELECT NULL AS hospital_id, visit_id FROM visit_paper WHERE id = ?",
    "evidence": """SELECT NULL AS hospital_id, finding.visit_id FROM plan_evidence
        JOIN improvement_plan ON improvement_plan.id = plan_id JOIN finding ON finding.id = finding_id
        WHERE plan_evidence.id = ?""",
}
"""Whose it is what is taken away from each place: a hospital's, or of a visit."""


def note_export(act: Act, title: str, place: str, row_id: int | None) -> None:
    """Write down what was taken away from a place of downloads, by the number of what stands there."""
    found = act.db.execute(_WHOSE[place], [row_id]).fetchone() if place in _WHOSE and row_id else None
    whose = (found["hospital_id"], found["visit_id"]) if found else (None, None)
    note(act, AuditKind.EXPORTED, whose[1], detail=title, hospital_id=whose[0])


def note_refusal(act: Act, what: str) -> None:
    """Write down what was asked for that the table does not grant."""
    note(act, AuditKind.REFUSED, detail=what)


PLACE = "所属"
"""The word by which a change of an account tells that somebody has gone to another hospital."""
# What somebody did before they came to their hospital was done at another one, and is not for the new one to read.
_SELECT = f"""SELECT audit.*, audit_hospital.hospital_id, who.name AS person, whom.name AS about,
        CASE WHEN audit.id > coalesce((
            SELECT max(moved.id) FROM audit moved WHERE moved.about_id = who.id
            AND moved.kind = '{AuditKind.ACCOUNT_CHANGED}' AND moved.detail LIKE '%{PLACE}：%'
        ), 0) THEN who.hospital_id END AS person_hospital FROM audit
    LEFT JOIN audit_hospital ON audit_hospital.id = audit.id
    LEFT JOIN person who ON who.id = audit.person_id LEFT JOIN person whom ON whom.id = audit.about_id
    LEFT JOIN visit ON visit.id = audit.visit_id"""


def entries(view: View, since: date, until: date, hospital_id: int | None = None) -> list[AuditEntry]:
    """What was done between two days, both included, the newest first: of one hospital, or of all accounts.

    Raises Forbidden. At most `MOST`; of a hospital, what concerns it, its visits, or was done by its people.
    """
    if hospital_id is None:
        view.require(Verb.READ, Thing.AUDIT)
        where, values = f"audit.kind IN ({', '.join('?' for _ in _OF_ACCOUNTS)})", [*map(str, _OF_ACCOUNTS)]
    else:
        view.require(Verb.READ, Thing.HOSPITAL_AUDIT, access.of_hospital(hospital_id))
        where = "(audit_hospital.hospital_id = ? OR visit.host_id = ? OR person_hospital = ?)"
        values = [hospital_id] * 3  # type: ignore[list-item]
    span = [datetime.combine(day, time(), TOKYO) for day in (since, until + timedelta(days=1))]
    found = view.db.execute(
        f"{_SELECT} WHERE {where} AND audit.at >= ? AND audit.at < ? ORDER BY audit.id DESC LIMIT {MOST}",
        [*values, *map(clock.to_text, span)],
    )
    entries = [_seen(one, hospital_id) for one in rows.many(AuditEntry, found)]
    if hospital_id is None and not view.may(Verb.READ, Thing.AUDIT_DETAILS):
        # That something was done, and by whom; not what: its words say more than the region's office may know.
        return [replace(one, detail="", about=None, address="", device="") for one in entries]
    return entries


def _seen(one: AuditEntry, hospital_id: int | None) -> AuditEntry:
    """From where people of other hospitals act is not for this one to know."""
    foreign = hospital_id is not None and one.person_hospital != hospital_id
    return replace(one, address="", device="") if foreign else one


def last_sign_in(view: View) -> SignIn | None:
    """How the reader signed in the time before this one, and what was tried under their name since; None at first."""
    view.require(Verb.READ, Thing.NOTICES)
    found = view.db.execute(
        """SELECT at, address, (SELECT count(*) FROM audit failed WHERE failed.about_id = audit.person_id
               AND failed.kind = ? AND failed.id > audit.id) AS failures
           FROM audit WHERE person_id = ? AND kind = ? ORDER BY id DESC LIMIT 1 OFFSET 1""",
        [AuditKind.SIGN_IN_FAILED, view.principal.person_id, AuditKind.SIGNED_IN],
    ).fetchone()
    return rows.one(SignIn, found) if found else None
