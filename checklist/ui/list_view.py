"""The one way in which lists are shown: searched, narrowed, ordered, in pages, and taken away as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

import streamlit as st
from markupsafe import Markup

from checklist.formats.file_kinds import CSV, EXCEL
from checklist.readings import listing
from checklist.readings.listing import ALL, SEARCH, SORT, Choice, Line, Listing
from checklist.ui import markup, widgets
from checklist.ui.markup import Head

T = TypeVar("T")
Pieces = Mapping[str, Callable[[T], str]]
"""Column -> how a cell of it is drawn from the thing behind its line."""
SAVE = "この一覧を{}で保存"


def show(
    found: Listing[T], pieces: Pieces[T] | None = None, way: str = "内容を見る", own: Mapping[str, str] | None = None
) -> None:
    """A list with everything that narrows it; `own` is what its file has to be told beside, from the page's address."""
    wish = listing.asked(found, widgets.address())
    for name in wish.wrong:
        st.warning(widgets.plain(f"アドレスで指定された「{name}」はこの一覧にないため、指定なしで表示しています。"))
    # A short list has nothing to narrow, unless the address has narrowed it already.
    if len(found.lines) > widgets.LONG or listing.told(found, wish) != listing.told(found, listing.asked(found, {})):
        _inputs(found)
    kept = listing.kept(found, wish)
    if len(kept) != len(found.lines) or len(found.lines) > widgets.LONG:
        _count(len(found.lines), len(kept))
    if kept:
        _table(found, widgets.paged(kept, found.title, found.name), pieces or {}, way)
    else:
        widgets.empty("条件に合う行はありません", "検索の文字を短くするか、絞り込みを「すべて」に戻してください。")
    _files(found, listing.query(wish), own or {})


def _inputs(found: Listing[T]) -> None:
    """The search, the choices and the order, all kept in the page's address."""
    offered = [one for one in found.choices if len(one.options) > 1 or one.key in widgets.address()]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=260):
            widgets.typed("検索", SEARCH, f"list-{found.name}", "例：中央", listing.MOST_TYPED)
        for one in offered:
            with st.container(width=220):
                _choice(one)
        with st.container(width=220):
            widgets.choice("並べ替え", listing.orders(found), SORT, lambda sort: listing.order_in_words(found, sort), 0)


def _choice(one: Choice) -> None:
    options = [ALL, *one.options]
    widgets.choice(one.label, options, one.key, lambda key: one.options.get(key, "すべて"), one.usual, search=True)


def _count(total: int, kept: int) -> None:
    # Beyond a page of rows, not all of them are shown at once.
    verb = "を表示しています" if kept <= widgets.PAGE else "が条件に合います"
    st.html(Markup('<p class="soft" role="status">全{}件のうち{}件{}。</p>').format(total, kept, verb))


def _table(found: Listing[T], lines: list[Line[T]], pieces: Pieces[T], way: str) -> None:
    links = any(line.href for line in lines)
    heads = [Head(column.name, column.least) for column in found.columns] + ([Head("")] if links else [])
    rows = []
    for line in lines:
        row = [
            pieces[column.name](line.of) if column.name in pieces else listing.in_words(cell)
            for column, cell in zip(found.columns, line.cells, strict=True)
        ]
        rows.append(row + ([markup.link(way, line.href, "button") if line.href else ""] if links else []))
    st.html(markup.listing(found.title, heads, rows))


def _files(found: Listing[T], query: str, own: Mapping[str, str]) -> None:
    beside = "".join(f"&{key}={value}" for key, value in own.items())
    query = query + beside if query else beside.replace("&", "?", 1)
    widgets.links(
        *((SAVE.format(kind.word), f"/download/lists/{found.name}{kind.ending}{query}") for kind in (EXCEL, CSV))
    )
