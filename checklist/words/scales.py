"""Words for the values of a rating."""

from __future__ import annotations

VALUES = {
    "S": "秀でている",
    "A": "適切",
    "B": "一部改善が必要",
    "C": "不適切・未実施",
    "YES": "はい",
    "NO": "いいえ",
    "NA": "該当なし",
    "UNVERIFIED": "確認不能",
}
VALUE_LETTERS = {"NA": "該当なし", "UNVERIFIED": "確認不能", "YES": "はい", "NO": "いいえ"}
"""What stands on a button or in a cell instead of the code, where the code is not itself a letter."""
UNANSWERED = "未回答"


def value_word(value: str | None) -> str:
    """The short form of a rating value as it stands in a cell: A, B, C, 該当なし, 確認不能, or 未回答."""
    return UNANSWERED if value is None else VALUE_LETTERS.get(value, value)
