"""改善計画書（相互評価） of a hospital: every finding with what is done about it, by whom, until when, and how it goes."""

from __future__ import annotations

from collections import Counter
from datetime import date

from checklist import words
from checklist.formats.document import Document, overview
from checklist.formats.table import Column, Cover, Table, Value
from checklist.model.improvements import PlanState
from checklist.store import region
from checklist.store.act import View
from checklist.store.hospitals import hospitals
from checklist.store.improvements import improvement_plans
from checklist.store.improvements.improvement_plans import ImprovementPlan

# 業務改善計画書 is the paper of the 施設基準 themselves (部門ア), and no answer to a visit.
TITLE = "改善計画書（相互評価）"
_COLUMNS = (
    Column("年度", "year", 8),
    Column("章", "text", 16),
    Column("項目コード", "text", 9),
    Column("指摘事項", "text", 34),
    Column("改善策", "text", 34),
    Column("担当者", "text", 12),
    Column("期限", "date", 13),
    Column("状態", "text", 10),
    Column("完了日", "date", 13),
    Column("確認", "text", 20),
    Column("直近の進捗", "text", 30),
)
_NOTE_COLUMNS = (
    Column("年度", "year", 8),
    Column("項目コード", "text", 9),
    Column("指摘事項", "text", 34),
    Column("記録日時", "date", 24),
    Column("記録者", "text", 16),
    Column("進捗", "text", 60),
)


def plan_document(view: View, hospital_id: int) -> Document:
    """The plans of a hospital that the reader may see, open ones of all years included; raises Forbidden."""
    host, today = hospitals.get(view, hospital_id), view.today
    plans = improvement_plans.of_hospital(view, hospital_id)
    counts = Counter(plan.state(today) for plan in plans)
    told = "、".join(f"{words.PLAN_STATES[state]} {counts[state]}件" for state in PlanState if counts[state])
    facts = (
        ("病院", host.name),
        ("基準日", words.day(today)),
        ("指摘事項", f"{len(plans)}件"),
        ("状態", told or "なし"),
    )
    rows = tuple(_row(plan, today) for plan in plans)
    notes = tuple(
        (plan.fiscal_year, plan.finding.item, plan.finding.text, words.moment(note.at), note.by, note.text)
        for plan in plans
        for note in plan.notes
    )
    main = Table("改善計画", _COLUMNS, rows)
    tables = (overview(facts), main, Table("進捗の記録", _NOTE_COLUMNS, notes))
    cover = Cover(TITLE, signatures=("病院長", "医療安全管理者"))
    title = f"{host.name} {TITLE}"
    return Document(title, facts, tables, main, (), (), region.load(view.db).fictional, cover)


def _row(plan: ImprovementPlan, today: date) -> tuple[Value, ...]:
    fields = plan.fields
    checked = f"{_day(fields.checked_on) or '未確認'} {fields.checked_by}" if fields.checked_by else ""
    return (
        plan.fiscal_year,
        plan.finding.chapter_name,
        plan.finding.item,
        plan.finding.text,
        fields.action,
        fields.person_in_charge,
        _day(fields.due_on),
        words.PLAN_STATES[plan.state(today)],
        _day(fields.completed_on),
        checked,
        plan.notes[-1].text if plan.notes else "",
    )


def _day(day: date | None) -> str:
    return f"{day.year}/{day.month}/{day.day}" if day else ""
