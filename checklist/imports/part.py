"""One table of a file that is taken in, and what becomes of each of its rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from checklist.errors import Fault, Refused
from checklist.formats import file_lines
from checklist.formats.file_lines import Line
from checklist.imports.template import Wanted
from checklist.rules.sheets.sheet_draft import Grid

E = TypeVar("E")
T = TypeVar("T")
NEW, CHANGED, SAME = "新規", "変更", "変更なし"


@dataclass(frozen=True)
class Change:
    """What becomes of one thing: `fields` are its names with what stood there before and what will.

    `noun` is one of 病院, 届出 and 利用者, `number` the row that asks for it, and `what` says which thing it is.
    """

    noun: str
    number: int
    what: str
    effect: str
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Part(Generic[E]):
    """What the rows of a table say, and everything wrong with them as far as that is seen without the database."""

    entries: tuple[E, ...] = ()
    faults: tuple[Fault, ...] = ()
    keys: frozenset[str] = frozenset()
    """What its rows are told apart by, those with faults included."""
    empty: bool = False
    notes: tuple[str, ...] = ()
    """How the table was understood, and what of it was left out."""


def read(
    grid: Grid, noun: str, wanted: Sequence[Wanted], entry: Callable[[Line, list[Fault]], E | None],
    unique: Mapping[str, Callable[[Line], str]],
) -> Part[E]:  # fmt: skip
    """The rows of a table below its header; `unique` are the columns of which no value may stand twice, its key first."""
    required = [one.name for one in wanted if one.required]
    nothing = f"{noun}の行がありません。何も変更していません。"
    try:
        days = [one.name for one in wanted if one.is_day]
        lines = file_lines.read(grid, [one.name for one in wanted], required, nothing, days)
    except Refused as refused:
        return Part(faults=tuple(refused.faults), empty=[one.message for one in refused.faults] == [nothing])
    faults: list[Fault] = []
    entries = tuple(found for line in lines if (found := entry(line, faults)) is not None)
    keys = frozenset(read_key(line) for read_key in list(unique.values())[:1] for line in lines)
    return Part(entries, (*faults, *file_lines.repeated(lines, unique)), keys)


def compared(noun: str, number: int, what: str, before: Mapping[str, str] | None, after: Mapping[str, str]) -> Change:
    """A thing as it stands (None if there is none) beside what it is to be; empty fields of a new one are left out."""
    if before is None:
        return Change(noun, number, what, NEW, tuple((name, "", text) for name, text in after.items() if text))
    fields = tuple((name, before[name], text) for name, text in after.items() if text != before[name])
    return Change(noun, number, what, CHANGED if fields else SAME, fields)


def choice(line: Line, column: str, choices: Mapping[str, T], faults: list[Fault]) -> T | None:
    """What a cell names, by its word or its code; None, with a fault, for anything else."""
    text = line.code(column)
    # A check box of Excel says TRUE.
    known = text if text in choices else text.lower()
    if known not in choices:
        allowed = "・".join(word for word in choices if word and (word.isdigit() or not word.isascii()))
        said = f"「{text}」は使えません（{allowed}）。" if text else "入力してください。"
        faults.append(Fault(line.where(column), said))
    return choices.get(known)
