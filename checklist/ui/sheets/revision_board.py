"""One 改訂案 on its page: the editor, what it changes, what hospitals say, and publishing it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from checklist import words
from checklist.model.accounts import Principal
from checklist.model.sheets import Revision, RevisionStep
from checklist.readings import revision_tables
from checklist.readings.revisions_page import Chosen
from checklist.store.act import Act
from checklist.store.sheets import revision_steps
from checklist.ui import inputs, markup, session, widgets

PARTS = {"edit": "編集", "changes": "前版との違い", "comments": "意見", "publish": "公表"}
READING = {"changes": "前版との違い", "comments": "意見"}
_SCRIPT = """
const address = (name) => new URL(`/assets/${name}`, location.origin).href;

export default async function ({ data, parentElement }) {
  const root = parentElement.querySelector("[data-revision]");
  if (root.shown === data.id) return;
  root.shown = data.id;
  const { mount } = await import(address("revision_editor.js"));
  await mount(root, data.id);
}
"""
_component = st.components.v2.component("revision_editor", html="<div data-revision></div>", js=_SCRIPT)


def edit(found: Chosen) -> None:
    """The editor; the script beside this file draws it and sends what is done step by step."""
    _component(key=f"revision-{found.revision.id}", data={"id": found.revision.id})


def changes(found: Chosen) -> None:
    """What it changes, as a table and as files."""
    st.html(markup.facts(revision_tables.facts(found.revision)))
    table = revision_tables.differences(found.sheet, found.compared)
    if table.rows:
        widgets.table(table)
    else:
        widgets.empty("前版との違いはありません", "項目を変更すると、ここに違いを表示します。")
    widgets.downloads(f"/download/revisions/{found.revision.id}", more=_sheet_files(found.revision))


def _sheet_files(one: Revision) -> list[tuple[str, str]]:
    return [("改訂案の全項目をExcelで保存", f"/download/revisions/{one.id}/sheet.xlsx")]


def publish(principal: Principal, found: Chosen) -> None:
    """Name and day, the comments of hospitals, publishing, and the ways back."""
    one = found.revision
    st.html(markup.facts(revision_tables.facts(one)))
    if one.is_open:
        _head(principal, one)
        _comment_period(principal, one)
        _publish(principal, found)
        _end(principal, one, "改訂案を破棄する", "破棄した改訂案は、内容を確認できますが、変更できません。",
             revision_steps.discard, "改訂案を破棄しました。")  # fmt: skip
    elif one.step is RevisionStep.PUBLISHED:
        widgets.links(("公表した版を見る", f"/sheets?sheet={one.version_code}"))
        _end(principal, one, "公表を取り下げる", "まだ使用していない版のみ取り下げられます。取り下げると、改訂案に戻ります。",
             revision_steps.withdraw, "公表を取り下げました。改訂案として編集できます。")  # fmt: skip
    elif one.reason:
        st.html(markup.facts([("理由", one.reason)]))


def _head(principal: Principal, one: Revision) -> None:
    key = f"revision-head-{one.id}-{session.round_of('revision-head')}"
    widgets.subsection("版の名前と適用開始日")
    with st.form(key, enter_to_submit=False):
        left, right = st.columns(2)
        with left:
            name = inputs.text("版名", one.name, 100, f"{key}-name")
        with right:
            day, _ = inputs.day("適用開始日", one.starts_on, f"{key}-day")
        if st.form_submit_button("名前と適用開始日を保存する"):
            widgets.save(
                principal, lambda act: revision_steps.describe(act, one.id, one.edition, name, day),
                "版の名前と適用開始日を保存しました。", "revision-head",
            )  # fmt: skip


def _comment_period(principal: Principal, one: Revision) -> None:
    widgets.subsection("連携先の病院の意見")
    st.html(
        markup.paragraph(
            "募集を始めると、対象の病院の医療安全管理者が改訂案を読み、全体と項目ごとに「賛成」または「意見あり」を回答できます。"
        )
    )
    key = f"revision-until-{one.id}-{session.round_of('revision-until')}"
    with st.form(key, enter_to_submit=False):
        until, _ = inputs.day("意見の期限", one.until, f"{key}-day")
        label = "期限を変更する" if one.step is RevisionStep.OPENED else "意見の募集を始める"
        if st.form_submit_button(label):
            widgets.save(
                principal, lambda act: revision_steps.open_for_comment(act, one.id, until),
                "意見を募集しています。", "revision-until",
            )  # fmt: skip
    if one.step is RevisionStep.OPENED and st.button("募集を終了する", key=f"revision-close-{one.id}"):
        widgets.save(principal, lambda act: revision_steps.close(act, one.id), "意見の募集を終了しました。")


def _publish(principal: Principal, found: Chosen) -> None:
    one, faults = found.revision, found.sheet.faults
    widgets.subsection("公表")
    if faults:
        st.error(widgets.plain(f"誤りが{len(faults)}件あるため、公表できません。「編集」で修正してください。"))
        return
    waiting = revision_tables.answers(found.asked, found.said).notes[0]
    st.html(markup.paragraph(f"{waiting}公表した版は、{words.day(one.starts_on)}から適用します。"))
    key = f"revision-publish-{one.id}"
    sure = st.checkbox(widgets.plain(f"{one.name}を公表する（使用を開始した後は変更できません）"), key=f"{key}-sure")
    if st.button("公表する", type="primary", key=key, disabled=not sure):
        told = f"{one.sheet_name} {one.name}を公表しました。"
        widgets.save(principal, lambda act: revision_steps.publish(act, one.id, one.edition) and None, told)


def _end(
    principal: Principal, one: Revision, label: str, hint: str, step: Callable[[Act, int, str], None], done: str
) -> None:
    """A step that needs a reason."""
    with st.expander(label):
        st.html(markup.paragraph(hint))
        key = f"revision-{step.__name__}-{one.id}"
        reason = inputs.reason("理由", f"{key}-reason")
        if st.button(label, key=key):
            widgets.save(principal, lambda act: step(act, one.id, reason), done)
