"""指摘事項, 好事例 and 講評: drafted from comments, edited together, every conflict told."""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st

from checklist import words
from checklist.model.accounts import Principal
from checklist.model.closing import FindingKind
from checklist.rules.closing.closing_meeting import FINDING_LIMIT, REMARKS_LIMIT, Draft
from checklist.store.act import acting
from checklist.store.closing import closings, findings
from checklist.store.closing.closings import Closing, ClosingSheet
from checklist.store.closing.findings import Finding
from checklist.ui import markup, session, shared_form, widgets

TONES = {FindingKind.FINDING: "busy", FindingKind.GOOD_PRACTICE: "done"}


def show(principal: Principal, found: Closing, noted: list[Finding], writable: bool) -> None:
    """The findings as they will stand in the report, and what can still be taken from the comments."""
    widgets.section("指摘事項と好事例")
    for kind in FindingKind:
        mine = [one for one in noted if one.kind is kind]
        widgets.subsection(f"{words.FINDING_KINDS[kind]}（{len(mine)}件）")
        if not mine:
            st.html(f'<p class="soft">{words.FINDING_KINDS[kind]}はまだありません。</p>')
        for one in mine:
            with st.container(border=True, key=f"finding-{one.id}"):
                st.html(_finding(one))
                if writable:
                    _edit(principal, one)
    if writable:
        for sheet in found.sheets:
            _drafts(principal, found.visit_id, sheet)


def _finding(one: Finding) -> str:
    place = f"{one.item}　{one.item_text}"
    return (
        f'<div class="item">{markup.chip(words.FINDING_KINDS[one.kind], TONES[one.kind])} {escape(one.text)}</div>'
        f'<p class="note">{escape(one.chapter_name)}　{escape(place)}<br>'
        f"{escape(one.updated_by)}、{words.moment(one.updated_at)}</p>"
    )


def _edit(principal: Principal, one: Finding) -> None:
    """Wording and kind of a finding, and leaving it out."""
    form = f"finding-form-{one.id}"
    kept = shared_form.begin(form, one.version, (one.kind, one.text))
    key, kinds = shared_form.key(form), list(FindingKind)
    with st.expander("文言を直す・取り下げる", expanded=kept.told):
        shared_form.notice(form, one.version, _finding(one))
        with st.form(f"{key}-form", enter_to_submit=False, border=False):
            kind = st.radio("種類", kinds, index=kinds.index(kept.value[0]), horizontal=True, key=f"{key}-kind",
                            format_func=words.FINDING_KINDS.__getitem__)  # fmt: skip
            text = st.text_area("文言", kept.value[1], max_chars=FINDING_LIMIT, height=120, key=f"{key}-text")
            saved = st.form_submit_button("文言を保存する", type="primary")
        if saved:
            shared_form.save(form, one.version, lambda base: _change(principal, one.id, base, kind, text),
                             "文言を保存しました。")  # fmt: skip
        if st.button("取り下げる（報告書に載せない）", key=f"{key}-drop"):
            widgets.save(
                lambda: _drop(principal, one), f"{one.item}の{words.FINDING_KINDS[one.kind]}を取り下げました。"
            )


def _change(principal: Principal, finding_id: int, base: int, kind: FindingKind, text: str) -> None:
    with acting(principal) as act:
        findings.change(act, finding_id, base, kind, text)


def _drop(principal: Principal, one: Finding) -> None:
    with acting(principal) as act:
        findings.drop(act, one.id, one.version)


def _drafts(principal: Principal, visit_id: int, sheet: ClosingSheet) -> None:
    """What the visitors' comments propose, one tap each."""
    if not sheet.drafts:
        return
    # A label with a number in it would be a new expander, closed again, after every tap.
    with st.expander(f"訪問評価のコメントから加える（{sheet.version.sheet_name}）"):
        st.html(f'<p class="soft">まだ加えていないコメントは{len(sheet.drafts)}件です。</p>')
        for place, draft in enumerate(sheet.drafts):
            left, right = st.columns([4, 1.3], vertical_alignment="center")
            kind = words.FINDING_KINDS[draft.kind]
            left.html(f"{markup.chip(kind, TONES[draft.kind])} <b>{escape(draft.item)}</b>　{escape(draft.text)}")
            label = f"{kind}に加える"
            if right.button(label, key=f"draft-{sheet.version.code}-{draft.item}-{place}", width="stretch"):
                take = partial(_take, principal, visit_id, sheet.version.code, draft)
                widgets.save(take, f"{draft.item}の{kind}を加えました。")


def _take(principal: Principal, visit_id: int, version_code: str, draft: Draft) -> None:
    with acting(principal) as act:
        text = draft.text[:FINDING_LIMIT]
        findings.add(act, visit_id, version_code, draft.item, draft.kind, text)


def remarks(principal: Principal, found: Closing, writable: bool) -> None:
    """The 講評 text, written together."""
    widgets.section("講評")
    if not writable:
        st.html(f'<div class="value prose">{escape(found.remarks) or "講評の記載はありません。"}</div>')
        return
    form = f"remarks-{found.visit_id}"
    kept = shared_form.begin(form, found.version, found.remarks)
    key = shared_form.key(form)
    shared_form.notice(form, found.version, f'<div class="value prose">{escape(found.remarks)}</div>')
    with st.form(f"{key}-form", enter_to_submit=False):
        text = st.text_area("講評の本文", kept.value, max_chars=REMARKS_LIMIT, height=240, key=f"{key}-text")
        saved = st.form_submit_button("講評を保存する", type="primary")
    if saved:
        shared_form.save(form, found.version, lambda base: _save_remarks(principal, found.visit_id, base, text),
                         "講評を保存しました。")  # fmt: skip


def _save_remarks(principal: Principal, visit_id: int, base: int, text: str) -> None:
    with acting(principal) as act:
        closings.save_remarks(act, visit_id, base, text)


def forget(found: Closing, noted: list[Finding]) -> None:
    """Once the record is locked, forms begin anew from what is stored."""
    for form in (f"remarks-{found.visit_id}", *(f"finding-form-{one.id}" for one in noted)):
        session.keep(form, None)
