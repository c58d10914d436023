"""A check sheet in somebody's own layout: what it seems to say, and the same in our form, to complete and take in."""

from __future__ import annotations

from dataclasses import replace

from checklist.errors import Fault, Refused
from checklist.formats import grid_file
from checklist.formats.table import Column, Table
from checklist.imports import sheet_files, xlsform_file
from checklist.rules.sheets import sheet_layout
from checklist.rules.sheets.sheet_draft import COLUMNS, METADATA, Grid
from checklist.rules.sheets.sheet_layout import LeftOut, Proposal

TITLE = "点検表（ほかの様式から）"


def read(name: str, data: bytes) -> Proposal:
    """The chapters and items of a file; raises Refused if there are none, or Busy."""
    grids, passed = grid_file.read_sheets(name, data)
    found = xlsform_file.proposal(grids) or sheet_layout.propose(grids)
    found = replace(found, left_out=(*found.left_out, *(LeftOut(*one) for one in passed)))
    if not found.items:
        raise Refused([Fault(name, "点検項目が見つかりません。項目を1行に1つずつ記入した表を選んでください。")])
    return found


def sentence(found: Proposal) -> str:
    """How much was found, for the reader."""
    left = f"取り込まない行は{len(found.left_out)}行です。" if found.left_out else "取り込まない行はありません。"
    return f"{len(found.chapters)}章・{len(found.items)}項目を見つけました。{left}"


def shown(found: Proposal) -> Table:
    """The items beside where they stand in the file."""
    rows = tuple((one.chapter, one.text, _where(one.sheet, one.line)) for one in found.items)
    return Table("見つけた項目", (Column("章"), Column("項目", width=50), Column("元の場所")), rows)


def left_out(found: Proposal) -> Table:
    """The rows that are neither chapter nor item, with the reason."""
    rows = tuple((_where(one.sheet, one.line), one.text, one.why) for one in found.left_out)
    return Table("取り込まない行", (Column("元の場所"), Column("内容", width=40), Column("理由")), rows)


def _where(sheet: str, line: int) -> str:
    return "　".join(one for one in (f"「{sheet}」シート" if sheet else "", f"{line}行目" if line else "") if one)


def grid(found: Proposal) -> Grid:
    """The same in our form; what the file does not say is empty, and its check tells it."""
    numbers = {chapter: number for number, chapter in enumerate(found.chapters, start=1)}
    counts = dict.fromkeys(numbers, 0)
    rows = []
    for one in found.items:
        counts[one.chapter] += 1
        begin = (str(numbers[one.chapter]), one.chapter, f"{numbers[one.chapter]}-{counts[one.chapter]:02}", one.text)
        rows.append((*begin, *("",) * (len(COLUMNS) - len(begin))))
    return (*((name, "") for name in METADATA), (), COLUMNS, *rows)


def book(found: Proposal) -> bytes:
    """The workbook to complete."""
    return sheet_files.book(grid(found), len(METADATA) + 1, TITLE)
