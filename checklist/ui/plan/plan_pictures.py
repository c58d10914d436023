"""The plan as pictures: who visits whom on a map without tiles, and as a matrix."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

import plotly.graph_objects as go

from checklist import words
from checklist.model.plan import Partner, Place, PlannedVisit
from checklist.model.scales import Hue
from checklist.readings.year_plan import PlanPage
from checklist.ui import charts, labels, markup, sentences, widgets
from checklist.ui.charts import Piece
from checklist.ui.colors import CLASS_COLORS, HUES, INK, LINE, SOFT

IN_MATRIX = 60
"""Beyond so many hospitals a matrix cannot be read any more."""
ROOMY = 16
"""So many columns are apart from each other on a phone at their full size."""
_KINDS = {"登録済み": (HUES[Hue.BLUE], "solid"), "計画案": (HUES[Hue.AMBER], "dash")}


def show(page: PlanPage) -> None:
    """Both pictures; the list of visits has the same content."""
    if not page.visits:
        widgets.empty("図にする訪問がありません", "計画案を作成すると、病院を結ぶ線を表示します。")
        return
    used = _used(page)
    widgets.section("訪問の図")
    told = f"{len(used)}病院の間の訪問。内容は「訪問」の一覧と同じです。"
    sides = {key for one in page.visits for key in (one.host_id, *one.evaluator_ids)}
    sentences.say(f"{page.year}年度の訪問{len(page.visits)}件が、{len(sides)}病院を結んでいます。")
    charts.draw(_map(page, used), f"地図上の{told}", f"plan-map-{page.year}")
    notes = ["位置は登録された緯度・経度、矢印の先が受審病院です（縦横の縮尺は異なり、地図の下絵は使いません）。"]
    notes.append("重なる病院コードは省略しています。印に触れると、病院名が表示されます。")
    placed = [one for one in used if one.place]
    if len(placed) < len(used):
        notes.append(f"緯度・経度が未登録の{len(used) - len(placed)}病院は、図の外側の円に並べています。")
    widgets.notes(notes)
    widgets.section("組合せの表")
    if len(used) > IN_MATRIX:
        widgets.notes(
            [f"{len(used)}病院あるため表にできません（{IN_MATRIX}病院まで）。「訪問」の一覧で確かめてください。"]
        )
        return
    visiting = Counter(page.partners[key].name for one in page.visits for key in one.evaluator_ids)
    sentences.say(f"訪問側となる回数が{sentences.most(visiting.items(), '件')}")
    charts.draw(_matrix(page, used), f"縦が訪問側、横が受審病院の表。{told}", f"plan-matrix-{page.year}")


def _used(page: PlanPage) -> list[Partner]:
    ids = {key for one in page.visits for key in (one.host_id, *one.evaluator_ids)} | {
        one.hospital_id for one in page.duties
    }
    return [one for one in page.partners.values() if one.id in ids]


def _places(used: Iterable[Partner]) -> dict[int, Place]:
    """Where each hospital stands: at its coordinates, or on a circle around all of them."""
    found = {one.id: one.place for one in used if one.place}
    rest = [one for one in used if not one.place]
    norths, easts = [place[0] for place in found.values()] or [0.0], [place[1] for place in found.values()] or [0.0]
    middle = ((min(norths) + max(norths)) / 2, (min(easts) + max(easts)) / 2)
    wide = 0.6 * max(max(norths) - min(norths), max(easts) - min(easts), 1.0)
    for at, one in enumerate(rest):
        turn = 2 * math.pi * at / len(rest)
        found[one.id] = (middle[0] + wide * math.cos(turn), middle[1] + wide * math.sin(turn))
    return found


def _map(page: PlanPage, used: list[Partner]) -> go.Figure:
    places = _places(used)
    # Of a region of hundreds, signs of the full size hide each other and their lines run into one.
    scale = 1.0 if len(used) <= IN_MATRIX else 0.6
    traces = [_lines(kind, found, places, scale) for kind, found in _split(page).items() if found]
    roomy = labels.with_room([places[one.id] for one in used], max((len(one.code) for one in used), default=0))
    named = {one.id for one, room in zip(used, roomy, strict=True) if room}
    traces += [_dots(name, found, places, named, scale) for name, found in _by_class(used).items() if found]
    axis = {"visible": False, "fixedrange": True}
    # Not to scale: a region with one far island would be a dot in a corner.
    found = charts.layout(560)
    return charts.figure(
        traces, {**found, "legend": found["legend"] | {"itemsizing": "constant"}, "xaxis": axis, "yaxis": axis}
    )


def _split(page: PlanPage) -> Mapping[str, list[PlannedVisit]]:
    return {
        "登録済み": [one for one in page.visits if one.visit_id],
        "計画案": [one for one in page.visits if not one.visit_id],
    }


def _lines(kind: str, visits: Iterable[PlannedVisit], places: Mapping[int, Place], scale: float) -> Piece:
    color, dash = _KINDS[kind]
    xs: list[float | None] = []
    ys: list[float | None] = []
    for visit in visits:
        for one, host in visit.pairs:
            if one in places and host in places:
                xs += [places[one][1], places[host][1], None]
                ys += [places[one][0], places[host][0], None]
    # A sign at the end of each line and none at its beginning: that is where the visitors go.
    sizes = [0.0 if at % 3 == 0 else 11 * scale for at in range(len(xs))]
    return {
        "type": "scatter", "x": xs, "y": ys, "mode": "lines+markers", "name": markup.joined([kind]),
        "line": {"color": color, "width": 2 * scale, "dash": dash}, "hoverinfo": "skip",
        "marker": {"symbol": "arrow", "angleref": "previous", "size": sizes, "color": color, "standoff": 9 * scale},
    }  # fmt: skip


def _by_class(used: Iterable[Partner]) -> dict[str, list[Partner]]:
    found: dict[str, list[Partner]] = {"加算1": [], "加算2": [], "その他": []}
    for one in used:
        found[words.addon_class(one.safety) if one.safety in (1, 2) else "その他"].append(one)
    return found


def _dots(
    name: str, found: Iterable[Partner], places: Mapping[int, Place], named: Collection[int], scale: float
) -> Piece:
    """The hospitals of a class; those of which the code would lie over another's are told at a touch alone."""
    known = list(found)
    color = CLASS_COLORS.get(name, SOFT)
    return {
        "type": "scatter", "x": [places[one.id][1] for one in known], "y": [places[one.id][0] for one in known],
        "mode": "markers+text", "name": markup.joined([name]),
        "text": [markup.joined([one.code]) if one.id in named else "" for one in known], "textposition": "top center",
        "textfont": {"size": 12, "color": INK}, "cliponaxis": False,
        "marker": {"symbol": charts.SYMBOLS.get(name, "square"), "size": 12 * scale, "color": color,
                   "line": {"width": 1.5 * scale, "color": "#ffffff"}},
        "customdata": [markup.joined([f"{one.code} {one.name}（{name}、{one.beds}床）"]) for one in known],
        "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip


def _matrix(page: PlanPage, used: list[Partner]) -> go.Figure:
    codes = [one.code for one in used]
    senders = [one.code for one in used if one.safety == 1 or any(one.id in v.evaluator_ids for v in page.visits)]
    traces = [_cells(page, kind, found) for kind, found in _split(page).items() if found]
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
        "margin": {"l": 56, "r": 16, "t": 72, "b": 56},
    }  # fmt: skip
    return charts.figure(traces, settings)


def _cells(page: PlanPage, kind: str, visits: Iterable[PlannedVisit]) -> Piece:
    pairs = [(page.partners[one], page.partners[host], visit) for visit in visits for one, host in visit.pairs]
    color, _ = _KINDS[kind]
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
