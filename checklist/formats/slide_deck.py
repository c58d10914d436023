"""The empty deck on which slides are put: 16:9, in our font, without anything of the file that the library begins with."""

from __future__ import annotations

from typing import Any

from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Emu

from checklist import words

WIDE, HIGH = Emu(12_192_000), Emu(6_858_000)
"""16:9, as PowerPoint begins today."""
FONT = "Yu Gothic"
_ONLY, _NAME = "Title Only", "タイトルのみ"


def empty(title: str, told: str) -> Any:
    """A deck without slides that says what it is; `told` is when and by whom it was made."""
    deck = Presentation()
    _widen(deck)
    _name(deck)
    about = deck.core_properties
    # Of itself the deck names the man who once saved it, in January 2013; ours says on every slide when it was made.
    about.title, about.comments, about.language = title, told, "ja-JP"
    about.author = about.last_modified_by = words.PRODUCT
    for name in ("dcterms:created", "dcterms:modified"):
        about._element.remove(about._element.find(qn(name)))
    return deck


def _widen(deck: Any) -> None:
    """The places of its master as well, where whoever goes on writes a slide of their own."""
    wider = WIDE / deck.slide_width
    deck.slide_width, deck.slide_height = WIDE, HIGH
    for layout in [one for one in deck.slide_layouts if one.name != _ONLY]:
        deck.slide_layouts.remove(layout)
    (layout,) = deck.slide_layouts
    layout._element.cSld.set("name", _NAME)
    for shape in (
        *deck.slide_master.shapes,
        *(one for one in layout.placeholders if one._element.spPr.xfrm is not None),
    ):
        shape.left, shape.width = Emu(int(shape.left * wider)), Emu(int(shape.width * wider))


def _name(deck: Any) -> None:
    """Our font in its theme: of a run, the name of a font is that of Latin letters alone, and Japanese ones have another."""
    (theme,) = (one.target_part for one in deck.slide_master.part.rels.values() if one.reltype.endswith("/theme"))
    # The library keeps a theme as the bytes that it read.
    theme._blob = theme.blob.replace(b'<a:ea typeface=""/>', f'<a:ea typeface="{FONT}"/>'.encode())
