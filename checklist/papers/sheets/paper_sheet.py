"""The check sheet on paper: blank, or with the self-rating and last year's beside each item, and what was rated so far."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from checklist import words
from checklist.formats.document import Document
from checklist.formats.table import Column, Table, Value
from checklist.model.scales import SCALES
from checklist.model.sheets import Item, SheetVersion
from checklist.readings import answer_sheet
from checklist.store import region
from checklist.store.act import View
from checklist.store.sheets import sheets

Ratings = Mapping[str, Mapping[str, Any]]
"""Item code -> rating."""
Beside = tuple[str, Ratings]
"""A column of earlier ratings with its heading."""

_HEAD = (
    Column("項目コード", width=8),
    Column("項目", width=44),
    Column("確認場所・方法", width=20),
    Column("確認資料", width=26),
)
_TAIL = (Column("評定", width=22), Column("コメント", width=40))


def blank(view: View, code: str) -> Document:
    """A version of a sheet with nothing filled in; raises NotFound."""
    version = sheets.get(view, code)
    facts = (("点検表の版", version.name), ("受審病院", ""), ("評価日", ""), ("評価者", ""))
    return _paper(version, version.sheet_name, facts, [], region.load(view.db).fictional, {})


def of_assessment(view: View, assessment_id: int, filled: bool = False, by_place: bool = False) -> Document:
    """The sheet of one assessment with what stands beside each item on the screen; raises NotFound or Forbidden.

    `filled`: with the ratings and comments given so far, for when a tablet fails; `by_place`: in the order of a round.
    """
    sheet = answer_sheet.read(view, assessment_id)
    version = sheets.get(view, sheet["sheet"]["code"])
    beside: list[Beside] = []
    if sheet["self"] is not None:
        beside.append(("自己評価", sheet["self"]))
    if sheet["previous"] is not None:
        beside.append((sheet["previous"]["label"], sheet["previous"]["ratings"]))
    facts: tuple[tuple[str, str], ...] = (
        ("点検表の版", version.name),
        ("受審病院", sheet["hospital"]["name"]),
        ("年度", words.fiscal_year(sheet["fiscal_year"])),
        ("評価日", ""),
        ("評価者", ""),
    )
    hints = {one["code"]: _hints(one) for one in sheet["sheet"]["items"] if one["exempt"] or one["focus"]}
    given = sheet["ratings"] if filled else {}
    if filled:
        facts = (
            *facts,
            (
                "記入済みの項目",
                f"{sum(one['value'] is not None for one in given.values())}項目（{words.moment(view.at)}現在）",
            ),
        )
    title = f"{version.sheet_name} 記入用紙{'（記入済みの評定あり）' if filled else ''}{'（確認場所順）' if by_place else ''}"
    return _paper(version, title, facts, beside, sheet["fictional"], hints, given, by_place)


def _paper(
    version: SheetVersion,
    title: str,
    facts: tuple[tuple[str, str], ...],
    beside: list[Beside],
    fictional: bool,
    hints: Mapping[str, str],
    given: Ratings = MappingProxyType({}),
    by_place: bool = False,
) -> Document:
    scale = SCALES[version.scale]
    grades = "、".join(f"{one.letter}＝{one.word}" for one in scale.grades)
    *others, last = scale.commented
    commented = "または".join(part for part in (words.letters(others), last.letter) if part)
    notes = (
        f"評定：{grades}。評価の対象がない項目は「該当なし」、確かめられなかった項目は「確認不能」とします。",
        f"{commented}とした項目には、コメントを記入してください。",
        words.OFFICIAL,
    )
    columns = (*_HEAD, *(Column(label, width=24) for label, _ in beside), *_TAIL)
    tables = tuple(
        Table(name, columns, tuple(_row(version, item, beside, hints, given.get(item.code)) for item in items))
        for name, items in _parts(version, by_place)
    )
    # Paper has no CSV of its own; the first chapter stands for it.
    return Document(title, facts, tables, tables[0], (), notes, fictional)


def _parts(version: SheetVersion, by_place: bool) -> list[tuple[str, list[Item]]]:
    """The items by chapter, or by the places in the order in which the sheet comes to them."""
    if by_place:
        places = dict.fromkeys(item.place for item in version.items)
        return [
            (place or "場所の指定なし", [item for item in version.items if item.place == place]) for place in places
        ]
    return [
        (f"{one.code}　{one.name}", [item for item in version.items if item.chapter_code == one.code])
        for one in version.chapters
    ]


def _row(
    version: SheetVersion,
    item: Item,
    beside: list[Beside],
    hints: Mapping[str, str],
    given: Mapping[str, Any] | None,
) -> tuple[Value, ...]:
    audience = words.audience(item.audience)
    only = f"（{audience}のみ）" if audience else ""
    only = f"\n{hints[item.code]}" if item.code in hints else only
    scale = SCALES[version.scale]
    value = given["value"] if given else None
    box = {one.code: f"{'■' if one.code == value else '□'} {one.letter}" for one in scale.values}
    boxes = "\n".join(("　".join(box[one.code] for one in scale.grades), *(box[one.code] for one in scale.outside)))
    earlier = (_earlier(ratings.get(item.code)) for _, ratings in beside)
    return (
        item.code,
        f"{item.text}{only}",
        f"{item.place}\n{'・'.join(item.methods)}",
        item.evidence,
        *earlier,
        boxes,
        given["comment"] if given else "",
    )


def _hints(item: Mapping[str, Any]) -> str:
    """What stands under an item: that it is a 重点項目, or need not be answered."""
    return "　".join(
        [*([f"【{words.FOCUS}】"] if item["focus"] else []), *([item["exempt"]] if item["exempt"] else [])]
    )


def _earlier(rating: Mapping[str, Any] | None) -> str:
    if rating is None:
        return ""
    return "\n".join(part for part in (words.value_word(rating["value"]), rating["comment"]) if part)
