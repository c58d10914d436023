"""The closing meeting as a whole: beginning it, following it on several screens, and how far the sides agree."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from checklist import words
from checklist.model.accounts import Principal
from checklist.model.visits import Visit, VisitState
from checklist.readings import closing_page
from checklist.readings.closing_page import ClosingPage, Meeting
from checklist.rules.closing.concordance import DEFINITION
from checklist.store.act import viewing
from checklist.store.closing import closings
from checklist.store.closing.closings import Closing, ClosingSheet
from checklist.store.closing.findings import Finding
from checklist.ui import markup, widgets
from checklist.ui.session import Fresh


def not_yet(principal: Principal, page: ClosingPage) -> None:
    """Why there is nothing to show yet, and how to begin the meeting."""
    visit = page.visit
    hint = "自己評価と訪問評価の提出がそろうと、訪問日から始められます。"
    widgets.empty(page.reason, hint)
    if page.begins:
        st.html(markup.paragraph("始めると、受審病院と訪問側の双方が、互いの評定とコメントをこの画面で確認できます。"))
        if st.button("講評会を始める", type="primary"):
            widgets.save(principal, lambda act: closings.open_meeting(act, visit.id), "講評会を始めました。")


def ways(visit: Visit, meeting: Meeting) -> None:
    """To the meeting as it is projected, and to the sheets on paper with what the visitors rated."""
    widgets.links(("1項目ずつ大きく表示する（投影用）", f"/meeting/{visit.id}"), primary=meeting.writable)
    sheets = [(one.version.name, meeting.printed.get(one.version.code)) for one in meeting.found.sheets]
    widgets.links(
        *(
            (f"評定入りの点検表（PDF）{name}", f"/download/assessments/{one}/paper.pdf?filled")
            for name, one in sheets
            if one
        )
    )


def watch(principal: Principal, visit: Visit, meeting: Meeting) -> None:
    """Show the page anew when somebody at another screen has changed something."""
    _watch(
        principal,
        visit.id,
        Fresh(closing_page.fingerprint(meeting.found, meeting.noted, visit, meeting.host, meeting.hours)),
    )


# A fragment, because a rerun of the page costs and sends as much as opening it does.
@st.fragment(run_every=5)
def _watch(principal: Principal, visit_id: int, seen: Fresh[tuple[object, ...]]) -> None:
    if seen.first():
        return
    with viewing(principal) as view:
        now = closing_page.fingerprint_now(view, visit_id)
    if now not in (None, seen.value):
        st.rerun()


def status(visit: Visit, found: Closing, noted: Sequence[Finding]) -> None:
    """Where the meeting stands, in one row."""
    discussed = sum(len(sheet.to_discuss) for sheet in found.sheets)
    unagreed = sum(len(sheet.unagreed) for sheet in found.sheets)
    kinds = [words.FINDING_KINDS[one.kind] for one in noted]
    told = "・".join(f"{word} {kinds.count(word)}件" for word in words.FINDING_KINDS.values())
    signed = "・".join(words.SIGNATORIES[side] for side in found.signatures) or "まだありません"
    pairs: list[tuple[str, str]] = [
        ("状態", markup.visit_chip(visit.state)),
        ("報告書の版", f"第{found.edition}版を準備中" if visit.state is VisitState.ON_SITE else "確定済み"),
        ("話し合う項目", f"{discussed}項目（うち{words.UNAGREED} {unagreed}項目）"),
        ("記録", told),
        ("署名", signed),
    ]
    st.html(markup.facts(pairs))
    if visit.state is not VisitState.ON_SITE:
        st.info("評価報告書は確定しています。この画面の記録は変更できません。")
    elif found.signatures:
        st.info("署名があるため、記録を変更できません。修正する場合は、署名を取り消してください。")


def concordance(sheet: ClosingSheet) -> None:
    """How far both sides agree, with what the figures are made of."""
    found = sheet.concordance
    percent = words.NOT_COMPARABLE if found.percent is None else f"{found.percent:.1f}％"
    kappa = words.NOT_COMPARABLE if found.kappa is None else f"{found.kappa:.2f}"
    excluded = f"未回答 {found.unanswered}・確認不能 {found.unverified}・該当なし {found.not_applicable}（項目）"
    exempt = [(f"{words.EXEMPT}の項目", f"{len(sheet.exempt)}項目（この病院では集計に含めません）")]
    pairs = [
        ("一致率", f"{percent}（{found.compared}項目中{found.same}項目）"),
        ("重み付きκ係数", f"{kappa}（{found.compared}項目）"),
        ("計算に含めない項目", excluded),
        *(exempt if sheet.exempt else []),
    ]
    st.html(markup.facts(pairs))
    with st.popover("一致率とκ係数の計算方法"):
        st.write(DEFINITION)
