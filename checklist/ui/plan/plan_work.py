"""Making a plan: the planner and its settings, last year's pairs, a file, publishing, and earlier editions."""

from __future__ import annotations

from dataclasses import asdict, replace

import streamlit as st

from checklist import words
from checklist.imports import plan_file
from checklist.model.accounts import Principal
from checklist.model.plan import PlanSettings, PlanWeights
from checklist.readings import year_plan
from checklist.readings.year_plan import PlanPage
from checklist.store.act import Act, viewing
from checklist.store.plan import plan_questions, publishing, year_plans
from checklist.ui import inputs, markup, session, table_form, widgets
from checklist.ui.plan import travel_view

FARTHEST = 2000


def show(principal: Principal, page: PlanPage) -> None:
    """The ways to a plan in the order in which they are gone."""
    widgets.section("計画案を作成する")
    _propose(principal, page)
    widgets.section("公表する")
    _publish(principal, page)
    with st.expander("前年度の組合せを複写する"):
        _copy(principal, page)
    with st.expander("Excel・CSVから取り込む"):
        _import(principal, page)
    with st.expander("病院間の移動時間"):
        travel_view.show(principal, page)
    with st.expander("以前の版に戻す"):
        _editions(principal, page)


def _propose(principal: Principal, page: PlanPage) -> None:
    old = page.plan.draft.settings
    st.html(
        markup.paragraph(
            "登録済みの訪問と固定した訪問はそのままにし、残りの義務を満たす訪問を割り当てます。固定していない計画案は作り直します。"
        )
    )
    with st.form(f"plan-propose-{page.year}-{page.plan.edition}", enter_to_submit=False):
        left, right = st.columns(2)
        with left:
            group = st.checkbox("同じグループの病院も連携先として認める", old.same_group, key=f"plan-group-{page.year}")
            area = st.checkbox("ほかの医療圏の病院も連携先として認める", old.other_area, key=f"plan-area-{page.year}")
        with right:
            most = inputs.count("距離の上限（km、0は上限なし）", 0, FARTHEST, old.kilometres, f"plan-km-{page.year}")
        with st.expander("重み（大きいものほど避ける）"):
            weights = _weights(old.weights, page.year)
        pressed = st.form_submit_button("計画案を作成する", type="primary")
    unplaced = [one.name for one in page.partners.values() if one.place is None and one.safety and not one.external]
    if unplaced:
        named = "・".join(unplaced[:5]) + ("など" if len(unplaced) > 5 else "")
        widgets.notes([f"緯度・経度が未登録の病院が{len(unplaced)}件あります（{named}）。距離は50kmとして計算します。"])
    if times := len(page.question.minutes):
        widgets.notes(
            [f"移動時間が登録された{times}組は、直線距離の代わりに移動時間を使います（60分を40kmとして計算）。"]
        )
    if pressed:
        settings = PlanSettings(group, area, most, weights)
        with st.spinner("計画案を作成しています（300病院で10秒程度）。"):
            # Between a read and a write, so that nobody waits for the planner with the database in hand.
            with viewing(principal) as view:
                question, plan = year_plan.question_of(view, page.year, settings)
            found = year_plan.proposed(question, plan)
        widgets.save(
            principal, lambda act: year_plans.save(act, page.year, page.seen, found.draft) and None, found.sentence
        )  # fmt: skip


def _weights(old: PlanWeights, year: int) -> PlanWeights:
    places = st.columns(2)
    typed = {}
    for at, (name, number) in enumerate(asdict(old).items()):
        with places[at % 2]:
            typed[name] = inputs.count(words.PLAN_WEIGHTS[name], 0, 100_000, number, f"plan-weight-{name}-{year}")
    return PlanWeights(**typed)


def _publish(principal: Principal, page: PlanPage) -> None:
    gone, changed = len(page.plan.draft.released), len(page.plan.draft.changes)
    if not page.unpublished:
        widgets.empty("公表する訪問はありません", "計画案を作成すると、ここから公表できます。")
        return
    told = f"訪問{len(page.drafted)}件を登録し、双方の病院の画面に表示します。"
    told += f"登録済みの訪問{changed}件の訪問側・月・訪問日を変更します。" if changed else ""
    told += f"{gone}件の訪問を中止します。" if gone else ""
    st.html(markup.paragraph(told))
    if page.missing:
        st.warning(widgets.plain(f"{page.missing}件の義務に相手がありません。このまま公表することもできます。"))
    chosen = inputs.several("使用する点検表", page.sheets, list(page.sheets)[:1], f"plan-sheets-{page.year}")
    if st.button("計画を公表する", type="primary", key=f"plan-publish-{page.year}"):
        widgets.save(principal, lambda act: publishing.publish(act, page.year, page.seen, chosen), "公表しました。")


def _copy(principal: Principal, page: PlanPage) -> None:
    st.html(
        markup.paragraph(
            f"{words.fiscal_year(page.year - 1)}の組合せと月を計画案に加えます。同じ組合せの訪問がすでにあるものは加えません。"
        )
    )
    if st.button("前年度の組合せを複写する", key=f"plan-copy-{page.year}"):
        widgets.save(principal, lambda act: _copied(act, page), "前年度の組合せを複写しました。")


def _copied(act: Act, page: PlanPage) -> str:
    known = {pair for one in page.visits for pair in one.pairs}
    new = []
    for one in plan_questions.last_year(act, page.year):
        rest = tuple(each for each in one.evaluator_ids if (each, one.host_id) not in known)
        if rest:
            new.append(replace(one, evaluator_ids=rest[:3]))
            known |= set(new[-1].pairs)
    draft = replace(page.plan.draft, visits=(*page.plan.draft.visits, *new), gap=None)
    year_plans.save(act, page.year, page.seen, draft)
    return f"前年度の組合せから訪問{len(new)}件を計画案に加えました。"


def _import(principal: Principal, page: PlanPage) -> None:
    st.html(
        markup.paragraph(
            "「訪問」の一覧を保存したファイルと同じ列（月、受審病院、代表病院、同行病院1、同行病院2、固定）を取り込みます。"
            "病院は名称またはコードで記入します。公表していない計画案は、ファイルの内容に置き換わります。"
        )
    )
    widgets.empty_forms("plan")
    table_form.show(
        principal, f"plan-import-{page.year}", "取り込むファイル", "計画案を取り込む", plan_file.read,
        lambda act, found: plan_file.take_in(act, page.year, page.seen, found), plan_file.shown,
    )  # fmt: skip


def _editions(principal: Principal, page: PlanPage) -> None:
    with viewing(principal) as view:
        found = year_plans.versions(view, page.year)
    earlier = {one.edition: f"第{one.edition}版（{words.moment(one.at)}　{one.by}）" for one in found[1:]}
    if not earlier:
        st.caption("以前の版はありません。変更するたびに、変更前の版が残ります。")
        return
    chosen = inputs.choice("版", earlier, None, f"plan-edition-{page.year}-{session.round_of('plan-edition')}")
    if st.button("この版に戻す", key=f"plan-restore-{page.year}"):
        widgets.save(
            principal, lambda act: year_plans.restore(act, page.year, chosen, page.seen) and None,
            f"第{chosen}版の計画案に戻しました。公表済みの訪問はそのままです。", "plan-edition",
        )  # fmt: skip
