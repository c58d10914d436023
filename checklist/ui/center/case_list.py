"""The cases that hold what is searched for, the newest first."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from checklist.formats.file_kinds import CSV, EXCEL
from checklist.readings import listing
from checklist.readings.center.consultations_page import SearchPage
from checklist.store.center import search
from checklist.ui import markup, widgets
from checklist.ui.markup import Head

MOST_TYPED = 100


def show(page: SearchPage) -> None:
    """The field to search in, and what was found."""
    widgets.typed(
        "相談の文章を検索（2文字以上、空白で区切るとすべてを含むもの）",
        "words",
        "case-words",
        "例：差額ベッド",
        MOST_TYPED,
    )
    found = page.found
    if not found.lines:
        told = (
            "ほかの言葉で検索してください。" if page.typed.strip() else "「相談受付」から最初の相談を記録してください。"
        )
        widgets.empty("該当する相談事例はありません", told)
        return
    count = f"{page.count:,}件" if page.all_counted else f"{search.COUNTED:,}件以上"
    more = f"。新しい順に{len(found.lines)}件を表示しています。" if len(found.lines) == search.MOST else "です。"
    widgets.notes([f"該当は{count}{more}"])
    query = f"?{urlencode({'words': page.typed})}" if page.typed.strip() else ""
    widgets.links(*((f"{one.word}で保存", f"/download/lists/{found.name}{one.ending}{query}") for one in (EXCEL, CSV)))
    heads = [Head(column.name, column.least) for column in found.columns] + [Head("")]
    rows = [
        [*(listing.in_words(one) for one in line.cells), markup.link("内容を見る", line.href, "button")]
        for line in found.lines
    ]
    st.html(markup.listing(found.title, heads, rows))
