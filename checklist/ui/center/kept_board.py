"""What need not be kept any more, to be ended by a person who has looked at the list; and the cases that were taken back."""

from __future__ import annotations

import streamlit as st

from checklist import words
from checklist.model.accounts import Principal
from checklist.readings.center.consultations_page import KeptPage
from checklist.store.center import case_erasures, retention
from checklist.ui import inputs, markup, session, widgets

FORM = "kept"


def show(principal: Principal, page: KeptPage) -> None:
    """The list that is due, the lists that were ended, and what was taken back."""
    widgets.section("保存期間を過ぎた相談事例")
    _due(principal, page)
    for one in page.ended:
        widgets.notes(
            [f"{words.moment(one.at)}　{one.person}が{one.cases:,}件の保存期間の満了を確認し、文章を消去しました。"]
        )
    widgets.section("取り消した相談事例")
    _taken_back(principal, page)


def _due(principal: Principal, page: KeptPage) -> None:
    rule = f"保存年数は{page.years}年です（窓口の基本ルール）。最後に対応した年度の翌年度から数え、終了または取り消した相談事例が対象です。"
    st.html(markup.paragraph(rule))
    if not page.due:
        widgets.empty(
            "保存期間を過ぎた相談事例はありません", "対象になると、ここに一覧を表示します。自動では消去しません。"
        )
        return
    rows = [[one.number, words.day(one.received_on), words.day(one.last_on), words.day(one.until)] for one in page.due]
    heads = ("受付番号", "受付日", "最後の対応", "保存期間の最後の日")
    st.html(markup.listing("保存期間を過ぎた相談事例", heads, rows, tall=len(rows) > 14))
    key = f"{FORM}-{session.round_of(FORM)}"
    kept = inputs.several("引き続き保存する相談事例", {one.case_id: one.number for one in page.due}, [], f"{key}-kept")
    seen = st.checkbox(f"一覧の{len(page.due):,}件を確認しました", key=f"{key}-seen")
    st.html(
        markup.paragraph(
            "確認すると、要旨・記録・照会・受け渡しの文章を履歴からも消去します。区分と件数は統計に残ります。元に戻せません。"
        )
    )
    shown = [one.case_id for one in page.due]
    if st.button("保存期間の満了を確認して消去する", type="primary", key=f"{key}-save", disabled=not seen):
        widgets.save(principal, lambda act: f"{retention.end(act, shown, kept):,}件の文章を消去しました。", "", FORM)


def _taken_back(principal: Principal, page: KeptPage) -> None:
    if not page.taken_back:
        widgets.empty("取り消した相談事例はありません", "取り消した相談事例の文章は、ここから消去できます。")
        return
    rows = [
        [
            one.number,
            words.day(one.received_on),
            markup.prose(one.withdraw_reason),
            "消去済み" if one.erased else "文章あり",
        ]
        for one in page.taken_back
    ]
    st.html(markup.listing("取り消した相談事例", ("受付番号", "受付日", markup.Head("取消しの理由", 12), "文章"), rows))
    left = {one.id: one.number for one in page.taken_back if not one.erased}
    if not left:
        return
    key = f"erase-back-{session.round_of('erase-back')}"
    chosen = inputs.choice_or_none("文章を消去する相談事例", left, None, f"{key}-case")
    reason = inputs.text("理由", "", case_erasures.REASON_LIMIT, f"{key}-reason")
    found = next((one for one in page.taken_back if one.id == chosen), None)
    if st.button("取り消した相談の文章を消去する", key=f"{key}-save", disabled=found is None) and found:
        widgets.save(
            principal,
            lambda act: case_erasures.erase(act, found.id, found.version, reason),
            "文章を消去しました。",
            "erase-back",
        )
