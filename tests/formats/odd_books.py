"""Workbooks as hospitals really have them, made small: every kind of file, and cells that are not what they look."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter
import xlwt  # type: ignore[import-untyped]

DATE_IDS = (14, 22, *range(27, 37), *range(50, 59))
"""The numbers of formats that are built into Excel for dates; in a file of Japanese Excel they have no text."""
OPEN = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "http://purl.oclc.org/ooxml/officeDocument/relationships",
}


@dataclass(frozen=True)
class As:
    """A value in a format, by its text or its number; with `formula` what gives it, None for a value that is not kept."""

    value: Any
    form: str | int = "General"
    formula: str = ""
    struck: bool = False


def xlsx(
    sheets: Mapping[str, Sequence[Any]], *, hidden: Collection[str] = (), rows: Collection[int] = (),
    macros: bool = False, **settings: Any,
) -> bytes:  # fmt: skip
    """An .xlsx; `hidden` are sheets, `rows` the numbers of hidden rows, counted from 0."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, **settings}) as book:
        for title, lines in sheets.items():
            sheet = book.add_worksheet(title)
            for row, line in enumerate(lines):
                if row in rows:
                    sheet.set_row(row, None, None, {"hidden": True})
                for column, value in enumerate(line):
                    _write(book, sheet, row, column, value)
            if title in hidden:
                sheet.hide()
        shown = next(one for one in book.worksheets() if one.get_name() not in hidden)
        shown.activate()
        shown.set_first_sheet()
    return with_macros(target.getvalue()) if macros else target.getvalue()


def _write(book: Any, sheet: Any, row: int, column: int, value: Any) -> None:
    one = value if isinstance(value, As) else As(value)
    form = book.add_format({"num_format": one.form, "font_strikeout": one.struck}) if isinstance(value, As) else None
    if one.formula:
        sheet.write_formula(row, column, one.formula, form, "" if one.value is None else one.value)
    elif isinstance(one.value, bool):
        sheet.write_boolean(row, column, one.value, form)
    elif isinstance(one.value, int | float):
        sheet.write_number(row, column, one.value, form)
    elif one.value not in (None, ""):
        sheet.write_string(row, column, str(one.value), form)


def parts(content: bytes) -> dict[str, bytes]:
    """The parts of an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(found: Mapping[str, bytes]) -> bytes:
    """An archive of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in found.items():
            archive.writestr(name, content)
    return target.getvalue()


def changed(content: bytes, part: str, before: bytes, after: bytes) -> bytes:
    """The same with other bytes in one of its parts."""
    found = parts(content)
    assert before in found[part], found[part]
    return packed({**found, part: found[part].replace(before, after)})


def with_macros(content: bytes) -> bytes:
    """As .xlsm: a program travels in it."""
    plain, macro = b"spreadsheetml.sheet.main+xml", b"ms-excel.sheet.macroEnabled.main+xml"
    found = parts(changed(content, "[Content_Types].xml", b"openxmlformats-officedocument." + plain, macro))
    return packed({**found, "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 a program"})


def strict(content: bytes) -> bytes:
    """The same as Strict Open XML: every name in another namespace."""
    found = parts(content)
    for old, new in OPEN.items():
        found = {name: part.replace(old.encode(), new.encode()) for name, part in found.items()}
    return packed(found)


def xls(lines: Sequence[Any], hidden: Collection[int] = ()) -> bytes:
    """An .xls of one sheet."""
    book, target = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("病院")
    for row, line in enumerate(lines):
        for column, value in enumerate(line):
            one, style = (value if isinstance(value, As) else As(value)), xlwt.XFStyle()
            style.num_format_str, style.font.struck_out = str(one.form), one.struck
            sheet.write(row, column, one.value, style)
        if row in hidden:
            sheet.row(row).hidden = True
    book.save(target)
    return target.getvalue()


def ods(lines: Sequence[str], styles: str = "") -> bytes:
    """An .ods of one sheet; the lines are rows as they stand in it, made by `ods_row`."""
    names = ("office", "table", "text", "style")
    spaces = " ".join(f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"' for one in names)
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f'<office:spreadsheet><table:table table:name="病院">{"".join(lines)}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    listed = f'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    return packed(
        {"mimetype": kind.encode(), "META-INF/manifest.xml": listed.encode(), "content.xml": content.encode()}
    )


def ods_row(*cells: str | tuple[str, str, str], about: str = "") -> str:
    """A row: a text, or (kind, value, what is shown) such as ("float", "9", "009")."""
    return f"<table:table-row{about}>{''.join(map(ods_cell, cells))}</table:table-row>"


def ods_cell(cell: str | tuple[str, str, str], about: str = "") -> str:
    """A cell of it."""
    if isinstance(cell, str):
        return f'<table:table-cell office:value-type="string"{about}><text:p>{escape(cell)}</text:p></table:table-cell>'
    kind, value, shown = cell
    name = {"date": "date-value", "boolean": "boolean-value", "time": "time-value"}.get(kind, "value")
    return (
        f'<table:table-cell office:value-type="{kind}" office:{name}={quoteattr(value)}{about}>'
        f"<text:p>{escape(shown)}</text:p></table:table-cell>"
    )
