"""The year, what is met of it, and its parts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from enum import StrEnum

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.model.plan import DutyState, PlanDuty
from checklist.readings import plan_listing
from checklist.readings.plan_listing import DutyRow
from checklist.readings.year_plan import PlanPage
from checklist.ui import list_view, markup, session, widgets


class Part(StrEnum):
    """The parts of the page."""

    DUTIES = "duties"
    VISITS = "visits"
    MOVES = "moves"
    SCHEDULE = "schedule"
    PICTURES = "pictures"
    WORK = "work"


_PARTS = {
    Part.DUTIES: "義務",
    Part.VISITS: "訪問",
    Part.MOVES: "組替え",
    Part.SCHEDULE: "日程",
    Part.PICTURES: "図",
    Part.WORK: "作成・公表",
}
ALL, OWN = tuple(Part), (Part.DUTIES, Part.SCHEDULE)
"""The parts for whoever plans the year, and for a hospital."""
YEAR_WIDTH = 260
"""Pixels of the choice of a year, in which both its names have room."""
TONES = {
    DutyState.MISSING: "late",
    DutyState.DRAFT: "quiet",
    DutyState.PLANNED: "busy",
    DutyState.AGREED: "busy",
    DutyState.HELD: "busy",
    DutyState.DONE: "done",
}


def asked() -> Part:
    """The part that the address asks for."""
    found = widgets.address().get("part", "")
    return Part(found) if found in set(Part) else Part.DUTIES


_SEEN = "plan-seen"


def as_seen(page: PlanPage) -> PlanPage:
    """The page with the edition that stood on the screen before this run: a press runs the page anew, and reads it anew."""
    year, edition = session.recall(_SEEN) or (0, 0)
    return replace(page, seen=edition) if year == page.year else page


def note_seen(page: PlanPage) -> None:
    """Remember what stands on the screen now; the last thing that a page does."""
    session.keep(_SEEN, (page.year, page.plan.edition))


def year(now: int, years: tuple[int, ...]) -> None:
    """The year, chosen in the address."""
    with st.container(width=YEAR_WIDTH):
        widgets.fiscal_year("年度", years, "year", now)


def summary(page: PlanPage) -> None:
    """What is unmet or not agreed yet, how many duties are met and by how many days; then the parts."""
    _standing(page)
    total, days = len(page.duties), len(page.visits)
    met = total - page.missing
    facts = [
        ("義務", f"{total}件のうち{met}件に相手があります" if total else "対象の病院がありません"),
        ("訪問", f"{days}日（登録済み {days - len(page.drafted)}件、計画案 {len(page.drafted)}件）"),
        *_saved(page),
        ("計画案", _told(page)),
    ]
    st.html(markup.facts(facts))
    parts(ALL)


def _standing(page: PlanPage) -> None:
    """In one line what the secretariat has come for."""
    if not page.duties:
        return
    if page.missing:
        told = f"{page.missing}件の義務に相手がありません。理由と必要な対応は「義務」で確かめてください。"
        st.warning(widgets.plain(told))
    elif page.unagreed:
        told = f"すべての義務に相手があります。協議が済んでいない義務が{page.unagreed}件あります。"
        st.info(widgets.plain(told))
    else:
        st.success(widgets.plain(f"すべての義務に相手があり、協議も済んでいます（{len(page.duties)}件）。"))


def parts(found: tuple[Part, ...]) -> None:
    """The parts of the page, of which one is shown; a hospital has fewer, and its visits beside its duties."""
    named = _PARTS if found == ALL else {**_PARTS, Part.DUTIES: "義務・訪問"}
    widgets.part("表示する内容", found, "part", named.__getitem__)


def _saved(page: PlanPage) -> list[tuple[str, str]]:
    """What the draft saves against a plan by hand, where both meet the same duties."""
    fewer = page.by_hand - len(page.drafted)
    if not page.drafted or page.missing > len(page.unmet) or fewer < 0:
        return []
    return [
        (
            "手作業との比較",
            f"未計画の義務を1病院ずつ割り当てると{page.by_hand}日、この計画案は{len(page.drafted)}日（{fewer}日少ない）",
        )
    ]


def _told(page: PlanPage) -> str:
    plan = page.plan
    if not plan.edition:
        return "まだ作成していません"
    worth = ""
    if plan.draft.gap is not None and page.drafted:
        worth = (
            "、これより良い計画はありません" if not plan.draft.gap else f"、最適な計画との差は最大{plan.draft.gap:.1%}"
        )
    state = "公表済み" if plan.published else "未公表の変更があります"
    return f"第{plan.edition}版（{words.moment(plan.at)}　{plan.by}、{state}{worth}）"


def duties(page: PlanPage) -> None:
    """Every hospital with its duties, what is missing first and in red."""
    if not page.duties:
        widgets.empty(
            "この年度に義務のある病院がありません", "医療安全対策地域連携加算の届出を「病院一覧」に登録してください。",
            "病院一覧へ", "/hospitals",
        )  # fmt: skip
        return
    pieces: dict[str, Callable[[DutyRow], str]] = {words.PLAN_DUTIES[one]: _drawn(one) for one in PlanDuty}
    settled = not page.missing and not page.unagreed
    with st.expander("義務の一覧") if settled else nullcontext():
        list_view.show(
            plan_listing.duties(page),
            pieces,
            own=f"year={page.year}",
            group=lambda row: plan_listing.STANDINGS[row.standing],
        )
    widgets.notes(
        [
            "義務は、この年度に有効な医療安全対策地域連携加算の届出によります。特定機能病院は訪問評価のみを行い、義務には数えません。",
            "「実施済み」は、評価する側は評価報告書の手交まで、評価を受ける側は訪問の実施までを指します。",
        ]
    )


def _drawn(duty: PlanDuty) -> Callable[[DutyRow], str]:
    def cell(row: DutyRow) -> Markup:
        line = row.duties.get(duty)
        if line is None:
            return Markup('<span class="soft">{}</span>').format(words.NO_DUTY)
        names = "・".join(row.names.get(one, "") for one in line.partner_ids)
        return markup.lines(
            [markup.chip(words.DUTY_STATES[line.state], TONES[line.state]), *([names] if names else [])]
        )

    return cell
