"""Grids of percentages or of differences as heat maps: every cell keeps its number, the colour only helps to find it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import groupby

from markupsafe import Markup

from checklist.formats.table import Column, Table, Value, points
from checklist.ui import markup

HEAT_STEPS = (0.0, 50.0, 65.0, 80.0, 90.0)
"""Where each colour of a heat map begins."""
APART_STEPS = (-10.0, -3.0, 3.0, 10.0)
"""Where each colour of a grid of differences begins, in points."""
UPRIGHT_AFTER, UPRIGHT_FROM = 5, 6
"""With more columns than this, names from this length on stand upright above a heat map."""

# Made beforehand: 960 cells take 2.6 ms with these starts, 4.4 ms when each is formatted.
_HEAT = [Markup('<td class="figure heat-{}">').format(step) for step in range(len(HEAT_STEPS))]


def step(percent: float) -> int:
    """Which colour a percentage has."""
    return bisect_right(HEAT_STEPS, percent, lo=1) - 1


def legend() -> Markup:
    """What the colours of the heat maps mean."""
    keys = markup.joined(Markup('<li class="heat-{}">{}</li>').format(step, text) for step, text in enumerate(ranges()))
    return Markup('<ul class="legend" aria-label="得点率の色分け">{}</ul>').format(keys)


def ranges() -> list[str]:
    """Which percentages have one colour, from the lowest on."""
    ends = [f"{end:.0f}％未満" for end in HEAT_STEPS[1:]]
    starts = [f"{start:.0f}％以上" for start in HEAT_STEPS[1:]]
    return [ends[0], *(f"{start}{end}" for start, end in zip(starts, ends[1:], strict=False)), starts[-1]]


def grid(found: Table, links: Mapping[str, str] | None = None) -> Markup:
    """A grid of percentages or differences as a heat map: every cell keeps its number, the colour only helps to find it.

    Names at the left that are in `links` lead there.
    """
    texts = sum(column.kind == "text" for column in found.columns)
    body = []
    for values in found.rows:
        names = markup.joined(
            Markup('<th scope="row">{}</th>').format(_leading(name, links or {})) for name in values[:texts]
        )
        cells = zip(found.columns[texts:], values[texts:], strict=True)
        whole = values[0] == markup.WHOLE
        body.append(markup.table_row(markup.joined([names, *(_warm(column, value) for column, value in cells)]), whole))
    heads = [tuple(name.split(" ", 1)) for name in found.names[texts:]]
    long = len(heads) > UPRIGHT_AFTER and any(len(head[-1]) >= UPRIGHT_FROM for head in heads)
    # Years of which the newest is the last: a narrow screen begins with that one.
    years = {head[0][:4] for head in heads}
    late = len(years) > 1 and all(year.isdigit() for year in years)
    return markup.scrolling(
        found.title,
        f"grid heat{' upright' if long else ''}{' late' if late else ''}",
        _heat_head(found.names[:texts], heads),
        body,
    )


def _leading(name: Value, links: Mapping[str, str]) -> Value:
    return markup.link(str(name), links[str(name)]) if name in links else name


def _heat_head(names: Sequence[str], heads: Sequence[tuple[str, ...]]) -> Markup:
    """Column names; those made of a year and a group get a row for the years, each over its groups."""
    single = any(len(head) == 1 for head in heads)
    rows = Markup() if single else Markup(' rowspan="2"')
    tall = markup.joined(Markup('<th scope="col"{}>{}</th>').format(rows, name) for name in names)
    figure = Markup('<th scope="col" class="figure">{}</th>')
    if single:
        return Markup("<tr>{}{}</tr>").format(tall, markup.joined(figure.format(" ".join(head)) for head in heads))
    spans = [(year, len(list(same))) for year, same in groupby(year for year, _ in heads)]
    over = Markup('<th scope="colgroup" colspan="{}" class="span">{}</th>')
    years = markup.joined(over.format(count, year) for year, count in spans)
    groups = markup.joined(figure.format(group) for _, group in heads)
    return Markup("<tr>{}{}</tr><tr>{}</tr>").format(tall, years, groups)


def _warm(column: Column, value: Value) -> Markup:
    if not isinstance(value, int | float):
        return markup.cell(column, "", value)
    if column.kind == "points":
        # From the top: who rates themselves far too high stands out as who scores low does.
        return markup.joined((_HEAT[-1 - bisect_right(APART_STEPS, value)], points(value), markup.END))
    return markup.joined((_HEAT[step(value)], f"{value:.1f}％", markup.END))
