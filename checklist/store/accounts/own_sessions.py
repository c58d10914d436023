"""Where somebody is signed in, seen and ended by themselves."""

from __future__ import annotations

from checklist.errors import NotFound
from checklist.model.accounts import SignInSession
from checklist.model.notices import AuditKind
from checklist.model.permission import Thing, Verb
from checklist.rules.accounts import devices
from checklist.store import rows
from checklist.store.accounts import sessions
from checklist.store.act import Act, View
from checklist.store.clock import to_text
from checklist.store.notices import audit

_KEY = 16
"""Letters of the hash that name a session: 64 bits, of no use to sign in with."""
_LIVING = """FROM session LEFT JOIN visit_pass ON visit_pass.id = session.pass_id
    WHERE session.person_id = :person AND session.expires_at > :at AND visit_pass.revoked_at IS NULL
    AND (session.last_seen_at > :idle OR session.pass_id IS NOT NULL)"""


def own(view: View, own_hash: str) -> list[SignInSession]:
    """The living sessions of the reader, the one that asks first, then the last used; raises Forbidden through a pass."""
    view.require(Verb.READ, Thing.OWN_SESSIONS)
    found = view.db.execute(
        f"""SELECT substr(session.token_hash, 1, {_KEY}) AS key, session.created_at AS began_at, last_seen_at AS seen_at, way,
            device, session.address, visit_id, session.token_hash = :own AS own {_LIVING}
            ORDER BY own DESC, last_seen_at DESC, key""",
        {**_now(view), "own": own_hash},
    )
    return rows.many(SignInSession, found)


def _now(view: View) -> dict[str, object]:
    idle = to_text(view.at - sessions.IDLE)
    return {"person": view.principal.person_id, "at": to_text(view.at), "idle": idle}


def end_one(act: Act, key: str) -> None:
    """End one of the own sessions by its key; raises NotFound or Forbidden."""
    act.require(Verb.WRITE, Thing.OWN_SESSIONS)
    found = act.db.execute(
        f"SELECT token_hash, way, device FROM session WHERE person_id = ? AND substr(token_hash, 1, {_KEY}) = ?",
        [act.principal.person_id, key],
    ).fetchone()
    if found is None:
        raise NotFound("このログインは、すでに終了しています。")
    act.db.execute("DELETE FROM session WHERE token_hash = ?", [found["token_hash"]])
    audit.note(act, AuditKind.SESSION_ENDED, about=act.principal.person_id, detail=devices.said(found["device"]))


def end_others(act: Act, own_hash: str) -> int:
    """End every own session but the one that asks, and return how many there were; raises Forbidden."""
    act.require(Verb.WRITE, Thing.OWN_SESSIONS)
    ended = act.db.execute(
        "DELETE FROM session WHERE person_id = ? AND token_hash <> ?", [act.principal.person_id, own_hash]
    ).rowcount
    if ended:
        audit.note(
            act, AuditKind.SESSION_ENDED, about=act.principal.person_id, detail=f"ほかのすべての端末（{ended}件）"
        )
    return ended
