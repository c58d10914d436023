"""What the audit writes down of a change of an account: before and after, by name."""

from __future__ import annotations

from checklist.model.accounts import Person
from checklist.model.notices import AuditKind
from checklist.rules.fields import text_limits
from checklist.rules.notices import differences
from checklist.store.act import Act
from checklist.store.notices import audit
from checklist.words.accounts import ROLES

_NAMES = {
    "name": "氏名", "mail": text_limits.MAIL, "place": "所属", "roles": "役割", "active": "有効",
}  # fmt: skip


def note_added(act: Act, person_id: int, person: Person) -> None:
    """An account was registered."""
    told = differences.told({}, _said(act, person), _NAMES)
    audit.note(act, AuditKind.ACCOUNT_ADDED, about=person_id, detail=told, hospital_id=person.hospital_id)


def note_changed(act: Act, before: Person, after: Person) -> None:
    """An account was changed; nothing where everything is as it was."""
    if told := differences.told(_said(act, before), _said(act, after), _NAMES):
        hospital_id = before.hospital_id or after.hospital_id
        audit.note(act, AuditKind.ACCOUNT_CHANGED, about=after.id, detail=told, hospital_id=hospital_id)


def _said(act: Act, person: Person) -> dict[str, object]:
    place = act.db.execute("SELECT name FROM hospital WHERE id = ?", [person.hospital_id]).fetchone()
    belongs = place["name"] if place else "医療安全支援センター" if person.center else "所属なし"
    roles = [ROLES[role] for role in sorted(person.roles)]
    texts = {"name": person.name.strip(), "mail": person.mail.strip()}
    return {**texts, "place": belongs, "roles": roles, "active": person.active}
