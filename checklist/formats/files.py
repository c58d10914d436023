"""Any document as a file: Excel, slides and PDF hold every table, CSV the main one."""

from __future__ import annotations

from dataclasses import replace

from checklist.errors import NotFound
from checklist.formats import csv_file, excel, pdf, printed_names, slides
from checklist.formats.document import Document, Facts, overview
from checklist.formats.file_kinds import CSV, DOCUMENTS, EXCEL, PDF, SLIDES
from checklist.formats.table import drawn_of, spoken, straight
from checklist.rules.fields import example_rows

KINDS = tuple(kind.code for kind in DOCUMENTS)
OF_SIGNS = "外字"
OF_TAKING = "出力"
"""The line of an overview that says when the file was made, and for whom."""


def render(document: Document, kind: str, by: str = "") -> bytes:
    """The bytes of a document for somebody; raises NotFound for a kind of file that there is not."""
    if kind == CSV.code:
        return csv_file.encode(document.csv_table, document.fictional, _origin(document, by))
    if kind == EXCEL.code:
        names = printed_names.document(document)
        said = (*names.notes[len(document.notes) :], *printed_names.remarks(names))
        found = told(names, pdf.taken(by), tuple((OF_SIGNS, one) for one in said))
        printed = document.printed or pdf.taken(by)
        # Whoever takes a list away came for its lines: what it rests on stands one tab before them.
        opens = int(bool(found.facts) and len(found.tables) == 2)
        return excel.workbook(found.title, found.tables, found.charts, found.fictional, None, printed, opens)
    if kind == PDF.code:
        return pdf.document(document, pdf.taken(by))
    if kind == SLIDES.code:
        return slides.presentation(printed_names.slides(document), pdf.taken(by))
    raise NotFound("このファイル形式には対応していません。")


def _origin(document: Document, by: str) -> str:
    """What a workbook says on its front and at its foot; nothing of what is still to be filled in."""
    rows = document.csv_table.rows
    if not document.facts and all(example_rows.is_example(map(csv_file.cell, row)) for row in rows):
        return ""
    facts = [f"{name}：{text}" for name, text in document.facts]
    return straight("　".join([*facts, document.printed or pdf.taken(by)]))


def told(document: Document, line: str, more: Facts = ()) -> Document:
    """The document as a workbook holds it: what it rests on in front of all tables, with when and by whom it was made.

    Tables without facts, which are filled in and taken in again, stay as they are.
    """
    if not document.facts:
        return document
    facts = (*document.facts, *more, (OF_TAKING, document.printed or line))
    front, tables = overview(facts, width=70), tuple(map(spoken, document.tables))
    charts = document.charts
    if document.tables and document.tables[0].rows == document.facts:
        tables = (front, *tables[1:])
    else:
        tables = (front, *tables)
        charts = tuple(replace(one, table=one.table + 1) for one in charts)
    left = tuple(filter(None, (drawn_of(tables[one.table], one) for one in charts)))
    return replace(document, tables=tables, charts=left)
