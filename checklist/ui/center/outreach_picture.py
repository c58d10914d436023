"""The year's outreach on a map without tiles."""

from __future__ import annotations

import math

from checklist import words
from checklist.model.scales import Hue
from checklist.readings.center.outreach_map import OutreachMap
from checklist.ui import charts, labels, markup, widgets
from checklist.ui.charts import Piece
from checklist.ui.colors import HUES, INK, SOFT

SMALLEST, LARGEST = 10, 34
"""Pixels across: the area of a sign grows with the people."""
HEIGHT, PHONE = 460, (340, 310)
"""Pixels of the picture, and of the map itself on a phone: across and up."""


def show(found: OutreachMap, year: int) -> None:
    """The map, and what it does not show; the table of places has the same numbers."""
    widgets.section("会場の地図")
    told = f"{words.fiscal_year(year)}に地域住民への啓発を行った{len(found.spots)}か所の地図。回数と参加者数は「会場別の実績」と同じです。"
    widgets.notes([told])
    north = sum(spot.place[0] for spot in found.spots) / len(found.spots)
    axis = {"visible": False, "fixedrange": True}
    settings = {
        **charts.layout(HEIGHT),
        "xaxis": axis,
        # A degree to the east is shorter than one to the north.
        "yaxis": {**axis, "scaleanchor": "x", "scaleratio": 1 / max(0.1, math.cos(math.radians(north)))},
    }
    pieces = [*([_around(found)] if found.hospitals else []), _spots(found)]
    charts.draw(charts.figure(pieces, settings), told, f"outreach-map-{year}")
    notes = [
        "円の面積は参加者数、位置は登録された緯度・経度です（地図の下絵は使いません）。重なる会場名は省略しています。印に触れると、会場名が表示されます。"
    ]
    if found.without:
        notes.append(f"緯度・経度が未登録の{found.without}回は、地図にありません。")
    widgets.notes(notes)


def _sides(found: OutreachMap) -> list[str]:
    """Where the names stand, over no hospital either: the map is not stretched, and a narrow region has room beside it on a phone."""
    spots = [spot.place for spot in found.spots]
    every = [*spots, *(place for _, place in found.hospitals)]
    shrunk = math.cos(math.radians(sum(north for north, _ in spots) / len(spots)))
    high, wide = (max(ones) - min(ones) for ones in zip(*every, strict=True))
    scale = min(PHONE[0] / max(1e-9, wide * shrunk), PHONE[1] / max(1e-9, high))
    across = scale * shrunk * wide
    letters = [*(2 * len(spot.name) for spot in found.spots), *(0 for _ in found.hospitals)]
    sides = labels.sides(
        every, letters, (across, scale * high), (PHONE[0] - across) / 2, LARGEST / 2, len(found.hospitals)
    )
    return sides[: len(spots)]


def _spots(found: OutreachMap) -> Piece:
    spots, sides = found.spots, _sides(found)
    most = max(spot.people for spot in spots) or 1
    sizes = [SMALLEST + (LARGEST - SMALLEST) * math.sqrt(spot.people / most) for spot in spots]
    return {
        "type": "scatter", "name": markup.joined(["啓発の会場"]),
        "x": [spot.place[1] for spot in spots], "y": [spot.place[0] for spot in spots],
        "mode": "markers+text",
        "text": [markup.joined([spot.name]) if side else "" for spot, side in zip(spots, sides, strict=True)],
        "textposition": [side or labels.SIDES[0] for side in sides],
        "textfont": {"size": 13, "color": INK}, "cliponaxis": False,
        "marker": {"size": sizes, "color": HUES[Hue.BLUE], "opacity": 0.75, "line": {"width": 1.5, "color": "#ffffff"}},
        "customdata": [markup.joined([f"{spot.name}：{spot.times}回、{spot.people}人"]) for spot in spots],
        "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip


def _around(found: OutreachMap) -> Piece:
    return {
        "type": "scatter", "name": markup.joined(["病院"]), "mode": "markers",
        "x": [place[1] for _, place in found.hospitals], "y": [place[0] for _, place in found.hospitals],
        "marker": {"symbol": "square-open", "size": 9, "color": SOFT},
        "customdata": [markup.joined([name]) for name, _ in found.hospitals],
        "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip
