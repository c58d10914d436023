"""The schedule of the year on its part of the page: what is due and late, the picture of the year, and every step as a list."""

from __future__ import annotations

import streamlit as st

from checklist import words
from checklist.model.visits import StepState
from checklist.readings import overdue, year_schedule
from checklist.readings.year_schedule import Entry, Schedule
from checklist.ui import charts, list_view, markup, widgets
from checklist.ui.plan import schedule_chart

TONES = {StepState.LATE: "late", StepState.DUE: "busy", StepState.COMING: "quiet", StepState.DONE: "done"}


def show(found: Schedule, whole: bool) -> None:
    """Everything of the year, or of the hospital that was chosen where there are several to choose from."""
    hospital = _chosen(found) if whole else None
    shown = year_schedule.of_hospital(found, hospital)
    if not shown.rows:
        widgets.empty("この年度の訪問はまだありません", "年間計画を公表すると、手続きの期限がここに並びます。")
        return
    st.html(markup.facts(_facts(shown)))
    drawn = schedule_chart.rows_of(shown)
    if drawn:
        charts.draw(schedule_chart.picture(shown, drawn), schedule_chart.told(shown, drawn), f"schedule-{found.year}")
        widgets.notes(schedule_chart.notes(shown, drawn))
    own = f"year={found.year}" + (f"&hospital={hospital}" if hospital else "")
    pieces = {"状態": _state}
    nothing = ("対応が必要な手続きはありません", "「状態」で、済んだ手続きとこれからの手続きを表示できます。")
    list_view.show(year_schedule.entries(shown), pieces, way="開く", own=own, nothing=nothing, folded=True)


def _chosen(found: Schedule) -> int | None:
    used = {key for row in found.rows for key in (row.visit.host_id, *row.visit.evaluator_ids)}
    ids = [0, *sorted(used, key=found.names.__getitem__)]
    with st.container(width=320):
        # Three hundred names are looked for by letters, and not by scrolling.
        chosen = widgets.choice("病院", ids, "hospital", lambda one: found.names.get(one, "すべての病院"))
    return chosen or None


def _facts(found: Schedule) -> list[tuple[str, str]]:
    late, soon = found.count(StepState.LATE), found.count(StepState.DUE, overdue.SOON)
    undated = sum(row.visit.visit_date is None for row in found.rows)
    return [
        ("期限超過", f"{late}件" if late else "なし"),
        (f"{overdue.SOON}日以内に期限", f"{soon}件" if soon else "なし"),
        ("日程未定の訪問", f"{len(found.rows)}件のうち{undated}件" if undated else f"なし（全{len(found.rows)}件）"),
    ]


def _state(one: Entry) -> str:
    return markup.chip(words.STEP_STATES[one.state], TONES[one.state])
