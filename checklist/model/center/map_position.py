"""A place on the map as people copy it out of a map: latitude and longitude in one text."""

from __future__ import annotations

import re
import unicodedata

from checklist.model.plan import Place

_PARTS = re.compile(r"[,、\s]+")
WRONG = "緯度と経度を「35.6812, 139.7671」のように入力してください。地図アプリで会場を長押しすると表示される数字です。"


def read(text: str) -> Place | None:
    """Degrees north and east of a text such as 「35.6812, 139.7671」 in any width; None for '' ; raises ValueError."""
    plain = unicodedata.normalize("NFKC", text).strip(" ()（）")
    if not plain:
        return None
    north, east = (float(part) for part in _PARTS.split(plain))
    if not (-90 <= north <= 90 and -180 <= east <= 180):
        raise ValueError(text)
    return north, east
