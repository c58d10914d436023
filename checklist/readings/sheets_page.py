"""The check sheets with everything that stands on their page: one read for all its parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from checklist.model.sheets import SheetVersion
from checklist.rules import access, fiscal_year
from checklist.store import region
from checklist.store.act import View
from checklist.store.sheets import focus_items, phrases, sheets
from checklist.store.sheets.focus_items import Focus
from checklist.store.sheets.phrases import Choice
from checklist.store.sheets.sheets import VersionLine


@dataclass(frozen=True)
class SheetsPage:
    """Every version as a line; the one that was asked for, if there is such, and the one before it."""

    versions: tuple[VersionLine, ...]
    chosen: SheetVersion | None
    previous: SheetVersion | None
    years: tuple[int, ...]
    """For which 重点項目 can be chosen: the year of today and the next."""
    focus: Mapping[int, Focus]
    """The 重点項目 of the chosen version by these years, where there are some."""
    phrases: tuple[Choice, ...] = ()
    """Every choice of 定型文 for the chosen version, the oldest first."""


def read(view: View, code: str | None) -> SheetsPage:
    """The versions, and one of them."""
    versions = tuple(sheets.versions(view))
    chain = sheets.chain(view, code) if code in {one.code for one in versions} else ()
    chosen, previous, *_ = (*chain, None, None)
    if chosen is None:
        return SheetsPage(versions, None, None, (), {})
    year = fiscal_year.of_day(view.today, region.of(view).fiscal_year_start_month)
    years = (year, year + 1)
    found = focus_items.of_years(view, [(one, chosen.code) for one in years])
    chosen_phrases = tuple(phrases.history(view, chosen.code)) if access.manages_region(view.principal) else ()
    by_year = {one: focus for (one, _), focus in found.items()}
    return SheetsPage(versions, chosen, previous, years, by_year, chosen_phrases)
