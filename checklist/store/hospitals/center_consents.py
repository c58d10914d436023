"""Whether a hospital lets its numbers into what the support centre sees: its own word, with day and name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from checklist.model.permission import Thing, Verb
from checklist.rules import access
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.hospitals import hospitals
from checklist.store.rows import insert


@dataclass(frozen=True)
class CenterConsent:
    """What a hospital said last, who said it and when."""

    given: bool
    at: datetime
    person: str


def current(view: View, hospital_id: int) -> CenterConsent | None:
    """What a hospital said last; None where it never said anything, which is no consent. Raises Forbidden."""
    view.require(Verb.READ, Thing.CENTER_CONSENT, access.of_hospital(hospital_id))
    row = view.db.execute(
        """SELECT given, at, person.name AS person FROM center_consent JOIN person ON person.id = person_id
           WHERE center_consent.hospital_id = ? ORDER BY center_consent.id DESC LIMIT 1""",
        [hospital_id],
    ).fetchone()
    return rows.one(CenterConsent, row) if row else None


def say(act: Act, hospital_id: int, given: bool) -> None:
    """Give the consent or take it back, for what is made from now on; raises NotFound or Forbidden."""
    hospitals.get(act, hospital_id)
    act.require(Verb.WRITE, Thing.CENTER_CONSENT, access.of_hospital(hospital_id))
    insert(act, "center_consent", {"hospital_id": hospital_id, "given": given})


def given(view: View) -> set[int]:
    """The hospitals whose last word was yes: for making editions, shown to nobody."""
    found = view.db.execute(
        """SELECT hospital_id FROM center_consent c WHERE given
           AND NOT EXISTS (SELECT 1 FROM center_consent later WHERE later.hospital_id = c.hospital_id AND later.id > c.id)"""
    )
    return {row["hospital_id"] for row in found}
