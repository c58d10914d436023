"""The grids in which visits are moved; the script beside this file draws them and says which was moved where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from checklist.model.plan import Partner, PlannedVisit
from checklist.readings import plan_listing
from checklist.readings.year_plan import PlanPage

NO_MONTH = 0
MOST = 60
"""Beyond so many lines a grid cannot be read any more."""
HINT = "動かす訪問を選び、移動先の欄を選びます（マウスではドラッグもできます）。"
_SCRIPT = """
const address = (name) => new URL(`/assets/${name}`, location.origin).href;

export default async function ({ data, parentElement, setTriggerValue }) {
  const { mount } = await import(address("plan_board.js"));
  const root = parentElement.querySelector("[data-board]");
  if (root.board) root.board.update(data);
  else root.board = mount(root, data, (moved) => setTriggerValue("moved", moved));
}
"""
_component = st.components.v2.component("plan_board", html="<div data-board></div>", js=_SCRIPT)


@dataclass(frozen=True)
class Moved:
    """What somebody moved: the key of a visit, the hospital that leaves (None in the grid of months), and where to."""

    visit: str
    leaving: int | None
    to: int
    edition: int


def show(page: PlanPage, data: dict[str, Any], key: str) -> Moved | None:
    """Draw a grid; what was moved, in the run in which it was."""
    found = _component(key=f"{key}-{page.year}", data=data, on_moved_change=_run_again).get("moved")
    return _read(found) if found else None


def _run_again() -> None:
    """The run itself is what is asked for: it tells what the move does."""


def _read(found: object) -> Moved | None:
    """What came from the browser, where anything can stand; None for what nobody can have moved."""
    if not isinstance(found, dict):
        return None
    visit, leaving, to, edition = (found.get(name) for name in ("id", "from", "to", "edition"))
    if not (isinstance(visit, str) and isinstance(to, int) and isinstance(edition, int)):
        return None
    return Moved(visit, leaving, to, edition) if leaving is None or isinstance(leaving, int) else None


def by_month(page: PlanPage, visits: list[PlannedVisit], year: tuple[int, ...]) -> dict[str, Any]:
    """Visits down, the months of the year across."""
    months = (NO_MONTH, *year)
    rows, tokens = [], []
    for row, one in enumerate(visits):
        host, crew = page.partners[one.host_id], [page.partners[key] for key in one.evaluator_ids]
        rows.append({"key": row, "name": host.name, "note": "・".join(each.name for each in crew)})
        closed = sorted({month for each in (host, *crew) for month in each.closed})
        there = page.ahead.get(one.visit_id or 0)
        text = f"{there.visit_date.month}/{there.visit_date.day}" if there and there.visit_date else "訪問"
        change = page.plan.draft.change_of(one.visit_id) if one.visit_id else None
        if change:
            text = f"{change.day.month}/{change.day.day}" if change.day else "変更"
        told = f"{host.name}への訪問（{'・'.join(each.name for each in crew)}）"
        tokens.append(
            _token(page, one, row, months.index(one.month or NO_MONTH), text, told, None) | {"closed": closed}
        )
    columns = [{"key": one, "name": f"{one}月" if one else "未定", "closed": _over(page, one)} for one in months]
    return _grid(page, "訪問を動かす表（縦が訪問、横が月）", "受審病院", "row", rows, columns, tokens)


def _over(page: PlanPage, month: int) -> bool:
    return month != NO_MONTH and month not in page.question.months


def by_hospital(page: PlanPage, hosts: list[Partner], crews: list[Partner]) -> dict[str, Any]:
    """Those who may evaluate down, hosts across."""
    at_row, at_column = ({one.id: at for at, one in enumerate(found)} for found in (crews, hosts))
    tokens = []
    for one in page.standing:
        for place, key in enumerate(one.evaluator_ids):
            if key in at_row and one.host_id in at_column:
                told = f"{page.partners[key].name}による{page.partners[one.host_id].name}への訪問"
                word = "代表" if place == 0 else "同行"
                tokens.append(_token(page, one, at_row[key], at_column[one.host_id], word, told, key) | {"closed": []})
    rows = [{"key": one.id, "name": one.name} for one in crews]
    columns = [{"key": one.id, "name": one.name} for one in hosts]
    return _grid(
        page, "訪問側の病院を替える表（縦が訪問側、横が受審病院）", "訪問側＼受審", "column", rows, columns, tokens
    )


def _token(
    page: PlanPage, one: PlannedVisit, row: int, column: int, text: str, told: str, leaving: int | None
) -> dict[str, Any]:
    drafted = one.visit_id is None or page.plan.draft.change_of(one.visit_id) is not None
    return {
        "id": plan_listing.key(one), "from": leaving, "row": row, "column": column, "text": text, "label": told,
        "kind": "draft" if drafted else "there", "fixed": one.visit_id is not None and one.visit_id not in page.ahead,
    }  # fmt: skip


def _grid(
    page: PlanPage, title: str, corner: str, axis: str,
    rows: list[dict[str, Any]], columns: list[dict[str, Any]], tokens: list[dict[str, Any]],
) -> dict[str, Any]:  # fmt: skip
    places = ",".join(f"{one['id']}.{one['row']}.{one['column']}.{one['text']}" for one in tokens)
    return {
        "title": f"{page.year}年度の{title}", "corner": corner, "axis": axis, "rows": rows, "columns": columns,
        "tokens": tokens, "hint": HINT, "edition": page.plan.edition,
        # What is drawn anew: another plan, or another part of it.
        "token": f"{page.plan.edition}|{axis}|{places}",
    }  # fmt: skip
