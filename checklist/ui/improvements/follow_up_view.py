"""Earlier findings that a visit looks at again, and the visitors' mark: 解決, 継続 or 再発."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.errors import Fault, Refused
from checklist.model.accounts import Principal
from checklist.model.improvements import Sequel
from checklist.model.visits import Visit
from checklist.readings.follow_up_page import FollowUpPage
from checklist.readings.visit_preparation import Earlier
from checklist.store.act import Act
from checklist.store.improvements import follow_ups
from checklist.store.improvements.follow_ups import EarlierFinding
from checklist.ui import inputs, markup, session, widgets

TONES = {Sequel.RESOLVED: "done", Sequel.CONTINUED: "busy", Sequel.RECURRED: "late"}


def way(visit: Visit, earlier: Earlier | None) -> None:
    """On the visit's page: how many earlier findings there are, and the way to them."""
    if earlier:
        widgets.section("前回までの指摘事項")
        told = f"前回までの指摘事項が{earlier.findings}件あります（今回の判定がまだないもの {earlier.unmarked}件）。"
        st.html(markup.paragraph(told))
        widgets.links(("前回までの指摘事項と改善の状況を見る", f"/improvements?visit={visit.id}"))


def show(principal: Principal, visit_id: int, page: FollowUpPage | None) -> None:
    """The earlier findings of one visit with what was done, and a mark for each."""
    widgets.back("訪問の内容", f"/visits?visit={visit_id}")
    if page is None:
        widgets.heading("前回までの指摘事項")
        widgets.empty("この訪問は表示できません", "登録されていないか、閲覧する権限がありません。")
        return
    lead = "前回までの訪問の指摘事項と、その後の改善の状況です。訪問評価者が今回の判定を記録します。"
    widgets.heading(f"{page.host}の前回までの指摘事項（{page.visit.fiscal_year}年度の訪問）", lead, page.host)
    if not page.found:
        widgets.empty("確認する指摘事項はありません", "以前の訪問で残っている指摘事項はありません。")
        return
    due = next((one.finding.id for one in page.found if one.mark is None), None)
    for one in page.found:
        with st.container(border=True, key=f"earlier-{one.finding.id}"):
            st.html(_facts(one, page.texts))
            if page.may_mark:
                _mark(principal, visit_id, one, one.finding.id == due)


def _action(one: EarlierFinding, done: str) -> str:
    if one.plan_hidden:
        return "改善計画の内容は、受審病院と訪問評価を担当する人のみが閲覧できます"
    return one.action + done if one.action else "改善計画はまだありません"


def _facts(one: EarlierFinding, texts: Mapping[str, str]) -> Markup:
    places = markup.lines(f"{code}　{texts.get(code, '')}" for code in one.items)
    mark = markup.chip(words.SEQUELS[one.mark], TONES[one.mark]) if one.mark else markup.chip("判定なし", "quiet")
    done = f"（{words.day(one.completed_on)}完了）" if one.completed_on else ""
    due = words.day(one.due_on) if one.due_on else "期限なし"
    pairs: list[tuple[str, str]] = [
        ("今回の項目", places or "今回の点検表に対応する項目はありません"),
        ("改善策", _action(one, done)),
        ("担当者・期限", markup.lines([one.person_in_charge or markup.ABSENT, due])),
        ("直近の進捗", one.progress),
        ("今回の判定", markup.lines([mark, one.comment]) if one.comment else mark),
    ]
    head = Markup('<div class="item"><b>{}年度 {}</b>{}</div>')
    return head.format(one.fiscal_year, one.finding.item, one.finding.text) + markup.facts(pairs)


def _mark(principal: Principal, visit_id: int, one: EarlierFinding, is_next: bool) -> None:
    """The visitors' mark; only the button of the next finding without one is filled."""
    form = f"mark-{one.finding.id}"
    sequels = list(Sequel)
    with st.form(f"{form}-{session.round_of(form)}", enter_to_submit=False, border=False):
        left, right = st.columns([1, 2])
        with left:
            chosen = st.radio("今回の判定", sequels, index=sequels.index(one.mark) if one.mark else None, horizontal=True,
                              format_func=words.SEQUELS.__getitem__, key=f"{form}-mark")  # fmt: skip
        with right:
            comment = inputs.long_text("コメント", one.comment, 2000, f"{form}-comment", 90)
        label = widgets.plain(f"{one.finding.item}の判定を保存する")
        if st.form_submit_button(label, type="primary" if is_next else "secondary"):
            widgets.save(
                principal,
                lambda act: _save(act, visit_id, one.finding.id, chosen, comment),
                "判定を保存しました。",
            )


def _save(act: Act, visit_id: int, finding_id: int, chosen: Sequel | None, comment: str) -> None:
    if chosen is None:
        raise Refused([Fault("今回の判定", "解決・継続・再発から選んでください。")])
    follow_ups.mark(act, visit_id, finding_id, chosen, comment)
