"""The shipped versions of the standard sheet, oldest first."""

from __future__ import annotations

import csv

from checklist.model import Chapter, Item, Lineage, Relation, SheetVersion
from checklist.store.db import ROOT
from checklist import words


def shipped() -> tuple[SheetVersion, ...]:
    """Read data/sheets (stand-in until the sheet files can be read for real)."""
    found = []
    back = {word: relation for relation, word in words.RELATIONS.items()}
    for name in ("anzen-1", "anzen-2"):
        with (ROOT / "data" / "sheets" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            grid = list(csv.reader(file))
        meta = {row[0]: row[1] for row in grid[:8]}
        rows = [dict(zip(grid[9], row)) for row in grid[10:] if any(row)]
        chapters = {row["章コード"]: row["章名"] for row in rows}
        found.append(SheetVersion(
            meta["シートコード"], meta["シート名"], meta["版コード"], int(meta["版番号"]), meta["版名"],
            int(meta["適用開始年度"]), meta["評価尺度"], meta["前の版"] or None,
            tuple(Chapter(*pair) for pair in chapters.items()),
            tuple(Item(row["項目コード"], row["章コード"], row["項目"], row["法令区分"],
                tuple(int(x) for x in row["対象区分"].split("・")), row["部署"], row["確認場所"],
                tuple(row["確認方法"].split("・")), row["目的"], row["根拠"], row["確認の手順"], row["確認資料"]) for row in rows),
            tuple(Lineage(row["項目コード"], back[row["前版との関係"]], tuple(c for c in row["前版の項目"].replace("、","・").split("・") if c)) for row in rows) if meta["前の版"] else (),
        ))
    return tuple(found)
