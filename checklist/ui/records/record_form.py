"""One record on a form that is made from its columns: typed with the keyboard alone, checked, and saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.errors import Fault, Refused
from checklist.model.accounts import Principal
from checklist.model.fields import LONG_LIMIT, TEXT_LIMIT, Column, Record, Value, columns
from checklist.rules.fields import cell, checks, patient_names, periods
from checklist.store import clock
from checklist.store.act import Act
from checklist.store.records import records
from checklist.ui import first_field, inputs, markup, session, shared_form, widgets

DAY = "day"
"""The name in the address of the day with which a new record begins."""
IN_A_ROW = 4
CONFIRM = "患者を特定できる記載ではないことを確認しました"
Typed = dict[str, tuple[Value, str]]
"""Field -> what was typed, and what is wrong with it."""


def name_of(kind: type[Record], record_id: int = 0) -> str:
    """The name of the form of a new record (0) or a stored one."""
    return f"record-{kind.KIND}-{record_id}"


def entry(principal: Principal, hospital_id: int | None, kind: type[Record], old: Record | None, today: date) -> None:
    """The form of a new record, or of a stored one that somebody corrects; `hospital_id` is None for the centre's."""
    form = name_of(kind, old.id if old else 0)
    version = old.version if old else 0
    kept = shared_form.begin(form, version, old)
    key, asked = shared_form.key(form), session.recall(f"{form}-asked")
    shared_form.notice(form, version, _told(old))
    # Unlike other forms: records are typed one after the other, by the keyboard alone.
    with st.form(key, enter_to_submit=True):
        typed = _fields(kind, kept.value, key, today)
        if asked:
            lines = "\n".join(f"- {widgets.plain(one)}" for one in asked)
            st.warning("患者の氏名や番号のように見える記載があります。\n" + lines)
            confirmed = st.checkbox(CONFIRM, key=f"{key}-confirmed")
        else:
            confirmed = False
        if st.form_submit_button("変更を保存する" if old else "記録を保存する", type="primary"):
            record = _record(kind, typed, old.id if old else 0)
            shared_form.save(
                principal, form, version,
                lambda act, base: _save(act, hospital_id, form, record, typed, base, confirmed),
                f"{kind.WORD}の記録を保存しました。",
            )  # fmt: skip
    # After a refusal the cursor goes back to where the fault is, after a save and for a week that was tapped to the first field.
    place, turn = session.recall(f"{form}-fault") or (columns(kind)[0].name, 0)
    tapped = not old and DAY in widgets.address()
    first_field.focus(f"{key}-{place}", bool(turn or tapped or session.recall(f"{form}-focus")), turn)


def copy(kind: type[Record], last: Record, today: date) -> None:
    """Start the form of a new record from the last one, a week (or a month) later as far as that is not ahead."""
    form = name_of(kind)
    session.keep(form, shared_form.Kept(0, periods.repeated(last, today)))
    session.renew(form)
    session.keep(f"{form}-focus", True)
    session.tell("前回の内容を複写しました。日付と内容を確かめて保存してください。")


def _told(old: Record | None) -> Markup:
    if old is None:
        return Markup()
    shown = (f"{one.label}：{cell.write(one, getattr(old, one.name)) or ''}" for one in columns(type(old)))
    return markup.paragraph(markup.lines(shown), "prose")


def _fields(kind: type[Record], start: Record | None, key: str, today: date) -> Typed:
    """Short fields side by side, long ones below, in the order of the columns as far as that goes."""
    shown = columns(kind)
    short = [one for one in shown if not one.long and one.shape != "choices"]
    rest = [one for one in shown if one not in short]
    typed: Typed = {}
    for row in (short[place : place + IN_A_ROW] for place in range(0, len(short), IN_A_ROW)):
        _row(row, IN_A_ROW, start, key, today, typed)
    for row in (rest[place : place + 2] for place in range(0, len(rest), 2)):
        _row(row, len(row), start, key, today, typed)
    return typed


def _row(row: Sequence[Column], width: int, start: Record | None, key: str, today: date, typed: Typed) -> None:
    for place, column in zip(st.columns(width), row, strict=False):
        with place:
            typed[column.name] = _field(column, _start(column, start, today), f"{key}-{column.name}", clock.today())


def _start(column: Column, start: Record | None, today: date) -> Value:
    if start is not None:
        value: Value = getattr(start, column.name)
        return value
    return today if column.today else column.empty


def _field(column: Column, start: Value, key: str, today: date) -> tuple[Value, str]:
    label = column.label if column.required or column.shape == "flag" else f"{column.label}（任意）"
    if column.shape == "flag":
        return st.checkbox(widgets.plain(label), bool(start), key=key), ""
    if column.shape == "choice":
        return inputs.choice_or_none(label, column.choices, start if isinstance(start, str) else None, key), ""
    if column.shape == "choices":
        return inputs.choices(column.label, column.choices, start if isinstance(start, tuple) else (), key), ""
    text = cell.write(column, start)
    plain = "" if text is None else str(text)
    if column.long:
        return inputs.long_text(label, plain, LONG_LIMIT, key), ""
    hint = column.hint or (inputs.DAY_HINT if column.shape == "day" else "")
    typed = inputs.text(label, plain, TEXT_LIMIT, key, hint)
    found, fault = cell.read(column, typed, today)
    # Which year was meant by 8/25 nobody else would tell.
    guessed = words.day(found) if isinstance(found, date) and cell.read(column, typed)[1] else ""
    session.tell_beside(f"{key}-year", f"「{typed}」は{guessed}としました。" if guessed else "")
    return found, fault


def _record(kind: type[Record], typed: Typed, record_id: int) -> Record:
    values: dict[str, Any] = {name: value for name, (value, _) in typed.items()}
    return kind(id=record_id, **values)


def _save(
    act: Act, hospital_id: int | None, form: str, record: Record, typed: Typed, base: int, confirmed: bool
) -> None:
    """Store the record; what looks like a name is asked about first."""
    labels = {one.name: one.label for one in columns(type(record))}
    unread = [Fault(labels[name], fault) for name, (_, fault) in typed.items() if fault]
    seen = {fault.where for fault in unread}
    if found := unread + [fault for fault in checks.faults(record, clock.today()) if fault.where not in seen]:
        at = next((name for name, label in labels.items() if label == found[0].where), columns(type(record))[0].name)
        session.keep(f"{form}-fault", (at, (session.recall(f"{form}-fault") or ("", 0))[1] + 1))
        raise Refused(found)
    session.keep(f"{form}-fault", None)
    questions = [str(one) for one in patient_names.questions(record)]
    if questions and not confirmed:
        session.keep(f"{form}-asked", questions)
        # Leaves the act by an exception, and with it the transaction: nothing is stored before the answer.
        st.rerun()
    records.save(act, hospital_id, replace(record, version=base), confirmed)
    session.keep(f"{form}-asked", None)
    session.keep(f"{form}-focus", True)
    # What was corrected leaves the address, or the next entry would correct it again; so does the week that was missing.
    st.query_params.pop("record", None)
    st.query_params.pop(DAY, None)
