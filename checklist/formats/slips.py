"""Slips to cut out and to hand over: four of A6 on each page of A4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from checklist import words
from checklist.formats import glyphs, pdf, printed_names
from checklist.formats.document import Facts


@dataclass(frozen=True)
class Slip:
    """One slip: for whom it is, and what it tells them."""

    addressee: str
    facts: Facts
    picture: str = ""
    """As SVG."""


def document(title: str, heading: str, slips: Sequence[Slip], notes: Sequence[str], fictional: bool) -> bytes:
    """The slips as PDF; heading and notes stand on each of them, and which of its own characters it lacks."""
    content = printed_names.content(
        {
            "title": title,
            "author": words.PRODUCT,
            "heading": heading,
            "slips": [asdict(one) for one in slips],
            "notes": list(notes),
            "fictional": fictional,
        }
    )
    around = {"signs": content.get("signs", {}), "heading": content["heading"]}
    for one in content["slips"]:
        # By itself: what the next one lacks is part of somebody else's name.
        one["told"] = "".join(glyphs.remarks(around | one | {"picture": ""}))
    return pdf.made("slips.typ", content)
