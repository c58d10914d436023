"""Accounts: people, their roles and their passwords (argon2id)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlite_utils import Database

from checklist.errors import Fault, NotFound, Refused
from checklist.model.accounts import Person, Principal, Role
from checklist.model.notices import AuditKind
from checklist.model.permission import Thing, Verb
from checklist.rules.accounts import account_faults, passwords
from checklist.rules.accounts.account_faults import normal_login
from checklist.rules.fields import text_limits
from checklist.store import rows
from checklist.store.accounts import account_audit, session_rows
from checklist.store.act import Act, View
from checklist.store.db import slots
from checklist.store.notices import audit
from checklist.store.rows import insert, update

_HASHER = PasswordHasher(time_cost=1, memory_cost=46 * 1024, parallelism=1)
"""Argon2id by the first of the settings that OWASP's Password Storage Cheat Sheet calls equal: 48 ms of one processor.

Those of RFC 9106 for little memory took 160 ms of four threads, and a tap beside 200 sign-ins at once waited for them.
"""
_AT_ONCE = BoundedSemaphore(4)
"""Every check takes 46 MiB; strangers must not be able to take as many at once as there are threads."""
_NOBODY = _HASHER.hash("an account that does not exist")

MAIL = text_limits.MAIL


def hash_password(password: str) -> str:
    """The argon2id hash of a password."""
    return _HASHER.hash(password)


def verify_password(stored: str | None, password: str) -> bool:
    """Whether a password fits; an unknown account (None) takes the same time as a known one."""
    with _AT_ONCE:
        try:
            return _HASHER.verify(stored or _NOBODY, password) and stored is not None
        except (VerificationError, InvalidHashError):
            return False


def hashed_anew(stored: str, password: str) -> str | None:
    """Today's hash of a password that was found right, where it is stored in an older way.

    Beside a hash that takes longer than that of nobody, the time would tell which names there are.
    """
    return hash_password(password) if _HASHER.check_needs_rehash(stored) else None


def renew_hash(db: Database, person_id: int, stored: str, fresh: str) -> None:
    """Put today's hash of the same password in place of an older one; every session goes on."""
    db.execute("UPDATE person SET password_hash = ? WHERE id = ? AND password_hash = ?", [fresh, person_id, stored])


_SELECT = "SELECT person.*, (SELECT json_group_array(role) FROM role WHERE person_id = person.id) AS roles FROM person"


def all_people(view: View) -> list[Person]:
    """Every account, by login; raises Forbidden."""
    view.require(Verb.READ, Thing.ACCOUNTS)
    found = {one.id: one for one in rows.many(Person, view.db.execute(f"{_SELECT} ORDER BY login"))}
    view.learn("person", found)
    return list(found.values())


def get(view: View, person_id: int) -> Person:
    """One account by id; raises NotFound or Forbidden."""
    view.require(Verb.READ, Thing.ACCOUNTS)
    return _several(view, [person_id])[person_id]


def _several(view: View, person_ids: Iterable[int]) -> dict[int, Person]:
    def read(ids: list[int]) -> dict[int, Person]:
        known = view.db.execute(f"{_SELECT} WHERE id IN ({slots(ids)})", ids)
        found = {one.id: one for one in rows.many(Person, known)}
        if len(found) < len(ids):
            raise NotFound("指定されたアカウントは登録されていません。")
        return found

    return view.each("person", person_ids, read)


def principal(view: View, person_id: int) -> Principal:
    """An active account as somebody who acts for an hour, for whoever keeps the accounts; raises NotFound or Forbidden."""
    who = get(view, person_id)
    roles = who.roles if who.active else frozenset()
    expires_at = view.at + timedelta(hours=1)
    return Principal(who.id, who.login, who.name, roles, who.hospital_id, who.center, expires_at)


@dataclass(frozen=True)
class Named:
    """A person as they stand beside what they did: not their login or roles."""

    id: int
    name: str
    hospital_id: int | None


def named(view: View, person_id: int) -> Named:
    """One person by id; raises NotFound."""
    return several(view, [person_id])[person_id]


