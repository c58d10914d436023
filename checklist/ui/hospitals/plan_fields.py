"""What the year plan goes by at a hospital: where it lies, whose it is, and when it receives nobody."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from checklist.errors import Fault
from checklist.model.hospitals import Hospital
from checklist.rules.fields import day_spans, degrees
from checklist.ui import inputs


def show(start: Hospital, key: str) -> tuple[Hospital, list[Fault]]:
    """The fields in the form of a hospital: the hospital with what stands in them, and what cannot be read."""
    left, right = st.columns(2)
    with left:
        north = inputs.text("緯度（空欄も可）", _degrees(start.latitude), 20, f"{key}-latitude", "例：35.6812")
        group = inputs.text("グループ（同じ法人・系列に共通の名称）", start.corporate_group, 100, f"{key}-group")
        closed = inputs.text("訪問できない期間", start.closed_days, 200, f"{key}-closed", f"例：{day_spans.EXAMPLE}")
    with right:
        east = inputs.text("経度（空欄も可）", _degrees(start.longitude), 20, f"{key}-longitude", "例：139.7671")
        area = inputs.text("医療圏", start.medical_area, 100, f"{key}-area")
    faults = []
    read: dict[str, float | None] = {}
    for name, text in (("緯度", north), ("経度", east)):
        try:
            read[name] = degrees.parse(text)
        except ValueError:
            faults.append(Fault(name, f"「{text}」は度数として読み取れません（例：35.6812）。"))
    found = replace(
        start, latitude=read.get("緯度"), longitude=read.get("経度"), corporate_group=group, medical_area=area,
        closed_days=closed,
    )  # fmt: skip
    return found, faults


def told(one: Hospital) -> list[tuple[str, str]]:
    """The same as they stand at a hospital; what is not known is left out."""
    place = f"{_degrees(one.latitude)}、{_degrees(one.longitude)}" if one.latitude is not None else ""
    pairs = [
        ("緯度・経度", place), ("グループ", one.corporate_group), ("医療圏", one.medical_area),
        ("訪問できない期間", one.closed_days),
    ]  # fmt: skip
    return [(name, text) for name, text in pairs if text]


def _degrees(value: float | None) -> str:
    return "" if value is None else str(value)
