"""確認済み: settling by hand what the records leave open, and taking it back; for the safety manager of the hospital."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import streamlit as st

from checklist import words
from checklist.errors import Fault, Refused
from checklist.model.accounts import Principal
from checklist.model.criteria import Result, Settlement
from checklist.model.permission import Thing, Verb
from checklist.readings import criteria_words
from checklist.rules import access
from checklist.rules.criteria.evaluation import Evaluation
from checklist.store import clock
from checklist.store.act import Act
from checklist.store.criteria import settlements
from checklist.store.criteria.settlements import SettlementFields
from checklist.ui import inputs, session, widgets

FORM, BACK = "settlement", "settlement-back"
Day = tuple[date | None, str]


def show(principal: Principal, found: Evaluation) -> None:
    """The forms, for whoever may write the judgement of the hospital."""
    hospital = found.facts.hospital.id
    if found.outline or not access.may(principal, Verb.WRITE, Thing.CRITERIA, access.of_hospital(hospital)):
        return
    names = {one.code: one.name for one in found.rule_set.addons}
    labels = {
        one.requirement.code: f"{names[one.requirement.addon]}　{one.requirement.place}" for one in found.judgements
    }
    open_ones = {
        one.requirement.code: labels[one.requirement.code]
        for one in sorted(found.judgements, key=lambda one: not _filed(found, one.requirement.addon))
        if one.verdict.result is Result.UNKNOWN
    }
    standing = [one for one in found.facts.settlements if one.requirement in labels]
    if open_ones or standing:
        widgets.section("要確認の要件の確認")
        st.caption(
            "記録のみでは判定できない要件を、担当者が書類で確認したときに登録します。記録による判定も併せて示します。"
        )
    if open_ones:
        with st.expander("要件を確認済みにする"):
            _form(principal, found, hospital, open_ones)
    if standing:
        with st.expander("確認を取り消す"):
            _back(principal, standing, labels)


def _filed(found: Evaluation, addon: str) -> bool:
    return any(one.addon.code == addon for one in criteria_words.claimed(found))


def _form(principal: Principal, found: Evaluation, hospital: int, open_ones: Mapping[str, str]) -> None:
    key = f"{FORM}-{session.round_of(FORM)}"
    code = inputs.choice("要件", open_ones, next(iter(open_ones)), f"{key}-requirement")
    verdict = next(one.verdict for one in found.judgements if one.requirement.code == code)
    st.caption(f"記録による判定：要確認　{widgets.plain(verdict.reason)}")
    left, right = st.columns(2)
    with left:
        by = inputs.text("確認した人", principal.name, 100, f"{key}-by")
        settled_on = inputs.day("確認した日", clock.today(), f"{key}-on", past=True)
    with right:
        until = inputs.day("有効期限", clock.today() + timedelta(days=365), f"{key}-until")
        stored = {None: "なし（下の欄に書類名のみ）"} | {one.id: one.title for one in found.facts.documents}
        document_id = inputs.choice("登録済みの証拠書類", stored, None, f"{key}-stored")
    document = inputs.text("確認した書類", "", 200, f"{key}-document", "例：2026年度 評価報告書の写し")
    reason = inputs.long_text("確認した内容と理由", "", 1000, f"{key}-reason")
    if st.button("確認済みにする", type="primary", key=f"{key}-save"):
        title = document or (stored[document_id] if document_id else "")
        widgets.save(
            principal,
            lambda act: _add(act, hospital, (code, by, reason, title), settled_on, until, document_id),
            "確認済みにしました。",
            FORM,
        )


def _add(
    act: Act, hospital: int, typed: tuple[str, str, str, str], settled_on: Day, until: Day, document_id: int | None
) -> None:
    names = {"確認した日": settled_on, "有効期限": until}
    faults = [Fault(name, fault or "入力してください。") for name, (day, fault) in names.items() if day is None]
    if faults or settled_on[0] is None or until[0] is None:
        raise Refused(faults)
    code, by, reason, document = typed
    settlements.add(act, hospital, SettlementFields(code, settled_on[0], by, reason, document, until[0], document_id))


def _back(principal: Principal, standing: list[Settlement], labels: Mapping[str, str]) -> None:
    key = f"{BACK}-{session.round_of(BACK)}"
    options = {one.id: f"{labels[one.requirement]}（{words.day(one.settled_on)} {one.settled_by}）" for one in standing}
    chosen = inputs.choice("取り消す確認", options, next(iter(options)), f"{key}-one")
    reason = inputs.reason("取消しの理由", f"{key}-reason")
    if st.button("確認を取り消す", key=f"{key}-save"):
        widgets.save(principal, lambda act: settlements.withdraw(act, chosen, reason), "確認を取り消しました。", BACK)
