"""ホーム: how the own hospital or the region stands, and what the person has to do next."""

from __future__ import annotations

import streamlit as st

from checklist import words
from checklist.comparison import own_course
from checklist.readings import home_page
from checklist.store.act import viewing
from checklist.ui import first_screen, session, shortcuts, widgets
from checklist.ui.region import beginning_view

principal = session.guard("home")
with viewing(principal) as view:
    page = home_page.read(view)
    own = own_course.read(view) if page.hospital else None

hospital, day = page.hospital, words.day(page.today)
if hospital:
    first_screen.title(hospital.name, day, f"/download/hospitals/{hospital.hospital_id}/leader.pdf")
else:
    first_screen.title(page.title, day)
widgets.saved()

if page.steps:
    beginning_view.show(page.steps)
if hospital and own:
    first_screen.hospital(hospital, own, page.first)
if page.center:
    first_screen.center(page.center)
if page.region:
    first_screen.region(page.region)

if page.tasks:
    section = "ほかにすること" if page.first else "次にすること"
    # For who has nothing above it, the page is called so already.
    if section != page.title:
        widgets.section(section)
    widgets.tasks(page.tasks)
elif page.nothing:
    widgets.empty(page.no_tasks, "次の画面から内容を確認できます。")

if page.entitlement:
    widgets.section("施設基準")
    widgets.tasks(page.entitlement)

if page.backups:
    widgets.section("サーバー")
    widgets.tasks(page.backups)

if page.signed_in:
    widgets.section("ログイン")
    widgets.tasks(page.signed_in)

widgets.section("画面の案内")
st.html(shortcuts.cards(principal))
