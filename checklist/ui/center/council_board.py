"""協議会 on the screen: the meetings with how far each is, the members by term, and the sentences of the report."""

from __future__ import annotations

import streamlit as st

from checklist import words
from checklist.model.accounts import Principal
from checklist.model.center.activities import CouncilMeeting
from checklist.readings.center.council_page import MEETINGS, MEMBERS, PARTS, REMARKS, CouncilPage
from checklist.rules.center.council import Stage
from checklist.ui import markup, widgets
from checklist.ui.center import record_book
from checklist.ui.markup import Head
from checklist.words.center import FORMS

WORDS = {MEETINGS: "会議", MEMBERS: "委員", REMARKS: "実績報告の文章"}
PUBLIC = "/public/council"
TONES = {Stage.PUBLISHED: "good", Stage.ANNOUNCED: "good", Stage.PAST: "late"}
_OWN = ("held", "present", "absent", "observers")
"""What is noted after the meeting, in a form of its own."""


def show(principal: Principal, page: CouncilPage) -> None:
    """The part that was asked for."""
    widgets.part("表示", PARTS, "part", WORDS.__getitem__)
    if page.refusal:
        st.warning(widgets.plain(page.refusal))
    if page.part == MEETINGS:
        _meetings(principal, page)
    else:
        _book(principal, page)


def _meetings(principal: Principal, page: CouncilPage) -> None:
    for one in page.overdue:
        told = f"{one.name}は開催日を過ぎています。開催の結果を記録すると、傍聴者の氏名と連絡先を消去し、人数のみ残します。"
        st.warning(widgets.plain(told))
    if page.loose:
        told = f"会議の決まっていない議題が{len(page.loose)}件あります。会議の画面で、その会議の議題にできます。"
        st.info(widgets.plain(told))
    if page.found:
        _list(page)
        if page.remark:
            widgets.notes([page.remark])
    else:
        widgets.empty("協議会の会議はまだありません", "下の欄から最初の会議を追加してください。")
    with st.expander("会議を追加する", expanded=not page.found):
        fixed = {"held": False, "present": 0, "absent": 0, "observers": 0, "published_on": None, "next_on": None}
        record_book.form(principal, page, CouncilMeeting, "council", fixed)
    widgets.links(("公開しているページを開く", PUBLIC))


def _list(page: CouncilPage) -> None:
    heads = [Head("会議", 12), Head("開催日", 9), Head("方法", 8), Head("状態", 10), Head("公開", 10), Head("")]
    rows = []
    for one in page.found:
        assert isinstance(one, CouncilMeeting)
        stage = page.stages[one.id]
        way = markup.link("開く", f"/council?meeting={one.id}", "button")
        state = markup.chip(stage.value, TONES.get(stage, "quiet"))
        rows.append(
            [
                markup.prose(one.name),
                words.day(one.held_on),
                FORMS.get(one.form, one.form),
                state,
                since(one, stage),
                way,
            ]
        )
    st.html(markup.listing("協議会の会議", heads, rows))


def since(one: CouncilMeeting, stage: Stage) -> str:
    """Since when everybody may read of a meeting."""
    if stage is Stage.PUBLISHED and one.published_on:
        return f"{words.day(one.published_on)}から"
    if stage is Stage.ANNOUNCED and one.announced_on:
        return f"{words.day(one.announced_on)}から案内"
    return "非公開"


def _book(principal: Principal, page: CouncilPage) -> None:
    kind = page.kind
    if page.part == REMARKS:
        told = "年次実績報告の各部に載せる文章です。公表用の報告にも載ります。"
        widgets.notes([told])
        widgets.links(
            ("今年度の年次実績報告をPDFで保存", "/download/center/reports/annual.pdf"),
            ("Excelで保存", "/download/center/reports/annual.xlsx"),
        )
    with st.expander(f"{kind.WORD}を修正する" if page.chosen else f"{kind.WORD}を追加する", expanded=bool(page.chosen)):
        record_book.form(principal, page, kind, f"council-{kind.KIND}")
    if page.found:
        record_book.listing(page, kind, f"/council?part={page.part}")
    else:
        widgets.empty(f"{kind.WORD}はまだありません", "上の欄から追加してください。")
