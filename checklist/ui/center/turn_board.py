"""勤務時間中の受講 on the screen: who watches when, by agreement of those who take the calls meanwhile."""

from __future__ import annotations

from typing import Any

import streamlit as st

from checklist import words
from checklist.errors import Fault, Refused
from checklist.model.accounts import Principal
from checklist.model.center.attendance import ViewingTurn
from checklist.readings.center.trainings_page import TrainingsPage
from checklist.store.act import Act
from checklist.store.center import attendances
from checklist.ui import in_vain, markup, session, widgets
from checklist.ui.center.case_fields import Fields
from checklist.ui.markup import Head


def show(principal: Principal, page: TrainingsPage) -> None:
    """The form above, the list with the impressions below."""
    st.html(
        markup.paragraph(
            "オンデマンド配信は、相談電話の着信や来所の面接がないときに、同日に勤務している職員の了解を得て、1名ずつ受講します。"
        )
    )
    chosen = next((one for one in page.turns if one.id == widgets.number_in_address("turn")), None)
    in_vain.choice("受講", "turn", [one.id for one in page.turns], "turn")
    _form(principal, page, chosen)
    if not page.turns:
        widgets.empty("勤務時間中の受講はまだありません", "受講する日時と、了解した職員を登録してください。")
        return
    heads = [
        Head(""),
        Head("受講日"),
        Head("時間"),
        Head("研修名", 12),
        Head("受講する職員"),
        Head("了解した職員"),
        Head("新たに知った点・感想", 16),
    ]
    rows = [
        [
            markup.link("感想を記入する・修正する", f"/trainings?part=turns&turn={one.id}", "button"),
            words.day(one.held_on),
            f"{one.started}～{one.ended}",
            one.course,
            one.staff,
            one.agreed_by,
            markup.prose(one.impression),
        ]
        for one in page.turns
    ]
    st.html(markup.listing("勤務時間中の受講", heads, rows))


def _form(principal: Principal, page: TrainingsPage, old: ViewingTurn | None) -> None:
    name = f"turn-{old.id if old else 0}"
    start: dict[str, Any] = vars(old) if old else {"held_on": page.today}
    form = Fields(f"{name}-{session.round_of(name)}", {}, start, kinds=(ViewingTurn,))
    with st.expander("受講を修正する" if old else "受講の予定を登録する", expanded=bool(old) or not page.turns):
        form.row("held_on", "course")
        form.row("started", "ended")
        form.row("staff", "agreed_by")
        form.one("impression")
        if st.button("受講を登録する", type="primary", key=f"{form.key}-save"):
            widgets.save(principal, lambda act: _agree(act, form, old), "受講を登録しました。", name)


def _agree(act: Act, form: Fields, old: ViewingTurn | None) -> None:
    if unread := [Fault(where, message) for where, message in form.faults.items()]:
        raise Refused(unread)
    values: dict[str, Any] = dict(form.typed)
    number, version = (old.id, old.version) if old else (0, 0)
    attendances.agree(act, ViewingTurn(id=number, version=version, **values))
