"""Who attended a training on the screen: the numbers by facility and profession, the windows, and what the record takes over."""

from __future__ import annotations

from typing import Any

import streamlit as st

from checklist import words
from checklist.errors import Fault, Refused
from checklist.imports import attendance_file
from checklist.model.accounts import Principal
from checklist.model.center.activities import Training
from checklist.model.center.attendance import Attendance, Reopening
from checklist.model.fields import Record
from checklist.readings.center.trainings_page import TrainingsPage
from checklist.rules.center import attendances as counting
from checklist.store.act import Act
from checklist.store.center import attendances
from checklist.store.records import records
from checklist.ui import inputs, markup, session, table_form, widgets
from checklist.ui.center.case_fields import Fields
from checklist.ui.markup import Head
from checklist.words.center import EMPLOYMENTS, WAYS
from checklist.words.records import PROFESSIONS

OTHER = ""
"""In the place of a hospital's code: a facility that is none of the region."""


def show(principal: Principal, page: TrainingsPage) -> None:
    """The sums first, then the windows, the numbers, and the ways to enter them."""
    one = page.chosen
    assert one
    _sums(page)
    _windows(principal, page, one)
    widgets.section("受講者数の登録")
    with st.expander("1行ずつ入力する", expanded=not page.attendances):
        _form(principal, page, one)
    with st.expander("ファイルから取り込む"):
        _files(principal, page, one)
    if page.attendances:
        _lines(principal, page)
        _settle(principal, page, one)


def _sums(page: TrainingsPage) -> None:
    if not page.attendances:
        widgets.empty("受講者数はまだ登録されていません", "下の欄に入力するか、ファイルから取り込んでください。")
        return
    total = counting.total(page.attendances)
    widgets.section(f"受講者　計{total}名")
    heads = [Head("施設", 12), *map(Head, WAYS.values()), Head("計"), Head("職種", 14)]
    rows = [
        [
            one.name,
            *(f"{one.by_way[way]}名" for way in WAYS),
            f"{one.people}名",
            "、".join(f"{PROFESSIONS.get(code, code)} {count}" for code, count in one.by_profession.items()),
        ]
        for one in page.facilities
    ]
    st.html(markup.listing("施設ごとの受講者数", heads, rows))
    by_employment = {
        word: sum(one.people for one in page.attendances if one.employment == code)
        for code, word in EMPLOYMENTS.items()
    }
    told = "、".join(f"{word} {count}名" for word, count in by_employment.items())
    widgets.notes([f"雇用の形態：{told}"])


def _windows(principal: Principal, page: TrainingsPage, one: Training) -> None:
    widgets.section("オンデマンド配信")
    if page.windows:
        heads = [Head("配信期間"), Head("状態"), Head("要望した窓口・施設", 10), Head("受講者数")]
        rows = [
            [
                f"{words.day(window.first)}～{words.day(window.last)}",
                "配信中" if window.is_open(page.today) else "配信前" if page.today < window.first else "終了",
                window.asked_by or "（最初の配信）",
                f"{window.people}名",
            ]
            for window in page.windows
        ]
        st.html(markup.listing("配信期間ごとの受講者数", heads, rows))
        for window in page.windows:
            if window.remark:
                st.warning(widgets.plain(window.remark))
    else:
        widgets.notes(["配信期間は、研修会の記録の「オンデマンド配信の開始日・終了日」で決めます（1～2か月が目安）。"])
    with st.expander("要望に応じて再配信する"):
        name = f"reopening-{one.id}"
        form = Fields(f"{name}-{session.round_of(name)}", {}, {"held_on": page.today}, kinds=(Reopening,))
        form.row("held_on", "closes_on")
        form.one("asked_by")
        form.one("note")
        if st.button("再配信を登録する", key=f"{form.key}-save"):
            widgets.save(principal, lambda act: _save(act, Reopening, form, one.id), "再配信を登録しました。", name)


def _save(act: Act, kind: type[Record], form: Fields, training_id: int) -> None:
    if unread := [Fault(where, message) for where, message in form.faults.items()]:
        raise Refused(unread)
    values: dict[str, Any] = dict(form.typed)
    records.save(act, None, kind(**{"training_id": training_id, **values}))


def _form(principal: Principal, page: TrainingsPage, one: Training) -> None:
    name = f"attendance-{one.id}"
    key = f"{name}-{session.round_of(name)}"
    names = {code: f"{code}　{word}" for code, word in page.hospitals.items()} | {OTHER: "地域の病院ではない施設"}
    code = inputs.choice_or_none("病院", names, None, f"{key}-hospital")
    form = Fields(key, {}, {"held_on": one.held_on, "way": "day", "employment": "staff"}, kinds=(Attendance,))
    if code == OTHER:
        form.one("facility")
    form.row("profession", "employment")
    form.row("way", "held_on")
    form.one("people")
    if st.button("受講者数を登録する", type="primary", key=f"{key}-save"):
        widgets.save(principal, lambda act: _put(act, one.id, code, form), "受講者数を登録しました。", name)


def _put(act: Act, training_id: int, code: str | None, form: Fields) -> None:
    faults = [Fault(where, message) for where, message in form.faults.items()]
    faults += [Fault("病院", "選んでください。")] if code is None else []
    if faults:
        raise Refused(faults)
    values: dict[str, Any] = dict(form.typed)
    attendances.put(
        act, training_id, [Attendance(**{"training_id": training_id, "hospital_code": code or "", **values})]
    )


def _files(principal: Principal, page: TrainingsPage, one: Training) -> None:
    st.html(
        markup.paragraph(
            "1行が、1つの施設の1つの職種の人数です。同じ施設・職種・雇用の形態・方法の行は、登録済みの人数を置き換えます。"
            "誤りが1つでもあれば、何も登録しません。"
        )
    )
    path = f"/download/center/trainings/{one.id}/attendances"
    widgets.links(("登録済みの受講者数・記入様式（Excel）", f"{path}.xlsx"), ("同（CSV）", f"{path}.csv"))
    table_form.show(
        principal, f"attendance-file-{one.id}", "受講者数のファイル", "受講者数を取り込む", attendance_file.read,
        lambda act, draft: attendance_file.import_file(act, one.id, draft), attendance_file.shown,
        page.attendances,
    )  # fmt: skip


def _lines(principal: Principal, page: TrainingsPage) -> None:
    with st.expander("登録した行を取り消す"):
        names = {
            one.id: f"{page.hospitals.get(one.hospital_code, one.facility)}　{PROFESSIONS[one.profession]}　"
            f"{EMPLOYMENTS[one.employment]}　{WAYS[one.way]}　{one.people}名"
            for one in page.attendances
        }
        chosen = inputs.choice_or_none("取り消す行", names, None, "attendance-remove")
        found = next((one for one in page.attendances if one.id == chosen), None)
        if st.button("この行を取り消す", key="attendance-remove-save") and found:
            widgets.save(
                principal, lambda act: attendances.remove(act, found.id, found.version), "行を取り消しました。"
            )


def _settle(principal: Principal, page: TrainingsPage, one: Training) -> None:
    total = counting.total(page.attendances)
    if not one.held or total == one.attended:
        return
    st.info(widgets.plain(f"研修会の記録の受講者数は{one.attended}名です。登録した受講者数は計{total}名です。"))
    if st.button("受講者数と回答数を研修会の記録に反映する", key=f"settle-{one.id}"):
        widgets.save(
            principal, lambda act: attendances.settle(act, one.id, one.version), "研修会の記録に反映しました。"
        )
