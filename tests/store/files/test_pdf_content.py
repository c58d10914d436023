"""A PDF that does more than show its pages is refused with a word of what to do."""

from __future__ import annotations

import io
import zlib

import pytest
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from checklist.errors import Refused
from checklist.store.files import attachment, pdf_content
from tests.attached_files import pdf


def written(writer: PdfWriter) -> bytes:
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def with_script() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    script = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(script)
    return written(writer)


def with_file() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_attachment("x.exe", b"MZ")
    return written(writer)


def started(action: str) -> bytes:
    """A PDF that does something when it is opened."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
        {NameObject("/S"): NameObject(action), NameObject("/F"): TextStringObject("calc.exe")}
    )
    return written(writer)


def packed(objects: bytes, head: bytes = b"/Type /ObjStm /Filter /FlateDecode", body: bytes = b"") -> bytes:
    """A PDF whose objects lie in a packed stream, as most programs write them."""
    stream = body or zlib.compress(objects)
    return b"%PDF-1.7\n1 0 obj\n<< " + head + b" >>\nstream\r\n" + stream + b"\nendstream\nendobj\n%%EOF\n"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (with_script(), pdf_content.SCRIPTS),
        (with_script().replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/#4aS"), pdf_content.SCRIPTS),
        (started("/Launch"), pdf_content.SCRIPTS),
        (packed(b"<< /S /JavaScript /JS (x) >>"), pdf_content.SCRIPTS),
        (packed(b"<< /JS(x) >>", b"/Type /#4fbjStm /Filter [/FlateDecode]"), pdf_content.SCRIPTS),
        (packed(b"<< /JS(x) >>", b"/Type /ObjStm", b"<< /JS (x) >>"), pdf_content.SCRIPTS),
        (packed(b"", b"/Type /ObjStm /Filter /LZWDecode", b"xyz"), pdf_content.UNKNOWN),
        (packed(b"", b"/Type /ObjStm /Filter [/ASCIIHexDecode /FlateDecode]", b"xyz"), pdf_content.UNKNOWN),
        (packed(b"", body=b"no stream at all"), pdf_content.UNKNOWN),
        (packed(b"\0" * (pdf_content.MOST + 1)), pdf_content.UNKNOWN),
        (with_file(), pdf_content.FILES),
    ],
)
def test_scripts_programs_and_files_within_are_refused(content: bytes, why: str) -> None:
    with pytest.raises(Refused) as refused:
        attachment.check("議事録.pdf", content)
    assert refused.value.message == why


@pytest.mark.parametrize(
    "content", [pdf(3), started("/GoTo"), packed(b"<< /Type /Catalog /JSome 1 /JavaScripted 2 >>")]
)
def test_an_ordinary_pdf_that_opens_on_a_page_is_taken(content: bytes) -> None:
    assert attachment.check("議事録.pdf", content).content == content
