"""Earlier findings that a visit looks at again, and the visitors' mark: 解決, 継続 or 再発."""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.errors import ChecklistError, Fault, Refused
from checklist.model.accounts import Principal
from checklist.model.assessments import Track
from checklist.model.closing import FindingKind
from checklist.model.improvements import Sequel
from checklist.model.permission import Thing, Verb
from checklist.model.visits import Visit
from checklist.rules import access
from checklist.store.act import acting, viewing
from checklist.store.assessments import assessments
from checklist.store.hospitals import hospitals
from checklist.store.improvements import follow_ups
from checklist.store.improvements.follow_ups import EarlierFinding
from checklist.store.sheets import sheets
from checklist.store.visits import visits
from checklist.ui import markup, session, widgets

TONES = {Sequel.RESOLVED: "done", Sequel.CONTINUED: "busy", Sequel.RECURRED: "late"}


def way(principal: Principal, visit: Visit) -> None:
    """On the visit's page: how many earlier findings there are, and the way to them."""
    if Verb.READ not in visits.verbs(principal, visit, Thing.FOLLOW_UPS):
        return
    found = _found(principal, visit)
    if found:
        open_ = sum(one.mark is None for one in found)
        widgets.section("前回までの指摘事項")
        st.html(
            f'<p class="soft">前回までの指摘事項が{len(found)}件あります（今回の判定がまだないもの {open_}件）。</p>'
        )
        widgets.links(("前回までの指摘事項と改善の状況を見る", f"/improvements?visit={visit.id}"))


def _found(principal: Principal, visit: Visit) -> list[EarlierFinding]:
    with viewing(principal) as view:
        codes = [one.version_code for one in assessments.of_visit(view, visit.id) if one.track is Track.VISITOR]
        lists = [follow_ups.for_visit(view, visit.id, code) for code in codes]
    # A finding of one sheet stands in the list of that sheet only.
    by_id = {one.finding.id: one for found in lists for one in found if one.finding.kind is FindingKind.FINDING}
    return list(by_id.values())


def show(principal: Principal, visit_id: int) -> None:
    """The earlier findings of one visit with what was done, and a mark for each."""
    widgets.back("訪問の内容", f"/visits?visit={visit_id}")
    try:
        with viewing(principal) as view:
            visit = visits.require(view, visit_id, Thing.FOLLOW_UPS, Verb.READ)
            host = hospitals.get(view, visit.host_id).name
    except ChecklistError:
        widgets.heading("前回までの指摘事項")
        widgets.empty("この訪問は表示できません", "登録されていないか、閲覧する権限がありません。")
        return
    lead = "前回までの訪問の指摘事項と、その後の改善の状況です。訪問評価者が今回の判定を記録します。"
    widgets.heading(f"{host}の前回までの指摘事項（{visit.fiscal_year}年度の訪問）", lead)
    found = _found(principal, visit)
    if not found:
        widgets.empty("確認する指摘事項はありません", "以前の訪問で残っている指摘事項はありません。")
        return
    texts = _texts(principal, visit_id)
    may_mark = Verb.WRITE in visits.verbs(principal, visit, Thing.FOLLOW_UPS) and visit.state in access.WRITABLE_VISITS
    for one in found:
        with st.container(border=True, key=f"earlier-{one.finding.id}"):
            st.html(_facts(one, texts))
            if may_mark:
                _mark(principal, visit_id, one)


def _texts(principal: Principal, visit_id: int) -> dict[str, str]:
    """Item code -> its text in the sheets of the visit."""
    with viewing(principal) as view:
        codes = [one.version_code for one in assessments.of_visit(view, visit_id) if one.track is Track.VISITOR]
        return {item.code: item.text for code in codes for item in sheets.get(view, code).items}


def _facts(one: EarlierFinding, texts: dict[str, str]) -> str:
    places = "<br>".join(escape(f"{code}　{texts.get(code, '')}") for code in one.items)
    mark = markup.chip(words.SEQUELS[one.mark], TONES[one.mark]) if one.mark else markup.chip("判定なし", "quiet")
    done = f"（{words.day(one.completed_on)}完了）" if one.completed_on else ""
    pairs = [
        ("今回の項目", places or "今回の点検表に対応する項目はありません"),
        ("改善策", escape(one.action) + done if one.action else "改善計画はまだありません"),
        (
            "担当者・期限",
            escape(one.person_in_charge or "－") + "<br>" + (words.day(one.due_on) if one.due_on else "期限なし"),
        ),
        ("直近の進捗", escape(one.progress) or "－"),
        ("今回の判定", f"{mark}<br>{escape(one.comment)}" if one.comment else mark),
    ]
    head = f'<div class="item"><b>{one.fiscal_year}年度 {escape(one.finding.item)}</b>{escape(one.finding.text)}</div>'
    return Markup(head) + markup.facts([(name, Markup(value)) for name, value in pairs])


def _mark(principal: Principal, visit_id: int, one: EarlierFinding) -> None:
    form = f"mark-{one.finding.id}"
    marks = list(Sequel)
    with st.form(f"{form}-{session.round_of(form)}", enter_to_submit=False, border=False):
        left, right = st.columns([1, 2])
        with left:
            chosen = st.radio("今回の判定", marks, index=marks.index(one.mark) if one.mark else None, horizontal=True,
                              format_func=words.SEQUELS.__getitem__, key=f"{form}-mark")  # fmt: skip
        comment = right.text_area("コメント", one.comment, max_chars=2000, height=90, key=f"{form}-comment")
        if st.form_submit_button(f"{one.finding.item}の判定を保存する", type="primary"):
            widgets.save(partial(_save, principal, visit_id, one.finding.id, chosen, comment), "判定を保存しました。")


def _save(principal: Principal, visit_id: int, finding_id: int, chosen: Sequel | None, comment: str) -> None:
    if chosen is None:
        raise Refused([Fault("今回の判定", "解決・継続・再発から選んでください。")])
    with acting(principal) as act:
        follow_ups.mark(act, visit_id, finding_id, chosen, comment)
