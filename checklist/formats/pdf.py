"""Documents as PDF by Typst, with an embedded Japanese font from a pinned package."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from checklist import words
from checklist.formats import chart_labels, column_widths, figure, glyphs, palette, printed_names
from checklist.formats.document import Document
from checklist.formats.figure import Figure
from checklist.formats.table import (
    Chart,
    Table,
    categories,
    drawn_of,
    highest,
    hollow,
    lowest,
    pairs,
    percentages,
    series,
    spoken,
)
from checklist.store import clock

_TEMPLATES = Path(__file__).parent / "templates"
_LANDSCAPE = 130
"""Tables wider than this stand across the page."""
_UPRIGHT, _ACROSS, _BESIDE, _MANY = 116, 174, 3, 10
"""Half-width characters of a table on a page that stands and one that lies, those left and right of a text, and so many
columns of numbers that fit beside each other."""
_BAR, _BETWEEN, _HIGHEST = 3.8, 1.4, 150.0
"""Millimetres of a bar, of the space between those of two names, and of all that fit on a page that lies across."""
_LONG = 600
"""Tables with more rows are for files, not for paper."""
# Typst's compiler serves one caller at a time: a second one meanwhile gets RuntimeError "Already borrowed" (0.15.2).
_compiling = Lock()


# Nine pages: 0.24 s the first time, 0.14 s with a new compiler each time, 0.01 s with this one when it has seen them.
@cache
def _compiler(template: str) -> typst.Compiler:
    """One compiler for each template in the process: it keeps the fonts and the parsed template."""
    # The machine's own fonts are left out, so that a paper looks the same whichever server made it.
    return typst.Compiler(_TEMPLATES / template, font_paths=glyphs.folders(), ignore_system_fonts=True)


@dataclass(frozen=True)
class Layout:
    """Everything that a file is made from: the name of a template, its data as JSON, and JPEG images."""

    template: str
    data: str
    images: tuple[bytes, ...] = ()
    signs: str = "{}"
    """Pictures of signs by the character that stands for each, as JSON."""


def made(template: str, content: dict[str, Any], images: Sequence[bytes] = ()) -> bytes:
    """A file from the template of this name, with 〓 for what the fonts do not have; images are JPEG."""
    return printed(_layout(template, printed_names.content(content), images))


def _layout(template: str, content: dict[str, Any], images: Sequence[bytes]) -> Layout:
    signs = {one: list(base64.b64decode(picture)) for one, picture in content.get("signs", {}).items()}
    rest = {name: value for name, value in content.items() if name != "signs"}
    # As data, never as source: what people wrote would be read as Typst's markup.
    return Layout(template, json.dumps(glyphs.of(rest, signs), ensure_ascii=False), tuple(images), json.dumps(signs))


def printed(found: Layout) -> bytes:
    """The file itself."""
    with _compiling:
        images = json.dumps([list(one) for one in found.images])
        inputs = {"data": found.data, "images": images, "signs": found.signs}
        content = _compiler(found.template).compile(format="pdf", sys_inputs=inputs)
    if not isinstance(content, bytes):
        raise TypeError("a PDF is one file")
    return content


def taken(by: str = "") -> str:
    """When a file is made, and by whom, as it says itself."""
    return f"出力日時　{words.moment(clock.now())}{f'　出力者　{by}' if by else ''}"


def document(found: Document, when_and_whom: str = "") -> bytes:
    """A document with its facts on top and every table below, in A4 with page numbers; by itself it says when it was made.

    A document that says itself what stands at its foot (`printed`) is the same file every time.
    """
    return printed(laid_out(found, when_and_whom))


def laid_out(found: Document, when_and_whom: str = "") -> Layout:
    """The same before it becomes a file, which is what takes the time."""
    cover = found.cover
    first = cover.first_page if cover else ()
    images: list[bytes] = []
    shown = [
        index
        for index, table in enumerate(found.tables)
        # The overview is for workbooks, which have no head; on paper the facts would stand twice.
        if table.rows != found.facts and index not in first and not (found.contents and table is found.csv_table)
    ]
    lies = any(_lies(part) for index in shown for part in _parts(found.tables[index]))
    room = _ACROSS if lies else _UPRIGHT
    tables = [one for index in shown for one in _with_pictures(found, index, images, room)]
    content: dict[str, Any] = {
        "title": found.title,
        "heading": column_widths.lines(found.title, column_widths.TOGETHER),
        "cover": {**asdict(cover), "tables": [_table(found.tables[index], found.notes) for index in first]}
        if cover
        else None,
        "author": words.PRODUCT,
        "printed": found.printed or when_and_whom or taken(),
        "fixed": bool(found.printed),
        "facts": found.facts,
        "drawings": dict(found.drawings),
        "notes": found.notes,
        "fictional": found.fictional,
        # One way for all tables: a paper that is turned over and over is read by nobody.
        "landscape": cover is None and lies,
        "across": lies,
        "contents": found.contents,
        "tables": tables,
    }
    content = printed_names.content(content)
    # Told on the paper itself: whoever reads 〓 there looks for the character in the file or on the screen.
    content["notes"] = (*content["notes"], *glyphs.remarks(content))
    return _layout("document.typ", content, images)


def _with_pictures(found: Document, index: int, images: list[bytes], room: int) -> list[dict[str, Any]]:
    """The parts of a table; the charts and photos of all of it stand below the last one."""
    table = found.tables[index]
    parts = [_table(part, found.notes, room) for part in _parts(table)]
    drawn = [drawn_of(spoken(table), one) for one in found.charts if one.table == index and table.rows]
    parts[-1]["charts"] = [part for chart in drawn if chart for part in _chart(spoken(table), chart)]
    parts[-1]["figures"] = [_figure(one, images) for one in found.figures if one.table == index]
    return parts


def _parts(table: Table) -> list[Table]:
    """A table as it fits on paper: very many columns in several tables, very many rows only as a file.

    Columns and rows of percentages without a single number are left out, as they are on screen.
    """
    table = spoken(table)
    # Layout is five sixths of the time that a PDF takes: 0.36 s for 244 rows of eight cells.
    if len(table.rows) > _LONG:
        note = f"{len(table.rows)}行あるため、紙には載せません。ExcelまたはCSVのファイルでご覧ください。"
        return [replace(table, rows=(), notes=(note,))]
    if len(table.columns) <= _MANY + 1 or {column.kind for column in table.columns[1:]} not in (
        {"percent"},
        {"points"},
    ):
        return [table]
    starts = range(1, len(table.columns), _MANY)
    return [
        Table(
            f"{table.title}（{number}/{len(starts)}）",
            (table.columns[0], *table.columns[start : start + _MANY]),
            tuple((row[0], *row[start : start + _MANY]) for row in table.rows),
            table.notes if number == len(starts) else (),
        )
        for number, start in enumerate(starts, start=1)
    ]


def _lies(table: Table) -> bool:
    return sum(column.width for column in table.columns) > _LANDSCAPE


def _table(table: Table, said: Sequence[str] = (), room: int = _UPRIGHT) -> dict[str, Any]:
    """A table; notes that the document says as a whole are not repeated."""
    groups = column_widths.grouped(table.names)
    above = [name for name, many in groups for _ in range(many)]
    heads = tuple(
        replace(one, name=one.name.removeprefix(name).strip()) for one, name in zip(table.columns, above, strict=True)
    )
    wide = column_widths.fitted(replace(table, columns=heads), room, _BESIDE)
    return {
        "title": table.title,
        "groups": [{"name": name, "many": many} for name, many in groups] if any(above) else [],
        "columns": [
            {"pieces": column_widths.lines(one.name, width - _BESIDE), "kind": one.kind, "width": width}
            for one, width in zip(heads, wide, strict=True)
        ],
        "rows": column_widths.cells(table, wide, _BESIDE),
        "notes": [note for note in table.notes if note not in said],
        "long": not table.rows and any("紙には載せません" in note for note in table.notes),
        "charts": [],
        "figures": [],
    }


def _figure(found: Figure, images: list[bytes]) -> dict[str, Any]:
    """A figure whose photos are told by their places among the images."""
    pictures = []
    for one in found.pictures:
        pictures.append({"caption": one.caption, "place": len(images) if one.content else None})
        images += [figure.printed(one.content)] if one.content else []
    return {"heading": found.heading, "pictures": pictures}


def _chart(table: Table, chart: Chart) -> list[dict[str, Any]]:
    """A chart, or as many as it takes for each to fit on a page: bars beside each other need room."""
    rows, count = len(categories(table, chart)), len(series(table, chart))
    if chart.kind == "scatter":
        return [_scattered(table, chart)]
    parts = math.ceil(rows * (_BAR * count + _BETWEEN) / _HIGHEST)
    if chart.kind == "line" or parts <= 1:
        return [_drawn(table, chart, table)]
    size = -(-rows // parts)
    starts = range(0, rows, size)
    return [
        _drawn(
            replace(table, rows=table.rows[start : start + size]),
            replace(chart, title=f"{chart.title}（{number}/{len(starts)}）"),
            table,
        )
        for number, start in enumerate(starts, 1)
    ]


def _drawn(table: Table, chart: Chart, whole: Table) -> dict[str, Any]:
    """A chart in numbers from 0 to 100 of its axis, each with the text that stands beside it; its scale is of the `whole` table."""
    shown, percent = series(table, chart), percentages(table, chart)
    low, full = lowest(whole, chart), highest(whole, chart)
    open_places, own = hollow(table, chart), chart_labels.own_bar(table, chart)
    return {
        "title": chart_labels.heading(table, chart),
        "kind": chart.kind,
        "percent": percent,
        "full": full,
        "low": low,
        "steps": chart_labels.steps(whole, chart),
        "told": chart_labels.are_few(table, chart),
        "categories": categories(table, chart),
        "series": [
            {
                "name": line.name,
                "color": (ink := palette.color(line.name, place)),
                "letters": palette.letters(ink),
                "grain": palette.GRAINS[place % len(palette.GRAINS)],
                "mark": palette.SHAPES[place % len(palette.SHAPES)],
                "dash": palette.DASHES[place % len(palette.DASHES)],
                "points": [
                    _point(one, instead, (low, full), percent) | {"hollow": at in open_places, "own": at == own}
                    for at, (one, instead) in enumerate(zip(line.numbers, line.instead, strict=True))
                ],
            }
            for place, line in enumerate(shown)
        ],
    }


def _scattered(table: Table, chart: Chart) -> dict[str, Any]:
    """A scatter in hundredths of both axes, which begin at a ten: the first series as points, the others as marks."""
    shown = pairs(table, chart)
    along, up = ([pair[side] for _, found in shown for pair in found] for side in (0, 1))
    left, right = 10 * (min(along) // 10), 10 * -(-max(along) // 10)
    low, high = 10 * (min(up) // 10), 10 * -(-max(up) // 10)
    wide, tall = max(10, right - left), max(10, high - low)
    return {
        "title": chart.title,
        "kind": chart.kind,
        "along": chart.category,
        "across": [(10 * step, f"{left + wide * step / 10:g}") for step in range(0, 11, 2)],
        "up": [(20 * step, f"{low + tall * step / 5:g}％") for step in range(6)],
        "series": [
            {
                "name": name,
                "color": palette.color(name, place) if place == 0 else palette.SOFT,
                "points": [(100 * (x - left) / wide, 100 * (y - low) / tall) for x, y in found],
            }
            for place, (name, found) in enumerate(shown)
        ],
    }


def _point(number: float | None, instead: str, ends: tuple[float, float], percent: bool) -> dict[str, Any]:
    if number is None:
        return {"number": None, "text": instead}
    return {
        "number": max(0.0, 100 * (number - ends[0]) / (ends[1] - ends[0])),
        "text": f"{number:.1f}" if percent or not number.is_integer() else f"{number:,.0f}",
    }
