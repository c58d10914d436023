"""Pieces of HTML that pages put together; every text that is no piece itself is escaped on its way in."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from markupsafe import Markup, escape

from checklist import words
from checklist.formats.table import Column, Table, Value, points
from checklist.model.assessments import AssessmentState
from checklist.model.scales import SCALES
from checklist.model.visits import VisitState

_VISIT_TONES = {
    VisitState.PLANNED: "quiet",
    VisitState.AGREED: "busy",
    VisitState.READY: "busy",
    VisitState.ON_SITE: "busy",
    VisitState.CANCELLED: "off",
}
LONG_HEAD = 10
"""A column name longer than this stands in several lines."""
ABSENT = "－"
"""What stands where there is no value."""
_WHOLE = r"第\d+版|加算[12]"
"""What is torn at the end of a line in no heading: an edition, and a class."""
_NAMED = re.compile("病院名?$|^訪問側$|^所属$")
"""The heads of columns of hospitals' names."""
_KIND = re.compile(
    "(?<=..)((?:医療|総合|記念|市民|県民|中央|大学|国立|公立|リハビリテーション)*(?:病院|センター|医院|診療所|クリニック))(?=・|$)"
)
"""What a hospital's name ends with: before it, a name that is longer than its line goes on in the next."""
_MAY_BREAK, _UNBROKEN = Markup("<wbr>{}"), Markup('<span class="unbroken">{}</span>')
_NOTHING = Markup("")
_NO_RATINGS: Mapping[str, Markup] = {}
_BREAK = Markup("<br>")
END = Markup("</td>")
_ROW, _ROW_END = Markup("<tr>"), Markup("</tr>")
_WHOLE_ROW = Markup('<tr class="whole">')
WHOLE = "全体"
"""The row that sums up all others; only this one may look like a total."""
_ASSESSMENT_TONES = {AssessmentState.OPEN: "busy"}


@dataclass(frozen=True)
class Head:
    """The head of a column; with a width, the least one in characters, its cells wrap, else they stand in one line."""

    text: str
    width: int = 0


def joined(parts: Iterable[str]) -> Markup:
    """Pieces one after the other."""
    # As `Markup.join`, which would make each piece that is one already anew: most of what a large table took.
    return Markup("".join([one if type(one) is Markup else escape(one) for one in parts]))


def digits(text: str) -> Markup:
    """A hash, which may break anywhere."""
    return Markup('<span class="hash">{}</span>').format(text)


def lines(parts: Iterable[str]) -> Markup:
    """Pieces below each other."""
    found = _BREAK.join(parts)
    # In a card of a phone the pieces of a cell stand beside each other: with a chip among them these are one piece.
    return Markup("<span>{}</span>").format(found) if "<span" in found else found


def drawing(svg: str, name: str) -> Markup:
    """A drawing of ours as a picture with a name."""
    return picture(svg, name, "drawing")


def picture(svg: str, name: str, look: str = "picture") -> Markup:
    """A picture of ours that fills its place; `name` tells what it shows to those who do not see it."""
    data = base64.b64encode(svg.encode()).decode()
    return Markup('<img class="{}" alt="{}" src="data:image/svg+xml;base64,{}">').format(look, name, data)


def paragraph(text: str, look: str = "soft") -> Markup:
    """A paragraph; looks are soft, note and prose."""
    return Markup('<p class="{}">{}</p>').format(look, text)


def small(text: str) -> Markup:
    """Something less important within a cell."""
    return Markup('<small class="soft">{}</small>').format(text)


def prose(text: str) -> Markup:
    """A longer text within a cell, with its line ends; nothing where there is none."""
    return Markup('<div class="record-text">{}</div>').format(text) if text else _NOTHING


def chip(text: str, tone: str = "quiet") -> Markup:
    """A short state in a rounded frame; tones are quiet, busy, done, late and off."""
    return Markup('<span class="chip {}">{}</span>').format(tone, text)


def visit_chip(state: VisitState) -> Markup:
    """The state of a visit."""
    return chip(words.VISIT_STATES[state], _VISIT_TONES.get(state, "done"))


def assessment_chip(state: AssessmentState) -> Markup:
    """The state of an assessment."""
    return chip(words.ASSESSMENT_STATES[state], _ASSESSMENT_TONES.get(state, "done"))


