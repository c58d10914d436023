"""The rows and columns of somebody's own check sheet, each with what it was taken for, to correct by tap."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeVar

import streamlit as st
from markupsafe import Markup
from openpyxl.utils import get_column_letter

from checklist import words
from checklist.imports import sheet_mapping
from checklist.imports.sheet_mapping import Reading
from checklist.model.mappings import ColumnRole, RowRole
from checklist.rules.sheets.layout_rows import ReadRow
from checklist.rules.sheets.sheet_layout import ReadSheet
from checklist.ui import inputs, markup, session, widgets
from checklist.ui.markup import joined

USED = "このシートから項目を読み取る"
COLUMNS, ROWS = "列の役割", "行の役割"
HINT = (
    "元の行を上から順に、読み取った役割とその理由を付けて表示しています。違うときは、正しい役割をタップしてください。"
    "結果はすぐに反映されます。「続き」は、すぐ上の項目または章の文に続く行です。"
)
NO_COLUMN = "項目の列がありません。「列の役割」で、項目の列を選んでください。"
EVERY = "すべて"
PAGE = 20
"""Rows on the screen at once: each is a control, and a tablet draws some dozens of them at once."""
T = TypeVar("T")
_TAPPED = "mapping-tapped"
_TONES = {RowRole.CHAPTER: "busy", RowRole.ITEM: "done"}
LONGEST = 300
"""Characters of a cell that are shown."""
_SAMPLE = 24
"""Characters of the first text of a column."""


def show(reading: Reading, key: str) -> None:
    """A sheet of the file with its columns and rows; every tap is in the reading that is kept under `key`."""
    if not reading.found.sheets:
        # An XLSForm says by itself what its rows are.
        return
    names = [one.name for one in reading.found.sheets]
    place = 0
    if len(names) > 1:
        widgets.subsection("シート")
        widgets.part("シート", range(len(names)), "tab", lambda one: names[one])
        asked = widgets.number_in_address("tab") or 0
        place = asked if asked < len(names) else 0
    sheet = reading.found.sheets[place]
    if len(names) > 1:
        _used(reading, sheet, key)
    if not sheet.used:
        return
    with st.expander(widgets.plain(f"{COLUMNS}（{_told(sheet)}）")):
        _columns(reading, sheet, key)
    if ColumnRole.ITEM not in sheet.columns:
        st.warning(widgets.plain(NO_COLUMN))
        return
    widgets.subsection(ROWS)
    st.html(markup.paragraph(HINT))
    _rows(reading, sheet, key)


def _used(reading: Reading, sheet: ReadSheet, key: str) -> None:
    widget = f"mapping-use-{sheet.name}-{sheet.used}"

    def changed() -> None:
        _keep(key, lambda now: sheet_mapping.use(now, sheet.name, bool(session.recall(widget))))

    st.checkbox(USED, sheet.used, key=widget, on_change=changed)


def _told(sheet: ReadSheet) -> str:
    """The columns that count, in a line."""
    roles = [f"{get_column_letter(at + 1)}列：{words.COLUMN_ROLES[role]}" for at, role in enumerate(sheet.columns)
             if role is not ColumnRole.UNUSED]  # fmt: skip
    return "、".join(roles) or "読み取る列がありません"


def _columns(reading: Reading, sheet: ReadSheet, key: str) -> None:
    for at, role in enumerate(sheet.columns):
        below = sheet.samples[at]
        if not below and not sheet.heads[at]:
            continue
        head = f"「{sheet.heads[at]}」" if sheet.heads[at] else ""
        example = f"（例：{below[:_SAMPLE]}{'…' if len(below) > _SAMPLE else ''}）" if below else ""
        _choice(
            f"{get_column_letter(at + 1)}列{head}{example}", words.COLUMN_ROLES, role, f"mapping-column-{sheet.name}-{at}", key,
            partial(_said_column, sheet.name, at), True,
        )  # fmt: skip


def _rows(reading: Reading, sheet: ReadSheet, key: str) -> None:
    counts = {role: sum(one.role is role for one in sheet.rows) for role in RowRole}
    told = {"": f"{EVERY}（{len(sheet.rows)}行）"} | {
        role.value: f"{words.ROW_ROLES[role]}（{counts[role]}行）" for role in RowRole if counts[role]
    }
    chosen = st.segmented_control(
        "表示する行", list(told), default="", required=True, format_func=lambda one: widgets.plain(told[one]),
        key=f"mapping-show-{sheet.name}", label_visibility="collapsed",
    )  # fmt: skip
    tapped = session.recall(_TAPPED)
    found = [one for one in sheet.rows if chosen in ("", one.role.value) or tapped == (sheet.name, one.block, one.line)]
    several = len({one.block for one in sheet.rows}) > 1
    for one in _paged(found, sheet.name):
        with st.container(border=True, key=f"mapping-row-{sheet.name}-{one.block}-{one.line}"):
            st.html(_shown(one, sheet, several))
            _choice(
                f"{one.line}行目の役割", words.ROW_ROLES, one.role, f"mapping-role-{sheet.name}-{one.block}-{one.line}", key,
                partial(_said_row, sheet.name, one), False,
            )  # fmt: skip
            if tapped == (sheet.name, one.block, one.line):
                _alike(reading, sheet, one, key)


def _paged(found: Sequence[ReadRow], name: str) -> Sequence[ReadRow]:
    if len(found) <= PAGE:
        return found
    ranges = {one: f"{one + 1}～{min(one + PAGE, len(found))}件目" for one in range(0, len(found), PAGE)}
    first = inputs.choice("表示範囲", ranges, None, f"mapping-page-{name}-{len(found)}")
    return found[first : first + PAGE]


def _said_column(sheet: str, at: int, now: Reading, role: ColumnRole) -> Reading:
    return sheet_mapping.column(now, sheet, at, role)


def _said_row(sheet: str, one: ReadRow, now: Reading, role: RowRole) -> Reading:
    session.keep(_TAPPED, (sheet, one.block, one.line))
    return sheet_mapping.row(now, sheet, one, role)


def _alike(reading: Reading, sheet: ReadSheet, one: ReadRow, key: str) -> None:
    """The way to say the same of all rows that look like the one just tapped."""
    others = sheet_mapping.others(reading, sheet.name, one)
    if not others:
        return
    word = words.ROW_ROLES[one.role]
    st.button(
        widgets.plain(f"同じ形のほかの{others}行も「{word}」にする"), key=f"mapping-alike-{sheet.name}-{one.block}-{one.line}",
        on_click=lambda: _keep(key, lambda now: sheet_mapping.likeness(now, sheet.name, one.likeness, one.role)),
        width="stretch",
    )  # fmt: skip


def _shown(one: ReadRow, sheet: ReadSheet, several: bool) -> Markup:
    """A row as it stands in the file, and below it what became of it."""
    cells = joined(
        Markup('<span class="mapped-cell"><b>{}</b> {}</span>').format(get_column_letter(at + 1), _short(text))
        for at, text in one.cells.items()
    )
    block = f"（{one.block + 1}つ目の表）" if several else ""
    head = Markup("<b>{}</b> {} {}").format(
        f"{one.line}行目{block}",
        markup.chip(words.ROW_ROLES[one.role], _TONES.get(one.role, "quiet")),
        markup.small(one.why),
    )
    return Markup('<div class="mapped"><div>{}</div><div>{}</div><div class="mapped-to">{}</div></div>').format(
        head, cells, _became(one, sheet)
    )


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _became(one: ReadRow, sheet: ReadSheet) -> Markup:
    if one.role is RowRole.ITEM:
        return Markup("→ 「{}」の項目：{}").format(one.chapter or sheet.name, _short(one.text))
    if one.role is RowRole.CHAPTER:
        return Markup("→ 章：{}").format(_short(one.text))
    return (
        Markup("→ 上に続く文：{}").format(_short(one.text)) if one.role is RowRole.MORE else Markup("→ 取り込みません")
    )


def _choice(
    label: str,
    options: Mapping[T, str],
    role: T,
    widget: str,
    key: str,
    say: Callable[[Reading, T], Reading],
    labelled: bool,
) -> None:
    """The roles side by side; the one in the key lets what another tap has changed show here."""
    name = f"{widget}-{role}"

    def changed() -> None:
        chosen = session.recall(name)
        if chosen is not None:
            _keep(key, lambda now: say(now, chosen))

    st.segmented_control(
        widgets.plain(label), list(options), default=role, required=True, format_func=lambda one: widgets.plain(options[one]), key=name,
        label_visibility="visible" if labelled else "collapsed", width="stretch", on_change=changed,
    )  # fmt: skip


def _keep(key: str, change: Callable[[Reading], Reading]) -> None:
    """Say it of the reading as it is now, before the page is drawn."""
    now: Reading | None = session.recall(key)
    if now is not None:
        session.keep(key, change(now))
