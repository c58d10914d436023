"""What can be wrong with the descent of a sheet version from the versions before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from checklist.errors import Fault
from checklist.model.sheets import Relation, SheetVersion
from checklist.rules.sheets.lineage import COMPARABLE
from checklist.rules.sheets.sheet_draft import RELATION_WORDS, Draft, DraftRow

_RELATION, _PREVIOUS = "前版との関係", "前版の項目"


def _at(row: DraftRow, column: str, message: str) -> Fault:
    return Fault(f"{row.line}行目・{column}", message)


def _about(draft: Draft, name: str, message: str) -> Fault:
    line = draft.cell(name).line
    return Fault(f"{line}行目・{name}" if line else name, message)


def _previous(draft: Draft, earlier: Sequence[SheetVersion]) -> SheetVersion | None:
    code = draft.cell("前の版").text
    return next((version for version in earlier if version.code == code), None)


def _relation(row: DraftRow) -> Relation | None:
    return RELATION_WORDS.get(row.text(_RELATION))


def previous_version(draft: Draft, earlier: Sequence[SheetVersion]) -> Iterator[Fault]:
    """The version before is registered, and the numbers and years go on from it."""
    code, number = draft.cell("前の版").text, draft.number("版番号")
    previous = _previous(draft, earlier)
    if not code:
        if number is not None and number > 1:
            yield _about(draft, "前の版", "版番号が2以上のときは、前の版の版コードを入力してください。")
    elif previous is None:
        yield _about(draft, "前の版", f"「{code[:20]}」は、このシートの前の版として登録されていません。")
    else:
        if number is not None and number != previous.number + 1:
            yield _about(draft, "版番号", f"前の版の次の番号（{previous.number + 1}）にしてください。")
        year = draft.number("適用開始年度")
        if year is not None and year < previous.from_fiscal_year:
            yield _about(draft, "適用開始年度", f"前の版（{previous.from_fiscal_year}年度）より前にはできません。")
        if draft.cell("シート名").text not in ("", previous.sheet_name):
            yield _about(draft, "シート名", f"登録済みのシート名「{previous.sheet_name}」と異なります。")


def relations(draft: Draft, earlier: Sequence[SheetVersion]) -> Iterator[Fault]:
    """Every item says how it descends; those of a first version say nothing."""
    if draft.cell("前の版").text:
        for row in draft.rows:
            if _RELATION in draft.header and _relation(row) is None:
                text = row.text(_RELATION)[:20]
                message = f"「{text}」は使えません。" if text else "入力されていません。"
                yield _at(row, _RELATION, f"{message}{'、'.join(RELATION_WORDS)}のどれかです。")
        return
    for row in draft.rows:
        for column in (_RELATION, _PREVIOUS):
            if row.text(column):
                yield _at(row, column, "前の版がないときは、空欄にしてください。")


def predecessors(draft: Draft, earlier: Sequence[SheetVersion]) -> Iterator[Fault]:
    """The items named exist in the version before, and there are as many as the relation needs."""
    previous = _previous(draft, earlier)
    if previous is None:
        return
    known = {item.code for item in previous.items}
    for row in draft.rows:
        named = row.previous_codes
        for code in dict.fromkeys(named):
            if code not in known:
                yield _at(row, _PREVIOUS, f"「{code[:20]}」は前の版にない項目コードです。")
            if named.count(code) > 1:
                yield _at(row, _PREVIOUS, f"「{code[:20]}」が2回以上書かれています。")
        if message := _count_fault(_relation(row), len(named)):
            yield _at(row, _PREVIOUS, message)


def _count_fault(relation: Relation | None, count: int) -> str:
    if relation is Relation.NEW and count:
        return "新設の項目には、前版の項目を入力しないでください。"
    if relation in (*COMPARABLE, Relation.SPLIT) and count != 1:
        return "前版の項目コードを1つ入力してください。"
    if relation is Relation.MERGED and count < 2:
        return "統合した前版の項目コードを2つ以上入力してください。"
    return ""


def kept_items(draft: Draft, earlier: Sequence[SheetVersion]) -> Iterator[Fault]:
    """同一 and 文言修正 keep their code, and 同一 keeps its text."""
    previous = _previous(draft, earlier)
    texts = {item.code: item.text for item in previous.items} if previous else {}
    for row in draft.rows:
        relation = _relation(row)
        if previous is None or relation not in COMPARABLE:
            continue
        if row.code and row.previous_codes and row.previous_codes != (row.code,):
            yield _at(row, "項目コード", "同一・文言修正の項目は、前版と同じ項目コードにしてください。")
        if relation is Relation.SAME and texts.get(row.code, row.text("項目")) != row.text("項目"):
            yield _at(
                row, "項目", "同一とした項目の文言が前版と異なります。文言修正にするか、元の文言に戻してください。"
            )


def new_codes(draft: Draft, earlier: Sequence[SheetVersion]) -> Iterator[Fault]:
    """分割, 統合 and 新設 take a code that no earlier version has ever used, so that a retired code stays retired."""
    used = {item.code: version.name for version in earlier for item in version.items}
    for row in draft.rows:
        relation = _relation(row)
        if relation is not None and relation not in COMPARABLE and row.code in used:
            yield _at(
                row, "項目コード", f"「{row.code}」は{used[row.code]}で使われています。新しい項目コードにしてください。"
            )


Rule = Callable[[Draft, Sequence[SheetVersion]], Iterator[Fault]]
RULES: tuple[Rule, ...] = (previous_version, relations, predecessors, kept_items, new_codes)
