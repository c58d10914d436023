"""What looks like a mail address: whether it is one shows when somebody writes to it."""

from __future__ import annotations

import re

ASKED = "「name@example.jp」の形で、半角で入力してください。"
# Atoms of RFC 5322 alone: a comma or a bracket would make two addresses of one in the head of a mail. Two dots in a row are
# no atom, but there are mailboxes of telephones with them.
_FORM = re.compile(r"[0-9A-Za-z.!#$%&'*+/=?^_`{|}~-]+@[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)+")


def looks_right(address: str) -> bool:
    """Whether a text has the form of one address, spaces around it left out."""
    return _FORM.fullmatch(address.strip()) is not None
