"""病院, 届出 and 利用者 from one file: read, shown as what would change, and taken in once somebody has agreed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from markupsafe import Markup

from checklist.errors import ChecklistError, Stale
from checklist.imports import part, region_file
from checklist.imports.part import Change
from checklist.imports.region_file import Draft, Outcome
from checklist.model.accounts import Principal
from checklist.model.mappings import Subject
from checklist.store.accounts import first_passwords
from checklist.store.act import Act, trying
from checklist.ui import mapping_memory, markup, session, table_form, upload_form, widgets
from checklist.ui.accounts import first_password_view
from checklist.ui.mapping_memory import Memory
from checklist.ui.markup import Head

TITLE = "病院・届出・利用者をファイルから取り込む"
READ = "ファイルを読み込む"
SHOWN = 300
"""So many rows are shown; the others are counted."""
HEADS = ("表", "行", Head("対象", 10), "区分", Head("変更内容", 18))
_TONES = {part.NEW: "done", part.CHANGED: "busy", part.SAME: "quiet"}
_KEPT = "region-import"
MEMORY = Memory(Subject.HOSPITALS)


@dataclass(frozen=True)
class _Waiting:
    draft: Draft
    outcome: Outcome


def waits() -> bool:
    """Whether a file was read and nobody has decided about it."""
    return session.recall(_KEPT) is not None


def entry(principal: Principal) -> None:
    """Choose a file and read it, or see everything wrong with it in one table."""
    st.html(
        markup.paragraph(
            "記入様式（Excel）の「病院」「届出」「利用者」の表に記入して、1つのファイルで取り込みます。使わない表は空欄のままで"
            "構いません。1つの表のみのExcelやCSVも取り込めます。登録済みの病院コード・ログインIDの行は、その内容を変更します。"
            "地方厚生（支）局の届出受理名簿も、公開されているファイルのまま取り込めます。取り込む前に、変更内容を表示します。誤りが1つでもあれば、何も変更しません。"
        )
    )
    base = "/download/hospitals/template"
    widgets.links(("記入様式（Excel）", f"{base}.xlsx"), ("病院のみの記入様式（CSV）", f"{base}.csv"))
    table_form.choose(principal, _KEPT, "取り込むファイル", READ, region_file.read, _keep, trying, memory=MEMORY)


def _keep(act: Act, draft: Draft) -> str:
    session.keep(_KEPT, _Waiting(draft, region_file.preview(act, draft)))
    return table_form.CHECK


def review(principal: Principal) -> None:
    """What would change, with the way to take it in and the way back."""
    waiting: _Waiting = session.recall(_KEPT)
    outcome = waiting.outcome
    widgets.section("取り込む内容の確認")
    mapping_memory.told(principal, _KEPT, _KEPT)
    for sentence in outcome.left_out:
        st.warning(widgets.plain(sentence))
    if outcome.notes:
        st.html(markup.notes(outcome.notes))
    st.html(markup.paragraph(outcome.sentence))
    if not outcome.effects:
        widgets.empty("変更はありません", "ファイルの内容は、すべて登録済みの内容と同じです。")
    if new := outcome.new_people():
        seconds = max(1, round(len(new) / 8))
        told = f"{len(new)}人に初回のパスワードを作成し、取り込んだあとに1回のみ表示します（約{seconds}秒かかります）。"
        st.caption(widgets.plain(told))
    table_form.decide(_KEPT, _KEPT, (lambda: _take(principal, waiting)) if outcome.effects else None)
    _table("変更する内容", [one for one in outcome.changes if one.effect != part.SAME])
    same = [one for one in outcome.changes if one.effect == part.SAME]
    if same:
        with st.expander(f"変更なし（{len(same)}件）"):
            _table("変更なし", same)


def _table(title: str, found: Sequence[Change]) -> None:
    if not found:
        return
    rows = [
        [one.noun, str(one.number), one.what, markup.chip(one.effect, _TONES[one.effect]), _fields(one)]
        for one in found[:SHOWN]
    ]
    st.html(markup.listing(title, HEADS, rows, tall=True))
    if len(found) > SHOWN:
        widgets.notes([f"{len(found)}件のうち、はじめの{SHOWN}件を表示しています。"])


def _fields(change: Change) -> Markup:
    """Each field with what stood there before and what will."""
    if change.effect == part.NEW:
        return markup.lines(f"{name}：{after}" for name, _, after in change.fields)
    return markup.lines(f"{name}：{before or '空欄'} → {after or '空欄'}" for name, before, after in change.fields)


def _take(principal: Principal, waiting: _Waiting) -> None:
    given = first_passwords.of(waiting.outcome.new_people(), waiting.outcome.new_places())
    with st.spinner("取り込んでいます。"):
        # Before anybody has the lock: hashing takes a tenth of a second for each.
        hashes = first_passwords.hashed(given)

        def take(act: Act) -> None:
            region_file.import_file(act, waiting.draft, waiting.outcome, hashes)
            mapping_memory.keep(act, _KEPT)
            act.after(lambda: session.keep(_KEPT, None))
            act.after(lambda: first_password_view.add(given))

        told = f"取り込みました（{waiting.outcome.sentence}）。"
        upload_form.confirmed(principal, take, told, lambda error: _look_again(principal, waiting, error))


def _look_again(principal: Principal, waiting: _Waiting, error: Stale) -> None:
    """Show what would change now that somebody else was first."""
    try:
        with trying(principal) as act:
            session.keep(_KEPT, _Waiting(waiting.draft, region_file.preview(act, waiting.draft)))
    except ChecklistError as refused:
        widgets.refused(refused, upload_form.REFUSED)
    else:
        session.tell(error.message)
