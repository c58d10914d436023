"""Which version of a sheet holds on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar

from checklist.rules import fiscal_year


class Dated(Protocol):
    """What is known of a version: its sheet, and the day or else the fiscal year from which it holds."""

    @property
    def sheet_code(self) -> str:
        """The code of its sheet."""

    @property
    def from_fiscal_year(self) -> int:
        """The fiscal year in which it begins to hold."""

    @property
    def holds_from(self) -> date | None:
        """The day, where it was published with one."""


D = TypeVar("D", bound=Dated)


def begins(version: Dated, start_month: int) -> date:
    """The day from which a version holds."""
    return version.holds_from or fiscal_year.bounds(version.from_fiscal_year, start_month)[0]


def on(versions: Iterable[D], day: date, start_month: int) -> list[D]:
    """Of every sheet the version that holds on a day, none where none does yet; `versions` newest first within a sheet."""
    found: dict[str, D] = {}
    for version in versions:
        if begins(version, start_month) <= day:
            found.setdefault(version.sheet_code, version)
    return list(found.values())


def day_in(year: int, today: date, start_month: int) -> date:
    """The day by which a version is chosen for a fiscal year without another day: today, or its nearest day."""
    first, last = fiscal_year.bounds(year, start_month)
    return min(max(today, first), last)
