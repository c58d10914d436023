"""The one way in which lists are shown: searched, narrowed, ordered, in pages, and taken away as a file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

import streamlit as st
from markupsafe import Markup

from checklist.formats.file_kinds import CSV, EXCEL
from checklist.formats.table import Value, points
from checklist.readings import listing
from checklist.readings.listing import ALL, Choice, Line, Listing
from checklist.ui import in_vain, markup, widgets
from checklist.ui.markup import Head

T = TypeVar("T")
Pieces = Mapping[str, Callable[[T], str]]
"""Column -> how a cell of it is drawn from the thing behind its line."""
Draw = Callable[[Sequence[Line[T]]], Markup]
"""How lines are drawn that are no rows of a table."""
Way = str | Callable[[T], str]
"""What the link of a line says, where lines lead to different things each its own."""
FOLDED = "絞り込み・並べ替え"
SAVE = "この一覧を{}で保存"
NOTHING = ("条件に合う行はありません", "検索の文字を短くするか、絞り込みを「すべて」に戻してください。")
WIDTH = 172
"""Pixels of an input: two of them stand beside each other on a phone."""


def show(
    found: Listing[T], pieces: Pieces[T] | None = None, way: Way[T] = "内容を見る", own: str = "",
    nothing: tuple[str, str] = NOTHING, draw: Draw[T] | None = None, folded: bool = False,
    group: Callable[[T], str] | None = None, beneath: Collection[str] = (), link_first: bool = False,
) -> None:  # fmt: skip
    """A list with everything that narrows it; `own` is what its file has to be told beside, as `name=value`.

    Its lines stand in a table unless there is a way of their own to `draw` them; all inputs but the search may stand
    `folded` away behind a button. In their usual order lines may stand under the names of their `group`. `beneath`: the
    columns whose cells stand under those of the column before, where side by side they would be wider than a tablet.
    `link_first`: a table wider than that has its links in front.
    """
    wish = listing.asked(found, widgets.address())
    in_vain.known((found.sort, *(one.key for one in found.choices)))
    for name in wish.wrong:
        st.warning(widgets.plain(f"アドレスで指定された「{name}」はこの一覧にないため、指定なしで表示しています。"))
    kept = listing.kept(found, wish)
    shown = kept
    # A short table has nothing to narrow, unless something narrows it already.
    if draw or len(found.lines) > widgets.LONG or len(kept) < len(found.lines) or _narrows(found):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            _search(found)
            with st.popover(FOLDED) if folded else nullcontext():
                _inputs(found)
            # Which part of a long list is shown stays in sight when the other inputs do not.
            shown = widgets.paged(kept, found.title, f"{found.before}{found.name}")
        _count(len(found.lines), len(kept), listing.told(found, wish) if folded else "")
    if shown:
        _files(found, listing.query(found, wish), own)
        if draw:
            st.html(draw(shown))
        else:
            for title, lines in _grouped(found, shown, None if wish.sort else group):
                if title != found.title:
                    widgets.section(title)
                _table(replace(found, title=title), lines, pieces or {}, way, beneath, link_first)
    else:
        widgets.empty(*nothing)


def _grouped(
    found: Listing[T], lines: list[Line[T]], group: Callable[[T], str] | None
) -> Iterable[tuple[str, list[Line[T]]]]:
    if group is None:
        return [(found.title, lines)]
    groups: dict[str, list[Line[T]]] = {}
    for line in lines:
        groups.setdefault(group(line.of), []).append(line)
    return groups.items()


def _narrows(found: Listing[T]) -> bool:
    names = {found.search, found.sort, *(one.key for one in found.choices)}
    return bool(names & widgets.address().keys()) or any(one.usual != ALL for one in found.choices)


def _search(found: Listing[T]) -> None:
    with st.container(width=WIDTH):
        widgets.typed("検索", found.search, f"list-{found.before}{found.name}", "例：中央", listing.MOST_TYPED)


def _inputs(found: Listing[T]) -> None:
    """The choices and the order, all kept in the page's address as the search is."""
    for one in found.choices:
        if len(one.options) > 1 or one.key in widgets.address():
            with st.container(width=WIDTH):
                _choice(one)
    if found.ordered:
        return
    with st.container(width=WIDTH):
        widgets.choice("並べ替え", listing.orders(found), found.sort, lambda sort: listing.order_in_words(found, sort))


def _choice(one: Choice) -> None:
    # The usual one first: an address that says nothing asks for it.
    options = [one.usual, *(key for key in (ALL, *one.options) if key != one.usual)]
    widgets.choice(one.label, options, one.key, lambda key: one.options.get(key, "すべて"))


def _count(total: int, kept: int, asked: str) -> None:
    # Beyond a page of rows, not all of them are shown at once.
    verb = "を表示しています" if kept <= widgets.PAGE else "が条件に合います"
    # What is chosen out of sight is told where it is seen.
    told = f"（条件：{asked}）" if asked not in ("", listing.EVERYTHING) else ""
    st.html(Markup('<p class="soft" role="status">全{:,}件のうち{:,}件{}{}。</p>').format(total, kept, verb, told))


def _table(
    found: Listing[T], lines: list[Line[T]], pieces: Pieces[T], way: Way[T], beneath: Collection[str], link_first: bool
) -> None:
    links = any(line.href for line in lines)
    alone = [place for place, column in enumerate(found.columns) if column.name not in beneath]
    spans = [slice(place, end) for place, end in pairwise([*alone, len(found.columns)])]
    heads = [
        Head(" ".join(one.name for one in found.columns[span]), max(one.least for one in found.columns[span]))
        for span in spans
    ]
    if links:
        heads.insert(0 if link_first else len(heads), Head(""))
    rows = []
    for line in lines:
        row = [
            pieces[column.name](line.of)
            if column.name in pieces
            else markup.named(column.name, _cell(cell, column.kind))
            for column, cell in zip(found.columns, line.cells, strict=True)
        ]
        row = [_stacked(*row[span]) for span in spans]
        if links:
            label = way if isinstance(way, str) else way(line.of)
            row.insert(0 if link_first else len(row), markup.link(label, line.href, "button") if line.href else "")
        rows.append(row)
    st.html(markup.listing(found.title, heads, rows))


def _stacked(upper: str, *lower: str) -> str:
    return Markup("{}{}").format(upper, markup.joined(Markup("<small>{}</small>").format(one) for one in lower if one))


def _cell(cell: Value, kind: str) -> str:
    if kind == "points" and isinstance(cell, float | int):
        return points(cell)
    text = listing.in_words(cell)
    return Markup('<span class="nowrap">{}</span>').format(text) if text and kind == "date" else text


def _files(found: Listing[T], query: str, own: str) -> None:
    query += f"{'&' if query else '?'}{own}" if own else ""
    widgets.links(
        *((SAVE.format(kind.word), f"/download/lists/{found.name}{kind.ending}{query}") for kind in (EXCEL, CSV))
    )