def several(view: View, person_ids: Iterable[int]) -> dict[int, Named]:
    """Several people by their ids; raises NotFound."""
    view.require(Verb.READ, Thing.PEOPLE)
    return {one.id: Named(one.id, one.name, one.hospital_id) for one in _several(view, person_ids).values()}


def names(view: View, person_ids: Iterable[int]) -> dict[int, str]:
    """Person -> name; raises NotFound."""
    return {one.id: one.name for one in several(view, person_ids).values()}


def evaluators(view: View) -> list[Named]:
    """Everybody who may be a member of a visit, for whoever plans visits; raises Forbidden."""
    view.require(Verb.WRITE, Thing.VISITS)
    found = view.db.execute(
        """SELECT id, name, hospital_id FROM person WHERE active = 1
           AND EXISTS (SELECT 1 FROM role WHERE person_id = person.id AND role = 'evaluator') ORDER BY login"""
    )
    return rows.many(Named, found)


def credentials(db: Database, login: str) -> tuple[int, str] | None:
    """Id and password hash of an active account, or None."""
    row = db.execute(
        "SELECT id, password_hash FROM person WHERE login = ? AND active = 1", [normal_login(login)]
    ).fetchone()
    return (row["id"], row["password_hash"]) if row else None


def by_login(view: View, login: str) -> Person:
    """One account by its login, active or not."""
    view.require(Verb.READ, Thing.ACCOUNTS)
    found = view.db.execute("SELECT id FROM person WHERE login = ?", [normal_login(login)])
    return get(view, rows.first(found, f"ログインID「{login}」は登録されていません。")["id"])


def logins_with_password(view: View, password: str) -> frozenset[str]:
    """Logins of the active accounts that still have this password (a demo prints them); each hash is tried once."""
    view.require(Verb.READ, Thing.ACCOUNTS)
    # Each check fills 46 MiB, and all accounts of a demo share one hash.
    fits: dict[str, bool] = {}
    found = set()
    for row in view.db.execute("SELECT login, password_hash FROM person WHERE active = 1"):
        stored = row["password_hash"]
        if stored not in fits:
            fits[stored] = verify_password(stored, password)
        if fits[stored]:
            found.add(row["login"])
    return frozenset(found)


def exist(db: Database) -> bool:
    """Whether there is any account at all."""
    return db.execute("SELECT 1 FROM person LIMIT 1").fetchone() is not None


def password_faults(db: Database, person: Person, password: str) -> list[Fault]:
    """Everything wrong with a new password of somebody."""
    place = db.execute("SELECT name FROM hospital WHERE id = ?", [person.hospital_id]).fetchone()
    region = db.execute("SELECT name FROM region").fetchone()
    names = (person.login, person.name, *(row["name"] for row in (place, region) if row))
    return passwords.faults(password, names)


def add(act: Act, person: Person, password: str) -> int:
    """Insert an account and return its id; whoever is told this password has to replace it at the first sign-in."""
    act.require(Verb.WRITE, Thing.ACCOUNTS)
    return _insert(act, person, "", password, by_other=True)


def add_own(act: Act, person: Person, password: str) -> int:
    """The same for whoever has typed the password for themselves: the first administrator."""
    act.require(Verb.WRITE, Thing.ACCOUNTS)
    return _insert(act, person, "", password, by_other=False)


def add_hashed(act: Act, person: Person, password_hash: str) -> int:
    """The same with a password that was hashed before (the demo hashes one password once) and need not be replaced."""
    act.require(Verb.WRITE, Thing.ACCOUNTS)
    return _insert(act, person, password_hash, "", by_other=False)


def _insert(act: Act, person: Person, password_hash: str, password: str, by_other: bool) -> int:
    if found := account_faults.faults(person) + ([] if password_hash else password_faults(act.db, person, password)):
        raise Refused(found)
    if act.db.execute("SELECT 1 FROM person WHERE login = ?", [normal_login(person.login)]).fetchone():
        raise Refused([Fault("ログインID", "このログインIDはすでに使われています。")])
    row = {
        "login": normal_login(person.login),
        "name": person.name.strip(),
        "mail": person.mail.strip(),
        "hospital_id": person.hospital_id,
        "center": person.center,
        "password_hash": password_hash or hash_password(password),
        "password_by_other": by_other,
    }
    person_id = insert(act, "person", row)
    _set_roles(act, person_id, person.roles)
    account_audit.note_added(act, person_id, person)
    return person_id


