"""A check sheet in another layout: what was found in it beside its rows, corrected by tap, and the file to complete and take in."""

from __future__ import annotations

import streamlit as st

from checklist import words
from checklist.formats.file_kinds import EXCEL
from checklist.formats.table import Table
from checklist.imports import foreign_sheet, sheet_mapping
from checklist.imports.foreign_sheet import SheetFile
from checklist.imports.sheet_mapping import Reading
from checklist.model.accounts import Principal
from checklist.store import clock
from checklist.store.act import Act, trying
from checklist.ui import markup, session, upload_form, widgets
from checklist.ui.sheets import mapping_view

BUTTON = "項目を読み込む"
SAVE, LEAVE = "様式に転記した点検表（Excel）を保存", "ほかのファイルを選ぶ"
CONFIRM, BACK = "この内容で確定する", "割り当ての修正に戻る"
ANEW, FORGET = "やり直す", "この割り当てを忘れる"
FORGOTTEN = "覚えていた割り当てを忘れました。次回からは、規則のみで読み取ります。"
_KEPT, _CONFIRMED = "foreign-sheet", "foreign-sheet-confirmed"


def show(principal: Principal) -> None:
    """Choose a file, or see and correct what was found in it."""
    # Not at the top of the page: there it would move the expander around this, which closes then.
    widgets.saved(_KEPT)
    reading: Reading | None = session.recall(_KEPT)
    if reading is None:
        st.html(
            markup.paragraph(
                "この様式でない点検表から、章と項目を読み取ります。読み取った結果は、元の行と並べて確かめ、タップで修正できます。"
                "確定したあとに、様式に転記したExcelを保存し、法令区分などを記入してから、上で読み込んでください。ここでは点検表を登録しません。"
            )
        )
        upload_form.form(
            principal, _KEPT, "ほかの様式の点検表", upload_form.TABLES, BUTTON, foreign_sheet.open_file, _keep, opens=trying, stays=True,
            refused=lambda error: upload_form.faults(error, BUTTON),
        )  # fmt: skip
    elif session.recall(_CONFIRMED):
        _confirmed(reading)
    else:
        _review(principal, reading)


def _keep(act: Act, file: SheetFile) -> None:
    session.keep(_CONFIRMED, None)
    session.keep(_KEPT, sheet_mapping.remembered(act, file))


def _review(principal: Principal, reading: Reading) -> None:
    st.html(markup.paragraph(foreign_sheet.sentence(reading.found)))
    if reading.kept:
        _taken_over(principal, reading)
    if not reading.found.items:
        st.warning(widgets.plain(f"{foreign_sheet.NO_ITEMS}または、下で行の役割を指定してください。"))
    left, right = st.columns(2)
    is_full = bool(reading.found.items)
    if left.button(CONFIRM, type="primary", key="foreign-sheet-confirm", width="stretch", disabled=not is_full):
        _confirm(principal, reading)
    _leave(right)
    mapping_view.show(reading, _KEPT)
    _lists(reading)


def _taken_over(principal: Principal, reading: Reading) -> None:
    """Whose mapping of an earlier file was used, with the ways out of it."""
    kept = reading.kept
    assert kept is not None
    st.info(widgets.plain(f"前回の割り当てを使いました（{words.day(clock.day_of(kept.at))}、{kept.by}）。"))
    left, right = st.columns(2)
    if left.button(ANEW, key="foreign-sheet-anew", width="stretch"):
        session.keep(_KEPT, sheet_mapping.begin(reading.file))
        st.rerun()
    if right.button(FORGET, key="foreign-sheet-forget", width="stretch"):
        widgets.save(principal, lambda act: _forget(act, reading), FORGOTTEN, place=_KEPT)


def _forget(act: Act, reading: Reading) -> None:
    sheet_mapping.forget(act, reading)
    act.after(lambda: session.keep(_KEPT, sheet_mapping.begin(reading.file)))


def _confirm(principal: Principal, reading: Reading) -> None:
    def kept(act: Act) -> str:
        is_new = sheet_mapping.keep(act, reading)
        act.after(lambda: session.keep(_CONFIRMED, True))
        more = "同じ形のファイルを次に読み込むときも、この割り当てを使います。" if is_new else ""
        return f"{len(reading.found.chapters)}章・{len(reading.found.items)}項目で確定しました。{more}"

    widgets.save(principal, kept, "", place=_KEPT)


def _confirmed(reading: Reading) -> None:
    st.html(markup.paragraph(foreign_sheet.sentence(reading.found)))
    st.download_button(
        SAVE, lambda: foreign_sheet.book(reading.found), f"{foreign_sheet.TITLE}.xlsx", EXCEL.media_type,
        key="foreign-sheet-xlsx", on_click="ignore", type="primary", width="stretch",
    )  # fmt: skip
    left, right = st.columns(2)
    if left.button(BACK, key="foreign-sheet-back", width="stretch"):
        session.keep(_CONFIRMED, None)
        st.rerun()
    _leave(right)
    _lists(reading)


def _leave(place: st.delta_generator.DeltaGenerator) -> None:
    if place.button(LEAVE, key="foreign-sheet-leave", width="stretch"):
        session.keep(_KEPT, None)
        session.keep(_CONFIRMED, None)
        st.rerun()


def _lists(reading: Reading) -> None:
    for table in (foreign_sheet.shown(reading.found), foreign_sheet.left_out(reading.found)):
        if table.rows:
            _listed(table)


def _listed(table: Table) -> None:
    rows = [[str(cell) for cell in row] for row in table.rows]
    st.html(markup.listing(table.title, markup.fitted(table.names, rows), rows))
