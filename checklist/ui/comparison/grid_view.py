"""Tables of a comparison on the screen: grids of percentages without what holds no number, which is named below."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import streamlit as st

from checklist.comparison.pool import NO_DATA
from checklist.formats.table import Table, spoken
from checklist.ui import heat, markup, widgets


def show(table: Table, links: Mapping[str, str], above: Collection[str]) -> None:
    """A grid of percentages as a heat map without its empty columns; others as they are, with the notes not told `above`."""
    widgets.subsection(table.title)
    if not is_grid(table):
        widgets.table(replace(linked(table, links), notes=own_notes(table, above)))
        return
    kept, dropped = without_empty(table)
    # Chapters of a version that none of these years has: a screen full of 比較不可 hides what can be compared.
    told = {row[0] for row in spoken(kept).rows}
    gone = [str(row[0]) for row in kept.rows if row[0] not in told]
    kept, reasons = said_once(replace(kept, rows=tuple(row for row in kept.rows if row[0] in told)))
    st.html(heat.grid(kept, links))
    lost = {"データのない列は省略しています": dropped, "数値のない行は省略しています": gone, **reasons}
    if said := [f"{what}：{'、'.join(names)}" for what, names in lost.items() if names]:
        widgets.notes(said)


def own_notes(table: Table, above: Collection[str]) -> tuple[str, ...]:
    """What only the numbers of this table are made of: what is told of all stands above them."""
    return tuple(one for one in table.notes if one not in above)


def ways(kind: str, down: Mapping[str, str]) -> None:
    """The ways `down` from each chapter: for the keyboard and for who does not see the picture."""
    if down:
        with st.container(key=f"down-{kind}"):
            st.html(markup.paragraph("章を選ぶと、項目別の得点率、コメント、指摘事項へ進みます。"))
            widgets.links(*down.items())


def linked(table: Table, links: Mapping[str, str]) -> Table:
    """The table with the names of chapters and items leading to what is behind them."""
    rows = (
        tuple(markup.link(one, links[one]) if isinstance(one, str) and one in links else one for one in row)
        for row in table.rows
    )
    return replace(table, rows=tuple(rows))


def said_once(table: Table) -> tuple[Table, dict[str, list[str]]]:
    """The table with a dash where a whole column says only why it has no number, and the columns by that reason."""
    silent: dict[str, list[str]] = {}
    places = set()
    for place, column in enumerate(table.columns):
        values = {row[place] for row in table.rows}
        if (
            column.kind == "percent"
            and len(table.rows) > 1
            and len(values) == 1
            and isinstance(one := values.pop(), str)
        ):
            silent.setdefault(one, []).append(column.name)
            places.add(place)
    rows = tuple(tuple("–" if at in places else one for at, one in enumerate(row)) for row in table.rows)
    return replace(table, rows=rows), silent


def is_grid(table: Table) -> bool:
    """Whether a table holds names, then only percentages."""
    kinds = [column.kind for column in table.columns if column.kind != "text"]
    return bool(kinds) and set(kinds) == {"percent"}


def without_empty(table: Table) -> tuple[Table, list[str]]:
    """The table without the columns that hold no data at all, and the names of these."""
    names = table.names
    empty = [
        place
        for place, column in enumerate(table.columns)
        if column.kind == "percent" and table.rows and all(row[place] in (NO_DATA, None) for row in table.rows)
    ]
    kept = [place for place in range(len(names)) if place not in empty]
    if len(kept) == sum(column.kind == "text" for column in table.columns):
        return table, []
    columns = tuple(table.columns[place] for place in kept)
    rows = tuple(tuple(row[place] for place in kept) for row in table.rows)
    return replace(table, columns=columns, rows=rows), [names[place] for place in empty]


def windowed(table: Table) -> Table:
    """Of the hospitals of a large region those that are looked at, beside all of them together."""
    first, *names = table.names[1:]
    shown = widgets.paged(widgets.narrowed(names, str, "病院名", "apart"), "病院", "apart")
    kept = [place for place, name in enumerate(table.names) if place == 0 or name == first or name in shown]
    columns = tuple(table.columns[place] for place in kept)
    return replace(table, columns=columns, rows=tuple(tuple(row[place] for place in kept) for row in table.rows))


def is_differences(table: Table) -> bool:
    """Whether a table holds names, then only differences."""
    return {column.kind for column in table.columns[1:]} == {"points"}
