"""The incident reports of one month, saved in one act as they stand in the table of the month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from checklist.errors import Fault, Refused
from checklist.model.permission import Thing, Verb
from checklist.model.records.incidents import IncidentCount
from checklist.rules import access
from checklist.rules.fields import checks
from checklist.rules.records import incidents
from checklist.rules.records.incidents import TypedRow
from checklist.store.act import Act
from checklist.store.records import records
from checklist.words.records import REPORTERS

EMPTIED = "月の表で、この職種の件数をすべて空欄にした"
"""Why a row is withdrawn in which nothing stands any more."""


def save(act: Act, hospital_id: int, first: date, rows: Sequence[TypedRow]) -> int:
    """Store the changed rows of the month that begins on a day; gives how many.

    An emptied row is withdrawn. Raises Forbidden, Stale, or Refused with every fault of all rows.
    """
    act.require(Verb.WRITE, Thing.RECORDS, access.of_hospital(hospital_id))
    found, faults = [], list[Fault]()
    for row in rows:
        record, unread = incidents.typed(first, row)
        if not row.empty:
            word = REPORTERS.get(row.profession, row.profession)
            # A row with one cell that is no number may have no other: that it has none is then no fault of its own.
            wrong = [] if unread else checks.faults(record, act.today)
            faults += unread or [Fault(f"{word}・{one.where}", one.message) for one in wrong]
        found.append((row, record))
    if faults:
        raise Refused(faults)
    kept = [(row, record) for row, record in found if row.id or not row.empty]
    for row, record in kept:
        if row.empty:
            records.withdraw(act, IncidentCount, row.id, row.version, EMPTIED)
        else:
            records.save(act, hospital_id, record)
    return len(kept)
