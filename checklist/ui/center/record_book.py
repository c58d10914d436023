"""The records of one kind of the support centre: the form of one, and all of them as a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any, Protocol

import streamlit as st

from checklist.errors import Fault, Refused
from checklist.model.accounts import Principal
from checklist.model.fields import Column, Record, columns
from checklist.readings.center import record_books
from checklist.readings.center.consultations_page import is_due
from checklist.rules.center import option_lists
from checklist.store.act import Act
from checklist.store.records import records
from checklist.ui import list_view, markup, session, widgets
from checklist.ui.center.case_fields import Fields, told

IN_A_ROW = 2


class Book(record_books.Book, Protocol):
    """What a page has read of one kind of record."""

    @property
    def today(self) -> date: ...
    @property
    def chosen(self) -> Record | None: ...


Keep = Callable[[Act, Any], object]
"""How a record of a kind is saved where its wing has more to ask than any kind."""


def form(
    principal: Principal, page: Book, kind: type[Record], name: str, fixed: Mapping[str, Any] | None = None,
    keep: Keep | None = None, button: str = "保存する",
) -> None:  # fmt: skip
    """The fields of a new record, or of the one that is to be corrected; `fixed` are those that are not asked."""
    known = fixed or {}
    name = f"{name}-{page.chosen.id if page.chosen else 0}"
    start: dict[str, Any] = {one.name: page.today for one in columns(kind) if one.today}
    if page.chosen:
        start = {one.name: getattr(page.chosen, one.name) for one in columns(kind)}
    form = Fields(f"{name}-{session.round_of(name)}", page.lists, start, kinds=(kind,))
    asked = [one for one in columns(kind) if one.name not in known]
    short = [one.name for one in asked if not one.long]
    for place in range(0, len(short), IN_A_ROW):
        form.row(*short[place : place + IN_A_ROW])
    for one in asked:
        if one.long:
            form.one(one.name)
    if st.button(widgets.plain(button), type="primary", key=f"{form.key}-save"):
        saved = f"{kind.WORD}を保存しました。"
        widgets.save(principal, lambda act: _save(act, kind, form, page.chosen, known, keep), saved, name)


def _save(
    act: Act, kind: type[Record], form: Fields, old: Record | None, fixed: Mapping[str, Any], keep: Keep | None
) -> None:
    if unread := [Fault(where, message) for where, message in form.faults.items()]:
        raise Refused(unread)
    values: dict[str, Any] = {**form.typed, **fixed}
    number, version = (old.id, old.version) if old else (0, 0)
    made = kind(id=number, version=version, **values)
    if keep:
        keep(act, made)
    else:
        records.save(act, None, made)
    st.query_params.pop("record", None)


def listing(page: Book, kind: type[Record], address: str, year: int | None = None) -> None:
    """Every record with the way to correct it."""
    shown = option_lists.shown(kind, page.lists)
    pieces: dict[str, Callable[[Record], str]] = {one.label: partial(_piece, one) for one in shown}
    pieces[shown[0].label] = partial(_first, shown[0], page.today)
    own = f"kind={kind.KIND}" + (f"&year={year}" if year else "")
    list_view.show(record_books.listed(page, kind, address), pieces, "修正する", own, folded=True, link_first=True)


def _piece(column: Column, record: Record) -> str:
    return markup.prose(told(column, getattr(record, column.name)))


def _first(column: Column, today: date, record: Record) -> str:
    """The first cell, which says whether somebody has to look at the record again."""
    due = [markup.chip("要確認", "late")] if is_due(record, today) else []
    return markup.joined([_piece(column, record), *due])
