"""The days of a visit whose report is on paper: when it was evaluated, and when the report was handed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from checklist.errors import Fault, Refused
from checklist.model.permission import Thing, Verb
from checklist.model.visits import VisitState
from checklist.rules.fields.day_text import is_plausible
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.visits import visits


@dataclass(frozen=True)
class PaperDays:
    """The days as somebody has recorded them; None for a day that is not recorded."""

    evaluated_on: date | None = None
    handed_over_on: date | None = None


def of_visit(view: View, visit_id: int) -> PaperDays:
    """What was recorded last; raises Forbidden."""
    visits.require(view, visit_id, Thing.PAPERS, Verb.READ)
    row = view.db.execute(
        "SELECT evaluated_on, handed_over_on FROM visit_paper_day WHERE visit_id = ? ORDER BY id DESC LIMIT 1",
        [visit_id],
    ).fetchone()
    return rows.one(PaperDays, row) if row else PaperDays()


def record(act: Act, visit_id: int, days: PaperDays) -> int:
    """Record both days, and return the row's id; raises Refused, NotFound or Forbidden.

    What was recorded before stays in the history. A visit whose report is sealed in the product has its days there.
    """
    visit = visits.require(act, visit_id, Thing.PAPERS, Verb.WRITE)
    if visit.state is VisitState.CANCELLED:
        raise Refused("中止した訪問には記録できません。")
    if act.db.execute("SELECT 1 FROM report WHERE visit_id = ?", [visit_id]).fetchone():
        raise Refused("評価報告書を確定した訪問の手交日は、報告書の画面で記録します。")
    if found := _faults(act, days):
        raise Refused(found)
    row = {"visit_id": visit_id, "evaluated_on": days.evaluated_on, "handed_over_on": days.handed_over_on}
    return rows.insert(act, "visit_paper_day", row)


def _faults(view: View, days: PaperDays) -> list[Fault]:
    found = []
    for name, day in (("評価の実施日", days.evaluated_on), ("評価報告書の手交日", days.handed_over_on)):
        if day and (day > view.today or not is_plausible(day)):
            found.append(Fault(name, "今日までの日付を入力してください。"))
    if days.evaluated_on and days.handed_over_on and days.handed_over_on < days.evaluated_on:
        found.append(Fault("評価報告書の手交日", "評価の実施日より前の日にはできません。"))
    return found
