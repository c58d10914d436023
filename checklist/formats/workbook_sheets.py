"""All sheets of an Excel workbook as texts, read in a process of its own as `workbook` reads the first one."""

from __future__ import annotations

from checklist.errors import Refused
from checklist.formats import workbook
from checklist.formats.workbook import Sheets
from checklist.store.files import apart

MOST = 8
"""Sheets that are looked at; a workbook to fill in has four, and the others are somebody's notes."""


def all_sheets(content: bytes) -> Sheets:
    """What stands in the first sheets, or why it was not read; never raises for what is in the file."""
    return workbook.sheets(content, MOST)


def read(content: bytes) -> Sheets:
    """The same in a process that can be ended; raises Refused with one sentence, or Busy."""
    found = apart.run(__name__, content, Sheets)
    if found.refused:
        raise Refused(found.refused)
    return found


if __name__ == "__main__":
    apart.answer(all_sheets)
