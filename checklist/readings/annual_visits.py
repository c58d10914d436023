"""The visits of a year with their findings and plans, for papers: what was done, what was found, what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from checklist import words
from checklist.formats.table import Column, Table, Value
from checklist.model.closing import FindingKind
from checklist.model.improvements import PlanState
from checklist.model.visits import Visit, VisitState
from checklist.rules import scoring
from checklist.store import clock
from checklist.store.act import View
from checklist.store.closing import sealed_reports
from checklist.store.hospitals import hospitals
from checklist.store.improvements import improvement_plans
from checklist.store.sheets import sheets
from checklist.store.visits import visits

HELD = frozenset({VisitState.REPORTED, VisitState.ACKNOWLEDGED, VisitState.CLOSED})
"""The states of a visit that was made and reported."""
HIDDEN = "少数のため表示しません"
_VISITS = (
    Column("区分", "text", 12),
    Column("相手の病院", "text", 30),
    Column("訪問日", "date", 22),
    Column("実施方法", "text", 10),
    Column("状態", "text", 10),
    Column("報告書の手交日", "date", 20),
    Column("受領日", "date", 20),
)
_FOUND = (
    Column("区分", "text", 10),
    Column("章", "text", 20),
    Column("項目コード", "text", 10),
    Column("項目", "text", 40),
    Column("内容", "text", 48),
)
_CHAPTERS = (
    Column("章", "text", 34),
    Column("指摘事項", "number", 12),
    Column("好事例", "number", 12),
    Column("指摘のあった病院", "number", 16),
    Column("備考", "text", 30),
)


@dataclass(frozen=True)
class Found:
    """A finding or a good practice of a sealed report."""

    hospital_id: int
    kind: FindingKind
    chapter: str
    """Its name, as the report has it."""
    item: str
    item_text: str
    text: str


def of_year(view: View, year: int, hospital_id: int | None = None) -> list[Visit]:
    """The visits of a year that the reader may know of, of all hospitals or of one on either side; not cancelled."""
    found = [
        one for one in visits.visible_to(view) if one.fiscal_year == year and one.state is not VisitState.CANCELLED
    ]
    return [one for one in found if hospital_id in (None, one.host_id, *one.evaluator_ids)]


def table(view: View, found: Sequence[Visit], hospital_id: int) -> Table:
    """The visits of a hospital, received ones first."""
    names = hospitals.several(view, (one for visit in found for one in (visit.host_id, *visit.evaluator_ids)))
    ordered = sorted(found, key=lambda one: (one.host_id != hospital_id, one.visit_date or date.max, one.id))
    rows = []
    for visit in ordered:
        received = visit.host_id == hospital_id
        others = visit.evaluator_ids if received else (visit.host_id,)
        sealed = sealed_reports.of_visit(view, visit.id) if visit.state in HELD else []
        handed, taken = (sealed[0].handed_over_on, sealed[0].acknowledged_on) if sealed else (None, None)
        rows.append(
            (
                "受けた訪問" if received else "行った訪問",
                "、".join(names[one].name for one in others if one in names),
                words.day(visit.visit_date),
                words.VISIT_MODES[visit.mode],
                words.VISIT_STATES[visit.state],
                words.day(handed) if handed else "",
                words.day(taken) if taken else "",
            )
        )
    return Table("訪問", _VISITS, tuple(rows))


def findings(view: View, found: Iterable[Visit], until: date | None = None) -> list[Found]:
    """What the sealed reports of these visits found, each in the chapter that its report names.

    With a last day, as they stood when it was over, whatever was sealed or opened again since then.
    """
    told = []
    for visit in found:
        sealed = sealed_reports.of_visit(view, visit.id) if until or visit.state in HELD else []
        # A visit that was done on paper has no report here.
        if then := [one for one in sealed if until is None or clock.day_of(one.sealed_at) <= until]:
            content = sealed_reports.snapshot(view, visit.id, then[0].edition)
            told += [
                Found(visit.host_id, one.kind, one.chapter, one.item, one.item_text, one.text)
                for one in content.findings
            ]
    return told


def findings_table(found: Sequence[Found]) -> Table:
    """The findings and good practices of one hospital in their words."""
    rows = tuple((words.FINDING_KINDS[one.kind], one.chapter, one.item, one.item_text, one.text) for one in found)
    return Table("受けた訪問での指摘事項と好事例", _FOUND, rows)


def by_chapter(view: View, found: Sequence[Found], minimum: int, until: date) -> Table:
    """How many findings and good practices there are in each chapter, where enough hospitals stand behind them."""
    hosts: dict[str, set[int]] = {}
    # In the order of the sheet; a chapter that no sheet of today names stands behind.
    for name in dict.fromkeys((*sheets.chapter_names(view).values(), *(one.chapter for one in found))):
        if hospital_ids := {one.hospital_id for one in found if one.chapter == name}:
            hosts[name] = hospital_ids
    hidden = _hidden(hosts, minimum)
    rows: list[tuple[Value, ...]] = []
    for name, behind in hosts.items():
        counts = Counter(one.kind for one in found if one.chapter == name)
        numbers = (counts[FindingKind.FINDING], counts[FindingKind.GOOD_PRACTICE], len(behind))
        rows.append((name, *([None] * 3 if name in hidden else numbers), HIDDEN if name in hidden else ""))
    note = f"病院数が{minimum}未満の章は、件数を表示しません。合計との引き算で分からないよう、ほかの章を合わせて隠すことがあります。"
    when = f"{words.day(until)}までに確定した評価報告書の件数です。年度が終わった後に示し、その後の確定と訂正は反映しません。"
    return Table("章別の指摘事項と好事例", _CHAPTERS, tuple(rows), (when, note))


def _hidden(hosts: dict[str, set[int]], minimum: int) -> frozenset[str]:
    """The chapters that are not told: too few hospitals, and more until those hidden are enough of them together."""
    hidden = {code for code, found in hosts.items() if len(found) < minimum}
    for code in sorted(hosts, key=lambda one: len(hosts[one])):
        together = set[int]().union(*(hosts[one] for one in hidden))
        if not hidden or (len(together) >= minimum and len(hidden) > 1):
            break
        hidden.add(code)
    return frozenset(hidden)


def plans(view: View, hospital_id: int) -> Table:
    """How far the improvement plans of a hospital are by year."""
    if hospital_id == view.principal.hospital_id:
        own = improvement_plans.of_hospital(view, hospital_id)
        return _plans([(one.fiscal_year, one.state(view.today)) for one in own])
    lines = improvement_plans.lines(view, view.today)
    return _plans([(one.fiscal_year, one.state) for one in lines if one.hospital_id == hospital_id])


def plans_of_region(view: View, running: int, until: date, minimum: int) -> Table:
    """The same of all hospitals, of the years that are over and in which enough of them have a plan, as it was on a day."""
    # Not as it is today: from day to day it would move by what one hospital has just done.
    lines = [one for one in improvement_plans.lines(view, until) if one.fiscal_year < running]
    hosts: dict[int, set[int]] = {}
    for one in lines:
        hosts.setdefault(one.fiscal_year, set()).add(one.hospital_id)
    note = (
        f"{words.day(until)}の時点の状態です。終わった年度のうち、指摘事項のある病院が{minimum}以上の年度のみを示します。"
        "その日までの日付を後から入力した計画は、入力の後の報告書に反映されます。"
    )
    return _plans([(one.fiscal_year, one.state) for one in lines if len(hosts[one.fiscal_year]) >= minimum], note)


def _plans(states: Sequence[tuple[int, PlanState]], *notes: str) -> Table:
    counts = Counter(states)
    ended = (PlanState.COMPLETED, PlanState.CHECKED)
    columns = (
        Column("年度", "year", 10),
        Column("指摘事項", "number", 12),
        *(Column(words.PLAN_STATES[state], "number", 12) for state in PlanState),
        Column("完了の割合", "percent", 12),
    )
    rows = []
    for year in sorted({year for year, _ in states}):
        whole = sum(counts[year, state] for state in PlanState)
        done = sum(counts[year, state] for state in ended)
        rows.append((year, whole, *(counts[year, state] for state in PlanState), scoring.share(done, whole)))
    told = "完了の割合は、完了と確認済みの合計を指摘事項の件数で割った値です。"
    return Table("改善計画の状況", columns, tuple(rows), (told, *notes))
