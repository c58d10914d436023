"""The year as bars: one line for each visit, one piece of it for each step until its last day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import plotly.graph_objects as go

from checklist import words
from checklist.model.scales import Hue
from checklist.model.visits import Duty, StepState
from checklist.readings import overdue
from checklist.readings.year_schedule import Row, Schedule
from checklist.ui import charts, labels, markup
from checklist.ui.charts import Piece
from checklist.ui.colors import HUES, INK, LINE, SOFT

IN_PICTURE = 30
"""So many visits are drawn at once; those with something late first."""
LINE_HEIGHT, NAME = 34, 9
"""Pixels of a visit, and letters of a name in one line beside it."""
BEFORE = 30
"""Days that a first step is drawn before its last day: from when on it can be done, nobody has set."""
MONTHS = 7
"""So many months are named below the picture at most: on a phone, twelve of them ran into one number."""
DAY = 86_400_000
"""Milliseconds, in which the library counts the length of a bar on an axis of days."""
# Told by a pattern as well: on a grey print, red and blue are one.
_LOOKS = {
    StepState.DONE: ("#c3ccd4", ""),
    StepState.DUE: (HUES[Hue.BLUE], ""),
    StepState.LATE: (HUES[Hue.RED], "x"),
    StepState.COMING: ("#9fc4d6", "/"),
}


@dataclass(frozen=True)
class Bar:
    """One piece of a line: the steps that end on one day, from the day of those before."""

    kinds: tuple[str, ...]
    state: StepState
    start: date
    end: date


def rows_of(found: Schedule) -> list[Row]:
    """The visits that can be drawn, in their order: those of which any day is known, not more than there is room for."""
    dated = [row for row in found.rows if any(one.day for one in row.entries)]
    if len(dated) <= IN_PICTURE:
        return dated
    urgent = sorted(dated, key=lambda row: min((_ORDER.index(one.state) for one in row.entries), default=9))
    kept = {row.visit.id for row in urgent[:IN_PICTURE]}
    return [row for row in dated if row.visit.id in kept]


_ORDER = tuple(StepState)


def bars(row: Row, first: date) -> list[Bar]:
    """The line of a visit; of steps with one last day, the one that needs somebody most gives the look."""
    ends: dict[date, list[tuple[str, StepState]]] = {}
    for one in row.entries:
        if one.day:
            ends.setdefault(one.day, []).append((one.kind, one.state))
    made: list[Bar] = []
    for end in sorted(ends):
        start = made[-1].end if made else max(min(first, end - timedelta(days=7)), end - timedelta(days=BEFORE))
        state = min((state for _, state in ends[end]), key=_ORDER.index)
        made.append(Bar(tuple(kind for kind, _ in ends[end]), state, start, end))
    return made


def picture(found: Schedule, rows: Sequence[Row]) -> go.Figure:
    """A line for each visit, the day of the visit as a diamond, today across all of them."""
    drawn = [(place, row, bar) for place, row in enumerate(rows) for bar in bars(row, found.bounds[0])]
    traces = [_trace(found, state, [one for one in drawn if one[2].state is state]) for state in StepState]
    traces = [trace for trace in traces if trace["y"]] + [_visits(found, rows)]
    last = max([bar.end for _, _, bar in drawn] + [found.bounds[1]])
    first = min([bar.start for _, _, bar in drawn] + [found.bounds[0]])
    settings = charts.layout(150 + LINE_HEIGHT * len(rows))
    settings |= {
        "barmode": "overlay", "bargap": 0.35, "showlegend": True,
        # Two lines of names above the picture on a phone, and below it the months.
        "margin": {"l": 8, "r": 12, "t": 96, "b": 36},
        "xaxis": _months(first, last),
        "yaxis": _names(found, rows),
        "shapes": [_today(found.today)] if first <= found.today <= last else [],
        "annotations": [_name_of_today(found.today)] if first <= found.today <= last else [],
    }  # fmt: skip
    return charts.figure(traces, settings)


def _trace(found: Schedule, state: StepState, drawn: Sequence[tuple[int, Row, Bar]]) -> Piece:
    color, shape = _LOOKS[state]
    return {
        "type": "bar", "orientation": "h", "name": markup.joined([words.STEP_STATES[state]]),
        "y": [place for place, _, _ in drawn],
        "base": [bar.start.isoformat() for _, _, bar in drawn],
        "x": [(bar.end - bar.start).days * DAY for _, _, bar in drawn],
        "marker": {"color": color, "pattern": {"shape": shape, "bgcolor": color, "fgcolor": "#ffffff", "size": 5},
                   "line": {"color": "#ffffff", "width": 1.5}},
        "customdata": [_hover(found, row, bar) for _, row, bar in drawn],
        "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip


def _hover(found: Schedule, row: Row, bar: Bar) -> str:
    late = f"（{(found.today - bar.end).days}日経過）" if bar.state is StepState.LATE else ""
    told = "・".join(overdue.KINDS[kind] for kind in bar.kinds)
    return markup.lines([_visit(found, row), told, f"期限 {words.day(bar.end)}　{words.STEP_STATES[bar.state]}{late}"])


def _visit(found: Schedule, row: Row) -> str:
    visitors = "・".join(found.names[one] for one in row.visit.evaluator_ids)
    return f"{visitors} → {found.names[row.visit.host_id]}"


def _visits(found: Schedule, rows: Sequence[Row]) -> Piece:
    known = [(place, row) for place, row in enumerate(rows) if row.visit.visit_date]
    return {
        "type": "scatter", "mode": "markers", "name": markup.joined(["訪問日"]), "cliponaxis": False,
        "x": [str(row.visit.visit_date) for _, row in known], "y": [place for place, _ in known],
        "marker": {"symbol": "diamond", "size": 12, "color": INK, "line": {"color": "#ffffff", "width": 1.5}},
        "customdata": [
            markup.lines([_visit(found, row), f"訪問日 {words.day(row.visit.visit_date)}"]) for _, row in known
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip


def _months(first: date, last: date) -> Piece:
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    # An improvement plan may be due in years: the axis goes on to its day, with fewer names.
    places = range(0, months, -(-months // MONTHS))
    starts = [date(first.year + (first.month - 1 + at) // 12, (first.month - 1 + at) % 12 + 1, 1) for at in places]
    kept = [one for one in starts if first <= one <= last]
    return {
        "type": "date", "range": [first.isoformat(), last.isoformat()], "fixedrange": True, "gridcolor": "#e3e9ee",
        "tickvals": [one.isoformat() for one in kept], "ticktext": [f"{one.month}" for one in kept], "side": "bottom",
        "title": {"text": "月", "font": {"size": 13}}, "tickfont": {"color": SOFT, "size": 13}, "tickangle": 0,
        "linecolor": LINE,
    }  # fmt: skip


def _names(found: Schedule, rows: Sequence[Row]) -> Piece:
    names = [labels.label(found.names[row.visit.host_id], NAME) for row in rows]
    return {
        "range": [len(rows) - 0.5, -0.5], "autorange": False, "fixedrange": True, "automargin": True, "zeroline": False,
        "tickvals": list(range(len(rows))), "ticktext": names, "ticks": "", "gridcolor": "#edf1f4",
        "tickfont": {"size": 12},
    }  # fmt: skip


def _today(day: date) -> Piece:
    line = {"color": INK, "width": 1.5, "dash": "dot"}
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": str(day),
        "x1": str(day),
        "y0": 0,
        "y1": 1,
        "line": line,
    }


def _name_of_today(day: date) -> Piece:
    font = {"size": 13, "color": INK, "family": charts.FONT}
    where = {"xref": "x", "yref": "paper", "x": str(day), "y": 1, "yanchor": "bottom", "showarrow": False}
    return {**where, "text": "今日", "font": font}


def told(found: Schedule, rows: Sequence[Row]) -> str:
    """What the picture shows, for those who do not see it."""
    # Of what is drawn: not of visits that there is no room for, nor of steps without a day.
    counts = Counter(one.state for row in rows for one in row.entries if one.day)
    parts = "、".join(f"{words.STEP_STATES[state]}{number}件" for state in StepState if (number := counts[state]))
    return f"{found.year}年度の訪問{len(rows)}件の手続きを月ごとに並べた図。{parts}。内容は下の一覧と同じです。"


def notes(found: Schedule, rows: Sequence[Row]) -> list[str]:
    """How to read the picture, and what is not in it."""
    steps = "、".join(words.DUTIES[one] for one in Duty)
    lines = [
        f"1行が1件の訪問（名前は受審病院）です。帯は左から順に{steps}の期限まで、最後に改善計画の完了の期限までを表します。"
        "期限は「設定」の日数で訪問日や報告書の手交日から計算し、「前の手続きの後」は見込みの日です。"
    ]
    dated = [row for row in found.rows if any(one.day for one in row.entries)]
    if len(dated) > len(rows):
        lines.append(f"図は、対応が必要なものから{len(rows)}件を示します（日程の決まった訪問は{len(dated)}件）。")
    if len(found.rows) > len(dated):
        lines.append(f"日程が未定の訪問{len(found.rows) - len(dated)}件は、訪問日が決まると図に加わります。")
    return lines
