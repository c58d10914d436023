"""What people wrote, as Streamlit shows it word for word where it reads Markdown."""

from __future__ import annotations

import re

# Backslashes are gone when Streamlit looks through the finished text for addresses, :names: of pictures and arrows:
# escaped as they may be, http://… becomes a link and :material/home: an icon. A mark that nobody sees parts them.
_JOINER = "\u2060"
_MADE_AFTERWARDS = re.compile(r":(?=//|[-+\w/]+:)|@(?=\w)|www(?=\.)|(?<!\S)[-<>=~](?=[-=>]>?(?:\s|$))", re.IGNORECASE)


def whole(text: str) -> str:
    """A heading in which no class is torn at the end of a line."""
    return re.sub("加算(?=[0-9])", f"加算{_JOINER}", text)


def plain(text: str) -> str:
    """A text that Markdown leaves alone; a hyphen means something at the start of a line only."""
    parted = _MADE_AFTERWARDS.sub(rf"\g<0>{_JOINER}", text)
    # More than Markdown asks for: to Streamlit $ begins a formula, and : an icon or a colour.
    escaped = "".join(f"\\{c}" if c in "\\`*_{}[]()#+.!$<>|~:&=" else c for c in parted)
    started = re.sub(r"^([^\S\n]*)-", r"\1\\-", escaped, flags=re.MULTILINE)
    # Four blanks at the start of a line would make code of it; no-break blanks look the same.
    return re.sub(r"^[ \t]+", lambda blanks: "\u00a0" * len(blanks[0]), started, flags=re.MULTILINE)
