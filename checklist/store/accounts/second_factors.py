"""Second factors: an authenticator on a device of one's own, recovery codes, and whose role needs one."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

from sqlite_utils import Database

from checklist.errors import Fault, Refused
from checklist.model.accounts import SecondFactor, SecondFactorRule
from checklist.model.notices import AuditKind, Notification
from checklist.model.permission import Thing, Verb
from checklist.rules import access
from checklist.rules.accounts import one_time_codes
from checklist.rules.notices import differences
from checklist.store import rows, secret_key
from checklist.store.accounts import first_passwords, session_rows
from checklist.store.accounts.sessions import token_hash
from checklist.store.act import Act, View, Whence
from checklist.store.clock import from_text, to_text
from checklist.store.notices import audit, notices
from checklist.words.accounts import ROLES

CODES = 10
"""Recovery codes of one set."""
PATIENCE = timedelta(minutes=30)
"""How long a secret that was shown may wait for its first code."""
ANEW = "ほかの画面で登録をやり直したか、時間が経ちすぎています。この画面で登録を始めから行ってください。"
NONE = "二段階認証は登録されていません。"
DEMANDED = (
    "この役割では二段階認証が必要なため、取りやめられません。端末を替える場合は「認証アプリを替える」を使ってください。"
)
_HELD = "SELECT * FROM second_factor WHERE person_id = ? AND confirmed_at IS NOT NULL AND ended_at IS NULL"


def holds(db: Database, person_id: int) -> bool:
    """Whether somebody signs in with a code as well."""
    return db.execute(_HELD, [person_id]).fetchone() is not None


def spend(db: Database, person_id: int, code: str, moment: datetime, whence: Whence) -> None:
    """Use up a code of the authenticator, or a recovery code; raises Refused for a wrong one, and for one used before."""
    found, typed = db.execute(_HELD, [person_id]).fetchone(), one_time_codes.normal(code)
    if found is None:
        raise Refused(NONE)
    if not one_time_codes.is_digits(typed):
        done = db.execute(
            """UPDATE recovery_code SET used_at = ?
               WHERE factor_id = ? AND code_hash = ? AND used_at IS NULL AND replaced_at IS NULL""",
            [to_text(moment), found["id"], token_hash(typed)],
        )
        if done.rowcount != 1:
            raise Refused(one_time_codes.WRONG)
        audit.note_recovery(db, moment, person_id, whence)
        return
    step = one_time_codes.step(secret_key.unlock(db, found["secret"]), typed, moment)
    if step is None:
        raise Refused(one_time_codes.WRONG)
    # Asked of the row itself: nobody looks over a shoulder and types the same code once more. A step that lies ahead was
    # typed under a clock that ran ahead: no code would be good before that day comes.
    ahead = int(moment.timestamp()) // one_time_codes.SECONDS + one_time_codes.SKEW
    done = db.execute(
        "UPDATE second_factor SET last_step = ? WHERE id = ? AND (last_step < ? OR last_step > ?)",
        [step, found["id"], step, ahead],
    )
    if done.rowcount != 1:
        raise Refused(one_time_codes.REPLAYED)


def own(view: View) -> SecondFactor | None:
    """The own authenticator, None without one; raises Forbidden through a pass."""
    view.require(Verb.WRITE, Thing.OWN_PASSWORD)
    return _held(view, view.principal.person_id)


def of_person(view: View, person_id: int) -> SecondFactor | None:
    """The same of anybody, for whoever keeps the accounts; raises Forbidden."""
    view.require(Verb.READ, Thing.ACCOUNTS)
    return _held(view, person_id)


def _held(view: View, person_id: int) -> SecondFactor | None:
    row = view.db.execute(
        f"""SELECT held.*, (SELECT count(*) FROM recovery_code WHERE factor_id = held.id
               AND used_at IS NULL AND replaced_at IS NULL) AS codes_left FROM ({_HELD}) held""",
        [person_id],
    ).fetchone()
    return rows.one(SecondFactor, row) if row else None


def begin(act: Act) -> tuple[int, str]:
    """A new secret with its number, which counts for nothing before its first code; one begun before is given up.

    Raises Forbidden through a pass, and Unconfirmed where one in use would be replaced.
    """
    act.require(Verb.WRITE, Thing.OWN_PASSWORD)
    person_id = act.principal.person_id
    if holds(act.db, person_id):
        act.require_confirmed()
    act.db.execute(
        """UPDATE second_factor SET ended_at = ?, ended_by = ?, secret = ''
           WHERE person_id = ? AND confirmed_at IS NULL AND ended_at IS NULL""",
        [act.stamp, person_id, person_id],
    )
    secret = one_time_codes.new_secret()
    row = {"person_id": person_id, "secret": secret_key.lock(act.db, secret), "last_step": 0}
    return rows.insert(act, "second_factor", row), secret


def begun(view: View, factor_id: int) -> str:
    """The secret of an authenticator that is being registered, to be shown once more; raises Refused or Forbidden."""
    view.require(Verb.WRITE, Thing.OWN_PASSWORD)
    row = view.db.execute(
        """SELECT secret, at FROM second_factor
           WHERE id = ? AND person_id = ? AND confirmed_at IS NULL AND ended_at IS NULL""",
        [factor_id, view.principal.person_id],
    ).fetchone()
    if row is None or from_text(row["at"]) < view.at - PATIENCE:
        raise Refused(ANEW)
    return secret_key.unlock(view.db, row["secret"])


def confirm(act: Act, factor_id: int, code: str, token: str) -> tuple[str, ...]:
    """Let an authenticator count from its first code on; the recovery codes, which are told this once only.

    Other sessions of the person end; the one of `token` has passed. Raises Refused, Unconfirmed or Forbidden.
    """
    act.require(Verb.WRITE, Thing.OWN_PASSWORD)
    act.require_confirmed()
    person_id = act.principal.person_id
    step = one_time_codes.step(begun(act, factor_id), one_time_codes.normal(code), act.at)
    if step is None:
        raise Refused(one_time_codes.WRONG)
    _end(act, person_id)
    rows.update(act, "second_factor", factor_id, {"confirmed_at": act.at, "last_step": step})
    session_rows.end_others(act.db, person_id, token_hash(token))
    session_rows.pass_step(act.db, token_hash(token), act.stamp)
    audit.note(act, AuditKind.SECOND_FACTOR_ADDED)
    return _codes(act, factor_id)


def renew(act: Act) -> tuple[str, ...]:
    """New recovery codes in place of the old ones; raises Refused, Unconfirmed or Forbidden."""
    act.require(Verb.WRITE, Thing.OWN_PASSWORD)
    act.require_confirmed()
    found = own(act)
    if found is None:
        raise Refused(NONE)
    audit.note(act, AuditKind.RECOVERY_CODES_RENEWED)
    return _codes(act, found.id)


def _codes(act: Act, factor_id: int) -> tuple[str, ...]:
    act.db.execute(
        "UPDATE recovery_code SET replaced_at = ? WHERE factor_id = ? AND used_at IS NULL AND replaced_at IS NULL",
        [act.stamp, factor_id],
    )
    # As long as a first password: a hash that is quick to compute gives nothing away of 80 random bits.
    made = tuple(first_passwords.generate() for _ in range(CODES))
    for one in made:
        rows.insert(act, "recovery_code", {"factor_id": factor_id, "code_hash": token_hash(one_time_codes.normal(one))})
    return made


def end(act: Act) -> None:
    """Sign in without a code from now on; raises Refused where the role needs one, Unconfirmed or Forbidden."""
    act.require(Verb.WRITE, Thing.OWN_PASSWORD)
    act.require_confirmed()
    if own(act) is None:
        raise Refused(NONE)
    if is_needed(act):
        raise Refused(DEMANDED)
    _end(act, act.principal.person_id)
    audit.note(act, AuditKind.SECOND_FACTOR_ENDED)


def reset(act: Act, person_id: int) -> dict[int, Notification]:
    """Take away the authenticator of somebody who has lost it, end their sessions, and tell them; the notice by its id.

    Raises Refused, Unconfirmed or Forbidden.
    """
    act.require(Verb.WRITE, Thing.ACCOUNTS)
    act.require_confirmed()
    found = of_person(act, person_id)
    if found is None:
        raise Refused(NONE)
    _end(act, person_id)
    session_rows.end_all(act.db, person_id, act.stamp, act.principal.person_id)
    session_rows.end_waits(act.db, person_id)
    audit.note(act, AuditKind.SECOND_FACTOR_RESET, about=person_id)
    told = f"{act.principal.name}が、あなたの二段階認証を解除しました。心当たりがない場合は、システム管理者に連絡してください。"
    return notices.tell(act, person_id, f"second factor {found.id}", told, "/notices")


def _end(act: Act, person_id: int) -> None:
    act.db.execute(
        """UPDATE second_factor SET ended_at = ?, ended_by = ?, secret = ''
           WHERE person_id = ? AND confirmed_at IS NOT NULL AND ended_at IS NULL""",
        [act.stamp, act.principal.person_id or None, person_id],
    )


def rule(view: View) -> SecondFactorRule:
    """Whose role needs a second factor: the newest row counts, and everybody may know."""
    view.require(Verb.READ, Thing.REGION)
    row = view.db.execute("SELECT * FROM second_factor_rule ORDER BY id DESC LIMIT 1").fetchone()
    return rows.one(SecondFactorRule, row) if row else SecondFactorRule()


def needed_since(view: View) -> date | None:
    """From which day on the reader needs a second factor by one of their roles; None if they need none."""
    found = rule(view)
    return found.since if any(access.comes_as(view.principal, role) for role in found.roles) else None


def is_needed(view: View) -> bool:
    """Whether the reader needs one today."""
    since = needed_since(view)
    return since is not None and since <= view.today


def demand(act: Act, wanted: SecondFactorRule) -> None:
    """Let roles need a second factor from a day on; raises Refused or Forbidden.

    Whoever has none then is led to it after signing in, those who are signed in just now as well.
    """
    act.require(Verb.WRITE, Thing.REGION)
    if not 2000 <= wanted.since.year <= 2199:
        raise Refused([Fault("求め始める日", "2000年から2199年までの日を入力してください。")])
    before = rule(act)
    if before == wanted:
        return
    roles = json.dumps(sorted(wanted.roles))
    rows.insert(act, "second_factor_rule", {"roles": roles, "since": wanted.since})
    names = {"roles": "二段階認証を求める役割", "since": "二段階認証を求め始める日"}
    audit.note(act, AuditKind.SETTINGS_CHANGED, detail=differences.told(_said(before), _said(wanted), names))


def _said(found: SecondFactorRule) -> dict[str, object]:
    roles = [word for role, word in ROLES.items() if role in found.roles]
    return {"roles": roles, "since": found.since.isoformat() if found.roles else None}
