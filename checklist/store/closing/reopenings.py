"""Who has yet to learn that a report was reopened: managers and leaders of both sides, until they say that they know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from checklist.model.permission import Thing, Verb
from checklist.model.visits import Visit
from checklist.rules import access
from checklist.store.act import Act, View
from checklist.store.closing import closing_rows
from checklist.store.closing.closing_rows import SealedReport
from checklist.store.db import slots
from checklist.store.rows import insert
from checklist.store.visits import visits


def unseen(view: View, found: Iterable[Visit]) -> dict[int, SealedReport]:
    """Visit -> the last edition of its report that was reopened, where the reader is to be told and does not know yet."""
    told = [one.id for one in found if view.may(Verb.WRITE, Thing.REOPENING, access.of_visit(one))]
    reopened = _reopened(closing_rows.editions_of(view, told))
    if not reopened:
        return {}
    ids = [one.id for one in reopened.values()]
    seen = view.db.execute(
        f"SELECT report_id FROM reopening_seen WHERE person_id = ? AND report_id IN ({slots(ids)})",
        [view.principal.person_id, *ids],
    )
    known = {row["report_id"] for row in seen}
    return {visit_id: one for visit_id, one in reopened.items() if one.id not in known}


def _reopened(editions: Mapping[int, list[SealedReport]]) -> dict[int, SealedReport]:
    """Visit -> the newest edition of its report that was reopened, whatever was sealed since."""
    newest = {visit_id: next((one for one in found if not one.stands), None) for visit_id, found in editions.items()}
    return {visit_id: one for visit_id, one in newest.items() if one}


def see(act: Act, visit_id: int) -> None:
    """Note that the reader knows of the last reopening; a second time nothing happens. Raises NotFound or Forbidden."""
    visit = visits.require(act, visit_id, Thing.REOPENING, Verb.WRITE)
    for edition in unseen(act, [visit]).values():
        insert(act, "reopening_seen", {"report_id": edition.id})
