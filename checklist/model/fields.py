"""What a field of a record is to a form, a file and a table: its Japanese name, its choices, and its bounds."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_type_hints

Shape = Literal["day", "count", "amount", "flag", "text", "choice", "choices"]
Value = date | int | float | bool | str | tuple[str, ...] | None

TEXT_LIMIT, LONG_LIMIT = 200, 2000


@dataclass(frozen=True)
class Column:
    """One field: `shape` says how it is typed in, `choices` are code -> Japanese word in the order shown."""

    name: str
    label: str
    shape: Shape
    required: bool
    choices: Mapping[str, str]
    low: float
    high: float
    long: bool
    hint: str
    empty: Value


def column(
    label: str,
    default: Any = dataclasses.MISSING,
    *,
    choices: Mapping[str, str] | None = None,
    low: float = 0,
    high: float = 9999,
    long: bool = False,
    hint: str = "",
) -> Any:
    """A dataclass field with what people need to know of it; without a `default` it has to be filled in."""
    about = {"label": label, "choices": choices or {}, "low": low, "high": high, "long": long, "hint": hint}
    return dataclasses.field(default=default, metadata=about)


_known: dict[type, tuple[Column, ...]] = {}


def columns(record: type) -> tuple[Column, ...]:
    """The fields of a kind of record that people fill in, in their order."""
    if record not in _known:
        hints = get_type_hints(record)
        _known[record] = tuple(_column(one, hints[one.name]) for one in dataclasses.fields(record) if one.metadata)
    return _known[record]


def _column(field: dataclasses.Field[Any], hint: Any) -> Column:
    about = field.metadata
    required = field.default is dataclasses.MISSING
    shape = _shape(hint, bool(about["choices"]))
    empty: Value = None if field.default is dataclasses.MISSING else field.default
    return Column(
        field.name,
        about["label"],
        shape,
        required,
        about["choices"],
        about["low"],
        about["high"],
        about["long"],
        about["hint"],
        empty,
    )


_SHAPES: dict[Any, Shape] = {
    date: "day",
    date | None: "day",
    int: "count",
    int | None: "count",
    float: "amount",
    float | None: "amount",
    bool: "flag",
    tuple[str, ...]: "choices",
}


def _shape(hint: Any, has_choices: bool) -> Shape:
    if hint is str:
        return "choice" if has_choices else "text"
    return _SHAPES[hint]
