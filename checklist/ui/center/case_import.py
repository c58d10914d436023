"""A year of cases from a file: what it holds is shown first, and words of former lists are put in their place."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from checklist.errors import ChecklistError, Refused
from checklist.formats.file_questions import Asked
from checklist.imports import case_file
from checklist.imports.case_file import Draft
from checklist.model.accounts import Principal
from checklist.readings.center.desk_page import DeskPage
from checklist.store.act import trying
from checklist.ui import inputs, markup, session, table_form, upload_form, widgets

BUTTON = "相談事例を取り込む"
KEY = "case-import"
MOST_WORDS = 60


def show(principal: Principal, page: DeskPage) -> None:
    """The file, the words to put in place, what would be stored, and the button that stores it."""
    st.html(
        markup.paragraph(
            "以前の記録を、ExcelやCSVなどの表から取り込みます。1行が1件で、最初の対応を含みます。"
            "誤りが1つでもあれば、何も登録しません。同じ受付番号の行は取り込みません。"
        )
    )
    widgets.links(
        ("記入様式（Excel）", "/download/center/cases.xlsx"),
        ("記入様式（CSV）", "/download/center/cases.csv"),
        ("区分の対応の記入様式（Excel）", "/download/center/case_mapping.xlsx"),
    )
    name, content = inputs.file("相談事例のファイル", upload_form.TABLES, f"{KEY}-{session.round_of(KEY)}")
    if not name:
        return
    try:
        lines = case_file.read(name, content, table_form.answers(KEY, content, BUTTON))
        with trying(principal) as act:
            first = case_file.judge(act, lines, {})
            mapped = _mapped(first, page)
            draft = case_file.judge(act, lines, mapped)
    except Asked as asked:
        table_form.ask(KEY, content, asked)
        return
    except ChecklistError as error:
        upload_form.faults(error, BUTTON)
        return
    if draft.faults:
        upload_form.faults(Refused(draft.faults), BUTTON)
        return
    st.info(widgets.plain(f"取り込む内容：{draft.sentence}"))
    if draft.new and st.button(BUTTON, type="primary", key=f"{KEY}-save"):
        widgets.save(principal, lambda act: case_file.import_file(act, case_file.judge(act, lines, mapped)), "", KEY)


def _mapped(draft: Draft, page: DeskPage) -> Mapping[tuple[str, str], str]:
    """For each word that today's lists do not have, the one that somebody chose in its place."""
    if not draft.unmapped:
        return {}
    known = {one.label: one.choices for one in case_file.shown(page.lists)}
    widgets.subsection("今の分類にない区分")
    widgets.notes(["ファイルの区分を、今の分類のどれとして取り込むかを選んでください。"])
    found = {}
    for (label, word), count in list(draft.unmapped.items())[:MOST_WORDS]:
        shown = f"{label}：「{word}」（{count}行）"
        chosen = inputs.choice_or_none(shown, known.get(label, {}), None, f"{KEY}-{label}-{word}")
        if chosen:
            found[label, word] = chosen
    return found
