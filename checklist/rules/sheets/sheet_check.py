"""What can be wrong with a check sheet file: one rule after the other, and every fault in one pass."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from checklist.errors import Fault
from checklist.model.scales import SCALES
from checklist.model.sheets import SheetVersion
from checklist.rules.fields import typed_text
from checklist.rules.sheets import sheet_lineage
from checklist.rules.sheets.sheet_draft import (
    COLUMNS,
    LINES,
    METADATA,
    MODULE_WORDS,
    OPTIONAL,
    SUBJECT,
    SUBJECTS,
    Draft,
    DraftRow,
    classes,
    parts,
)

# The parts that the evaluation has to cover (令和6年3月5日 通知 別添3 第20).
LAW_PARTS = ("ア-イ", "ア-ロ", "ア-ハ", "イ")
METHODS = ("書類", "面接", "現場")
REQUIRED = ("章コード", "章名", "項目コード", "項目", "対象区分", "部署", "確認場所", "確認方法")
LIMITS = {"章コード": 20, "章名": 60, "項目コード": 20, "項目": 300, "部署": 60, "確認場所": 60}
METADATA_LIMIT, CELL_LIMIT = 100, 1000
ROW_LIMIT = 1000

# A spreadsheet turns 1-1 into 1月1日, which is refused here: a wrong code would be frozen with its version.
_CODE = re.compile("[0-9A-Za-z][0-9A-Za-z._-]*")
_YEARS = range(2000, 2201)


def faults(draft: Draft, history: Sequence[SheetVersion]) -> list[Fault]:
    """Everything wrong with a draft, in the order of the file; `history` holds the known versions of its sheet."""
    earlier = _earlier(draft, history)
    found = [fault for rule in RULES for fault in rule(draft)]
    found += [fault for rule in sheet_lineage.RULES for fault in rule(draft, earlier)]
    return sorted(dict.fromkeys(found), key=lambda fault: _line(fault.where))


def _earlier(draft: Draft, history: Sequence[SheetVersion]) -> tuple[SheetVersion, ...]:
    """The versions before this one; one that is checked again is not held against itself."""
    number = draft.number("版番号")
    code = draft.cell("版コード").text
    return tuple(v for v in history if v.code != code and (number is None or v.number < number))


def _line(where: str) -> int:
    found = re.match("([0-9]+)行目", where)
    return int(found[1]) if found else 0


def _at(row: DraftRow, column: str, message: str) -> Fault:
    return Fault(f"{row.line}行目・{column}", message)


def _about(draft: Draft, name: str, message: str) -> Fault:
    line = draft.cell(name).line
    return Fault(f"{line}行目・{name}" if line else name, message)


def metadata_names(draft: Draft) -> Iterator[Fault]:
    """Every name of the block above the table stands there once, and no other."""
    counts = Counter(name for name, _ in draft.metadata)
    for name in METADATA:
        if not counts[name]:
            yield Fault(name, "シートの情報にこの行がありません。")
    for name, cell in draft.metadata:
        if name not in (*METADATA, SUBJECT):
            yield Fault(f"{cell.line}行目・{name[:20]}", "シートの情報にない名前です。")
        elif counts[name] > 1:
            yield Fault(f"{cell.line}行目・{name}", "同じ名前の行が2つ以上あります。")


def metadata_values(draft: Draft) -> Iterator[Fault]:
    """The values above the table are there, short enough, and of the right form."""
    for name, cell in draft.metadata:
        if name in METADATA[:-1] and not cell.text:
            yield _about(draft, name, "入力されていません。")
        if name in METADATA and len(cell.text) > METADATA_LIMIT:
            yield _about(draft, name, f"{METADATA_LIMIT}文字以内にしてください。")
    for name in ("シートコード", "版コード"):
        text = draft.cell(name).text
        if text and not _CODE.fullmatch(text):
            yield _about(draft, name, "半角の英数字とハイフンで入力してください。")
    yield from _metadata_numbers(draft)
    about = draft.cell(SUBJECT).text
    if about and about not in SUBJECTS:
        yield _about(draft, SUBJECT, f"「{about[:20]}」は使えません。{'、'.join(SUBJECTS)}のどれかにしてください。")
    scale = draft.cell("評価尺度").text
    if scale and scale not in SCALES:
        yield _about(draft, "評価尺度", f"「{scale}」は使えません。{'、'.join(SCALES)}のどれかにしてください。")


def _metadata_numbers(draft: Draft) -> Iterator[Fault]:
    number, year = draft.number("版番号"), draft.number("適用開始年度")
    if draft.cell("版番号").text and (number is None or number < 1):
        yield _about(draft, "版番号", "1以上の整数で入力してください。")
    if draft.cell("適用開始年度").text and year not in _YEARS:
        yield _about(draft, "適用開始年度", "西暦の年度を4桁の数字で入力してください。")


def header(draft: Draft) -> Iterator[Fault]:
    """Every column stands in the header once, and no other."""
    if not draft.header_line:
        yield Fault("表", "見出しの行（章コード、章名、項目コード…）が見つかりません。")
        return
    counts = Counter(draft.header)
    for name in COLUMNS:
        if not counts[name] and name not in OPTIONAL:
            yield Fault(f"{draft.header_line}行目・{name}", "この列がありません。")
        elif counts[name] > 1:
            yield Fault(f"{draft.header_line}行目・{name}", "同じ名前の列が2つ以上あります。")
    for name in counts:
        if name and name not in COLUMNS:
            yield Fault(f"{draft.header_line}行目・{name[:20]}", "点検表にない列です。")


def size(draft: Draft) -> Iterator[Fault]:
    """There are items, but not more than anybody could check."""
    if draft.header_line and not draft.rows:
        yield Fault(f"{draft.header_line + 1}行目・項目", "項目が1つもありません。")
    if len(draft.rows) > ROW_LIMIT:
        yield Fault(f"{draft.rows[ROW_LIMIT].line}行目・項目", f"項目は{ROW_LIMIT}件以内にしてください。")


def required_cells(draft: Draft) -> Iterator[Fault]:
    """Cells that every item needs are filled in."""
    for row in draft.rows:
        for column in REQUIRED:
            if column in draft.header and not row.text(column):
                yield _at(row, column, "入力されていません。")


def lengths(draft: Draft) -> Iterator[Fault]:
    """No cell is longer than a sheet on a tablet can show, and none stands beyond the table."""
    for row in draft.rows:
        for column in COLUMNS:
            limit = LIMITS.get(column, CELL_LIMIT)
            if len(row.text(column)) > limit:
                yield _at(row, column, f"{limit}文字以内にしてください（現在{len(row.text(column))}文字）。")
        if row.text(""):
            yield _at(row, "見出しのない列", "表の外に入力があります。")


def unseen(draft: Draft) -> Iterator[Fault]:
    """No name and no item holds a character that nobody sees; an item may have several lines."""
    for name, cell in draft.metadata:
        if name in LINES:
            yield from (_about(draft, name, fault.message) for fault in typed_text.faults({name: cell.text}))
    for row in draft.rows:
        texts = {column: row.text(column) for column in draft.header if column in LINES}
        texts["項目"] = row.text("項目").replace("\n", " ")
        yield from (_at(row, fault.where, fault.message) for fault in typed_text.faults(texts))


def codes(draft: Draft) -> Iterator[Fault]:
    """Chapter and item codes have the form of a code."""
    for row in draft.rows:
        for column in ("章コード", "項目コード"):
            text = row.text(column)
            if text and not _CODE.fullmatch(text):
                hint = "半角の英数字とハイフンで入力してください（日付に変わっていないか確認してください）。"
                yield _at(row, column, f"「{text[:20]}」は使えません。{hint}")


def unique_items(draft: Draft) -> Iterator[Fault]:
    """No item code and no item text stands twice."""
    for column in ("項目コード", "項目"):
        first: dict[str, int] = {}
        for row in draft.rows:
            text = row.text(column)
            same = typed_text.same(text)
            if text and same in first:
                yield _at(row, column, f"{first[same]}行目と同じです。")
            first.setdefault(same, row.line)


def chapter_names(draft: Draft) -> Iterator[Fault]:
    """One chapter code has one name."""
    first: dict[str, DraftRow] = {}
    for row in draft.rows:
        code, name = row.text("章コード"), row.text("章名")
        known = first.setdefault(code, row)
        if code and name and known.text("章名") not in ("", name):
            yield _at(row, "章名", f"{known.line}行目では章コード{code}の章名が「{known.text('章名')}」です。")


def choices(draft: Draft) -> Iterator[Fault]:
    """法令区分, 対象区分, 対象部門 and 確認方法 hold only what the product knows."""
    for row in draft.rows:
        law_part, scope, methods = row.text("法令区分"), row.text("対象区分"), parts(row.text("確認方法"))
        if law_part and law_part not in LAW_PARTS:
            yield _at(row, "法令区分", f"「{law_part[:20]}」は使えません。{'、'.join(LAW_PARTS)}のどれかです。")
        if scope and not classes(scope):
            yield _at(row, "対象区分", f"「{scope[:20]}」は使えません。1、2、1・2のどれかです。")
        if (module := row.text("対象部門")) not in MODULE_WORDS:
            allowed = "、".join(word for word in MODULE_WORDS if word)
            yield _at(row, "対象部門", f"「{module[:20]}」は使えません。{allowed}のどれか、または空欄です。")
        unknown = [method[:20] for method in methods if method not in METHODS]
        if unknown or len(set(methods)) != len(methods):
            text = "・".join(unknown) or row.text("確認方法")[:20]
            yield _at(row, "確認方法", f"「{text}」は使えません。書類・面接・現場から重複なく選びます。")


def law_coverage(draft: Draft) -> Iterator[Fault]:
    """All four parts of the law are covered; a sheet outside the safety add-on names none at any item."""
    found = {row.text("法令区分") for row in draft.rows}
    # The sheet for infection control, filled in at a joint visit, belongs to another add-on.
    if "法令区分" not in draft.header or found <= {""}:
        return
    for part in LAW_PARTS:
        if part not in found:
            yield Fault(f"{draft.header_line}行目・法令区分", f"「{part}」の項目が1つもありません。")
    for row in draft.rows:
        if not row.text("法令区分"):
            yield _at(row, "法令区分", "入力されていません。空欄にできるのは、すべての項目を空欄にする場合のみです。")


Rule = Callable[[Draft], Iterator[Fault]]
RULES: tuple[Rule, ...] = (
    metadata_names,
    metadata_values,
    header,
    size,
    required_cells,
    lengths,
    unseen,
    codes,
    unique_items,
    chapter_names,
    choices,
    law_coverage,
)
