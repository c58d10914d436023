"""A list as every screen and file shows it: its lines, what narrows and orders them, and what an address asks of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Generic, TypeVar
from urllib.parse import urlencode

from checklist import words
from checklist.formats.table import Column, Table, Value

T = TypeVar("T")
SEARCH, SORT = "q", "sort"
"""The names in the address of the words typed, and of the column: 3 for the third, -3 for it from the end."""
ALL = "all"
EVERYTHING = "なし（すべて）"
MOST_TYPED = 100
"""Letters of a search; nobody types more, and an address has to hold them."""


@dataclass(frozen=True)
class Line(Generic[T]):
    """One line: its cells, the thing behind it, where it leads, and by which values each choice finds it."""

    cells: tuple[Value, ...]
    of: T
    href: str = ""
    keys: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Choice:
    """What a list can be narrowed by: its name in the address, and each value there with its word."""

    key: str
    label: str
    options: Mapping[str, str]
    usual: str = ALL
    """What is chosen where the address asks for nothing."""


@dataclass(frozen=True)
class Listing(Generic[T]):
    """A list in its usual order; `name` is that of its files."""

    name: str
    title: str
    columns: tuple[Column, ...]
    lines: tuple[Line[T], ...]
    choices: tuple[Choice, ...] = ()
    before: str = ""
    """What stands before the names of search and order in the address, where two lists share a page."""
    ordered: bool = False
    """Whether the usual order is the only one: what would be a ranking in any other."""
    notes: tuple[str, ...] = ()
    """What its numbers are made of, told in its files as well."""

    @property
    def search(self) -> str:
        """The name of the words typed in the address."""
        return f"{self.before}{SEARCH}"

    @property
    def sort(self) -> str:
        """The name of the order in the address."""
        return f"{self.before}{SORT}"


@dataclass(frozen=True)
class Asked:
    """What an address asks of a list; `wrong` names what it asks for in vain."""

    typed: str = ""
    sort: int = 0
    chosen: Mapping[str, str] = field(default_factory=dict)
    wrong: tuple[str, ...] = ()


def asked(found: Listing[T], address: Mapping[str, str]) -> Asked:
    """What an address asks of this list."""
    wrong, chosen = [], {}
    for one in found.choices:
        value = address.get(one.key, one.usual)
        if value != ALL and value not in one.options:
            wrong.append(one.label)
            value = one.usual
        chosen[one.key] = value
    sorts = {str(sort): sort for sort in orders(found)}
    sort = address.get(found.sort, "0")
    if sort not in sorts:
        wrong.append("並べ替え")
    return Asked(address.get(found.search, "")[:MOST_TYPED], sorts.get(sort, 0), chosen, tuple(wrong))


def orders(found: Listing[T]) -> tuple[int, ...]:
    """Every way to order a list: 0 as it is read, else the number of a column, below zero from its end."""
    if found.ordered:
        return (0,)
    return (0, *(sign * place for place in range(1, len(found.columns) + 1) for sign in (1, -1)))


def order_in_words(found: Listing[T], sort: int) -> str:
    """An order as it is offered."""
    if not sort:
        return "標準の順"
    return f"{found.columns[abs(sort) - 1].name}（{'昇順' if sort > 0 else '降順'}）"


def kept(found: Listing[T], wish: Asked) -> list[Line[T]]:
    """The lines that hold every word typed, whatever its width, and all that was chosen, in the order wanted."""
    typed = _folded(wish.typed).split()
    wanted = {key: value for key, value in wish.chosen.items() if value != ALL}
    lines = [
        line
        for line in found.lines
        if all(value in line.keys.get(key, ()) for key, value in wanted.items()) and (not typed or _holds(line, typed))
    ]
    if not wish.sort:
        return lines
    place = abs(wish.sort) - 1
    # What has no value stands last, whichever way round.
    known = [line for line in lines if line.cells[place] not in (None, "")]
    known.sort(key=_by(place), reverse=wish.sort < 0)
    return known + [line for line in lines if line.cells[place] in (None, "")]


def _by(place: int) -> Callable[[Line[T]], tuple[float, str]]:
    def key(line: Line[T]) -> tuple[float, str]:
        cell = line.cells[place]
        if isinstance(cell, date):
            return (float(cell.toordinal()), "")
        # 10月 comes after 9月.
        return (float(cell), "") if isinstance(cell, int | float) else (0.0, _DIGITS.sub(_padded, _folded(str(cell))))

    return key


_DIGITS = re.compile("[0-9]+")


def _padded(found: re.Match[str]) -> str:
    return found[0].zfill(12)


def _holds(line: Line[T], typed: Iterable[str]) -> bool:
    said = _folded(" ".join(map(in_words, line.cells)))
    return all(word in said for word in typed)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def in_words(cell: Value) -> str:
    """A cell as a screen writes it."""
    return "" if cell is None else words.day(cell) if isinstance(cell, date) else str(cell)


def table(found: Listing[T], lines: Iterable[Line[T]]) -> Table:
    """These lines as a table: exactly the cells of the screen."""
    return Table(found.title, found.columns, tuple(line.cells for line in lines))


def query(found: Listing[T], wish: Asked) -> str:
    """What is asked as the query of an address, so that a file holds what the screen does; empty if nothing is."""
    named = {**wish.chosen, **({found.search: wish.typed} if wish.typed else {})}
    named |= {found.sort: str(wish.sort)} if wish.sort else {}
    return f"?{urlencode(named)}" if named else ""


def told(found: Listing[T], wish: Asked) -> str:
    """What is asked, in words."""
    parts = [
        f"{one.label}「{one.options[wish.chosen[one.key]]}」" for one in found.choices if wish.chosen[one.key] != ALL
    ]
    parts += [f"検索「{wish.typed}」"] if wish.typed.strip() else []
    parts += [f"並び順「{order_in_words(found, wish.sort)}」"] if wish.sort else []
    return "、".join(parts) or EVERYTHING


def chosen_by(key: str, label: str, values: Iterable[tuple[object, str]], usual: str = ALL) -> Choice:
    """A choice of these values, each once."""
    options = {str(value): word for value, word in values}
    return Choice(key, label, options, usual if usual in options else ALL)


def keys(**found: object) -> dict[str, frozenset[str]]:
    """The values by which choices find a line; several in a set."""
    return {
        key: frozenset(map(str, value)) if isinstance(value, set | frozenset | tuple) else _alone(str(value))
        for key, value in found.items()
    }


# 10,000 lines share a few years, states and hospitals.
@lru_cache(10_000)
def _alone(value: str) -> frozenset[str]:
    return frozenset({value})
