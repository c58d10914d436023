"""Confirming and correcting the 施設基準 against the notice: a form for the secretariat, and everything done so far."""

from __future__ import annotations

from datetime import date

import streamlit as st

from checklist import words
from checklist.errors import Fault, Refused
from checklist.model.accounts import Principal
from checklist.model.criteria import Certainty, Correction
from checklist.readings.rules_page import RulesPage
from checklist.rules.criteria.rule_set import RuleSet
from checklist.store import clock
from checklist.store.act import Act
from checklist.store.criteria import rule_corrections
from checklist.ui import inputs, session, widgets

FORM = "rule-correction"
Day = tuple[date | None, str]


def show(principal: Principal, page: RulesPage | None) -> None:
    """The state of the set, its history, and the form."""
    if page is None:
        return
    widgets.section(f"施設基準の確認と修正（{page.present.name}）")
    st.caption(
        "最新の通知で確認した要件と点数を、確認した人・日・出典とともに登録します。"
        "登録した内容は、適用を始める日からの判定に反映します。元の施設基準は変更しません。"
    )
    certainties = [one.certainty for one in page.present.addons] + [one.certainty for one in page.present.requirements]
    counts = "、".join(
        f"{words.CERTAINTIES[certainty]} {certainties.count(certainty)}件"
        for certainty in Certainty
        if certainty in certainties
    )
    if counts:
        st.write(widgets.plain(counts))
    if page.history:
        widgets.table(page.table())
    else:
        widgets.empty("確認・修正はまだありません", "通知を確認し、下の欄に登録してください。")
    with st.expander("要件を確認する・修正する"):
        _form(principal, page)
    if standing := [one for one in page.history if one.withdraw_reason is None]:
        with st.expander("確認・修正を取り消す"):
            _withdraw_form(principal, page, standing)


def _form(principal: Principal, page: RulesPage) -> None:
    key = f"{FORM}-{session.round_of(FORM)}"
    code = inputs.choice("要件", page.targets, next(iter(page.targets)), f"{key}-requirement")
    known = page.fields(code)
    options = {"": "変更なし（確認のみ）"} | {name: words.PARAMETERS[name] for name in known}
    field = inputs.choice("修正する内容", options, "", f"{key}-field")
    value = ""
    if field:
        st.caption(f"現在の内容：{widgets.plain(known[field])}")
        value = inputs.long_text("修正後の内容", known[field], 1000, f"{key}-value-{code}-{field}")
    left, right = st.columns(2)
    with left:
        valid_from = inputs.day("適用を始める日", page.shipped.valid_from, f"{key}-from")
        by = inputs.text("確認した人", principal.name, 100, f"{key}-by")
    with right:
        confirmed = inputs.day("確認した日", clock.today(), f"{key}-on", past=True)
        source = inputs.text("出典", "", 500, f"{key}-source", "通知の名称・番号・ページ、または掲載先")
    if st.button("確認・修正を登録する", type="primary", key=f"{key}-save"):
        widgets.save(
            principal,
            lambda act: _add(act, page.shipped, (code, field, value, by, source), valid_from, confirmed),
            "確認・修正を登録しました。",
            FORM,
        )


def _add(act: Act, shipped: RuleSet, typed: tuple[str, str, str, str, str], valid_from: Day, confirmed: Day) -> None:
    names = {"適用を始める日": valid_from, "確認した日": confirmed}
    faults = [Fault(name, fault or "入力してください。") for name, (day, fault) in names.items() if day is None]
    if faults or valid_from[0] is None or confirmed[0] is None:
        raise Refused(faults)
    code, field, value, by, source = typed
    one = Correction(0, shipped.code, code, field, value, valid_from[0], by, confirmed[0], source)
    rule_corrections.add(act, shipped, one)


def _withdraw_form(principal: Principal, page: RulesPage, standing: list[Correction]) -> None:
    form = "rule-withdrawal"
    key = f"{form}-{session.round_of(form)}"
    labels = {one.id: f"{page.targets.get(one.requirement, one.requirement)}（{words.day(one.valid_from)}から）"
              for one in reversed(standing)}  # fmt: skip
    chosen = inputs.choice("取り消す確認・修正", labels, next(iter(labels)), f"{key}-one")
    reason = inputs.reason("取消しの理由", f"{key}-reason")
    if st.button("取り消す", key=f"{key}-save"):
        widgets.save(principal, lambda act: rule_corrections.withdraw(act, chosen, reason), "取り消しました。", form)
