"""Documents for tests: the smallest real files of every kind that may be attached."""

from __future__ import annotations

import io
import zipfile

from pypdf import PdfWriter

PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}


def pdf(pages: int = 1, password: str = "") -> bytes:
    """A PDF of empty pages, with a password if wanted."""
    writer, target = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if password:
        writer.encrypt(password)
    writer.write(target)
    return target.getvalue()


def office(kind: str, macro: bool = False, types: bytes = b"<Types/>", packed: bool = False) -> bytes:
    """An Office file with no more than its table of contents and one part."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr(PARTS[kind], "<x/>")
        if macro:
            archive.writestr("word/vbaProject.bin", b"macro")
    return target.getvalue()
