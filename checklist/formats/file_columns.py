"""Columns under names of somebody's own: which of ours each is, is asked once, and then the header says so."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Mapping, Sequence

from checklist.errors import Fault, Refused
from checklist.formats.csv_file import OWN_COLUMNS
from checklist.formats.file_lines import TITLE_ROWS, ReadGrid, head, named, normal
from checklist.formats.file_questions import Answers, Asked, Question

ASK = "columns"
"""The answer of whoever can be asked about columns; without it unknown ones are faults."""
UNUSED, UNUSED_WORD = "-", "使わない"
_SAMPLE = 20
_NAME = re.compile(r"(?![0-9])(?=.*[ぁ-んァ-ヶ一-龠]).{1,40}")
Suggest = Callable[[str, Collection[str]], str]
"""Of an unknown name and the columns that are still missing the one that it may be, or ''."""


class ColumnsAsked(Asked):
    """The file was not read: its header has names that only a person can place. `shape` knows the header again."""

    def __init__(self, questions: Sequence[Question], shape: str) -> None:
        super().__init__(questions)
        self.shape = shape


def key_of(name: str) -> str:
    """The key of the question about a column."""
    return f"column:{normal(name)}"


def header_of(grid: ReadGrid, columns: Collection[str]) -> int:
    """The row that names most columns; where none is known the first with several names in Japanese, or -1."""
    known = {normal(one) for one in columns}
    fits = [len({head(cell) for cell in row} & known) for row in grid[:TITLE_ROWS]]
    if max(fits, default=0):
        return fits.index(max(fits))
    return next((at for at, row in enumerate(grid[:TITLE_ROWS]) if _is_header(row)), -1)


def _is_header(row: Sequence[str]) -> bool:
    filled = [normal(cell) for cell in row if cell.strip()]
    # What is no table at all, a PDF say, has rows of several cells, too.
    named = sum(_NAME.fullmatch(cell) is not None for cell in filled)
    return len(filled) > 1 and 2 * named > len(filled)


def shape(header: Sequence[str], columns: Collection[str]) -> str:
    """What such a file is known again by: the names of its header in their order, and what they are asked for."""
    told = "|".join([*map(head, header), "", *columns])
    return hashlib.sha256(told.encode()).hexdigest()


def renamed(grid: ReadGrid, columns: Sequence[str], answers: Answers, suggest: Suggest) -> ReadGrid:
    """The same grid with our names in its header, and without the columns that are not used.

    What our own files say of themselves nobody has to place.

    Raises ColumnsAsked as long as an unknown column has no answer, and Refused if two are to be the same.
    """
    place = header_of(grid, columns)
    header = [cell.strip() for cell in grid[place]] if place >= 0 else []
    ours = {normal(one): one for one in (*columns, *OWN_COLUMNS)}
    known = [ours.get(head(cell), "") for cell in header]
    unknown = {at: cell for at, cell in enumerate(header) if cell and not known[at]}
    if ASK not in answers or not unknown:
        return grid
    free = [one for one in columns if one not in known]
    if any(key_of(cell) not in answers for cell in unknown.values()):
        raise ColumnsAsked(_questions(grid, place, unknown, free, suggest), shape(header, columns))
    said = {at: answers[key_of(cell)] for at, cell in unknown.items()}
    twice = next((one for one in said.values() if one != UNUSED and list(said.values()).count(one) > 1), "")
    if twice:
        told = f"2つ以上の列を「{twice}」に割り当てています。1つを残して、ほかは「{UNUSED_WORD}」にしてください。"
        raise Refused([Fault(named(grid.sheet, f"{place + 1}行目"), told)])
    return _with_header(grid, place, said)


def placed(grid: ReadGrid, required: Collection[str], columns: Collection[str], answers: Answers) -> ReadGrid:
    """The same where other columns do not matter: asked is only which column is a required one that is missing."""
    place = header_of(grid, columns)
    header = [cell.strip() for cell in grid[place]] if place >= 0 else []
    missing = [one for one in required if normal(one) not in map(head, header)]
    if ASK not in answers or not missing:
        return grid
    known = {normal(one) for one in columns}
    others = {at: cell for at, cell in enumerate(header) if cell and head(cell) not in known}
    questions = [
        Question(
            key_of(one), f"「{one}」に当たる列はどれですか。", tuple((str(at), cell) for at, cell in others.items())
        )
        for one in missing
    ]
    if any(one.key not in answers for one in questions):
        raise ColumnsAsked(questions, shape(header, columns))
    return _with_header(grid, place, {int(answers[key_of(one)]): one for one in missing})


def _questions(
    grid: ReadGrid, place: int, unknown: Mapping[int, str], free: Sequence[str], suggest: Suggest
) -> list[Question]:
    options = (*((one, one) for one in free), (UNUSED, UNUSED_WORD))
    left, found = list(free), []
    for at, name in unknown.items():
        start = suggest(name, left)
        left = [one for one in left if one != start]
        below = next((row[at].strip() for row in grid[place + 1 :] if at < len(row) and row[at].strip()), "")
        example = f"（例：{below[:_SAMPLE]}{'…' if len(below) > _SAMPLE else ''}）" if below else ""
        found.append(Question(key_of(name), f"列「{name}」{example}は、どの欄として取り込みますか。", options, start))
    return found


def _with_header(grid: ReadGrid, place: int, names: Mapping[int, str]) -> ReadGrid:
    gone = {at for at, name in names.items() if name == UNUSED}
    rows = []
    for line, row in enumerate(grid):
        cells = [names.get(at, cell) if line == place else cell for at, cell in enumerate(row)]
        rows.append(tuple("" if at in gone and line >= place else cell for at, cell in enumerate(cells)))
    return grid.with_rows(rows)
