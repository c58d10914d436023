"""The one way in which lists are shown: searched, narrowed, ordered, in pages, and taken away as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

import streamlit as st
from markupsafe import Markup

from checklist.formats.file_kinds import CSV, EXCEL
from checklist.readings import listing
from checklist.readings.listing import ALL, Choice, Line, Listing
from checklist.ui import markup, widgets
from checklist.ui.markup import Head

T = TypeVar("T")
Pieces = Mapping[str, Callable[[T], str]]
"""Column -> how a cell of it is drawn from the thing behind its line."""
SAVE = "この一覧を{}で保存"
NOTHING = ("条件に合う行はありません", "検索の文字を短くするか、絞り込みを「すべて」に戻してください。")
WIDTH = 172
"""Pixels of an input: two of them stand beside each other on a phone."""


def show(
    found: Listing[T], pieces: Pieces[T] | None = None, way: str = "内容を見る", own: str = "",
    nothing: tuple[str, str] = NOTHING,
) -> None:  # fmt: skip
    """A list with everything that narrows it; `own` is what its file has to be told beside, as `name=value`."""
    wish = listing.asked(found, widgets.address())
    for name in wish.wrong:
        st.warning(widgets.plain(f"アドレスで指定された「{name}」はこの一覧にないため、指定なしで表示しています。"))
    kept = listing.kept(found, wish)
    shown = kept
    # A short list has nothing to narrow, unless something narrows it already.
    if len(found.lines) > widgets.LONG or len(kept) < len(found.lines) or _narrows(found):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            _inputs(found)
            shown = widgets.paged(kept, found.title, found.name)
        _count(len(found.lines), len(kept))
    if shown:
        _files(found, listing.query(found, wish), own)
        _table(found, shown, pieces or {}, way)
    else:
        widgets.empty(*nothing)


def _narrows(found: Listing[T]) -> bool:
    names = {found.search, found.sort, *(one.key for one in found.choices)}
    return bool(names & widgets.address().keys()) or any(one.usual != ALL for one in found.choices)


def _inputs(found: Listing[T]) -> None:
    """The search, the choices and the order, all kept in the page's address."""
    with st.container(width=WIDTH):
        widgets.typed("検索", found.search, f"list-{found.name}", "例：中央", listing.MOST_TYPED)
    for one in found.choices:
        if len(one.options) > 1 or one.key in widgets.address():
            with st.container(width=WIDTH):
                _choice(one)
    with st.container(width=WIDTH):
        widgets.choice("並べ替え", listing.orders(found), found.sort, lambda sort: listing.order_in_words(found, sort))


def _choice(one: Choice) -> None:
    # The usual one first: an address that says nothing asks for it.
    options = [one.usual, *(key for key in (ALL, *one.options) if key != one.usual)]
    widgets.choice(
        one.label, options, one.key, lambda key: one.options.get(key, "すべて"), search=len(options) > widgets.LONG
    )


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
            pieces[column.name](line.of) if column.name in pieces else _cell(listing.in_words(cell), column.kind)
            for column, cell in zip(found.columns, line.cells, strict=True)
        ]
        rows.append(row + ([markup.link(way, line.href, "button") if line.href else ""] if links else []))
    st.html(markup.listing(found.title, heads, rows))


def _cell(text: str, kind: str) -> str:
    return Markup('<span class="nowrap">{}</span>').format(text) if text and kind == "date" else text


def _files(found: Listing[T], query: str, own: str) -> None:
    query += f"{'&' if query else '?'}{own}" if own else ""
    widgets.links(
        *((SAVE.format(kind.word), f"/download/lists/{found.name}{kind.ending}{query}") for kind in (EXCEL, CSV))
    )
