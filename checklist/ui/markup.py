"""Pieces of HTML that pages put together; every text that is no piece itself is escaped on its way in."""

from __future__ import annotations

import base64
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby

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
_NOTHING = Markup("")
_NO_RATINGS: Mapping[str, Markup] = {}
_BREAK = Markup("<br>")
_END = Markup("</td>")
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
    return _BREAK.join(parts)


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


def facts(pairs: Iterable[tuple[str, str]]) -> Markup:
    """Names with their values; a dash where there is none."""
    found = joined(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(name, value or ABSENT) for name, value in pairs)
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
    return joined((_start("absent" if absent else look, str(name)), ABSENT if absent else value, _END))


def _shown(column: Column, look: str, value: Value, rated: Mapping[str, Markup] = _NO_RATINGS) -> Markup:
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
    body = [joined(_shown(*look, value, rated) for look, value in zip(looks, row, strict=True)) for row in found.rows]
    kinds = [column.kind for column in found.columns]
    return _frame(found.title, heads, kinds, body, tall) + (notes(found.notes) if with_notes else _NOTHING)


HEAT_STEPS = (0.0, 50.0, 65.0, 80.0, 90.0)
"""Where each colour of a heat map begins."""
APART_STEPS = (-10.0, -3.0, 3.0, 10.0)
"""Where each colour of a grid of differences begins, in points."""
UPRIGHT_AFTER, UPRIGHT_FROM = 5, 6
"""With more columns than this, names from this length on stand upright above a heat map."""

STACK_FROM, STACK_WIDE = 4, 6
"""Tables with that many columns of text, or one fewer among so many columns, become cards on a phone."""


# Made beforehand: 960 cells take 2.6 ms with these starts, 4.4 ms when each is formatted.
_HEAT = [Markup('<td class="figure heat-{}">').format(step) for step in range(len(HEAT_STEPS))]


def heat_step(percent: float) -> int:
    """Which colour a percentage has."""
    return bisect_right(HEAT_STEPS, percent, lo=1) - 1


def heat_legend() -> Markup:
    """What the colours of the heat maps mean."""
    ends = [f"{end:.0f}％未満" for end in HEAT_STEPS[1:]]
    starts = [f"{start:.0f}％以上" for start in HEAT_STEPS[1:]]
    texts = [ends[0], *(f"{start}{end}" for start, end in zip(starts, ends[1:], strict=False)), starts[-1]]
    keys = joined(Markup('<li class="heat-{}">{}</li>').format(step, text) for step, text in enumerate(texts))
    return Markup('<ul class="legend" aria-label="得点率の色分け">{}</ul>').format(keys)


def heat(found: Table) -> Markup:
    """A grid of percentages or differences as a heat map: every cell keeps its number, the colour only helps to find it."""
    texts = sum(column.kind == "text" for column in found.columns)
    body = []
    for values in found.rows:
        names = joined(Markup('<th scope="row">{}</th>').format(name) for name in values[:texts])
        cells = zip(found.columns[texts:], values[texts:], strict=True)
        whole = values[0] == WHOLE
        body.append(_row(joined([names, *(_warm(column, value) for column, value in cells)]), whole))
    heads = [tuple(name.split(" ", 1)) for name in found.names[texts:]]
    long = len(heads) > UPRIGHT_AFTER and any(len(head[-1]) >= UPRIGHT_FROM for head in heads)
    return _scroll(found.title, f"grid heat{' upright' if long else ''}", _heat_head(found.names[:texts], heads), body)


def _heat_head(names: Sequence[str], heads: Sequence[tuple[str, ...]]) -> Markup:
    """Column names; those made of a year and a group get a row for the years, each over its groups."""
    single = any(len(head) == 1 for head in heads)
    rows = _NOTHING if single else Markup(' rowspan="2"')
    tall = joined(Markup('<th scope="col"{}>{}</th>').format(rows, name) for name in names)
    figure = Markup('<th scope="col" class="figure">{}</th>')
    if single:
        return Markup("<tr>{}{}</tr>").format(tall, joined(figure.format(" ".join(head)) for head in heads))
    spans = [(year, len(list(same))) for year, same in groupby(year for year, _ in heads)]
    over = Markup('<th scope="colgroup" colspan="{}" class="span">{}</th>')
    years = joined(over.format(count, year) for year, count in spans)
    groups = joined(figure.format(group) for _, group in heads)
    return Markup("<tr>{}{}</tr><tr>{}</tr>").format(tall, years, groups)


def _warm(column: Column, value: Value) -> Markup:
    if not isinstance(value, int | float):
        return _shown(column, "", value)
    if column.kind == "points":
        # From the top: who rates themselves far too high stands out as who scores low does.
        return joined((_HEAT[-1 - bisect_right(APART_STEPS, value)], points(value), _END))
    return joined((_HEAT[heat_step(value)], f"{value:.1f}％", _END))


def listing(title: str, heads: Iterable[Head | str], rows: Iterable[Sequence[str]], tall: bool = False) -> Markup:
    """A table of pieces and plain texts; a head that is a plain text has cells in one line."""
    shown = [Head(one) if isinstance(one, str) else one for one in heads]
    looks = [(_look(head), head.text) for head in shown]
    body = [joined(_cell(*look, value) for look, value in zip(looks, row, strict=True)) for row in rows]
    return _frame(title, shown, ["text"] * len(shown), body, tall)


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
    return _scroll(title, look, _row(head), [_row(cells) for cells in body], tall)


def _row(cells: str, whole: bool = False) -> Markup:
    return joined((_WHOLE_ROW if whole else _ROW, cells, _ROW_END))


def _scroll(title: str, look: str, head: Markup, body: Sequence[str], tall: bool = False) -> Markup:
    """A table in a frame that scrolls with the keyboard as well."""
    return Markup(
        '<div class="scroll{}" tabindex="0" role="region" aria-label="{}">'
        '<table class="{}"><thead>{}</thead><tbody>{}</tbody></table></div>'
    ).format(" tall" if tall else "", title, look, head, joined(body))