def add_first(act: Act, person: Person, password_hash: str) -> int:
    """Insert an account with a first password that was generated and hashed before; it is to be replaced at once."""
    act.require(Verb.WRITE, Thing.ACCOUNTS)
    # Hashed before: a hundred accounts take ten seconds of hashing, in which nobody else could save.
    return _insert(act, person, password_hash, "", by_other=True)


def change(act: Act, person: Person) -> None:
    """Change name, mail address, organisation, roles or whether the account is active; the last administrator stays."""
    act.require(Verb.WRITE, Thing.ACCOUNTS)
    before = _several(act, [person.id])[person.id]
    if found := account_faults.faults(person):
        raise Refused(found)
    changes = {"name": person.name.strip(), "mail": person.mail.strip(), "hospital_id": person.hospital_id}
    update(act, "person", person.id, {**changes, "center": person.center, "active": person.active})
    _set_roles(act, person.id, person.roles)
    # Asked after the change and not before: one question covers the role taken away and the account closed, and the
    # error takes both back with the transaction.
    if not act.db.execute(
        "SELECT 1 FROM role JOIN person ON person.id = role.person_id WHERE role = 'admin' AND active = 1"
    ).fetchone():
        raise Refused("有効なシステム管理者が1人もいなくなるため、変更できません。")
    account_audit.note_changed(act, before, person)
    if not person.active:
        session_rows.end_all(act.db, person.id, act.stamp, act.principal.person_id)
        session_rows.end_feeds(act.db, person.id, act.stamp)


def set_password(act: Act, person_id: int, password: str) -> None:
    """Give an account a new password, end its sessions and its waits, and take back passes that nobody has opened yet.

    Whoever is told it has to replace it at the next sign-in.
    """
    act.require(Verb.WRITE, Thing.ACCOUNTS)
    if found := password_faults(act.db, _several(act, [person_id])[person_id], password):
        raise Refused(found)
    update(act, "person", person_id, {"password_hash": hash_password(password), "password_by_other": True})
    # An open websocket goes on working; it ends because every page run and every write asks for this row again.
    session_rows.end_all(act.db, person_id, act.stamp, act.principal.person_id)
    # Whoever was in the account until now may have made it; the person makes another with one tap.
    session_rows.end_feeds(act.db, person_id, act.stamp)
    session_rows.end_waits(act.db, person_id)
    audit.note(act, AuditKind.PASSWORD_SET, about=person_id)


def own_password_faults(view: View, password: str) -> list[Fault]:
    """Everything wrong with a password that somebody chooses for themselves; raises Forbidden through a pass."""
    view.require(Verb.WRITE, Thing.OWN_PASSWORD)
    return password_faults(view.db, _several(view, [view.principal.person_id])[view.principal.person_id], password)


def change_own_password(act: Act, old_hash: str, new_hash: str) -> None:
    """Put the own new password, as its hash, in place of one that was found right; all sessions end, the own one, too."""
    act.require(Verb.WRITE, Thing.OWN_PASSWORD)
    person_id = act.principal.person_id
    # Asked of the row itself: it may have been changed while the two hashes were computed.
    done = act.db.execute(
        "UPDATE person SET password_hash = ?, password_by_other = 0 WHERE id = ? AND password_hash = ?",
        [new_hash, person_id, old_hash],
    )
    if done.rowcount != 1:
        raise Refused("パスワードは、ほかの画面ですでに変更されています。")
    session_rows.end_all(act.db, person_id, act.stamp, person_id)
    session_rows.end_waits(act.db, person_id)
    audit.note(act, AuditKind.PASSWORD_CHANGED)


def _set_roles(act: Act, person_id: int, roles: Iterable[Role]) -> None:
    act.db.execute("DELETE FROM role WHERE person_id = ?", [person_id])
    act.db.conn.executemany(
        "INSERT INTO role (person_id, role) VALUES (?, ?)", [(person_id, r.value) for r in sorted(roles)]
    )
