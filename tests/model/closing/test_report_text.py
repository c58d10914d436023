"""Whatever a report says, its text is the one that was always hashed, and leads back to the same report."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from enum import StrEnum
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from checklist.model.closing import report
from checklist.model.closing.report import Moment, Report

SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    bool: st.booleans(),
    int: st.integers(-(2**63), 2**63 - 1),
    float: st.floats(allow_nan=False, allow_infinity=False),
    str: st.text(),
    date: st.dates(),
    type(None): st.none(),
    Moment: st.datetimes(timezones=st.just(UTC)).map(lambda one: datetime.isoformat(one, timespec="microseconds")),
}


def any_of(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of a type that a part of a report may have."""
    if kind in SIMPLE:
        return SIMPLE[kind]
    if isinstance(kind, UnionType):
        return st.one_of([any_of(one) for one in get_args(kind)])
    if get_origin(kind) is tuple:
        return st.lists(any_of(get_args(kind)[0]), max_size=3).map(tuple)
    if issubclass(kind, StrEnum):
        return st.sampled_from(kind)
    hints = get_type_hints(kind, include_extras=True)
    return st.builds(
        kind, **{name: any_of(hint) for name, hint in hints.items() if name != "format"}, **given_format(kind)
    )


def given_format(kind: Any) -> dict[str, st.SearchStrategy[Any]]:
    """Of all formats the present one says the most."""
    return {"format": st.just(report.FORMAT)} if kind is Report else {}


NAMES = {"own": "self", "on": "date", "concordance": "agreement", "head": "document"}
"""Where the name in the text is older than the one in Python."""


LATER = {(report.Sheet, "exempt"), (report.Signature, "strokes"), (report.Finding, "photos"), (report.Photo, "caption"),
         (report.Visited, "began"), (report.Visited, "ended"), (report.Visited, "hours_noted"), (report.Finding, "host"),
         (report.Report, "remarks_host")}  # fmt: skip
"""What a format after the first one has more, which is no part of a text where it is empty."""


def as_it_was(value: Any) -> Any:
    """The dictionaries and lists of which the text was made before reports had types."""
    if isinstance(value, msgspec.Struct):
        found = {name: as_it_was(getattr(value, name)) for name in value.__struct_fields__}
        return {NAMES.get(name, name): one for name, one in found.items() if one or (type(value), name) not in LATER}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [as_it_was(one) for one in value]
    return value


@given(any_of(Report))
def test_every_report_has_the_text_it_always_had_and_is_read_back_from_it(found: Report) -> None:
    text = report.canonical(found)
    assert text == json.dumps(as_it_was(found), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert report.decode(text.encode()) == found
    assert report.canonical(report.decode(text)) == text
