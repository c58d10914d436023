"""How the ratings of visiting hospitals differ: a point with its interval for each, by name, and the list with its files."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go
import streamlit as st

from checklist import words
from checklist.comparison.leniency import Leniency, Visitor
from checklist.formats.table import points
from checklist.model.scales import Hue
from checklist.papers.assessments import leniency_list
from checklist.ui import charts, labels, list_view, markup, widgets
from checklist.ui.colors import ACCENT, HUES, INK, LINE, SOFT

IN_PICTURE = 40
"""So many hospitals fit into a picture; the list has all of them."""


def inputs(found: Leniency) -> None:
    """The sheet and the years, kept in the page's address."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if len(found.sheets) > 1:
            with st.container(width=320):
                widgets.choice("点検表", list(found.sheets), "sheet", lambda code: found.sheets[code], found.sheet)
        for label, key, default in (
            ("年度（始め）", "first", found.first_year),
            ("年度（終わり）", "last", found.last_year),
        ):
            with st.container(width=240):
                widgets.choice(label, found.years, key, lambda one: words.year(one, one >= found.running), default)


def show(found: Leniency) -> None:
    """The sentence, the picture and the list."""
    if not found.years:
        widgets.empty(found.reason, "訪問評価が提出されると、訪問側の病院ごとの差をここに表示します。")
        return
    inputs(found)
    names = [one.name for one in found.known]
    st.html(markup.paragraph(markup.unbroken(leniency_list.sentence(found), names), "prose"))
    if known := found.known:
        shown = known[:IN_PICTURE]
        charts.draw(picture(shown), _told(shown), "leniency")
        if len(known) > IN_PICTURE:
            st.html(
                markup.paragraph(
                    f"図は病院名の順に{IN_PICTURE}病院までです。すべての病院は下の一覧にあります。", "note"
                )
            )
    list_view.show(leniency_list.listed(found), own=_own(found))
    widgets.notes(leniency_list.NOTES)


def _own(found: Leniency) -> str:
    return f"sheet={found.sheet}&first={found.first_year}&last={found.last_year}"


def picture(shown: Sequence[Visitor]) -> go.Figure:
    """Points with their intervals, the first name on top; those apart from zero are full and in another colour."""
    effects = [(one.name, one.effect) for one in shown if one.effect]
    far = max((max(abs(effect.low), abs(effect.high)) for _, effect in effects), default=0.0) or 1.0
    trace = {
        "type": "scatter",
        "mode": "markers+text",
        "x": [effect.estimate for _, effect in effects],
        "y": list(range(len(effects))),
        "showlegend": False,
        "marker": {
            "size": 12,
            "symbol": ["diamond" if effect.apart else "circle-open" for _, effect in effects],
            "color": [HUES[Hue.RED] if effect.apart else ACCENT for _, effect in effects],
            "line": {"width": 2.5},
        },
        "error_x": {
            "type": "data", "symmetric": False, "thickness": 2, "width": 6, "color": SOFT,
            "array": [effect.high - effect.estimate for _, effect in effects],
            "arrayminus": [effect.estimate - effect.low for _, effect in effects],
        },
        # Above its line, and away from that of zero.
        "text": [points(round(effect.estimate, 1)) for _, effect in effects],
        "textposition": ["top left" if effect.estimate < 0 else "top right" for _, effect in effects],
        "textfont": {"size": 13, "color": INK}, "cliponaxis": False,
        "hovertemplate": "%{customdata}<extra></extra>",
        "customdata": [
            markup.lines([name, f"{points(effect.estimate)}（{points(effect.low)}～{points(effect.high)}）ポイント"])
            for name, effect in effects
        ],
    }  # fmt: skip
    across = {
        "range": [-far * 1.08, far * 1.08], "zeroline": True, "zerolinecolor": SOFT, "zerolinewidth": 2, "gridcolor": "#e3e9ee",
        "fixedrange": True, "tickfont": {"color": SOFT, "size": 13}, "linecolor": LINE, "ticksuffix": "",
        # In two lines: in one it ran out of the picture on a phone.
        "title": {"text": markup.lines(["地域の平均との差（ポイント）", "線は95％区間"]), "font": {"size": 14, "color": SOFT}},
    }  # fmt: skip
    down = {
        "range": [len(effects) - 0.5, -0.5], "autorange": False, "fixedrange": True, "automargin": True,
        "tickvals": list(range(len(effects))), "ticktext": [labels.label(name) for name, _ in effects], "gridcolor": "#edf1f4",
        "zeroline": False,
    }  # fmt: skip
    settings = charts.layout(138 + 38 * len(effects))
    settings["margin"] = {"l": 8, "r": 16, "t": 16, "b": 84}
    return charts.figure([trace], settings | {"xaxis": across, "yaxis": down})


def _told(shown: Sequence[Visitor]) -> str:
    parts = [
        f"{one.name} {points(round(one.effect.estimate, 1))}（{points(round(one.effect.low, 1))}から{points(round(one.effect.high, 1))}）"
        for one in shown
        if one.effect
    ]
    return f"地域の平均との差（ポイント）と95％区間：{'、'.join(parts)}"
