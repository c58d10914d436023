"""Any document as a file: Excel and PDF hold every table, CSV the main one."""

from __future__ import annotations

from checklist.errors import NotFound
from checklist.formats import csv_file, excel, pdf
from checklist.formats.document import Document

KINDS = ("pdf", "xlsx", "csv")


def render(document: Document, kind: str) -> bytes:
    """The bytes of a document; raises NotFound for a kind of file that there is not."""
    if kind == "csv":
        return csv_file.encode(document.csv_table, document.fictional)
    if kind == "xlsx":
        return excel.workbook(document.title, document.tables, document.charts, document.fictional)
    if kind == "pdf":
        return pdf.document(document)
    raise NotFound("このファイル形式には対応していません。")
