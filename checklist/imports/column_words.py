"""Which of our columns a hospital may mean by its own name, by rules that a person can read."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from checklist.formats.file_lines import normal

_ALIKE = (
    "開催日|実施日|実施日（予定日）|巡回日|受付日|作成日|修了日|日付|年月日|月日|日時|開催日時|実施年月日|開催年月日",
    "出席者数|参加者数|参加人数|出席人数|人数|当日の受講者数|受講者数|受講人数",
    "対象者数|対象人数|職員数",
    "部署|所属|病棟|部門|診療科|場所|巡回場所|巡回部署|対象部署|実施場所",
    "研修名|件名|研修テーマ|テーマ|題名|タイトル|演題",
    "議題と検討内容|議題|検討内容|内容|概要|要旨|決定事項|把握した内容|活動内容",
    "講じた対策|対策|対応|改善策",
    "巡回した職員|巡回者|担当者|実施者|参加者",
    "職員名|氏名|名前",
    "コード|病院コード|医療機関コード|番号",
    "病院名|医療機関名|施設名|名称",
    "病床数|許可病床数|ベッド数|床数",
    "所在地|住所",
    "開設者|開設者名|設置者",
)
"""Names of which any may stand for any other, in a row."""
_ROWS = tuple(frozenset(normal(one) for one in row.split("|")) for row in _ALIKE)


def suggest(name: str, columns: Collection[str]) -> str:
    """The column of the same meaning: without brackets, by a row of names, or as a part of the other; else ''."""
    bare = _bare(name)
    fits: tuple[Callable[[str], bool], ...] = (
        lambda one: _bare(one) == bare,
        lambda one: any(bare in row and (normal(one) in row or _bare(one) in row) for row in _ROWS),
        lambda one: len(bare) > 1 and (bare in _bare(one) or _bare(one) in bare),
    )
    return next((one for fit in fits for one in columns if fit(one)), "")


def _bare(name: str) -> str:
    return re.sub("[(].*?[)]|[ 　*※]", "", normal(name))
