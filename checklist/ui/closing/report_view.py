"""評価報告書 of a visit: the sealed editions, handing over, acknowledging, and reopening for a written reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.errors import Fault, Refused
from checklist.formats.file_kinds import EXCEL, PDF
from checklist.jobs import report_papers
from checklist.model.accounts import Principal, Retyped
from checklist.model.visits import Visit, VisitState
from checklist.readings.visit_paperwork import ReportStanding
from checklist.store import clock
from checklist.store.act import Act, viewing
from checklist.store.closing import reopenings, sealed_reports, seals
from checklist.store.closing.sealed_reports import SealedReport
from checklist.ui import inputs, markup, widgets

_REASONS = {
    sealed_reports.REOPENED: "再開の理由",
    sealed_reports.TAKEN_BACK[sealed_reports.HANDED_OVER]: "手交を取り消した理由",
    sealed_reports.TAKEN_BACK[sealed_reports.ACKNOWLEDGED]: "受領を取り消した理由",
}


def show(principal: Principal, visit: Visit, found: ReportStanding | None) -> None:
    """The report of a visit, or the way to the closing meeting that leads to it."""
    if found is None:
        return
    widgets.section("講評会と評価報告書", "report")
    editions, opened = found.editions, found.opened
    if found.reopened:
        _reopened(principal, visit.id, found.reopened)
    if visit.state is VisitState.ON_SITE or (opened and not editions):
        _meeting(visit, opened)
    if editions:
        for one in editions:
            st.html(_edition(visit.id, one))
        _check(principal, visit.id, erased=any(one.erasures for one in editions))
        widgets.links(
            ("講評会の記録を見る", f"/closing?visit={visit.id}"),
            ("指摘事項・好事例をExcelで保存", f"/download/visits/{visit.id}/findings.xlsx"),
        )
        _actions(principal, visit.id, found)
    elif not opened and visit.state is not VisitState.ON_SITE:
        widgets.empty("評価報告書はまだありません", "訪問の終わりに講評会で合意し、双方が署名すると確定できます。")


def _reopened(principal: Principal, visit_id: int, edition: SealedReport) -> None:
    """That the report was reopened, told on the start page until its reader has pressed here."""
    with st.container(border=True, key=f"reopened-{visit_id}"):
        told = f"評価報告書（第{edition.edition}版）は再開されました。理由：{edition.reopened_because}"
        st.warning(widgets.plain(told))
        if st.button("再開を確認しました", key=f"seen-{visit_id}"):
            widgets.save(principal, lambda act: reopenings.see(act, visit_id), "再開を確認したことを記録しました。")


def _meeting(visit: Visit, opened: bool) -> None:
    label = "講評会の画面へ" if opened else "講評会を始める画面へ"
    told = "講評会を始めています。" if opened else "自己評価と訪問評価の提出がそろうと、講評会を始められます。"
    st.html(markup.paragraph(told))
    # Before it can begin, the coloured button is the next step at the top.
    widgets.links((label, f"/closing?visit={visit.id}"), primary=opened)


def _edition(visit_id: int, one: SealedReport) -> Markup:
    """One sealed edition: its dates, why it was reopened, its hash, and its files."""
    path = f"/download/visits/{visit_id}/report"
    state = markup.chip("確定", "done") if one.stands else markup.chip("再開済み", "quiet")
    pairs: list[tuple[str, str]] = [
        ("版", Markup("第{}版　{}").format(one.edition, state)),
        ("文書番号・宛先", markup.lines([one.document_number, one.addressee])),
        ("確定", markup.lines([words.moment(one.sealed_at), markup.small(one.sealed_by)])),
        ("手交日", words.day(one.handed_over_on) if one.handed_over_on else "未手交"),
        ("受領日", words.day(one.acknowledged_on) if one.acknowledged_on else "未受領"),
    ]
    for event in one.events:
        if event.kind in _REASONS:
            by = markup.small(f"{words.day(event.on_date)}　{event.by}")
            pairs.append((_REASONS[event.kind], markup.lines([event.reason, by])))
    pairs.append(("照合用の値（SHA-256）", markup.digits(one.sha256)))
    pairs.append((words.CHAIN, markup.lines([f"第{one.position:,}件", markup.digits(one.link)])))
    for erased in one.erasures:
        who = f"{words.moment(erased.at)}　{erased.by}"
        pairs.append(
            (
                "確定後の個人情報の削除",
                markup.lines([who, erased.reason, markup.digits(f"削除後の値　{erased.sha256}")]),
            )
        )
    links = (
        markup.link(f"{kind.word}で保存", f"{path}{kind.ending}?edition={one.edition}", "button")
        for kind in (PDF, EXCEL)
    )
    pairs.append(("報告書のファイル", markup.row(links)))
    return markup.facts(pairs)


def _check(principal: Principal, visit_id: int, erased: bool) -> None:
    """Compute the hashes again, and say whether every edition is still what was sealed."""
    if not st.button("改ざんの有無を確認する", key=f"check-{visit_id}"):
        return
    # Read when somebody asks for it, not with the page: every edition is hashed again.
    with viewing(principal) as view:
        found = seals.of_visit(view, visit_id)
    broken = [f"第{one.edition}版" for one in found if not one.intact]
    lead = f"{words.moment(clock.now())}に照合用の値（SHA-256）を計算し直しました。"
    if broken:
        st.error(
            f"{widgets.plain(lead + '、'.join(broken))}の内容が、確定した時の値と一致しません。"
            "確定後に書き換えられています。この報告書は使わず、システム管理者に連絡してください。"
        )
    else:
        steps = "個人情報の削除は、記録と照合しました。" if erased else ""
        st.success(
            f"{widgets.plain(lead)}{len(found)}件すべての版が、確定した時の値と一致しました。{steps}改ざんはありません。"
        )


def _actions(principal: Principal, visit_id: int, found: ReportStanding) -> None:
    """What the reader may do with the report that stands."""
    if found.hands_over:
        _dated(principal, visit_id, "手交", "受審病院へ報告書を手渡した日を記録します。")
    if found.acknowledges:
        _dated(principal, visit_id, "受領", "受審病院として報告書を受け取ったことを記録します。", asks=True)
    if found.hands_back:
        _take_back(principal, visit_id, "手交", sealed_reports.take_back_hand_over)
    if found.unreceives:
        lead = "訪問側が報告書を再開できるのは、受領を取り消したあとのみです。"
        _take_back(principal, visit_id, "受領", sealed_reports.take_back_receipt, lead)
    if found.reopens:
        _reopen(principal, visit_id)


def _dated(principal: Principal, visit_id: int, what: str, lead: str, asks: bool = False) -> None:
    """A form for one day: handed over, or acknowledged, for which the password is asked."""
    key = f"report-{visit_id}-{what}"
    with st.container(border=True, key=key):
        st.html(markup.paragraph(lead))
        day, fault = inputs.day(f"{what}日", clock.today(), f"{key}-day", past=True)
        password = inputs.password(principal, f"{key}-password") if asks else Retyped()
        if st.button(f"{widgets.plain(what)}を記録する", type="primary", key=f"{key}-save"):
            note, done = partial(_note, visit_id=visit_id, what=what, day=day, fault=fault), f"{what}を記録しました。"
            if asks:
                widgets.save_confirmed(principal, password, note, done)
            else:
                widgets.save(principal, note, done)


def _take_back(
    principal: Principal, visit_id: int, what: str, undo: Callable[[Act, int, str], None], lead: str = ""
) -> None:
    with st.expander(f"{widgets.plain(what)}を取り消す"), st.form(f"undo-{visit_id}-{what}", border=False):
        if lead:
            st.write(widgets.plain(lead))
        reason = inputs.reason("取り消す理由", f"undo-{visit_id}-{what}-reason")
        if st.form_submit_button(f"{widgets.plain(what)}の記録を取り消す"):
            widgets.save(principal, lambda act: undo(act, visit_id, reason), f"{what}の記録を取り消しました。")


def _note(act: Act, visit_id: int, what: str, day: date | None, fault: str) -> None:
    if day is None:
        raise Refused([Fault(f"{what}日", fault or "入力してください。")])
    note = sealed_reports.hand_over if what == "手交" else sealed_reports.acknowledge
    note(act, visit_id, day)
    report_papers.after(act, visit_id)


def _reopen(principal: Principal, visit_id: int) -> None:
    with st.expander("報告書を再開する"), st.form(f"reopen-{visit_id}", enter_to_submit=False, border=False):
        st.write("確定した版はそのまま残ります。署名は無効になり、新しい版を確定するまで「訪問中」に戻ります。")
        reason = inputs.reason("再開する理由", f"reopen-{visit_id}-reason")
        if st.form_submit_button("報告書を再開する"):
            widgets.save(
                principal,
                lambda act: sealed_reports.reopen(act, visit_id, reason),
                "報告書を再開しました。講評会の記録を修正できます。",
            )
