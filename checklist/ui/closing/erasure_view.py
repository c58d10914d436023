"""Erasing personal data that somebody typed into a comment or a finding, and what was erased already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.model.accounts import Principal
from checklist.model.assessments import Assessment
from checklist.model.permission import Thing, Verb
from checklist.model.visits import Visit
from checklist.store.act import viewing
from checklist.store.assessments import assessments
from checklist.store.closing import erasures
from checklist.store.closing.erasures import Erasure, Written
from checklist.store.visits import visits
from checklist.ui import markup, session, widgets
from checklist.ui.markup import Head

LEAD = (
    "患者さんの氏名など、書いてはならない個人情報が書かれていた場合に使います。選んだ文は、履歴と確定した評価報告書からも"
    "削除され、元に戻せません。削除した日、削除した人の氏名、理由が残ります。"
    "作成済みのバックアップと、すでに保存・印刷した書類からは削除されません。"
)
NAMES = (Head("項目", 20), "削除", Head("理由", 14))


@dataclass(frozen=True)
class _Choice:
    """A text that the reader may erase, under the name of where it stands."""

    where: str
    written: Written


def of_visit(principal: Principal, visit: Visit) -> None:
    """Comments and findings of a visit that the reader may erase."""
    with viewing(principal) as view:
        found = assessments.of_visit(view, visit.id)
    _show(principal, found, visit)


def of_assessment(principal: Principal, assessment: Assessment) -> None:
    """Comments of one assessment that the reader may erase."""
    _show(principal, [assessment], None)


def _show(principal: Principal, found: Sequence[Assessment], visit: Visit | None) -> None:
    with viewing(principal) as view:
        mine = [one for one in found if Verb.ERASE in assessments.verbs(view, one.id)]
        if not mine:
            return
        choices = [_Choice(words.TRACKS[one.track], text) for one in mine for text in erasures.comments(view, one.id)]
        if visit and Verb.WRITE in visits.verbs(principal, visit, Thing.ERASURES):
            noted = erasures.findings_of(view, visit.id)
            choices += [_Choice("指摘事項・好事例", text) for text in noted]
        done = erasures.noted(view, [one.id for one in mine], visit.id if visit else None)
    with st.expander("個人情報を削除する"):
        st.html(f'<p class="soft">{LEAD}</p>')
        if choices:
            _form(principal, choices, f"erase-{mine[0].id}")
        else:
            widgets.empty("削除できる文はありません", "コメントや指摘事項が入力されると、ここで選べます。")
        if done:
            st.html(markup.listing("削除の記録", NAMES, [[Markup(cell) for cell in _line(one)] for one in done]))


def _form(principal: Principal, choices: Sequence[_Choice], form: str) -> None:
    """First the item, then the text at it, then the reason."""
    key = f"{form}-{session.round_of(form)}"
    items = {one.written.item: one.written.item_text for one in sorted(choices, key=lambda one: one.written.item)}
    item = st.selectbox("項目", list(items), format_func=lambda code: f"{code}　{items[code]}", key=f"{key}-item",
                        filter_mode=None, placeholder="選択")  # fmt: skip
    here = [one for one in choices if one.written.item == item]
    place = st.radio("削除する文", range(len(here)), format_func=lambda at: _label(here[at]), key=f"{key}-{item}-text")
    with st.form(f"{key}-form", enter_to_submit=False, border=False):
        reason = st.text_area("削除する理由", max_chars=erasures.REASON_LIMIT, height=90, key=f"{key}-reason")
        if st.form_submit_button("選んだ文を削除する"):
            chosen = here[place].written
            widgets.save(lambda: erasures.erase(principal, chosen, reason), f"{item}の個人情報を削除しました。", form)


def _label(one: _Choice) -> str:
    text = one.written
    note = "（遅れて届いた回答）" if text.late else "" if text.stands else "（以前の記載）"
    return f"{one.where}{note}：{widgets.plain(text.text)}"


def _line(one: Erasure) -> list[str]:
    return [escape(one.item), f"{words.moment(one.at)}<br>{escape(one.by)}", escape(one.reason)]
