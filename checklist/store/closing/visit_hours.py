"""From when to when a visit lasted: as its members wrote it down, else as far as the records tell."""

from __future__ import annotations

import re
from dataclasses import dataclass

from checklist import words
from checklist.errors import Fault, NotOpen, Refused, Stale
from checklist.model.permission import Thing, Verb
from checklist.model.visits import Visit, VisitState
from checklist.rules import access
from checklist.store.act import Act, View
from checklist.store.clock import from_text
from checklist.store.rows import insert, update
from checklist.store.visits import visits

# What was tapped without a network arrives later, and says when it was tapped.
_HOURS = """
SELECT h.began, h.ended, h.version,
    (SELECT min(coalesce(r.tapped_at, r.saved_at)) FROM rating_history r
        JOIN assessment a ON a.id = r.assessment_id AND a.track = 'visitor'
        JOIN visit_sheet s ON s.id = a.visit_sheet_id WHERE s.visit_id = visit.id) AS first,
    (SELECT max(at) FROM signature WHERE visit_id = visit.id AND voided_at IS NULL) AS last
FROM visit LEFT JOIN visit_hours h ON h.visit_id = visit.id WHERE visit.id = ?
"""


@dataclass(frozen=True)
class Hours:
    """Beginning and end as HH:MM in Tokyo, either empty where nothing tells; `version` 0 unless somebody wrote them down."""

    began: str
    ended: str
    version: int


def of_visit(view: View, visit: Visit) -> Hours:
    """The hours of a visit: written down, else from its first rating to its last signature on the day; raises Forbidden."""
    view.require(Verb.READ, Thing.CLOSING, access.of_visit(visit))
    row = view.db.execute(_HOURS, [visit.id]).fetchone()
    if row["version"]:
        return Hours(row["began"], row["ended"], row["version"])
    return Hours(_on_the_day(row["first"], visit), _on_the_day(row["last"], visit), 0)


def _on_the_day(stamp: str | None, visit: Visit) -> str:
    """A moment of the day of the visit; what was rated in advance or signed later says nothing of its hours."""
    try:
        moment = from_text(stamp).astimezone(words.TOKYO) if stamp else None
    except ValueError:
        return ""
    return moment.strftime("%H:%M") if moment and moment.date() == visit.visit_date else ""


def save(act: Act, visit_id: int, version: int, began: str, ended: str) -> None:
    """Write down the hours (HH:MM) if they still have this version; raises Forbidden, NotOpen, Refused or Stale."""
    visit = visits.require(act, visit_id, Thing.FINDINGS, Verb.WRITE)
    faults = [
        Fault(name, "09:30のように、時と分を入力してください。")
        for name, text in (("開始時刻", began), ("終了時刻", ended))
        if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", text)
    ]
    if not faults and ended <= began:
        faults.append(Fault("終了時刻", "開始時刻より後の時刻を入力してください。"))
    if faults:
        raise Refused(faults)
    if visit.state is not VisitState.ON_SITE:
        raise NotOpen("訪問の時刻は、訪問中の訪問でのみ変更できます。")
    if of_visit(act, visit).version != version:
        raise Stale
    values: dict[str, object] = {"began": began, "ended": ended, "version": version + 1}
    if version:
        update(act, "visit_hours", visit_id, values)
    else:
        insert(act, "visit_hours", {"visit_id": visit_id, **values})
