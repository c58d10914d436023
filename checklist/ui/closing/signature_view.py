"""Signing the result of the closing meeting by name, and sealing the report."""

from __future__ import annotations

from functools import partial

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.jobs import report_papers
from checklist.model.accounts import Principal
from checklist.model.closing import Signatory
from checklist.model.visits import Visit, VisitState
from checklist.readings.closing_page import Meeting, Sealing
from checklist.rules.closing import finger
from checklist.store.act import Act
from checklist.store.closing import sealed_reports, signatures
from checklist.store.closing.signatures import Signature
from checklist.ui import inputs, markup, session, widgets
from checklist.ui.closing import finger_view


def show(principal: Principal, visit: Visit, meeting: Meeting) -> None:
    """Both sides' signatures, side by side."""
    widgets.section("署名", "signatures")
    if visit.state is VisitState.ON_SITE:
        st.html(markup.paragraph("双方が内容を確認して署名します。1名でも署名すると、記録は変更できなくなります。"))
    for side, column in zip(Signatory, st.columns(2), strict=True):
        with column, st.container(border=True, key=f"sign-{side}"):
            _side(principal, visit, side, meeting.found.signatures.get(side), meeting.signs)


def _side(
    principal: Principal, visit: Visit, side: Signatory, signed: Signature | None, may: frozenset[Signatory]
) -> None:
    name = words.SIGNATORIES[side]
    if signed:
        entered = markup.small(f"{signed.entered_by}が記録、{words.moment(signed.at)}")
        drawn = markup.drawing(finger.svg(signed.strokes), f"{name}の手書きの署名") if signed.strokes else ""
        st.html(markup.facts([(f"{name}の署名", markup.lines([signed.name, entered]) + drawn)]))
        if visit.state is VisitState.ON_SITE and may:
            _void(principal, visit.id, signed, name)
    elif visit.state is VisitState.ON_SITE and side in may:
        _sign(principal, visit.id, side, name)
    else:
        st.html(markup.facts([(f"{name}の署名", "まだありません")]))


# A fragment and no form: a drawing arrives line by line, and a form takes nothing in before its button is pressed.
@st.fragment
def _sign(principal: Principal, visit_id: int, side: Signatory, name: str) -> None:
    form = f"sign-{visit_id}-{side}"
    key = f"{form}-{session.round_of(form)}"
    typed = inputs.text(f"{name}の署名（氏名）", "", 100, f"{key}-name")
    strokes = finger_view.field(f"{key}-finger")
    password = inputs.password(principal, f"{key}-password")
    if st.button(f"{widgets.plain(name)}として署名する", type="primary", key=f"{key}-save"):
        widgets.save_confirmed(
            principal,
            password,
            lambda act: signatures.sign(act, visit_id, side, typed, strokes),
            f"{name}の署名を記録しました。",
            form,
        )


def _void(principal: Principal, visit_id: int, signed: Signature, name: str) -> None:
    with st.popover("署名を取り消す", key=f"void-{signed.id}"), st.form(f"void-form-{signed.id}", border=False):
        reason = inputs.reason("取り消す理由", f"void-{signed.id}-reason")
        if st.form_submit_button("署名を取り消す"):
            widgets.save(
                principal,
                lambda act: signatures.void(act, visit_id, signed.id, reason),
                f"{name}の署名を取り消しました。",
            )


def seal(principal: Principal, visit: Visit, found: Sealing | None) -> None:
    """Sealing the report, or what still stands in its way."""
    widgets.section("評価報告書", "report")
    if found is None:
        widgets.empty("評価報告書は確定しています", "手交・受領・保存は訪問の画面で行います。", "訪問の内容へ",
                      f"/visits?visit={visit.id}")  # fmt: skip
    elif found.lacks:
        lines = markup.joined(Markup("<li>{}</li>").format(fault) for fault in found.lacks)
        lead = markup.paragraph("確定する前に、次のことが必要です。")
        st.html(Markup('{}<ul class="gaps">{}</ul>').format(lead, lines))
    elif not found.may:
        st.html(markup.paragraph("双方の署名がそろいました。訪問側の評価者が報告書を確定します。"))
    else:
        _seal(principal, visit.id, found.number, found.addressee)


def _seal(principal: Principal, visit_id: int, number: str, addressee: str) -> None:
    st.html(markup.paragraph("確定すると、どの画面からも内容を変更できなくなり、訪問は「報告済み」になります。"))
    form = f"seal-{visit_id}"
    with st.form(f"{form}-{session.round_of(form)}", enter_to_submit=False):
        left, right = st.columns(2)
        with left:
            typed = inputs.text("文書番号", number, 100, f"seal-{visit_id}-number")
        with right:
            to = inputs.text("宛先", addressee, 100, f"seal-{visit_id}-to")
        password = inputs.password(principal, f"{form}-password")
        if st.form_submit_button("報告書を確定する", type="primary"):
            widgets.save_confirmed(
                principal,
                password,
                partial(_sealed, visit_id=visit_id, number=typed, addressee=to),
                "評価報告書を確定しました。",
            )


def _sealed(act: Act, visit_id: int, number: str, addressee: str) -> None:
    sealed_reports.seal(act, visit_id, number, addressee)
    report_papers.after(act, visit_id)
