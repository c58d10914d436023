"""The check sheets with everything that stands on their page: one read for all its parts."""

from __future__ import annotations

from dataclasses import dataclass

from checklist.model.sheets import SheetVersion
from checklist.store.act import View
from checklist.store.sheets import sheets
from checklist.store.sheets.sheets import VersionLine


@dataclass(frozen=True)
class SheetsPage:
    """Every version as a line; the one that was asked for, if there is such, and the one before it."""

    versions: tuple[VersionLine, ...]
    chosen: SheetVersion | None
    previous: SheetVersion | None


def read(view: View, code: str | None) -> SheetsPage:
    """The versions, and one of them."""
    versions = tuple(sheets.versions(view))
    chain = sheets.chain(view, code) if code in {one.code for one in versions} else ()
    chosen, previous, *_ = (*chain, None, None)
    return SheetsPage(versions, chosen, previous)
