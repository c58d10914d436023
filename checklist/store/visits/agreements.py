"""協議の記録: that the partners agreed on day, sheets and method of a visit, and who did."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from checklist.errors import Fault, Refused
from checklist.model.permission import Thing, Verb
from checklist.model.visits import Visit, VisitMode, VisitState
from checklist.rules import access
from checklist.rules.fields import text_limits
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.db import slots
from checklist.store.visits import visit_rows, visits


@dataclass(frozen=True)
class VisitAgreement:
    """One record; `versions` names the sheet versions as they were agreed."""

    id: int
    visit_id: int
    agreed_on: date
    participants: str
    versions: str
    method: VisitMode
    note: str
    at: datetime
    recorded_by: str


def of_visit(view: View, visit_id: int) -> list[VisitAgreement]:
    """Every record of a visit, the newest first; raises Forbidden."""
    return of_visits(view, [visit_rows.by_id(view, visit_id)])[visit_id]


def of_visits(view: View, found: Collection[Visit]) -> dict[int, list[VisitAgreement]]:
    """The same for each of several visits, by their ids."""
    for one in found:
        view.require(Verb.READ, Thing.AGREEMENT, access.of_visit(one))

    def read(ids: list[int]) -> dict[int, list[VisitAgreement]]:
        records = view.db.execute(
            f"""SELECT a.*, person.name AS recorded_by FROM visit_agreement a JOIN person ON person.id = a.person_id
                WHERE visit_id IN ({slots(ids)}) ORDER BY a.id DESC""",
            ids,
        )
        known = rows.grouped(VisitAgreement, records, "visit_id", ids)
        view.learn(visit_rows.AGREED, {visit_id: bool(several) for visit_id, several in known.items()})
        return known

    return view.each("agreements of visit", (one.id for one in found), read)


def record(
    act: Act,
    visit_id: int,
    agreed_on: date,
    participants: str,
    method: VisitMode,
    note: str = "",
) -> int:
    """Add a record and lead a planned visit to 協議済み; earlier records stay as they are."""
    visit = visits.require(act, visit_id, Thing.AGREEMENT, Verb.WRITE)
    faults = [] if participants.strip() else [Fault("協議した人", "双方の参加者を入力してください。")]
    faults += text_limits.faults({"協議した人": participants, "協議の内容": note})
    if visit.visit_date and agreed_on > visit.visit_date:
        faults.append(Fault("協議した日", "訪問日より後の日にはできません。"))
    if visit.state is VisitState.CANCELLED:
        faults.append(Fault("訪問", "中止した訪問には記録できません。"))
    if faults:
        raise Refused(faults)
    row = {
        "visit_id": visit_id,
        "agreed_on": agreed_on,
        "participants": participants.strip(),
        # As words: method and items are what the partners agree on (令和6年3月5日 通知 別添3 第20), and the sheets of a
        # visit may still change.
        "versions": _versions(act, visit_id),
        "method": method,
        "note": note.strip(),
    }
    new_id = rows.insert(act, "visit_agreement", row)
    if visit.state is VisitState.PLANNED:
        visit_rows.enter(act, visit_id, VisitState.AGREED)
    return new_id


def _versions(view: View, visit_id: int) -> str:
    named = view.db.execute(
        """SELECT sheet.name || ' ' || v.name FROM visit_sheet s JOIN sheet_version v ON v.id = s.version_id
           JOIN sheet ON sheet.id = v.sheet_id WHERE s.visit_id = ? ORDER BY s.id""",
        [visit_id],
    )
    return "、".join(row[0] for row in named)
