"""Moving visits by hand: two grids, what a move breaks and costs before it is saved, and the way back."""

from __future__ import annotations

from datetime import date

import streamlit as st

from checklist import words
from checklist.errors import Fault, Refused
from checklist.model.accounts import Principal
from checklist.model.plan import PlanDraft, PlannedVisit
from checklist.readings import plan_effects, plan_listing
from checklist.readings.plan_effects import Effects
from checklist.readings.year_plan import PlanPage
from checklist.store.act import Act, viewing
from checklist.store.plan import publishing, year_plans
from checklist.ui import inputs, markup, session, widgets
from checklist.ui.plan import plan_board
from checklist.ui.plan.plan_board import MOST, Moved

GRIDS = {"month": "月を動かす", "crew": "訪問側を替える"}
_PENDING = "plan-moved-{}"
"""The name under which a move of a year waits to be saved."""


def show(principal: Principal, page: PlanPage) -> None:
    """What was moved and waits to be saved, the grids, and the last change with the way back."""
    if not page.standing:
        widgets.empty(
            "動かす訪問がありません", "「作成・公表」で計画案を作成すると、ここで訪問を動かせます。", "作成・公表へ",
            f"/plan?year={page.year}&part=work",
        )  # fmt: skip
        return
    widgets.part("動かすもの", tuple(GRIDS), "grid", GRIDS.__getitem__)
    grid = widgets.address().get("grid", "")
    hospital = _hospital(page)
    waiting: Moved | None = session.recall(_PENDING.format(page.year))
    above = st.container()
    moved = _month_grid(page, hospital) if grid != "crew" else _crew_grid(page, hospital)
    if moved:
        waiting = moved
        session.keep(_PENDING.format(page.year), moved)
    with above:
        _waiting(principal, page, waiting)
    widgets.notes(
        [
            "点線の枠は計画案（未公表の変更を含む）、実線は登録済みの訪問、灰色はすでに始まった訪問です。斜線の月は過ぎています。",
            "登録済みの訪問の変更も、公表するまでは計画案です。公表すると、双方の病院に知らせます。",
        ]
    )
    _undo(principal, page)


def _hospital(page: PlanPage) -> int:
    used = {key for one in page.standing for key in (one.host_id, *one.evaluator_ids)}
    ids = [0, *sorted(used, key=lambda one: page.partners[one].code)]
    with st.container(width=320):
        return widgets.choice(
            "病院", ids, "hospital", lambda one: page.partners[one].name if one else "すべての病院",
        )  # fmt: skip


def _month_grid(page: PlanPage, hospital: int) -> Moved | None:
    found = [one for one in page.standing if not hospital or hospital in (one.host_id, *one.evaluator_ids)]
    # What has begun cannot be moved, and stands below what can.
    found.sort(key=lambda one: one.visit_id is not None and one.visit_id not in page.ahead)
    _cut(len(found), "訪問")
    year = tuple((page.first_month - 1 + at) % 12 + 1 for at in range(12))
    return plan_board.show(page, plan_board.by_month(page, found[:MOST], year), "board-month")


def _crew_grid(page: PlanPage, hospital: int) -> Moved | None:
    standing = [one for one in page.standing if not hospital or hospital in (one.host_id, *one.evaluator_ids)]
    hosts = {one.host_id for one in standing}
    crews = {key for one in standing for key in one.evaluator_ids}
    crews |= {one.id for one in page.partners.values() if one.safety == 1 and not one.external}
    _cut(len(hosts), "受審病院")
    shown = [one for one in page.partners.values() if one.id in hosts][:MOST]
    rows = sorted((page.partners[one] for one in crews), key=lambda one: one.code)
    if len(rows) > MOST:
        coming = {key for one in standing for key in one.evaluator_ids}
        rows = sorted(rows, key=lambda one: (one.id not in coming, one.code))[:MOST]
    return plan_board.show(page, plan_board.by_hospital(page, shown, rows), "board-crew")


def _cut(count: int, what: str) -> None:
    if count > MOST:
        st.caption(widgets.plain(f"{what}{count}件のうち{MOST}件を表示しています。「病院」で絞り込んでください。"))


