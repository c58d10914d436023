"""The plan as pictures: who visits whom on a map, and as a matrix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import plotly.graph_objects as go

from checklist.model.plan import Partner, PlannedVisit
from checklist.readings.year_plan import PlanPage
from checklist.ui import charts, markup, sentences, widgets
from checklist.ui.charts import Piece
from checklist.ui.colors import INK, LINE
from checklist.ui.plan import plan_map

IN_MATRIX = 60
"""Beyond so many hospitals neither a matrix nor the lines of all visits on a map can be read any more."""
ROOMY = 16
"""So many columns are apart from each other on a phone at their full size."""


def show(page: PlanPage) -> None:
    """Both pictures; the list of visits has the same content."""
    if not page.visits:
        widgets.empty("図にする訪問がありません", "計画案を作成すると、病院を結ぶ線を表示します。")
        return
    used = _used(page)
    widgets.section("訪問の図")
    sides = {key for one in page.visits for key in (one.host_id, *one.evaluator_ids)}
    sentences.say(f"{page.year}年度の訪問{len(page.visits)}件が、{len(sides)}病院を結んでいます。")
    plan_map.show(page, used, len(used) > IN_MATRIX)
    widgets.section("組合せの表")
    if len(used) > IN_MATRIX:
        widgets.notes(
            [f"{len(used)}病院あるため表にできません（{IN_MATRIX}病院まで）。「訪問」の一覧で確かめてください。"]
        )
        return
    visiting = Counter(page.partners[key].name for one in page.visits for key in one.evaluator_ids)
    sentences.say(sentences.most(visiting.items(), "回", "訪問側となる回数が", "病院"))
    told = f"縦が訪問側、横が受審病院の表。{len(used)}病院の間の訪問。{plan_map.SAME}"
    charts.draw(_matrix(page, used), told, f"plan-matrix-{page.year}")
    widgets.notes([f"印のある組合せが訪問です。{plan_map.SAME}"])


def _used(page: PlanPage) -> list[Partner]:
    ids = {key for one in page.visits for key in (one.host_id, *one.evaluator_ids)} | {
        one.hospital_id for one in page.duties
    }
    return [one for one in page.partners.values() if one.id in ids]


def _matrix(page: PlanPage, used: list[Partner]) -> go.Figure:
    codes = [one.code for one in used]
    senders = [one.code for one in used if one.safety == 1 or any(one.id in v.evaluator_ids for v in page.visits)]
    traces = [_cells(page, kind, found) for kind, found in plan_map.split(page.visits).items() if found]
    axis = {"type": "category", "gridcolor": LINE, "fixedrange": True, "showgrid": True, "zeroline": False}
    settings = {
        **charts.layout(140 + 24 * len(senders)),
        "xaxis": {**axis, "categoryorder": "array", "categoryarray": codes, "range": [-0.5, len(codes) - 0.5],
                  "tickangle": -90, "tickfont": {"size": 12 if len(codes) <= ROOMY else 10},
                  "dtick": 1},
        "yaxis": {**axis, "categoryorder": "array", "categoryarray": senders[::-1],
                  "range": [-0.5, len(senders) - 0.5], "tickfont": {"size": 12}, "dtick": 1},
        # Beside the picture the name of its side would lie on its back.
        "annotations": [{"text": "縦：訪問側　横：受審病院", "xref": "paper", "x": 0, "xanchor": "left", "yref": "paper", "y": 1,
                         "yanchor": "bottom", "yshift": 8, "showarrow": False, "font": {"family": charts.FONT, "size": 14, "color": INK}}],
        # Also where all are of one kind: nothing else says what a sign is.
        "showlegend": True,
        "margin": {"l": 56, "r": 16, "t": 72, "b": 56},
    }  # fmt: skip
    return charts.figure(traces, settings)


def _cells(page: PlanPage, kind: str, visits: Iterable[PlannedVisit]) -> Piece:
    pairs = [(page.partners[one], page.partners[host], visit) for visit in visits for one, host in visit.pairs]
    color, _ = plan_map.KINDS[kind]
    return {
        "type": "scatter", "mode": "markers", "name": markup.joined([kind]),
        "x": [host.code for _, host, _ in pairs], "y": [one.code for one, _, _ in pairs],
        "marker": {"symbol": "square" if kind == "登録済み" else "diamond", "size": 13 if len(page.partners) <= ROOMY else 9, "color": color},
        "customdata": [
            markup.joined([f"{one.name} → {host.name}（{visit.month}月）" if visit.month else f"{one.name} → {host.name}"])
            for one, host, visit in pairs
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip
