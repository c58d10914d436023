"""Visits as their rows hold them, for the store alone: nothing here asks who wants to know."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlite_utils import Database

from checklist.errors import NotFound
from checklist.model.visits import Visit, VisitState
from checklist.rules.visits import visit_states
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.db import slots
from checklist.store.visits import visit_day_rows

# Hours belong to the day of which they were said: of another day nothing is known.
# `group_concat` has no order of its own; the inner SELECT gives it one, the leading hospital first.
_SELECT = """
SELECT visit.*, coalesce(d.part, 'whole') AS part, coalesce(d.begins, '') AS begins,
    (SELECT json_group_array(hospital_id) FROM (SELECT hospital_id FROM visit_hospital
        WHERE visit_id = visit.id ORDER BY leading DESC, hospital_id)) AS evaluator_ids,
    (SELECT json_group_array(person_id) FROM (SELECT person_id FROM visit_member
        WHERE visit_id = visit.id ORDER BY person_id)) AS member_ids
FROM visit LEFT JOIN visit_day d
    ON d.id = (SELECT max(id) FROM visit_day WHERE visit_id = visit.id AND on_date = visit.visit_date)
"""


def read(db: Database, where: str = "", parameters: Sequence[object] = ()) -> list[Visit]:
    found = db.execute(
        f"{_SELECT} {where} ORDER BY fiscal_year DESC, coalesce(visit_date, '9999'), visit.id", parameters
    )
    return rows.many(Visit, found)


def get(db: Database, visit_id: int) -> Visit:
    """One visit by id; raises NotFound."""
    found = read(db, "WHERE visit.id = ?", [visit_id])
    if not found:
        raise NotFound("指定された訪問は登録されていません。")
    return found[0]


def by_id(view: View, visit_id: int) -> Visit:
    """The same, read once by a view; raises NotFound."""

    def several(ids: list[int]) -> dict[int, Visit]:
        return {one.id: one for one in read(view.db, f"WHERE visit.id IN ({slots(ids)})", ids)}

    found = view.each("visit", [visit_id], several)
    if not found:
        raise NotFound("指定された訪問は登録されていません。")
    return found[visit_id]


def everything(view: View) -> list[Visit]:
    """Every visit, the newest year first; each is known to the view from then on."""
    found = {one.id: one for one in view.once("visits", lambda: read(view.db))}
    view.learn("visit", found)
    return list(found.values())


def members_of(view: View, visit_id: int, hospital_ids: Collection[int]) -> tuple[int, ...]:
    """The members of a visit that belong to one of these hospitals."""
    found = view.db.execute(
        f"""SELECT person_id FROM visit_member JOIN person ON person.id = person_id
            WHERE visit_id = ? AND hospital_id IN ({slots(hospital_ids)}) ORDER BY person_id""",
        [visit_id, *hospital_ids],
    )
    return tuple(row["person_id"] for row in found)


AGREED = "agreed visit"
"""Whether there is a record of 協議, as a view knows it of a visit: asked for alone, or learned with the records."""


def agreed(view: View, visit_ids: Collection[int]) -> frozenset[int]:
    """Those of these visits that have a record of 協議."""

    def read(ids: list[int]) -> dict[int, bool]:
        found = view.db.execute(f"SELECT DISTINCT visit_id FROM visit_agreement WHERE visit_id IN ({slots(ids)})", ids)
        return dict.fromkeys(ids, False) | {row["visit_id"]: True for row in found}

    return frozenset(visit_id for visit_id, known in view.each(AGREED, visit_ids, read).items() if known)


def enter(act: Act, visit_id: int, state: VisitState, taken_back: str = "") -> None:
    """Write a state and who led there; `taken_back` is the reason where it is the one before."""
    before = act.db.execute("SELECT state FROM visit WHERE id = ?", [visit_id]).fetchone()
    rows.update(act, "visit", visit_id, {"state": state})
    if VisitState.CANCELLED in (state, before["state"]):
        visit_day_rows.again(act, visit_id)
    note_state(act, visit_id, state, taken_back)


def note_state(act: Act, visit_id: int, state: VisitState, taken_back: str = "") -> None:
    """Add a state to the history of a visit."""
    rows.insert(act, "visit_event", {"visit_id": visit_id, "state": state, "taken_back": taken_back})


def begin(act: Act, visit_id: int) -> bool:
    """Lead a visit whose day has come to 訪問中, and whether it was: the first rating and the closing meeting say that it
    goes on.
    """
    row = act.db.execute("SELECT state, visit_date FROM visit WHERE id = ?", [visit_id]).fetchone()
    comes = row["state"] in visit_states.AHEAD and row["visit_date"] and row["visit_date"] <= act.today.isoformat()
    if comes:
        enter(act, visit_id, VisitState.ON_SITE)
    return bool(comes)


def former_state(view: View, visit_id: int) -> VisitState | None:
    """The state from which the present one was reached."""
    found = view.db.execute(
        "SELECT state, taken_back <> '' FROM visit_event WHERE visit_id = ? ORDER BY id", [visit_id]
    )
    return visit_states.former([(VisitState(row[0]), bool(row[1])) for row in found])
