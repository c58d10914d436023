"""What a 改訂案 changes and what hospitals say to it, as the tables that screen and papers share."""

from __future__ import annotations

from collections.abc import Mapping

from checklist import words
from checklist.formats.table import Column, Table
from checklist.model.sheets import Revision, RevisionComment, Stance
from checklist.rules.sheets.revised_sheet import RevisedSheet

WHOLE = "改訂案の全体"
UNANSWERED = "未回答"
DIFFERENCES = (
    Column("関係", "text", 10),
    Column("コード", "text", 10),
    Column("改訂案の項目", "text", 40, least=10),
    Column("前版", "text", 10),
    Column("前版の項目", "text", 40, least=10),
    Column("そのほかの違い", "text", 40, least=7),
)
ANSWERS = (
    Column("病院", "text", 26, least=10),
    Column("全体への意見", "text", 12),
    Column("意見のある項目", "number", 12),
    Column("最後の回答", "text", 22, least=8),
)
REMARKS = (
    Column("対象", "text", 12),
    Column("項目", "text", 36, least=12),
    Column("病院", "text", 26, least=10),
    Column("意見", "text", 10),
    Column("内容", "text", 50, least=16),
)

Said = Mapping[tuple[int, str], RevisionComment]
"""What counts of the comments: the last word of a hospital to an item, or to the whole."""


def differences(sheet: RevisedSheet, compared: str) -> Table:
    """What became of every item that is not as it was, with what can be compared."""
    rows = tuple(
        (
            one.relation, one.code, one.text, "\n".join(one.previous_codes), "\n".join(one.previous_texts),
            "\n".join(one.what),
        )
        for one in sheet.differences
    )  # fmt: skip
    return Table(f"{sheet.previous.name}との違い", DIFFERENCES, rows, (compared,))


def answers(asked: Mapping[int, str], said: Said) -> Table:
    """Who has answered and who not: those who have not first."""
    rows = []
    for hospital, name in asked.items():
        found = [one for (whose, _), one in said.items() if whose == hospital]
        whole = said.get((hospital, ""))
        remarks = sum(one.stance is Stance.REMARKS for one in found if one.item_key)
        last = max(found, key=lambda one: one.at, default=None)
        told = f"{words.moment(last.at)}（{last.by}さん）" if last else ""
        rows.append((name, words.STANCES[whole.stance] if whole else UNANSWERED, remarks, told))
    rows.sort(key=lambda row: row[1] != UNANSWERED)
    waiting = sum(row[1] == UNANSWERED for row in rows)
    note = f"対象の{len(rows)}病院のうち、{len(rows) - waiting}病院が全体への意見を回答しました。"
    return Table("病院ごとの回答", ANSWERS, tuple(rows), (note,))


def remarks(sheet: RevisedSheet, names: Mapping[int, str], said: Said) -> Table:
    """Every comment with what it is about, in the order of the sheet; that on the whole first."""
    items = {one.key: one for one in sheet.content.items}
    places = {one.key: at for at, one in enumerate(sheet.content.current)}
    ordered = sorted(
        said.values(), key=lambda one: (places.get(one.item_key, -1 if not one.item_key else len(places)), one.at)
    )
    rows = tuple(
        (
            items[one.item_key].code if one.item_key in items else WHOLE if not one.item_key else "（削除した項目）",
            items[one.item_key].texts["text"] if one.item_key in items else "",
            names[one.hospital_id],
            words.STANCES[one.stance],
            f"{one.text}{_late(sheet, one)}",
        )
        for one in ordered
    )
    return Table("意見の内容", REMARKS, rows)


def _late(sheet: RevisedSheet, one: RevisionComment) -> str:
    now = next((item.edition for item in sheet.content.items if item.key == one.item_key), 0)
    return "（この意見の後に、項目が変更されています）" if now > one.edition else ""


def facts(one: Revision) -> tuple[tuple[str, str], ...]:
    """What a 改訂案 is, in words."""
    until = words.day(one.until) if one.until else "まだ募集していません"
    return (
        ("点検表", one.sheet_name),
        ("版", f"{one.name}（{one.previous_name}の次の版）"),
        ("適用開始日", words.day(one.starts_on)),
        ("状態", words.REVISION_STEPS[one.step]),
        ("意見の期限", until),
        ("最後の変更", f"{words.moment(one.changed_at)}（{one.by}さん）"),
    )
