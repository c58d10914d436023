"""The end of what is kept of a case: a list of what is due, which ends only when a person confirms exactly that list."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from checklist.errors import Refused, Stale
from checklist.model.center.passed import Kept
from checklist.model.permission import Thing, Verb
from checklist.rules.center import retention
from checklist.store import region, rows
from checklist.store.act import Act, View
from checklist.store.center import case_erasures, desk, transfers

REASON = "保存期間の満了"
_DUE = """
SELECT c.id AS case_id, c.number, c.received_on, max(c.received_on, coalesce((
    SELECT max(t.held_on) FROM center_contact t WHERE t.case_id = c.id AND t.withdrawn_at IS NULL), c.received_on)) AS last_on
FROM center_case c WHERE (c.closed OR c.withdrawn_at IS NOT NULL)
    AND c.id NOT IN (SELECT value FROM retention_end, json_each(case_ids)) ORDER BY c.received_on, c.id
"""


@dataclass(frozen=True)
class Ended:
    """A list that somebody has confirmed."""

    cases: int
    at: datetime
    person: str


def due(view: View) -> list[Kept]:
    """Cases that nobody has to keep any more, the oldest first: closed or taken back ones; raises Forbidden.

    How long is what the rules of the desk say today, counted from the end of the fiscal year of the last contact.
    """
    view.require(Verb.ERASE, Thing.CENTER_RECORDS)
    years, start = desk.rule(view, view.today).retention_years, region.of(view).fiscal_year_start_month
    found = []
    for row in view.db.execute(_DUE):
        until = retention.until(date.fromisoformat(row["last_on"]), years, start)
        if until < view.today:
            found.append(rows.one(Kept, row, until=until))
    return found


def ended(view: View) -> list[Ended]:
    """Every list that was confirmed, the newest first; raises Forbidden."""
    view.require(Verb.ERASE, Thing.CENTER_RECORDS)
    found = view.db.execute(
        """SELECT json_array_length(r.case_ids) AS cases, r.at, p.name AS person
            FROM retention_end r JOIN person p ON p.id = r.person_id ORDER BY r.id DESC"""
    )
    return rows.many(Ended, found)


def end(act: Act, shown: Collection[int], kept_on: Collection[int] = ()) -> int:
    """Erase the texts of every case of a list as it was `shown`, but of those that are `kept_on`; gives their number.

    Raises Forbidden, Stale if the list has changed since, or Refused if nothing is left of it. All of it or nothing.
    """
    act.require(Verb.ERASE, Thing.CENTER_RECORDS)
    now = {one.case_id for one in due(act)}
    if now != set(shown):
        raise Stale
    chosen = sorted(now - set(kept_on))
    if not chosen:
        raise Refused("保存期間を終える相談事例がありません。")
    rows.insert(act, "retention_end", {"case_ids": json.dumps(chosen)})
    case_erasures.erase_several(act, chosen, REASON)
    for case_id in chosen:
        transfers.end_waiting(act, case_id, REASON)
    return len(chosen)
