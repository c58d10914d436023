"""The members of a visit on its day: whose chapters are whose, and who is where."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.model.accounts import Principal
from checklist.model.assessments import Track
from checklist.model.permission import Thing, Verb
from checklist.model.sheets import SheetVersion
from checklist.model.visits import Visit
from checklist.rules import access
from checklist.store.act import acting, viewing
from checklist.store.assessments import assessments
from checklist.store.sheets import sheets
from checklist.store.visits import member_chapters, visits
from checklist.store.visits.member_chapters import MemberProgress
from checklist.ui import markup, widgets
from checklist.ui.markup import Head

NAMES = (Head("氏名", 7), Head("担当する章", 9), Head("進み具合", 7), Head("最後に記入した項目", 13))


def show(principal: Principal, visit: Visit) -> None:
    """Chapters and progress member by member, following along during the visit."""
    verbs = visits.verbs(principal, visit, Thing.CHAPTERS)
    if Verb.READ not in verbs or visit.record_only:
        return
    widgets.section("担当と進み具合")
    if not visit.member_ids:
        widgets.empty("訪問評価者が決まっていません", "地域事務局が訪問評価者を登録すると、担当する章を決められます。")
        return
    with viewing(principal) as view:
        codes = [one.version_code for one in assessments.of_visit(view, visit.id) if one.track is Track.VISITOR]
        versions = [sheets.get(view, code) for code in codes]
    progress(principal, visit, versions)
    if Verb.WRITE in verbs and visit.state in access.WRITABLE_VISITS and versions:
        with st.expander("担当する章を決める"):
            _assign(principal, visit, versions)


@st.fragment(run_every=10)
def progress(principal: Principal, visit: Visit, versions: Sequence[SheetVersion]) -> None:
    """Who is where, brought up to date by itself."""
    names = {(version.code, one.code): one.name for version in versions for one in version.chapters}
    texts = {item.code: item.text for version in versions for item in version.items}
    with viewing(principal) as view:
        found = member_chapters.progress(view, visit.id)
    hides = principal.hospital_id == visit.host_id
    rows = [_row(one, names, texts, hides) for one in found]
    st.html(markup.listing("担当と進み具合", NAMES, [[Markup(cell) for cell in row] for row in rows]))
    if hides:
        st.html('<p class="note">訪問評価者ごとの進み具合は、受審病院には表示されません。</p>')


def _row(one: MemberProgress, names: dict[tuple[str, str], str], texts: dict[str, str], hides: bool) -> list[str]:
    chapters = "<br>".join(escape(f"{code}　{names[version, code]}") for version, code in one.chapters)
    if hides:
        bar, last = "－", "－"
    else:
        bar = markup.progress(one.answered, one.items, f"{one.items}項目中{one.answered}項目") if one.items else "－"
        last = (
            f"{escape(one.last_chapter)}<br>{escape(one.last_item)}　{escape(texts.get(one.last_item, ''))}"
            f'<br><small class="soft">{words.moment(one.last_at)}</small>'
            if one.last_at
            else "まだ記入していません"
        )
    return [escape(one.name), chapters or "決まっていません", bar, last]


def _assign(principal: Principal, visit: Visit, versions: Sequence[SheetVersion]) -> None:
    """One member and one sheet at a time."""
    with viewing(principal) as view:
        people = {one.person_id: one.name for one in member_chapters.progress(view, visit.id)}
        given = member_chapters.of_visit(view, visit.id)
    left, right = st.columns(2)
    person = left.selectbox("訪問評価者", list(people), format_func=people.__getitem__, key=f"assign-{visit.id}-who",
                            filter_mode=None, placeholder="選択")  # fmt: skip
    by_code = {version.code: version for version in versions}
    code = right.selectbox("点検表", list(by_code), key=f"assign-{visit.id}-sheet", filter_mode=None, placeholder="選択",
                           format_func=lambda found: f"{by_code[found].sheet_name} {by_code[found].name}")  # fmt: skip
    names = {one.code: f"{one.code}　{one.name}" for one in by_code[code].chapters}
    mine = [one.chapter_code for one in given if one.person_id == person and one.version_code == code]
    chosen = st.multiselect(
        "担当する章", list(names), mine, format_func=names.__getitem__, placeholder="選択",
        key=f"assign-{visit.id}-{person}-{code}", select_all=False, filter_mode=None,
    )  # fmt: skip
    if st.button("担当する章を保存する", type="primary", key=f"assign-{visit.id}-save"):
        widgets.save(lambda: _do_assign(principal, visit.id, person, code, chosen), "担当する章を保存しました。")


def _do_assign(principal: Principal, visit_id: int, person_id: int, code: str, chapters: Sequence[str]) -> None:
    with acting(principal) as act:
        member_chapters.assign(act, visit_id, person_id, code, chapters)
