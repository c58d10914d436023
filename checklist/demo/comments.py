"""The invented comments: one for each item, side and value, so that every comment fits its item."""

from __future__ import annotations

import csv
from pathlib import Path

from checklist.model.assessments import Track
from checklist.store.db import ROOT

FILE = ROOT / "data" / "demo" / "comments.csv"
_SIDES = {"自己": Track.SELF, "訪問": Track.VISITOR}

IMPROVED = {
    Track.SELF: "前年の訪問での指摘を受けて見直し、改善を終えている。",
    Track.VISITOR: "前年の指摘事項が改善されていることを確認した。",
}
CONTINUED = {Track.SELF: "前年の指摘を受けて取り組んでいるが、課題が残る。", Track.VISITOR: "前年に続く指摘です。"}
NOT_YET = "現状では実施できておらず、本年度中の整備を予定している。"


class Book:
    """Comments by item, track and value."""

    def __init__(self, texts: dict[tuple[str, Track, str], str]) -> None:
        self._texts = texts

    def find(self, item: str, track: Track, value: str) -> str:
        """The comment, or an empty text."""
        return self._texts.get((item, track, value), "")

    def items(self, track: Track, value: str) -> frozenset[str]:
        """Items that have a comment for this value."""
        return frozenset(item for item, side, found in self._texts if (side, found) == (track, value))


def load(path: Path = FILE) -> Book:
    """Read the shipped comments."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return Book(
            {(row["項目コード"], _SIDES[row["側"]], row["評定"]): row["コメント"] for row in csv.DictReader(file)}
        )
