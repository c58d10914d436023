"""A text without what two readers of one paper see differently, to look for it there."""

from __future__ import annotations

import re
import unicodedata

_BARE = re.compile(
    "[\\s\x01-\x1f\u3099\u309a\u00ad\u034f\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef\x80-\x9f]"
)


def bare(text: str) -> str:
    """Without white space, unseen characters and marks of kana, in one width; some waves and dashes are one glyph."""
    return re.sub("[〜∼~]", "~", re.sub("[—―]", "—", _BARE.sub("", unicodedata.normalize("NFKD", text))))
