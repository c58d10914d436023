"""Making an edition of a year for the public: held against every earlier one, so that no difference tells a small number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from checklist.errors import Refused
from checklist.model.center.published import PublicEdition, PublicTable
from checklist.readings.center import counted, public_tables
from checklist.readings.center.counted import Counted
from checklist.rules import fiscal_year as fiscal_years
from checklist.rules.center import hiding, periods, releases
from checklist.store import region
from checklist.store.act import Act, View
from checklist.store.center import council, public_editions

UNCHANGED = "前の版から件数が変わっていないため、新しい版は作成しません。"
TOO_LITTLE = (
    "前の版からの増減が4件以下のため、新しい版は作成できません（差し引きから、少ない件数が分かることを防ぐため）。"
)


def make(act: Act, fiscal_year: int) -> int:
    """Freeze the figures of a fiscal year as they stand now, and return the number of the edition.

    Raises Forbidden, or Refused where a part of the year was told already, or where next to nothing has changed since an
    edition that is known.
    """
    start = region.of(act).fiscal_year_start_month
    span = periods.parse(f"fy{fiscal_year}", start)
    if told := releases.overlapping(span, council.released(act, start)):
        raise Refused(releases.OVERLAP.format(told.span.word))
    earlier = public_editions.of_year(act, fiscal_year)
    found = counted.read(act, span, start)
    by_title = [{one.title: one for one in edition.tables} for edition in earlier]
    first, *rest = public_tables.frozen(found, by_title)
    own = _own_year(first, fiscal_year)
    for edition in earlier:
        _require_enough(own, edition, edition is earlier[-1])
    return public_editions.put(act, fiscal_year, [_with_other_years(act, own, span.first), *rest])


def of_part(view: View, found: Counted) -> list[PublicTable]:
    """What a period that is no fiscal year would tell everybody now: itself, and years before by their editions alone.

    Whether it may be told is asked by who freezes it (`releases.faults`); raises Forbidden.
    """
    years, *rest = public_tables.frozen(found)
    numbers = (len(found.cases), len(found.contacts))
    marks = tuple(1 <= one <= hiding.SMALL for one in numbers)
    own = replace(years, names=(found.span.word,), numbers=(numbers,), hidden=(marks,))
    return [_with_other_years(view, own, found.span.first), *rest]


def _own_year(years: PublicTable, fiscal_year: int) -> PublicTable:
    """The table of years with the one alone."""
    name = f"{fiscal_year}年度"
    places = [place for place, one in enumerate(years.names) if one == name]
    if not places:
        return replace(years, names=(name,), numbers=((0, 0),), hidden=((False, False),))
    (place,) = places
    return replace(years, names=(name,), numbers=(years.numbers[place],), hidden=(years.hidden[place],))


def _require_enough(own: PublicTable, edition: PublicEdition, is_last: bool) -> None:
    before = dict(zip(edition.tables[0].names, edition.tables[0].numbers, strict=True))[own.names[0]]
    changes = [abs(now - then) for now, then in zip(own.numbers[0], before, strict=True)]
    if is_last and not any(changes):
        raise Refused(UNCHANGED)
    if any(1 <= one <= hiding.SMALL for one in changes):
        raise Refused(TOO_LITTLE)


def _with_other_years(view: View, own: PublicTable, first: date) -> PublicTable:
    """The years before a day as they are known by their own editions: today's numbers would be a second edition of each."""
    start = region.of(view).fiscal_year_start_month
    rows: dict[str, tuple[tuple[int, ...], tuple[bool, ...]]] = {}
    for year, edition in public_editions.newest(view).items():
        if fiscal_years.bounds(year, start)[1] < first:
            table = edition.tables[0]
            rows |= {
                name: (numbers, marks)
                for name, numbers, marks in zip(table.names, table.numbers, table.hidden, strict=True)
                if name == f"{year}年度"
            }
    names = (*sorted(rows), *own.names)
    return replace(
        own,
        names=names,
        numbers=(*(rows[name][0] for name in sorted(rows)), *own.numbers),
        hidden=(*(rows[name][1] for name in sorted(rows)), *own.hidden),
    )


def newest(view: View, fiscal_year: int) -> PublicEdition | None:
    """The edition of a year that is in force, None if none was made; raises Forbidden."""
    found: Sequence[PublicEdition] = public_editions.of_year(view, fiscal_year)
    return found[-1] if found else None
