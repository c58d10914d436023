"""Documents that a visit carries, above all one that was done on paper and is only recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

import streamlit as st

from checklist import words
from checklist.errors import ChecklistError, Fault, Refused
from checklist.model.accounts import Principal
from checklist.model.visits import Visit, VisitMode, VisitState
from checklist.readings.visit_part import Part
from checklist.store.act import Act
from checklist.store.files import attachment
from checklist.store.files.attachment import Attachment
from checklist.store.files.attachments import StoredFile
from checklist.store.visits import paper_days, visit_papers, visit_steps
from checklist.store.visits.paper_days import PaperDays
from checklist.ui import attachment_view, inputs, markup, session, widgets


def show(principal: Principal, visit: Visit, part: Part[StoredFile] | None, days: PaperDays | None) -> None:
    """The documents of a visit and adding one, and for one on paper its days."""
    if part is None:
        return
    widgets.section("訪問の書類", "papers")
    if part.found:
        attachment_view.listing("訪問の書類", "/download/visit-papers", part.found)
    elif visit.record_only:
        widgets.empty("書類はまだありません", "記録のみの訪問です。紙や他の方法で行った評価の書類を登録してください。")
    else:
        st.html(markup.paragraph("登録された書類はありません。"))
    if part.writes:
        with st.expander("書類を登録する", expanded=visit.record_only and not part.found):
            attachment_view.form(
                f"paper-{visit.id}",
                "書類",
                principal,
                lambda act, checked: visit_papers.add(act, visit.id, checked),
            )
    if days is not None:
        _days(principal, visit, days, part)


def _days(principal: Principal, visit: Visit, old: PaperDays, part: Part[StoredFile]) -> None:
    """When it was evaluated and when the report was handed over: what the 施設基準 count a visit on paper by."""
    on_paper = visit.record_only or visit.mode is VisitMode.PAPER or old != PaperDays()
    if on_paper:
        _facts(visit, old, part.found)
    if part.writes and visit.state is not VisitState.CANCELLED:
        with st.expander("評価報告書が紙の場合", expanded=visit.record_only and old.handed_over_on is None):
            _form(principal, visit, old, part.found)
    if visit.state is VisitState.REPORTED and visit_steps.may_move(principal, visit, VisitState.ACKNOWLEDGED):
        _receive(principal, visit)


def _facts(visit: Visit, old: PaperDays, found: Sequence[StoredFile]) -> None:
    name = next((one.name for one in found if one.id == old.paper_id), "登録されていません")
    pairs = [
        ("評価の実施日", words.day(old.evaluated_on or visit.visit_date)),
        ("評価報告書の手交日", words.day(old.handed_over_on) if old.handed_over_on else "記録されていません"),
        ("評価報告書の写し", name),
    ]
    st.html(markup.facts(pairs))


def _form(principal: Principal, visit: Visit, old: PaperDays, found: Sequence[StoredFile]) -> None:
    form = f"paper-days-{visit.id}"
    key = f"{form}-{session.round_of(form)}"
    st.html(
        markup.paragraph(
            "評価報告書を紙で作成し、受審病院に手交したときにのみ使います。手交した報告書の写し（スキャン）と手交日を登録すると、"
            "訪問は「報告済み」になり、施設基準の訪問評価として数えます。"
        )
    )
    left, right = st.columns(2)
    with left:
        evaluated = inputs.day("評価の実施日", old.evaluated_on or visit.visit_date, f"{key}-evaluated", past=True)
    with right:
        handed_over = inputs.day("評価報告書の手交日", old.handed_over_on, f"{key}-handed-over", past=True)
    names = {one.id: one.name for one in found}
    paper = inputs.choice_or_none("登録済みの書類から選ぶ", names, old.paper_id, f"{key}-paper") if names else None
    name, content = inputs.file("または、報告書の写しのファイル（PDF・画像）", list(attachment.SUFFIXES), f"{key}-file")
    if not st.button("実施日と手交日を記録する", key=f"{key}-save"):
        return
    try:
        # Looked into before anybody has the database.
        scan = attachment.check(name, content) if name else None
    except ChecklistError as error:
        widgets.refused(error)
        return
    record = partial(_record, visit_id=visit.id, evaluated=evaluated, handed_over=handed_over, paper=paper, scan=scan)
    widgets.save(principal, record, "実施日と手交日を記録しました。", form)


def _record(
    act: Act, visit_id: int, evaluated: tuple[date | None, str], handed_over: tuple[date | None, str],
    paper: int | None, scan: Attachment | None,
) -> None:  # fmt: skip
    names = ("評価の実施日", "評価報告書の手交日")
    faults = [Fault(name, told) for name, (_, told) in zip(names, (evaluated, handed_over), strict=True) if told]
    if faults:
        raise Refused(faults)
    if scan:
        paper = visit_papers.add(act, visit_id, scan)
    paper_days.record(act, visit_id, PaperDays(evaluated[0], handed_over[0], paper))


def _receive(principal: Principal, visit: Visit) -> None:
    """The host receives a report on paper."""
    key = f"receive-{visit.id}"
    with st.container(border=True, key=key):
        st.html(markup.paragraph("受審病院として、紙の評価報告書を受け取ったことを記録します。"))
        password = inputs.password(principal, f"{key}-password")
        if st.button("受領を記録する", type="primary", key=f"{key}-save"):
            move = partial(visit_steps.move, visit_id=visit.id, state=VisitState.ACKNOWLEDGED)
            widgets.save_confirmed(principal, password, move, "受領を記録しました。")
