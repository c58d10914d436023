"""The visits of a plan, one by one: what a change breaks is said before it is saved."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from checklist import words
from checklist.errors import Fault, Refused
from checklist.model.accounts import Principal
from checklist.model.plan import PlannedChange, PlannedVisit
from checklist.readings import plan_effects, plan_listing, year_plan
from checklist.readings.year_plan import PlanPage
from checklist.store.act import Act, viewing
from checklist.store.plan import publishing, year_plans
from checklist.ui import inputs, list_view, session, widgets
from checklist.ui.plan import plan_moves

NEW = "new"


def show(principal: Principal, page: PlanPage) -> None:
    """The one that the address asks for, then the list with the way to a new one."""
    asked = widgets.address().get("edit", "")
    chosen = next((one for one in page.visits if plan_listing.key(one) == asked), None)
    if chosen and chosen.visit_id:
        _there(principal, page, chosen)
    elif chosen or asked == NEW:
        _edit(principal, page, chosen)
    elif asked:
        st.warning("この訪問は計画にありません。ほかの人が変更した可能性があります。")
    links = [("訪問を追加する", f"/plan?year={page.year}&part=visits&edit={NEW}")]
    if len(page.partners) > 1:
        widgets.links(*links)
    if page.visits:
        list_view.show(plan_listing.visits(page), way="変更", own=f"year={page.year}")
    else:
        widgets.empty(
            "訪問がありません", "「作成・公表」で計画案を作成するか、前年度の組合せを複写してください。", "作成・公表へ",
            f"/plan?year={page.year}&part=work",
        )  # fmt: skip


def _edit(principal: Principal, page: PlanPage, old: PlannedVisit | None) -> None:
    """The fields of one visit of the draft, with everything that speaks against what stands in them."""
    names = {one.id: one.name for one in page.partners.values()}
    start = old or PlannedVisit(0, ())
    form = f"plan-{page.year}-{plan_listing.key(start)}-{session.round_of('plan-visit')}"
    widgets.subsection("訪問の変更" if old else "訪問の追加")
    left, right = st.columns(2)
    with left:
        host = inputs.choice_or_none("受審病院", names, start.host_id or None, f"{form}-host")
        months = {0: "未定"} | {one: f"{one}月" for one in page.question.months}
        if start.month:
            months.setdefault(start.month, f"{start.month}月")
        month = inputs.choice("訪問する月", months, start.month or 0, f"{form}-month")
    with right:
        others = {one: name for one, name in names.items() if one != host}
        came = [one for one in start.evaluator_ids if one in others]
        crew = inputs.several("訪問側の病院（はじめの病院が代表、3つまで）", others, came, f"{form}-crew")
        pinned = st.checkbox("固定する（計画案を作成し直しても変更しない）", start.pinned, key=f"{form}-pinned")
    typed = PlannedVisit(host or 0, tuple(crew), month or None, pinned)
    _told(principal, page, old, typed)
    left, right = st.columns(2)
    if left.button("訪問を保存する", type="primary", key=f"{form}-save", width="stretch"):
        _save(principal, page, old, typed, "計画案の訪問を保存しました。")
    if old and right.button("計画案から外す", key=f"{form}-drop", width="stretch"):
        _save(principal, page, old, None, "計画案から訪問を外しました。")


def _told(principal: Principal, page: PlanPage, old: PlannedVisit | None, typed: PlannedVisit) -> None:
    """What the change would break and cost, and what speaks against the visit."""
    if not typed.host_id or not typed.evaluator_ids:
        st.caption("受審病院と訪問側の病院を選ぶと、義務への影響を表示します。")
        return
    with viewing(principal) as view:
        effects = plan_effects.read(view, page, old, typed)
    plan_moves.show_effects(effects)


def _save(principal: Principal, page: PlanPage, old: PlannedVisit | None, new: PlannedVisit | None, told: str) -> None:
    kept = tuple(one for one in page.plan.draft.visits if one != old)
    draft = replace(page.plan.draft, visits=(*kept, new) if new else kept, gap=None)

    def act_on(act: Act) -> None:
        if new and not (new.host_id and new.evaluator_ids):
            raise Refused([Fault("訪問", "受審病院と訪問側の病院を選んでください。")])
        year_plans.save(act, page.year, page.seen, draft)
        act.after(lambda: st.query_params.pop("edit", None))

    widgets.save(principal, act_on, told, "plan-visit")


def _there(principal: Principal, page: PlanPage, one: PlannedVisit) -> None:
    """A visit that is there already: the way to it, and giving it back to the planner."""
    host, crew = page.partners[one.host_id].name, "・".join(page.partners[each].name for each in one.evaluator_ids)
    widgets.subsection(f"{host}への訪問（{crew}）", host)
    widgets.links(
        ("訪問の画面を開く", f"/visits?visit={one.visit_id}"),
        ("月・訪問側を動かす", f"/plan?year={page.year}&part=moves"),
    )
    if change := page.plan.draft.change_of(one.visit_id):
        _changed(principal, page, change)
    broken = plan_listing.named(year_plan.without(page, one), page)
    if broken:
        st.caption(widgets.plain(f"この訪問を計画し直すと、{'、'.join(broken)}を新しい訪問で満たす必要があります。"))
    number = one.visit_id or 0
    if number in page.plan.draft.released:
        if st.button("計画し直すのをやめる", key=f"plan-keep-{number}"):
            widgets.save(principal, lambda act: _release(act, page, number, False), "この訪問をそのまま残します。")
    elif st.button("この訪問を計画し直す（公表するときに中止する）", key=f"plan-release-{number}"):
        widgets.save(
            principal, lambda act: _release(act, page, number, True), "計画し直す訪問に加えました。計画案を作成し直してください。"
        )  # fmt: skip


def _changed(principal: Principal, page: PlanPage, change: PlannedChange) -> None:
    """What the draft wants of a visit that is there, and leaving it as it stands."""
    names = [
        "・".join(page.partners[key].name for key in ids) for ids in (change.former_ids, change.visit.evaluator_ids)
    ]
    parts = [f"訪問側を{names[0]}から{names[1]}へ"] if names[0] != names[1] else []
    if change.day != change.former_day:
        parts.append(f"訪問日を{words.day(change.former_day)}から{words.day(change.day)}へ")
    elif not change.day:
        parts.append(f"予定の月を{change.visit.month}月へ" if change.visit.month else "予定の月を未定へ")
    st.info(widgets.plain(f"公表するときの変更：{'、'.join(parts)}。"))
    number = change.visit.visit_id or 0
    if st.button("この変更を取り消す", key=f"plan-unchange-{number}"):
        draft = page.plan.draft.kept_as_is(number)
        widgets.save(
            principal, lambda act: year_plans.save(act, page.year, page.seen, draft) and None, "訪問の変更を取り消しました。"
        )  # fmt: skip


def _release(act: Act, page: PlanPage, visit_id: int, released: bool) -> None:
    publishing.release(act, page.year, page.seen, visit_id, released)
