"""The members of a visit on its day: whose chapters are whose, and who is where."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.model.accounts import Principal
from checklist.model.sheets import SheetVersion
from checklist.model.visits import Visit
from checklist.readings.visit_preparation import Chapters
from checklist.rules import access
from checklist.store.act import viewing
from checklist.store.visits import member_chapters
from checklist.store.visits.member_chapters import MemberProgress
from checklist.ui import inputs, markup, widgets
from checklist.ui.markup import Head
from checklist.ui.session import Fresh

NAMES = (Head("氏名"), Head("担当する章", 10), Head("進み具合", 6), Head("最後に記入した項目", 13))


def show(principal: Principal, visit: Visit, found: Chapters | None) -> None:
    """Chapters and progress member by member, following along during the visit."""
    # Afterwards everybody's work is one report, and nobody is on their way any more.
    if found is None or visit.state not in access.WRITABLE_VISITS:
        return
    widgets.section("担当と進み具合")
    if not visit.member_ids:
        widgets.empty("訪問評価者が決まっていません", "地域事務局が訪問評価者を登録すると、担当する章を決められます。")
        return
    progress(principal, visit, found.versions, Fresh(found.progress))
    if found.assigns:
        with st.expander("担当する章を決める"):
            _assign(principal, visit, found)


@st.fragment(run_every=10)
def progress(
    principal: Principal, visit: Visit, versions: Sequence[SheetVersion], read: Fresh[Sequence[MemberProgress]]
) -> None:
    """Who is where, brought up to date by itself."""
    found = read.value if read.first() else _progress_now(principal, visit.id)
    names = {(version.code, one.code): one.name for version in versions for one in version.chapters}
    texts = {item.code: item.text for version in versions for item in version.items}
    hides = principal.hospital_id == visit.host_id
    rows = [_row(one, names, texts, hides) for one in found]
    st.html(markup.listing("担当と進み具合", NAMES, rows))
    if hides:
        st.html(markup.paragraph("訪問評価者ごとの進み具合は、受審病院には表示されません。", "note"))


def _progress_now(principal: Principal, visit_id: int) -> Sequence[MemberProgress]:
    with viewing(principal) as view:
        return member_chapters.progress(view, visit_id)


def _row(one: MemberProgress, names: dict[tuple[str, str], str], texts: dict[str, str], hides: bool) -> list[str]:
    chapters = markup.lines(f"{code}　{names[version, code]}" for version, code in one.chapters)
    bar: str = ""
    last: str = "" if hides else "まだ記入していません"
    if not hides and one.items:
        bar = markup.progress(one.answered, one.items, f"{one.items}項目中{one.answered}項目")
    if not hides and one.last_at:
        item = f"{one.last_item}　{texts.get(one.last_item, '')}"
        last = markup.lines([one.last_chapter, item, markup.small(words.moment(one.last_at))])
    return [one.name, chapters or Markup("決まっていません"), bar, last]


def _assign(principal: Principal, visit: Visit, found: Chapters) -> None:
    """One member and one sheet at a time."""
    people = {one.person_id: one.name for one in found.progress}
    left, right = st.columns(2)
    with left:
        person = inputs.choice("訪問評価者", people, None, f"assign-{visit.id}-who")
    with right:
        sheets = {version.code: f"{version.sheet_name} {version.name}" for version in found.versions}
        code = inputs.choice("点検表", sheets, None, f"assign-{visit.id}-sheet")
    chapters = next(version.chapters for version in found.versions if version.code == code)
    names = {one.code: f"{one.code}　{one.name}" for one in chapters}
    mine = [one.chapter_code for one in found.given if one.person_id == person and one.version_code == code]
    chosen = inputs.several("担当する章", names, mine, f"assign-{visit.id}-{person}-{code}")
    if st.button("担当する章を保存する", type="primary", key=f"assign-{visit.id}-save"):
        widgets.save(
            principal,
            lambda act: member_chapters.assign(act, visit.id, person, code, chosen),
            "担当する章を保存しました。",
        )
