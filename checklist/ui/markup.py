"""Pieces of HTML that pages put together; every text from outside is escaped here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from checklist import words
from checklist.formats.table import Column, Table, Value
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
WIDTHS = {
    "病院": 10, "病院名": 12, "受審病院": 10, "訪問側": 10, "点検表": 12, "項目": 20, "コメント": 18, "進み具合": 7,
    "所在地": 10, "章": 11, "この版の項目": 16, "前版の項目": 16, "氏名": 7, "役割": 9, "所属": 11, "内容": 12, "場所": 10,
    "確認場所": 7, "確認方法": 5, "自己評価のコメント": 16, "訪問評価のコメント": 16, "備考": 14, "区分・病院": 10,
    "書類": 12, "書類の種類": 10, "届いた回答": 18, "理由": 14,
    "状態": 5, "最後に記入した項目": 13, "担当する章": 9, "参加者": 6, "点検表の版": 7, "記録": 6,
    "章ごとの件数": 16, "受理番号": 7, "加算": 8, "組合せ": 11, "満たしていない要件": 12, "届出中との差": 7,
    "うち委員会の構成員": 6, "対面によらない開催": 6, "医療機関名": 10, "開設者名": 9, "評価の予定・実施": 9,
}  # fmt: skip
"""Column name -> the least width in characters; the cells of these columns wrap, those of all others do not."""
LONG_HEAD = 10
"""A column name longer than this stands in several lines."""
_SHORT = ' class="nowrap"'
_ASSESSMENT_TONES = {AssessmentState.OPEN: "busy"}


def chip(text: str, tone: str = "quiet") -> str:
    """A short state in a rounded frame; tones are quiet, busy, done, late and off."""
    return f'<span class="chip {tone}">{escape(text)}</span>'


def visit_chip(state: VisitState) -> str:
    """The state of a visit."""
    return chip(words.VISIT_STATES[state], _VISIT_TONES.get(state, "done"))


def assessment_chip(state: AssessmentState) -> str:
    """The state of an assessment."""
    return chip(words.ASSESSMENT_STATES[state], _ASSESSMENT_TONES.get(state, "done"))


def rating(word: str) -> str:
    """A rating word in its colour; other texts stay as they are."""
    hue = next((one.hue for scale in SCALES.values() for one in scale.values if one.letter == word), None)
    return f'<span class="rating {hue}">{escape(word)}</span>' if hue else escape(word)


def link(label: str, href: str, kind: str = "plain") -> str:
    """A link in the same tab; kinds are plain, button, primary and back."""
    return f'<a class="{kind}" href="{escape(href)}">{escape(label)}</a>'


def row(parts: Iterable[str]) -> str:
    """Pieces side by side that wrap on a narrow screen."""
    return f'<div class="row">{"".join(parts)}</div>'


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Names with their values; values may be pieces of HTML made here, so callers escape plain texts."""
    return '<dl class="facts">' + "".join(f"<div><dt>{escape(k)}</dt><dd>{v}</dd></div>" for k, v in pairs) + "</dl>"


def progress(done: int, total: int, label: str) -> str:
    """A thin bar with its numbers in words."""
    share = round(100 * done / total) if total else 0
    return (
        f'<div class="progress" role="img" aria-label="{escape(label)}"><span style="width:{share}%"></span></div>'
        f'<small class="soft">{escape(label)}</small>'
    )


def _width(name: str) -> int | None:
    """The least width of a column whose cells wrap, or None; hospitals' names in a head make it long, too."""
    if name.endswith("コメント"):
        return WIDTHS.get(name, 16)
    return WIDTHS.get(name) or (LONG_HEAD if max(map(len, name.split(" "))) > LONG_HEAD else None)


def _wrapping(name: str) -> str:
    return _SHORT if _width(name) is None else ""


def cell(column: Column, value: Value) -> str:
    """One value as it stands on the screen."""
    if value is None:
        return f'<td class="none"{_named(column.name)}>－</td>'
    if isinstance(value, str) and column.kind in ("percent", "number"):
        return f'<td class="figure words"{_named(column.name)}>{escape(value)}</td>'
    if isinstance(value, str):
        return f"<td{_wrapping(column.name)}{_named(column.name)}>{rating(value)}</td>"
    text = f"{value:.1f}％" if column.kind == "percent" else f"{value:,}" if value >= 10_000 else f"{value}"
    return f'<td class="figure"{_named(column.name)}>{text}</td>'


def _named(name: str) -> str:
    """The column's name for a phone, where the cells of a row stand below each other."""
    return f' data-name="{escape(name)}"'


def table(found: Table, with_notes: bool = True, tall: bool = False) -> str:
    """A table with its notes, scrolling sideways where the screen is too narrow, and down on demand."""
    body = [
        "".join(cell(column, value) for column, value in zip(found.columns, row, strict=True)) for row in found.rows
    ]
    kinds = [column.kind for column in found.columns]
    return _frame(found.title, found.names, kinds, body, tall) + (notes(found.notes) if with_notes else "")


