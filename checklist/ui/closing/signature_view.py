"""Signing the result of the closing meeting by name, and sealing the report."""

from __future__ import annotations

from html import escape

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.model.accounts import Principal
from checklist.model.closing import Signatory
from checklist.model.permission import Thing, Verb
from checklist.model.visits import Visit, VisitState
from checklist.store.act import acting, viewing
from checklist.store.closing import sealed_reports, signatures
from checklist.store.closing.closings import Closing
from checklist.store.closing.signatures import Signature
from checklist.store.visits import visits
from checklist.ui import markup, session, widgets


def show(principal: Principal, visit: Visit, found: Closing) -> None:
    """Both sides' signatures, side by side."""
    widgets.section("署名")
    if visit.state is VisitState.ON_SITE:
        st.html('<p class="soft">双方が内容を確認して署名します。1名でも署名すると、記録は変更できなくなります。</p>')
    with viewing(principal) as view:
        may = {side: signatures.verb_of(view, visit.id, side) for side in Signatory}
    for side, column in zip(Signatory, st.columns(2), strict=True):
        with column, st.container(border=True, key=f"sign-{side}"):
            _side(principal, visit, side, found.signatures.get(side), may)


def _side(
    principal: Principal, visit: Visit, side: Signatory, signed: Signature | None, may: dict[Signatory, bool]
) -> None:
    name = words.SIGNATORIES[side]
    if signed:
        entered = f"{signed.entered_by}が記録、{words.moment(signed.at)}"
        st.html(
            markup.facts(
                [(f"{name}の署名", Markup(f'{escape(signed.name)}<br><small class="soft">{escape(entered)}</small>'))]
            )
        )
        if visit.state is VisitState.ON_SITE and any(may.values()):
            _void(principal, visit.id, signed, name)
    elif visit.state is VisitState.ON_SITE and may[side]:
        _sign(principal, visit.id, side, name)
    else:
        st.html(markup.facts([(f"{name}の署名", "まだありません")]))


def _sign(principal: Principal, visit_id: int, side: Signatory, name: str) -> None:
    form = f"sign-{visit_id}-{side}"
    with st.form(form, enter_to_submit=False, border=False):
        typed = st.text_input(
            f"{name}の署名（氏名）", max_chars=100, key=f"{form}-{session.round_of(form)}-name", autocomplete="off"
        )
        if st.form_submit_button(f"{name}として署名する", type="primary"):
            widgets.save(lambda: _do_sign(principal, visit_id, side, typed), f"{name}の署名を記録しました。", form)


def _do_sign(principal: Principal, visit_id: int, side: Signatory, name: str) -> None:
    with acting(principal) as act:
        signatures.sign(act, visit_id, side, name)


def _void(principal: Principal, visit_id: int, signed: Signature, name: str) -> None:
    with st.popover("署名を取り消す", key=f"void-{signed.id}"), st.form(f"void-form-{signed.id}", border=False):
        reason = st.text_area("取り消す理由", max_chars=500, key=f"void-{signed.id}-reason")
        if st.form_submit_button("署名を取り消す"):
            widgets.save(lambda: _do_void(principal, visit_id, signed.id, reason), f"{name}の署名を取り消しました。")


def _do_void(principal: Principal, visit_id: int, signature_id: int, reason: str) -> None:
    with acting(principal) as act:
        signatures.void(act, visit_id, signature_id, reason)


def seal(principal: Principal, visit: Visit) -> None:
    """Sealing the report, or what still stands in its way."""
    widgets.section("評価報告書")
    if visit.state is not VisitState.ON_SITE:
        widgets.empty("評価報告書は確定しています", "手交・受領・保存は訪問の画面で行います。", "訪問の内容へ",
                      f"/visits?visit={visit.id}")  # fmt: skip
        return
    with viewing(principal) as view:
        lacks = sealed_reports.lacks(view, visit.id)
        number, addressee = sealed_reports.suggested(view, visit.id)
    if lacks:
        lines = "".join(f"<li>{escape(str(fault))}</li>" for fault in lacks)
        st.html(f'<p class="soft">確定する前に、次のことが必要です。</p><ul class="gaps">{lines}</ul>')
    elif Verb.WRITE not in visits.verbs(principal, visit, Thing.SEAL):
        st.html('<p class="soft">双方の署名がそろいました。訪問側の評価者が報告書を確定します。</p>')
    else:
        _seal(principal, visit.id, number, addressee)


def _seal(principal: Principal, visit_id: int, number: str, addressee: str) -> None:
    st.html('<p class="soft">確定すると、どの画面からも内容を変更できなくなり、訪問は「報告済み」になります。</p>')
    with st.form(f"seal-{visit_id}", enter_to_submit=False):
        left, right = st.columns(2)
        typed = left.text_input("文書番号", number, max_chars=100, key=f"seal-{visit_id}-number", autocomplete="off")
        to = right.text_input("宛先", addressee, max_chars=100, key=f"seal-{visit_id}-to", autocomplete="off")
        if st.form_submit_button("報告書を確定する", type="primary"):
            widgets.save(lambda: _do_seal(principal, visit_id, typed, to), "評価報告書を確定しました。")


def _do_seal(principal: Principal, visit_id: int, number: str, addressee: str) -> None:
    with acting(principal) as act:
        sealed_reports.seal(act, visit_id, number, addressee)
