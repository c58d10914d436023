"""活動記録: one table with a row for each conference, round, training or meeting, read into the records of each kind."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from checklist.errors import Fault, Refused
from checklist.formats import file_columns, file_lines, grid_file
from checklist.formats.file_columns import ASK, UNUSED, ColumnsAsked
from checklist.formats.file_lines import Line, ReadGrid, normal
from checklist.formats.file_questions import NONE, Answers, Question
from checklist.formats.table import Column, Table
from checklist.imports import column_words, record_file
from checklist.imports.record_file import CONFIRMED, Draft
from checklist.model.fields import Record, label_of
from checklist.model.records import KINDS, CommitteeMeeting, Conference, SafetyRound, StaffTraining
from checklist.rules.fields import cell, day_text
from checklist.store.act import Act

DAY, KIND, DEPARTMENT, TITLE, CONTENT = "実施日", "種別", "部署", "件名", "内容"
PEOPLE, OF_COMMITTEE, AUDIENCE, ACTION, BY = "参加者数", "うち委員会の構成員", "対象者数", "対策", "実施者"
COLUMNS = (DAY, KIND, DEPARTMENT, TITLE, CONTENT, PEOPLE, OF_COMMITTEE, AUDIENCE, ACTION, BY, CONFIRMED)
REQUIRED = (DAY, KIND)
SAME = "same"
_LEFT = "取り込まない"
_FIELDS: dict[type[Record], dict[str, tuple[str, ...]]] = {
    Conference: {"held_on": (DAY,), "participants": (PEOPLE,), "committee_members": (OF_COMMITTEE,), "topic": (TITLE, CONTENT)},
    SafetyRound: {
        "held_on": (DAY,), "department": (DEPARTMENT,), "visitors": (BY,), "findings": (TITLE, CONTENT), "action": (ACTION,),
    },
    StaffTraining: {"held_on": (DAY,), "title": (TITLE, CONTENT), "audience": (AUDIENCE,), "attended": (PEOPLE,)},
    CommitteeMeeting: {"held_on": (DAY,), "participants": (PEOPLE,), "decisions": (TITLE, CONTENT)},
}  # fmt: skip
"""From which columns of the table each field of a record is."""
_SIGNS: tuple[tuple[str, type[Record]], ...] = (
    ("委員会", CommitteeMeeting), ("カンファ", Conference), ("ラウンド", SafetyRound), ("巡回", SafetyRound), ("巡視", SafetyRound),
    ("研修", StaffTraining), ("勉強会", StaffTraining), ("講習", StaffTraining), ("講演", StaffTraining),
)  # fmt: skip
"""What is known by a part of its word."""
_NEEDED: dict[type[Record], tuple[str, ...]] = {Conference: (OF_COMMITTEE,), StaffTraining: (AUDIENCE,)}
"""What a kind cannot do without, and a table of all kinds often does not have: as many as the participants, or not taken in."""


@dataclass(frozen=True)
class Log:
    """The records of a table by their kind, and the rows that are none."""

    drafts: Mapping[type[Record], Draft]
    rows: tuple[tuple[Line, type[Record] | None], ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """What each word of the table was taken for."""
        words = {line.code(KIND): kind for line, kind in self.rows}
        return tuple(f"「{word}」は{kind.WORD if kind else _LEFT}" for word, kind in words.items())


def read(today: date, name: str, data: bytes, answers: Answers = NONE) -> Log:
    """What stands in a file, before anything is asked of the database; raises Refused, Asked or Busy."""
    grid = grid_file.read(name, data, COLUMNS, dates=True, answers=answers)
    grid = file_columns.renamed(grid, COLUMNS, answers, _suggest)
    nothing = "活動記録の行がありません。何も変更していません。"
    lines = file_lines.read(grid, COLUMNS, REQUIRED, nothing, (DAY,))
    kinds = _kinds(lines, answers)
    same = _completed(lines, kinds, grid, answers)
    rows = tuple((line, None if kinds[line.code(KIND)] in same[1] else kinds[line.code(KIND)]) for line in lines)
    found = {kind for _, kind in rows if kind}
    if not found:
        raise Refused("取り込む記録がありません。何も変更していません。")
    drafts = {
        kind: record_file.of_grid(kind, today, _grid(kind, rows, grid, same[0], today))
        for kind in _FIELDS
        if kind in found
    }
    return Log(drafts, rows)


def _suggest(name: str, free: Collection[str]) -> str:
    if KIND in free and normal(name) in ("区分", "活動区分", "活動種別", "分類", "活動", "活動名", "種類"):
        return KIND
    return column_words.suggest(name, free)


def _kinds(lines: Sequence[Line], answers: Answers) -> dict[str, type[Record] | None]:
    """What each word of the kind column stands for; raises ColumnsAsked, or Refused where nobody can be asked."""
    found: dict[str, type[Record] | None] = {}
    unknown: list[Line] = []
    for line in lines:
        word = line.code(KIND)
        if word in found:
            continue
        found[word] = next((kind for sign, kind in _SIGNS if sign in word), None)
        if found[word] is None:
            unknown.append(line)
    asked = [_which(line.code(KIND)) for line in unknown]
    if unknown and ASK not in answers:
        allowed = "・".join(kind.WORD for kind in _FIELDS)
        raise Refused([Fault(one.where(KIND), f"「{one.code(KIND)}」は使えません（{allowed}）。") for one in unknown])
    if any(one.key not in answers for one in asked):
        raise ColumnsAsked(asked, _shape("kinds"))
    return found | {line.code(KIND): KINDS.get(answers[f"kind:{line.code(KIND)}"]) for line in unknown}


def _which(word: str) -> Question:
    options = (*((kind.KIND, kind.WORD) for kind in _FIELDS), (UNUSED, _LEFT))
    told = (
        f"種別「{word}」は、どの記録として取り込みますか。"
        if word
        else "種別が空欄の行は、どの記録として取り込みますか。"
    )
    return Question(f"kind:{word}", told, options)


def _completed(
    lines: Sequence[Line], kinds: Mapping[str, type[Record] | None], grid: ReadGrid, answers: Answers
) -> tuple[dict[type[Record], tuple[str, ...]], set[type[Record]]]:
    """The kinds of which a column is missing: those that take the participants for it, and those not taken in."""
    there = set(lines[0].cells)
    lacking = {
        kind: tuple(one for one in names if one not in there)
        for kind, names in _NEEDED.items()
        if kind in kinds.values() and not set(names) <= there
    }
    asked = [
        Question(
            f"lacks:{kind.KIND}", f"{kind.WORD}の「{names[0]}」の列がありません。どのように取り込みますか。",
            ((SAME, f"「{PEOPLE}」と同じ人数とする"), (UNUSED, f"{kind.WORD}を取り込まない")),
        )
        for kind, names in lacking.items()
    ]  # fmt: skip
    if asked and ASK in answers and any(one.key not in answers for one in asked):
        raise ColumnsAsked(asked, _shape("lacks", *sorted(there)))
    left = {kind for kind in lacking if answers.get(f"lacks:{kind.KIND}") == UNUSED}
    return {kind: names for kind, names in lacking.items() if answers.get(f"lacks:{kind.KIND}") == SAME}, left


def _shape(*told: str) -> str:
    return hashlib.sha256("|".join(("activities", *told)).encode()).hexdigest()


def _grid(
    kind: type[Record], rows: Sequence[tuple[Line, type[Record] | None]], grid: ReadGrid,
    same: Mapping[type[Record], Sequence[str]], today: date,
) -> ReadGrid:  # fmt: skip
    """The rows of one kind under its own columns, each where it stands in the file."""
    fields = _FIELDS[kind]
    held = [label_of(kind, kind.HELD)] if kind.HELD else []
    header = (*(label_of(kind, name) for name in fields), *held, CONFIRMED)
    head = file_columns.header_of(grid, COLUMNS)
    made: dict[int, tuple[str, ...]] = {head: header}
    for line, found in rows:
        if found is kind:
            cells = {name: _text(line, sources, same.get(kind, ())) for name, sources in fields.items()}
            done = cell.NO if _is_ahead(line, today) else cell.YES
            made[line.number - 1] = (*cells.values(), *(done for _ in held), line.cells.get(CONFIRMED, ""))
    last = max(made)
    return ReadGrid.of((made.get(at, ()) for at in range(last + 1)), grid.sheet)


def _is_ahead(line: Line, today: date) -> bool:
    """Whether a row tells of a day to come; what is no day is told as a fault later."""
    try:
        found = day_text.parse(line.code(DAY))
    except ValueError:
        return False
    return found is not None and found > today


def _text(line: Line, sources: Sequence[str], same: Sequence[str]) -> str:
    texts = [line.cells.get(PEOPLE if one in same else one, "").strip() for one in sources]
    return "　".join(dict.fromkeys(one for one in texts if one))


def shown(log: Log) -> Table:
    """The rows as they were understood, those that are left out among them."""
    names = (Column("行", "number"), Column("種別"), Column("取り込む記録"), Column("日付"), Column("内容", width=40))
    rows = [
        (line.number, line.code(KIND), kind.WORD if kind else _LEFT, line.code(DAY), _text(line, (DEPARTMENT, TITLE, CONTENT), ()))
        for line, kind in log.rows
    ]  # fmt: skip
    return Table("活動記録", names, tuple(rows))


def import_file(act: Act, hospital_id: int, log: Log) -> str:
    """Store the records of every kind and say how many; raises Forbidden, or Refused with every fault of all kinds."""
    faults: list[Fault] = []
    told = list(_stored(act, hospital_id, log, faults))
    if faults:
        raise Refused(file_lines.in_order(faults))
    left = sum(kind is None for _, kind in log.rows)
    rest = f"{left}行は取り込んでいません。" if left else ""
    return f"{'、'.join(told)}を取り込みました。{rest}{'、'.join(log.notes)}として読み取りました。"


def _stored(act: Act, hospital_id: int, log: Log, faults: list[Fault]) -> Iterator[str]:
    for kind, draft in log.drafts.items():
        try:
            found = record_file.import_file(act, hospital_id, draft)
        except Refused as refused:
            faults += refused.faults
        else:
            known = f"（登録済み {found.known}件を除く）" if found.known else ""
            yield f"{kind.WORD} {found.stored}件{known}"
