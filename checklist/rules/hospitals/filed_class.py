"""The class that a hospital has filed on a day, over filings in memory; `store.hospitals.filed_class` asks SQL the same."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from checklist.model.hospitals import Addon, Filing


def holds(filing: Filing, day: date) -> bool:
    """Whether a filing is valid on a day; its first and its last day count."""
    return filing.valid_from <= day and (filing.valid_to is None or day <= filing.valid_to)


def goes_on(stored: Filing, other: Filing) -> bool:
    """Whether a filing began before another of the same add-on and class and is still valid on its first day."""
    same = (stored.addon, stored.addon_class) == (other.addon, other.addon_class)
    return same and stored.valid_from < other.valid_from and holds(stored, other.valid_from)


def class_on(filings: Iterable[Filing], addon: Addon, day: date) -> int | None:
    """The class that one hospital, whose filings these are, has filed for an add-on on a day; None without a filing."""
    return next((one.addon_class for one in filings if one.addon is addon and holds(one, day)), None)
