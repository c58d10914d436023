"""The chain of records: each link is the hash of the one before it and of one row; added before every commit."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from heapq import merge

from sqlite_utils import Database

from checklist import words
from checklist.errors import Fault
from checklist.store.chained import SOURCES, Linked, Source
from checklist.store.clock import from_text

START = bytes(32)
"""What stands before the first link."""

# One statement, because every group of answers asks it. Ids only grow, since no row of these tables is ever deleted:
# what was written since the last commit stands behind the last row of its table that is linked.
_REACHED = "SELECT " + ", ".join(
    f"(SELECT max(id) FROM {one.table}), (SELECT max(row_id) FROM chain WHERE source = '{one.table}')"
    for one in SOURCES
)
_TIP = "SELECT position, link, source, row_id FROM chain ORDER BY position DESC LIMIT 1"
_INSERT = "INSERT INTO chain (position, source, row_id, digest, link) VALUES (?, ?, ?, ?, ?)"
_ALL = "SELECT position, source, row_id, digest, link FROM chain ORDER BY position"


def append(db: Database) -> None:
    """Link every row that has no link yet, within the transaction that is open."""
    reached = list(db.conn.execute(_REACHED).fetchone())
    new = [
        source.rows(db, (linked or 0) + 1)
        for source, last, linked in zip(SOURCES, reached[::2], reached[1::2], strict=True)
        if (last or 0) > (linked or 0)
    ]
    if new:
        # By time as well as it goes: a chain that is made long after its rows tells them in the order of events.
        db.conn.executemany(_INSERT, _links(db, merge(*new, key=lambda row: row.at)))


def _links(db: Database, rows: Iterator[Linked]) -> Iterator[tuple[int, str, int, bytes, bytes]]:
    last, link, *_ = db.conn.execute(_TIP).fetchone() or (0, START)
    for position, row in enumerate(rows, last + 1):
        link = joined(link, row.digest)
        yield position, row.source.table, row.id, row.digest, link


def joined(link: bytes, digest: bytes) -> bytes:
    """The link that follows a link: the SHA-256 of its 32 bytes and the 32 bytes of the row's digest."""
    return hashlib.sha256(link + digest).digest()


def tip(db: Database) -> tuple[int, bytes, str]:
    """How many links there are, the last one, and the moment of its row as it is stored (empty without a link or a row)."""
    found = db.conn.execute(_TIP).fetchone()
    if found is None:
        return 0, START, ""
    source = next(one for one in SOURCES if one.table == found["source"])
    row = next(source.rows(db, found["row_id"]), None)
    return found["position"], found["link"], row.at if row else ""


class Kind(StrEnum):
    """In which way the chain and the rows do not fit."""

    CHANGED = "この記録は、登録した後に書き換えられています。"
    MISSING = "この記録は、登録した後に削除されています。"
    UNLINKED = "この記録は、このシステムを通さずに追加されています。"
    ORDER = (
        "ここで連鎖の値が前の値とつながりません。この記録の前後で、記録が削除・追加・入れ替え・書き換えをされています。"
    )


@dataclass(frozen=True)
class Break:
    """The first place at which the chain does not hold: which row of which table, and its moment as it is stored.

    Of a row that is gone it is the moment of the last row before it, empty if there is none.
    """

    kind: Kind
    position: int
    word: str
    row_id: int
    at: str

    def fault(self) -> Fault:
        """The same in a sentence."""
        try:
            moment = words.moment(from_text(self.at)) if self.at else "連鎖の始まり"
        # What somebody wrote into the file need not be a moment.
        except ValueError:
            moment = self.at
        when = f"直前の記録は{moment}" if self.kind in (Kind.MISSING, Kind.ORDER) else moment
        where = f"{words.CHAIN} 第{self.position:,}件 {self.word}（番号{self.row_id}、{when}）"
        return Fault(where, self.kind.value)


@dataclass(frozen=True)
class Verified:
    """How many links hold from the beginning on, the last of them, and what comes first that does not hold."""

    count: int
    link: bytes
    broken: Break | None


def verify(db: Database) -> Verified:
    """Compute the whole chain anew from the rows as they are."""
    readers = {source.table: _Reader(db, source) for source in SOURCES}
    count, link, at = 0, START, ""
    for position, table, row_id, digest, found in db.conn.execute(_ALL):
        reader = readers.get(table)
        expected = joined(link, digest)
        if reader is None or position != count + 1 or found != expected:
            word = reader.source.word if reader else table
            return Verified(count, link, Break(Kind.ORDER, position, word, row_id, at))
        row = reader.take(row_id)
        if row is None:
            return Verified(count, link, Break(Kind.MISSING, position, reader.source.word, row_id, at))
        if row.id != row_id:
            return Verified(count, link, _of(Kind.UNLINKED, position, row))
        if row.digest != digest:
            return Verified(count, link, _of(Kind.CHANGED, position, row))
        count, link, at = position, found, row.at
    left = min((row for one in readers.values() if (row := one.left())), key=lambda row: row.at, default=None)
    return Verified(count, link, _of(Kind.UNLINKED, count + 1, left) if left else None)


def _of(kind: Kind, position: int, row: Linked) -> Break:
    return Break(kind, position, row.source.word, row.id, row.at)


class _Reader:
    """The rows of one table in step with the chain: both are read once, in order."""

    def __init__(self, db: Database, source: Source) -> None:
        self.source = source
        self._rows = source.rows(db)
        self._next = next(self._rows, None)

    def take(self, row_id: int) -> Linked | None:
        """The row of this id; another one that comes before it and has no link; None if it is gone."""
        row = self._next
        if row is None or row.id > row_id:
            return None
        if row.id == row_id:
            self._next = next(self._rows, None)
        return row

    def left(self) -> Linked | None:
        """The first row that nothing links."""
        return self._next


def position_of(db: Database, link: str) -> int | None:
    """Where in the chain a link stands that is known by its hexadecimal digits, or by the first of them."""
    row = db.conn.execute(
        "SELECT position FROM chain WHERE hex(link) GLOB ? ORDER BY position LIMIT 1", [f"{link.upper()}*"]
    ).fetchone()
    return row[0] if row else None


def unbroken(db: Database) -> Iterable[Fault]:
    """The first place at which the chain does not hold, for the doctor."""
    if _is_there(db) and (broken := verify(db).broken):
        yield broken.fault()


def through(head: str) -> Callable[[Database], Iterable[Fault]]:
    """A check that a link which was written down elsewhere, whole or its first digits, is still part of the chain."""

    def check(db: Database) -> Iterable[Fault]:
        # Whoever rewrites the records can make a chain that holds, but none that goes through a link of before.
        if not _is_there(db) or position_of(db, head) is None:
            yield Fault(
                words.CHAIN,
                f"控えの値（{head}）が連鎖の中にありません。控えた時より前の記録が書き換えられているか、"
                "控えた後に、それより古いバックアップから復元されています。",
            )

    return check


def _is_there(db: Database) -> bool:
    """Whether the steps that make the chain and all that it holds were applied; that they are not is told by another check."""
    wanted = {"chain", *(one.table for one in SOURCES)}
    return wanted <= {row[0] for row in db.conn.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
