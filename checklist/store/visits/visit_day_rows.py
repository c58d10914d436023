"""The history of the day of each visit as its rows hold it, for the verbs of visits alone: calendars go by it."""

from __future__ import annotations

from sqlite3 import Row

from checklist.model.visits import DayPart, Visit, VisitTime
from checklist.store import rows
from checklist.store.act import Act


def note(act: Act, visit_id: int, time: VisitTime | None) -> None:
    """Write down that the day of a visit is another, or that the same is to be told anew."""
    part, begins = (time.part, time.begins) if time else (DayPart.WHOLE, "")
    row = {"visit_id": visit_id, "on_date": time.on_date if time else None, "part": part, "begins": begins}
    rows.insert(act, "visit_day", row)


def moved(act: Act, old: Visit, new: Visit) -> None:
    """Write down what a change of a visit means for calendars, if anything."""
    if (old.time, old.mode, old.evaluator_ids) == (new.time, new.mode, new.evaluator_ids):
        return
    if old.time and _last(act, old.id) is None:
        # From before this history: without its first line nobody could tell a calendar which day is off.
        note(act, old.id, old.time)
    if new.time or old.time:
        note(act, old.id, new.time)


def again(act: Act, visit_id: int) -> None:
    """Have the day of a visit told anew, as it stands: it was called off, or is held after all."""
    row = act.db.execute("SELECT visit_date FROM visit WHERE id = ?", [visit_id]).fetchone()
    last = _last(act, visit_id)
    if last and last["on_date"] == row["visit_date"]:
        note(act, visit_id, rows.one(VisitTime, last) if last["on_date"] else None)
    elif row["visit_date"]:
        note(act, visit_id, rows.one(VisitTime, row, on_date=row["visit_date"], part=DayPart.WHOLE, begins=""))


def _last(act: Act, visit_id: int) -> Row | None:
    query = "SELECT * FROM visit_day WHERE visit_id = ? ORDER BY id DESC LIMIT 1"
    row: Row | None = act.db.execute(query, [visit_id]).fetchone()
    return row
