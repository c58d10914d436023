"""Any document as a file: Excel and PDF hold every table, CSV the main one."""

from __future__ import annotations

from checklist.errors import NotFound
from checklist.formats import csv_file, excel, pdf
from checklist.formats.document import Document
from checklist.formats.file_kinds import CSV, DOCUMENTS, EXCEL, PDF

KINDS = tuple(kind.code for kind in DOCUMENTS)


def render(document: Document, kind: str) -> bytes:
    """The bytes of a document; raises NotFound for a kind of file that there is not."""
    if kind == CSV.code:
        return csv_file.encode(document.csv_table, document.fictional)
    if kind == EXCEL.code:
        return excel.workbook(document.title, document.tables, document.charts, document.fictional)
    if kind == PDF.code:
        return pdf.document(document)
    raise NotFound("このファイル形式には対応していません。")
