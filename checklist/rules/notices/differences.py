"""What a change has changed, in words that can be read years later."""

from __future__ import annotations

from collections.abc import Collection, Mapping

_NEXT, _BECOMES = "；", " → "
_NOTHING = {None: "なし", "": "空欄", True: "はい", False: "いいえ"}


def told(before: Mapping[str, object], after: Mapping[str, object], names: Mapping[str, str]) -> str:
    """Each value that is another than before, by its name: 「病床数：120 → 140」; empty where nothing is different.

    A value that one side lacks was nothing there.
    """
    changed = [key for key in names if before.get(key) != after.get(key)]
    return _NEXT.join(f"{names[key]}：{_word(before.get(key))}{_BECOMES}{_word(after.get(key))}" for key in changed)


def apart(said: str, names: Collection[str]) -> list[tuple[str, str, str]]:
    """What `told` said of these names, taken apart again: (name, before, after) of each; a first value is no change."""
    found = []
    for part in said.split(_NEXT):
        name, _, values = part.partition("：")
        before, _, after = values.partition(_BECOMES)
        if name in names and after and before != _NOTHING[None]:
            found.append((name, before, after))
    return found


def _word(value: object) -> str:
    # What somebody typed begins no further change of its own.
    return _said(value).replace(_NEXT, "，").replace(_BECOMES, "→")


def _said(value: object) -> str:
    if isinstance(value, frozenset | set | tuple | list):
        return "・".join(str(one) for one in value) or "なし"
    # 1 and 0 are numbers here, and not yes and no, though Python takes them for the same.
    return _NOTHING.get(value, str(value)) if value is None or isinstance(value, str | bool) else str(value)
