"""The library of 好事例 as cards, and the own hospital's with what has become of each."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.readings.listing import Line
from checklist.readings.practices_page import PracticesPage
from checklist.store.practices import Offer, Practice
from checklist.ui import list_view, markup, widgets

OWN = "own"
HOW = "医療安全管理者は、自院の評価報告書に記録された好事例を、この画面の「自院の好事例」から公開できます。"
NOTHING = ("条件に合う好事例はありません", "検索の文字を短くするか、絞り込みを「すべて」に戻してください。")


def show(page: PracticesPage) -> None:
    """The library, and below it the hospital's own for its people."""
    if page.offers and page.writes:
        widgets.links((f"自院の好事例を公開する（{len(page.offers)}件から選択）", f"#{OWN}"))
    if page.library.lines:
        list_view.show(page.library, nothing=NOTHING, draw=_cards, folded=True)
    else:
        widgets.empty("公開された好事例はまだありません", HOW)
    if page.hospital:
        _own(page)


def _cards(lines: Sequence[Line[Practice]]) -> Markup:
    return Markup('<ul class="practices">{}</ul>').format(markup.joined(_card(line) for line in lines))


def _card(line: Line[Practice]) -> Markup:
    """One entry from its cells, so that the card says what the file says."""
    title, text, chapter, year, hospital, addon_class = map(str, line.cells)
    chips = [markup.chip(chapter), markup.chip(year), markup.chip(hospital, "busy" if line.of.hospital else "quiet")]
    chips += [markup.chip(addon_class)] if addon_class else []
    return Markup("<li><h2>{}</h2>{}<p>{}</p></li>").format(title, markup.row(chips), text)


def _own(page: PracticesPage) -> None:
    """What was found good at one's own hospital, newest first, with the way to offer it."""
    widgets.section("自院の好事例", OWN)
    if not page.offers:
        widgets.empty(
            "自院の好事例はまだありません",
            "訪問の講評会で好事例が記録され、評価報告書が確定すると、ここに表示されます。",
        )
        return
    st.html(markup.paragraph("公開の有無は、自院の医療安全管理者と病院幹部のみに表示します。"))
    heads: list[markup.Head | str] = [
        "年度",
        markup.Head("章", 9),
        markup.Head("報告書の好事例", 16),
        markup.Head("公開", 8),
    ]
    heads += [""] if page.writes else []
    rows = [
        [
            f"{one.fiscal_year}年度",
            words.chapter(one.chapter, one.chapter_name),
            one.finding,
            _state(one),
            *([markup.link(_way(one), f"/practices?finding={one.finding_id}", "button")] if page.writes else []),
        ]
        for one in widgets.paged(page.offers, "自院の好事例", "own-practices")
    ]
    st.html(markup.listing("自院の好事例", heads, rows))


def _way(one: Offer) -> str:
    return "公開の内容を変更・中止する" if one.offered else "好事例として公開する"


def _state(one: Offer) -> Markup:
    """What has become of it, and since when."""
    if one.at is None:
        return markup.chip("未公開", "quiet")
    if one.erased:
        chip = markup.chip("個人情報を削除（非公開）", "late")
    elif one.offered:
        chip = markup.chip("公開中（病院名あり）" if one.named else "公開中（匿名）", "done")
    else:
        chip = markup.chip("公開を中止", "off")
    return markup.lines([chip, markup.small(f"{words.moment(one.at)}　{one.by}")])
