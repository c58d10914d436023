"""The kinds of files that people take away, each said once: its code in addresses, its word, what browsers call it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FileKind:
    """A kind of file; `code` is also how `--format` and the address of a download name it."""

    code: str
    word: str
    media_type: str

    @property
    def ending(self) -> str:
        """How the name of such a file ends."""
        return f".{self.code}"


PDF = FileKind("pdf", "PDF", "application/pdf")
EXCEL = FileKind("xlsx", "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
CSV = FileKind("csv", "CSV", "text/csv; charset=utf-8")
ZIP = FileKind("zip", "ZIP", "application/zip")
ICS = FileKind("ics", "カレンダー", "text/calendar; charset=utf-8")

SLIDES = FileKind("pptx", "PowerPoint", "application/vnd.openxmlformats-officedocument.presentationml.presentation")

DOCUMENTS = (PDF, EXCEL, CSV)
"""What every document can be taken away as, in the order in which screens offer it."""

ANNUAL = (PDF, EXCEL, SLIDES, CSV)
"""What a yearly report can be taken away as."""
