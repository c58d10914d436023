"""Documents that a visit carries, above all one that was done on paper and is only recorded."""

from __future__ import annotations

from datetime import date

import streamlit as st

from checklist import words
from checklist.errors import Fault, Refused
from checklist.model.accounts import Principal
from checklist.model.visits import Visit
from checklist.readings.visit_page import Part
from checklist.store.act import Act
from checklist.store.files.attachments import StoredFile
from checklist.store.visits import paper_days, visit_papers
from checklist.store.visits.paper_days import PaperDays
from checklist.ui import attachment_view, inputs, markup, session, widgets


def show(principal: Principal, visit: Visit, part: Part[StoredFile] | None, days: PaperDays | None) -> None:
    """The documents of a visit and adding one, and for one on paper its days."""
    if part is None:
        return
    widgets.section("訪問の書類")
    if part.found:
        attachment_view.listing("訪問の書類", "/download/visit-papers", part.found)
    elif visit.record_only:
        widgets.empty("書類はまだありません", "記録のみの訪問です。紙や他の方法で行った評価の書類を登録してください。")
    else:
        st.html(markup.paragraph("登録された書類はありません。"))
    if days is not None:
        _days(principal, visit, days, part.writes)
    if part.writes:
        with st.expander("書類を登録する", expanded=visit.record_only and not part.found):
            attachment_view.form(
                f"paper-{visit.id}",
                "書類",
                principal,
                lambda act, checked: visit_papers.add(act, visit.id, checked),
            )


def _days(principal: Principal, visit: Visit, old: PaperDays, writes: bool) -> None:
    """When it was evaluated and when the report was handed over: what the 施設基準 count a visit on paper by."""
    st.html(
        markup.facts(
            [
                ("評価の実施日", words.day(old.evaluated_on or visit.visit_date)),
                ("評価報告書の手交日", words.day(old.handed_over_on) if old.handed_over_on else "記録されていません"),
            ]
        )
    )
    if not writes:
        return
    with st.expander("評価の実施日と手交日を記録する", expanded=old.handed_over_on is None):
        form = f"paper-days-{visit.id}"
        key = f"{form}-{session.round_of(form)}"
        left, right = st.columns(2)
        with left:
            evaluated = inputs.day("評価の実施日", old.evaluated_on or visit.visit_date, f"{key}-evaluated")
        with right:
            handed_over = inputs.day("評価報告書の手交日", old.handed_over_on, f"{key}-handed-over")
        if st.button("実施日と手交日を記録する", key=f"{key}-save"):
            widgets.save(
                principal,
                lambda act: _record(act, visit.id, evaluated, handed_over),
                "実施日と手交日を記録しました。",
                form,
            )


def _record(act: Act, visit_id: int, evaluated: tuple[date | None, str], handed_over: tuple[date | None, str]) -> None:
    names = ("評価の実施日", "評価報告書の手交日")
    faults = [Fault(name, told) for name, (_, told) in zip(names, (evaluated, handed_over), strict=True) if told]
    if faults:
        raise Refused(faults)
    paper_days.record(act, visit_id, PaperDays(evaluated[0], handed_over[0]))
