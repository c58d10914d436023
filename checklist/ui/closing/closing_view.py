"""The closing meeting as a whole: beginning it, following it on several screens, and how far the sides agree."""

from __future__ import annotations

from html import escape

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.errors import ChecklistError
from checklist.model.accounts import Principal
from checklist.model.permission import Thing, Verb
from checklist.model.visits import Visit, VisitState
from checklist.rules.closing.concordance import DEFINITION
from checklist.store.act import acting, viewing
from checklist.store.closing import closings, findings
from checklist.store.closing.closings import Closing, ClosingSheet
from checklist.store.closing.findings import Finding
from checklist.store.hospitals import hospitals
from checklist.store.visits import visits
from checklist.ui import markup, widgets


def visit_of(principal: Principal, visit_id: int | None) -> tuple[Visit, str] | None:
    """The visit with its host's name, if the reader may see its closing meeting."""
    if visit_id is None:
        return None
    try:
        with viewing(principal) as view:
            visit = visits.require(view, visit_id, Thing.CLOSING, Verb.READ)
            return visit, hospitals.get(view, visit.host_id).name
    except ChecklistError:
        return None


def read(principal: Principal, visit: Visit) -> tuple[Closing, list[Finding]] | None:
    """The meeting with its findings; before it was opened, how to begin it."""
    try:
        with viewing(principal) as view:
            return (
                closings.read(view, visit.id),
                findings.of_visit(view, visit.id),
            )
    except ChecklistError as error:
        _not_yet(principal, visit, error.message)
        return None


def _not_yet(principal: Principal, visit: Visit, reason: str) -> None:
    hint = "自己評価と訪問評価が提出され、訪問が「訪問中」になると始められます。"
    widgets.empty(reason, hint, "訪問の内容へ", f"/visits?visit={visit.id}")
    may_write = Verb.WRITE in visits.verbs(principal, visit, Thing.CLOSING)
    if visit.state is VisitState.ON_SITE and may_write:
        st.html(
            '<p class="soft">始めると、受審病院と訪問側の双方が、互いの評定とコメントをこの画面で確認できます。</p>'
        )
        if st.button("講評会を始める", type="primary"):
            widgets.save(lambda: _open(principal, visit.id), "講評会を始めました。")


def _open(principal: Principal, visit_id: int) -> None:
    with acting(principal) as act:
        closings.open_meeting(act, visit_id)


def is_writable(principal: Principal, visit: Visit, found: Closing) -> bool:
    """Whether the reader may change the record of the meeting now: on site, and nobody has signed yet."""
    may_write = Verb.WRITE in visits.verbs(principal, visit, Thing.CLOSING)
    return may_write and visit.state is VisitState.ON_SITE and not found.signatures


def mark(found: Closing, noted: list[Finding], visit: Visit) -> tuple[object, ...]:
    """What changes whenever anything on the screen does."""
    taps = [(one.item.code, one.recorded.version) for sheet in found.sheets for one in sheet.items if one.recorded]
    signed = [one.id for one in found.signatures.values()]
    return (visit.state, found.version, found.edition, taps, [(one.id, one.version) for one in noted], signed)


@st.fragment(run_every=5)
def watch(principal: Principal, visit_id: int, seen: tuple[object, ...]) -> None:
    """Show the page anew when somebody at another screen has changed something."""
    try:
        with viewing(principal) as view:
            found = closings.read(view, visit_id)
            noted = findings.standing(view, visit_id)
            visit = visits.get(view, visit_id)
    except ChecklistError:
        return
    if mark(found, noted, visit) != seen:
        st.rerun()


def status(visit: Visit, found: Closing, noted: list[Finding]) -> None:
    """Where the meeting stands, in one row."""
    discussed = sum(len(sheet.to_discuss) for sheet in found.sheets)
    unagreed = sum(len(sheet.unagreed) for sheet in found.sheets)
    kinds = [words.FINDING_KINDS[one.kind] for one in noted]
    told = "・".join(f"{word} {kinds.count(word)}件" for word in words.FINDING_KINDS.values())
    signed = "・".join(words.SIGNATORIES[side] for side in found.signatures) or "まだありません"
    pairs = [
        ("状態", markup.visit_chip(visit.state)),
        ("報告書の版", f"第{found.edition}版を準備中" if visit.state is VisitState.ON_SITE else "確定済み"),
        ("話し合う項目", f"{discussed}項目（うち{words.UNAGREED} {unagreed}項目）"),
        ("記録", told),
        ("署名", signed),
    ]
    st.html(markup.facts([(name, Markup(value)) for name, value in pairs]))
    if visit.state is not VisitState.ON_SITE:
        st.info("評価報告書は確定しています。この画面の記録は変更できません。")
    elif found.signatures:
        st.info("署名があるため、記録を変更できません。直す場合は、署名を取り消してください。")


def agreement(sheet: ClosingSheet) -> None:
    """How far both sides agree, with what the figures are made of."""
    found = sheet.concordance
    percent = words.NOT_COMPARABLE if found.percent is None else f"{found.percent:.1f}％"
    kappa = words.NOT_COMPARABLE if found.kappa is None else f"{found.kappa:.2f}"
    excluded = f"未回答 {found.unanswered}・確認不能 {found.unverified}・該当なし {found.not_applicable}（項目）"
    pairs = [
        ("一致率", f"{percent}（{found.compared}項目中{found.same}項目）"),
        ("重み付きκ係数", f"{kappa}（{found.compared}項目）"),
        ("計算に含めない項目", escape(excluded)),
    ]
    st.html(markup.facts([(name, Markup(value)) for name, value in pairs]))
    with st.popover("一致率とκ係数の計算方法"):
        st.write(DEFINITION)
