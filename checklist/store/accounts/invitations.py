"""Invitations: a link or a code on paper with which one person chooses a password, once, within some days."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlite_utils import Database

from checklist.errors import Fault, Refused
from checklist.model.accounts import Invitation, InvitationState, Invited, Principal, Role
from checklist.model.notices import AuditKind
from checklist.model.permission import Thing, Verb
from checklist.rules.accounts import one_time_codes
from checklist.store import clock, rows
from checklist.store.accounts import first_passwords, people, session_rows
from checklist.store.accounts.sessions import token_hash
from checklist.store.act import Act, View, Whence
from checklist.store.notices import audit

LONGEST, USUAL = 30, 7
"""Days for which an invitation may be good, and is unless something else is said."""
UNUSABLE = {
    InvitationState.USED: "この招待はすでに使用されています。ログインIDと、登録したパスワードでログインしてください。",
    InvitationState.EXPIRED: "この招待の有効期限は切れています。新しい招待をシステム管理者に依頼してください。",
    InvitationState.REVOKED: "この招待は取り消されています。新しい招待をシステム管理者に依頼してください。",
}
UNKNOWN = "この招待は見つかりません。QRコードをもう一度読み取るか、招待コードを確かめて入力してください。"
STOPPED = "このアカウントは停止されているため、招待を使えません。システム管理者に確認してください。"
_SELECT = """SELECT invitation.*, person.login, person.name, person.active FROM invitation
    JOIN person ON person.id = invitation.invited_id"""


def invite(act: Act, person_id: int, days: int) -> Invited:
    """Invite somebody to choose a password; what they are told is shown this once only; raises Refused or Forbidden.

    An earlier invitation of theirs that nobody has used is taken back; the password that holds now holds until then.
    """
    act.require(Verb.WRITE, Thing.ACCOUNTS)
    if not 1 <= days <= LONGEST:
        raise Refused([Fault("有効な日数", f"1から{LONGEST}までの数で入力してください。")])
    person = people.get(act, person_id)
    if not person.active:
        raise Refused(f"{person.name}のアカウントは停止されているため、招待できません。")
    for one in of_person(act, person_id):
        if one.state(act.at) is InvitationState.OPEN:
            _take_back(act, one)
    # Short enough to be typed from a slip where nothing reads a QR code; 80 random bits for some days.
    token, expires_at = first_passwords.generate(), act.at + timedelta(days=days)
    row = {"invited_id": person_id, "token_hash": _hash(token), "expires_at": expires_at}
    rows.insert(act, "invitation", row)
    audit.note(act, AuditKind.INVITED, about=person_id, hospital_id=person.hospital_id)
    return Invited(person.login, person.name, token, expires_at)


def revoke(act: Act, invitation_id: int) -> None:
    """Take an invitation back; one that was used or taken back already stays as it is; raises NotFound or Forbidden."""
    act.require(Verb.WRITE, Thing.ACCOUNTS)
    row = rows.first(
        act.db.execute(f"{_SELECT} WHERE invitation.id = ?", [invitation_id]), "指定された招待は登録されていません。"
    )
    found = rows.one(Invitation, row)
    if found.state(act.at) in (InvitationState.OPEN, InvitationState.EXPIRED):
        _take_back(act, found)


def _take_back(act: Act, found: Invitation) -> None:
    by = act.principal.person_id or None
    rows.update(act, "invitation", found.id, {"revoked_at": act.at, "revoked_by": by})
    audit.note(act, AuditKind.INVITATION_REVOKED, about=found.invited_id)


def of_person(view: View, person_id: int) -> list[Invitation]:
    """Every invitation of somebody, the newest first; raises Forbidden."""
    view.require(Verb.READ, Thing.ACCOUNTS)
    found = view.db.execute(f"{_SELECT} WHERE invited_id = ? ORDER BY invitation.id DESC", [person_id])
    return rows.many(Invitation, found)


def open_ones(view: View) -> list[Invitation]:
    """Every invitation that can be used now, the first to end first; raises Forbidden."""
    view.require(Verb.READ, Thing.ACCOUNTS)
    found = view.db.execute(
        f"""{_SELECT} WHERE used_at IS NULL AND revoked_at IS NULL AND expires_at > ?
            ORDER BY expires_at, invitation.id""",
        [clock.to_text(view.at)],
    )
    return rows.many(Invitation, found)


def without_own_password(view: View) -> frozenset[int]:
    """The active accounts whose password somebody else has chosen, which nobody has signed in with for good."""
    view.require(Verb.READ, Thing.ACCOUNTS)
    found = view.db.execute("SELECT id FROM person WHERE active = 1 AND password_by_other = 1")
    return frozenset(row["id"] for row in found)


def usable(db: Database, token: str, at: datetime) -> Invitation:
    """The invitation behind a link, if it can be used now; raises Refused with the reason."""
    row = db.execute(f"{_SELECT} WHERE token_hash = ?", [_hash(token)]).fetchone()
    if row is None:
        raise Refused(UNKNOWN)
    found = rows.one(Invitation, row)
    if told := UNUSABLE.get(found.state(at)):
        raise Refused(told)
    if not found.active:
        raise Refused(STOPPED)
    return found


def holder(db: Database, token: str, at: datetime) -> Principal:
    """Who is invited by a link, as somebody who does nothing but choose a password; raises Refused."""
    found = usable(db, token, at)
    row = db.execute(
        """SELECT hospital_id, center, (SELECT group_concat(role) FROM role WHERE person_id = person.id) AS roles
           FROM person WHERE id = ?""",
        [found.invited_id],
    ).fetchone()
    roles = frozenset(Role(role) for role in (row["roles"] or "").split(",") if role)
    return Principal(
        found.invited_id, found.login, found.name, roles, row["hospital_id"], bool(row["center"]), found.expires_at
    )


def accept(db: Database, token: str, password_hash: str, at: datetime, whence: Whence) -> Principal:
    """Put the password that the invited person has chosen in place; a second time it is refused, at the same moment, too.

    Every session of the account ends, and the address for a calendar.
    """
    act = Act(db, holder(db, token, at), at, clock.day_of(at), whence)
    person_id = act.principal.person_id
    db.execute("UPDATE invitation SET used_at = ? WHERE token_hash = ?", [act.stamp, _hash(token)])
    old = db.execute("SELECT password_hash FROM person WHERE id = ?", [person_id]).fetchone()
    people.change_own_password(act, old["password_hash"], password_hash)
    session_rows.end_feeds(db, person_id, act.stamp)
    audit.note(act, AuditKind.INVITATION_USED)
    return act.principal


def _hash(token: str) -> str:
    return token_hash(one_time_codes.normal(token))
