"""ホーム: what the person has to do next."""

from __future__ import annotations

import streamlit as st

from checklist import words
from checklist.readings import agenda, backup_agenda, beginning, criteria_agenda
from checklist.store import clock
from checklist.store.act import viewing
from checklist.ui import session, shortcuts, widgets
from checklist.ui.region import beginning_view

principal = session.guard("home")
today = clock.today()
widgets.heading("次にすること", f"{words.day(today)}")

with viewing(principal) as view:
    found = agenda.tasks(view, today)
    entitlement = criteria_agenda.tasks(view, today)
    backups = backup_agenda.tasks(view)
    steps = beginning.steps(view)

if steps:
    beginning_view.show(steps)

if found:
    widgets.tasks(found)
elif not steps and not any(one.tone for one in backups):
    widgets.empty("現在、対応が必要なことはありません", "次の画面から内容を確認できます。")

if entitlement:
    widgets.section("施設基準")
    widgets.tasks(entitlement)

if backups:
    widgets.section("バックアップ")
    widgets.tasks(backups)

widgets.section("画面の案内")
st.html(shortcuts.cards(principal))
