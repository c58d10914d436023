"""Which files may be attached."""

from __future__ import annotations

import io
import tracemalloc
import zipfile

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject

from checklist.errors import Refused, TooLarge
from checklist.store.files import attachment
from tests.attached_files import office, pdf
from tests.pictures import bomb, jpeg, png

PDF = b"%PDF-1.7 ...\n%%EOF\n"
_OFFICE = "application/vnd.openxmlformats-officedocument."


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("議事録.pdf", pdf(), "application/pdf"),
        ("写真.JPG", jpeg(), "image/jpeg"),
        ("図.png", png(), "image/png"),
        ("要綱.docx", office("docx"), f"{_OFFICE}wordprocessingml.document"),
        ("計画.xlsx", office("xlsx"), f"{_OFFICE}spreadsheetml.sheet"),
        ("資料.pptx", office("pptx"), f"{_OFFICE}presentationml.presentation"),
    ],
)
def test_known_kinds_are_taken_by_name_and_content(name: str, content: bytes, media_type: str) -> None:
    found = attachment.check(name, content)
    assert (found.name, found.media_type, found.content) == (name, media_type, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("script.html", b"<script>"),
        ("議事録.pdf", b"<html>"),
        ("写真.jpg", PDF),
        ("pdf", PDF),
        ("", PDF),
        ("macro.xlsm", office("xlsx")),
        ("空.pdf", b""),
    ],
)
def test_anything_else_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(Refused, match="選んでください"):
        attachment.check(name, content)


def bad_archive() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("readme.txt", "no office file")
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("途中.pdf", pdf()[:-200], "途中で切れている"),
        ("秘密.pdf", pdf(password="secret"), "パスワード"),
        ("圧縮.docx", bad_archive(), "Officeのファイルとして"),
        ("壊れた.docx", b"PK\x03\x04 broken", "Officeのファイルとして"),
        ("表計算.docx", office("xlsx"), "Officeのファイルとして"),
        ("マクロ.docx", office("docx", macro=True), "マクロ"),
        ("マクロ.xlsx", office("xlsx", types=b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"), "マクロ"),
        ("途中.jpg", jpeg()[:400], "画像として"),
        ("途中.png", png()[:50], "画像として"),
        ("爆弾.png", bomb(), "画素数"),
    ],
)
def test_a_file_that_is_only_called_so_is_refused_with_its_reason(name: str, content: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        attachment.check(name, content)


@pytest.mark.parametrize("handler", ["/V 9", "/V 4 /CF << /StdCF << /CFM /AESV2 >> >> /StmF /StdCF /StrF /StdCF"])
def test_a_pdf_locked_in_a_way_that_nobody_here_can_open_is_refused_too(handler: str) -> None:
    locked = pdf(password="secret").replace(b"/V 2", handler.encode(), 1)
    with pytest.raises(Refused, match="パスワード"):
        attachment.check("秘密.pdf", locked)


def test_a_pdf_that_only_speaks_of_encryption_is_taken() -> None:
    """What stands on a page is no lock."""
    writer, target, said = PdfWriter(), io.BytesIO(), DecodedStreamObject()
    said.set_data(b"% as in /Encrypt 5 0 R")
    writer.add_blank_page(595, 842)[NameObject("/Contents")] = writer._add_object(said)
    writer.write(target)
    assert attachment.check("説明.pdf", target.getvalue()).media_type == "application/pdf"


def test_a_picture_without_scans_may_hold_any_bytes() -> None:
    target, about = io.BytesIO(), PngInfo()
    about.add(b"teSt", b"\xff\xda" * 1000)
    Image.new("RGB", (4, 4)).save(target, "PNG", pnginfo=about)
    assert attachment.check("図.png", target.getvalue()).media_type == "image/png"


def test_a_name_cannot_leave_its_folder_or_break_a_header() -> None:
    assert attachment.check('../../etc/"議事録\r\n.pdf', PDF).name == ".._.._etc__議事録__.pdf"
    assert len(attachment.check("あ" * 500 + ".pdf", PDF).name) == 120


def test_more_than_20_megabytes_are_too_large() -> None:
    with pytest.raises(TooLarge):
        attachment.check("大.pdf", PDF + bytes(attachment.MOST_BYTES))


def test_the_table_of_contents_of_an_office_file_is_not_unpacked_whole() -> None:
    heavy = office("docx", types=b"<Types>" + b" " * 40_000_000 + b"</Types>", packed=True)
    tracemalloc.start()
    with pytest.raises(Refused, match="大きすぎる"):
        attachment.check("要綱.docx", heavy)
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()


def test_an_office_file_that_packs_well_is_taken() -> None:
    assert attachment.check("要綱.docx", office("docx", types=b"<Types>" + b" " * 900_000 + b"</Types>", packed=True))
