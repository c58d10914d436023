"""Creating and changing a visit: the inputs depend on each other, so they stand outside of a form and keep what is typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from checklist import words
from checklist.errors import Fault, Refused
from checklist.model.accounts import Principal
from checklist.model.visits import Visit, VisitMode, VisitState
from checklist.readings.visit_offer import Offer
from checklist.rules.visits import twins, visit_times
from checklist.store.act import Act
from checklist.store.visits import visits
from checklist.ui import inputs, series, session, widgets
from checklist.ui.visits import visit_view

TWICE = "同じ内容の訪問をもう1件登録する"
SERIES = "visit"
"""The name of the form for new visits."""


def create(principal: Principal, found: Offer, planned: Sequence[Visit]) -> None:
    """A new visit; after it the form stands open for the next one, in the same year."""
    key = f"new-visit-{session.round_of(SERIES)}"
    widgets.saved(SERIES)
    if series.goes_on(SERIES):
        last = series.start(SERIES, found.year)
        # Its list may be of another year, and a list of visits does not say who is in none.
        widgets.links(
            (f"{last}年度の訪問の一覧", f"/visits?year={last}"), ("義務を満たすか確かめる", f"/plan?year={last}")
        )
    names = {hospital.id: hospital.name for hospital in found.hospitals}
    years = {year: words.fiscal_year(year) for year in (found.year + 1, found.year, found.year - 1)}
    left, right = st.columns(2)
    with left:
        year = inputs.choice("年度", years, series.start(SERIES, found.year), f"{key}-year")
    with right:
        host = inputs.choice_or_none("受審病院", names, None, f"{key}-host")
    blank = Visit(0, year, host or 0, (), (), None, VisitMode.IN_PERSON, VisitState.PLANNED, False, "")
    visit, unread = _fields(blank, found, names, key)
    versions = {version.code: f"{version.sheet_name} {version.name}" for version in found.versions}
    usual = found.usual(year, visit.visit_date)
    # With the day of the visit another version may hold: then it is proposed anew.
    codes = inputs.several("使用する点検表", versions, usual, f"{key}-sheets-{'-'.join(usual)}")
    sides = tuple(one for one in (host, *visit.evaluator_ids) if one)
    visit_view.infection_notes(found.infection(codes, sides, visit.visit_date))
    paper = st.checkbox("記録のみの訪問（紙や他の方法で行い、書類のみを登録する）", key=f"{key}-paper")
    again = _again(visit, planned, key)
    if st.button("訪問を登録する", type="primary", key=f"{key}-save"):
        visit = replace(visit, record_only=paper)
        faults = unread + ([] if host else [Fault("受審病院", "選んでください。")]) + again
        told = f"訪問を登録しました。（{names.get(visit.host_id, '')}、{words.fiscal_year(year)}）"
        go_on = series.Pressed(save=False, another=True)
        series.save(principal, SERIES, lambda act: _add(act, visit, codes, faults), told, go_on, year)


def _again(visit: Visit, planned: Sequence[Visit], key: str) -> list[Fault]:
    """Ask before the same visit is accepted twice: what stands against it, until the box is ticked."""
    if not visit.evaluator_ids or twins.twin(visit, planned) is None:
        return []
    same = f"同じ年度・受審病院・訪問側・訪問日（{words.day(visit.visit_date)}）の訪問が、すでに登録されています。"
    st.warning(widgets.plain(same))
    meant = st.checkbox(TWICE, key=f"{key}-twice")
    return [] if meant else [Fault("重複", f"別の訪問として登録するときは、「{TWICE}」にチェックを入れてください。")]


def edit(principal: Principal, visit: Visit, found: Offer) -> None:
    """Change a visit that is not yet reported; host, year and sheets stay."""
    names = {hospital.id: hospital.name for hospital in found.hospitals}
    changed, unread = _fields(visit, found, names, f"visit-{visit.id}")
    if st.button("変更を保存する", type="primary", key=f"visit-{visit.id}-save"):
        widgets.save(principal, lambda act: _change(act, changed, unread), "訪問の内容を変更しました。")


def _fields(visit: Visit, found: Offer, names: dict[int, str], key: str) -> tuple[Visit, list[Fault]]:
    """The inputs that creating and changing share: the visit as typed, and what of it cannot be read."""
    others = {one: name for one, name in names.items() if one != visit.host_id}
    left, right = st.columns(2)
    with left:
        first = next(iter(visit.evaluator_ids), None)
        leading = inputs.choice_or_none("訪問側の代表病院", others, first, f"{key}-leading")
    with right:
        rest = {one: name for one, name in others.items() if one != leading}
        came = [one for one in visit.evaluator_ids[1:] if one in rest]
        joining = inputs.several("同行する病院（ある場合）", rest, came, f"{key}-joining")
    evaluator_ids = ((leading,) if leading else ()) + tuple(joining)
    members = _members(visit, found, names, evaluator_ids, key)
    left, right = st.columns(2)
    with left:
        day, fault = inputs.day("訪問日（未定のときは空欄）", visit.visit_date, f"{key}-date")
        part = inputs.one_of("時間帯", words.DAY_PARTS, visit.part, f"{key}-part")
    with right:
        starts, unread = _hour(
            inputs.text("開始時刻（未定のときは空欄）", visit.begins, 10, f"{key}-begins", "例：13:30")
        )
        mode = inputs.one_of("方法", words.VISIT_MODES, visit.mode, f"{key}-mode")
    note = inputs.long_text("備考", visit.note, 1000, f"{key}-note", 100)
    typed = replace(
        visit, evaluator_ids=evaluator_ids, member_ids=members, visit_date=day, mode=mode, note=note, part=part, begins=starts
    )  # fmt: skip
    faults = [Fault("訪問日", fault)] if fault else []
    return typed, [*faults, *([Fault("開始時刻", unread)] if unread else [])]


def _hour(typed: str) -> tuple[str, str]:
    """An hour as it was typed, and what is wrong with it."""
    try:
        return visit_times.parse(typed), ""
    except ValueError:
        return "", visit_times.unread(typed)


def _members(visit: Visit, found: Offer, names: dict[int, str], evaluators: Sequence[int], key: str) -> tuple[int, ...]:
    """Evaluators of the chosen hospitals."""
    people = {p.id: f"{p.name}（{names[p.hospital_id or 0]}）" for p in found.evaluators if p.hospital_id in evaluators}
    if not evaluators:
        st.caption("代表病院を選ぶと、その病院の訪問評価者を選べます。")
    mine = [one for one in visit.member_ids if one in people]
    chosen = inputs.several("訪問評価者", people, mine, f"{key}-members", disabled=not people)
    if evaluators and not people:
        st.caption("選んだ病院に訪問評価者のアカウントがありません。システム管理者に作成を依頼してください。")
    return tuple(chosen)


def _add(act: Act, visit: Visit, codes: Sequence[str], faults: list[Fault]) -> None:
    if faults:
        raise Refused(faults)
    visits.add(act, visit, () if visit.record_only else codes)


def _change(act: Act, visit: Visit, faults: list[Fault]) -> None:
    if faults:
        raise Refused(faults)
    visits.change(act, visit)
