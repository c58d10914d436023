"""Words for the values of a rating, as the definition of the scales has them."""

from __future__ import annotations

from collections.abc import Iterable

from checklist.model.scales import ScaleValue, known_value

UNANSWERED = "未回答"
OFFICIAL = (
    "「確認不能」は、厚生労働省の様式（感染対策向上加算のチェック項目表）の評定では「判定不能（X）」に当たります。"
)
"""What readers of papers and files are told, who know the official letter."""


def value_word(value: str | None) -> str:
    """The short form of a rating value as it stands in a cell: A, B, C, 該当なし, 確認不能, or 未回答."""
    if value is None:
        return UNANSWERED
    found = known_value(value)
    return found.letter if found else value


def letters(values: Iterable[ScaleValue]) -> str:
    """Values in a row as a sentence names them: B・C・確認不能."""
    return "・".join(one.letter for one in values)
