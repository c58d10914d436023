"""Whom to ask at a hospital: its safety managers with their mail addresses."""

from __future__ import annotations

from dataclasses import dataclass

from checklist.model.permission import Thing, Verb
from checklist.store import rows
from checklist.store.act import View


@dataclass(frozen=True)
class Contact:
    """Somebody to ask; `mail` is empty where none was given."""

    name: str
    mail: str


def by_hospital(view: View) -> dict[int, list[Contact]]:
    """Hospital -> its safety managers: of every one for whoever plans visits, else of one's own; raises Forbidden."""
    view.require(Verb.READ, Thing.PEOPLE)
    everywhere = view.may(Verb.READ, Thing.VISITS)
    found = view.db.execute(
        """SELECT hospital_id, name, mail FROM person JOIN role ON role.person_id = person.id
           WHERE active = 1 AND role = 'safety_manager' AND (:everywhere OR hospital_id = :own) ORDER BY login""",
        {"everywhere": everywhere, "own": view.principal.hospital_id},
    )
    return rows.grouped(Contact, found, "hospital_id")
