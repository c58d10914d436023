"""Who somebody is to a provider of identities: asked by a verified claim once, and by issuer and subject from then on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlite_utils import Database

from checklist.errors import NotFound
from checklist.model.accounts import ClaimMatch, Identity
from checklist.model.notices import AuditKind
from checklist.model.permission import Thing, Verb
from checklist.rules.accounts import providers
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.notices import audit


class Unmatched(StrEnum):
    """Why a provider's word opens no account, as the audit tells it; whoever signs in reads one sentence for all of them."""

    NOBODY = "該当するアカウントなし"
    SEVERAL = "複数のアカウントに該当"
    STOPPED = "停止中のアカウント"
    TAKEN = "アカウントはすでに別の利用者と連携済み"


@dataclass(frozen=True)
class Found:
    """The account behind a provider's word, or why none opens; `person_id` is whom it is about, also where it does not."""

    person_id: int | None
    password_hash: str = ""
    fault: Unmatched | None = None
    linked: bool = False
    """Whether it was known before."""


def whose(db: Database, issuer: str, subject: str, claim: ClaimMatch, claimed: str | None) -> Found:
    """Whose account it is: of a known identity nothing else is asked, of a new one what it claims.

    `claimed` is None where the provider has verified nothing.
    """
    row = db.execute(
        """SELECT person.id, password_hash, active FROM identity JOIN person ON person.id = identity.person_id
           WHERE issuer = ? AND subject = ? AND ended_at IS NULL""",
        [issuer, subject],
    ).fetchone()
    if row is not None:
        return Found(row["id"], row["password_hash"], None if row["active"] else Unmatched.STOPPED, linked=True)
    return _claimed(db, issuer, claim, claimed)


def _claimed(db: Database, issuer: str, claim: ClaimMatch, claimed: str | None) -> Found:
    if claimed is None:
        return Found(None, fault=Unmatched.NOBODY)
    # The column is one of two names of our own; lower() knows ASCII alone, and so do addresses and logins.
    matched = db.execute(
        f"SELECT id, password_hash, active FROM person WHERE lower(trim({providers.claimed_column(claim)})) = ?",
        [claimed],
    ).fetchall()
    alive = [row for row in matched if row["active"]]
    if len(alive) > 1:
        return Found(None, fault=Unmatched.SEVERAL)
    if not alive:
        one = matched[0]["id"] if len(matched) == 1 else None
        return Found(one, fault=Unmatched.STOPPED if matched else Unmatched.NOBODY)
    (row,) = alive
    taken = db.execute(
        "SELECT 1 FROM identity WHERE person_id = ? AND issuer = ? AND ended_at IS NULL", [row["id"], issuer]
    ).fetchone()
    return Found(row["id"], row["password_hash"], Unmatched.TAKEN if taken else None)


def link(act: Act, issuer: str, subject: str) -> None:
    """Remember that who acts is this subject of this issuer; raises Forbidden."""
    act.require(Verb.WRITE, Thing.OWN_SESSIONS)
    rows.insert(act, "identity", {"issuer": issuer, "subject": subject})
    told = f"認証サーバーとの連携：{issuer}（{subject}）"
    audit.note(act, AuditKind.ACCOUNT_CHANGED, about=act.principal.person_id, detail=told,
               hospital_id=act.principal.hospital_id)  # fmt: skip


def of_person(view: View, person_id: int) -> list[Identity]:
    """By what providers know a person, for whoever keeps the accounts; raises Forbidden."""
    view.require(Verb.READ, Thing.ACCOUNTS)
    found = view.db.execute("SELECT * FROM identity WHERE person_id = ? AND ended_at IS NULL ORDER BY id", [person_id])
    return rows.many(Identity, found)


def unlink(act: Act, identity_id: int) -> None:
    """Let a provider's word open this account no longer, until it is matched anew; raises NotFound or Forbidden.

    Sessions that began by it end: whoever it was may have been somebody else.
    """
    act.require(Verb.WRITE, Thing.ACCOUNTS)
    row = act.db.execute(
        """SELECT identity.*, person.hospital_id FROM identity JOIN person ON person.id = identity.person_id
           WHERE identity.id = ? AND ended_at IS NULL""",
        [identity_id],
    ).fetchone()
    if row is None:
        raise NotFound("この連携は、すでに解除されています。")
    act.db.execute("UPDATE identity SET ended_at = ? WHERE id = ?", [act.stamp, identity_id])
    act.db.execute("DELETE FROM session WHERE person_id = ? AND way = 'provider'", [row["person_id"]])
    told = f"認証サーバーとの連携を解除：{row['issuer']}（{row['subject']}）"
    audit.note(act, AuditKind.ACCOUNT_CHANGED, about=row["person_id"], detail=told, hospital_id=row["hospital_id"])
