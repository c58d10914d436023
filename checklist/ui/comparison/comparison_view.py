"""Comparisons of hospitals and years on their page: pictures, tables, gaps down to the comments, and files."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st

from checklist import words
from checklist.comparison import headline, item_steps, selection
from checklist.comparison.comparison import Comparison
from checklist.comparison.comparison_page import ComparisonPage
from checklist.comparison.comparison_tables import year_name
from checklist.comparison.funnel import Funnel
from checklist.comparison.headline import OWN
from checklist.comparison.overrating import TITLE, Overrating
from checklist.comparison.pool import NO_DATA
from checklist.comparison.selection import Group
from checklist.comparison.spread import ClassComparison, Spread
from checklist.comparison.sums import NO_EDITION
from checklist.comparison.track_comparison import TrackComparison
from checklist.formats.table import Table
from checklist.ui import charts, heat, labels, markup, sentences, widgets
from checklist.ui.comparison import funnel_chart, grid_view, heat_chart, lines, spread_chart
from checklist.words import first_screen as told

NOBODY = ""
"""The choice of no item."""
GROUPS = "区分・病院"
"""What heads the first column of the table of years."""
HOSPITAL = "病院"
"""What heads the names in the table of the limits."""


def show(page: ComparisonPage) -> None:
    """The comparison that was asked for, or why there is none."""
    if page.offer is None or page.selection is None:
        widgets.empty("比較できる評価はまだありません", "自己評価または訪問評価が提出されると、ここに表示されます。")
        return
    if page.told:
        st.warning(widgets.plain("".join(page.told)))
    if page.refusal:
        widgets.refused(page.refusal, "表示できません。次の点を修正してください。")
        return
    if isinstance(page.found, TrackComparison):
        _tracks(page.found, page)
    elif page.found:
        _groups(page.found, page)
    query = urlencode({"by": page.kind, **selection.to_query(page.selection)})
    widgets.downloads("/download/comparison", f"?{query}")


def _groups(found: Comparison, page: ComparisonPage) -> None:
    """One sentence and its picture first; below them what the numbers are made of, chapters, years, and gaps."""
    widgets.section(found.headline or found.title, names=[spot.name for one in found.funnels for spot in one.spots])
    if found.empty:
        _nothing(found)
        return
    down = item_steps.chapter_links(page.kind, found)
    shown = _first_picture(found, down)
    _made_of([one for one in (found.moved, *found.notes) if one])
    _own_alone(page)
    if isinstance(found, ClassComparison) and found.spread:
        _spread(found.spread, found.running)
    if not shown:
        _picture(found, down, "章別の得点率")
    groups = _groups_shown(found)
    *tables, parts = (narrowed(table, groups) for table in found.tables) if groups is not None else found.tables
    if groups == frozenset():
        widgets.empty("条件に合う病院はありません", "病院名を短くしてください。")
        return
    if found.by == "hospitals":
        _small_multiples(found, groups)
    st.html(heat.legend())
    links = {**down, **item_steps.item_links(page.kind, found.selection, page.differing or ())}
    for table in tables:
        grid_view.show(table, links, found.notes)
    _comments(page)
    # Not in an expander: what lies in a closed one is sent, too, 12 MB of it for 300 hospitals.
    if st.toggle("すべての数値の内訳（項目数・病院数・評価数・分母）を表示する", key="parts"):
        widgets.table(
            replace(parts, rows=tuple(widgets.paged(parts.rows, "内訳", "parts"))), with_notes=False, tall=True
        )


def _nothing(found: Comparison) -> None:
    """Why there is no number at all, and what to do about it."""
    reasons = sorted({cell.reason for cell in found.cells if cell.reason and cell.reason != NO_DATA})
    fault = next((note for note in found.notes if note.startswith(words.NOT_COMPARABLE)), "")
    # Whether anything was submitted is not for everybody to know: what is told is that no group was released.
    unreleased = NO_EDITION if NO_EDITION in found.notes else ""
    told = fault or unreleased or "。".join([*reasons, ""]) or "この条件で提出された評価はありません。"
    widgets.empty("表示できる数値がありません", f"{told}{'' if fault else '年度や対象の病院を変えてください。'}")
    widgets.notes(found.notes[:-1])


def _first_picture(found: Comparison, down: Mapping[str, str]) -> bool:
    """Hospitals beside their limits, or the years as lines; else the chapters, and then they stand there already."""
    if any(one.drawn for one in found.funnels):
        for one in found.funnels:
            _funnel(found, one)
        return False
    trend = next((table for table in found.tables if _draws_lines(table)), None)
    if trend is None:
        return _picture(found, down)
    alt = f"{found.headline or found.title}{trend.title}の表と同じ数値です。"
    charts.draw(lines.trend(trend, found.own if found.by == "hospitals" else OWN, found.so_far), alt, "chart-trend")
    return False


def _funnel(found: Comparison, one: Funnel) -> None:
    """The hospitals of a class over the number of their ratings."""
    if not one.drawn:
        return
    title = f"{one.group}：得点率と評定数（{year_name(found.selection.last_year, found.running)}）"
    widgets.subsection(title)
    charts.draw(funnel_chart.funnel(one), f"{title}。得点率のばらつきの表と同じ数値です。", f"funnel-{one.group}")


def _spread(one: Spread, running: int) -> None:
    """The classes as boxes."""
    title = f"得点率の分布（{year_name(one.year, running)}）"
    widgets.subsection(title)
    sentences.say(one.sentence)
    charts.draw(spread_chart.spread(one), f"{title}。{one.sentence}", "chart-spread")


def _draws_lines(table: Table) -> bool:
    return (
        grid_view.is_grid(table) and table.columns[0].name == GROUPS and len(table.columns) > 2
        and 0 < len(table.rows) <= charts.LINES_IN_PICTURE
    )  # fmt: skip


def _made_of(notes: Sequence[str]) -> None:
    """What the numbers are made of, below the picture."""
    widgets.notes(notes[:-1])
    widgets.definition()


def _own_alone(page: ComparisonPage) -> None:
    """Where the own hospital stands beside groups: why its number is not that of the home page, with the ways to both."""
    if page.kind != "classes" or page.selection is None or len(page.selection.groups) < 2:
        return
    if Group.OWN in page.selection.groups:
        alone = selection.to_query(replace(page.selection, groups=(Group.OWN,)))
        ways = (("自院のみで表示する", f"/comparison?{urlencode({'by': page.kind, **alone})}"), ("ホームを開く", "/"))
        st.html(markup.notes([told.OWN_ITEMS]) + markup.row([markup.link(*one) for one in ways]))


def _small_multiples(found: Comparison, groups: Collection[str] | None) -> None:
    """Chapters × hospitals for each of the latest years, two beside each other, and below each other on a phone."""
    years = heat_chart.years(found.cells, charts.YEARS_IN_PICTURE)
    if len(years) < 2:
        return
    shown = groups if groups is not None else {cell.group for cell in found.cells}
    widgets.subsection(heat_chart.title(shown))
    st.html(heat_chart.legend())
    sentences.say(heat_chart.told(found.cells, years[-1], shown, found.running))
    widgets.notes([heat_chart.columns_told(shown, found.own)])
    for start in range(0, len(years), 2):
        for place, year in zip(st.columns(2), years[start : start + 2], strict=False):
            with place:
                alt = f"{year_name(year, found.running)}の章別・病院別の得点率。内訳の表と同じ数値です。"
                charts.draw(heat_chart.small(found.cells, year, shown, found.running, found.own), alt, f"heat-{year}")


def _groups_shown(found: Comparison) -> frozenset[str] | None:
    """The hospitals of a large region that are looked at; None where all of them are shown."""
    groups = list(dict.fromkeys(cell.group for cell in found.cells))
    if found.by != "hospitals" or len(groups) <= widgets.LONG:
        return None
    kept = widgets.narrowed(groups, str, "病院名", "groups")
    return frozenset(widgets.paged(kept, "病院", "groups"))


def narrowed(table: Table, groups: Collection[str]) -> Table:
    """The part of a table of hospitals that is about these: its rows where they stand down, else its columns."""
    names = table.names
    if place := next((one for one in (GROUPS, HOSPITAL) if one in names), ""):
        column = names.index(place)
        return replace(table, rows=tuple(row for row in table.rows if row[column] in groups))
    kept = [
        place
        for place, column in enumerate(table.columns)
        if column.kind == "text" or column.name.partition(" ")[2] in groups
    ]
    columns = tuple(table.columns[place] for place in kept)
    return replace(table, columns=columns, rows=tuple(tuple(row[place] for place in kept) for row in table.rows))


def _picture(found: Comparison, down: Mapping[str, str], title: str = "") -> bool:
    """The groups as points, as long as they can be told apart, and below them the ways `down` from each chapter.

    It has a `title` where it does not stand right below the sentence of the page.
    """
    last = found.selection.last_year
    cells = [cell for cell in found.cells if found.by == "classes" or cell.fiscal_year == last]
    shown = {cell.group for cell in cells if cell.percent is not None}
    if not 0 < len(shown) <= charts.GROUPS_IN_PICTURE:
        return False
    cells = heat_chart.with_numbers([cell for cell in cells if cell.group in shown])
    if title:
        widgets.subsection(title)
    # Of hospitals by name the page has none.
    if title or not found.headline:
        sentences.say(headline.of_chapters(cells, found.running))
    years = sorted({cell.fiscal_year for cell in cells})
    drawn = {"one": years}
    if len(years) > 1 or labels.legend_lines(shown, narrow=True) > 1:
        # Four years side by side cannot be read on a phone, which shows the newest one alone, nor long names.
        drawn = {"wide": years[-charts.YEARS_IN_PICTURE :], "phone": years[-1:]}
    for key, some in drawn.items():
        told = "" if some == years else f"図は最近の{len(some)}年度のみを示します。表はすべての年度です。"
        with st.container(key=f"chart-{key}"):
            alt = f"{found.title}。{found.tables[0].title}の表と同じ数値です。{told}"
            part = [cell for cell in cells if cell.fiscal_year in some]
            charts.draw(
                charts.by_year(part, found.running, down, found.own, found.so_far, narrow=key == "phone"),
                alt,
                f"chart-{key}-{bool(found.selection.chapter)}",
            )
            if told:
                widgets.notes([told])
    grid_view.ways(found.by, down)
    return True


def _tracks(found: TrackComparison, page: ComparisonPage) -> None:
    """Self beside visitor by chapter, and the items in which they differ most, for each group."""
    widgets.section(found.headline or found.title)
    links = item_steps.item_links(page.kind, found.selection, page.differing or ())
    chapters = found.overrating.chapters if found.overrating else ()
    down = item_steps.ways(page.kind, found.selection, chapters)
    if found.overrating:
        _both_sides(found.overrating)
        grid_view.ways(page.kind, down)
    _made_of(found.notes)
    if found.empty:
        widgets.empty(
            "差を表示できる項目がありません",
            "自己評価と訪問評価の両方が提出された年度を含めてください。病院数の少ない集団は表示しません。",
        )
        return
    for table in found.tables:
        widgets.subsection(table.title)
        if grid_view.is_differences(table):
            st.html(heat.grid(grid_view.windowed(table), down))
        else:
            widgets.table(grid_view.linked(table, {**down, **links}), with_notes=False)
        widgets.notes(grid_view.own_notes(table, found.notes))
    _comments(page)


def _both_sides(found: Overrating) -> None:
    """Both sides of the own hospital, or of all together, by chapter."""
    told = found.of(found.first)
    title = f"{found.first}：自己評価と訪問評価（{found.when}）"
    widgets.subsection(title)
    sides = [(pair.self_score, pair.visitor_score) for _, pair in told]
    picture = charts.both_sides([chapter.name for chapter, _ in told], sides)
    charts.draw(picture, f"{title}。{TITLE}の表と同じ数値です。", "chart-sides")


def _comments(page: ComparisonPage) -> None:
    """What was rated and written about one of the items that differ, where the reader may read it."""
    texts = page.differing
    if not texts:
        return
    widgets.anchor("comments")
    widgets.subsection("項目ごとのコメントと指摘事項")
    widgets.choice("項目", [NOBODY, *texts], "item", lambda code: texts.get(code, "選んでください"))
    if page.comments is None:
        return
    if page.comments.rows:
        widgets.table(page.comments, tall=True)
    else:
        widgets.empty("表示できるコメントはありません", "名前を表示できる病院の、提出された評価のみを示します。")
    if page.steps:
        heads = ("種別", "内容", "改善計画・報告書")
        rows = [(one.label, markup.prose(one.text), markup.link("開く", one.href)) for one in page.steps]
        st.html(
            markup.listing(
                "この項目で自院が受けた指摘事項と好事例", [heads[0], markup.Head(heads[1], 18), heads[2]], rows
            )
        )
