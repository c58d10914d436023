"""Workbooks of a few kilobytes that would become hundreds of megabytes, of every kind."""

from __future__ import annotations

import io
import random
import zipfile

import openpyxl

TYPES = "[Content_Types].xml"
STYLES, BOOK, SHEET, STRINGS = "xl/styles.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


def parts() -> dict[str, bytes]:
    """The parts of an ordinary small workbook."""
    book, target = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["版番号", "2"])
    book.save(target)
    with zipfile.ZipFile(target) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(found: dict[str, bytes]) -> bytes:
    """Parts as a file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in found.items():
            archive.writestr(name, content)
    return target.getvalue()


def with_more(part: str, end: bytes, more: bytes) -> bytes:
    """The small workbook with `more` before the last `end` of one of its parts."""
    found = parts()
    before, mark, after = found[part].rpartition(end)
    assert mark, (part, found[part])
    found[part] = before + more + mark + after
    return packed(found)


def noise(megabytes: int) -> bytes:
    """Bytes that do not pack, so that the ratio of the file stays ordinary."""
    return random.Random(7).randbytes(megabytes * 1_000_000)


def with_noise(content: bytes, megabytes: int) -> bytes:
    """The same with a picture's worth of bytes beside it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    return packed({**found, "xl/media/image1.png": noise(megabytes)})


def styles(count: int) -> bytes:
    """A style for no cell, very often."""
    return with_more(STYLES, b"</cellXfs>", b"<xf/>" * count)


def names(count: int) -> bytes:
    """Names for areas that are none."""
    found = parts()
    named = b"<definedNames>" + b'<definedName name="n">1</definedName>' * count + b"</definedNames>"
    found[BOOK] = found[BOOK].replace(b"<definedNames />", named).replace(b"<definedNames/>", named)
    assert named in found[BOOK]
    return packed(found)


def cells(count: int) -> bytes:
    """One row with very many cells."""
    return with_more(SHEET, b"</sheetData>", b"<row>" + b"<c/>" * count + b"</row>")


def rows(count: int) -> bytes:
    """Very many rows."""
    return with_more(SHEET, b"</sheetData>", b"<row><c><v>1</v></c></row>" * count)


def rows_of(count: int, cells: int) -> bytes:
    """Rows with some empty cells each."""
    return with_more(SHEET, b"</sheetData>", (b"<row>" + b"<c/>" * cells + b"</row>") * count)


def formulas(count: int) -> bytes:
    """Very many shared formulas."""
    return with_more(SHEET, b"</sheetData>", b'<row><c><f t="shared" si="0"/></c></row>' * count)


def strings(count: int) -> bytes:
    """Texts that no cell names."""
    return packed({**parts(), STRINGS: _strings(b"<si><t>x</t></si>" * count)})


def repeated(letters: int, rows: int, columns: int) -> bytes:
    """One long text that every cell names."""
    row = b"<row>" + b'<c t="s"><v>0</v></c>' * columns + b"</row>"
    found = parts()
    kind = b'"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"'
    listed = b'<Override PartName="/xl/sharedStrings.xml" ContentType=' + kind + b"/></Types>"
    found[TYPES] = found[TYPES].replace(b"</Types>", listed)
    found[STRINGS] = _strings(b"<si><t>" + b"x" * letters + b"</t></si>")
    found[SHEET] = found[SHEET].replace(b"</sheetData>", row * rows + b"</sheetData>")
    return packed(found)


def nested(depth: int) -> bytes:
    """A tag within a tag within a tag."""
    return with_more(STYLES, b"</styleSheet>", b"<a>" * depth + b"</a>" * depth)


def _strings(entries: bytes) -> bytes:
    return b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + entries + b"</sst>"
