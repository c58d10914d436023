"""What somebody has been told, and the form in which they say how they want to be told."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from checklist import words
from checklist.model.accounts import Principal
from checklist.model.notices import NotificationChoice, NotificationKind, Told
from checklist.readings.notices_page import NoticesPage
from checklist.readings.task import Task
from checklist.store.notices import notices
from checklist.ui import inputs, widgets
from checklist.words.notices import NOTIFICATION_KINDS, OFF

HOURS = {hour: f"{hour}時以降" for hour in range(24)}


def show(principal: Principal, page: NoticesPage) -> None:
    """What is new with the button that clears it, and what was seen before."""
    if page.unseen:
        widgets.tasks(_lines(page.unseen, "now"))
        if st.button("すべて確認済みにする", key="notices-seen", type="primary"):
            newest = max(one.id for one in page.unseen)
            widgets.save(principal, lambda act: notices.see(act, newest), "お知らせを確認済みにしました。")
    else:
        widgets.empty(
            "新しいお知らせはありません", "期限が近づいたときや、訪問の日程が決まったときに、ここに表示します。"
        )
    seen = [one for one in page.notices if one.seen_at]
    if seen:
        widgets.section("確認済みのお知らせ")
        widgets.tasks(_lines(widgets.paged(seen, "お知らせ", "notices"), ""))


def _lines(found: Iterable[Told], tone: str) -> list[Task]:
    return [
        Task(one.what, f"{NOTIFICATION_KINDS[one.kind]}・{words.moment(one.at)}", one.href, "開く", tone)
        for one in found
    ]


def choice(principal: Principal, page: NoticesPage) -> None:
    """By mail or not, from which hour, and what."""
    old = page.choice
    st.html(f'<p class="soft">{_where(page)}</p>')
    with st.form("notice-choice", enter_to_submit=False):
        mail = st.checkbox("お知らせをメールでも受け取る（1日1通まで）", old.mail, key="notices-mail")
        hour = inputs.choice("受け取る時刻", HOURS, old.hour, "notices-hour")
        kinds = inputs.choices("メールで受け取るお知らせ", NOTIFICATION_KINDS, old.kinds, "notices-kinds")
        if st.form_submit_button("受け取り方を保存する", type="primary"):
            wanted = NotificationChoice(mail, hour, tuple(NotificationKind(kind) for kind in kinds))
            widgets.save(principal, lambda act: notices.choose(act, wanted), "受け取り方を保存しました。")


def _where(page: NoticesPage) -> str:
    if not page.sends:
        return OFF
    if not page.address:
        return "あなたのアカウントにはメールアドレスがありません。システム管理者に登録を依頼すると、メールでも受け取れます。"
    return f"送信先：{page.address}。メールには何があるかと画面のアドレスのみを載せ、評定や個人の情報は載せません。"
