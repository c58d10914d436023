"""One finding with its improvement plan: what is done, by whom, until when, how it goes, and what shows it."""

from __future__ import annotations

from datetime import date

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.errors import ChecklistError, Fault, Refused
from checklist.model.accounts import Principal
from checklist.readings.improvement_page import ImprovementPage
from checklist.store import clock
from checklist.store.act import Act
from checklist.store.improvements import improvement_plans
from checklist.store.improvements.improvement_plans import ImprovementPlan, PlanFields
from checklist.ui import attachment_view, inputs, markup, session, shared_form, widgets
from checklist.ui.assessments import photo_view
from checklist.ui.improvements import improvement_board, note_erasure_view
from checklist.ui.markup import Head


def absent(error: ChecklistError) -> None:
    """Why there is no plan to show."""
    widgets.back("改善計画の一覧", "/improvements")
    widgets.heading("改善計画")
    widgets.empty("この改善計画は表示できません", error.message, "改善計画の一覧へ", "/improvements")


def show(principal: Principal, page: ImprovementPage) -> None:
    """The finding, its plan, and what the reader may write."""
    plan = page.plan
    widgets.back("改善計画の一覧", f"/improvements?hospital={plan.hospital_id}")
    widgets.heading(f"{plan.finding.item}の改善計画", f"{page.host}　{plan.fiscal_year}年度の訪問での指摘事項")
    st.html(_finding(plan))
    photo_view.show(("", one) for one in page.photos)
    widgets.section("計画")
    if page.writes:
        _form(principal, plan)
    else:
        st.html(_fields(plan))
    _notes(principal, plan, page.writes)
    if page.writes:
        note_erasure_view.show(principal, plan, page.erased)
    _proofs(principal, plan, page.writes)


def _finding(plan: ImprovementPlan) -> Markup:
    found = plan.finding
    return markup.facts(
        [
            ("指摘事項", found.text),
            ("項目", f"{found.item}　{found.item_text}"),
            ("章", found.chapter_name),
            ("状態", improvement_board.chip(plan.state(clock.today()))),
        ]
    )


def _fields(plan: ImprovementPlan) -> Markup:
    fields = plan.fields
    checked = (
        f"{words.day(fields.checked_on) if fields.checked_on else '未確認'}　{fields.checked_by}"
        if fields.checked_by
        else ""
    )
    return markup.facts(
        [
            ("改善策", fields.action or "まだ記載がありません"),
            ("担当者", fields.person_in_charge),
            ("期限", words.day(fields.due_on) if fields.due_on else ""),
            ("完了日", words.day(fields.completed_on) if fields.completed_on else ""),
            ("確認", checked),
        ]
    )


def _form(principal: Principal, plan: ImprovementPlan) -> None:
    """The plan's fields; somebody else's change is shown before it is replaced."""
    form = f"plan-{plan.finding.id}"
    kept = shared_form.begin(form, plan.version, plan.fields)
    key, start = shared_form.key(form), kept.value
    shared_form.notice(form, plan.version, _fields(plan))
    with st.container(border=True, key=f"{key}-box"):
        action = inputs.long_text("改善策", start.action, 2000, f"{key}-action", 120)
        left, right = st.columns(2)
        with left:
            person = inputs.text("担当者", start.person_in_charge, 100, f"{key}-who")
        with right:
            checker = inputs.text("確認者", start.checked_by, 100, f"{key}-by")
        faults: list[Fault] = []
        due, completed, checked = (
            _day(column, label, value, f"{key}-{name}", faults)
            for column, (label, value, name) in zip(
                st.columns(3),
                (("期限", start.due_on, "due"), ("完了日", start.completed_on, "done"),
                 ("確認日", start.checked_on, "checked")),
                strict=True,
            )
        )  # fmt: skip
        typed = PlanFields(action, person, due, completed, checked, checker)
        # One filled button: that of the next step, which after the plan is its progress.
        if st.button("計画を保存する", type="secondary" if plan.id else "primary", key=f"{key}-save"):
            shared_form.save(
                principal,
                form,
                plan.version,
                lambda act, base: _save(act, plan.finding.id, base, typed, faults),
                "改善計画を保存しました。",
            )


def _day(
    column: st.delta_generator.DeltaGenerator, label: str, value: date | None, key: str, faults: list[Fault]
) -> date | None:
    with column:
        found, fault = inputs.day(label, value, key)
    if fault:
        faults.append(Fault(label, fault))
    return found


def _save(act: Act, finding_id: int, base: int, typed: PlanFields, faults: list[Fault]) -> None:
    if faults:
        raise Refused([*faults, *improvement_plans.faults(typed)])
    improvement_plans.save(act, finding_id, base, typed)


def _notes(principal: Principal, plan: ImprovementPlan, may_write: bool) -> None:
    """Progress notes, the newest first; what was written stays."""
    widgets.section("進捗の記録")
    if plan.notes:
        # In two columns, so that a phone shows the whole text beside its day.
        rows = [[markup.joined([words.moment(one.at), markup.small(one.by)]), one.text] for one in reversed(plan.notes)]
        st.html(markup.listing("進捗の記録", ("日時・記録した人", Head("内容", 8)), rows))
    else:
        st.html(markup.paragraph("進捗の記録はまだありません。"))
    if not may_write:
        return
    if plan.id is None:
        st.html(markup.paragraph("計画を保存すると、進捗と資料を記録できます。"))
        return
    form = f"progress-{plan.finding.id}"
    with st.form(form, enter_to_submit=False):
        text = inputs.long_text("進捗の内容", "", 2000, f"{form}-{session.round_of(form)}-text", 100)
        st.caption("記録した進捗は、あとから変更できません。")
        if st.form_submit_button("進捗を記録する", type="primary"):
            widgets.save(
                principal,
                lambda act: improvement_plans.add_note(act, plan.finding.id, text),
                "進捗を記録しました。",
                form,
            )


def _proofs(principal: Principal, plan: ImprovementPlan, may_write: bool) -> None:
    """Files that show what was done."""
    widgets.section("改善を示す資料")
    if plan.proofs:
        attachment_view.listing("改善を示す資料", "/download/evidence", plan.proofs)
    else:
        st.html(markup.paragraph("資料はまだありません。"))
    if may_write and plan.id is not None:
        finding_id = plan.finding.id
        attachment_view.form(
            f"proof-{finding_id}", "資料", principal,
            lambda act, checked: improvement_plans.add_proof(act, finding_id, checked), "secondary",
        )  # fmt: skip
