"""The plan on a map without tiles: who visits whom, who still lacks a visit; of a large region the lines that are asked for."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise

import plotly.graph_objects as go
import streamlit as st

from checklist import words
from checklist.model.plan import DutyState, Partner, Place, PlannedVisit
from checklist.model.scales import Hue
from checklist.readings.year_plan import PlanPage
from checklist.rules.plan import partnership
from checklist.ui import charts, labels, markup, widgets
from checklist.ui.charts import Piece
from checklist.ui.colors import CLASS_COLORS, HUES, INK, SOFT

KINDS = {"登録済み": (HUES[Hue.BLUE], "solid"), "計画案": (HUES[Hue.AMBER], "dash")}
SAME = "内容は「訪問」の一覧と同じです。"
LACKING = "相手のない義務がある病院"
FAR, REMARKED = "far", "remarked"
"""The visits with the longest ways, and those that something speaks against, in the address."""
FARTHEST, WIDTH = 12, 480
"""So many of the longest ways, and pixels of the choice."""
SOME, GAP = 12, 0.15
"""From so many hospitals on, no gap between two is drawn wider than this share of what nearly all of them span."""


def show(page: PlanPage, used: Sequence[Partner], large: bool) -> None:
    """The map and what it does not show; of a large region one chooses which visits have lines."""
    notes = []
    visits = page.visits
    if large:
        visits, name = _asked(page, used)
        notes.append(
            f"{len(page.visits)}件の訪問をすべて線で示すと読み取れないため、{name}（{len(visits)}件）のみを示しています。"
        )
    lacking = {one.hospital_id for one in page.duties if one.state is DutyState.MISSING}
    short = f"{LACKING}は{len(lacking)}病院です。" if lacking else ""
    told = f"地図上の{len(used)}病院の間の訪問{len(visits)}件。{short}{SAME}"
    places, shortened = _places(used)
    charts.draw(_map(used, visits, places, lacking, large), told, f"plan-map-{page.year}")
    notes.append("位置は登録された緯度・経度、矢印の先が受審病院です（縦横の縮尺は異なり、地図の下絵は使いません）。")
    if shortened:
        notes.append("遠く離れた病院は、間を縮めて近くに示しています。")
    notes.append(f"重なる病院コードは省略しています。印に触れると、病院名が表示されます。{SAME}")
    unplaced = sum(1 for one in used if not one.place)
    if unplaced:
        notes.append(f"緯度・経度が未登録の{unplaced}病院は、図の外側の円に並べています。")
    widgets.notes(notes)


def _asked(page: PlanPage, used: Sequence[Partner]) -> tuple[tuple[PlannedVisit, ...], str]:
    """The visits whose lines are drawn, by the address, and what they are called."""
    ways = {REMARKED: "注意点のある訪問"} if page.remarks else {}
    names = {**ways, FAR: "移動の長い訪問", **{str(one.id): f"{one.code} {one.name}の訪問" for one in used}}
    with st.container(width=WIDTH):
        chosen = widgets.choice("線で示す訪問", list(names), "lines", names.__getitem__)
    return lines_of(page, chosen), names[chosen]


def lines_of(page: PlanPage, chosen: str) -> tuple[PlannedVisit, ...]:
    """The visits of a choice: with remarks, with the longest ways (the longest first), or of one hospital."""
    if chosen == REMARKED:
        return tuple(one for one in page.visits if one in page.remarks)
    if chosen == FAR:
        return tuple(sorted(page.visits, key=lambda one: _way(page, one), reverse=True)[:FARTHEST])
    return tuple(one for one in page.visits if int(chosen) in (one.host_id, *one.evaluator_ids))


def _way(page: PlanPage, visit: PlannedVisit) -> float:
    """Kilometres of the longest way of a day; nought where no place is known."""
    known = page.partners
    return max(partnership.apart(page.question, known[one], known[host]) or 0.0 for one, host in visit.pairs)


def _places(used: Sequence[Partner]) -> tuple[dict[int, Place], bool]:
    """Where each hospital stands: at its coordinates, or on a circle around all of them; and whether far ones are drawn in."""
    known = {one.id: one.place for one in used if one.place}
    norths, easts = (drawn_in([place[side] for place in known.values()]) for side in (0, 1))
    found = dict(zip(known, zip(norths, easts, strict=True), strict=True))
    shortened = found != known
    rest = [one for one in used if not one.place]
    norths, easts = norths or [0.0], easts or [0.0]
    middle = ((min(norths) + max(norths)) / 2, (min(easts) + max(easts)) / 2)
    wide = 0.6 * max(max(norths) - min(norths), max(easts) - min(easts), 1.0)
    for at, one in enumerate(rest):
        turn = 2 * math.pi * at / len(rest)
        found[one.id] = (middle[0] + wide * math.cos(turn), middle[1] + wide * math.sin(turn))
    return found, shortened


def drawn_in(values: Sequence[float]) -> list[float]:
    """Places along one side of the map in their order, wide gaps shortened: one far island took the room of all others."""
    order = sorted(values)
    few = len(order) // SOME
    most = GAP * (order[-1 - few] - order[few]) if few else math.inf
    found, shift = {one: one for one in order[:1]}, 0.0
    for one, after in pairwise(order):
        shift += max(0.0, after - one - most)
        found[after] = max(found[one], after - shift)
    return [found[one] for one in values]


def _map(
    used: Sequence[Partner], visits: Sequence[PlannedVisit], places: Mapping[int, Place], lacking: Collection[int],
    large: bool,
) -> go.Figure:  # fmt: skip
    # Of a region of hundreds, signs of the full size hide each other.
    scale = 0.75 if large else 1.0
    told = {key for one in visits for key in (one.host_id, *one.evaluator_ids)} | set(lacking)
    # Of names that would lie over each other the first stands.
    ahead = sorted((one for one in used if one.id in told or not large), key=lambda one: one.id not in lacking)
    sides = labels.sides([places[one.id] for one in ahead], [len(one.code) for one in ahead])
    named = dict(zip((one.id for one in ahead), sides, strict=True))
    behind = [one for one in used if one.id not in named]
    traces = [_behind(behind, places)] if behind else []
    traces += [_lines(kind, found, places, scale) for kind, found in split(visits).items() if found]
    traces += [_dots(name, found, places, named, scale) for name, found in _by_class(ahead).items() if found]
    if lacking:
        traces.append(_rings([places[one.id] for one in used if one.id in lacking], scale))
    axis = {"visible": False, "fixedrange": True}
    # Not to scale: north and east have each their own.
    found = charts.layout(560)
    return charts.figure(
        traces, {**found, "legend": found["legend"] | {"itemsizing": "constant"}, "xaxis": axis, "yaxis": axis}
    )


def split(visits: Sequence[PlannedVisit]) -> Mapping[str, list[PlannedVisit]]:
    """Visits that are there, and those of the draft."""
    return {
        "登録済み": [one for one in visits if one.visit_id],
        "計画案": [one for one in visits if not one.visit_id],
    }


def _lines(kind: str, visits: Iterable[PlannedVisit], places: Mapping[int, Place], scale: float) -> Piece:
    color, dash = KINDS[kind]
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
        "marker": {"symbol": "arrow", "angleref": "previous", "size": sizes, "color": color, "standoff": 9 * scale,
                   "opacity": 1},
    }  # fmt: skip


def _by_class(used: Iterable[Partner]) -> dict[str, list[Partner]]:
    found: dict[str, list[Partner]] = {"加算1": [], "加算2": [], "その他": []}
    for one in used:
        found[_class(one)].append(one)
    return found


def _class(one: Partner) -> str:
    return words.addon_class(one.safety) if one.safety in (1, 2) else "その他"


def _dots(
    name: str, known: Sequence[Partner], places: Mapping[int, Place], named: Mapping[int, str], scale: float
) -> Piece:
    """The hospitals of a class; a code for which no side has room is told at a touch alone."""
    sides = [named[one.id] for one in known]
    return {
        "type": "scatter", **_at(known, places), "mode": "markers+text", "name": markup.joined([name]),
        "text": [markup.joined([one.code]) if side else "" for one, side in zip(known, sides, strict=True)],
        "textposition": [side or labels.SIDES[0] for side in sides],
        "textfont": {"size": 12, "color": INK}, "cliponaxis": False,
        "marker": {"symbol": charts.SYMBOLS.get(name, "square"), "size": 12 * scale, "color": CLASS_COLORS.get(name, SOFT),
                   "line": {"width": 1.5 * scale, "color": "#ffffff"}},
    }  # fmt: skip


def _behind(known: Sequence[Partner], places: Mapping[int, Place]) -> Piece:
    """The hospitals to which no line leads: where they are, no more."""
    return {
        "type": "scatter", **_at(known, places), "mode": "markers", "name": markup.joined(["線のない病院"]), "legendrank": 2000,
        "marker": {"symbol": "circle", "size": 6, "color": SOFT, "opacity": 0.5},
    }  # fmt: skip


def _at(known: Sequence[Partner], places: Mapping[int, Place]) -> Piece:
    """Where hospitals are, and what a touch tells of them."""
    told = [f"{one.code} {one.name}（{_class(one)}、{one.beds}床）" for one in known]
    return {
        "x": [places[one.id][1] for one in known], "y": [places[one.id][0] for one in known],
        "customdata": [markup.joined([one]) for one in told], "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip


def _rings(places: Sequence[Place], scale: float) -> Piece:
    return {
        "type": "scatter", "x": [place[1] for place in places], "y": [place[0] for place in places], "mode": "markers",
        "name": markup.joined([LACKING]), "hoverinfo": "skip", "cliponaxis": False,
        "marker": {"symbol": "circle-open", "size": 22 * scale, "color": HUES[Hue.RED], "line": {"width": 2.5}},
    }  # fmt: skip
