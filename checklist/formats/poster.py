"""A poster of one page of A4 with one large picture: to be read and scanned from the seats of a hall."""

from __future__ import annotations

from collections.abc import Sequence

from checklist import words
from checklist.formats import glyphs, pdf, printed_names


def document(
    title: str, subject: str, heading: str, picture: str, link: str, notes: Sequence[str], fictional: bool
) -> bytes:
    """The poster as PDF; `picture` is SVG, `link` what it says, for those without a camera."""
    content = printed_names.content(
        {
            "title": title, "subject": subject, "heading": heading, "picture": picture, "link": link,
            "author": words.PRODUCT, "notes": list(notes), "fictional": fictional,
        }
    )  # fmt: skip
    return pdf.made("poster.typ", content | {"told": "".join(glyphs.remarks(content | {"picture": ""}))})
