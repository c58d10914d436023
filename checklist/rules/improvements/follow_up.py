"""What became of earlier findings: where they stand in a newer sheet, which are open, and which are repeated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from checklist.model.improvements import Sequel
from checklist.model.sheets import SheetVersion


@dataclass(frozen=True)
class Noted:
    """A finding as the rules see it; `marks` are what later visits said, the oldest first."""

    finding_id: int
    hospital_id: int
    visit_id: int
    fiscal_year: int
    version_code: str
    item: str
    chapter: str
    marks: tuple[Sequel, ...] = ()


def descendants(item: str, versions: Sequence[SheetVersion]) -> tuple[str, ...]:
    """Items of the newest version that descend from an item of the oldest, in sheet order; split and merged included.

    `versions` is a chain of consecutive versions in any order. An item that was retired has no descendant.
    """
    ordered = sorted(versions, key=lambda version: version.number)
    codes = {item} if ordered and item in {found.code for found in ordered[0].items} else set()
    for older, newer in pairwise(ordered):
        # A gap in the chain: where the item went in between nobody can say.
        if newer.previous_code != older.code:
            return ()
        codes = {link.item_code for link in newer.lineage if codes & set(link.previous_codes)}
    return tuple(found.code for found in ordered[-1].items if found.code in codes) if ordered else ()


def is_open(found: Noted, last_year: int) -> bool:
    """Whether visitors look at a finding again: always in the year after it, later until it is 解決."""
    return found.fiscal_year >= last_year or not found.marks or found.marks[-1] is not Sequel.RESOLVED


def repeated(findings: Iterable[Noted], places: Mapping[int, tuple[str, ...]]) -> tuple[Noted, ...]:
    """Findings at an item for which the same hospital had a finding in an earlier year.

    `places` maps each finding to the items of the newest version where it stands.
    """
    ordered = sorted(findings, key=lambda found: (found.fiscal_year, found.finding_id))
    first: dict[tuple[int, str], int] = {}
    again = []
    for found in ordered:
        keys = [(found.hospital_id, item) for item in places.get(found.finding_id, ())]
        if any(first.get(key, found.fiscal_year) < found.fiscal_year for key in keys):
            again.append(found)
        for key in keys:
            first.setdefault(key, found.fiscal_year)
    return tuple(again)


def count_by_chapter(findings: Iterable[Noted]) -> dict[tuple[int, str], int]:
    """(hospital, chapter code) -> how many of these findings."""
    return dict(Counter((found.hospital_id, found.chapter) for found in findings))