def rating(word: str) -> Markup:
    """A rating word in its colour; other texts stay as they are."""
    return _ratings().get(word) or escape(word)


def _ratings() -> dict[str, Markup]:
    """Every rating word in its colour; of two scales that share a word, the first one has the say."""
    hues = {one.letter: one.hue for scale in reversed(SCALES.values()) for one in scale.values}
    return {word: Markup('<span class="rating {}">{}</span>').format(hue.value, word) for word, hue in hues.items()}


def link(label: str, href: str, kind: str = "plain") -> Markup:
    """A link in the same tab; kinds are plain, button, primary and back."""
    return Markup('<a class="{}" href="{}">{}</a>').format(kind, href, label)


def row(parts: Iterable[str]) -> Markup:
    """Pieces side by side that wrap on a narrow screen."""
    return Markup('<div class="row">{}</div>').format(joined(parts))


def heading(level: int, title: str, names: Iterable[str]) -> Markup:
    """A heading in which none of the `names` of hospitals or people is torn at the end of a line."""
    return Markup("<h{0}>{1}</h{0}>").format(level, unbroken(title, names))


def unbroken(text: str, names: Iterable[str] = ()) -> Markup:
    """A text in which neither an edition, nor a class, nor one of these names is torn at the end of a line."""
    # The longest first: of 架空北病院 and 架空北病院附属, both names, the second is to be found.
    # No line begins with the particle that follows it.
    known = (f"{re.escape(one)}）?は?" for one in sorted(filter(None, names), key=len, reverse=True))
    parts = re.split(f"({'|'.join((*known, _WHOLE))})", text)
    return joined(_UNBROKEN.format(one) if n % 2 else one for n, one in enumerate(parts))


def hospital(name: str) -> str:
    """A hospital's name, or several of them, to be broken where what kind of a house it is begins and nowhere else."""
    if isinstance(name, Markup):
        return name
    pieces = [
        joined(_MAY_BREAK.format(one) if place % 2 else one for place, one in enumerate(_KIND.split(part)))
        for part in re.split("(?<=・)", name)
    ]
    # Of several, each begins a line rather than being broken.
    return pieces[0] if len(pieces) == 1 else joined(map(_UNBROKEN.format, pieces))


def beside(text: str, piece: str) -> Markup:
    """A short sign behind a text: it never stands on a line alone, but with the end of the text."""
    return Markup('{}<span class="nowrap">{} {}</span>').format(text[:-3], text[-3:], piece)


def facts(pairs: Iterable[tuple[str, str]]) -> Markup:
    """Names with their values; a dash where there is none."""
    pair = Markup('<div><dt>{0}</dt><dd data-name="{0}">{1}</dd></div>')
    found = joined(pair.format(name, named(name, value) or ABSENT) for name, value in pairs)
    return Markup('<dl class="facts">{}</dl>').format(found)


def progress(done: int, total: int, label: str) -> Markup:
    """A thin bar with its numbers in words."""
    share = round(100 * done / total) if total else 0
    return Markup(
        '<div class="progress" role="img" aria-label="{0}"><span style="width:{1}%"></span></div>'
        '<small class="soft">{0}</small>'
    ).format(label, share)


def _width(head: Head) -> int:
    """The least width of a column whose cells wrap, else 0; hospitals' names in a head make it long, too."""
    return head.width or (LONG_HEAD if max(map(len, head.text.split(" "))) > LONG_HEAD else 0)


def _look(head: Head) -> str:
    return "" if _width(head) else "nowrap"


# A table of 960 cells takes 4.4 ms with this cache and 9.4 ms without.
@lru_cache(maxsize=1024)
def _start(look: str, name: str) -> Markup:
    """The start of a cell, with its column's name for a phone, where the cells of a row stand below each other.

    Kept: a table has a thousand cells, but only a few different starts, and formatting is most of the work.
    """
    style = Markup(' class="{}"').format(look) if look else _NOTHING
    return Markup('<td{} data-name="{}">').format(style, name)


def _cell(look: str, name: str, value: str) -> Markup:
    """A cell; an empty one says so with a dash, unless its column has no name, as that of the ways to a row."""
    # A piece of HTML equals the same plain text: as a key it would give its unescaped start to the text, too.
    absent = name and not value
    return joined((_start("absent" if absent else look, str(name)), ABSENT if absent else named(name, value), END))


