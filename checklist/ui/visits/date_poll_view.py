"""The poll for the day of a visit: one tap for each day, how the days stand, and the tap that fixes one."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.model.accounts import Principal
from checklist.model.visits import DateAnswer, DateOffer, PollState, VisitState
from checklist.readings import date_poll_page
from checklist.readings.date_poll_page import PollLine, PollPage
from checklist.readings.task import Task
from checklist.rules.visits import day_standings, visit_times
from checklist.rules.visits.day_conflicts import Conflict
from checklist.rules.visits.day_standings import Standing
from checklist.store.act import viewing
from checklist.store.visits import date_polls
from checklist.ui import markup, session, widgets
from checklist.ui.session import Fresh

EVERY = 15
"""Seconds after which the answers of the others are shown."""


def overview(lines: Sequence[PollLine]) -> None:
    """The visits whose day is being looked for, those that wait for the reader first."""
    lines = [one for one in lines if one.poll or (one.offers and one.visit.visit_date is None)]
    if not lines:
        widgets.empty(
            "日程を調整している訪問はありません",
            "訪問側の代表病院が候補日を出すと、ここに表示されます。",
            "訪問の一覧へ",
            "/visits",
        )
        return
    widgets.tasks([_line(one) for one in widgets.paged(lines, "訪問", "date-polls")])


def _line(one: PollLine) -> Task:
    href = f"/date_polls?visit={one.visit.id}"
    if one.poll is None:
        return Task(one.title, "訪問日は未定です。候補日を出すと、双方が回答できます。", href, "候補日を出す")
    missing = f"{one.missing}人が未回答です。" if one.missing else ""
    missing = "全員の回答がそろっています。" if one.complete else missing
    waits = f"あなたは{one.unanswered}件に未回答です。" if one.unanswered else ""
    label = "回答する" if one.unanswered else "開く"
    offered = f"候補{one.coming}件。" if one.coming else "候補日はすべて過ぎています。"
    return Task(one.title, f"{offered}{missing}{waits}", href, label, "now" if waits else "")


def show(principal: Principal, page: PollPage) -> None:
    """Where the poll stands; while it is open, the taps and what came of them."""
    _state(page)
    if page.open:
        _running(principal, page.visit.id, Fresh(page))


def _state(page: PollPage) -> None:
    visit, poll = page.visit, page.poll
    if visit.state is VisitState.CANCELLED:
        st.warning("この訪問は中止されています。日程の調整は終わっています。")
    elif poll and poll.state is PollState.FIXED and poll.fixed and visit.visit_date == poll.fixed.time.on_date:
        st.success(widgets.plain(f"訪問日は{visit_times.said(poll.fixed.time)}に決まりました。"))
    elif visit.visit_date:
        again = "別の日を調整しています。" if page.open else ""
        st.info(widgets.plain(f"訪問日は{visit_times.of_visit(visit)}に決まっています。{again}"))
    elif poll and poll.state is PollState.WITHDRAWN:
        st.info(widgets.plain(f"前回の日程調整は、{poll.changed_by}さんが取りやめました。"))
    if poll is None or not (page.open or visit.visit_date):
        hint = "下の欄から候補日を出してください。" if page.offers else "候補日は、訪問側の代表病院が出します。"
        if visit.state is not VisitState.CANCELLED:
            widgets.empty("候補日はまだありません", hint)
    if visit.visit_date:
        widgets.links(
            ("カレンダーに取り込む（.ics）", f"/download/visits/{visit.id}/day.ics"),
            ("訪問の内容を見る", f"/visits?visit={visit.id}"),
        )


@st.fragment(run_every=EVERY)
def _running(principal: Principal, visit_id: int, read: Fresh[PollPage | None]) -> None:
    """Answers and how the days stand, brought up to date by itself; a tap runs this part alone."""
    page = read.value if read.first() else _now(principal, visit_id)
    if page is None or not page.open:
        # Fixed or withdrawn at another screen: the page says so.
        st.rerun()
    _own(page)
    _standings(principal, page)


def _now(principal: Principal, visit_id: int) -> PollPage | None:
    with viewing(principal) as view:
        return date_poll_page.find(view, visit_id)


def _own(page: PollPage) -> None:
    if page.voice is None:
        return
    offered = page.to_answer
    done = len(offered) - page.unanswered
    name = page.voice.name
    left = (
        "回答済みです。決まるまで変更できます。" if offered and not page.unanswered else f"{len(offered)}件中{done}件"
    )
    st.html(Markup('<p class="next-step" role="status">{}の回答：{}</p>').format(name, left))
    for one in offered:
        _ask(page, one)
    if not offered:
        widgets.empty("回答できる候補日はありません", "候補日はすべて過ぎています。新しい候補日をお待ちください。")


def _ask(page: PollPage, one: DateOffer) -> None:
    """One day with its three buttons."""
    assert page.voice is not None
    said = day_standings.said(page.voice, one)
    # Of what was answered the widget is another: a colleague at the same host may have answered meanwhile.
    key = f"date-answer-{one.id}-{said or 'none'}"
    fault_key = f"date-answer-fault-{one.id}"
    st.html(
        Markup('<div class="offer"><b>{}</b>{}</div>').format(
            visit_times.said(one.time), _against(page.against(one.time.on_date))
        )
    )
    st.segmented_control(
        widgets.plain(f"{visit_times.said(one.time)}の都合"), list(DateAnswer), default=said, required=True, key=key,
        format_func=lambda code: widgets.plain(words.DATE_ANSWERS[code]), label_visibility="collapsed", width="stretch",
        on_change=_answer, args=(one.id, key, fault_key),
    )  # fmt: skip
    if fault := session.recall(fault_key):
        st.error(widgets.plain(fault))


def _answer(offer_id: int, key: str, fault_key: str) -> None:
    tapped = session.recall(key)
    if tapped is not None:
        fault = widgets.save_within(lambda act: date_polls.answer(act, offer_id, DateAnswer(tapped)))
        session.keep(fault_key, fault or None)


def _against(found: Sequence[Conflict]) -> Markup:
    line = Markup('<span class="{}">{}</span>')
    return markup.joined(line.format("hard" if one.hard else "soft", one.sentence) for one in found)


def _standings(principal: Principal, page: PollPage) -> None:
    widgets.section("候補日の状況（よい順）")
    if not page.voices:
        st.warning("回答できる人がいません。訪問評価者と受審病院の医療安全管理者が登録されると、回答できます。")
    for place, one in enumerate(page.standings):
        best = place == 0 and not one.past
        with st.container(border=True, key=f"standing-{one.offer.id}"):
            st.html(_standing(one, best))
            if page.fixes and not one.past:
                _fix(principal, page, one, best)


def _standing(one: Standing, best: bool) -> Markup:
    chips = [markup.chip("最もよい日", "done")] if best else []
    chips += [markup.chip("過ぎた日", "off")] if one.past else []
    chips += [markup.chip("全員参加できます", "busy")] if one.suits_all else []
    rows = [(words.DATE_ANSWERS[answer], names) for answer, names in one.named.items() if names]
    rows += [("未回答", one.missing)] if one.missing else []
    lines = markup.joined(
        Markup("<div><dt>{} {}人</dt><dd>{}</dd></div>").format(word, len(names), "、".join(names))
        for word, names in rows
    )
    head = Markup('<div class="offer"><b>{}</b>{}{}</div>').format(
        visit_times.said(one.offer.time), markup.row(chips) if chips else "", _against(one.conflicts)
    )
    return head + Markup('<dl class="said-by">{}</dl>').format(lines)


def _fix(principal: Principal, page: PollPage, one: Standing, best: bool) -> None:
    assert page.poll is not None
    seen, told = (
        page.poll.seen,
        f"訪問日を{visit_times.said(one.offer.time)}に決めました。関係する人のお知らせに表示されます。",
    )
    if st.button("この日に決める", key=f"fix-{one.offer.id}", type="primary" if best else "secondary", width="stretch"):
        widgets.save(principal, lambda act: date_polls.fix(act, one.offer.id, seen), told)
