"""What a change has changed, in words that can be read years later."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

_NOTHING = {None: "なし", "": "空欄", True: "はい", False: "いいえ"}


def told(before: Mapping[str, object], after: Mapping[str, object], names: Mapping[str, str]) -> str:
    """Each value that is another than before, by its name: 「病床数：120 → 140」; empty where nothing is different.

    A value that one side lacks was nothing there.
    """
    changed = [key for key in names if before.get(key) != after.get(key)]
    return "；".join(f"{names[key]}：{_word(before.get(key))} → {_word(after.get(key))}" for key in changed)


def apart(said: str, names: Collection[str]) -> list[tuple[str, ...]]:
    """What `told` said of these names, taken apart again: (name, before, after) of each."""
    known = "|".join(map(re.escape, names))
    # A value may hold any sign, so one ends only where the next name begins.
    return [
        found.groups()
        for found in re.finditer(rf"(?:^|；)({known})：(.*?) → (.*?)(?=；(?:{known})：|$)", said, re.DOTALL)
    ]


def _word(value: object) -> str:
    if isinstance(value, frozenset | set | tuple | list):
        return "・".join(str(one) for one in value) or "なし"
    # 1 and 0 are numbers here, and not yes and no, though Python takes them for the same.
    return _NOTHING.get(value, str(value)) if value is None or isinstance(value, str | bool) else str(value)
