"""Visit passes: a link that opens one visit's sheet on a borrowed tablet, once, for a named member, until the day ends."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlite_utils import Database

from checklist.errors import Forbidden, Refused
from checklist.model.accounts import Principal, Role
from checklist.model.notices import AuditKind
from checklist.model.permission import Thing, Verb
from checklist.model.visits import PassState, Visit
from checklist.rules import access
from checklist.store import clock, rows
from checklist.store.accounts import sessions
from checklist.store.act import NOWHERE, Act, View, Whence
from checklist.store.clock import now, to_text
from checklist.store.notices import audit
from checklist.store.visits import visits
from checklist.words import TOKYO

UNUSABLE = {
    PassState.OPENED: "この訪問パスはすでに使用されています。1つのパスは1台の端末で一度のみ使えます。"
    "別の端末で使う場合は、新しいパスを発行してもらってください。",
    PassState.EXPIRED: "この訪問パスの有効期限は切れています。新しいパスを発行してもらってください。",
    PassState.REVOKED: "この訪問パスは取り消されています。新しいパスを発行してもらってください。",
}
UNKNOWN = "この訪問パスは使えません。QRコードをもう一度読み取るか、新しいパスを発行してもらってください。"
NOT_FOR_NOW = "この訪問は終了または中止されているか、担当から外れているため、訪問パスを使えません。"


@dataclass(frozen=True)
class VisitPass:
    """One pass; the token itself is only known to whoever was given the link."""

    id: int
    visit_id: int
    person_id: int
    name: str
    created_at: datetime
    expires_at: datetime
    opened_at: datetime | None
    revoked_at: datetime | None
    hospital_id: int | None
    active: bool

    @property
    def holder(self) -> Principal:
        """Whoever holds the link, as the member it was made for, in this one visit."""
        roles = frozenset({Role.EVALUATOR} if self.active else ())
        return Principal(self.person_id, "", self.name, roles, self.hospital_id, False, self.expires_at, self.visit_id)

    @property
    def state(self) -> PassState:
        """What has become of it by now."""
        if self.revoked_at is not None:
            return PassState.REVOKED
        if self.expires_at <= now():
            return PassState.EXPIRED
        return PassState.WAITING if self.opened_at is None else PassState.OPENED


_SELECT = "SELECT p.*, person.name, person.hospital_id, person.active FROM visit_pass p JOIN person ON person.id = p.person_id"


def of_visit(view: View, visit_id: int) -> list[VisitPass]:
    """Every pass of a visit, the newest first; raises Forbidden."""
    visits.require(view, visit_id, Thing.PASSES, Verb.READ)
    return rows.many(VisitPass, view.db.execute(f"{_SELECT} WHERE visit_id = ? ORDER BY p.id DESC", [visit_id]))


def issue(act: Act, visit_id: int, person_id: int) -> str:
    """Make a pass for a member and return its token, which is shown this once only; the path is /pass/<token>."""
    visit = visits.require(act, visit_id, Thing.PASSES, Verb.WRITE)
    if visit.state not in access.WRITABLE_VISITS:
        raise Refused("報告済み・終了・中止の訪問には、訪問パスを発行できません。")
    if visit.record_only:
        raise Refused("記録のみの訪問には、訪問パスを発行できません。")
    if person_id not in visit.member_ids:
        raise Refused("訪問パスは、この訪問の訪問評価者にのみ発行できます。")
    token = secrets.token_urlsafe(32)
    row = {
        "visit_id": visit_id,
        "person_id": person_id,
        "token_hash": sessions.token_hash(token),
        "expires_at": _end(visit),
    }
    rows.insert(act, "visit_pass", row)
    audit.note(act, AuditKind.PASS_ISSUED, visit_id, about=person_id)
    return token


def _end(visit: Visit) -> datetime:
    """The end of the visit's day in Tokyo, or of today once that day has come."""
    # Counted in days from now, since in a demo `today` is another day than that of the clock.
    days = max((visit.visit_date - clock.today()).days, 0) if visit.visit_date else 0
    local = now().astimezone(TOKYO)
    return datetime.combine(local.date() + timedelta(days=days + 1), time(), TOKYO)


def revoke(act: Act, pass_id: int) -> None:
    """Take a pass back: from now on neither the link nor the tablet it was opened on can do anything."""
    row = rows.first(act.db.execute(f"{_SELECT} WHERE p.id = ?", [pass_id]), "指定された訪問パスは登録されていません。")
    visits.require(act, row["visit_id"], Thing.PASSES, Verb.WRITE)
    if row["revoked_at"] is None:
        rows.update(act, "visit_pass", pass_id, {"revoked_at": act.at, "revoked_by": act.principal.person_id})
        audit.note(act, AuditKind.PASS_REVOKED, row["visit_id"], about=row["person_id"])


def usable(db: Database, token: str) -> tuple[VisitPass, Visit]:
    """The pass behind a link with its visit, if it can be opened now; raises Refused with the reason."""
    row = db.execute(f"{_SELECT} WHERE token_hash = ?", [sessions.token_hash(token)]).fetchone()
    if row is None:
        raise Refused(UNKNOWN)
    found = rows.one(VisitPass, row)
    if found.state in UNUSABLE:
        raise Refused(UNUSABLE[found.state])
    try:
        # Asked as the member: who has left the visit or moved to another hospital since then cannot open it any more.
        visit = visits.get(View.now(db, found.holder), found.visit_id)
    except Forbidden as error:
        raise Refused(NOT_FOR_NOW) from error
    if visit.state not in access.WRITABLE_VISITS:
        raise Refused(NOT_FOR_NOW)
    return found, visit


def open_once(db: Database, token: str, whence: Whence = NOWHERE) -> tuple[str, VisitPass]:
    """Exchange a pass for a session and return the session's token; a second time it is refused."""
    found, _ = usable(db, token)
    # Only here and not when the link is looked at, or the preview of a message would use the pass up.
    db.execute("UPDATE visit_pass SET opened_at = ? WHERE id = ?", [to_text(now()), found.id])
    return sessions.start_for_pass(db, found.person_id, found.id, found.expires_at, whence), found


def opened_here(db: Database, token: str, session_token: str) -> int | None:
    """The visit that a pass has opened on the device of this session, while both are good; None for any other device."""
    row = db.execute(
        """SELECT visit_pass.visit_id FROM session JOIN visit_pass ON visit_pass.id = session.pass_id
           WHERE session.token_hash = ? AND visit_pass.token_hash = ? AND revoked_at IS NULL AND session.expires_at > ?""",
        [sessions.token_hash(session_token), sessions.token_hash(token), to_text(now())],
    ).fetchone()
    return row["visit_id"] if row else None


def cookie_seconds(found: VisitPass) -> int:
    """How long a browser keeps the session of a pass: until it may deliver nothing any more."""
    return int((found.expires_at - now() + sessions.DELIVERY).total_seconds())
