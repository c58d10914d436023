"""What looks like a mail address: whether it is one shows when somebody writes to it."""

from __future__ import annotations

import re

ASKED = "「name@example.jp」の形で、半角で入力してください。"
_FORM = re.compile(r"[!-?A-~]+@[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)+")


def looks_right(address: str) -> bool:
    """Whether a text has the form of one address, spaces around it left out."""
    return _FORM.fullmatch(address.strip()) is not None