HEAT_STEPS = (0.0, 50.0, 65.0, 80.0, 90.0)
"""Where each colour of a heat map begins."""
UPRIGHT_AFTER, UPRIGHT_FROM = 5, 6
"""With more columns than this, names from this length on stand upright above a heat map."""

STACK_FROM, STACK_WIDE = 4, 6
"""Tables with that many columns of text, or one fewer among so many columns, become cards on a phone."""


def heat_step(percent: float) -> int:
    """Which colour a percentage has."""
    return sum(percent >= start for start in HEAT_STEPS[1:])


def heat_legend() -> str:
    """What the colours of the heat maps mean."""
    ends = [f"{end:.0f}％未満" for end in HEAT_STEPS[1:]]
    starts = [f"{start:.0f}％以上" for start in HEAT_STEPS[1:]]
    texts = [ends[0], *(f"{start}{end}" for start, end in zip(starts, ends[1:], strict=False)), starts[-1]]
    keys = "".join(f'<li class="heat-{step}">{text}</li>' for step, text in enumerate(texts))
    return f'<ul class="legend" aria-label="得点率の色分け">{keys}</ul>'


def heat(found: Table) -> str:
    """A grid of percentages as a heat map: every cell keeps its number, the colour only helps to find it."""
    texts = sum(column.kind == "text" for column in found.columns)
    lines = []
    for values in found.rows:
        names = "".join(f'<th scope="row">{escape(str(name))}</th>' for name in values[:texts])
        cells = zip(found.columns[texts:], values[texts:], strict=True)
        lines.append(f"<tr>{names}{''.join(_warm(column, value) for column, value in cells)}</tr>")
    heads = [tuple(name.split(" ", 1)) for name in found.names[texts:]]
    long = len(heads) > UPRIGHT_AFTER and any(len(head[-1]) >= UPRIGHT_FROM for head in heads)
    return _scroll(found.title, f"grid heat{' upright' if long else ''}", _heat_head(found.names[:texts], heads), lines)


def _heat_head(names: Sequence[str], heads: Sequence[tuple[str, ...]]) -> str:
    """Column names; those made of a year and a group get a row for the years, each over its groups."""
    tall = "".join(f'<th scope="col" rowspan="2">{escape(name)}</th>' for name in names)
    if any(len(head) == 1 for head in heads):
        one = "".join(f'<th scope="col" class="figure">{escape(" ".join(head))}</th>' for head in heads)
        return "<tr>" + tall.replace(' rowspan="2"', "") + one + "</tr>"
    spans: dict[str, int] = {}
    for year, _ in heads:
        spans[year] = spans.get(year, 0) + 1
    years = "".join(f'<th scope="colgroup" colspan="{n}" class="span">{escape(year)}</th>' for year, n in spans.items())
    groups = "".join(f'<th scope="col" class="figure">{escape(group)}</th>' for _, group in heads)
    return f"<tr>{tall}{years}</tr><tr>{groups}</tr>"


def _warm(column: Column, value: Value) -> str:
    if not isinstance(value, int | float):
        return cell(column, value)
    return f'<td class="figure heat-{heat_step(value)}">{value:.1f}％</td>'


def listing(title: str, names: Sequence[str], rows: Iterable[Sequence[str]], tall: bool = False) -> str:
    """A table whose cells are pieces of HTML made here; callers escape plain texts."""
    lines = (zip(names, row, strict=True) for row in rows)
    body = ["".join(f"<td{_wrapping(name)}{_named(name)}>{value}</td>" for name, value in line) for line in lines]
    return _frame(title, names, ["text"] * len(names), body, tall)


def notes(texts: Iterable[str]) -> str:
    """What the numbers above are made of."""
    return "".join(f'<p class="note">{escape(text)}</p>' for text in texts)


def _head(name: str, kind: str) -> str:
    """The head of a column, as wide as its cells need."""
    width = _width(name)
    wraps = ";white-space:normal" if width and len(name) > min(width, LONG_HEAD) else ""
    style = f' style="--least:{width}{wraps}"' if width else ""
    figure = "" if kind in ("text", "date") else ' class="figure"'
    return f'<th scope="col"{figure}{style}>{escape(name).replace(" ", "<br>")}</th>'


def _frame(title: str, names: Sequence[str], kinds: Sequence[str], body: Sequence[str], tall: bool = False) -> str:
    head = "".join(_head(name, kind) for name, kind in zip(names, kinds, strict=True))
    texts = sum(kind == "text" for kind in kinds)
    look = "grid stack" if texts >= STACK_FROM - (len(kinds) >= STACK_WIDE) else "grid"
    return _scroll(title, look, f"<tr>{head}</tr>", [f"<tr>{line}</tr>" for line in body], tall)


def _scroll(title: str, look: str, head: str, lines: Sequence[str], tall: bool = False) -> str:
    """A table in a frame that scrolls with the keyboard as well."""
    return (
        f'<div class="scroll{" tall" if tall else ""}" tabindex="0" role="region" aria-label="{escape(title)}">'
        f'<table class="{look}"><thead>{head}</thead><tbody>{"".join(lines)}</tbody></table></div>'
    )
