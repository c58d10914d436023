"""Words for check sheets and the descent of their items."""

from __future__ import annotations

from collections.abc import Sequence

from checklist.model.sheets import Relation
from checklist.words.hospitals import addon_class

RELATIONS = {
    Relation.SAME: "同一",
    Relation.REWORDED: "文言修正",
    Relation.SPLIT: "分割",
    Relation.MERGED: "統合",
    Relation.NEW: "新設",
}
NOT_COMPARABLE = "比較不可"


def exempt(classes: Sequence[int]) -> str:
    """What stands at an item that is for other classes than the hospital's."""
    return f"{'・'.join(map(addon_class, classes))}の項目（この病院では回答不要）"
