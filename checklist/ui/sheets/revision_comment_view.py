"""Comments on a 改訂案: for the editors who has answered and what, for a hospital its own, and saying something."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from checklist import words
from checklist.formats.table import Table
from checklist.model.accounts import Principal
from checklist.model.sheets import RevisionComment, Stance
from checklist.readings import revision_tables
from checklist.readings.revisions_page import Chosen
from checklist.rules.fields import text_limits
from checklist.store.sheets import revision_comments
from checklist.ui import inputs, markup, session, widgets

_SERIES = "revision-comment"


def show(principal: Principal, found: Chosen, writes: bool) -> None:
    """All of it for the editors, the own hospital's for its people with the form while it is asked for."""
    if writes:
        _titled(revision_tables.answers(found.asked, found.said))
    elif found.comments:
        _forms(principal, found)
    else:
        st.html(markup.paragraph(_why_not(found)))
    table = revision_tables.remarks(found.sheet, found.names, found.said)
    if table.rows:
        _titled(table)
    elif not found.comments:
        widgets.empty("意見はまだありません", "意見を募集すると、病院の回答がここに並びます。")


def _titled(table: Table) -> None:
    widgets.subsection(table.title)
    widgets.table(table)


def _why_not(found: Chosen) -> str:
    if found.own not in found.asked:
        return "この点検表の対象となる届出がないため、意見の提出は求められていません。"
    return "意見の募集は終了しました。" if found.revision.until else "意見を募集していません。"


def _forms(principal: Principal, found: Chosen) -> None:
    until = words.day(found.revision.until)
    st.html(markup.paragraph(f"{until}まで回答できます。何度でも変更でき、最後の回答を有効とします。"))
    widgets.subsection("全体への意見")
    _form(principal, found, "", found.said.get((found.own or 0, "")))
    widgets.subsection("項目ごとの意見")
    item = inputs.choice_or_none("項目", _items(found), None, f"revision-item-{session.round_of(_SERIES)}")
    if item:
        _difference(found, item)
        _form(principal, found, item, found.said.get((found.own or 0, item)))


def _items(found: Chosen) -> Mapping[str, str]:
    """What changes first: that is what one is asked about."""
    changed = {one.key: one for one in found.sheet.differences if one.key}
    texts = {one.key: f"{one.code}　{one.texts['text']}" for one in found.sheet.content.items}
    told = {key: f"【{one.relation}】{texts[key]}" for key, one in changed.items()}
    return told | {one.key: texts[one.key] for one in found.sheet.content.current if one.key not in told}


def _difference(found: Chosen, key: str) -> None:
    one = next((each for each in found.sheet.differences if each.key == key), None)
    if one:
        before = "\n".join(one.previous_texts)
        st.html(markup.facts([("前版の項目", before), ("改訂案の項目", one.text), ("違い", "、".join(one.what))]))


def _form(principal: Principal, found: Chosen, item: str, before: RevisionComment | None) -> None:
    key = f"{_SERIES}-{found.revision.id}-{item}-{session.round_of(_SERIES)}"
    with st.form(key, enter_to_submit=False):
        start = before.stance if before else Stance.AGREES
        stance = inputs.one_of("回答", words.STANCES, start, f"{key}-stance")
        text = inputs.long_text(text_limits.REVISION_COMMENT, before.text if before else "", 2000, f"{key}-text")
        label = "項目への意見を保存する" if item else "全体への意見を保存する"
        if st.form_submit_button(label, type="primary"):
            widgets.save(
                principal,
                lambda act: revision_comments.say(
                    act, found.revision.id, item, stance, text, found.revision.edition
                ),
                "意見を保存しました。", _SERIES,
            )  # fmt: skip
