"""What whoever leads a visit does with its poll: offering days, taking one back, and ending it."""

from __future__ import annotations

from datetime import date

import streamlit as st

from checklist import words
from checklist.errors import Fault, Refused
from checklist.model.accounts import Principal
from checklist.model.visits import DayPart, VisitTime
from checklist.readings.date_poll_page import PollPage
from checklist.rules.visits import visit_times
from checklist.store.act import Act, viewing
from checklist.store.visits import date_polls, date_voices
from checklist.ui import inputs, session, widgets

HINT = "例：13:30（空欄でもかまいません）"
REPEAT = "日程をもう一度調整する"


def show(principal: Principal, page: PollPage) -> None:
    """The forms, for those who may offer days."""
    if not page.offers:
        return
    started, held = page.open, page.visit.visit_date is not None
    title = "候補日を追加・取り下げる" if started else REPEAT if held else "候補日を出す"
    with st.expander(title, expanded=not started and not held, key="date-offers"):
        _offer(principal, page)
        if started:
            _drop(principal, page)


def _offer(principal: Principal, page: PollPage) -> None:
    form = f"date-offer-{page.visit.id}"
    key = f"{form}-{session.round_of(form)}"
    first, last = page.year
    st.caption(widgets.plain(f"{words.day(max(first, page.today))}から{words.day(last)}までの日を候補にできます。"))
    day, day_fault = inputs.day("候補日", None, f"{key}-day")
    if day:
        _told(principal, page, day)
    part = inputs.one_of("時間帯", words.DAY_PARTS, DayPart.AFTERNOON, f"{key}-part")
    typed = inputs.text("開始時刻", "", 10, f"{key}-starts", HINT)
    # Once there are days to choose from, the choice is the page's filled button.
    if st.button("候補に加える", key=f"{key}-save", type="secondary" if page.open else "primary", width="stretch"):
        widgets.save(
            principal, lambda act: _add(act, page, day, day_fault, part, typed), "候補日を加えました。", form
        )  # fmt: skip


def _told(principal: Principal, page: PollPage, day: date) -> None:
    """What stands against a day, as soon as it is typed."""
    with viewing(principal) as view:
        found = date_voices.against(view, page.visit, [day])[day]
    for one in found:
        st.warning(widgets.plain(one.sentence))


def _add(act: Act, page: PollPage, day: date | None, day_fault: str, part: DayPart, typed: str) -> None:
    found = [Fault("候補日", day_fault or "入力してください。")] if day is None else []
    starts = ""
    try:
        starts = visit_times.parse(typed)
    except ValueError:
        found.append(Fault("開始時刻", visit_times.unread(typed)))
    if found or day is None:
        raise Refused(found)
    date_polls.offer(act, page.visit.id, page.seen, [VisitTime(day, part, starts)])


def _drop(principal: Principal, page: PollPage) -> None:
    assert page.poll is not None
    st.divider()
    several = {one.id: visit_times.said(one.time) for one in page.poll.offers}
    if len(several) > 1:
        chosen = inputs.choice("取り下げる候補", several, None, f"date-drop-{page.visit.id}")
        if st.button("この候補を取り下げる", key=f"date-drop-{page.visit.id}-do"):
            widgets.save(principal, lambda act: date_polls.drop(act, chosen, page.seen), "候補を取り下げました。")
    if st.button("日程調整を取りやめる", key=f"date-withdraw-{page.visit.id}"):
        widgets.save(
            principal,
            lambda act: date_polls.withdraw(act, page.visit.id, page.seen),
            "日程調整を取りやめました。回答は記録に残ります。",
        )