def named(name: str, value: str) -> str:
    """A cell under the head of a column: if that is one of hospitals, their names are broken as those are."""
    return hospital(value) if _NAMED.search(name) else value


def cell(column: Column, look: str, value: Value, rated: Mapping[str, Markup] = _NO_RATINGS) -> Markup:
    """One value as it stands on the screen; `look` is that of the column's texts, `rated` the words that are ratings."""
    name = column.name
    if value is None:
        return _cell("none", name, ABSENT)
    if isinstance(value, str) and column.kind in ("percent", "points", "number"):
        return _cell("figure words", name, value)
    if isinstance(value, str):
        return _cell(look, name, rated.get(value, value))
    if isinstance(value, date):
        return _cell(look, name, words.day(value))
    # No comma below ten thousand: fiscal years are numbers in a table, too.
    plain = f"{value:,}" if value >= 10_000 else f"{value}"
    text = {"percent": f"{value:.1f}％", "points": points(value)}.get(column.kind, plain)
    return _cell("figure", name, text)


def table(found: Table, with_notes: bool = True, tall: bool = False) -> Markup:
    """A table with its notes, scrolling sideways where the screen is too narrow, and down on demand."""
    heads = [Head(column.name, column.least) for column in found.columns]
    looks = [(column, _look(head)) for column, head in zip(found.columns, heads, strict=True)]
    rated = _ratings()
    body = [joined(cell(*look, value, rated) for look, value in zip(looks, row, strict=True)) for row in found.rows]
    kinds = [column.kind for column in found.columns]
    return _frame(found.title, heads, kinds, body, tall) + (notes(found.notes) if with_notes else _NOTHING)


STACK_FROM, STACK_WIDE = 4, 6
"""Tables with that many columns of text, or one fewer among so many columns, become cards on a phone."""


def listing(title: str, heads: Iterable[Head | str], rows: Iterable[Sequence[str]], tall: bool = False) -> Markup:
    """A table of pieces and plain texts; a head that is a plain text has cells in one line."""
    shown = [Head(one) if isinstance(one, str) else one for one in heads]
    looks = [(_look(head), head.text) for head in shown]
    body = [joined(_cell(*look, value) for look, value in zip(looks, row, strict=True)) for row in rows]
    return _frame(title, shown, ["text"] * len(shown), body, tall)


def fitted(names: Iterable[str], rows: Sequence[Sequence[str]]) -> list[Head | str]:
    """Heads of columns of which nobody knows what they hold: those with a long cell wrap, so that none is cut off."""
    return [Head(name, 12) if any(len(row[at]) > 14 for row in rows) else name for at, name in enumerate(names)]


def notes(texts: Iterable[str]) -> Markup:
    """What the numbers above are made of."""
    return joined(paragraph(text, "note") for text in texts)


def _head(head: Head, kind: str) -> Markup:
    """The head of a column, as wide as its cells need."""
    width = _width(head)
    wraps = ";white-space:normal" if width and len(head.text) > min(width, LONG_HEAD) else ""
    style = Markup(' style="--least:{}{}"').format(width, wraps) if width else _NOTHING
    figure = _NOTHING if kind in ("text", "date") else Markup(' class="figure"')
    return Markup('<th scope="col"{}{}>{}</th>').format(figure, style, lines(head.text.split(" ")))


def _frame(title: str, heads: Sequence[Head], kinds: Sequence[str], body: Sequence[str], tall: bool = False) -> Markup:
    head = joined(_head(one, kind) for one, kind in zip(heads, kinds, strict=True))
    texts = sum(kind == "text" for kind in kinds)
    look = "grid stack" if texts >= STACK_FROM - (len(kinds) >= STACK_WIDE) else "grid"
    return scrolling(title, look, table_row(head), [table_row(cells) for cells in body], tall)


def table_row(cells: str, whole: bool = False) -> Markup:
    return joined((_WHOLE_ROW if whole else _ROW, cells, _ROW_END))


def scrolling(title: str, look: str, head: Markup, body: Sequence[str], tall: bool = False) -> Markup:
    """A table in a frame that scrolls with the keyboard as well."""
    return Markup(
        '<div class="scroll{}" tabindex="0" role="region" aria-label="{}">'
        '<table class="{}"><thead>{}</thead><tbody>{}</tbody></table></div>'
    ).format(" tall" if tall else "", title, look, head, joined(body))
