"""The 改訂案 of the region, and beginning another one."""

from __future__ import annotations

from datetime import date

import streamlit as st

from checklist import words
from checklist.errors import Fault, Refused
from checklist.model.accounts import Principal
from checklist.model.sheets import RevisionStep
from checklist.readings.revisions_page import RevisionsPage
from checklist.store.act import Act
from checklist.store.sheets import revisions
from checklist.ui import inputs, markup, session, widgets
from checklist.ui.markup import Head

HEADS = (Head("点検表", 12), "改訂案", "適用開始日", Head("状態", 6), Head("意見の期限", 8), "")
_TONES = {RevisionStep.OPENED: "busy", RevisionStep.PUBLISHED: "done", RevisionStep.DISCARDED: "off"}


def show(principal: Principal, page: RevisionsPage) -> None:
    """The list with the way to each, then the form for the next one."""
    if page.revisions:
        st.html(markup.listing("改訂案の一覧", HEADS, [_row(page, place) for place in range(len(page.revisions))]))
    elif page.writes:
        widgets.empty("改訂案はありません", "下の「改訂案を作成する」で、使用中の版から次の版の案を作成します。")
    else:
        widgets.empty("改訂案はありません", "地域事務局が点検表の改訂案への意見を募集すると、ここに表示します。")
    if page.writes and page.startable:
        with st.expander("改訂案を作成する", expanded=not page.revisions):
            _form(principal, page)


def _row(page: RevisionsPage, place: int) -> list[str]:
    one = page.revisions[place]
    state = markup.chip(words.REVISION_STEPS[one.step], _TONES.get(one.step, "quiet"))
    if one.id in page.unanswered:
        state = markup.lines((state, markup.chip("全体への意見が未回答", "late")))
    way = "編集する" if page.writes and one.is_open else "内容を見る"
    return [
        one.sheet_name, one.name, words.day(one.starts_on), state, words.day(one.until) if one.until else "",
        markup.link(way, f"/revisions?revision={one.id}", "button"),
    ]  # fmt: skip


def _form(principal: Principal, page: RevisionsPage) -> None:
    key = f"revision-new-{session.round_of('revision-new')}"
    lines = {line.code: f"{line.sheet_name} {line.name}" for line in page.startable}
    code = inputs.choice("もとにする版", lines, None, f"{key}-version")
    line = next(one for one in page.startable if one.code == code)
    with st.form(f"{key}-{code}", enter_to_submit=False):
        name = inputs.text("改訂案の版名", "", 100, f"{key}-{code}-name", f"例：{line.name}の次の版の名前")
        day, fault = inputs.day("適用開始日", None, f"{key}-{code}-day")
        if st.form_submit_button("改訂案を作成する", type="primary"):
            widgets.save(
                principal, lambda act: _start(act, code, name, day, fault), "改訂案を作成しました。", "revision-new"
            )


def _start(act: Act, code: str, name: str, day: date | None, fault: str) -> None:
    if day is None:
        raise Refused([Fault("適用開始日", fault or "入力してください。")])
    new = revisions.start(act, code, name, day)
    act.after(lambda: st.query_params.update({"revision": str(new)}))
