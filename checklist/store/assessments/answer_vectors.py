"""The answers of submitted assessments as letters: one for every item, read as a table of bytes.

A trigger writes the text when an assessment leaves `open` and removes it when it returns there; in between nobody can
change an answer, so it is never behind the ratings. `doctor` compares all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt
from sqlite_utils import Database

from checklist.errors import Fault
from checklist.model.permission import Thing, Verb
from checklist.model.scales import NOT_APPLICABLE, UNVERIFIED, Scale
from checklist.store.act import View
from checklist.store.db import slots
from checklist.store.migrations.m033_answer_vector import LETTERS

Bytes = npt.NDArray[np.uint8]
UNANSWERED, EXEMPT = ".", " "
"""The letters of an item without an answer, and (in no vector) of one that the hospital need not answer."""


def letter(value: str | None) -> str:
    """The letter of an answer; within one scale each value has its own."""
    return {NOT_APPLICABLE: "-", UNVERIFIED: "?", None: UNANSWERED}.get(value) or str(value)[0]


@cache
def alphabet(scale: Scale) -> str:
    """The letters of a scale: its grades, then 該当なし, 確認不能, unanswered, and not to be answered."""
    return "".join(letter(one.code) for one in scale.grades) + letter(NOT_APPLICABLE) + letter(UNVERIFIED) + ". "


def item_codes(view: View, versions: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """For each version, by its code, the item codes in the order of the letters."""
    view.require(Verb.READ, Thing.SHEETS)
    return view.each("items as stored", versions, lambda missing: _item_codes(view, missing))


def _item_codes(view: View, versions: list[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {code: [] for code in versions}
    items = view.db.execute(
        f"""SELECT v.code AS version, item.code FROM sheet_version v JOIN item ON item.version_id = v.id
            WHERE v.code IN ({slots(versions)}) ORDER BY item.id""",
        versions,
    )
    for row in items:
        found[row["version"]].append(row["code"])
    return {version: tuple(codes) for version, codes in found.items()}


def table(vectors: Sequence[str], order: Sequence[str], wanted: Sequence[str], number: bytes | None = None) -> Bytes:
    """The letters of some items as bytes, vectors × items; `order` are the items that the vectors are of.

    With `number`, a table of 256 bytes, what stands there for each letter.
    """
    place: Mapping[str, int] = {code: at for at, code in enumerate(order)}
    # In the text: an array as an index would first become one of eight bytes for each letter, 64 MB of 80,000 visits.
    letters = "".join(vectors).encode("ascii").translate(number)
    every = np.frombuffer(letters, dtype=np.uint8).reshape(len(vectors), len(order))
    # Not as an index in brackets: that is slower, and lays the columns one after the other, of which rows are taken later.
    found: Bytes = np.take(every, [place[code] for code in wanted], axis=1)
    return found


def as_rated(db: Database) -> Iterable[Fault]:
    """Vectors that are not what the ratings say, are missing, or are there too early."""
    if not db.conn.execute("SELECT 1 FROM sqlite_schema WHERE name = 'answer_vector'").fetchone():
        return []
    rows = db.conn.execute(
        f"""SELECT assessment.id FROM assessment LEFT JOIN answer_vector v ON v.assessment_id = assessment.id
            WHERE v.letters IS NOT CASE WHEN state <> 'open' THEN {LETTERS.format(row="assessment")} END"""
    )
    return [Fault(f"評価{row[0]}", "集計用の回答が評定と一致しません。") for row in rows]