def _waiting(principal: Principal, page: PlanPage, moved: Moved | None) -> None:
    """A move with everything that it does, to be saved or given up."""
    old = next((one for one in page.standing if moved and plan_listing.key(one) == moved.visit), None)
    if not moved or not old:
        session.keep(_PENDING.format(page.year), None)
        return
    if moved.edition != page.plan.edition or (old.visit_id and old.visit_id not in page.ahead):
        session.keep(_PENDING.format(page.year), None)
        st.warning("計画がほかの人によって変更されました。変更後の計画を表示しています。もう一度動かしてください。")
        return
    new = _wanted(page, old, moved)
    if new is None:
        session.keep(_PENDING.format(page.year), None)
        return
    with st.container(border=True):
        host = page.partners[old.host_id].name
        widgets.subsection(f"{host}への訪問：{_told(page, old, new)}", host)
        with viewing(principal) as view:
            effects = plan_effects.read(view, page, old, new)
        show_effects(effects)
        key = f"plan-move-{plan_listing.key(old)}-{moved.to}"
        day, fault = _day(page, old, new, key)
        left, right = st.columns(2)
        if left.button(
            "この変更を保存する", type="primary", key=f"{key}-save", width="stretch", disabled=bool(effects.faults)
        ):
            _save(principal, page, old, new, day, fault)
        if right.button("やめる", key=f"{key}-drop", width="stretch"):
            session.keep(_PENDING.format(page.year), None)
            st.rerun()


def _wanted(page: PlanPage, old: PlannedVisit, moved: Moved) -> PlannedVisit | None:
    """The visit as it was moved; None where it cannot be, whoever asks for it."""
    if moved.leaving is None:
        return plan_effects.in_month(old, moved.to or None) if 0 <= moved.to <= 12 else None
    if moved.leaving not in old.evaluator_ids or moved.to not in page.partners:
        return None
    return plan_effects.by_another(old, moved.leaving, moved.to)


def _told(page: PlanPage, old: PlannedVisit, new: PlannedVisit) -> str:
    if old.month != new.month:
        before, after = (f"{one.month}月" if one.month else "月未定" for one in (old, new))
        return f"{before}から{after}へ"
    names = ["・".join(page.partners[key].name for key in one.evaluator_ids) for one in (old, new)]
    return f"訪問側を{names[0]}から{names[1]}へ"


def show_effects(found: Effects) -> None:
    """What a change does, the worst first; said aloud as well, for it comes without anybody asking."""
    for fault in found.faults:
        st.error(widgets.plain(fault))
    if found.faults:
        return
    if found.broken:
        st.error(widgets.plain(f"この変更により、{'、'.join(found.broken)}に相手がなくなります。"))
    for told in found.remarks:
        st.warning(widgets.plain(told))
    if found.met:
        st.success(widgets.plain(f"この変更により、{'、'.join(found.met)}を満たします。"))
    if not found.broken:
        st.caption("この内容で、満たせなくなる義務はありません。")
    pairs = [(name, f"{cost:+.1f}") for name, cost in found.costs]
    st.html(markup.facts([*pairs, ("重みの合計の変化（小さいほど良い）", f"{found.total:+.1f}")]))


def _day(page: PlanPage, old: PlannedVisit, new: PlannedVisit, key: str) -> tuple[date | None, str]:
    """The day of a visit that has one: in another month it needs a new one."""
    there = page.ahead.get(old.visit_id or 0)
    if there is None or there.visit_date is None:
        return None, ""
    change = page.plan.draft.change_of(there.id)
    now = change.day if change else there.visit_date
    if now and now.month == new.month:
        return now, ""
    st.caption(widgets.plain(f"現在の訪問日は{words.day(there.visit_date)}です。空欄のままでは、日程を決め直します。"))
    found, fault = inputs.day("新しい訪問日", None, f"{key}-day")
    if found and found.month != new.month:
        return None, fault or f"{new.month}月の日付を入力してください。" if new.month else ""
    return found, fault


def _save(
    principal: Principal, page: PlanPage, old: PlannedVisit, new: PlannedVisit, day: date | None, fault: str
) -> None:  # fmt: skip
    def act_on(act: Act) -> None:
        if fault:
            raise Refused([Fault("新しい訪問日", fault)])
        if old.visit_id:
            publishing.rearrange(act, page.year, page.plan.edition, new, day)
        else:
            year_plans.save(act, page.year, page.plan.edition, plan_effects.draft_with(page, old, new))
        act.after(lambda: session.keep(_PENDING.format(page.year), None))

    widgets.save(principal, act_on, "変更を計画案に保存しました。下の「元に戻す」で取り消せます。")


def _undo(principal: Principal, page: PlanPage) -> None:
    """The last change of the draft, with the way back; what was published is taken back by another plan alone."""
    plan = page.plan
    if not plan.edition or plan.published:
        return
    widgets.subsection("直前の変更")
    st.html(markup.paragraph(f"第{plan.edition}版（{words.moment(plan.at)}　{plan.by}）"))
    if st.button("元に戻す", key=f"plan-undo-{page.year}"):
        widgets.save(
            principal, lambda act: _back(act, page), f"第{plan.edition}版の変更を取り消しました。もう一度押すと、やり直します。"
        )  # fmt: skip


def _back(act: Act, page: PlanPage) -> None:
    if page.seen == 1:
        year_plans.save(act, page.year, page.seen, PlanDraft(page.plan.draft.settings))
    else:
        year_plans.restore(act, page.year, page.seen - 1, page.seen)
