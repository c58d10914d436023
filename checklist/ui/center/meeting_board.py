"""One council meeting on the screen: its agenda with papers, who comes to listen, how it went, and what is public of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from checklist import words
from checklist.errors import ChecklistError
from checklist.formats.file_kinds import EXCEL, PDF
from checklist.jobs import council_papers
from checklist.model.accounts import Principal
from checklist.model.center.activities import CouncilItem, CouncilMeeting
from checklist.model.center.council import Paper
from checklist.readings.center.council_page import MeetingPage
from checklist.rules.center.council import Stage
from checklist.store import db
from checklist.store.center import council
from checklist.store.records import records
from checklist.ui import inputs, markup, session, widgets
from checklist.ui.center import listener_board, record_book
from checklist.ui.center.council_board import PUBLIC, TONES, since
from checklist.ui.markup import Head
from checklist.words.center import FORMS, ITEMS, PAPERS, file_size

REASON_LIMIT = 500
FILES = {one.code: one.word for one in (PDF, EXCEL)}


def show(principal: Principal, page: MeetingPage) -> None:
    """The whole meeting."""
    widgets.back("協議会の一覧へ", "/council")
    one = page.meeting
    if one is None:
        widgets.empty("この会議は表示できません", page.refusal)
        return
    widgets.section(one.name)
    st.html(markup.chip(page.stage.value, TONES.get(page.stage, "quiet")))
    st.html(markup.facts(_facts(one, page)))
    _publish(principal, page, one)
    widgets.section("議題と資料")
    for item in page.items:
        _item(principal, page, item)
    if not page.items:
        widgets.empty("議題はまだありません", "下の欄から追加してください。")
    title = "議題を修正する" if page.chosen else "議題を追加する"
    with st.expander(title, expanded=page.chosen is not None):
        fixed = {"meeting_id": one.id, "held_on": page.chosen.day if page.chosen else page.today}
        record_book.form(principal, page, CouncilItem, f"item-{one.id}", fixed, council.save_item, "議題を保存する")
    _loose(principal, page, one)
    listener_board.show(principal, page, one)
    _held(principal, page, one)
    with st.expander("会議の情報を修正する"):
        shown: Any = replace(page, chosen=one)
        own = {name: getattr(one, name) for name in ("held", "present", "absent", "observers")}
        record_book.form(
            principal, shown, CouncilMeeting, f"meeting-{one.id}-{one.version}", own, button="会議の情報を保存する"
        )


def _facts(one: CouncilMeeting, page: MeetingPage) -> list[tuple[str, str]]:
    found = [
        ("日時", f"{words.day(one.held_on)}　{one.hours}".strip()),
        ("開催の方法", FORMS.get(one.form, one.form)),
        ("会場", one.place),
        ("公開", since(one, page.stage)),
        ("任期中の委員", f"{page.members}名"),
    ]
    if one.opinions_until:
        found.append(("意見の締切", words.day(one.opinions_until)))
    if one.held:
        told = f"出席{one.present}名、欠席{one.absent}名、傍聴{one.observers}名"
        found.append(("開催の結果", told))
    return [(name, text) for name, text in found if text]


def _publish(principal: Principal, page: MeetingPage, one: CouncilMeeting) -> None:
    """One button for what comes next, and what everybody can read by then."""
    today, ahead = page.today, page.stage
    if ahead is Stage.DRAFT:
        _at_once(principal, one, "開催案内を今日から公開する", "開催案内を公開しました。", announced_on=today)
    elif ahead is Stage.HELD:
        told = "公開すると、公開の議題の内容・意見・資料を誰でも読めます。非公開の議題は、議題名と理由のみ公開します。"
        widgets.notes([told])
        _at_once(principal, one, "会議要旨を今日から公開する", "会議要旨を公開しました。", published_on=today)
    elif ahead in (Stage.PUBLISHED, Stage.ANNOUNCED):
        widgets.links(("公開しているページを開く", PUBLIC))


def _at_once(principal: Principal, one: CouncilMeeting, label: str, told: str, **change: Any) -> None:
    if st.button(widgets.plain(label), type="primary", key=f"publish-{one.id}-{one.version}"):
        widgets.save(principal, lambda act: records.save(act, None, replace(one, **change)), told)


def _item(principal: Principal, page: MeetingPage, item: CouncilItem) -> None:
    papers = page.papers.get(item.id, ())
    chip = markup.chip("非公開", "late") if item.closed else markup.chip("公開", "good")
    widgets.subsection(f"{item.place}　{item.title}")
    way = markup.link("議題を修正する", f"/council?meeting={item.meeting_id}&item={item.id}", "button")
    st.html(markup.row([chip, way]))
    found = [("種類", ITEMS.get(item.kind, item.kind)), ("非公開の理由", item.closed_reason)]
    texts = [("資料の内容", item.papers), ("委員の主な意見", item.opinions)]
    told = [(name, text) for name, text in found if text] + [(name, markup.prose(text)) for name, text in texts if text]
    st.html(markup.facts(told))
    if papers:
        _papers(papers, item)
    with st.expander(widgets.plain(f"「{item.title}」の資料を作成する・取り下げる")):
        _freeze(principal, page, item)
        _take_back(principal, papers)


def _papers(papers: tuple[Paper, ...], item: CouncilItem) -> None:
    rows = []
    for one in papers:
        leaves = one.public and not item.closed
        name = markup.link(
            f"{one.title}（{FILES[one.file]}、{file_size(one.bytes)}）", f"/download/center/papers/{one.id}.{one.file}"
        )
        state = "公開の対象" if leaves else "委員のみ"
        rows.append([name, words.moment(one.as_of), state, markup.small(one.sha256[:16])])
    heads = [Head("資料", 18), Head("集計の時点", 10), Head("扱い", 7), Head("SHA-256（先頭16桁）", 10)]
    st.html(markup.listing(f"{item.title}の資料", heads, rows))


def _freeze(principal: Principal, page: MeetingPage, item: CouncilItem) -> None:
    key = f"freeze-{item.id}"
    edition = "センター内用（委員のみ）" if item.closed else "公表用（少ない件数を伏せる）"
    st.html(markup.paragraph(f"今の集計から資料を作成し、その時点の内容で固定します。この議題の資料は{edition}です。"))
    left, right = st.columns(2)
    with left:
        kind = inputs.choice("資料", PAPERS, "council", f"{key}-kind")
    with right:
        spans = {one.code: one.word for one in page.spans}
        period = inputs.choice("期間", spans, next(iter(spans), None), f"{key}-period")
    if st.button("資料を作成して固定する", key=f"{key}-make"):
        try:
            made = council_papers.freeze(principal, db.default_path(), item.id, kind, period, session.whence())
        except ChecklistError as error:
            widgets.refused(error, "資料を作成していません。")
            return
        session.tell(f"資料を{len(made)}つのファイルで固定しました。")


def _take_back(principal: Principal, papers: tuple[Paper, ...]) -> None:
    if not papers:
        return
    key = f"back-{papers[0].item_id}-{session.round_of('paper-back')}"
    names = {one.id: f"{one.title}（{FILES[one.file]}）" for one in papers}
    chosen = inputs.choice("取り下げる資料", names, None, f"{key}-which")
    reason = inputs.text("取り下げる理由", "", REASON_LIMIT, f"{key}-reason")
    if st.button("資料を取り下げる", key=f"{key}-save"):
        widgets.save(
            principal, lambda act: council.take_back(act, chosen, reason), "資料を取り下げました。", "paper-back"
        )


def _loose(principal: Principal, page: MeetingPage, one: CouncilMeeting) -> None:
    if not page.loose:
        return
    with st.expander(f"会議の決まっていない議題（{len(page.loose)}件）"):
        for item in page.loose:
            if st.button(widgets.plain(f"「{item.title}」をこの会議の議題にする"), key=f"tie-{item.id}"):
                _tie(principal, replace(item, meeting_id=one.id))


def _tie(principal: Principal, item: CouncilItem) -> None:
    widgets.save(principal, lambda act: council.save_item(act, item), "議題にしました。")


def _held(principal: Principal, page: MeetingPage, one: CouncilMeeting) -> None:
    if one.held_on > page.today:
        return
    written = one.form == "written"
    widgets.section("開催の結果")
    key = f"held-{one.id}-{one.version}"
    left, middle, right = st.columns(3)
    with left:
        present = inputs.count(
            "意見を提出した委員" if written else "出席委員", 0, 200, one.present or page.members, f"{key}-present"
        )
    with middle:
        absent = inputs.count("提出のない委員" if written else "欠席委員", 0, 200, one.absent, f"{key}-absent")
    with right:
        start = 0 if written else one.observers or listener_board.seated(page)
        listeners = inputs.count("傍聴者", 0, 1000, start, f"{key}-observers")
    widgets.notes(["記録すると、傍聴の申込みの氏名・連絡先・配慮の内容を消去し、人数のみ残します。"])
    if st.button("開催の結果を記録する", type="secondary" if one.held else "primary", key=f"{key}-save"):
        told = "開催の結果を記録しました。"
        widgets.save(principal, lambda act: council.hold(act, one.id, one.version, present, absent, listeners), told)
