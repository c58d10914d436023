"""The records of one kind as a list: found by their words, narrowed by what is picked from a list, and taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from checklist.errors import Refused
from checklist.formats.table import Column, Kind, Value
from checklist.model import fields
from checklist.model.fields import Owner, Record
from checklist.model.records import KINDS
from checklist.readings import listing, records_page
from checklist.readings.listing import Choice, Line, Listing
from checklist.rules.center import option_lists
from checklist.rules.fields import cell
from checklist.store.act import View
from checklist.store.records import records

Lists = Mapping[str, Mapping[str, str]]
"""The lists of the support centre by name, each code -> word."""
OWN = "records"
"""The name of the files of a hospital's."""
WHICH = "記録の種類の指定が正しくありません。"
_LEAST = {"choices": 12, "flag": 0, "count": 0, "amount": 0, "day": 0}
_LONG, _TEXT, _NAME = 14, 8, 10
"""The least widths, in characters, of columns with long and with short texts, and of a name that is broken itself."""


def own(view: View, address: Mapping[str, str]) -> Listing[Record]:
    """Those of the reader's hospital, of the kind and the year in the address; raises Forbidden or Refused."""
    kind, hospital = KINDS.get(address.get("kind", "")), view.principal.hospital_id
    if kind is None or hospital is None:
        raise Refused(WHICH)
    _, _, first, last = records_page.span(view, kind, address.get("year"))
    return listed(OWN, kind, records.of_hospital(view, hospital, kind, first, last))


def listed(
    name: str, kind: type[Record], found: Sequence[Record], lists: Lists | None = None,
    way: Callable[[Record], str] | None = None,
) -> Listing[Record]:  # fmt: skip
    """The records in the order in which they were read; `way` gives the address at which one is corrected."""
    shown = option_lists.shown(kind, lists or {})
    columns = (*map(_column, shown), *(Column(label, "percent", 12) for label, _ in kind.RATES))
    before = f"{kind.KIND}-"
    lines = tuple(
        Line(
            (*(_value(kind, one, getattr(record, one.name)) for one in shown), *_rates(record)),
            record, way(record) if way else "",
            listing.keys(**{before + one.name: getattr(record, one.name) for one in shown if one.choices}),
        )
        for record in found
    )  # fmt: skip
    return Listing(name, f"{kind.WORD}の一覧", columns, lines, tuple(_choices(before, shown, lines)), before)


def _column(one: fields.Column) -> Column:
    kind: Kind = (
        "date" if one.shape == "day" and not one.month else "number" if one.shape in ("count", "amount") else "text"
    )
    least = _LONG if one.long else _TEXT + 1 if len(one.label) > _NAME else _LEAST.get(one.shape, _TEXT)
    return Column(one.label, kind, 40 if one.long else 24 if kind == "text" else max(12, 2 * len(one.label)), least)


def _value(kind: type[Record], one: fields.Column, value: Any) -> Value:
    if value is False and kind.OWNER is Owner.HOSPITAL:
        return ""
    if isinstance(value, tuple) and value and set(value) == set(one.choices):
        return "すべて"
    return value if isinstance(value, float) or (isinstance(value, date) and not one.month) else cell.write(one, value)


def _rates(record: Record) -> Iterator[Value]:
    for _, name in record.RATES:
        rate = getattr(record, name)
        yield None if rate is None else round(rate, 1)


def _choices(before: str, shown: Sequence[fields.Column], lines: Sequence[Line[Record]]) -> Iterator[Choice]:
    """What is picked from a list can be chosen, as far as it occurs."""
    for one in shown:
        used = set[str]().union(*(line.keys.get(before + one.name, ()) for line in lines))
        if found := [(code, word) for code, word in one.choices.items() if code in used]:
            yield listing.chosen_by(before + one.name, one.label, found)
